"""Three or more versions side by side: rows of passages, built from comparisons of pairs.

The versions are the columns, a passage is a row: sentences that are linked with each other,
directly or over other columns. It is a progressive alignment: each version is compared with the
one before it, and with the base (``collation_pairs``), so the work grows with the number of
versions and not with that of their pairs. The version before is the likest, its links are the
surest; the base has what was dropped and came back. Against the base alone, two versions that
both brought in a sentence would never have it in one row.

The links are taken in the order of their likeness, titles first. One that would bring two sentences
of a version into one row which nothing else ties is left out, or holds only in part: a wrong
pairing is worse than none. Splits and merges do tie sentences of one version; what they tie stays
in one row.

**The order of the rows** is that of the base. Then, version by version, what is new goes right
before the next row that the version has in its place. A passage that a version has elsewhere stands
once, in the row that it has already, and is marked there as moved; as little as can be is moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from app.engine.chains import heaviest_increasing, move_weight
from app.engine.document import BlockKind, Document
from app.engine.edits import diff_texts
from app.engine.matchkey import visible
from app.engine.model import Comparison, Edit, KeptRun, Options, Place, Relation, Side
from app.engine.pipeline import compare
from app.engine.sequences import Work
from app.engine.tokens import tokenise

Pair = tuple[int, int]
"""Two columns, counted from 0, that are compared: the first as a, the second as b."""

_DEFAULT = Options()

_FIRST_OF_ALL = 2.0
"""The likeness of titles: they belong together however they read, and to nothing else."""


@dataclass(frozen=True, slots=True)
class CollationCell:
    """What one version has in a row.

    ``places`` are its sentences, in order, and ``text`` is them joined by one space; none and ""
    where the version has nothing here. ``form`` numbers the texts of the row that look different,
    from 0 in the order of the columns; it is -1 for nothing. ``moved``: the version has it
    elsewhere.
    """

    places: tuple[Place, ...] = ()
    text: str = ""
    form: int = -1
    moved: bool = False


@dataclass(frozen=True, slots=True)
class CollationRow:
    """A passage in all versions: a cell for each column.

    ``contested`` tells how much they disagree: how likely it is that a word (or mark) of the
    passage, taken from one version, is not found in the passage of another. Each counts as often as
    it stands there, its place does not. It is 0 where all have the same words, and 1 where no two
    have one in common; a version without the passage has none of its words.
    """

    cells: tuple[CollationCell, ...]
    contested: float

    @property
    def agreed(self) -> bool:
        """Whether the passage looks the same in every version."""
        return all(cell.form == 0 for cell in self.cells)

    @property
    def complete(self) -> bool:
        """Whether every version has the passage."""
        return all(cell.places for cell in self.cells)

    def text_of(self, form: int) -> str:
        """One of the texts of the row, as the first version has it that has this form."""
        return next(cell.text for cell in self.cells if cell.form == form)

    @property
    def usual(self) -> int:
        """The form that most versions have; of several the one that comes first."""
        counts = Counter(cell.form for cell in self.cells if cell.places)
        return max(counts, key=lambda form: (counts[form], -form))


@dataclass(frozen=True)
class Collation:
    """Versions side by side: ``sides`` are their texts, ``base`` the column that orders the rows.

    Every sentence of every version, furniture left out, stands in exactly one row; the sentences of
    a column, put in order by their places, are its text. ``contested`` is that of the rows, each
    counting with its letters. ``degraded`` gives in words each bound on work that was met.
    """

    sides: tuple[Side, ...]
    rows: tuple[CollationRow, ...]
    base: int
    contested: float
    degraded: tuple[str, ...] = ()


def collation_pairs(columns: int, base: int = 0) -> tuple[Pair, ...]:
    """The comparisons that a collation of so many columns needs: fewer than two for each.

    Every version with the one before it, and with the base (the base as a).
    """
    before = ((column - 1, column) for column in range(1, columns))
    with_base = ((base, column) for column in range(columns) if column != base)
    found = dict.fromkeys(pair for pair in before if base not in pair)
    return tuple(sorted({**found, **dict.fromkeys(with_base)}))


def collate_documents(
    documents: Sequence[Document], base: int = 0, options: Options = _DEFAULT
) -> Collation:
    """Compare these documents as far as it is needed, and collate them. Raises what both raise."""
    wanted = collation_pairs(len(documents), base)
    made = {(a, b): compare(documents[a], documents[b], options) for a, b in wanted}
    return collate(made, base)


def collate(comparisons: Mapping[Pair, Comparison], base: int = 0) -> Collation:
    """Put two or more versions side by side.

    ``comparisons`` has those that ``collation_pairs`` names. Raises ValueError where one of them is
    missing, or there are none.
    """
    count = max((max(pair) for pair in comparisons), default=0) + 1
    missing = [pair for pair in collation_pairs(count, base) if pair not in comparisons]
    if missing or count < 2 or not 0 <= base < count:
        raise ValueError(f"comparisons are missing: {missing}")
    sides = _sides(comparisons, count)
    passages = _Passages([len(side.sentences) for side in sides])
    for tie in sorted(_ties(comparisons), key=lambda tie: (-tie.similarity, tie.moved, tie.pair)):
        if not passages.tie(tie.pair, tie.a, tie.b):
            for i, j in product(tie.a, tie.b):
                passages.tie(tie.pair, (i,), (j,))
    found = passages.gathered()
    order, moved = _ordered(found, sides, base)
    rows = tuple(_row(found[number], sides, moved[number]) for number in order)
    letters = [sum(len(cell.text) for cell in row.cells) for row in rows]
    overall = sum(row.contested * weight for row, weight in zip(rows, letters, strict=True))
    degraded = dict.fromkeys(bound for each in comparisons.values() for bound in each.degraded)
    return Collation(sides, rows, base, overall / (sum(letters) or 1), tuple(degraded))


def _sides(comparisons: Mapping[Pair, Comparison], count: int) -> tuple[Side, ...]:
    found: dict[int, Side] = {}
    for (a, b), comparison in comparisons.items():
        found.setdefault(a, comparison.a)
        found.setdefault(b, comparison.b)
    return tuple(found[column] for column in range(count))


class _Tie(NamedTuple):
    """Sentences of two columns, by index, that a link says belong together."""

    pair: Pair
    a: tuple[int, ...]
    b: tuple[int, ...]
    similarity: float
    moved: bool


def _ties(comparisons: Mapping[Pair, Comparison]) -> Iterator[_Tie]:
    for pair, comparison in comparisons.items():
        a, b = comparison.a, comparison.b
        for run in comparison.reading:
            if not isinstance(run, KeptRun):
                continue
            for i, j in zip(
                range(run.a, run.a + run.count), range(run.b, run.b + run.count), strict=True
            ):
                first_a, first_b = a.index((i, 0)), b.index((j, 0))
                for k in range(len(a.cut(i))):
                    yield _Tie(pair, (first_a + k,), (first_b + k,), 1.0, moved=False)
        for link in comparison.placed:
            if link.a and link.b:
                same = link.relation is Relation.SAME
                yield _Tie(
                    pair,
                    tuple(a.index(place) for place in link.a),
                    tuple(b.index(place) for place in link.b),
                    1.0 if same else min(link.similarity, 1.0),
                    link.moved,
                )
        titles = [_title(side) for side in (a, b)]
        if titles[0] and titles[1]:
            yield _Tie(pair, titles[0], titles[1], _FIRST_OF_ALL, moved=False)


def _title(side: Side) -> tuple[int, ...]:
    """The sentences of the heading that a text begins with; none where it begins otherwise."""
    for index, block in enumerate(side.document.blocks):
        if block.is_furniture:
            continue
        if block.kind is not BlockKind.HEADING or block.level != 1:
            break
        return tuple(range(side.index((index, 0)), side.index((index, len(side.cut(index))))))
    return ()


class _Passages:
    """All sentences of all columns, and which of them belong together (a union-find forest)."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._first = [sum(counts[:column]) for column in range(len(counts))]
        self._column = [column for column, count in enumerate(counts) for _ in range(count)]
        self._above = list(range(len(self._column)))
        self._columns = [1 << column for column in self._column]
        """At the root of a passage: the columns that it has sentences of, as bits."""

    def tie(self, pair: Pair, sentences_a: Iterable[int], sentences_b: Iterable[int]) -> bool:
        """Bring sentences of two columns into one passage.

        Does nothing, and tells so, where others of the same versions stand against it.
        """
        a, b = (
            {self._root(self._first[column] + index) for index in indices}
            for column, indices in zip(pair, (sentences_a, sentences_b), strict=True)
        )
        if not self._fit(a - b, b - a, len(a & b), pair):
            return False
        first, *others = sorted(a | b)
        for other in others:
            self._above[other] = first
            self._columns[first] |= self._columns[other]
        return True

    def _fit(self, a: set[int], b: set[int], shared: int, pair: Pair) -> bool:
        """Whether passages may be joined that the sides of a link have each by itself.

        Those of one side may have columns in common: that is what a split is. Those of both sides
        may not, nor may one of them already have something else of the other side's version.
        """
        in_a, in_b = self._of(a), self._of(b)
        if shared > 1 or in_a & in_b:
            return False
        return not (in_a >> pair[1] & 1 or in_b >> pair[0] & 1)

    def _of(self, roots: Iterable[int]) -> int:
        columns = 0
        for root in roots:
            columns |= self._columns[root]
        return columns

    def _root(self, node: int) -> int:
        while self._above[node] != node:
            self._above[node] = self._above[self._above[node]]
            node = self._above[node]
        return node

    def gathered(self) -> list[dict[int, list[int]]]:
        """Every passage as the indices of its sentences, in order, by column."""
        found: dict[int, dict[int, list[int]]] = {}
        for node, column in enumerate(self._column):
            passage = found.setdefault(self._root(node), {})
            passage.setdefault(column, []).append(node - self._first[column])
        return list(found.values())


