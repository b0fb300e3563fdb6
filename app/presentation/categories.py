"""The kinds of changes as a reader chooses among them: a few, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.engine import Change, Comparison, Kind, Relation


class Category(StrEnum):
    """What a change is about, or what befell its passage."""

    QUOTATIONS = "quotations"
    NUMBERS = "numbers"
    NAMES = "names"
    CLAIMS = "claims"
    LINKS = "links"
    WORDING = "wording"
    SPELLING = "spelling"
    TYPOGRAPHY = "typography"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


TITLES = {
    Category.QUOTATIONS: "Quotations",
    Category.NUMBERS: "Numbers and dates",
    Category.NAMES: "Names",
    Category.CLAIMS: "Claims and sources",
    Category.LINKS: "Addresses",
    Category.WORDING: "Wording",
    Category.SPELLING: "Spelling",
    Category.TYPOGRAPHY: "Typography",
    Category.MOVED: "Moved",
    Category.ADDED: "Added",
    Category.REMOVED: "Removed",
}
"""Each in a word or three, as a heading."""

HIDEABLE = (Category.SPELLING, Category.TYPOGRAPHY)
"""What a reader may do without."""

OF_KIND: Mapping[Kind, Category] = {
    Kind.QUOTE: Category.QUOTATIONS,
    Kind.NUMBER: Category.NUMBERS,
    Kind.DATE: Category.NUMBERS,
    Kind.NAME: Category.NAMES,
    Kind.LINK: Category.LINKS,
    Kind.CLAIM: Category.CLAIMS,
    Kind.ATTRIBUTION: Category.CLAIMS,
    Kind.WORDING: Category.WORDING,
    Kind.SPELLING: Category.SPELLING,
    Kind.TYPOGRAPHY: Category.TYPOGRAPHY,
}
"""The category of each of the engine's kinds."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The changes of a comparison by what a reader asked for; all sets hold their numbers."""

    wanted: frozenset[int]
    """Those to show: neither hidden nor of other kinds."""
    hidden: Mapping[Category, int]
    """How many are out of sight because there is nothing to them but what is hidden."""
    concealed: frozenset[int]
    """The numbers of these."""
    counts: Mapping[Category, int]
    """How many of all changes are of each category; one may be of several."""

    @classmethod
    def by(
        cls, comparison: Comparison, only: Collection[Category], hide: Collection[Category]
    ) -> Sorted:
        """The changes of these categories (all when none is named), but for what is hidden."""
        found = categories(comparison)
        concealed = {number for number, kinds in found.items() if kinds <= set(hide)}
        wanted = frozenset(
            number
            for number, kinds in found.items()
            if number not in concealed and (not only or kinds & set(only))
        )
        hidden = Counter(min(found[number], key=HIDEABLE.index) for number in concealed)
        counts = Counter(kind for kinds in found.values() for kind in kinds)
        return cls(wanted, hidden, frozenset(concealed), counts)


def categories(comparison: Comparison) -> dict[int, frozenset[Category]]:
    """The categories of each change, by its number: never none."""
    facts: dict[int, set[Category]] = {}
    for fact in comparison.facts:
        facts.setdefault(fact.link, set()).add(OF_KIND[fact.kind])
    return {change.number: frozenset(_of(change, facts)) for change in comparison.changes}


def _of(change: Change, facts: Mapping[int, set[Category]]) -> set[Category]:
    found = {OF_KIND[kind] for kind in change.kinds}
    for link in change.links:
        found |= facts.get(link, set())
    if change.moved:
        found.add(Category.MOVED)
    if change.relation is Relation.ADDED:
        found.add(Category.ADDED)
    elif change.relation is Relation.REMOVED:
        found.add(Category.REMOVED)
    return found or {Category.WORDING}
