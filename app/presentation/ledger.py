"""The ledger: quotations, numbers, names, claims and addresses, and what became of each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engine import Comparison, Fact, Fate, Kind, Side, kept_facts
from app.presentation.categories import OF_KIND, TITLES, Category
from app.presentation.look import LEDGERS
from app.presentation.page import Mark, Run
from app.presentation.paragraphs import paragraph_numbers
from app.presentation.prose import weave
from app.presentation.telling import isolated

FIRST = 50
"""So many entries of a list are shown until all are asked for."""
MOST = 300
"""More are not listed then either: they stand in the text, and the kinds of changes part them."""

_ALWAYS = (Category.QUOTATIONS, Category.NUMBERS, Category.NAMES)
_FATES = {
    Fate.ALTERED: "altered",
    Fate.MOVED: "given to another speaker",
    Fate.NEGATED: "negated",
    Fate.AFFIRMED: "no longer negated",
    Fate.HARDENED: "hardened",
    Fate.SOFTENED: "softened",
    Fate.REMOVED: "removed",
    Fate.ADDED: "added",
    Fate.KEPT: "kept",
}
"""What befell a fact, in words, the most telling first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: what it was and what it is, as one marked text, and where it stands.

    ``change`` is the number of the change that it is part of (0: none); ``paragraph_a`` and
    ``paragraph_b`` count as a reader does (0 where it does not stand there).
    """

    fate: str
    runs: tuple[Run, ...]
    note: str
    change: int
    paragraph_a: int
    paragraph_b: int


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """The facts of one category. ``counts`` are fates in words, each with how many befell it.

    ``entries`` are those shown, ``total`` how many there are; what was kept is among them
    only when it was asked for (``whole``). ``keeps`` tells whether anything can be kept at all.
    """

    category: Category
    title: str
    counts: tuple[tuple[str, int], ...]
    entries: tuple[Entry, ...]
    total: int
    whole: bool
    keeps: bool

    @property
    def listed(self) -> int:
        """How many entries there are to see once all are asked for."""
        return min(self.total, MOST)


def ledger(comparison: Comparison, whole: Category | None = None) -> tuple[LedgerPart, ...]:
    """The parts of the ledger; one may be asked for whole: ``MOST`` of it, with what was kept.

    Claims and addresses are left out where there are none. Finding what was kept costs time linear
    in both texts.
    """
    drawing = _Entries(comparison)
    facts: dict[Category, list[Fact]] = {category: [] for category in LEDGERS}
    for fact in comparison.facts:
        facts[OF_KIND[fact.kind]].append(fact)
    if whole is not None and whole is not Category.CLAIMS:
        kinds = [kind for kind, category in OF_KIND.items() if category is whole]
        facts[whole].extend(kept_facts(comparison, kinds))
    return tuple(
        _part(category, facts[category], drawing, whole=category is whole)
        for category in LEDGERS
        if facts[category] or category is whole or category in _ALWAYS
    )


def _part(
    category: Category, facts: Sequence[Fact], drawing: _Entries, *, whole: bool
) -> LedgerPart:
    order = list(_FATES)
    found = Counter(fact.fate for fact in facts)
    in_order = sorted(facts, key=lambda fact: order.index(fact.fate))
    shown = in_order[: MOST if whole else FIRST]
    return LedgerPart(
        category,
        TITLES[category],
        tuple((_FATES[fate], found[fate]) for fate in order if found[fate]),
        tuple(drawing.entry(fact) for fact in shown),
        len(facts),
        whole,
        category is not Category.CLAIMS,
    )


class _Entries:
    """Draws the facts of one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self._change_of = {n: c.number for c in comparison.changes for n in c.links}
        self._a, self._b = _Paragraphs(comparison.a), _Paragraphs(comparison.b)

    def entry(self, fact: Fact) -> Entry:
        """A fact, with its two texts as one."""
        note = ""
        if fact.fate is Fate.MOVED:
            note = f"{isolated(fact.speaker_a)} → {isolated(fact.speaker_b)}"
        return Entry(
            _FATES[fact.fate],
            tuple(_runs(fact)),
            note,
            0 if fact.fate is Fate.KEPT else self._change_of.get(fact.link, 0),
            self._a.number(fact.a_span[0]) if fact.a_span else 0,
            self._b.number(fact.b_span[0]) if fact.b_span else 0,
        )


class _Paragraphs:
    """Which paragraph of a side a place in its text is in."""

    def __init__(self, side: Side) -> None:
        self._starts = [block.start for block in side.document.blocks]
        self._numbers = paragraph_numbers(side)

    def number(self, place: int) -> int:
        """The paragraph's number as a reader counts."""
        return self._numbers[bisect_right(self._starts, place) - 1]


def _runs(fact: Fact) -> Iterator[Run]:
    """What was and what is: a quotation word by word, anything else one after the other."""
    if fact.fate is Fate.KEPT:
        yield Run(_single(fact.b))
    elif fact.kind is Kind.QUOTE and fact.a and fact.b:
        yield from weave(fact.a, fact.b, fact.edits)
    else:
        if fact.a:
            yield Run(_single(fact.a), Mark.DELETED)
        if fact.a and fact.b:
            yield Run(" ")
        if fact.b:
            yield Run(_single(fact.b), Mark.INSERTED)


def _single(text: str) -> str:
    return " ".join(text.split())
