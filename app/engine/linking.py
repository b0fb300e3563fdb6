"""From blocks and sentences to links: anchor what is equal, align the rest, find the edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.engine.alignment import Alignment, align
from app.engine.anchors import anchor
from app.engine.borders import with_borders
from app.engine.chains import Cell, move_weight
from app.engine.document import BlockKind
from app.engine.edits import diff_texts
from app.engine.matchkey import visible
from app.engine.model import Edit, KeptRun, Op, Options, Place, PlacedLink, Relation, Side, Span
from app.engine.moving import Firm, Standing, moved_from
from app.engine.sequences import Work

TOO_MANY_SENTENCES = (
    "The texts are so long and differ so much that only the likeliest pairs of sentences were "
    "compared: some that were reworded may be shown as removed and added."
)
TOO_LONG_STRETCH = (
    "A stretch without a sentence end was too long to compare word by word; "
    "it is shown as replaced."
)


@dataclass(frozen=True)
class Linked:
    """The unchanged runs, and all other links in no order."""

    kept: tuple[KeptRun, ...]
    placed: tuple[PlacedLink, ...]
    degraded: tuple[str, ...]


def link(a: Side, b: Side, options: Options) -> Linked:
    """Link every sentence of both sides.

    In a text of some length, blocks that stayed as they were are never cut. In an article they
    are: their sentences help to judge the others, and cost next to nothing.
    """
    kept = _kept_blocks(a, b)
    if _is_short(a) and _is_short(b):
        cut_a, cut_b = _cuts(a, b, kept, with_kept=True)
        if len(cut_a.places) * len(cut_b.places) <= min(_WHOLE_CELLS, options.max_cells):
            return _link_all(a, b, kept, cut_a, cut_b)
    return _link_around(a, b, kept, *_cuts(a, b, kept, with_kept=False), options.max_cells)


def _link_all(a: Side, b: Side, kept: list[Cell], cut_a: _Cut, cut_b: _Cut) -> Linked:
    """Link all sentences; what is the same in the same order is known for as long as it holds."""
    alignment = align(cut_a.texts, cut_b.texts, anchors=anchor(cut_a.keys, cut_b.keys))
    ties = _ties(alignment, cut_a, cut_b)
    gone = moved_from([Standing(tie.a, tie.b, move_weight(len(a.joined(tie.a)))) for tie in ties])
    kept = _still_kept(a, kept, ties, gone)
    stay = {i for i, _ in kept}
    placed, degraded = _placed(a, b, [tie for tie in ties if tie.a[0][0] not in stay], gone)
    placed += _left_over(cut_a, cut_b, ties)
    return Linked(tuple(_runs(kept)), tuple(placed), degraded)


def _link_around(
    a: Side, b: Side, kept: list[Cell], cut_a: _Cut, cut_b: _Cut, max_cells: int
) -> Linked:
    """Link the sentences between those that are the same in the same order."""
    same = anchor(cut_a.keys, cut_b.keys)
    fixed = [(cut_a.places[i], cut_b.places[j]) for i, j in same]
    cut_a, cut_b = cut_a.without([i for i, _ in same]), cut_b.without([j for _, j in same])
    alignment = align(cut_a.texts, cut_b.texts, cut_a.gaps, cut_b.gaps, max_cells=max_cells)
    ties = _ties(alignment, cut_a, cut_b)
    gone = moved_from(
        [Standing(tie.a, tie.b, move_weight(len(a.joined(tie.a))), tie.past) for tie in ties],
        _firm(a, kept, fixed) if any(tie.past[0] < tie.past[1] for tie in ties) else None,
    )
    placed = [_same(x, y, x in gone) for x, y in fixed]
    placed += _cut_up(a, kept, gone)
    tied, degraded = _placed(a, b, ties, gone)
    placed += tied
    placed += _left_over(cut_a, cut_b, ties)
    kept = [(i, j) for i, j in kept if (i, 0) not in gone]
    if alignment.coarse:
        degraded = (TOO_MANY_SENTENCES, *degraded)
    return Linked(tuple(_runs(kept)), tuple(placed), degraded)


def _firm(a: Side, kept: Sequence[Cell], fixed: Sequence[tuple[Place, Place]]) -> Firm:
    """What is the same in the same order: blocks, and sentences of others."""
    blocks = a.document.blocks
    within = [*(i for i, _ in kept), *(x[0] for x, _ in fixed)]
    order = sorted(range(len(within)), key=within.__getitem__)
    letters = [
        *(blocks[i].end - blocks[i].start for i, _ in kept),
        *(len(a.at(x).text) for x, _ in fixed),
    ]

    def places(number: int) -> tuple[Place, Place]:
        at = order[number]
        if at >= len(kept):
            return fixed[at - len(kept)]
        return (kept[at][0], 0), (kept[at][1], 0)

    return Firm([move_weight(letters[at]) for at in order], places)


def mirrored(linked: Linked) -> Linked:
    """The same links seen from the other side."""
    return Linked(
        tuple(KeptRun(run.b, run.a, run.count) for run in linked.kept),
        tuple(
            PlacedLink(
                b,
                a,
                _MIRRORED.get(relation, relation),
                moved,
                similarity,
                tuple(
                    Edit(_MIRRORED_OP[op], of_b, of_a, kind, partner)
                    for op, of_a, of_b, kind, partner in edits
                ),
            )
            for a, b, relation, moved, similarity, edits in linked.placed
        ),
        linked.degraded,
    )


_MIRRORED = {
    Relation.SPLIT: Relation.MERGED,
    Relation.MERGED: Relation.SPLIT,
    Relation.REMOVED: Relation.ADDED,
    Relation.ADDED: Relation.REMOVED,
}
_MIRRORED_OP = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT, Op.REPLACE: Op.REPLACE}


def _article_blocks(side: Side) -> tuple[list[int], list[str]]:
    """The numbers of the blocks that are no furniture, and their texts."""
    text, blocks, furniture = side.document.text, side.document.blocks, BlockKind.FURNITURE
    numbers = [i for i, block in enumerate(blocks) if block.kind is not furniture]
    return numbers, [text[blocks[i].start : blocks[i].end] for i in numbers]


def _kept_blocks(a: Side, b: Side) -> list[Cell]:
    (blocks_a, texts_a), (blocks_b, texts_b) = _article_blocks(a), _article_blocks(b)
    return [(blocks_a[i], blocks_b[j]) for i, j in anchor(texts_a, texts_b)]


_SHORT = 50_000
"""Up to so many letters a text is an article rather than a book."""
_WHOLE_CELLS = 250_000


def _is_short(side: Side) -> bool:
    return len(side.document.text) <= _SHORT


@dataclass(frozen=True)
class _Cut:
    """Sentences of a side, each with its place, its text, the number of its gap, and a key.

    Gaps lie between passages that stayed where they were; their numbers ascend, and those
    of one gap are equal on both sides. Keys are equal for sentences that stand for each
    other without a doubt: equal ones in one gap, and those of a block that was kept.
    """

    places: list[Place]
    texts: list[str]
    gaps: list[int]
    keys: list[str]

    def follows(self, number: int) -> bool:
        """Whether a sentence stands right behind the one before, in one paragraph."""
        block, k = self.places[number]
        return self.places[number - 1] == (block, k - 1)

    def without(self, fixed: Sequence[int]) -> _Cut:
        """The same without some sentences that stay, each of which parts a gap in two."""
        left = _Cut([], [], [], [])
        for passed, (before, after) in enumerate(pairwise([-1, *fixed, len(self.places)])):
            part = slice(before + 1, after)
            left.places.extend(self.places[part])
            left.texts.extend(self.texts[part])
            left.gaps.extend(gap + passed for gap in self.gaps[part])
            left.keys.extend(self.keys[part])
        return left


def _cuts(a: Side, b: Side, kept: Sequence[Cell], *, with_kept: bool) -> tuple[_Cut, _Cut]:
    return (
        _cut(a, [i for i, _ in kept], with_kept=with_kept),
        _cut(b, [j for _, j in kept], with_kept=with_kept),
    )


def _cut(side: Side, kept: Sequence[int], *, with_kept: bool) -> _Cut:
    """The sentences outside the kept blocks, or (``with_kept``) all of them."""
    cut = _Cut([], [], [], [])
    ends = [-1, *kept, len(side.document.blocks)]
    for gap, (before, after) in enumerate(pairwise(ends)):
        last = after if with_kept and after < ends[-1] else after - 1
        for block in range(before + 1, last + 1):
            for k, sentence in enumerate(side.cut(block)):
                cut.places.append((block, k))
                cut.texts.append(sentence.text)
                cut.gaps.append(gap)
                cut.keys.append(f"{gap} ={k}" if block == after else f"{gap} {sentence.text}")
    return cut


class _Tie(NamedTuple):
    """Sentences that belong together, by place, and the first and last gap that they lie in."""

    a: tuple[Place, ...]
    b: tuple[Place, ...]
    similarity: float
    past: Span


def _ties(alignment: Alignment, a: _Cut, b: _Cut) -> list[_Tie]:
    groups = with_borders(alignment.groups, a.texts, b.texts, a.follows, b.follows)
    return [
        _Tie(
            tuple([a.places[i] for i in rows]),
            tuple([b.places[j] for j in columns]),
            similarity,
            (
                min(a.gaps[rows[0]], b.gaps[columns[0]]),
                max(a.gaps[rows[-1]], b.gaps[columns[-1]]),
            ),
        )
        for rows, columns, similarity in groups
    ]


def _still_kept(
    a: Side, kept: Iterable[Cell], ties: Iterable[_Tie], gone: set[Place]
) -> list[Cell]:
    """The kept blocks whose sentences are tied, in place, to their own and to nothing else."""
    own = {(tie.a, tie.b) for tie in ties if len(tie.a) == len(tie.b) == 1 and tie.a[0] not in gone}
    return [
        (i, j) for i, j in kept if all((((i, k),), ((j, k),)) in own for k in range(len(a.cut(i))))
    ]


def _cut_up(a: Side, kept: Iterable[Cell], gone: set[Place]) -> list[PlacedLink]:
    """The sentences of blocks that were thought kept and have moved."""
    return [
        _same((i, k), (j, k), moved=True)
        for i, j in kept
        if (i, 0) in gone
        for k in range(len(a.cut(i)))
    ]


def _same(a: Place, b: Place, moved: bool) -> PlacedLink:
    return PlacedLink((a,), (b,), Relation.SAME, moved, 1.0)


def _runs(kept: list[Cell]) -> list[KeptRun]:
    runs: list[KeptRun] = []
    first = 0
    for end in range(1, len(kept) + 1):
        i, j = kept[end - 1]
        if end == len(kept) or kept[end] != (i + 1, j + 1):
            runs.append(KeptRun(*kept[first], end - first))
            first = end
    return runs


def _placed(
    a: Side, b: Side, ties: Iterable[_Tie], gone: set[Place]
) -> tuple[list[PlacedLink], tuple[str, ...]]:
    """What is tied as links, with their edits; and which bound on work was met."""
    work = Work()
    placed = [_link_of(a, b, tie, tie.a[0] in gone, work) for tie in ties]
    return placed, (TOO_LONG_STRETCH,) if work.refused else ()


def _link_of(a: Side, b: Side, tie: _Tie, moved: bool, work: Work) -> PlacedLink:
    text_a, text_b = a.joined(tie.a), b.joined(tie.b)
    if text_a == text_b and len(tie.a) == len(tie.b) == 1:
        return PlacedLink(tie.a, tie.b, Relation.SAME, moved, 1.0)
    edits = diff_texts(text_a, text_b, work)
    seen = any(_can_be_seen(text_a, text_b, edit) for edit in edits)
    relation = _relation(len(tie.a), len(tie.b), seen)
    similarity = 1.0 if relation is Relation.SAME else tie.similarity
    return PlacedLink(tie.a, tie.b, relation, moved, similarity, edits)


def _can_be_seen(a: str, b: str, edit: Edit) -> bool:
    """Whether a reader could tell: composed and decomposed letters look the same."""
    return visible(a[slice(*edit.a)]) != visible(b[slice(*edit.b)])


def _relation(count_a: int, count_b: int, edited: bool) -> Relation:
    if count_a < count_b:
        return Relation.SPLIT
    if count_a > count_b:
        return Relation.MERGED
    return Relation.EDITED if edited or count_a > 1 else Relation.SAME


def _left_over(a: _Cut, b: _Cut, ties: Sequence[_Tie]) -> list[PlacedLink]:
    tied_a = {place for tie in ties for place in tie.a}
    tied_b = {place for tie in ties for place in tie.b}
    return [
        *(PlacedLink((x,), (), Relation.REMOVED) for x in a.places if x not in tied_a),
        *(PlacedLink((), (y,), Relation.ADDED) for y in b.places if y not in tied_b),
    ]
