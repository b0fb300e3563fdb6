"""A comparison in plain words, most telling first, built from its facts and never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from app.engine import Comparison, Fact, Fate, KeptRun, Kind, Measures, Relation, kept_facts
from app.presentation.telling import (
    capital,
    count_in_words,
    counted,
    in_marks,
    isolated,
    listed,
    of,
    shortened,
)

__all__ = ["count_in_words", "headline", "in_words", "shares"]

_NAMED = 2
"""So many altered facts of a kind are named, the others counted."""
_SHORT = 60
"""Letters of a quotation that is shown whole in a sentence."""
_FIRST_WORDS = 70
"""Letters of a sentence that is gone, to tell which it is."""
_MOST_SENTENCES = 3
_MOST_NAMES = 3
_CONTEXT, _MOST_WORDS = 60, 3
"""So many letters, and words, after those of a claim say what it is about."""
_CLAUSE_AFTER = re.compile(r"(?:\s+[\w’'-]+)+(?![\w’'-])")
_CLAUSE_BEFORE = re.compile(r"(?:(?<![\w’'-])[\w’'-]+\s+)+$")
_SMALL_WORDS = frozenset(
    "a an the of to on in at for by with and or that be up from after before as than it its his "
    "her der die das den dem ein eine von zu im am auf für vom zum zur le la les un une de des "
    "du à en et el los las y il lo di del da и в на с في من إلى على".split()
)
_NOUNS = {
    Kind.NUMBER: ("number", "numbers"),
    Kind.DATE: ("date", "dates"),
    Kind.NAME: ("name", "names"),
    Kind.LINK: ("address", "addresses"),
}


def shares(measures: Measures) -> tuple[int, int, int, int]:
    """Verbatim, reworded, moved and new as whole percents that add to 100 (0s for an empty b).

    Largest remainder: what rounding leaves over goes to the largest fractions.
    """
    exact = [
        100 * share
        for share in (measures.verbatim, measures.reworded, measures.moved, measures.new)
    ]
    whole = [int(value) for value in exact]
    missing = round(sum(exact)) - sum(whole)
    by_fraction = sorted(range(4), key=lambda k: (whole[k] - exact[k], k))
    for k in by_fraction[:missing]:
        whole[k] += 1
    return whole[0], whole[1], whole[2], whole[3]


def headline(comparison: Comparison) -> str:
    """What changed in a few words, for a list: "two quotations altered", "9 changes"."""
    if comparison.equal:
        return "nothing changed"
    told = list(_headlines(comparison.facts))
    if told:
        return ", ".join(told[:2])
    only = _only_kind(comparison)
    if only is not None:
        return f"{only.value} only"
    count = len(comparison.changes)
    return f"{count:,} change{'' if count == 1 else 's'}"


def _headlines(facts: Sequence[Fact]) -> Iterator[str]:
    """What befell facts, most telling first."""
    for kind, fates, one, many, verb in (
        (Kind.QUOTE, (Fate.ALTERED,), "quotation", "quotations", "altered"),
        (Kind.QUOTE, (Fate.MOVED,), "quotation", "quotations", "given to another speaker"),
        (Kind.CLAIM, (Fate.NEGATED, Fate.AFFIRMED), "statement", "statements", "turned round"),
        (Kind.CLAIM, (Fate.HARDENED,), "claim", "claims", "hardened"),
        (Kind.CLAIM, (Fate.SOFTENED,), "claim", "claims", "softened"),
        (Kind.NUMBER, (Fate.ALTERED,), "number", "numbers", "changed"),
        (Kind.DATE, (Fate.ALTERED,), "date", "dates", "changed"),
        (Kind.NAME, (Fate.ALTERED,), "name", "names", "changed"),
        (Kind.LINK, (Fate.ALTERED,), "address", "addresses", "changed"),
        (Kind.ATTRIBUTION, (Fate.REMOVED,), "source", "sources", "dropped"),
        (Kind.QUOTE, (Fate.REMOVED,), "quotation", "quotations", "removed"),
        (Kind.QUOTE, (Fate.ADDED,), "quotation", "quotations", "added"),
    ):
        found = of(facts, kind, *fates)
        if found:
            yield f"{counted(len(found), one, many)} {verb}"


def _only_kind(comparison: Comparison) -> Kind | None:
    """Typography or spelling, when nothing else changed."""
    kinds = {kinds for change in comparison.changes for kinds in (change.kinds or (None,))}
    if kinds <= {Kind.TYPOGRAPHY}:
        return Kind.TYPOGRAPHY
    return Kind.SPELLING if kinds <= {Kind.TYPOGRAPHY, Kind.SPELLING} else None


def in_words(comparison: Comparison) -> tuple[str, str]:
    """The most telling sentence or two, and what happened to the sentences.

    Values that run from right to left are wrapped in isolates (``telling.isolated``).
    """
    if comparison.equal:
        return "Nothing changed.", "Both versions say the same, word for word."
    return _lead(comparison), _rest(comparison)


def _lead(comparison: Comparison) -> str:
    facts = comparison.facts
    sentences = [
        *_quotations_and_claims(comparison),
        *_altered(comparison),
        *_sources(facts),
        *_came_and_went(facts),
    ]
    if sentences:
        return " ".join(f"{capital(sentence)}." for sentence in sentences[:_MOST_SENTENCES])
    only = _only_kind(comparison)
    if only is Kind.TYPOGRAPHY:
        return "Only typography changed: quotation marks, dashes, letters’ forms."
    if only is Kind.SPELLING:
        return "Only spelling changed."
    return "No quotation, number, date or name changed."


def _quotations_and_claims(comparison: Comparison) -> Iterator[str]:
    """What became of quotations, joined with what became of claims when that makes a sentence."""
    quotations, claims = list(_quotations(comparison)), list(_claims(comparison))
    if len(quotations) == 1 and ":" not in quotations[0] and claims:
        yield f"{quotations[0]}, and {claims[0]}"
        yield from claims[1:]
    else:
        yield from quotations
        yield from claims


def _quotations(comparison: Comparison) -> Iterator[str]:
    facts = comparison.facts
    altered = of(facts, Kind.QUOTE, Fate.ALTERED)
    if altered:
        lost = of(facts, Kind.QUOTE, Fate.REMOVED, Fate.MOVED)
        kept = len(kept_facts(comparison, (Kind.QUOTE,)))
        told = _how_many(len(altered), len(altered) + len(lost) + kept)
        if len(altered) == 1 and max(len(altered[0].a), len(altered[0].b)) <= _SHORT:
            told = f"{told}: {_became(altered[0].a, altered[0].b)}"
        yield told
    for fact in of(facts, Kind.QUOTE, Fate.MOVED)[:1]:
        quote = in_marks(shortened(fact.b, _SHORT))
        who, not_who = isolated(fact.speaker_b), isolated(fact.speaker_a)
        yield f"{quote} is now said by {who}, not by {not_who}"


def _how_many(altered: int, whole: int) -> str:
    """How many of all quotations of a no longer say the same."""
    if whole == 1:
        return "the only quotation no longer says the same"
    if altered == whole:
        none = "neither" if whole == 2 else "none"
        return f"{none} of the {count_in_words(whole)} quotations says the same any longer"
    verb = "says" if altered == 1 else "say"
    numbers = f"{count_in_words(altered)} of the {count_in_words(whole)}"
    return f"{numbers} quotations no longer {verb} the same"


def _claims(comparison: Comparison) -> Iterator[str]:
    """Claims that hardened or softened, statements that were turned round; one clause a fate."""
    for fate, one, many in (
        (Fate.NEGATED, "a statement is now denied", "statements are now denied"),
        (Fate.AFFIRMED, "a statement is no longer denied", "statements are no longer denied"),
        (Fate.HARDENED, "a claim has hardened", "claims have hardened"),
        (Fate.SOFTENED, "a claim has softened", "claims have softened"),
    ):
        found = of(comparison.facts, Kind.CLAIM, fate)
        if found:
            told = one if len(found) == 1 else f"{count_in_words(len(found))} {many}"
            named = [_became(*_with_context(comparison, fact)) for fact in found[:_NAMED]]
            more = "" if len(found) <= _NAMED else "; among them "
            yield f"{told}{more or ': '}{listed(named)}"


def _with_context(comparison: Comparison, fact: Fact) -> tuple[str, str]:
    """The words of a claim with the next ones, where both sides go on alike: might return."""
    words = _common_words(comparison, fact)
    while words and words[-1].lower() in _SMALL_WORDS:
        words.pop()
    more = "".join(f" {word}" for word in words)
    return fact.a + more, fact.b + more


def _with_things(comparison: Comparison, fact: Fact) -> tuple[str, str]:
    """A bare number with the thing counted: 14 ships; or with what goes before: votes to 6."""
    bare = fact.kind is Kind.NUMBER and fact.a[-1:].isdigit() and fact.b[-1:].isdigit()
    if not bare:
        return fact.a, fact.b
    words = _common_words(comparison, fact)[:1]
    if words and words[0].lower() not in _SMALL_WORDS:
        return f"{fact.a} {words[0]}", f"{fact.b} {words[0]}"
    before = [words[-2:] for words in _words_around(comparison, fact, before=True)]
    if before and before[0] == before[1] and len(before[0]) == 2:
        words = before[0]
        return " ".join([*words, fact.a]), " ".join([*words, fact.b])
    return fact.a, fact.b


def _common_words(comparison: Comparison, fact: Fact) -> list[str]:
    """The next words after a fact that are the same on both sides."""
    around = _words_around(comparison, fact, before=False)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*around, strict=False))
    return [word for word, _ in same]


def _words_around(comparison: Comparison, fact: Fact, *, before: bool) -> list[list[str]]:
    """The next (or last) words of the clause on either side; none for a fact of one side."""
    found = []
    for side, span in ((comparison.a, fact.a_span), (comparison.b, fact.b_span)):
        if span is None:
            return []
        text, start, end = side.document.text, span[0], span[1]
        if before:
            clause = _CLAUSE_BEFORE.search(text, max(start - _CONTEXT, 0), start)
        else:
            clause = _CLAUSE_AFTER.match(text, end, end + _CONTEXT)
        words = clause[0].split() if clause else []
        found.append(words[-_MOST_WORDS:] if before else words[:_MOST_WORDS])
    return found


def _became(a: str, b: str) -> str:
    if not b:
        return f"{in_marks(a)} was dropped"
    if not a:
        return f"{in_marks(b)} came in"
    return f"{in_marks(a)} became {in_marks(b)}"


def _altered(comparison: Comparison) -> Iterator[str]:
    """Numbers, dates, names and addresses that were altered, the first ones by name."""
    facts = comparison.facts
    found = [fact for kind in _NOUNS for fact in of(facts, kind, Fate.ALTERED)]
    if not found:
        return
    named = [_became(*_with_things(comparison, fact)) for fact in found[:_NAMED]]
    rest = Counter(fact.kind for fact in found[_NAMED:])
    if rest:
        counts = [
            counted(count, *(f"{other}{noun}" for noun in _NOUNS[kind]))
            for kind, count in rest.items()
            for other in ("other " if kind is found[0].kind else "",)
        ]
        named.append(f"{listed(counts)} changed")
    yield listed(named)


def _sources(facts: Sequence[Fact]) -> Iterator[str]:
    """Attributions that went or came."""
    for fate, verb in ((Fate.REMOVED, "dropped"), (Fate.ADDED, "added")):
        found = of(facts, Kind.ATTRIBUTION, fate)
        if len(found) == 1:
            yield f"a source was {verb}: {in_marks(shortened(found[0].a or found[0].b, _SHORT))}"
        elif found:
            yield f"{count_in_words(len(found))} sources were {verb}"


def _came_and_went(facts: Sequence[Fact]) -> Iterator[str]:
    """Quotations and names that one side alone has."""
    gone, new = of(facts, Kind.QUOTE, Fate.REMOVED), of(facts, Kind.QUOTE, Fate.ADDED)
    told = [
        f"{counted(len(found), 'quotation is', 'quotations are')} {what}"
        for found, what in ((gone, "gone"), (new, "new"))
        if found
    ]
    if told:
        yield listed(told)
    for fate, what in ((Fate.REMOVED, "no longer named"), (Fate.ADDED, "named for the first time")):
        found = of(facts, Kind.NAME, fate)
        if found:
            names = [isolated(fact.a or fact.b) for fact in found[:_MOST_NAMES]]
            more = len(found) - len(names)
            others = [f"{count_in_words(more)} more"] if more else []
            yield f"{what}: {listed([*names, *others])}"
    for fate, what in ((Fate.REMOVED, "gone"), (Fate.ADDED, "new")):
        counts = [
            counted(len(found), *_NOUNS[kind])
            for kind in (Kind.NUMBER, Kind.DATE, Kind.LINK)
            if (found := of(facts, kind, fate))
        ]
        if counts:
            is_one = len(counts) == 1 and counts[0].startswith("one ")
            yield f"{listed(counts)} {'is' if is_one else 'are'} {what}"


def _rest(comparison: Comparison) -> str:
    """How many sentences were reworded, moved, added and removed, and what the last ones said."""
    found: Counter[str] = Counter()
    for link in comparison.placed:
        if link.relation is Relation.REMOVED:
            found["removed"] += 1
        elif link.relation is Relation.ADDED:
            found["added"] += 1
        elif link.moved:
            found["moved"] += len(link.b)
        elif link.relation is not Relation.SAME:
            found["reworded"] += len(link.b)
    parts = [
        f"{count_in_words(found[fate])} {'was' if found[fate] == 1 else 'were'} {fate}"
        for fate in ("reworded", "moved", "added", "removed")
        if found[fate]
    ]
    sentences = "sentence" if found.total() == 1 else "sentences"
    number, verb, fate = parts[0].split()
    told = listed([f"{capital(number)} {sentences} {verb} {fate}", *parts[1:]])
    if any(isinstance(part, KeptRun) for part in comparison.reading):
        told = f"{told}; the rest is word for word the same"
    return f"{told}.{_gone(comparison)}"


def _gone(comparison: Comparison) -> str:
    """The beginnings of the sentences that are gone, when they are few."""
    gone = [link for link in comparison.placed if link.relation is Relation.REMOVED]
    if not 0 < len(gone) <= _NAMED:
        return ""
    firsts = [
        in_marks(shortened(comparison.a.joined(link.a), _FIRST_WORDS).rstrip(".")) for link in gone
    ]
    return f" Gone {'is' if len(gone) == 1 else 'are'} {listed(firsts)}."
