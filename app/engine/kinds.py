"""Why an edit matters: the fact that it touches, or else how little it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import regex

from app.engine.changed import joined_span
from app.engine.matchkey import match_key
from app.engine.model import Edit, Kind, Op, PlacedLink, Side, Span
from app.engine.names import one_spelling
from app.engine.record import Fact
from app.engine.spelling import spelt_alike

_MARKS_ONLY = regex.compile(r"[\p{P}\p{S}\s]*")
_KINDS = tuple(Kind)
_IN_MARKS = (Kind.NUMBER, Kind.DATE, Kind.LINK)
"""Kinds of facts that marks alone can change: 3 and 3 %."""
_WEIGHT = {kind: place for place, kind in enumerate(_KINDS)}

Touch = tuple[Kind, bool, Span]
"""What a fact is, whether its span is in a's joined text (else in b's), and that span."""


def with_kinds(
    a: Side, b: Side, placed: Sequence[PlacedLink], facts: Iterable[Fact]
) -> tuple[PlacedLink, ...]:
    """Give each edit its kind: that of the weightiest fact it touches, else by its letters."""
    touches = _touches(a, b, placed, facts)
    told: list[PlacedLink] = []
    for number, link in enumerate(placed):
        if link.edits:
            texts = a.joined(link.a), b.joined(link.b)
            edits = kinds_of(*texts, link.edits, touches.get(number, ()))
            told.append(link if edits is link.edits else link._replace(edits=edits))
        else:
            told.append(link)
    return tuple(told)


def kinds_of(
    a: str, b: str, edits: tuple[Edit, ...], touches: Iterable[Touch] = ()
) -> tuple[Edit, ...]:
    """The edits between two texts with their kinds; ``touches`` are the facts in these texts."""
    weights = _weights(edits, touches)
    told: list[Edit] = []
    for edit, weight in zip(edits, weights, strict=True):
        touched = _KINDS[weight] if weight < len(_KINDS) else None
        kind = _kind(a[slice(*edit.a)], b[slice(*edit.b)], edit, touched)
        op, span_a, span_b, before, partner = edit
        told.append(edit if kind is before else Edit(op, span_a, span_b, kind, partner))
    return tuple(told)


def _touches(
    a: Side, b: Side, placed: Sequence[PlacedLink], facts: Iterable[Fact]
) -> dict[int, list[Touch]]:
    """The facts' spans in the joined texts of the links in which they lie, by link."""
    found: dict[int, list[Touch]] = {}
    facts = list(facts)
    for in_a, side in ((True, a), (False, b)):
        sentences = sorted(
            (side.at(place).start, number)
            for number, link in enumerate(placed)
            if link.edits
            for place in (link.a if in_a else link.b)
        )
        starts = [start for start, _ in sentences]
        for fact in facts:
            span = fact.a_span if in_a else fact.b_span
            if span is None:
                continue
            first = max(bisect_right(starts, span[0]) - 1, 0)
            for _, number in sentences[first : bisect_left(starts, span[1])]:
                places = placed[number].a if in_a else placed[number].b
                within = joined_span(side, places, span)
                if within[0] < within[1]:
                    found.setdefault(number, []).append((fact.kind, in_a, within))
    return found


def _weights(edits: Sequence[Edit], touches: Iterable[Touch]) -> list[int]:
    """For each edit the place in Kind of the weightiest fact it touches; past the end for none."""
    weights = [len(_KINDS)] * len(edits)
    sides: dict[bool, tuple[list[int], list[int]]] = {}
    for kind, in_a, (start, end) in touches:
        if in_a not in sides:
            spans = [edit.a if in_a else edit.b for edit in edits]
            sides[in_a] = [span[0] for span in spans], [span[1] for span in spans]
        starts, ends = sides[in_a]
        for number in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            if ends[number] > start:
                weights[number] = min(weights[number], _WEIGHT[kind])
    return weights


def _kind(old: str, new: str, edit: Edit, touched: Kind | None) -> Kind:
    if edit.kind is Kind.TYPOGRAPHY or edit.partner is not None:
        return edit.kind
    if _is_marks(old) and _is_marks(new):
        return touched if touched in _IN_MARKS else Kind.TYPOGRAPHY
    if touched is not None:
        return touched
    if edit.op is Op.REPLACE:
        key_old, key_new = match_key(old).casefold(), match_key(new).casefold()
        if spelt_alike(key_old, key_new) or one_spelling(old, new):
            return Kind.SPELLING
    return Kind.WORDING


def _is_marks(text: str) -> bool:
    return not text or (not text[0].isalnum() and _MARKS_ONLY.fullmatch(text) is not None)
