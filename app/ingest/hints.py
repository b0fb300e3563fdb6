"""What is known about a file from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tracked(StrEnum):
    """How a text with tracked changes is read."""

    ACCEPTED = "accepted"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Hints:
    """What came with a file and is not in it, and how the person wants it read.

    ``charset`` is the encoding that a server named for it (the bytes themselves are believed
    first) and ``address`` where it was fetched. ``tracked``: whether tracked changes count as
    accepted or as never made. ``mend``: put mojibake right.
    """

    charset: str = ""
    address: str = ""
    tracked: Tracked = Tracked.ACCEPTED
    mend: bool = False
