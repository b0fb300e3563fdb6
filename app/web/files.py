"""The menu of files that a comparison can be had as."""

from __future__ import annotations

from dataclasses import dataclass

from app.export.formats import FORMATS
from app.web import urls


@dataclass(frozen=True, slots=True)
class File:
    """A kind of file: what it is called, what it is good for, and where it is to be had."""

    name: str
    words: str
    meaning: str
    href: str


def files_at(base: str) -> tuple[File, ...]:
    """What the comparison at this address can be had as."""
    return tuple(
        File(form.name, form.words, form.meaning, urls.file(base, form.name))
        for form in FORMATS.values()
    )
