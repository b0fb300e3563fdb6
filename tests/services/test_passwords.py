"""Passwords are stored so that they cannot be read."""

from __future__ import annotations

import unicodedata

import pytest

from app.errors import BadInput
from app.services.passwords import hash_password, is_password


def test_only_the_password_fits_what_is_stored_of_it() -> None:
    stored = hash_password("Mast and säil")

    assert is_password("Mast and säil", stored)
    assert is_password(unicodedata.normalize("NFD", "Mast and säil"), stored)
    for other in ("", "mast and säil", "Mast and säil ", "Mast and sail", "x" * 100_000, "\ud800"):
        assert not is_password(other, stored)


def test_what_is_stored_is_a_slow_hash_with_a_salt_of_its_own() -> None:
    first, second = hash_password("mast and sail"), hash_password("mast and sail")

    assert first != second
    assert first.startswith("scrypt$15$8$3$")
    assert "mast" not in first


@pytest.mark.parametrize("stored", ["", "x", "scrypt$15$8$3$!$!", "plain$1$1$1$AA==$AA=="])
def test_what_is_damaged_fits_no_password(stored: str) -> None:
    assert not is_password("mast and sail", stored)


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_password_has_a_fitting_length(password: str) -> None:
    with pytest.raises(BadInput, match="6 to 200 characters"):
        hash_password(password)
