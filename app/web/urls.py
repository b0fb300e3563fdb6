"""The addresses of the pages, and the reading of what stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote

from app.errors import NotFound

_PAIR = re.compile(r"([1-9][0-9]{0,8})\.\.([1-9][0-9]{0,8})")
_ANCHOR = re.compile(r"change-[1-9][0-9]{0,8}(?:-from)?")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def article(slug: str) -> str:
    """The page of an article."""
    return f"/articles/{quote(slug)}"


def versions(slug: str) -> str:
    """Where further versions of an article are sent."""
    return f"{article(slug)}/versions"


def version(slug: str, number: int) -> str:
    """The text of one version."""
    return f"{article(slug)}/versions/{number}"


def original(slug: str, number: int) -> str:
    """The bytes that one version was read from."""
    return f"{version(slug, number)}/original"


def comparison(slug: str, a: int, b: int) -> str:
    """Two versions of an article side by side."""
    return f"{article(slug)}/compare/{a}..{b}"


def share(token: str) -> str:
    """What a share shows."""
    return f"/s/{token}"


def opened(base: str, folds: Collection[int] | None) -> str:
    """The address of a comparison with these folds open; None means all of them."""
    if folds is None:
        return f"{base}?open=all"
    if not folds:
        return base
    return f"{base}?open={','.join(str(fold) for fold in sorted(folds))}"


def read_pair(text: str) -> tuple[int, int]:
    """The two version numbers in "1..3". Raises NotFound for anything else."""
    found = _PAIR.fullmatch(text)
    if not found:
        raise NotFound(
            "This address names no two versions.", "It ends in two numbers, such as 1..2."
        )
    return int(found[1]), int(found[2])


def read_number(text: str) -> int:
    """The version number in an address. Raises NotFound for anything else."""
    if not _NUMBER.fullmatch(text):
        raise NotFound("This address names no version.", "Versions are numbered from 1.")
    return int(text)


def read_open(text: str) -> frozenset[int] | None:
    """The folds that an address asks to be open: "1,3", or None for "all".

    What is no number is passed over, so that an old or shortened address still works.
    """
    if text == "all":
        return None
    return frozenset(int(part) for part in text.split(",") if _NUMBER.fullmatch(part))


def is_anchor(text: str) -> bool:
    """Whether this is the address of a change on its page."""
    return _ANCHOR.fullmatch(text) is not None
