"""The ledger of facts: what each side states, and what became of it.

Only what an edit touches, or what stands in a sentence without counterpart, is looked at. A fact
that faces another of its sort is altered; one without a partner in its own link may have moved:
nothing is told of it when the other side states the same elsewhere. A spurious entry is worse than
a missing one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.engine.changed import Linked, changed_links
from app.engine.claimed import claimed
from app.engine.context import Context
from app.engine.mentioned import mentioned
from app.engine.model import Kind, PlacedLink, Side
from app.engine.quoted import quoted
from app.engine.record import Fact, Fate, mirrored

_ORDER = {kind: place for place, kind in enumerate(Kind)}


def find_facts(a: Side, b: Side, placed: Sequence[PlacedLink]) -> tuple[Fact, ...]:
    """Every fact that is not simply kept, at each place where it changed; see ``ledger``.

    They are found in an order of the texts that does not depend on which came first, so that
    swapping these gives the same facts, told the other way round.
    """
    if b.document.text < a.document.text:
        turned = [(link.b, link.a, [(edit.b, edit.a) for edit in link.edits]) for link in placed]
        return tuple(sorted(map(mirrored, _find(b, a, turned)), key=_reading_order))
    straight = [(link.a, link.b, [(edit.a, edit.b) for edit in link.edits]) for link in placed]
    return tuple(sorted(_find(a, b, straight), key=_reading_order))


def _find(a: Side, b: Side, placed: Iterable[Linked]) -> Iterator[Fact]:
    links = sorted(changed_links(a, b, placed), key=lambda link: (link.a.places, link.b.places))
    if not links:
        return
    context = Context.of(a.document.text, b.document.text)
    quotes = list(quoted(links, a, b, context))
    speakers = {name for fact in quotes for name in (fact.speaker_a, fact.speaker_b)}
    yield from quotes
    for fact in (*mentioned(links, context), *claimed(links, context.language)):
        if fact.kind is not Kind.NAME or not {fact.a, fact.b} <= speakers:
            yield fact


def _reading_order(fact: Fact) -> tuple[int, int, int]:
    span = fact.b_span or fact.a_span
    return _ORDER[fact.kind], fact.link, span[0] if span else 0


def ledger(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts as a reader is told of them: by kind, in reading order, each once.

    A number that was put right in three places is one entry, that of the first.
    """
    return tuple(_told_once(facts))


def _told_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    told: set[tuple[Kind, Fate, str, str]] = set()
    names: list[tuple[set[str], set[str]]] = []
    for fact in facts:
        entry = fact.kind, fact.fate, fact.a.casefold(), fact.b.casefold()
        if entry in told and fact.kind not in (Kind.CLAIM, Kind.ATTRIBUTION):
            continue
        told.add(entry)
        if fact.kind is Kind.NAME and fact.fate is Fate.ALTERED:
            words = set(fact.a.split()), set(fact.b.split())
            if any(words[0] <= old and words[1] <= new for old, new in names):
                continue
            names.append(words)
        yield fact
