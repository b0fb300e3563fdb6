"""The addresses of the pages, and the reading of what stands in them."""

from __future__ import annotations

import re
from urllib.parse import quote

from app.errors import NotFound
from app.presentation.look import Look

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


def choice(slug: str) -> str:
    """Where a form sends two versions that are to be compared."""
    return f"{article(slug)}/compare"


def looked(base: str, look: Look, anchor: str = "", part: str = "") -> str:
    """The address of a comparison looked at in one way, of a part of it, and of a place there."""
    asked = "&".join(filter(None, (look.query, f"part={part}" if part else "")))
    query = f"?{asked}" if asked else ""
    return f"{base}{query}{f'#{anchor}' if anchor else ''}"


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


def is_anchor(text: str) -> bool:
    """Whether this is the address of a change on its page."""
    return _ANCHOR.fullmatch(text) is not None
