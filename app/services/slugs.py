"""The part of an article's address that is made from its title."""

from __future__ import annotations

import unicodedata

import regex
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import BadInput
from app.storage.schema import SLUG_LENGTH, Article
from app.storage.viewing import DELETED_TOO

FALLBACK = "article"

RESERVED = frozenset(
    {"collate", "compare", "export", "import", "new", "provenance", "search", "shares", "versions"}
)
"""Words that stand, or may come to stand, for something else at the place of a slug."""

# Letters of the Latin alphabets that Unicode does not take apart.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_INSIDE_WORDS = regex.compile("['’ʼ`]")
_ACCENTS = regex.compile(r"(?<=[a-z0-9])\p{M}++")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*+")


def slugify(title: str) -> str:
    """Lower-case words of a title joined by hyphens, at most 60 characters, never empty.

    Latin letters lose their accents; other scripts keep their own letters.
    """
    taken_apart = unicodedata.normalize("NFKD", title).lower().translate(_LATIN)
    plain = _ACCENTS.sub("", _INSIDE_WORDS.sub("", taken_apart))
    words = _WORD.findall(unicodedata.normalize("NFC", plain))
    return _fitting(words) or FALLBACK


def numbered(slug: str, number: int) -> str:
    """The slug for the nth article of its name: ``name``, ``name-2``, ``name-3`` …"""
    if number == 1:
        return slug
    ending = f"-{number}"
    return slug[: SLUG_LENGTH - len(ending)].rstrip("-") + ending


def check_slug(slug: str) -> None:
    """Raise BadInput when a slug that somebody chose cannot be one."""
    if slug != slugify(slug) or slug in RESERVED:
        raise BadInput(
            f"“{slug[:SLUG_LENGTH]}” cannot be an article's address.",
            f"Use up to {SLUG_LENGTH} small letters, digits and hyphens, and none of: "
            f"{', '.join(sorted(RESERVED))}.",
        )


def free_slug(session: Session, slug: str, *, exact: bool = False) -> str:
    """The slug, with the lowest number that makes it free; ``exact`` allows no number.

    Another session may take it before this one is done: then storing meets IntegrityError.
    """
    first, step = 1, 1 if exact else 8
    while True:
        candidates = [numbered(slug, n) for n in range(first, first + step)]
        query = select(Article.slug).where(Article.slug.in_(candidates))
        taken = set(session.scalars(query.execution_options(**{DELETED_TOO: True})))
        for candidate in candidates:
            if candidate not in taken and candidate not in RESERVED:
                return candidate
        if exact:
            raise BadInput(f"There is already an article at “{slug}”.", "Choose another address.")
        first, step = first + step, min(2 * step, 4096)


def _fitting(words: list[str]) -> str:
    """As many whole words as fit; of a first word that is too long, its beginning."""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > SLUG_LENGTH:
            return slug or word[:SLUG_LENGTH]
        slug = longer
    return slug
