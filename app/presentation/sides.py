"""The two versions as columns: what they are called, and which languages stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.engine import Document
from app.engine.languages import OTHER
from app.engine.languages import language_of as language_of_text

_NOT_BY_WORDS = {"ar", "ru", OTHER.code}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two columns are called, and their languages ("" where they are not known)."""

    a: str
    b: str
    lang_a: str
    lang_b: str


def language_of(document: Document) -> str:
    """The language that a text says it is in, as a tag fit for HTML; "" when it says nothing."""
    said = document.metadata.language
    return said if _LANGUAGE.fullmatch(said) else ""


def language_shown(document: Document) -> str:
    """The language that a text says it is in, or else is seen to be in; "" where nobody knows.

    A script alone is not a language.
    """
    said = language_of(document)
    if said:
        return said
    seen = language_of_text(document.text).code
    return seen if seen not in _NOT_BY_WORDS else ""
