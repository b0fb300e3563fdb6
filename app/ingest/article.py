"""Which texts of a web page are the article, and which the page around it.

A library that knows thousands of sites says what the article is; its answer is used to
choose among the page's own texts, which are kept in their order and to the letter. On pages too
large for it, the first serious group of running text after the headline takes its place. What
is not the article is furniture: kept as well, and marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import accumulate, islice

from app.engine import BlockKind
from app.engine.furniture import furniture_of
from app.ingest.extract import extracted
from app.ingest.grouping import Grouping, is_prose, length
from app.ingest.lines import is_byline, is_date_line
from app.ingest.markup import Markup
from app.ingest.titles import Titles

# Within these the library takes a second, and five on pages made to hurt it; past them it can take
# minutes, and pages are read by their groups alone.
_MOST_ELEMENTS = 20_000
_MOST_NESTING = 400_000
_MOST_ATTRIBUTES = 200
_MOST_LETTERS = 3_000_000

_FEW_LINKS = 0.2
"""In a document somebody wrote, a smaller share of the letters than this is links."""
_LONG = 40
"""From this many letters on, a text is found in two places only when it was put there twice."""
_CORE = 0.85
"""The article's own group holds this share of its letters; the rest may stand elsewhere."""
_SERIOUS = 600
"""So much running text in a group is an article, whatever else is on the page."""
_PART_OF_MOST = 0.3
_LEVELS = 4
_MOST_OF_IT = 0.6
"""When the library takes less than this of the running text found here, it lost its way."""
_BEFORE_THE_TEXT = 12
"""So many texts may stand between the headline and the article's first paragraph."""
_LEADING = 25
"""A text there is of the article from this many letters on."""


def furniture_in(page: Markup, html: str) -> set[int]:
    """The indices of the blocks that are furniture; never all of them."""
    blocks = page.blocks
    everything = set(range(len(blocks)))
    for article in _readings(page, html):
        texts = sorted(article)
        phrases = furniture_of([blocks[index].text for index in texts])
        article -= {texts[place] for place in phrases}
        if article:
            return everything - article
    return set()


def _readings(page: Markup, html: str) -> Iterator[set[int]]:
    """The article as it may be read, the best way first."""
    unset = {index for index, block in enumerate(page.blocks) if not block.place.apart}
    choice = _Choice(page)
    if not _is_plain(page) or choice.has_asides:
        by_prose = choice.grown_from(choice.by_prose()) & unset
        if _is_moderate(page, html) and (extract := extracted(html)):
            taken = {i for i, block in enumerate(page.blocks) if extract.has(block.text)}
            found = choice.grown_from(taken) & unset
            if choice.weight(found) >= _MOST_OF_IT * choice.weight(by_prose):
                yield found
        yield by_prose
    yield unset


def _is_plain(page: Markup) -> bool:
    """Whether this is a document rather than a page of a site: nothing in it stands apart."""
    letters = sum(len(block.text) for block in page.blocks)
    linked = sum(block.linked * len(block.text) for block in page.blocks)
    return (
        not page.scripts
        and not any(b.place.apart or b.place.named_apart or b.place.landmark for b in page.blocks)
        and linked <= _FEW_LINKS * letters
    )


def _is_moderate(page: Markup, html: str) -> bool:
    return (
        page.elements <= _MOST_ELEMENTS
        and page.nesting <= _MOST_NESTING
        and page.most_attributes <= _MOST_ATTRIBUTES
        and len(html) <= _MOST_LETTERS
    )


