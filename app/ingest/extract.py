"""What a library that knows thousands of sites takes for the article of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_WORD = re.compile(r"\w+")
_RUN = 3
"""So many words in a row are compared; a shorter text must be found as a whole."""
_ENOUGH = 0.6
"""A text is the library's when this share of its runs is: it may have parted words at a tag."""


class Extract:
    """What the library took for the article: its runs of words, and its texts as wholes."""

    def __init__(self, body: Any) -> None:
        self._runs = set(_runs(_WORD.findall(" ".join(body.itertext()))))
        self._wholes = {tuple(_WORD.findall(" ".join(part.itertext()))) for part in body.iter("*")}

    def has(self, text: str) -> bool:
        """Whether the library took this text, or most of it."""
        words = _WORD.findall(text)
        runs = _runs(words)
        if not runs:
            return tuple(words) in self._wholes
        return sum(run in self._runs for run in runs) >= _ENOUGH * len(runs)


def extracted(html: str) -> Extract | None:
    """What the library finds in a page, or None when it finds nothing or stumbles."""
    # Imported here: a quarter of a second that plain text need not wait for.
    import trafilatura

    try:
        found = trafilatura.bare_extraction(html, include_comments=False)
    except Exception:  # whatever it stumbled over, the page's own groups are still there
        return None
    body = getattr(found, "body", None)
    return None if body is None else Extract(body)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[step:] for step in range(_RUN)), strict=False))
