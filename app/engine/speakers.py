"""Who says a quotation: the person named next to a verb of speech beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.engine.claims import words_of
from app.engine.context import Context
from app.engine.model import Span
from app.engine.names import Name, names
from app.engine.quotations import Quotation

NEAR = 100
"""Letters before and after a quotation in which its speaker is looked for."""
_SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\b\w)[.!?](?=\s|$)|\n\s*\n")
_NOT_SPEAKING = re.compile(r"\b(?:in|at|of|from|near|for|to|on|with|told|tells?|by) (?:the )?$")
_BETWEEN = re.compile(r"(?:,[^,.;:]{1,70},|,)?\s*(?:has |had |a |ha |also |then |later )?")
_LED_IN = re.compile(r"[\s,—–-]*(?:a |ha |as |so )?")
_GOES_ON = re.compile(r"\s*[,–—-]|\s*[^\W\d_A-ZÀ-ÞА-Я]")
"""What follows a quotation that did not end its sentence, though it has a full stop."""
_LONGEST_WORD = 12
_APPOSITION = 60
"""Letters between a verb of speech and a name that say who the person is."""


def speaker(text: str, quotation: Quotation, around: Span, context: Context) -> Name | None:
    """The person who says a quotation in some paragraphs; None when nobody is named.

    Looked for after it first (said Lind; Lind said), then before it (Lind said; according to Lind).
    """
    after = _after(text, quotation, around[1])
    if after:
        found = _said_by(text, after, context) or _who_says(text, after, context, last=False)
        if found:
            return found
    before = _before(text, quotation, around[0])
    return _who_says(text, before, context, last=True) or _according(text, before, context)


def _after(text: str, quotation: Quotation, end_of_paragraph: int) -> Span | None:
    """What follows a quotation in its sentence; None when the quotation ended it."""
    start = quotation.end
    if text[quotation.last - 1] == "." and not _GOES_ON.match(text, start):
        return None
    end = min(end_of_paragraph, start + NEAR)
    stop = _SENTENCE_END.search(text, start, end)
    return (start, stop.start() if stop else end) if start < end else None


def _before(text: str, quotation: Quotation, start_of_paragraph: int) -> Span:
    start = max(start_of_paragraph, quotation.start - NEAR)
    for stop in _SENTENCE_END.finditer(text, start, quotation.start):
        start = stop.end()
    return start, quotation.start


def _names_in(text: str, span: Span, context: Context) -> Sequence[Name]:
    return [
        name
        for name in names(text, context, within=span)
        if not _NOT_SPEAKING.search(text, max(0, name.start - _LONGEST_WORD), name.start)
    ]


def _said_by(text: str, span: Span, context: Context) -> Name | None:
    """said Lind; said the mayor, Rut Lind"""
    lead = _LED_IN.match(text, *span)
    at = lead.end() if lead else span[0]
    verb = next(iter(words_of(text, at, span[1])), None)
    if verb is None or verb.start != at or verb.word not in context.language.speech:
        return None
    found = _names_in(text, (verb.end, min(span[1], verb.end + _APPOSITION)), context)
    return found[0] if found else None


def _who_says(text: str, span: Span, context: Context, *, last: bool) -> Name | None:
    """Lind said; Lind, the mayor of Port Ellery, said"""
    if not any(word.word in context.language.speech for word in words_of(text, *span)):
        return None
    found = None
    for name in _names_in(text, span, context):
        between = _BETWEEN.match(text, name.end, span[1])
        at = between.end() if between else name.end
        verb = next(iter(words_of(text, at, min(len(text), at + 20))), None)
        if (
            verb
            and verb.start == at
            and verb.end <= span[1]
            and verb.word in context.language.speech
        ):
            found = name
            if not last:
                break
    return found


def _according(text: str, span: Span, context: Context) -> Name | None:
    low = text[span[0] : span[1]].lower()
    for phrase in context.language.according:
        at = low.rfind(phrase)
        if at >= 0:
            begin = span[0] + at + len(phrase)
            found = names(text, context, within=(begin, span[1]))
            return found[0] if found and found[0].start == begin + 1 else None
    return None