def _ordered(
    passages: Sequence[Mapping[int, Sequence[int]]], sides: Sequence[Side], base: int
) -> tuple[list[int], list[set[int]]]:
    """The passages, by number, in the order of their rows; and in which columns each has moved."""
    moved: list[set[int]] = [set() for _ in passages]
    order: list[int] = []
    for column in (base, *(k for k in range(len(sides)) if k != base)):
        standing = {number: place for place, number in enumerate(order)}
        read = sorted(
            (number for number, passage in enumerate(passages) if column in passage),
            key=lambda number: passages[number][column][0],
        )
        known = [number for number in read if number in standing]
        weights = [
            sum(move_weight(len(sides[column].sentences[i].text)) for i in passages[number][column])
            for number in known
        ]
        stayed = heaviest_increasing([standing[number] for number in known], weights)
        in_place = {known[k] for k in stayed}
        for number in known:
            if number not in in_place:
                moved[number].add(column)
        order = _with_new(order, standing, read, in_place)
    return order, moved


def _with_new(
    order: Sequence[int], standing: Mapping[int, int], read: Sequence[int], in_place: set[int]
) -> list[int]:
    """The rows with those that only this column has, each right before the next one in place."""
    before: dict[int, list[int]] = defaultdict(list)
    waiting: list[int] = []
    for number in read:
        if number not in standing:
            waiting.append(number)
        elif number in in_place:
            before[number], waiting = waiting, []
    return [*(each for number in order for each in (*before[number], number)), *waiting]


