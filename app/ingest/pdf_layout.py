"""What is usual in a PDF: its size of type, its leading, and how far its columns reach."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.ingest.pdf_lines import Line

_FREQUENT = 0.15
_SAME_MARGIN = 4.0
_OUTLIER = 2.0
_INDENTED = 1.0
_SAME = 2.0
_EVEN, _MOSTLY = 1.5, 0.5
_FEW, _ENOUGH = 4, 6
_ALIKE, _MOST = 3.0, 0.9
_AS_WIDE, _RAGGED = 1.5, 2.0
"""A quotation stands in from the right about as far as from the left, give or take a word."""


@dataclass
class Layout:
    """The usual measures of a text, in points."""

    size: float = 12.0
    bold: bool = False
    leadings: dict[float, float] = field(default_factory=dict)

    def leading(self, size: float) -> float:
        """The usual distance of the baselines of lines in this size."""
        return self.leadings.get(_rounded(size), 1.35 * size)


def layout_of(columns: Sequence[Sequence[Line]]) -> Layout:
    """Measure the lines, and give each the margin and the reach of its column."""
    lines = [line for column in columns for line in column]
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[_rounded(line.size)] += len(line.text)
        bold += len(line.text) * line.bold
    if not lines:
        return Layout()
    _measure(columns)
    total = sum(len(line.text) for line in lines)
    return Layout(sizes.most_common(1)[0][0], bold > 0.5 * total, _leadings(columns))


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _leadings(columns: Sequence[Sequence[Line]]) -> dict[float, float]:
    """The least of the usual distances between lines of each size."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for column in columns:
        for last, line in pairwise(column):
            step = last.base - line.base
            if _rounded(last.size) == _rounded(line.size) and 0 < step < 4 * line.size:
                steps[_rounded(line.size)][round(step * 2) / 2] += 1
    found = {}
    for size, counts in steps.items():
        least = _FREQUENT * sum(counts.values())
        usual = [step for step, count in counts.items() if count >= least and step >= 0.9 * size]
        if usual and (min(usual) <= 1.9 * size or (len(usual) == 1 and sum(counts.values()) > 4)):
            found[size] = min(usual)
    return found


def _measure(columns: Sequence[Sequence[Line]]) -> None:
    margins = [_margin(column) for column in columns]
    reaches = _usual_reaches(columns, margins)
    before: dict[int, float] = {}  # how far the last column went that began here
    justified = False
    for column, margin, reach in zip(columns, margins, reaches, strict=True):
        place = _place(margin)
        if len(column) < _FEW:
            reach = max(reach, before.get(place, reach))
        else:
            before |= dict.fromkeys((place - 1, place, place + 1), reach)
        if len(column) >= _ENOUGH:
            even = sum(line.right > reach - _EVEN for line in column)
            justified = even >= _MOSTLY * len(column)
        for line in column:
            line.margin, line.reach, line.justified = margin, reach, justified
        _narrow(column)


def _usual_reaches(columns: Sequence[Sequence[Line]], margins: Sequence[float]) -> list[float]:
    """How far the lines of each column go: as far as those of most columns of its like."""
    own = [max(line.right for line in column) for column in columns]
    alike: dict[int, list[float]] = defaultdict(list)
    for column, margin, reach in zip(columns, margins, own, strict=True):
        if len(column) >= _FEW:
            alike[_place(margin)].append(reach)
    for known in alike.values():
        known.sort()
    found = []
    for column, margin, reach in zip(columns, margins, own, strict=True):
        known = alike[_place(margin)]
        near = _ALIKE * column[0].size
        start, stop = bisect_left(known, reach - near), bisect_right(known, reach + near)
        enough = stop - start >= _FEW
        found.append(known[start + int(_MOST * (stop - start))] if enough else _reach(column))
    return found


def _place(margin: float) -> int:
    return round(margin / _SAME_MARGIN)


def _margin(column: Sequence[Line]) -> float:
    lefts = Counter(round(line.left) for line in column)
    frequent = [left for left, count in lefts.items() if count >= 0.2 * len(column)]
    return float(min(frequent or lefts))


def _reach(column: Sequence[Line]) -> float:
    rights = sorted(line.right for line in column)
    if len(rights) > 4 and rights[-1] - rights[-2] > _OUTLIER * column[0].size:
        return rights[-2]
    return rights[-1]


def _narrow(column: Sequence[Line]) -> None:
    """Give lines that stand in from both sides (a quotation) the reach that they have together."""
    start = 0
    while start < len(column):
        first = column[start]
        stop = start + 1
        while stop < len(column) and abs(column[stop].left - first.left) < _SAME:
            stop += 1
        run = column[start:stop]
        indent = first.left - first.margin
        rest = first.reach - max(line.right for line in run)
        alike = _INDENTED * first.size < rest < _AS_WIDE * indent + _RAGGED * first.size
        if len(run) > 1 and indent > _INDENTED * first.size and alike:
            reach = first.reach - rest
            for line in run:
                line.reach = reach
        start = stop
