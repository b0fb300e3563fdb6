"""The sentence of a text that a search found it by, and the words in it to mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.engine import Document, Span
from app.engine.query import SHORTEST_BEGINNING, Phrase, Query
from app.engine.sentences import sentence_spans
from app.engine.terms import fold, located, phrase_at

LONGEST_SEARCHED = 200_000
"""Further into a text nothing is looked for; the text was found, that is sure."""

LONGEST_SHOWN, LEAD = 280, 80
"""Of a long sentence so much is shown, and so much of it before the first mark."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a stretch of a long one, and the spans in it of the words looked for.

    ``starts_late`` and ``ends_early``: the sentence goes on before, or after, what is shown.
    """

    text: str
    marks: tuple[Span, ...] = ()
    starts_late: bool = False
    ends_early: bool = False


def matching_passage(document: Document, query: Query) -> Passage | None:
    """The sentence that has the most of a query, the first of several.

    The first sentence with nothing marked when none has any of it, since then the title has; None
    for a text without sentences.
    """
    best: tuple[str, tuple[Span, ...]] | None = None
    most = (0, 0)
    for sentence in _sentences(document, query):
        found = [(phrase, spans) for phrase in query if (spans := _places(sentence, phrase))]
        weight = len(found), sum(len("".join(phrase.terms)) for phrase, _ in found)
        if weight > most:
            most, best = weight, (sentence, _joined(span for _, spans in found for span in spans))
        if len(found) == len(query):
            break
    if best is None:
        first = next(_sentences(document, ()), None)
        best = (first, ()) if first is not None else None
    return best and _shortened(*best)


def marks_in(text: str, query: Query) -> tuple[Span, ...]:
    """The spans of a short text, a title say, that are looked for; in order, none overlapping."""
    return _joined(span for phrase in query for span in _places(text, phrase))


def _sentences(document: Document, query: Query) -> Iterator[str]:
    """The sentences of the article; with a query those of blocks that may have some of it."""
    wanted = [max(phrase.terms, key=len) for phrase in query]
    for block in document.blocks:
        if block.start > LONGEST_SEARCHED:
            return
        if block.is_furniture:
            continue
        text = document.text_of(block)
        if wanted and not any(term in fold(text) for term in wanted):
            continue
        for start, end in sentence_spans(text):
            yield text[start:end]


def _places(text: str, phrase: Phrase) -> list[Span]:
    found = located(text)
    last = phrase.terms[-1]
    spans: list[Span] = []
    for index in phrase_at(found, phrase.terms, prefix=phrase.prefix):
        ending = found[index + len(phrase.terms) - 1]
        # A single character is found as the beginning of a pair, and stands alone in the mark.
        alone = phrase.prefix and len(last) < SHORTEST_BEGINNING
        spans.append((found[index].start, ending.start + len(last) if alone else ending.end))
    return spans


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _shortened(sentence: str, marks: tuple[Span, ...]) -> Passage:
    if len(sentence) <= LONGEST_SHOWN:
        return Passage(sentence, marks)
    first_mark = marks[0][0] if marks else 0
    start = _after_gap(sentence, min(first_mark - LEAD, len(sentence) - LONGEST_SHOWN))
    end = start + LONGEST_SHOWN
    if end < len(sentence):
        gap = sentence.rfind(" ", start + LONGEST_SHOWN // 2, end + 1)
        end = gap if gap > 0 else end
    shown = sentence[start:end].rstrip()
    inside = ((first - start, min(last - start, len(shown))) for first, last in marks)
    return Passage(
        shown,
        tuple((first, last) for first, last in inside if first < last),
        starts_late=start > 0,
        ends_early=end < len(sentence),
    )


def _after_gap(text: str, place: int) -> int:
    """Where the next word begins; the place itself where words have no gaps."""
    if place <= 0:
        return 0
    gap = text.find(" ", place - 1, place + LEAD // 2)
    return gap + 1 if gap >= 0 else place
