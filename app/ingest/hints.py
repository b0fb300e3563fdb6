"""What is known about a file from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """What came with a file and is not in it.

    ``charset`` is the encoding that a server named for it; the bytes themselves are believed first.
    """

    charset: str = ""
