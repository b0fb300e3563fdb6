"""What is wrong on one set: what is false and what is missed, class by class, with examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tests.bench.gold import Cell, EditedPair, Pair
from tests.bench.scoring import Found
from tests.bench.spans import SpanEdit, cores, found_and_wanted, ours

LOW_OVERLAP = 0.25
"""Share of the shorter sentence's words that are in the other: below it, overlap is low."""

_WORD = re.compile(r"\w+")
_WIDTH = 150


def link_errors(
    pairs: Sequence[Pair], found: Iterable[Found], *, in_order: bool, examples: int
) -> str:
    """An account of all false and all missed links of a set."""
    false: dict[str, list[str]] = defaultdict(list)
    missed: dict[str, list[str]] = defaultdict(list)
    for pair, links in zip(pairs, found, strict=True):
        told = links.links - links.moved if in_order else links.links
        for cell in sorted(told - pair.links):
            name = _class(pair, cell, told, links.moved)
            false[f"{name}; labelled: {_elsewhere(cell, pair.links)}"].append(_shown(pair, cell))
        for cell in sorted(pair.links - told):
            name = _class(pair, cell, pair.links, pair.moved)
            said = "called moved" if cell in links.moved else _elsewhere(cell, told)
            missed[f"{name}; ours: {said}"].append(_shown(pair, cell))
    return "\n".join(
        [*_account("False links", false, examples), *_account("Missed links", missed, examples)]
    )


def _class(pair: Pair, cell: Cell, links: frozenset[Cell], moved: frozenset[Cell]) -> str:
    """How the link lies among its own kind: 1:1, 1:n, n:1, n:m; moved; low overlap."""
    i, j = cell
    row = sum(1 for x, _ in links if x == i)
    column = sum(1 for _, y in links if y == j)
    shape = f"{'n' if column > 1 else '1'}:{('m' if column > 1 else 'n') if row > 1 else '1'}"
    marks = [shape]
    if cell in moved:
        marks.append("moved")
    if _overlap(pair.a[i], pair.b[j]) < LOW_OVERLAP:
        marks.append("low overlap")
    return ", ".join(marks)


def _elsewhere(cell: Cell, others: frozenset[Cell]) -> str:
    """What the other account says of the two sentences."""
    a_linked = any(i == cell[0] for i, _ in others)
    b_linked = any(j == cell[1] for _, j in others)
    if a_linked and b_linked:
        return "both linked elsewhere"
    if a_linked or b_linked:
        return f"{'a' if a_linked else 'b'} linked elsewhere, {'b' if a_linked else 'a'} alone"
    return "both alone"


def _overlap(a: str, b: str) -> float:
    words_a, words_b = (set(_WORD.findall(text.casefold())) for text in (a, b))
    least = min(len(words_a), len(words_b))
    return len(words_a & words_b) / least if least else float(a == b)


def _shown(pair: Pair, cell: Cell) -> str:
    i, j = cell
    return f"{pair.name} a{i} b{j}\n      a: {_cut(pair.a[i])}\n      b: {_cut(pair.b[j])}"


def edit_errors(pairs: Iterable[EditedPair], *, examples: int) -> str:
    """An account of all edits that were found and are not labelled, and the other way round."""
    false: dict[str, list[str]] = defaultdict(list)
    missed: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        a, b, found, wanted = found_and_wanted(pair, ours)
        for edits, others, classes in ((found, wanted, false), (wanted, found, missed)):
            for edit in sorted(edits - others, key=lambda e: (e.a, e.b)):
                told = f"{pair.name} {_told(edit, a, b)}"
                near = "; ".join(_told(e, a, b) for e in _touching(edit, others)) or "nothing"
                name = _edit_class(edit, others, cores(others, a, b) & cores([edit], a, b))
                classes[name].append(f"{told}\n      there: {near}")
    return "\n".join(
        [*_account("False edits", false, examples), *_account("Missed edits", missed, examples)]
    )


def _edit_class(edit: SpanEdit, others: frozenset[SpanEdit], core: frozenset[SpanEdit]) -> str:
    if core:
        return "the same core there"
    near = list(_touching(edit, others))
    if not near:
        return "nothing there"
    if len(edit.a) > 1 or len(edit.b) > 1:
        return "in several pieces"
    if len(near) > 1:
        return "several edits there"
    size, other = _size(edit), _size(near[0])
    return f"one {'larger' if other > size else 'smaller' if other < size else 'other'} edit there"


def _touching(edit: SpanEdit, others: Iterable[SpanEdit]) -> Iterator[SpanEdit]:
    """The edits that have a character in common with this one."""
    for other in sorted(others, key=lambda e: (e.a, e.b)):
        sides = ((edit.a, other.a), (edit.b, other.b))
        if any(x[0] < y[1] and y[0] < x[1] for xs, ys in sides for x in xs for y in ys):
            yield other


def _size(edit: SpanEdit) -> int:
    return sum(end - start for start, end in (*edit.a, *edit.b))


def _told(edit: SpanEdit, a: str, b: str) -> str:
    old = " … ".join(a[start:end] for start, end in edit.a)
    new = " … ".join(b[start:end] for start, end in edit.b)
    return f"[-{_cut(old)}-]{{+{_cut(new)}+}}"


def _account(title: str, classes: dict[str, list[str]], examples: int) -> Iterator[str]:
    counts = Counter({name: len(errors) for name, errors in classes.items()})
    yield f"{title}: {counts.total()}"
    for name, count in counts.most_common():
        yield f"  {count:4}  {name}"
        step = max(count // examples, 1) if examples else 1
        for error in classes[name][::step][:examples]:
            yield f"    · {error}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]} …"
