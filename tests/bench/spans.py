"""Edit spans found against edit spans labelled, for pairs of texts.

How it is scored:

- An edit is (op, span in a, span in b). Spans lose the white space at their ends, labelled and
  found alike, and the mark ``||`` (one set's mark for where a sentence ends) is white space. An
  edit with a span on one side only is a *delete* or an *insert*, with both a *replace*
  (labelled: "substitute"), whatever it was called; one with neither is none. Where an insert
  stands in a, and a delete in b, is not asked.
- A labelled *move* is a delete and an insert: text that went from one place and came in at
  another. That is what edits, ours and the others', can say.
- A labelled *structure* (a clause turned round, a voice changed) has parts of its own; each
  counts as what it does: substitution, deletion, insertion, reorder (as a move).
- A labelled edit in several pieces, as many in a as in b, is as many edits, paired in order.
  With other numbers of pieces it stays one edit that no found edit can equal: all miss it.
- *Exact*: an edit counts when op and spans are the same. *Core*: the same, but first an edit is
  brought down to what differs: words that are equal at the ends of both its spans are cut off,
  and what is neither letter nor digit ("house." → "house again." is an insert of "again"). It
  tells how much of a difference is only about what hangs on a word. *Changed characters*: the
  characters of a and of b, white space aside, that lie in any edit's span. All as F1, summed
  over the set.

The links are not given: the engine gets two lists of one sentence each, and where it does
not link them, all of a is deleted and all of b inserted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from app.engine import compare_sentences
from tests.bench.gold import EditedPair
from tests.bench.scoring import Count

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SpanEdit:
    """What stands at ``a`` became what stands at ``b``; either may be empty, few have two spans."""

    a: Spans
    b: Spans


@dataclass(frozen=True, slots=True)
class SpanScore:
    """One method on one set."""

    exact: Count = field(default_factory=Count)
    core: Count = field(default_factory=Count)
    characters: Count = field(default_factory=Count)

    def __add__(self, other: SpanScore) -> SpanScore:
        return SpanScore(
            self.exact + other.exact,
            self.core + other.core,
            self.characters + other.characters,
        )


SpanMethod = Callable[[str, str], Iterable[SpanEdit]]

_WHITE_SPACE = re.compile(r"\s*(.*?)\s*", re.DOTALL)
_MARKS = re.compile(r"[\W_]*(.*?)[\W_]*", re.DOTALL)
"""What is inside, for a span to be trimmed to."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def ours(a: str, b: str) -> Iterator[SpanEdit]:
    """The edits of the engine, by its public face."""
    for link in compare_sentences([a], [b]).links:
        if link.a and link.b:
            for edit in link.edits:
                yield SpanEdit((edit.a,), (edit.b,))
        elif link.a:
            yield SpanEdit(((0, len(a)),), ())
        else:
            yield SpanEdit((), ((0, len(b)),))


def difflib_over(token: re.Pattern[str]) -> SpanMethod:
    """difflib over the tokens that a pattern finds."""

    def method(a: str, b: str) -> Iterator[SpanEdit]:
        spans_a = [found.span() for found in token.finditer(a)]
        spans_b = [found.span() for found in token.finditer(b)]
        tokens_a, tokens_b = [a[s:e] for s, e in spans_a], [b[s:e] for s, e in spans_b]
        matcher = SequenceMatcher(None, tokens_a, tokens_b, autojunk=False)
        for op, i, j, k, l in matcher.get_opcodes():
            if op != "equal":
                yield SpanEdit(_stretch(spans_a[i:j]), _stretch(spans_b[k:l]))

    return method


difflib_words = difflib_over(re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]"))
"""Words with their inner apostrophes and hyphens; every other mark by itself."""
difflib_chunks = difflib_over(re.compile(r"\S+"))
"""What stands between white space."""


def score_edits(pairs: Iterable[EditedPair], method: SpanMethod) -> SpanScore:
    """Score a method on a set."""
    return sum((score_edited_pair(pair, method) for pair in pairs), SpanScore())


