"""The changes of a comparison as a table of comma-separated values, one a row, for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from app.engine import Change, Comparison, Fact, Place, Side
from app.export.about import About
from app.presentation.paragraphs import paragraph_numbers
from app.presentation.telling import fact_notes, without_isolates

COLUMNS = (
    "number",
    "kinds",
    "relation",
    "moved",
    "text a",
    "text b",
    "place a",
    "place b",
    "similarity",
    "facts",
    "address",
)

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_UNFIT = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")


def table(comparison: Comparison, about: About) -> bytes:
    """The table with its head, in UTF-8 with a byte order mark, which spreadsheets look for.

    Places are paragraphs as a reader counts them. A text that a spreadsheet would take for a
    formula has an apostrophe before it, which keeps it a text.
    """
    facts: dict[int, list[Fact]] = {}
    for fact in comparison.facts:
        facts.setdefault(fact.link, []).append(fact)
    numbers = paragraph_numbers(comparison.a), paragraph_numbers(comparison.b)
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write(COLUMNS)
    for change in comparison.changes:
        write(_harmless(cell) for cell in _row(comparison, change, numbers, facts, about.address))
    return out.getvalue().encode("utf-8-sig", "replace")


def _row(
    comparison: Comparison,
    change: Change,
    numbers: tuple[Sequence[int], Sequence[int]],
    facts: dict[int, list[Fact]],
    address: str,
) -> tuple[str, ...]:
    links = [comparison.placed[number] for number in change.links]
    a = [place for link in links for place in link.a]
    b = [place for link in links for place in link.b]
    notes = fact_notes([fact for number in change.links for fact in facts.get(number, ())])
    return (
        str(change.number),
        "; ".join(kind.value for kind in change.kinds),
        change.relation.value,
        "yes" if change.moved else "no",
        comparison.a.joined(a),
        comparison.b.joined(b),
        _paragraphs(a, numbers[0]),
        _paragraphs(b, numbers[1]),
        _similarity(comparison, change) if a and b else "",
        without_isolates("; ".join(notes)),
        f"{address}#{change.anchor}" if address else "",
    )


def _paragraphs(places: Sequence[Place], numbers: Sequence[int]) -> str:
    """The paragraphs of these places: "3", "3; 4"."""
    return "; ".join(str(number) for number in dict.fromkeys(numbers[place[0]] for place in places))


def _similarity(comparison: Comparison, change: Change) -> str:
    """How alike both texts are, from 0 to 1: of several links the mean, by their lengths."""
    links = [comparison.placed[number] for number in change.links]
    lengths = [_length(comparison.a, link.a) + _length(comparison.b, link.b) for link in links]
    weighed = sum(link.similarity * n for link, n in zip(links, lengths, strict=True))
    return f"{weighed / sum(lengths):.2f}"


def _length(side: Side, places: Sequence[Place]) -> int:
    return len(side.joined(places))


def _harmless(text: str) -> str:
    """A cell that is a text to every spreadsheet, and has no character that none of them takes."""
    text = _UNFIT.sub("\ufffd", text)
    return f"'{text}" if _FORMULA.match(text) else text
