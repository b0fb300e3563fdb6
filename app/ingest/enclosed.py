"""A file inside another one: what a reader gives when the article lies in there."""

from __future__ import annotations

from typing import NamedTuple


class Enclosed(NamedTuple):
    """The file to be read instead of the one it lies in; ``notices`` are kept with what it says."""

    data: bytes
    name: str
    notices: tuple[str, ...] = ()
