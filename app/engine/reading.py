"""The reading order: passages that face each other, and the changes numbered through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.engine.document import BlockKind
from app.engine.model import Change, KeptRun, Kind, Passage, PlacedLink, Relation, Side
from app.engine.record import Fact

_KIND_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass
class _Facing:
    """Blocks first_a … last_a and first_b … last_b face each other."""

    first_a: int
    last_a: int
    first_b: int
    last_b: int
    kept: bool = False
    links: list[int] = field(default_factory=list)


Reading = tuple[KeptRun | Passage, ...]


def read_through(
    a: Side, b: Side, kept: Sequence[KeptRun], placed: Sequence[PlacedLink]
) -> tuple[Reading, tuple[PlacedLink, ...]]:
    """All blocks of both sides in reading order, and the links in the order they are read.

    A link that moved is read, and counted, where it stands in b.
    """
    reading = _passages(a, b, kept, placed)
    order = [
        number
        for part in reading
        if isinstance(part, Passage)
        for number in part.links
        if not placed[number].moved or placed[number].b[0][0] in part.b
    ]
    renumbered = {number: place for place, number in enumerate(order)}
    return tuple(
        Passage(part.a, part.b, tuple([renumbered[n] for n in part.links]))
        if isinstance(part, Passage)
        else part
        for part in reading
    ), tuple(placed[number] for number in order)


def _passages(a: Side, b: Side, kept: Sequence[KeptRun], placed: Sequence[PlacedLink]) -> Reading:
    """All blocks of both sides in reading order.

    Blocks that share a link in its place face each other; what is on one side only
    stands alone, what is gone before what is new.
    """
    facing = _facing(kept, placed, _titles(a, b))
    reading: list[KeptRun | Passage] = []
    by_a, by_b = _links_by_block(placed)
    next_a = next_b = 0
    end = _Facing(len(a.document.blocks), 0, len(b.document.blocks), 0)
    for here in [*facing, end]:
        reading.extend(_alone(range(next_a, here.first_a), range(0), by_a, by_b, placed))
        reading.extend(_alone(range(0), range(next_b, here.first_b), by_a, by_b, placed))
        if here is end:
            break
        if here.kept:
            reading.append(KeptRun(here.first_a, here.first_b, here.last_a - here.first_a + 1))
        else:
            blocks_a = range(here.first_a, here.last_a + 1)
            blocks_b = range(here.first_b, here.last_b + 1)
            reading.append(_passage(blocks_a, blocks_b, by_a, by_b, placed))
        next_a, next_b = here.last_a + 1, here.last_b + 1
    return tuple(reading)


def _titles(a: Side, b: Side) -> _Facing | None:
    """Both titles, where each side begins with one: they face each other however they read."""
    first = [
        next((k for k, block in enumerate(side.document.blocks) if not block.is_furniture), None)
        for side in (a, b)
    ]
    if first[0] is None or first[1] is None:
        return None
    blocks = a.document.blocks[first[0]], b.document.blocks[first[1]]
    if any(block.kind is not BlockKind.HEADING or block.level != 1 for block in blocks):
        return None
    return _Facing(first[0], first[0], first[1], first[1])


def _facing(
    kept: Sequence[KeptRun], placed: Sequence[PlacedLink], titles: _Facing | None
) -> list[_Facing]:
    """Intervals of blocks tied by links in their place, disjoint and in order on both sides."""
    ties = [
        _Facing(run.a, run.a + run.count - 1, run.b, run.b + run.count - 1, kept=True)
        for run in kept
    ]
    ties.extend(
        _Facing(link.a[0][0], link.a[-1][0], link.b[0][0], link.b[-1][0])
        for link in placed
        if link.a and link.b and not link.moved
    )
    if titles and not any(
        tie.first_a <= titles.last_a or tie.first_b <= titles.last_b for tie in ties
    ):
        ties.append(titles)
    joined: list[_Facing] = []
    for tie in sorted(ties, key=lambda tie: (tie.first_a, tie.first_b)):
        last = joined[-1] if joined else None
        if last and (tie.first_a <= last.last_a or tie.first_b <= last.last_b):
            last.last_a = max(last.last_a, tie.last_a)
            last.last_b = max(last.last_b, tie.last_b)
        else:
            joined.append(tie)
    return joined


def _links_by_block(
    placed: Sequence[PlacedLink],
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    by_a: dict[int, list[int]] = {}
    by_b: dict[int, list[int]] = {}
    for number, link in enumerate(placed):
        for blocks, places in ((by_a, link.a), (by_b, link.b)):
            for block in {place[0] for place in places}:
                blocks.setdefault(block, []).append(number)
    return by_a, by_b


def _alone(
    blocks_a: range,
    blocks_b: range,
    by_a: dict[int, list[int]],
    by_b: dict[int, list[int]],
    placed: Sequence[PlacedLink],
) -> Iterator[Passage]:
    for i in blocks_a:
        yield _passage(range(i, i + 1), range(0), by_a, by_b, placed)
    for j in blocks_b:
        yield _passage(range(0), range(j, j + 1), by_a, by_b, placed)


def _passage(
    blocks_a: range,
    blocks_b: range,
    by_a: dict[int, list[int]],
    by_b: dict[int, list[int]],
    placed: Sequence[PlacedLink],
) -> Passage:
    here_a = {n for i in blocks_a for n in by_a.get(i, ())}
    here_b = {n for j in blocks_b for n in by_b.get(j, ())}
    return Passage(tuple(blocks_a), tuple(blocks_b), _ordered(here_a, here_b, placed))


def _ordered(here_a: set[int], here_b: set[int], placed: Sequence[PlacedLink]) -> tuple[int, ...]:
    """Links in reading order: before each link in its place what is gone, then what is new."""
    if len(here_a | here_b) < 2:
        return tuple(here_a | here_b)
    backbone = sorted(
        (n for n in here_a & here_b if not placed[n].moved),
        key=lambda n: (placed[n].a, placed[n].b),
    )
    gone = sorted(here_a - set(backbone), key=lambda n: placed[n].a)
    new = sorted(here_b - set(backbone), key=lambda n: placed[n].b)
    order: list[int] = []
    for n in backbone:
        while gone and placed[gone[0]].a < placed[n].a:
            order.append(gone.pop(0))
        while new and placed[new[0]].b < placed[n].b:
            order.append(new.pop(0))
        order.append(n)
    order.extend(gone)
    order.extend(new)
    return tuple(dict.fromkeys(order))


def number_changes(
    reading: Iterable[KeptRun | Passage], placed: Sequence[PlacedLink], facts: Iterable[Fact]
) -> tuple[Change, ...]:
    """Number what changed in reading order; a move counts where it is read in b.

    A change is of the kinds of its edits and of the facts that it touches.
    """
    kinds: list[set[Kind]] = [{edit.kind for edit in link.edits} for link in placed]
    for fact in facts:
        kinds[fact.link].add(fact.kind)
    changes: list[Change] = []
    for passage in reading:
        if isinstance(passage, KeptRun):
            continue
        here_b = set(passage.b)
        last: int | None = None
        for number in passage.links:
            link = placed[number]
            if (link.moved and link.b[0][0] not in here_b) or (
                link.relation is Relation.SAME and not link.moved
            ):
                last = None
                continue
            if last is not None and _one_change(placed[last], link):
                changes[-1] = _widened(changes[-1], number, link, kinds[number])
            else:
                changes.append(
                    Change(
                        len(changes) + 1,
                        (number,),
                        _by_weight(kinds[number]),
                        link.relation,
                        link.moved,
                    )
                )
            last = number
    return tuple(changes)


def _one_change(before: PlacedLink, link: PlacedLink) -> bool:
    """Whether two links that are read one after the other are one change to a reader."""
    if before.moved or link.moved:
        return (
            before.moved
            and link.moved
            and _follows(before.a, link.a)
            and _follows(before.b, link.b)
        )
    if before.relation is not link.relation:
        return False
    if link.relation is Relation.REMOVED:
        return _follows(before.a, link.a)
    return link.relation is Relation.ADDED and _follows(before.b, link.b)


def _follows(before: tuple[tuple[int, int], ...], after: tuple[tuple[int, int], ...]) -> bool:
    block, k = before[-1]
    return after[0] == (block, k + 1)


def _widened(change: Change, number: int, link: PlacedLink, more: set[Kind]) -> Change:
    kinds = _by_weight({*change.kinds, *more})
    relation = change.relation if change.relation is not Relation.SAME else link.relation
    return Change(change.number, (*change.links, number), kinds, relation, change.moved)


def _by_weight(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(kinds, key=_KIND_ORDER.__getitem__))
