"""What was noticed in a word processor's file, and what a person is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.errors import UnreadableText
from app.ingest.hints import Tracked

_DEEPEST = 30


class Changes:
    """The tracked changes met so far.

    Word processors keep one change in many parts (a deletion over two paragraphs has three);
    parts of the same sort by the same person count as one as long as no text that stayed lies
    between them.
    """

    def __init__(self, tracked: Tracked) -> None:
        self.original = tracked is Tracked.ORIGINAL
        self.count = 0
        self._last: tuple[str, ...] = ()

    def met(self, *change: str) -> None:
        """A part of a change, told from others by its sort, its author and its date."""
        if change != self._last:
            self.count += 1
            self._last = change

    def met_text(self) -> None:
        """Text that no change touched."""
        self._last = ()

    def notices(self) -> list[str]:
        """What to tell of them, if there are any."""
        if not self.count:
            return []
        taken = (
            "were read as not made: this is the original text"
            if self.original
            else "were taken as accepted"
        )
        if self.count == 1:
            return [f"This file has 1 tracked change; it {taken.replace('were', 'was', 1)}."]
        return [f"This file has {self.count} tracked changes; they {taken}."]


class Nesting:
    """How deep a reader is in cells, notes and text boxes, so that there is an end to it."""

    def __init__(self) -> None:
        self._depth = 0

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableText(
                "This file has tables or text boxes in each other, deeper than is read.",
                "Copy the text and paste it.",
            )

    def __exit__(self, *_: object) -> None:
        self._depth -= 1


@dataclass
class Noticed:
    """What the reader of a file met besides its text."""

    changes: Changes
    comments: int = 0
    hidden: bool = False
    """Whether there was hidden text."""
    unread: bool = False
    """Whether there was a part in another format."""
    macros: bool = False

    def notices(self) -> list[str]:
        """The sentences that tell of it."""
        notices = self.changes.notices()
        if self.comments == 1:
            notices.append("This file has 1 comment; it was left out.")
        elif self.comments:
            notices.append(f"This file has {self.comments} comments; they were left out.")
        if self.hidden:
            notices.append("This file has hidden text; it was left out.")
        if self.unread:
            notices.append("A part of this file is in another format, and was not read.")
        if self.macros:
            notices.append("This file has macros; they were neither run nor kept.")
        return notices


def date_in(text: str) -> str:
    """The ISO 8601 date, with its time if it has one, in what a file declares; else ""."""
    try:
        date = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    if len(text.strip()) <= len("2026-05-04"):
        return date.date().isoformat()
    return date.replace(microsecond=0).isoformat()