def _row(
    passage: Mapping[int, Sequence[int]], sides: Sequence[Side], moved: set[int]
) -> CollationRow:
    forms: dict[str, int] = {}
    cells: list[CollationCell] = []
    for column, side in enumerate(sides):
        places = tuple(side.place(index) for index in passage.get(column, ()))
        if not places:
            cells.append(CollationCell())
            continue
        text = side.joined(places)
        form = forms.setdefault(visible(" ".join(text.split())), len(forms))
        cells.append(CollationCell(places, text, form, column in moved))
    texts = [cell.text for cell in cells]
    if all(cell.form == 0 for cell in cells):
        return CollationRow(tuple(cells), 0.0)
    return CollationRow(tuple(cells), contested(texts))


def contested(texts: Sequence[str]) -> float:
    """How much versions of a passage disagree, from 0 to 1: see ``CollationRow``."""
    counted: dict[str, Counter[str]] = {}
    for text in texts:
        if text not in counted:
            counted[text] = Counter(token.key for token in tokenise(text))
    held: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        for key, count in counted[text].items():
            held[key].append(count)
    words = sum(sum(counts) for counts in held.values()) * (len(texts) - 1)
    # Two versions share of a word what the one that has fewer of it has.
    shared = sum(
        2 * others * count
        for counts in held.values()
        for others, count in enumerate(sorted(counts, reverse=True))
    )
    return 1 - shared / words if words else 0.0


def variants(row: CollationRow, form: int, work: Work | None = None) -> dict[int, tuple[Edit, ...]]:
    """What makes each other text of a row out of the one with this form, by the number of its form.

    ``work`` is what all rows of a collation may spend together on long passages.
    """
    work = work or Work()
    text = row.text_of(form)
    return {
        cell.form: diff_texts(text, cell.text, work)
        for cell in row.cells
        if cell.places and cell.form != form
    }
