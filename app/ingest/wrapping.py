"""Plain text whose lines were broken at a width, as in mail and old wire copy.

A line end may mean a new paragraph, a verse, an entry of a list, or nothing at all. It means
nothing where the next word would not have fitted any more, and only in a text in which most
line ends are of that kind; there they become spaces, and everywhere else they stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WIDTHS = range(45, 101)
_SLACK = 2
"""Some programs leave as many columns free at the end of a line."""
_FEWEST_BREAKS = 3
_MOST_OF_THE_BREAKS = 0.6
_INSIDE_SENTENCES = 0.6
"""So many of the lines at least end inside a sentence; where each is one, nothing was wrapped."""
_CAPITALS = 0.75
"""Where so many lines begin with a capital, they are verses, or titles."""
_OF_WORDS = 0.8
"""So many lines at least consist of several words; keys and packed files do not."""
_AS_WIDE = 0.98
"""A line in fifty may be longer: an address cannot be broken."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
)
"""Letters that take two columns."""
_UNSPACED = re.compile("[\u2e80-\u303e\u3041-\u9fff\uf900-\ufaff\uff00-\uff60]")
"""Letters of scripts that put no spaces between words."""
_SEVERAL_WORDS = re.compile(rf"\S\s+\S|{_UNSPACED.pattern}")
_ITEM = re.compile(r"\s*(?:[-*•‣◦–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S")
_NO_PROSE = re.compile(r"\S(?:\t|   )\s*+\S|^\s*[>|#]|[{};]\s*$")
"""Columns, quoted mail, and what programs are written in."""
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？：；۔؟।॥][)\]}\"'’”»›]*$")
_PARTED_WORD = re.compile(r"\w[-\u2010\u2013\u2014/]$")
_SUSPENDED = re.compile(r"(?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of|och|eller|og|i)\b", re.I)
"""Before these a hyphen is followed by a space: two- and three-year-olds."""


def unwrapped(text: str) -> str:
    """The text with its wrapped lines joined into paragraphs, or as it is when none clearly are."""
    lines = text.split("\n")
    if len(lines) <= _FEWEST_BREAKS:
        return text
    wrapped = _wrapped(lines)
    if not wrapped:
        return text
    pieces: list[str] = []
    begun = False
    for number, line in enumerate(lines):
        goes_on = number in wrapped
        kept = line.lstrip() if begun else line
        pieces.append(kept.rstrip() if goes_on else kept)
        if goes_on:
            pieces.append(_between(line.rstrip(), lines[number + 1].lstrip()))
        else:
            pieces.append("\n")
        begun = goes_on
    return "".join(pieces[:-1])


def _wrapped(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that go on in the next one; none when it is not clear."""
    pairs = [
        n for n in range(len(lines) - 1) if not (_is_empty(lines[n]) or _is_empty(lines[n + 1]))
    ]
    if len(pairs) < _FEWEST_BREAKS:
        return set()
    limit = _width_of(lines, pairs)
    if limit not in _WIDTHS:
        return set()
    found: set[int] = set()
    passed_over = 0
    for number in pairs:
        line, following = lines[number], lines[number + 1]
        if not _may_go_on(line, following, number - 1 in found):
            passed_over += 1
        elif _is_full(line, following, limit):
            found.add(number)
    enough = max(_FEWEST_BREAKS, _MOST_OF_THE_BREAKS * (len(pairs) - passed_over))
    return found if len(found) >= enough and _reads_on(lines, found) else set()


def _reads_on(lines: Sequence[str], wrapped: set[int]) -> bool:
    """Whether these are lines of prose: words, that go on inside sentences and in small letters."""
    inside = sum(not _ENDS_SENTENCE.search(lines[number].rstrip()) for number in wrapped)
    words = sum(bool(_SEVERAL_WORDS.search(lines[number])) for number in wrapped)
    first = [lines[number + 1].lstrip()[0] for number in wrapped]
    capitals = sum(letter.isupper() for letter in first)
    return (
        inside >= _INSIDE_SENTENCES * len(wrapped)
        and capitals < _CAPITALS * len(wrapped)
        and words >= _OF_WORDS * len(wrapped)
    )


def _is_empty(line: str) -> bool:
    return not line or line.isspace()


def _width_of(lines: Sequence[str], pairs: Sequence[int]) -> int:
    """The width that the lines were wrapped to, or 0."""
    several = sorted({*pairs, *(number + 1 for number in pairs)})
    widths = sorted(_columns(lines[number].rstrip()) for number in several)
    return widths[int(_AS_WIDE * (len(widths) - 1))] if widths else 0


def _columns(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _may_go_on(line: str, following: str, begun: bool) -> bool:
    """Whether the next line looks like the same paragraph; ``begun``: this one is not its first."""
    if _ITEM.match(following) or _NO_PROSE.search(line) or _NO_PROSE.search(following):
        return False
    indent, next_indent = (len(each) - len(each.lstrip(" \t")) for each in (line, following))
    if next_indent > indent:  # a paragraph begins, or an entry of a list goes on
        return _ITEM.match(line) is not None
    return next_indent == indent or not begun


def _is_full(line: str, following: str, limit: int) -> bool:
    """Whether the next word would not have fitted."""
    following = following.lstrip()
    word = following[:1] if _UNSPACED.match(following) else following.split(maxsplit=1)[0]
    return _columns(line.rstrip()) + 1 + _columns(word) >= limit - _SLACK


def _between(line: str, following: str) -> str:
    """What stands between two lines when they are one: a space, where words are parted by one."""
    before, after = line[-1], following[0]
    if _UNSPACED.match(before) and not (after.isascii() and after.isalnum()):
        return ""
    if _UNSPACED.match(after) and not (before.isascii() and before.isalnum()):
        return ""
    parted = _PARTED_WORD.search(line) and after.isalnum()
    return "" if parted and not _SUSPENDED.match(following) else " "