def score_edited_pair(pair: EditedPair, method: SpanMethod) -> SpanScore:
    """Score a method on one pair of texts."""
    a, b, found, wanted = found_and_wanted(pair, method)
    return SpanScore(
        Count.of(found, wanted),
        Count.of(cores(found, a, b), cores(wanted, a, b)),
        Count.of(_characters(found, a, b), _characters(wanted, a, b)),
    )


def found_and_wanted(
    pair: EditedPair, method: SpanMethod
) -> tuple[str, str, frozenset[SpanEdit], frozenset[SpanEdit]]:
    """Both texts as they are scored, the edits found and the edits labelled."""
    a, b = pair.a.replace("||", "  "), pair.b.replace("||", "  ")
    found = _trimmed(method(a, b), a, b)
    return a, b, found, _trimmed(labelled(pair), a, b)


def labelled(pair: EditedPair) -> Iterator[SpanEdit]:
    """The labelled edits, moves and structures taken apart."""
    for edit in pair.edits:
        for part in edit.get("composite") or [edit]:
            a, b = _spans(part, "a"), _spans(part, "b")
            if part["op"] in ("move", "reorder"):
                yield SpanEdit(a, ())
                yield SpanEdit((), b)
            elif len(a) == len(b):
                for span_a, span_b in zip(a, b, strict=True):
                    yield SpanEdit((span_a,), (span_b,))
            else:
                yield SpanEdit(a, b)


def _spans(edit: dict[str, Any], side: str) -> Spans:
    several = edit.get(f"{side}_spans")
    if several is None:
        several = [edit[side]] if edit[side] else []
    return tuple((start, end) for start, end in several)


def _stretch(spans: list[Span]) -> Spans:
    return ((spans[0][0], spans[-1][1]),) if spans else ()


def _trimmed(edits: Iterable[SpanEdit], a: str, b: str) -> frozenset[SpanEdit]:
    """The edits without white space at the ends of their spans, and without empty spans."""
    found = (SpanEdit(_trim(edit.a, a), _trim(edit.b, b)) for edit in edits)
    return frozenset(edit for edit in found if edit.a or edit.b)


def _trim(spans: Spans, text: str, ends: re.Pattern[str] = _WHITE_SPACE) -> Spans:
    trimmed: list[Span] = []
    for start, end in spans:
        inner = ends.fullmatch(text, start, min(end, len(text)))
        if inner and inner[1]:
            trimmed.append(inner.span(1))
    return tuple(trimmed)


def cores(edits: Iterable[SpanEdit], a: str, b: str) -> frozenset[SpanEdit]:
    """The edits brought down to the words that differ; those of marks only are left out."""
    found: set[SpanEdit] = set()
    for edit in edits:
        spans_a, spans_b = edit.a, edit.b
        if len(spans_a) == len(spans_b) == 1:
            core_a, core_b = _core(a, b, spans_a[0], spans_b[0])
            spans_a, spans_b = (core_a,), (core_b,)
        found.add(SpanEdit(_trim(spans_a, a, _MARKS), _trim(spans_b, b, _MARKS)))
    return frozenset(found - {SpanEdit((), ())})


def _core(a: str, b: str, span_a: Span, span_b: Span) -> tuple[Span, Span]:
    words_a = [found.span() for found in _WORD.finditer(a, *span_a)]
    words_b = [found.span() for found in _WORD.finditer(b, *span_b)]
    for at in (0, -1):
        while words_a and words_b and a[slice(*words_a[at])] == b[slice(*words_b[at])]:
            del words_a[at], words_b[at]
    empty = (0, 0)
    return (
        (words_a[0][0], words_a[-1][1]) if words_a else empty,
        (words_b[0][0], words_b[-1][1]) if words_b else empty,
    )


def _characters(edits: Iterable[SpanEdit], a: str, b: str) -> frozenset[tuple[str, int]]:
    return frozenset(
        (side, place)
        for edit in edits
        for side, text, spans in (("a", a, edit.a), ("b", b, edit.b))
        for start, end in spans
        for place in range(start, end)
        if not text[place].isspace()
    )
