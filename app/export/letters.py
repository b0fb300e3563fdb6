"""Which way a text runs, and what of it a page can hold."""

from __future__ import annotations

import re
from unicodedata import bidirectional

_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def runs_leftward(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (bidirectional(letter) for letter in text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def printable(text: str) -> str:
    """A text as a page may hold it: what only steers a machine is replaced."""
    return _UNFIT.sub("\ufffd", text)


def breakable(text: str, most: int) -> str:
    """The text with places to break words of Latin letters that are longer than this."""
    return re.sub(f"[!-~\u00a1-\u024f]{{{most}}}(?=[!-~\u00a1-\u024f])", "\\g<0>\u200b", text)
