"""The groups of a page: how much text is in each, and which of them are many of a kind.

Comments under an article, the replies of a forum and the cards that lead to other articles have
no names that can be relied on, but one shape: the same element again and again, each with an
author's name, or each with a linked title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.engine import BlockKind
from app.ingest.lines import is_post
from app.ingest.markup import Markup, PageBlock

_MOSTLY_LINKS = 0.5
_SENTENCE_END = re.compile(r"[。！？]|[.!?…؟](?:\W|$)")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGITS = re.compile(r"\d+")
_SHORT_PROSE = 40
_COLUMN = 250
"""A table's cell with so much running text is a column of the page."""
_OF_COLUMNS = 0.6
"""The column that holds this share of a text is where it stands; the others stand beside it."""
_LONGEST_BOX = 400
_BLOCKS_OF_A_BOX = 5
_ARTICLE = 400
"""So much running text above what look like comments is an article."""
_LONGEST_CARD = 500
_BLOCKS_OF_A_CARD = 5
_CELLS = frozenset({"td", "th"})
_PART_OF = frozenset(
    {"blockquote", "dd", "dl", "dt", "figure", "li", "ol", "table", "td", "th", "ul"}
)


def is_prose(block: PageBlock) -> bool:
    """Whether a text stands where an article may, and is not a link in the main."""
    place = block.place
    return not (place.apart or place.named_apart) and block.linked < _MOSTLY_LINKS


def weight(block: PageBlock) -> int:
    """How much a text counts as running text: its length, or 0 when it is something else."""
    if block.place.kind in (BlockKind.HEADING, BlockKind.CAPTION) or not is_prose(block):
        return 0
    letters = length(block.text)
    return letters if letters >= _SHORT_PROSE and _SENTENCE_END.search(block.text) else 0


def length(text: str) -> int:
    """The letters of a text; in scripts that need half as many, each counts twice."""
    return len(text) + len(_DENSE.findall(text))


@dataclass(slots=True)
class Extent:
    """The blocks in a group, as numbers from first to last, and how much running text they are."""

    first: int = -1
    last: int = -1
    weight: int = 0
    authored: bool = False

    def __contains__(self, index: int) -> bool:
        return self.first <= index <= self.last


def _blocks_of(extents: Iterable[Extent]) -> set[int]:
    return {index for extent in extents for index in range(extent.first, extent.last + 1)}


