"""Numbers, dates, names and addresses where they stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.engine.context import Context
from app.engine.dates import may_be_one
from app.engine.figures import figures
from app.engine.languages import Language
from app.engine.model import Kind
from app.engine.names import Name, Run, capital_runs, names_of

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
)


class Mention(NamedTuple):
    """A fact where it stands in a text. Equal values state the same.

    A ``weak`` one tells something only where it faces another of its kind.
    """

    kind: Kind
    start: int
    end: int
    value: str
    text: str
    weak: bool = False
    name: Name | None = None


def mentions(text: str, context: Context) -> list[Mention]:
    """What a text mentions, in order, none inside another.

    Addresses come first, then dates and numbers, then names.
    """
    return with_names(text, stated(text, context.language), capital_runs(text), context)


def stated(
    text: str, language: Language, near: Callable[[int, int], bool] | None = None
) -> list[Mention]:
    """The addresses, numbers and dates of a text, in order; only those ``near`` something."""
    found: list[Mention] = []
    if "://" in text or "@" in text or "www." in text:
        found = [
            Mention(Kind.LINK, *match.span(), match[0].casefold(), match[0])
            for match in _ADDRESS.finditer(text)
        ]
    more = [
        Mention(f.kind, f.start, f.end, f.value, text[f.start : f.end], f.weak)
        for f in figures(text, language, near)
    ]
    found = _with(found, more) if found and more else found or more
    return found if near is None else [m for m in found if near(m.start, m.end)]


def with_names(
    text: str, found: list[Mention], runs: Iterable[Run], context: Context
) -> list[Mention]:
    """What is found already, and the names in some runs of capitals, in order."""
    more = [
        Mention(Kind.NAME, n.start, n.end, n.value, text[n.start : n.end], name=n)
        for n in names_of(text, runs, context)
    ]
    return _with(found, more) if found and more else found or more


def _with(found: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """Mentions in order, and more of them where none stands yet."""
    ends = [m.end for m in found]
    new: list[Mention] = []
    for mention in more:
        place = bisect_right(ends, mention.start)
        if place == len(found) or found[place].start >= mention.end:
            new.append(mention)
    return sorted([*found, *new], key=lambda m: m.start)


def agree(x: Mention, y: Mention) -> bool:
    """Whether two mentions of one kind can state the same, one perhaps saying less."""
    if x.value == y.value:
        return True
    if x.name and y.name:
        return _one_name(x.name, y.name)
    return x.kind is Kind.DATE and may_be_one(x.value, y.value)


def _one_name(x: Name, y: Name) -> bool:
    """A name and its short form (a surname, a genitive); titles count between equal full names."""
    if x.words == y.words:
        return len(x.words) == 1 or x.titles == y.titles
    short, long = sorted((x.words, y.words), key=len)
    return all(any(_one_word(word, other) for other in long) for word in short)


def one_person(x: Name, y: Name) -> bool:
    """Whether two names can be one person's, as far as their words tell."""
    return any(_one_word(u, v) or _nearly(u, v) for u in x.words for v in y.words)


def _one_word(x: str, y: str) -> bool:
    return x == y or x + "s" == y or x == y + "s"


def alike(x: Mention, y: Mention) -> bool:
    """Whether two names that differ may be one name put right: a word in common, or spelt nearly
    so."""
    words_x, words_y = x.value.split(), y.value.split()
    if set(words_x) & set(words_y):
        return True
    return any(_nearly(u, v) for u in words_x for v in words_y)


def _nearly(x: str, y: str) -> bool:
    """Whether two words of five letters or more differ in one or two of them."""
    if min(len(x), len(y)) < 5 or abs(len(x) - len(y)) > 2:
        return False
    head = 0
    while head < min(len(x), len(y)) and x[head] == y[head]:
        head += 1
    tail = 0
    while tail < min(len(x), len(y)) - head and x[-1 - tail] == y[-1 - tail]:
        tail += 1
    return max(len(x), len(y)) - head - tail <= 2
