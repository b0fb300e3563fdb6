"""The rest of the ledger: what stands on both sides, found only when somebody asks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby

from app.engine.context import Context
from app.engine.languages import Language, language_of
from app.engine.mentions import Mention, mentions
from app.engine.model import Comparison, KeptRun, Kind, Side, Span
from app.engine.quotations import quotations_in
from app.engine.record import Fact, Fate
from app.engine.sayings import Saying, interrupted

KINDS = (Kind.QUOTE, Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.LINK)
"""The kinds of facts that can be kept."""


def kept_facts(comparison: Comparison, kinds: Collection[Kind] = KINDS) -> tuple[Fact, ...]:
    """Quotations, numbers, dates, names and addresses that stand on both sides.

    By kind and then as b is read. Each number or name is one entry however often it stands there,
    with its first place on either side; a surname alone belongs to the full name. A quotation given
    to another speaker is not kept. Cost: linear in the length of both texts.
    """
    a, b = comparison.a, comparison.b
    found: list[tuple[Kind, str, str, Span, Span]] = []
    if Kind.QUOTE in kinds:
        found.extend(_kept_quotations(comparison))
    if any(kind in kinds for kind in KINDS[1:]):
        context = Context.of(a.document.text, b.document.text)
        of_a, of_b = _first_mentions(a, context), _first_mentions(b, context)
        gone = {(fact.kind, fact.a) for fact in comparison.facts if fact.fate is Fate.REMOVED}
        new = {(fact.kind, fact.b) for fact in comparison.facts if fact.fate is Fate.ADDED}
        for key in of_b.keys() & of_a.keys():
            (text_a, span_a), (text_b, span_b) = of_a[key], of_b[key]
            # What was told to be gone, or new, is not called kept in the same breath.
            if key[0] in kinds and (key[0], text_a) not in gone and (key[0], text_b) not in new:
                found.append((key[0], text_a, text_b, span_a, span_b))
    link_at = _links(comparison)
    order = {kind: place for place, kind in enumerate(KINDS)}
    found.sort(key=lambda entry: (order[entry[0]], entry[4], entry[3]))
    return tuple(
        Fact(kind, Fate.KEPT, text_a, text_b, link_at(span_b[0]), span_a, span_b)
        for kind, text_a, text_b, span_a, span_b in found
    )


def _paragraphs(side: Side) -> list[list[Span]]:
    """The spans of the article's blocks, in runs that no furniture interrupts."""
    blocks = [block for block in side.document.blocks if block.start < block.end]
    return [
        [(block.start, block.end) for block in run]
        for is_furniture, run in groupby(blocks, key=lambda block: block.is_furniture)
        if not is_furniture
    ]


def _kept_quotations(comparison: Comparison) -> Iterator[tuple[Kind, str, str, Span, Span]]:
    told = [fact for fact in comparison.facts if fact.kind is Kind.QUOTE]
    of_a: dict[str, list[Saying]] = {}
    language = language_of(comparison.b.document.text)
    for saying in _sayings(comparison.a, language, {fact.a_span for fact in told}):
        of_a.setdefault(saying.key, []).append(saying)
    for sayings in of_a.values():
        sayings.reverse()
    for saying in _sayings(comparison.b, language, {fact.b_span for fact in told}):
        same = of_a.get(saying.key)
        if same:
            other = same.pop()
            yield Kind.QUOTE, other.shown, saying.shown, other.span, saying.span


def _sayings(side: Side, language: Language, told: Collection[Span | None]) -> Iterator[Saying]:
    """The quotations of a side of which nothing else is told."""
    for run in _paragraphs(side):
        spans = [(run[0][0], run[-1][1])] if side.whole_blocks else run
        text = side.document.text
        for parts in interrupted(text, quotations_in(text, spans), language):
            saying = Saying(text, parts, (run[0][0], run[-1][1]))
            if saying.span not in told:
                yield saying


Key = tuple[Kind, str]
Place = tuple[str, Span]


def _first_mentions(side: Side, context: Context) -> dict[Key, Place]:
    """What a side mentions, each with its first place; small numbers in words left out."""
    found: dict[Key, Place] = {}
    for run in _paragraphs(side):
        for start, end in run:
            for m in mentions(side.document.text[start:end], context):
                if not m.weak:
                    place = m.text, (start + m.start, start + m.end)
                    found.setdefault((m.kind, _key(m)), place)
    for key in list(_short_names(found)):
        del found[key]
    return found


def _key(m: Mention) -> str:
    return " ".join(m.name.words) if m.name else m.value


def _short_names(found: Iterable[Key]) -> Iterator[Key]:
    """The names of one word that is the last of a longer one, too: Lind beside Marta Lind."""
    names = [value for kind, value in found if kind is Kind.NAME]
    lasts = {value.rpartition(" ")[2] for value in names if " " in value}
    yield from ((Kind.NAME, value) for value in names if value in lasts)


def _links(comparison: Comparison) -> Callable[[int], int]:
    """The way from a place in b's text to the index of the link there; -1 in a kept run."""
    starts: list[tuple[int, int]] = [
        (comparison.b.at(place).start, number)
        for number, link in enumerate(comparison.placed)
        for place in link.b
    ]
    for part in comparison.reading:
        if isinstance(part, KeptRun):
            blocks = comparison.b.document.blocks
            starts.extend((blocks[part.b + step].start, -1) for step in range(part.count))
    starts.sort()

    def link_at(place: int) -> int:
        number = bisect_right(starts, (place, len(comparison.placed))) - 1
        return starts[number][1] if number >= 0 else -1

    return link_at
