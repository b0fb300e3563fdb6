"""What must hold of the ledger of facts between any two texts."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import example, given

from app.engine import Comparison, Fact, Fate, Kind, Side, Span, compare_texts, kept_facts
from app.engine.facts import find_facts, ledger
from app.engine.matchkey import match_key
from tests.engine.texts import reports, thorough

_SIDES = {
    Fate.ALTERED: [(True, True)],
    Fate.MOVED: [(True, True)],
    Fate.REMOVED: [(True, False)],
    Fate.ADDED: [(False, True)],
}
_ANY_SIDES = [(True, True), (True, False), (False, True)]


@thorough
@given(reports)
@example(("said Lind. “said Lind”.", "said Lind.\n\n“said Lind.\n\n““said Lind”."))
@example(("The harbour Dr.", "The council Dr.\n\nThe council. “We harbour."))
@example(("A the. A the. The crews the.", "A the. The crews said.\n\nA the. A the. The crews."))
def test_each_fact_is_what_stands_in_its_link(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    for fact in comparison.facts:
        spans = fact.a_span is not None, fact.b_span is not None
        assert spans == (bool(fact.a), bool(fact.b))
        assert spans in _SIDES.get(fact.fate, _ANY_SIDES)
        assert (bool(fact.speaker_a), bool(fact.speaker_b)) == 2 * (fact.fate is Fate.MOVED,)
        _stands(comparison, fact, comparison.a, fact.a, fact.a_span)
        _stands(comparison, fact, comparison.b, fact.b, fact.b_span)
        _has_its_edits(fact)


def _stands(comparison: Comparison, fact: Fact, side: Side, shown: str, span: Span | None) -> None:
    """A fact's text is what stands at its span, and that is in the sentences of its link.

    A quotation is shown without what interrupts it, and may stand in several links.
    """
    if span is None:
        return
    there = side.document.text[slice(*span)]
    if fact.kind is Kind.QUOTE:
        rest = iter(there)
        assert all(char in rest for char in shown if not char.isspace())
        return
    assert there.split() == shown.split()
    link = comparison.placed[fact.link]
    sentences = [side.at(place) for place in (link.a if side is comparison.a else link.b)]
    assert any(sentence.start <= span[0] < sentence.end for sentence in sentences)
    assert any(sentence.start < span[1] <= sentence.end for sentence in sentences)


def _has_its_edits(fact: Fact) -> None:
    """An altered quotation, and nothing else, has edits; what lies between them is equal."""
    assert bool(fact.edits) == (fact.kind is Kind.QUOTE and fact.fate is Fate.ALTERED)
    kept_a, kept_b = list(fact.a), list(fact.b)
    for edit in fact.edits:
        kept_a[slice(*edit.a)] = [""] * (edit.a[1] - edit.a[0])
        kept_b[slice(*edit.b)] = [""] * (edit.b[1] - edit.b[0])
    if fact.edits:
        assert _letters("".join(kept_a)) == _letters("".join(kept_b))


def _letters(text: str) -> str:
    return match_key(text).replace(" ", "")


@thorough
@given(reports)
def test_what_is_kept_was_neither_taken_out_nor_put_in(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    kept, told = kept_facts(comparison), comparison.facts
    for fact in kept:
        assert fact.fate is Fate.KEPT
        assert fact.a_span
        assert fact.b_span
        if fact.kind is not Kind.QUOTE:
            assert comparison.a.document.text[slice(*fact.a_span)] == fact.a
            assert comparison.b.document.text[slice(*fact.b_span)] == fact.b
    one_sided = [fact for fact in told if fact.fate in (Fate.REMOVED, Fate.ADDED)]
    assert not _stated(one_sided) & _stated(kept)
    quotations = [fact for fact in told if fact.kind is Kind.QUOTE]
    assert not {f.a_span for f in quotations} & {f.a_span for f in kept if f.kind is Kind.QUOTE}
    assert not {f.b_span for f in quotations} & {f.b_span for f in kept if f.kind is Kind.QUOTE}


def _stated(facts: Iterable[Fact]) -> set[tuple[Kind, str]]:
    """What facts other than quotations, which may stand in a text twice, say."""
    others = [fact for fact in facts if fact.kind is not Kind.QUOTE]
    return {(fact.kind, text) for fact in others for text in (fact.a, fact.b) if text}


@thorough
@given(reports)
def test_the_ledger_tells_each_fact_once(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    told, found = comparison.facts, find_facts(comparison.a, comparison.b, comparison.placed)
    assert told == ledger(found) == ledger(told)
    assert {(fact.kind, fact.fate) for fact in told} == {(fact.kind, fact.fate) for fact in found}
    once = [fact for fact in told if fact.kind not in (Kind.CLAIM, Kind.ATTRIBUTION)]
    assert len({(f.kind, f.fate, f.a.lower(), f.b.lower()) for f in once}) == len(once)
