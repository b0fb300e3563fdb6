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
    changes = _seen(links)
    named = [_told(*change) for change in islice(changes, MOST)]
    more = sum(1 for _ in changes)
    if more:
        named.append(f"and {count_in_words(more)} more")
    return ", ".join(named)


def _seen(links: Iterable[Marked]) -> Iterator[tuple[str, str, str]]:
    """Of each change that has words: why it is marked, what stood in a, what stands in b.

    A phrase that moved is one, where it was."""
    for text_a, text_b, groups in links:
        for group in groups:
            old, new = text_a[slice(*group.a)].strip(), text_b[slice(*group.b)].strip()
            if old or (new and group.kind != MOVED):
                yield group.kind, old, new


def _told(kind: str, old: str, new: str) -> str:
    if kind == MOVED:
        return f"{_shown(old)} moved"
    if old and new:
        return f"{_shown(old)} replaced by {_shown(new)}"
    return f"{_shown(old or new)} {'removed' if old else 'added'}"


def _shown(text: str) -> str:
    return in_marks(shortened(text, _LONGEST))
