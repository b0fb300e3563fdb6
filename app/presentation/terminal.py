"""A comparison as lines for a terminal: woven prose, wrapped, coloured or with plain marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.engine import Comparison, Span
from app.presentation.page import Mark, Run
from app.presentation.prose import Paragraph, Sign, woven
from app.presentation.readable import MOVED
from app.presentation.summary import in_words, shares

_RESET, _STRONG, _QUIET = "\x1b[0m", "\x1b[1m", "\x1b[2m"
# Told apart by a line and by colours that all can tell apart: orange through, blue under.
_COLOURS = {Mark.DELETED: "\x1b[33;9m", Mark.INSERTED: "\x1b[36;4m"}
_SIGN_COLOURS = {
    Sign.CHANGED: _STRONG,
    Sign.ADDED: "\x1b[36m",
    Sign.REMOVED: "\x1b[33m",
    Sign.MOVED_HERE: "\x1b[35m",
    Sign.MOVED_AWAY: "\x1b[35m",
    Sign.KEPT: _QUIET,
    Sign.FURNITURE: _QUIET,
}
_MARKS = {Mark.DELETED: ("[-", "-]"), Mark.INSERTED: ("{+", "+}")}
# A phrase that moved inside its sentence has the signs of a passage that moved, colours or not.
_PHRASE_COLOURS = {Mark.DELETED: "\x1b[35;2m", Mark.INSERTED: "\x1b[35;4m"}
_PHRASE_MARKS = {Mark.DELETED: ("[<", "<]"), Mark.INSERTED: ("{>", ">}")}

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"\S+")
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a line is, in columns, and whether there are colours."""

    width: int = 80
    colour: bool = False


def printable(text: str) -> str:
    """The text without characters that would command a terminal (each shown as U+FFFD)."""
    return _CONTROLS.sub("\ufffd", text)


def terminal_lines(comparison: Comparison, name_a: str, name_b: str, look: Look) -> Iterator[str]:
    """The lines to print, without line ends; the names are those of the files."""
    for letter, name, side in (("a", name_a, comparison.a), ("b", name_b, comparison.b)):
        title = " ".join([name, *side.document.title.split()])
        yield from _wrapped([Run(f"{letter}  {title}")], look.width, look)
    lead, rest = in_words(comparison)
    yield ""
    yield from _wrapped([Run(f"{lead} {rest}")], look.width, look)
    if not comparison.equal:
        yield from _wrapped([Run(_measures(comparison))], look.width, look)
    for bound in comparison.degraded:
        yield from _wrapped([Run(bound)], look.width, look)
    paragraphs = [] if comparison.equal else list(woven(comparison))
    digits = max((len(_numbers(paragraph)) for paragraph in paragraphs), default=0)
    for paragraph in paragraphs:
        yield ""
        yield from _paragraph(paragraph, digits, look)


def _measures(comparison: Comparison) -> str:
    verbatim, reworded, moved, new = shares(comparison.measures)
    gone = round(100 * comparison.measures.gone)
    return (
        f"Of b: {verbatim} % verbatim, {reworded} % reworded, {moved} % moved, {new} % new. "
        f"Of a: {gone} % gone."
    )


def _numbers(paragraph: Paragraph) -> str:
    changes = paragraph.changes
    if len(changes) < 2:
        return "".join(map(str, changes))
    return f"{changes[0]}–{changes[-1]}"


def _paragraph(paragraph: Paragraph, digits: int, look: Look) -> Iterator[str]:
    """A paragraph with its sign and the numbers of its changes hanging before it."""
    gutter = f"{paragraph.sign} {_numbers(paragraph):>{digits}}  "
    width = look.width - len(gutter)
    lines = _wrapped(paragraph.runs, width, look)
    if paragraph.note:
        note = _wrapped([Run(paragraph.note)], width, look)
        lines += [_painted(line, _QUIET, look) for line in note]
    for number, line in enumerate(lines):
        before = gutter if number == 0 else " " * len(gutter)
        yield _painted(before, _SIGN_COLOURS[paragraph.sign], look) + line


def _painted(text: str, code: str, look: Look) -> str:
    return f"{code}{text}{_RESET}" if look.colour and code and text.strip() else text


def _wrapped(runs: Sequence[Run], width: int, look: Look) -> list[str]:
    """The runs as lines of at most ``width`` columns, broken between words where possible."""
    shown = [(_shown(run, look), _colour(run)) for run in runs]
    text = "".join(part for part, _ in shown)
    lines: list[str] = []
    following = iter(shown)
    part, colour, part_end = "", "", 0
    for start, end in _line_spans(text, max(width, _NARROWEST)):
        pieces: list[str] = []
        while start < end:
            while part_end <= start:
                part, colour = next(following)
                part_end += len(part)
            stop = min(end, part_end)
            pieces.append(_painted(text[start:stop], colour, look))
            start = stop
        lines.append("".join(pieces))
    return lines


def _shown(run: Run, look: Look) -> str:
    """A run as it is printed, all white space as blanks, with its marks around it.

    Where there are colours, only a phrase that moved has marks."""
    text = _SPACE.sub(" ", printable(run.text))
    if run.mark is Mark.PLAIN or (look.colour and run.kind != MOVED):
        return text
    before, after = (_PHRASE_MARKS if run.kind == MOVED else _MARKS)[run.mark]
    return f"{before}{text}{after}"


def _colour(run: Run) -> str:
    return (_PHRASE_COLOURS if run.kind == MOVED else _COLOURS).get(run.mark, "")


def _line_spans(text: str, width: int) -> Iterator[Span]:
    """Where each line starts and ends in the text."""
    start = end = 0
    for word in _WORD.finditer(text):
        if start < end and _columns(text[start : word.end()]) > width:
            yield start, end
            start = end
        if start == end:
            start = word.start()
        end = word.end()
        while _columns(text[start:end]) > width:
            cut = start + _fitting(text[start:end], width)
            yield start, cut
            start = cut
    if start < end:
        yield start, end


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_column_width, text))


@cache
def _column_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fitting(text: str, width: int) -> int:
    """How many of the first characters fit into ``width`` columns; at least one."""
    room = width
    for count, char in enumerate(text):
        room -= _column_width(char)
        if room < 0:
            return max(count, 1)
    return len(text)
