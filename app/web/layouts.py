"""Long pages as they were laid out last, so that each of their portions is not laid out anew."""

from __future__ import annotations

from typing import NamedTuple

from app.engine import Comparison
from app.presentation.look import Look
from app.presentation.page import Page
from app.presentation.portions import Portions, portions
from app.presentation.rows import build_page
from app.services.memory import Memory


class Layout(NamedTuple):
    """A page, whole, and the same in portions."""

    page: Page
    cut: Portions


class Layouts:
    """The layouts of a few comparisons, each for one way to look at it, for all threads."""

    def __init__(self, most: int = 4) -> None:
        self._held: Memory[tuple[Comparison, Layout]] = Memory(most)

    def of(self, comparison: Comparison, look: Look) -> Layout:
        """The page of a comparison; kept for the next who asks when it has several portions."""
        # What the ledger tells stands beside the rows. The comparison is held with its layout: no
        # other can have the same identity meanwhile.
        key = (id(comparison), look.having(ledger=None))
        if held := self._held.get(key):
            return held[1]
        page = build_page(comparison, look)
        layout = Layout(page, portions(page))
        if len(layout.cut) > 1:
            self._held.put(key, (comparison, layout))
        return layout