class _Choice:
    """The choosing of an article's blocks on one page."""

    def __init__(self, page: Markup) -> None:
        self._page = page
        self._blocks = page.blocks
        self._grouping = Grouping(page)
        self._headline = self._found_headline()
        self._asides = self._grouping.asides(-1 if self._headline is None else self._headline)
        self._bylines = set(page.authored.values())

    @property
    def has_asides(self) -> bool:
        """Whether there are threads or cards on the page."""
        return bool(self._asides)

    def weight(self, indices: Set[int]) -> int:
        """How much running text these blocks are."""
        return sum(self._grouping.weights[index] for index in indices)

    def grown_from(self, taken: Set[int]) -> set[int]:
        """The blocks taken, and those that lie among them as their like.

        A short text alone proves little (a menu may say what a heading says), so the long ones
        set the range in which the short ones count.
        """
        blocks, grouping = self._blocks, self._grouping
        taken = taken - self._asides
        sure = [i for i in sorted(taken) if length(blocks[i].text) >= _LONG and self._may_be(i)]
        if not sure:
            return set(taken)
        core = grouping.extents[grouping.core(sure, _CORE)]
        start = -1 if self._headline is None else self._headline
        sure = [i for i in sure if i in core and i >= start] or [i for i in sure if i in core]
        homes = {self._home(index) for index in sure}

        def belongs(index: int) -> bool:
            its_own = index in core and index in taken
            return self._may_be(index) and (its_own or self._home(index) in homes)

        first, last = sure[0], sure[-1]
        while first > 0 and belongs(first - 1):
            first -= 1
        while last + 1 < len(blocks) and belongs(last + 1):
            last += 1
        found = {
            index
            for index in range(first, last + 1)
            if belongs(index) or (self._may_be(index) and self._is_set_in(index))
        }
        found |= self._opening(found)
        found -= self._signed(found)
        return found - self._orphans(found)

    def by_prose(self) -> set[int]:
        """The running text of the first serious group after the headline."""
        blocks, grouping = self._blocks, self._grouping
        weights = [
            0 if index in self._asides else weight for index, weight in enumerate(grouping.weights)
        ]
        scores = self._scores(weights)
        if not any(weights):
            return {index for index in range(len(blocks)) if self._may_be(index)}
        serious = min(_SERIOUS, _PART_OF_MOST * max(scores.values()))
        start = -1 if self._headline is None else self._headline
        order = [*range(start + 1, len(blocks)), *range(start + 1)]
        for index in order:
            if not weights[index]:
                continue
            group = max(
                islice(grouping.around(blocks[index].place.container), _LEVELS),
                key=lambda number: scores.get(number, 0.0),
            )
            if scores.get(group, 0.0) >= serious:
                extent = grouping.extents[group]
                return {i for i in range(extent.first, extent.last + 1) if self._may_be(i)}
        return {index for index, weight in enumerate(weights) if weight}

    def _scores(self, weights: list[int]) -> dict[int, float]:
        """How much running text each group holds, that of groups inside it counting less."""
        scores: dict[int, float] = {}
        for index, weight in enumerate(weights):
            if weight:
                share = float(weight)
                home = self._home(index)
                for _, group in zip(range(_LEVELS), self._grouping.around(home), strict=False):
                    scores[group] = scores.get(group, 0.0) + share
                    share /= 2
        return scores

    def _home(self, index: int) -> int:
        return self._grouping.home(self._blocks[index].place.container)

    def _may_be(self, index: int) -> bool:
        return index not in self._asides and is_prose(self._blocks[index])

    def _is_set_in(self, index: int) -> bool:
        """Whether a text is of the sort that sites put in wrappers of their own."""
        block = self._blocks[index]
        return block.place.kind in (BlockKind.CAPTION, BlockKind.QUOTATION) or "\t" in block.text

    def _found_headline(self) -> int | None:
        """The headline: what the page calls its title, or its main heading."""
        first_heading, titles = None, Titles(self._page)
        for index, block in enumerate(self._blocks):
            place = block.place
            if place.apart:
                continue
            if place.kind is BlockKind.HEADING and place.level == 1:
                first_heading = index if first_heading is None else first_heading
            if titles.name(block.text):
                return index
        return first_heading

    def _opening(self, found: Set[int]) -> set[int]:
        """The headline, and what stands between it and the text."""
        first, headline = min(found), self._headline
        if headline is None or headline >= first:
            return set()
        opening = {headline}
        between = [index for index in range(headline + 1, first) if self._may_be(index)]
        if first - headline <= _BEFORE_THE_TEXT:
            opening |= {
                index
                for index in between
                if length(self._blocks[index].text) >= _LEADING or self._is_set_in(index)
            }
        if between and self._blocks[between[-1]].place.kind is BlockKind.HEADING:
            opening.add(between[-1])
        return opening

    def _signed(self, found: Set[int]) -> set[int]:
        """The lines at the start and the end that say who wrote it and when."""
        order = sorted(found)
        long = [i for i in order if self._grouping.weights[i] and len(self._blocks[i].text) > _LONG]
        if not long:
            return set()
        signed = set()
        for index in order:
            block = self._blocks[index]
            if block.place.kind in (BlockKind.HEADING, BlockKind.ITEM) or index == self._headline:
                continue
            outside = not long[1 if len(long) > 1 else 0] < index <= long[-1]
            if (outside and (is_date_line(block.text) or is_byline(block.text))) or (
                index in self._bylines and len(block.text) < 2 * _LONG
            ):
                signed.add(index)
        return signed

    def _orphans(self, found: Set[int]) -> set[int]:
        """The headings over what was left out."""
        headings = {i for i in found if self._blocks[i].place.kind is BlockKind.HEADING}
        texts = [0, *accumulate(i in found and i not in headings for i in range(len(self._blocks)))]
        orphans = set()
        following: int | None = None
        for index in sorted(found, reverse=True):
            block = self._blocks[index]
            if index in headings and index != self._headline:
                extent = self._grouping.extents[block.place.container]
                alone = texts[extent.last + 1] == texts[extent.first]
                nothing = following is None or (following > index + 1 and following in headings)
                if (alone and extent.last > extent.first) or nothing:
                    orphans.add(index)
                    continue
            following = index
        return orphans
