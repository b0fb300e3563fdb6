"""What pages show besides articles and comparisons themselves: plain values for templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from app.engine import Document, Measures
from app.ingest.addresses import is_web_address
from app.presentation.summary import shares
from app.services.articles import ArticleSummary
from app.services.incoming import ADDRESS
from app.services.lines import in_bytes, one_line
from app.storage.schema import Version
from app.web import urls

MEANINGS = {
    "verbatim": "the same sentence, in its place",
    "reworded": "edited, split or joined, in its place",
    "moved": "found at another place, edited or not",
    "new": "without a counterpart before",
}
"""What each share of a later version means, in the words of the pages."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")

STEPS = 5
"""How many versions of an article a list names before it leaves some out."""


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


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as a heading names it."""

    number: int
    name: str
    label: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: what it says of itself, and what is known of its bytes.

    ``address`` is where it was fetched, ``canonical`` where it stands by its own account when that
    is elsewhere; ``language`` is a tag fit for HTML; each is "" when there is none.
    """

    byline: str
    language: str
    address: str
    canonical: str
    sha256: str
    size: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two columns are called, and their languages where they are known."""

    a: str
    b: str
    lang_a: str
    lang_b: str


@dataclass(frozen=True, slots=True)
class Step:
    """A link to a neighbouring view; ``gap`` when something is left out before it."""

    number: int
    href: str
    words: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """An article in a list."""

    title: str
    href: str
    versions: int
    last_change: datetime
    headline: str
    portions: tuple[Portion, ...]
    in_words: str
    steps: tuple[Step, ...]


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


def origin(version: Version, document: Document, size: int) -> Origin:
    """Where a version comes from; ``size`` is that of the bytes it was read from."""
    said = document.metadata
    address = version.name if version.source == ADDRESS else ""
    elsewhere = is_web_address(said.address) and said.address != address
    return Origin(
        byline=one_line(said.byline),
        language=said.language if _LANGUAGE.fullmatch(said.language) else "",
        address=address,
        canonical=one_line(said.address) if elsewhere else "",
        sha256=version.content_hash,
        size=in_bytes(size),
        notices=document.notices,
    )


def shelf(summaries: Sequence[ArticleSummary]) -> list[ShelfEntry]:
    """Articles as a list shows them."""
    return [_shelf_entry(summary) for summary in summaries]


def _shelf_entry(summary: ArticleSummary) -> ShelfEntry:
    pair = summary.last_pair
    view = None
    if summary.measures and pair:
        view = measures_view(summary.measures, f"version {pair[1]}")
    return ShelfEntry(
        title=summary.title,
        href=urls.comparison(summary.slug, *pair) if pair else urls.article(summary.slug),
        versions=summary.versions,
        last_change=summary.last_change,
        headline=summary.headline,
        portions=view.portions if view else (),
        in_words=view.in_words if view else "",
        steps=_steps(summary.slug, summary.versions, pair) if pair else (),
    )


def _steps(slug: str, count: int, last_pair: tuple[int, int]) -> tuple[Step, ...]:
    """1 → 2 → 3, or 1 → … → 8 → 9: each number leads to what changed with it."""
    before, last = last_pair
    numbers = list(range(1, last + 1)) if count == last <= STEPS else sorted({1, before, last})
    first = Step(numbers[0], urls.version(slug, numbers[0]), f"Version {numbers[0]}")
    return (
        first,
        *(
            Step(
                number,
                urls.comparison(slug, previous, number),
                f"What changed from version {previous} to {number}",
                gap=number - previous > 1,
            )
            for previous, number in pairwise(numbers)
        ),
    )
