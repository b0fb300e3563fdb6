"""Facts in words: values as they are quoted in a sentence of ours, lists, counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.engine import Fact, Fate, Kind

ISOLATE, POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_OPENING = ("“", "„", "«", "»", "‹", "「", "『", '"', "‘", "‚", "'")


def count_in_words(number: int) -> str:
    """Numbers to twelve in words, others in digits with separators."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def counted(number: int, one: str, many: str) -> str:
    """ "one number", "two numbers"."""
    return f"{count_in_words(number)} {one if number == 1 else many}"


def isolated(text: str) -> str:
    """A text in a sentence of ours; one that runs the other way does not turn the sentence."""
    return f"{ISOLATE}{text}{POP}" if _RIGHT_TO_LEFT.search(text) else text


def without_isolates(text: str) -> str:
    """The text for where characters that command the direction are not understood."""
    return text.replace(ISOLATE, "").replace(POP, "")


def in_marks(text: str) -> str:
    """A value of a fact in quotation marks (its own where it has some), white space single."""
    text = " ".join(text.split())
    return isolated(text if text.startswith(_OPENING) else f"“{text}”")


def shortened(text: str, most: int) -> str:
    """The first words of a text, up to so many letters, and an ellipsis when that is not all."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most + 1].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
    return f"{head.rstrip(' ,.;:')} …"


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def of(facts: Sequence[Fact], kind: Kind, *fates: Fate) -> list[Fact]:
    """The facts of a kind with one of these fates."""
    return [fact for fact in facts if fact.kind is kind and fact.fate in fates]


_NOTES = {
    (Kind.QUOTE, Fate.ALTERED): "quotation altered",
    (Kind.QUOTE, Fate.REMOVED): "quotation removed",
    (Kind.QUOTE, Fate.ADDED): "quotation added",
    (Kind.LINK, Fate.ALTERED): "address altered",
    (Kind.ATTRIBUTION, Fate.REMOVED): "attribution dropped",
    (Kind.ATTRIBUTION, Fate.ADDED): "attribution added",
}
_CLAIMS = {
    Fate.HARDENED: "claim hardened",
    Fate.SOFTENED: "claim softened",
    Fate.NEGATED: "negation added",
    Fate.AFFIRMED: "negation dropped",
}
_LONGEST_VALUE = 40


def fact_notes(facts: Sequence[Fact]) -> list[str]:
    """The facts of a sentence in a few words each, for beside its row.

    "number: 1,200 → about 2,000". Values of a kind that are only here, or only were, share
    a note: "numbers added: 31, 6 and two hours".
    """
    values: dict[tuple[Kind, Fate], list[str]] = {}
    notes: dict[str | tuple[Kind, Fate], None] = {}
    for fact in facts:
        if fact.kind in _PLURALS and fact.fate in _ONE_SIDED:
            notes[fact.kind, fact.fate] = None
            value = _value(fact.a or fact.b)
            known = values.setdefault((fact.kind, fact.fate), [])
            if value not in known:
                known.append(value)
        else:
            notes[_fact_note(fact)] = None
    return [
        note if isinstance(note, str) else _one_sided_note(*note, values[note]) for note in notes
    ]


def _one_sided_note(kind: Kind, fate: Fate, values: Sequence[str]) -> str:
    one, many = _PLURALS[kind]
    shown = [*values[:MOST_VALUES]]
    if len(values) > MOST_VALUES:
        shown.append(f"{count_in_words(len(values) - MOST_VALUES)} more")
    return f"{one if len(values) == 1 else many} {_ONE_SIDED[fate]}: {listed(shown)}"


def _fact_note(fact: Fact) -> str:
    if (fact.kind, fact.fate) in _NOTES:
        return _NOTES[fact.kind, fact.fate]
    if fact.fate is Fate.MOVED:
        return f"given to another speaker: {_arrow(fact.speaker_a, fact.speaker_b)}"
    label = _CLAIMS[fact.fate] if fact.kind is Kind.CLAIM else _PLURALS[fact.kind][0]
    return f"{label}: {_arrow(fact.a, fact.b)}"


MOST_VALUES = 3
"""So many values share a note; the others are counted."""
_PLURALS = {
    Kind.NUMBER: ("number", "numbers"),
    Kind.DATE: ("date", "dates"),
    Kind.NAME: ("name", "names"),
    Kind.LINK: ("address", "addresses"),
}
_ONE_SIDED = {Fate.REMOVED: "dropped", Fate.ADDED: "added"}


def _arrow(a: str, b: str) -> str:
    """What became what, or came in, or was dropped."""
    if not (a and b):
        return f"{in_marks(shortened(a or b, _LONGEST_VALUE))} {'dropped' if a else 'added'}"
    return f"{_value(a)} → {_value(b)}"


def _value(text: str) -> str:
    return isolated(shortened(text, _LONGEST_VALUE))
