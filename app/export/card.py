"""A comparison as a picture for chats: its title, how much changed, its most telling change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

from app.engine import Change, Comparison, Fate, Kind, Relation
from app.export.about import About
from app.export.letters import breakable, printable, runs_leftward
from app.export.typesetting import faces, set_picture
from app.presentation.page import Mark, Run
from app.presentation.prose import weave_groups
from app.presentation.readable import groups
from app.presentation.runs import moved_phrases
from app.presentation.summary import shares
from app.presentation.telling import capital, counted, fact_notes

WIDTH, HEIGHT = 1200, 630
"""In pixels: what those who show such cards ask for."""

_TITLE = 150
_LABEL = 60
_TEXT = 330
"""So much of a text is shown, in letters of the Latin script; those that are wide count twice."""
_BEFORE = 90
"""So much of what stayed is shown before the first mark."""
_BETWEEN = 120
"""So much of it between two marks."""

_LONGEST_WORD = 24
"""Longer ones may be broken between any two letters."""

_MEASURES = ("verbatim", "reworded", "moved", "new")
_TOLD = {
    Relation.ADDED: "added",
    Relation.REMOVED: "removed",
    Relation.SPLIT: "split",
    Relation.MERGED: "joined",
    Relation.EDITED: "reworded",
    Relation.SAME: "moved",
}


def card(comparison: Comparison, about: About, change: int = 0) -> bytes:
    """The picture, a PNG: of the whole comparison, or of the change with this number.

    Raises LookupError when there is no such change, and Unset.
    """
    return set_picture("card.typ", _data(comparison, about, change))


def most_telling(comparison: Comparison) -> Change | None:
    """The change that a reader would want to be told of first; None where nothing changed.

    One in which a fact was altered comes before one in which it only came or went, the weightiest
    kind first, and a sentence that both texts have before one that only one has.
    """
    order = list(Kind)
    facts: dict[int, list[tuple[bool, int]]] = {}
    for fact in comparison.facts:
        one_sided = fact.fate in (Fate.ADDED, Fate.REMOVED)
        facts.setdefault(fact.link, []).append((one_sided, order.index(fact.kind)))

    def weight(change: Change) -> tuple[bool, bool, int, int]:
        found = [fact for number in change.links for fact in facts.get(number, ())]
        kinds = [order.index(kind) for kind in change.kinds] or [order.index(Kind.WORDING)]
        one_sided, kind = min(found, default=(True, min(kinds)))
        is_small = kind >= order.index(Kind.SPELLING)
        return (
            is_small,
            one_sided or change.relation in (Relation.ADDED, Relation.REMOVED),
            kind,
            change.number,
        )

    return min(comparison.changes, key=weight, default=None)


def _data(comparison: Comparison, about: About, number: int) -> dict[str, Any]:
    """All that is drawn, as the template reads it."""
    chosen = most_telling(comparison)
    if number:
        chosen = next((c for c in comparison.changes if c.number == number), None)
        if chosen is None:
            raise LookupError(f"no change {number}")
    title = breakable(_shortened(about.title, _TITLE), _LONGEST_WORD)
    runs = _shown(_runs(comparison, chosen)) if chosen else []
    language = about.b.language or about.a.language
    count = len(comparison.changes)
    return {
        "title": title,
        "leftward": runs_leftward(title),
        "faces": faces(language),
        "versions": [_shortened(_named(about, side), _LABEL) for side in ("a", "b")],
        "change": _label(comparison, chosen) if chosen else "",
        "runs": [(breakable(printable(run.text), _LONGEST_WORD), _marked(run)) for run in runs],
        "text_leftward": runs_leftward("".join(run.text for run in runs)),
        "told": capital(counted(count, "change", "changes")),
        "measures": [
            {"name": name, "percent": percent}
            for name, percent in zip(_MEASURES, shares(comparison.measures), strict=True)
        ],
    }


def _named(about: About, side: str) -> str:
    version = about.a if side == "a" else about.b
    day = version.moment.partition(",")[0]
    return " · ".join(filter(None, (version.name, version.label, day)))


def _label(comparison: Comparison, change: Change) -> str:
    """Which change it is, and what is told of it in a few words."""
    facts = [fact for fact in comparison.facts if fact.link in change.links]
    notes = fact_notes(facts)[:1]
    told = notes[0] if notes else _TOLD[change.relation]
    if change.moved and not notes:
        told = "moved" if change.relation is Relation.SAME else f"moved and {told}"
    return _shortened(f"Change {change.number} · {told}", 2 * _LABEL)


def _runs(comparison: Comparison, change: Change) -> list[Run]:
    """The text of a change, both versions in one."""
    links = [comparison.placed[number] for number in change.links]
    if change.relation is Relation.REMOVED:
        gone = comparison.a.joined([place for link in links for place in link.a])
        return [Run(gone, Mark.DELETED)]
    if change.relation is Relation.ADDED:
        new = comparison.b.joined([place for link in links for place in link.b])
        return [Run(new, Mark.INSERTED)]
    woven: list[Run] = []
    for link in links:
        if woven:
            woven.append(Run(" "))
        a, b = comparison.a.joined(link.a), comparison.b.joined(link.b)
        marked = groups(a, b, link.edits)
        woven.extend(weave_groups(a, b, marked, moved_phrases(marked, 0)))
    return woven


def _marked(run: Run) -> str:
    return "moved" if run.phrase else run.mark.value


def _shown(runs: Sequence[Run]) -> list[Run]:
    """As much of a text as there is room for, from a little before its first mark."""
    shown: list[Run] = []
    room = _TEXT
    for number, run in enumerate(runs):
        text = run.text
        if not run.mark:
            is_last = number == len(runs) - 1
            text = _trimmed(text, is_first=not number, is_last=is_last)
        part = _cut(text, room)
        shown.append(run._replace(text=part))
        room -= _width(part)
        if part != text:
            shown[-1] = run._replace(text=f"{part.rstrip()} …")
            break
    return shown


def _trimmed(text: str, *, is_first: bool, is_last: bool) -> str:
    """What stayed around a mark, or between two, when there is more than is worth its room."""
    if is_last:
        return text
    if is_first:
        return text if _width(text) <= _BEFORE else f"… {_tail(text, _BEFORE)}"
    if _width(text) <= _BETWEEN:
        return text
    return f"{_cut(text, _BETWEEN // 2).rstrip()} … {_tail(text, _BETWEEN // 2)}"


def _tail(text: str, room: int) -> str:
    """The last words of a text, as much as there is room for."""
    return _cut(text[::-1], room)[::-1].lstrip()


def _cut(text: str, room: int) -> str:
    """The first words of a text, as much as there is room for."""
    width = 0
    for at, letter in enumerate(text):
        width += 1 + (east_asian_width(letter) in "WF")
        if width > room:
            words = text[:at].rsplit(" ", 1)
            return words[0] if len(words) > 1 and len(words[0]) > at // 2 else text[:at]
    return text


def _shortened(text: str, room: int) -> str:
    text = printable(" ".join(text.split()))
    part = _cut(text, room)
    return text if part == text else f"{part.rstrip(' ,.;:')} …"


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)
