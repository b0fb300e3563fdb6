"""Fields of word processors: an instruction that nobody sees, and the result that is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HYPERLINK = re.compile(r"\s*+HYPERLINK\s++(?:\"([^\"]*)\"|([^\s\\\"]\S*))", re.I)
_LONGEST = 4_000


def address_in(instruction: str) -> str:
    """The address that a field's instruction leads to (``HYPERLINK "http://…"``), or ""."""
    found = _HYPERLINK.match(instruction)
    return (found[1] or found[2] or "").strip() if found else ""


@dataclass
class _Field:
    instruction: str = ""
    address: str = ""
    shows: bool = False
    """Whether its result has begun."""


class Fields:
    """The fields that a place in the text is in, the outermost first."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._unseen = 0

    @property
    def shows(self) -> bool:
        """Whether text here is shown: it is in no instruction."""
        return not self._unseen

    @property
    def address(self) -> str:
        """Where text here leads to by the innermost field, or ""."""
        return self._open[-1].address if self._open else ""

    def begin(self) -> None:
        """Here a field begins, with its instruction."""
        self._open.append(_Field(address=self.address))
        self._unseen += 1

    def instruct(self, text: str) -> None:
        """A part of the instruction."""
        if self._open and len(self._open[-1].instruction) < _LONGEST:
            self._open[-1].instruction += text[:_LONGEST]

    def separate(self) -> None:
        """Here the instruction ends and the result begins."""
        if self._open and not self._open[-1].shows:
            field = self._open[-1]
            field.shows = True
            field.address = address_in(field.instruction) or field.address
            self._unseen -= 1

    def end(self) -> None:
        """Here the field ends."""
        if self._open and not self._open.pop().shows:
            self._unseen -= 1
