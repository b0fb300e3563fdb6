"""Numbers, dates, names and addresses that were altered, removed or added."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from app.engine.changed import ChangedLink, Half
from app.engine.context import NUMERAL, Context, Evidence
from app.engine.figures import plain
from app.engine.languages import Language
from app.engine.mentions import Mention, agree, alike, stated, with_names
from app.engine.model import Kind
from app.engine.names import Run, bare, capital_runs, shows, tells_of
from app.engine.record import Fact, Fate

_CLOSE, _TIGHT = 48, 24
"""In an edit of up to so many letters numbers without unit, or in other units, face each other."""
_MOST_FACING = 64
"""So many mentions in the place of one are looked at."""
_WORD_AFTER = 30
"""Letters in which the word after or before a number is looked for."""
_ROOT = 3
"""Two names of which no words begin with the same letters were not made from each other."""
_POSSESSIVE = 4
"""Letters that an exchange of names may take in besides."""
_SIGNS = frozenset("~ <~ > < ≥ ≤".split())
_FIGURES = re.compile(r"[\d½¼¾⅓⅔%$£€¥−–-]|://|@")
_DIGIT_MARK, _MARK_DIGIT = re.compile(r"\d[.,]$"), re.compile(r"[.,]\d")

Found = tuple[ChangedLink, Mention]
Pairs = list[tuple[Mention, Mention]]


def mentioned(links: Sequence[ChangedLink], context: Context) -> Iterator[Fact]:
    """The facts of these kinds in the changed links, at each place."""
    gone: list[Found] = []
    new: list[Found] = []
    renamed: set[str] = set()
    for link in links:
        if link.both:
            altered, in_a, in_b = _facing(link, *_touched(link, context))
            for x, y in altered:
                yield _fact(link, x, y)
                renamed.update(word for m in (x, y) if m.name for word in m.name.words)
        else:
            altered, in_a, in_b = (
                [],
                _alone(link.a.text, context, context.b),
                _alone(link.b.text, context, context.a),
            )
        gone.extend((link, m) for m in in_a if not m.weak)
        new.extend((link, m) for m in in_b if not m.weak)
    gone, new = _unpaired(gone, new)
    for found, other, is_gone in ((gone, context.b, True), (new, context.a, False)):
        said = _Said(other)
        for link, m in found:
            if not (m.name and renamed.issuperset(m.name.words)) and not said.says(m):
                yield _fact(link, m, None) if is_gone else _fact(link, None, m)


def _fact(link: ChangedLink, x: Mention | None, y: Mention | None) -> Fact:
    """The entry for a mention of a that became one of b; None where there is none."""
    known = x or y
    assert known is not None
    return Fact(
        known.kind,
        Fate.ALTERED if x and y else Fate.REMOVED if x else Fate.ADDED,
        x.text if x else "",
        y.text if y else "",
        link.number,
        link.a.in_document((x.start, x.end)) if x else None,
        link.b.in_document((y.start, y.end)) if y else None,
    )


def _alone(text: str, context: Context, other: Evidence) -> list[Mention]:
    """What a sentence without counterpart mentions, names that the other side shows left out."""
    if not text:
        return []
    runs = [run for run in capital_runs(text) if not shows(other, run[0])]
    found = stated(text, context.language)
    return with_names(text, found, runs, context) if runs else found


def _touched(link: ChangedLink, context: Context) -> tuple[list[Mention], list[Mention]]:
    """What a link mentions in or beside its edits in a and in b."""
    in_a: list[Mention] = []
    in_b: list[Mention] = []
    if _may_state(link, context.language):
        in_a = stated(link.a.text, context.language, link.a.edits.near)
        in_b = stated(link.b.text, context.language, link.b.edits.near)
    if link.capitals:
        runs_a, runs_b = _changed_runs(link, context)
        if runs_a:
            in_a = with_names(link.a.text, in_a, runs_a, context)
        if runs_b:
            in_b = with_names(link.b.text, in_b, runs_b, context)
    return _within_sentences(link.a, in_a), _within_sentences(link.b, in_b)


def _within_sentences(half: Half, found: list[Mention]) -> list[Mention]:
    """Mentions without those made of the end of one sentence and the beginning of another."""
    return [m for m in found if half.in_one_sentence((m.start, m.end))]


def _may_state(link: ChangedLink, language: Language) -> bool:
    """Whether an edit has a number or a date, a unit or a word such as "about"."""
    return not language.stating.isdisjoint(link.all_words) or bool(_FIGURES.search(link.said))


def _changed_runs(link: ChangedLink, context: Context) -> tuple[list[Run], list[Run]]:
    """Runs of capitals beside edits that stand on one side of a link and not in the other document.

    Where an edit put one in the place of another all count.
    """
    runs_a, runs_b = _runs_beside(link, link.a), _runs_beside(link, link.b)
    if any(_is_exchange(link, number) for number in link.capitals):
        return runs_a, runs_b
    common = {bare(run[0]) for run in runs_a} & {bare(run[0]) for run in runs_b}
    known_a, unknown_a = _known(runs_a, common, context.b)
    known_b, unknown_b = _known(runs_b, common, context.a)
    return _with_kin(unknown_a, known_a, unknown_b), _with_kin(unknown_b, known_b, unknown_a)


def _runs_beside(link: ChangedLink, half: Half) -> list[Run]:
    near = link.capitals_in(half).near
    return [run for run in capital_runs(half.text) if near(*run.span())]


def _is_exchange(link: ChangedLink, number: int) -> bool:
    """Whether an edit inside a sentence puts capitalised words in the place of others."""
    return bool(
        link.a.spans[number][0]
        and link.b.spans[number][0]
        and all(
            part and part[0].isupper() and part.split()[-1][0].isupper()
            for part in link.changes[number]
        )
    )


def _known(runs: list[Run], common: set[str], other: Evidence) -> tuple[list[Run], list[Run]]:
    """The runs that are not common to both, parted: shown by the other document, and not."""
    known: list[Run] = []
    unknown: list[Run] = []
    for run in runs:
        if bare(run[0]) not in common:
            (known if shows(other, run[0]) else unknown).append(run)
    return known, unknown


def _with_kin(runs: list[Run], known: list[Run], unknown: list[Run]) -> list[Run]:
    """The runs, and of the known ones those from which an unknown one may have been made."""
    if not known or not unknown:
        return runs
    beginnings = {word[:_ROOT] for run in unknown for word in run[0].split()}
    kin = [run for run in known if any(word[:_ROOT] in beginnings for word in run[0].split())]
    return sorted([*runs, *kin], key=lambda run: run.start()) if kin else runs


def _facing(
    link: ChangedLink, in_a: list[Mention], in_b: list[Mention]
) -> tuple[Pairs, list[Mention], list[Mention]]:
    """Pair what faces each other: the altered pairs, and what is left on either side.

    First what says the same, then what is comparable.
    """
    if not in_a or not in_b:
        return [], in_a, in_b
    starts, ends = [m.start for m in in_b], [m.end for m in in_b]
    free = [True] * len(in_b)
    rest: list[tuple[Mention, range, int]] = []
    for m in in_a:
        start, end = link.across(link.a, (m.start, m.end))
        first = bisect_right(ends, start)
        near = range(first, min(bisect_left(starts, end), first + _MOST_FACING))
        equal = next((k for k in near if free[k] and _equal(m, in_b[k])), None)
        if equal is not None:
            free[equal] = False
            continue
        back = link.across(link.b, (start, end))
        rest.append((m, near, max(end - start, back[1] - back[0])))
    altered: Pairs = []
    left: list[Mention] = []
    for m, near, room in rest:
        likely = [k for k in near if free[k] and _comparable(link, m, in_b[k], room)]
        if likely:
            best = max(likely, key=lambda k: (_sort(in_b[k]) == _sort(m), -k))
            free[best] = False
            altered.append((m, in_b[best]))
        else:
            left.append(m)
    return altered, left, [m for m, is_free in zip(in_b, free, strict=True) if is_free]


def _equal(x: Mention, y: Mention) -> bool:
    return x.kind is y.kind and agree(x, y)


def _comparable(link: ChangedLink, x: Mention, y: Mention, room: int) -> bool:
    """Whether one of two facts in each other's place can have become the other.

    Numbers and dates of one sort, others only where little else changed; a name that is much like
    the other, or that was exchanged for it and nothing else.
    """
    if x.kind is not y.kind:
        return False
    if x.kind is Kind.NAME:
        return alike(x, y) or _exchanged(link, x, y)
    if x.kind is Kind.LINK:
        return True
    if _sort(x) == _sort(y) != "":
        return True
    if "#" in (_sort(x), _sort(y)):
        return False
    return room <= _TIGHT or (room <= _CLOSE and _sort(x) == _sort(y) and _one_thing(link, x, y))


def _one_thing(link: ChangedLink, x: Mention, y: Mention) -> bool:
    """Whether the same word follows two numbers, or goes before them: what is counted."""
    (before_x, after_x), (before_y, after_y) = _around(link.a.text, x), _around(link.b.text, y)
    return after_x == after_y != "" or before_x == before_y != ""


def _around(text: str, m: Mention) -> tuple[str, str]:
    """The words before and after a mention."""
    before = text[max(m.start - _WORD_AFTER, 0) : m.start].split()
    after = text[m.end : m.end + _WORD_AFTER].split()
    return before[-1] if before else "", after[0] if after else ""


def _exchanged(link: ChangedLink, x: Mention, y: Mention) -> bool:
    """Whether an edit put one name in the place of another and changed nothing else."""
    start, end = link.across(link.a, (x.start, x.end))
    back, forth = link.across(link.b, (y.start, y.end))
    inside = start <= y.start and y.end <= end and back <= x.start and x.end <= forth
    spare = (end - start) - (y.end - y.start) + (forth - back) - (x.end - x.start)
    return inside and spare <= _POSSESSIVE


def _sort(m: Mention) -> str:
    """What sort a number or a date is of: its unit, "#" for ordinals; weekday, time or day."""
    if m.kind is Kind.DATE:
        return m.value.split(" ")[0] if " " in m.value else "day"
    if m.value.startswith("#"):
        return "#"
    words = [word for word in m.value.split(" ") if word not in _SIGNS]
    return " ".join(words[1:])


def _unpaired(gone: list[Found], new: list[Found]) -> tuple[list[Found], list[Found]]:
    """What is left on both sides when equal facts have cancelled each other, one by one."""
    if not gone or not new:
        return gone, new
    spare = Counter((m.kind, m.value) for _, m in gone)
    spare &= Counter((m.kind, m.value) for _, m in new)
    return _without(gone, spare), _without(new, spare)


def _without(found: list[Found], spare: Counter[tuple[Kind, str]]) -> list[Found]:
    left, spare = [], Counter(spare)
    for link, m in found:
        if spare[m.kind, m.value]:
            spare[m.kind, m.value] -= 1
        else:
            left.append((link, m))
    return left


class _Said:
    """What the whole of a side says: a fact that stands there somewhere was not taken out of it."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._known: dict[tuple[Kind, str], bool] = {}

    @cached_property
    def plain(self) -> Evidence:
        """The text as numbers and dates are looked for in it."""
        return Evidence(plain(self.evidence.text), cased=self.evidence)

    def says(self, m: Mention) -> bool:
        """Whether the text states the same somewhere."""
        known = self._known.get((m.kind, m.text))
        if known is None:
            known = self._known[m.kind, m.text] = self._looked_up(m)
        return known

    def _looked_up(self, m: Mention) -> bool:
        if m.name is not None:
            return tells_of(self.evidence, m.name, m.text)
        if m.kind is Kind.LINK:
            return self.evidence.has(m.text)
        shown = plain(m.text).strip(" .")
        if self.plain.is_long and (numerals := NUMERAL.findall(shown)):
            if not self.plain.numerals.issuperset(numerals):
                return False
            if numerals == [shown]:
                return True
        text = self.plain.text
        return any(
            not _DIGIT_MARK.search(text, max(at - 2, 0), at)
            and not _MARK_DIGIT.match(text, at + len(shown))
            for at in self.plain.places(shown)
        )
