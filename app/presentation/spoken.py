"""What happened in a row, in words, for who hears the page instead of seeing its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from app.presentation.readable import MOVED, Group
from app.presentation.telling import count_in_words, in_marks, shortened

MOST = 2
"""So many changes of words are named, the others counted: a row must not be heard twice over."""
_LONGEST = 40

Marked = tuple[str, str, Sequence[Group]]
"""The joined texts of a link, and what is marked together in them."""


def changed_words(links: Iterable[Marked]) -> str:
    """The first changes: "“promised” replaced by “pledged”, “now” added, and three more"."""
    told = _told(links)
    named = list(islice(told, MOST))
    more = sum(1 for _ in told)
    if more:
        named.append(f"and {count_in_words(more)} more")
    return ", ".join(named)


def _told(links: Iterable[Marked]) -> Iterator[str]:
    for text_a, text_b, groups in links:
        for group in groups:
            old, new = _shown(text_a[slice(*group.a)]), _shown(text_b[slice(*group.b)])
            if group.kind == MOVED:
                if old:
                    yield f"{old} moved"
            elif old and new:
                yield f"{old} replaced by {new}"
            elif old or new:
                yield f"{old or new} {'removed' if old else 'added'}"


def _shown(text: str) -> str:
    return in_marks(shortened(text, _LONGEST)) if text.strip() else ""
