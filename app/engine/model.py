"""The values that a comparison is made of. Nothing here computes a comparison."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Self

from app.engine.document import Block, Document
from app.engine.marking import widened
from app.engine.sentences import sentence_spans

if TYPE_CHECKING:
    from app.engine.record import Fact

Place = tuple[int, int]
"""A sentence by its place: (block, sentence within the block), both from 0."""

Span = tuple[int, int]
"""A stretch of a text: (start, end) in code points, the end not included."""

JOIN = " "
"""What stands between two sentences in the joined text of a link's side."""


class Relation(StrEnum):
    """How the sentences of a link stand to each other.

    *same* means that a reader sees no difference: white space, composed or decomposed
    letters and characters without a shape do not count (what of it is not white space is still
    in the link's edits).
    """

    SAME = "same"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    ADDED = "added"


class Op(StrEnum):
    """What an edit does to a."""

    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


class Kind(StrEnum):
    """Why a change matters to a reader, the weightiest first."""

    QUOTE = "quote"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    LINK = "link"
    CLAIM = "claim"
    ATTRIBUTION = "attribution"
    WORDING = "wording"
    SPELLING = "spelling"
    TYPOGRAPHY = "typography"


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose. One default serves every kind of text.

    ``max_cells`` bounds the work of one alignment: the number of sentence
    pairs whose likeness is computed. Past it the result is coarser and
    says so (``Comparison.degraded``).
    """

    max_cells: int = 1_500_000


class Sentence(NamedTuple):
    """A sentence: its text, its span in the document's text, and its block."""

    text: str
    start: int
    end: int
    block: int


class Edit(NamedTuple):
    """One edit inside a link: what stands at ``a`` became what stands at ``b``.

    The spans count code points in the joined text of the link's side: its
    sentences with one space between two of them (``Side.joined``). An insert has an empty
    span in a, a delete one in b. White space is layout and takes part in no edit: spans
    neither begin nor end with it, and texts that differ in nothing else have no edits.

    A phrase that moved inside its link is a delete and an insert; ``partner`` is then the
    place of the other one among the edits that this one stands with, from 0.
    """

    op: Op
    a: Span
    b: Span
    kind: Kind = Kind.WORDING
    partner: int | None = None


def op_of(a: Span, b: Span) -> Op:
    """What it is that puts the text of the second span for that of the first."""
    if a[0] == a[1]:
        return Op.INSERT
    return Op.DELETE if b[0] == b[1] else Op.REPLACE


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between sentences of a and sentences of b.

    ``a`` and ``b`` hold sentence indices, counted from 0 through the whole
    side; ``b`` is empty for *removed* and ``a`` for *added*. ``similarity``
    goes from 0 (nothing in common) to 1 (alike to the letter or nearly). ``edits`` are what
    a person would mark: whole words with the marks that cling to them; ``parts`` what exactly
    differs in these, down to single marks, and which phrases moved.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    relation: Relation
    moved: bool = False
    similarity: float = 0.0
    edits: tuple[Edit, ...] = ()
    parts: tuple[Edit, ...] = ()


class PlacedLink(NamedTuple):
    """A Link whose sentences are named by place, so that no other block need be cut.

    Its ``edits`` are the finest: the ``parts`` of the Link.
    """

    a: tuple[Place, ...]
    b: tuple[Place, ...]
    relation: Relation
    moved: bool = False
    similarity: float = 0.0
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptRun:
    """``count`` blocks from a on that stand unchanged, and in place, from b on: never cut."""

    a: int
    b: int
    count: int


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of the texts each fate befell, as shares of their letters (0 to 1).

    Every sentence counts with the length of its text and has one fate. Of b:
    ``verbatim`` (the same sentence, in its place), ``reworded`` (edited, split or
    merged, in its place), ``moved`` (its place crosses the others, edited or
    not) and ``new`` (added); the four add up to 1 unless b is empty. Of a: ``gone``
    (removed). Furniture counts for nothing.
    """

    verbatim: float
    reworded: float
    moved: float
    new: float
    gone: float


@dataclass(frozen=True, slots=True)
class Change:
    """What a reader counts and can point at: one link that is not simply the same.

    Neighbouring sentences of one block that were removed, added or moved together are one
    change. Numbers count from 1 in reading order. ``links`` index ``Comparison.placed``.
    """

    number: int
    links: tuple[int, ...]
    kinds: tuple[Kind, ...]
    relation: Relation
    moved: bool = False

    @property
    def anchor(self) -> str:
        """The change's address on its page."""
        return f"change-{self.number}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks of a and of b that face each other; either side may be empty.

    ``a`` and ``b`` are block indices in order; ``links`` index ``Comparison.placed``: those with
    a sentence in these blocks, in reading order. A link that moved is in two passages.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    links: tuple[int, ...] = ()