class Grouping:
    """The groups of a page by number, each with its extent."""

    def __init__(self, page: Markup) -> None:
        self._page = page
        self.weights = [weight(block) for block in page.blocks]
        self.extents = self._measured()
        self._so_far = [0, *accumulate(self.weights)]

    def home(self, group: int) -> int:
        """The group that a list, table, quotation or figure is part of."""
        groups = self._page.groups
        while groups[group].tag in _PART_OF:
            if groups[group].tag in _CELLS and self.extents[group].weight >= _COLUMN:
                break
            group = groups[group].parent
        return group

    def around(self, group: int) -> Iterator[int]:
        """The group and those it lies in, inside out."""
        while group:
            yield group
            group = self._page.groups[group].parent
        yield 0

    def core(self, indices: Sequence[int], share: float) -> int:
        """The smallest group that holds this share of these blocks' letters."""
        blocks = self._page.blocks
        held: dict[int, int] = defaultdict(int)
        for index in indices:
            for group in self.around(blocks[index].place.container):
                held[group] += len(blocks[index].text)
        groups = self._page.groups
        return max(
            (
                group
                for group, letters in held.items()
                if letters >= held[0] * (_OF_COLUMNS if groups[group].tag in _CELLS else share)
            ),
            key=lambda group: groups[group].depth,
        )

    def asides(self, headline: int) -> set[int]:
        """The blocks of threads and of cards; of a thread that is the page, all but its first."""
        posts: set[int] = set()
        cards: set[int] = set()
        if not any("LiveBlogPosting" in script for script in self._page.linked_data):
            for alike in self._alike():
                if self._is_thread(alike):
                    posts |= self._replies(alike, headline)
                elif self._are_cards(alike):
                    cards |= _blocks_of(alike)
            posts |= self._loose_posts(headline)
        asides = posts | self._boxes(headline)
        of_cards = sum(self.weights[index] for index in cards - asides)
        rest = sum(self.weights) - sum(self.weights[index] for index in asides | cards)
        # An article that recommends one thing after the other is made of what look like cards.
        return asides if of_cards > rest else asides | cards

    def _boxes(self, headline: int) -> set[int]:
        """The blocks of small groups that hold a form: what is said there is about the form."""
        found: set[int] = set()
        for group in self._page.groups.values():
            if group.tag == "form":
                box: Extent | None = None
                for outer in self.around(group.parent):
                    extent = self.extents[outer]
                    if extent.last - extent.first >= _BLOCKS_OF_A_BOX or headline in extent:
                        break
                    if extent.weight > _LONGEST_BOX:
                        break
                    box = extent
                if box and box.first >= 0:
                    found.update(range(box.first, box.last + 1))
        return found

    def _loose_posts(self, headline: int) -> set[int]:
        """The posts of a thread that stand in no groups of their own, below an article."""
        weights, blocks = self.weights, self._page.blocks
        found = [i for i, weight in enumerate(weights) if weight and is_post(blocks[i].text)]
        if len(found) < 2:
            return set()
        before = self._between(headline, found[0])
        after = self._between(found[-1] + 1, len(weights))
        return set(found) if before >= _ARTICLE > after else set()

    def _measured(self) -> dict[int, Extent]:
        page = self._page
        extents = {number: Extent() for number in page.groups}
        for index, block in enumerate(page.blocks):
            extent = extents[block.place.container]
            extent.first = index if extent.first < 0 else extent.first
            extent.last = index
            extent.weight += self.weights[index]
        for number in page.authored:
            extents[number].authored = True
        for number in sorted(page.groups, reverse=True):
            extent, outer = extents[number], extents[page.groups[number].parent]
            if number == 0:
                continue
            outer.authored |= extent.authored
            outer.weight += extent.weight
            if extent.first >= 0:
                first = extent.first if outer.first < 0 else min(outer.first, extent.first)
                outer.first, outer.last = first, max(outer.last, extent.last)
        return extents

    def _alike(self) -> Iterator[list[Extent]]:
        """Groups of one name in one group, at least two."""
        alike: dict[tuple[int, str, str], list[Extent]] = defaultdict(list)
        for number, group in self._page.groups.items():
            extent = self.extents[number]
            if extent.first >= 0 and group.tag not in ("td", "th"):
                name = _DIGITS.sub("", group.name)
                alike[group.parent, group.tag, name].append(extent)
        yield from (posts for posts in alike.values() if len(posts) > 1)

    def _is_thread(self, posts: Sequence[Extent]) -> bool:
        """Whether somebody wrote each of these, and somebody else the next."""
        with_text = [post for post in posts if post.weight]
        if len(with_text) < 2 or 2 * len(with_text) < len(posts):
            return False
        return all(post.authored for post in with_text)

    def _replies(self, posts: Sequence[Extent], headline: int) -> set[int]:
        """The posts after the first; that one as well when an article stands before the thread."""
        first = posts[0]
        before = self._between(headline, first.first)
        asked = posts if 2 * before >= first.weight else posts[1:]
        return _blocks_of(asked)

    def _between(self, start: int, end: int) -> int:
        """How much running text the blocks from one number up to another are."""
        return max(self._so_far[end] - self._so_far[max(start, 0)], 0)

    def _are_cards(self, posts: Sequence[Extent]) -> bool:
        blocks = self._page.blocks
        return all(
            0 < post.last - post.first < _BLOCKS_OF_A_CARD
            and blocks[post.first].linked >= _MOSTLY_LINKS
            and sum(len(block.text) for block in blocks[post.first : post.last + 1])
            <= _LONGEST_CARD
            for post in posts
        )
