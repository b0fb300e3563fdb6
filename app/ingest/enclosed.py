"""A file inside another one: what a reader gives when the article lies in there."""

from __future__ import annotations

import re
from typing import NamedTuple

# With the marks that turn the direction of text, a name could be shown as another one.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LONGEST_NAME = 255
"""Letters; no system has files with longer names. The end of one says what kind of file it is."""


class Enclosed(NamedTuple):
    """The file to be read instead of the one it lies in; ``notices`` are kept with what it says."""

    data: bytes
    name: str
    notices: tuple[str, ...] = ()


def clean_name(name: str) -> str:
    """The name that a file gives to one inside it, fit to be shown: its parts parted by slashes."""
    clean = _CONTROLS.sub("", name.replace("\\", "/")).strip("/")
    return "/".join(part[-_LONGEST_NAME:] for part in clean.split("/"))