class Side:
    """One of the two documents, cut into sentences only where somebody asks.

    ``whole_blocks`` takes each block as one sentence and cuts nothing.
    """

    def __init__(self, document: Document, *, whole_blocks: bool = False) -> None:
        self.document = document
        self.whole_blocks = whole_blocks
        self._cut: dict[int, tuple[Sentence, ...]] = {}

    @classmethod
    def already_cut(cls, document: Document, sentences: Iterable[Sentence]) -> Self:
        """A side whose sentences are known, as when a comparison is read back."""
        side = cls(document)
        side._cut = dict.fromkeys(range(len(document.blocks)), ())
        for sentence in sentences:
            side._cut[sentence.block] += (sentence,)
        return side

    def block_text(self, block: int) -> str:
        """The text of the block with this index."""
        return self.document.text_of(self.document.blocks[block])

    def cut(self, block: int) -> tuple[Sentence, ...]:
        """The sentences of one block; none for furniture."""
        sentences = self._cut.get(block)
        if sentences is None:
            sentences = self._cut[block] = self._cut_now(block)
        return sentences

    def _cut_now(self, index: int) -> tuple[Sentence, ...]:
        block: Block = self.document.blocks[index]
        if block.is_furniture:
            return ()
        text, at = self.document.text_of(block), block.start
        spans: Iterable[Span] = [(0, len(text))] if self.whole_blocks else sentence_spans(text)
        return tuple(Sentence(text[s:e], at + s, at + e, index) for s, e in spans)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order, furniture left out."""
        return tuple(s for i in range(len(self.document.blocks)) for s in self.cut(i))

    @cached_property
    def _first(self) -> list[int]:
        counts = (len(self.cut(i)) for i in range(len(self.document.blocks)))
        return list(accumulate(counts, initial=0))

    def index(self, place: Place) -> int:
        """The index among all sentences of the one at this place."""
        return self._first[place[0]] + place[1]

    def place(self, index: int) -> Place:
        """The place of the sentence with this index."""
        block = bisect_right(self._first, index) - 1
        return block, index - self._first[block]

    def at(self, place: Place) -> Sentence:
        """The sentence at this place."""
        block, number = place
        return (self._cut.get(block) or self.cut(block))[number]

    def joined(self, places: Sequence[Place]) -> str:
        """The sentences at these places with one space between two of them."""
        if len(places) == 1:
            return self.at(places[0]).text
        return JOIN.join([self.at(place).text for place in places])


@dataclass(frozen=True)
class Comparison:
    """The result for version a (the earlier) and version b (the later).

    ``reading`` is the whole in reading order: runs of blocks that were kept as they are, never
    cut into sentences, and passages that face each other. ``placed`` has the links of the
    passages. ``links``, cut on first use, has all links in one form. ``facts`` are the entries
    of the ledger that are not simply kept. ``degraded`` gives, in words, each bound on work
    that was met; it is empty when nothing was left out.
    """

    a: Side
    b: Side
    reading: tuple[KeptRun | Passage, ...]
    placed: tuple[PlacedLink, ...]
    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]
    measures: Measures
    options: Options = field(default_factory=Options)
    degraded: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both articles say the same to the letter, furniture and spacing aside."""
        return not self.changes

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every sentence of both sides, each in exactly one link, in reading order.

        A link that moved stands where its b is read.
        """
        found: list[Link] = []
        for part in self.reading:
            if isinstance(part, KeptRun):
                found.extend(self._kept_links(part))
            else:
                blocks_b = set(part.b)
                for number in part.links:
                    link = self.placed[number]
                    if not link.moved or link.b[0][0] in blocks_b:
                        found.append(self._indexed(link))
        return tuple(found)

    def _kept_links(self, run: KeptRun) -> Iterator[Link]:
        for step in range(run.count):
            first_a, first_b = self.a.index((run.a + step, 0)), self.b.index((run.b + step, 0))
            for k in range(len(self.a.cut(run.a + step))):
                yield Link((first_a + k,), (first_b + k,), Relation.SAME, similarity=1.0)

    def _indexed(self, link: PlacedLink) -> Link:
        a = tuple(self.a.index(place) for place in link.a)
        b = tuple(self.b.index(place) for place in link.b)
        marked = tuple(self._marked(link))
        return Link(a, b, link.relation, link.moved, link.similarity, marked, link.edits)

    def _marked(self, link: PlacedLink) -> Iterator[Edit]:
        parts = link.edits
        if not parts:
            return
        spans = widened(
            self.a.joined(link.a), self.b.joined(link.b), [(part.a, part.b) for part in parts]
        )
        ends = [first for first, _ in spans[1:]]
        order = list(Kind)
        for (first, (a, b)), end in zip(spans, [*ends, len(parts)], strict=True):
            kind = min((part.kind for part in parts[first:end]), key=order.index)
            yield Edit(op_of(a, b), a, b, kind)
