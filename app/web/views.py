"""What pages show besides articles and comparisons themselves: plain values for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.engine import Document
from app.ingest.addresses import is_web_address
from app.presentation.measures import Portion, measures_view
from app.presentation.sides import language_of
from app.services.incoming import ADDRESS
from app.services.lines import in_bytes, one_line
from app.services.listing import ArticleSummary
from app.storage.schema import Version
from app.web import urls

STEPS = 5
"""How many versions of an article a list names before it leaves some out."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as a heading names it; ``published`` is as it says itself, or ""."""

    number: int
    name: str
    label: str
    captured_at: datetime
    published: str = ""


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
class Step:
    """A link to a neighbouring view; ``gap`` when something is left out before it."""

    number: int
    href: str
    words: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """An article in a list: ``href`` leads to its last change, ``article`` to its own page.

    ``whose`` is what it is called when it is not one's own, "" when it is. ``published`` and
    ``captured_at`` are those of its last version.
    """

    title: str
    href: str
    article: str
    whose: str
    versions: int
    published: str
    captured_at: datetime
    headline: str
    portions: tuple[Portion, ...]
    in_words: str
    steps: tuple[Step, ...]


def origin(version: Version, document: Document, size: int) -> Origin:
    """Where a version comes from; ``size`` is that of the bytes it was read from."""
    said = document.metadata
    address = version.name if version.source == ADDRESS else ""
    elsewhere = is_web_address(said.address) and said.address != address
    return Origin(
        byline=one_line(said.byline),
        language=language_of(document),
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
        article=urls.article(summary.slug),
        whose="sample" if summary.is_sample else "" if summary.is_own else "everyone’s",
        versions=summary.versions,
        published=summary.last_published,
        captured_at=summary.last_change,
        headline=summary.headline,
        portions=view.portions if view else (),
        in_words=view.in_words if view else "",
        steps=_steps(summary, pair) if pair else (),
    )


def _steps(summary: ArticleSummary, last_pair: tuple[int, int]) -> tuple[Step, ...]:
    """1 → 2 → 3, or 1 → … → 8 → 9: each number leads to what changed with it."""
    slug, first = summary.slug, summary.first
    every = range(first, last_pair[1] + 1)
    is_whole = summary.versions == len(every) <= STEPS
    numbers = list(every) if is_whole else sorted({first, *last_pair})
    return (
        Step(first, urls.version(slug, first), f"Version {first}"),
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
