"""The measures of a comparison as a bar of whole percents, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from app.engine import Measures
from app.presentation.summary import shares

MEANINGS = {
    "verbatim": "the same sentence, in its place",
    "reworded": "edited, split or joined, in its place",
    "moved": "found at another place, edited or not",
    "new": "without a counterpart before",
}
"""What each share of a later version means, in the words of the pages."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a bar of 100: where it starts, how wide it is, what it means."""

    name: str
    meaning: str
    start: int
    percent: int


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """How a later version is made: portions that add to 100, and how much of a is gone."""

    portions: tuple[Portion, ...]
    gone: int
    in_words: str


def measures_view(measures: Measures, name: str) -> MeasuresView:
    """The measures of the version with this name, in whole percents."""
    percents = shares(measures)
    starts = [0, *accumulate(percents)]
    portions = tuple(
        Portion(kind, meaning, start, percent)
        for (kind, meaning), start, percent in zip(MEANINGS.items(), starts, percents, strict=False)
    )
    told = ", ".join(f"{p.percent} % {p.name}" for p in portions)
    return MeasuresView(portions, round(100 * measures.gone), f"Of {name}: {told}")
