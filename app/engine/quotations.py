"""What is said in quotation marks.

Every pair of marks that newspapers use; one inside another belongs to it; a quotation may run
over several sentences, and over several paragraphs when each begins with an opening mark and only
the last closes (as speeches are set). Apostrophes, inches and years ('90s) are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.engine.model import Span

_MARK = re.compile(r"[“”„‟«»‹›「」『』\"＂‘’‚']")
_CLOSERS = {
    "“": '”"',
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    '"': '"”',
    "＂": "＂",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
_NEVER_CLOSE = frozenset("„‟‚「『")
GO_ON = frozenset('“„«"「『')
"""Marks that begin each paragraph of a quotation over several."""
_LETTER = re.compile(r"\w")
_WORD_AFTER = re.compile(r"\s*[^\W\d_]")
_YEARS = re.compile(r"\d\ds?\b")
_LONGEST_SINGLE = 400
"""Letters between straight single marks; what is longer is two apostrophes."""


class Quotation(NamedTuple):
    """A quotation: the span with its marks, and the span of the words that count.

    The words leave out the closing comma that typesetters put inside the marks. ``open``: it is
    never closed and ends where its paragraph does.
    """

    start: int
    end: int
    first: int
    last: int
    open: bool = False


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of one paragraph, in order."""
    return quotations_in(text, [(0, len(text))])


def quotations_in(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """The outermost quotations of paragraphs that follow each other in a text, in order."""
    found: list[Quotation] = []
    begun: int | None = None
    ended = 0
    for place, (start, end) in enumerate(paragraphs):
        pairs, unclosed = _pairs(text, start, end)
        if begun is not None and text[start] == text[begun]:
            if pairs and pairs[0][0] == start:
                _add(found, text, begun, pairs.pop(0)[1])
                begun = None
            elif unclosed == start:
                pairs = []
            else:
                _add(found, text, begun, ended, is_open=True)
                begun = None
        elif begun is not None:
            _add(found, text, begun, ended, is_open=True)
            begun = None
        if begun is None and unclosed is not None:
            goes_on = (
                place + 1 < len(paragraphs) and text[paragraphs[place + 1][0]] == text[unclosed]
            )
            if goes_on or not pairs or pairs[-1][0] < unclosed:
                begun = unclosed
                pairs = [pair for pair in pairs if pair[0] < unclosed]
        for pair in pairs:
            _add(found, text, *pair)
        ended = end
    if begun is not None:
        _add(found, text, begun, ended, is_open=True)
    return sorted(found, key=lambda quotation: quotation.start)


def _marks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The marks of a paragraph and their places, apostrophes inside words left out."""
    marks = []
    for found in _MARK.finditer(text, start, end):
        place, mark = found.start(), found[0]
        if mark not in "'’‘" or not (
            text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()
        ):
            marks.append((place, mark))
    return marks


def _pairs(text: str, start: int, end: int) -> tuple[list[Span], int | None]:
    """The outermost pairs of marks in a paragraph, and the first one of a kind that may go on."""
    marks = _marks(text, start, end)
    if not marks:
        return [], None
    stack: list[int] = []
    waiting: dict[str, int] = {}
    pairs: list[Span] = []
    for number, (place, mark) in enumerate(marks):
        if waiting.get(mark) and _closes(text, place, mark, marks, number):
            while True:
                opened = stack.pop()
                closers = _CLOSERS[text[opened]]
                for closer in closers:
                    waiting[closer] -= 1
                if mark in closers:
                    break
            if mark != "'" or place - opened <= _LONGEST_SINGLE:
                pairs.append((opened, place))
        elif mark in _CLOSERS and _opens(text, place, mark, start):
            stack.append(place)
            for closer in _CLOSERS[mark]:
                waiting[closer] = waiting.get(closer, 0) + 1
    unclosed = next((place for place in stack if text[place] in GO_ON), None)
    return _outermost(pairs) if len(pairs) > 1 else pairs, unclosed


def _outermost(pairs: list[Span]) -> list[Span]:
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return outer


def _opens(text: str, place: int, mark: str, start: int) -> bool:
    """Whether a mark that may be an inch sign or a closing mark opens a quotation."""
    if mark in _NEVER_CLOSE:
        return True
    before = text[place - 1] if place > start else " "
    after = text[place + 1 : place + 2]
    if mark in "'‘":
        opens = not before.isalnum() and (after.isalnum() or after in '“"¡¿')
        return opens and after != "" and not _YEARS.match(text, place + 1)
    if mark in "«»‹›":
        return not before.isalnum() and _WORD_AFTER.match(text, place + 1) is not None
    return not before.isalnum() and bool(after.strip())


def _closes(
    text: str, place: int, mark: str, marks: Sequence[tuple[int, str]], number: int
) -> bool:
    """Whether a mark that an open quotation waits for is meant to close it.

    The apostrophe of "the boats' crews" closes nothing when another mark is there to do it.
    """
    after = text[place + 1 : place + 2]
    if mark in "’'":
        if after.isalnum():
            return False
        if text[place - 1] == "s" and after == " " and text[place + 2 : place + 3].islower():
            return marks[number + 1 : number + 2] == [] or marks[number + 1][1] != mark
        return True
    return mark != '"' or not text[place - 1].isspace() or not after.isalnum()


def _add(found: list[Quotation], text: str, start: int, end: int, *, is_open: bool = False) -> None:
    """A quotation from its first mark to its last (or to ``end``, when it is open)."""
    first, last = start + 1, end
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] in ",،、"):
        last -= 1
    if last - first == 1 and text[start] in "'‘":
        return
    if _LETTER.search(text, first, last):
        stop = end if is_open else end + 1
        found.append(Quotation(start, stop, first, last, is_open))
