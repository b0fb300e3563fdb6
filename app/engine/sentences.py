"""A block's text → the spans of its sentences.

The cutting is done by sentencex (lossless, rules for many languages); what it
cuts too often is joined again: before a lower-case letter, after an enumerator, an
initial or an abbreviation that a name follows, after an ordinal before a month.
"""

from __future__ import annotations

import re
from itertools import pairwise

import regex
from sentencex import get_sentence_boundaries

_CHUNK = 8_000
"""Longest text given to sentencex at once: it is quadratic in unclosed quotation marks."""

_ONE_SENTENCE = re.compile(r"(?! )[\w ,;:'\"“”‘’()–—/$£€%&-]*+(?<! )[.!?]?[”’]?")
"""A text without a mark at which sentences end, but for one at its own end: most paragraphs of news
and all headings. There is nothing to cut."""
_SPACE_BEFORE_STOP = re.compile(r"(?<!\s)\s++(?=\.)")
"""At a capital, a no-break space and a full stop sentencex panics."""

_LOWER_START = regex.compile(r"[\p{Pi}\p{Ps}\"'’]*\p{Ll}")
_ENUMERATOR = regex.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s*")
_INITIAL = regex.compile(r"(?r)(?:^|\s)\p{Lu}\.\s*$")
_ORDINAL = regex.compile(r"(?r)(?:^|\s)\d{1,2}\.\s*$")
_MONTH = regex.compile(
    r"(?:Jan|Feb|Mär|Mar|Apr|Mai|May|Maj|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec|Déc)\p{L}*"
    r"|Jahrhundert|Jh|Klasse|Etage|Bezirk|Mal\b"
)
_ABBREVIATED = regex.compile(
    r"(?r)(?:^|[\s(\p{Pi}\"'])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Gov|Sen|Rep|Rev|Hon|St|Pres|Fr|Sr|Sra|Srta"
    r"|Hr|Fr|Frl|Bgm|Abg|Dipl|Ing|Mme|Mlle|Mgr|Sig|Nr|Art|Abs|Sec|Fig|Vol|pp|vs|v|cf|ca|approx|e\.g|i\.e|z\.\s?B|d\.\s?h|u\.\s?a|bzw|usw|sog|vgl)\.\s*$"
)
_QUOTED_SPEECH = regex.compile(r"(?r)[」』]\s*$")
_SPEECH_VERB = regex.compile(r"[とって]")
_CUT_AFTER = regex.compile(r"[.!?。！？।]\s|\s|[、，,]")

_END_INSIDE = re.compile(r"[.!?…][”»\"]?\s")
"""What a text must have for the next two to find anything."""
_OPENING = re.compile("[“„«]")
_LONG_QUOTATION = regex.compile(
    r"[“„«]((?:[^“”„«»]*?[^“”„«»\p{Lu}][.!?]\s+(?=\p{Lu}))[^“”„«»]*)(?:[”»“]|$)"
)
_AFTER_ELLIPSIS = regex.compile(r"(?:…|\.\.\.)[”»\"]?\s+(?=\p{Lu}(?!\s|['’]))")

Span = tuple[int, int]


def sentence_spans(text: str) -> list[Span]:
    """Cut a block into sentences.

    The spans are in order, do not overlap, have no white space at their ends, and all that
    lies between them is white space. A text of white space has no sentence.
    """
    if len(text) <= _CHUNK and _ONE_SENTENCE.fullmatch(text):
        return [(0, len(text))] if text else []
    pieces = [
        (at + start, at + end) for at, chunk in _chunks(text) for start, end in _boundaries(chunk)
    ]
    joined: list[Span] = []
    in_lower_case = text.islower()
    for start, end in _tiled([*pieces, *_inner_cuts(text)], len(text)):
        if joined and _belong_together(text, joined[-1], (start, end), in_lower_case):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [span for span in (_trimmed(text, *piece) for piece in joined) if span[0] < span[1]]


def _boundaries(text: str) -> list[Span]:
    """Where sentencex cuts a text."""
    text = _SPACE_BEFORE_STOP.sub(lambda space: " " * len(space[0]), text)
    return [
        (found["start_index"], found["end_index"]) for found in get_sentence_boundaries("en", text)
    ]


def _inner_cuts(text: str) -> list[Span]:
    """Where sentences begin that sentencex leaves whole: inside quotations, after an ellipsis."""
    if not _END_INSIDE.search(text):
        return []
    cuts: list[Span] = []
    for quotation in _LONG_QUOTATION.finditer(text) if _OPENING.search(text) else ():
        start, end = quotation.span(1)
        inner = text[start : min(end, start + _CHUNK)]
        cuts.extend((start + begin, start + stop) for begin, stop in _boundaries(inner)[1:])
    if "…" in text or "..." in text:
        cuts.extend((place.end(), place.end()) for place in _AFTER_ELLIPSIS.finditer(text))
    return cuts


def _chunks(text: str) -> list[tuple[int, str]]:
    """The text in pieces of bounded length, cut where a reader would pause if there is a place."""
    chunks: list[tuple[int, str]] = []
    at = 0
    while len(text) - at > _CHUNK:
        cut = at + _CHUNK
        for mark in _CUT_AFTER.finditer(text, at + _CHUNK // 2, at + _CHUNK):
            cut = mark.end()
            if text[mark.start()] in ".!?。！？।":
                break
        chunks.append((at, text[at:cut]))
        at = cut
    chunks.append((at, text[at:]))
    return chunks


def _tiled(pieces: list[Span], length: int) -> list[Span]:
    """The same cuts, but so that no letter lies outside every piece."""
    starts = sorted({0, *(start for start, _ in pieces)})
    return list(pairwise([*starts, length]))


def _belong_together(text: str, before: Span, after: Span, in_lower_case: bool) -> bool:
    head = text[max(before[0], before[1] - 40) : before[1]]
    start = text[after[0] : after[0] + 1]
    if not (in_lower_case or start.isupper()) and _LOWER_START.match(text, *after):
        return True
    if _ENUMERATOR.fullmatch(text, *before):
        return True
    if _INITIAL.search(head) or _ABBREVIATED.search(head):
        return True
    if _ORDINAL.search(head) and _MONTH.match(text, *after):
        return True
    return bool(_QUOTED_SPEECH.search(head) and _SPEECH_VERB.match(text, *after))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
