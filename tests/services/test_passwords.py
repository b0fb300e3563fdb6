"""Passwords are stored so that they cannot be read, and guessing them gets slower and slower."""

from __future__ import annotations

import threading
import unicodedata

import pytest

from app.errors import BadInput, TooOften
from app.services.passwords import Brake, hash_password, is_password


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


class Clock:
    """A clock that is moved by hand."""

    time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    """The clock of the brake below."""
    return Clock()


@pytest.fixture
def brake(clock: Clock) -> Brake:
    """A brake on which nobody has been yet."""
    return Brake(free=3, longest=60.0, most=10, clock=clock)


def test_the_wait_doubles_with_every_failure_up_to_the_longest(brake: Brake, clock: Clock) -> None:
    waits = []
    for _ in range(12):
        brake.start("here")
        try:
            brake.start("here")
        except TooOften as told:
            waits.append(told.seconds)
            clock.time += told.seconds
    # Two of the first three are free, and are used up by the second tries.
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60][: len(waits)]
    assert waits[-1] == 60


def test_a_try_that_is_too_early_counts_nothing_and_others_are_not_held_up(
    brake: Brake, clock: Clock
) -> None:
    for _ in range(3):
        brake.start("here")
    for _ in range(5):
        with pytest.raises(TooOften, match="do not fit") as told:
            brake.start("here")
        assert told.value.seconds == 1
        assert told.value.status == 429
    brake.start("there")
    clock.time += 1
    brake.start("here")


def test_who_succeeds_begins_anew(brake: Brake) -> None:
    for _ in range(10):
        brake.start("here")
        brake.succeeded("here")


def test_many_at_the_same_moment_are_no_way_around(brake: Brake) -> None:
    let_in, barrier = [], threading.Barrier(16)

    def guess() -> None:
        barrier.wait()
        try:
            brake.start("here")
        except TooOften:
            return
        let_in.append(1)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == 3


def test_only_so_many_are_remembered(brake: Brake) -> None:
    for number in range(1000):
        brake.start(number)
    assert len(brake._failed) == 10
