"""From blocks and sentences to links: anchor what is equal, align the rest, find the edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.engine.alignment import Group, align
from app.engine.anchors import anchor
from app.engine.chains import Cell
from app.engine.document import BlockKind
from app.engine.edits import diff_texts
from app.engine.matchkey import visible
from app.engine.model import Edit, KeptRun, Op, Options, Place, PlacedLink, Relation, Side
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
    """The unchanged runs and all other links, in order of a (the added ones last)."""

    kept: tuple[KeptRun, ...]
    placed: tuple[PlacedLink, ...]
    degraded: tuple[str, ...]


def link(a: Side, b: Side, options: Options) -> Linked:
    """Link every sentence of both sides.

    In a text of some length, blocks that stayed as they were are never cut. In an article they
    are: their sentences help to judge the others, and cost next to nothing.
    """
    kept = _kept_blocks(a, b)
    whole = _is_short(a) and _is_short(b)
    cut_a = _cut(a, [i for i, _ in kept], with_kept=whole)
    cut_b = _cut(b, [j for _, j in kept], with_kept=whole)
    fixed = anchor(cut_a.keys, cut_b.keys)
    placed: list[PlacedLink] = []
    if whole and len(cut_a.places) * len(cut_b.places) <= min(_WHOLE_CELLS, options.max_cells):
        alignment = align(cut_a.texts, cut_b.texts, fixed=fixed)
        kept = _still_kept(kept, alignment.groups, cut_a, cut_b)
    else:
        placed.extend(_same(cut_a.places[i], cut_b.places[j]) for i, j in fixed)
        cut_a = cut_a.without([i for i, _ in fixed])
        cut_b = cut_b.without([j for _, j in fixed])
        alignment = align(
            cut_a.texts, cut_b.texts, cut_a.gaps, cut_b.gaps, max_cells=options.max_cells
        )
    stay = {i for i, _ in kept}
    degraded = [TOO_MANY_SENTENCES] if alignment.coarse else []
    work = Work()
    for group in alignment.groups:
        if cut_a.places[group.a[0]][0] in stay:
            continue
        linked, coarse = _placed(a, b, cut_a.places, cut_b.places, group, work)
        placed.append(linked)
        if coarse and TOO_LONG_STRETCH not in degraded:
            degraded.append(TOO_LONG_STRETCH)
    placed.extend(_left_over(cut_a.places, cut_b.places, alignment.groups))
    return Linked(tuple(_runs(kept)), tuple(placed), tuple(degraded))


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


def _still_kept(kept: list[Cell], groups: Iterable[Group], a: _Cut, b: _Cut) -> list[Cell]:
    """The kept blocks whose sentences are linked to their own and to nothing else."""
    disturbed: set[int] = set()
    for group in groups:
        if len(group.a) > 1 or len(group.b) > 1:
            disturbed.update(a.places[i][0] for i in group.a)
            disturbed.update(-1 - b.places[j][0] for j in group.b)
    return [(i, j) for i, j in kept if i not in disturbed and -1 - j not in disturbed]


def _same(a: Place, b: Place) -> PlacedLink:
    return PlacedLink((a,), (b,), Relation.SAME, similarity=1.0)


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
    a: Side, b: Side, loose_a: list[Place], loose_b: list[Place], group: Group, work: Work
) -> tuple[PlacedLink, bool]:
    places_a = tuple(loose_a[i] for i in group.a)
    places_b = tuple(loose_b[j] for j in group.b)
    text_a, text_b = a.joined(places_a), b.joined(places_b)
    if text_a == text_b and len(places_a) == len(places_b) == 1:
        return PlacedLink(places_a, places_b, Relation.SAME, group.moved, 1.0), False
    diff = diff_texts(text_a, text_b, work)
    seen = any(_can_be_seen(text_a, text_b, edit) for edit in diff.edits)
    relation = _relation(len(places_a), len(places_b), seen)
    similarity = 1.0 if relation is Relation.SAME else group.similarity
    placed = PlacedLink(places_a, places_b, relation, group.moved, similarity, diff.edits)
    return placed, diff.coarse


def _can_be_seen(a: str, b: str, edit: Edit) -> bool:
    """Whether a reader could tell: composed and decomposed letters look the same."""
    return visible(a[slice(*edit.a)]) != visible(b[slice(*edit.b)])


def _relation(count_a: int, count_b: int, edited: bool) -> Relation:
    if count_a < count_b:
        return Relation.SPLIT
    if count_a > count_b:
        return Relation.MERGED
    return Relation.EDITED if edited or count_a > 1 else Relation.SAME


def _left_over(
    loose_a: list[Place], loose_b: list[Place], groups: Iterable[Group]
) -> list[PlacedLink]:
    linked_a = {i for group in groups for i in group.a}
    linked_b = {j for group in groups for j in group.b}
    removed = [(place,) for i, place in enumerate(loose_a) if i not in linked_a]
    added = [(place,) for j, place in enumerate(loose_b) if j not in linked_b]
    return [
        *(PlacedLink(places, (), Relation.REMOVED) for places in removed),
        *(PlacedLink((), places, Relation.ADDED) for places in added),
    ]
