"""A comparison in plain words, most telling first, built from what was found and never guessed."""

from __future__ import annotations

from collections import Counter

from app.engine import Comparison, KeptRun, Kind, Measures, Relation

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


def count_in_words(number: int) -> str:
    """Numbers to twelve in words, others in digits with separators."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def shares(measures: Measures) -> tuple[int, int, int, int]:
    """Verbatim, reworded, moved and new as whole percents that add to 100 (0s for an empty b).

    Largest remainder: what rounding leaves over goes to the largest fractions.
    """
    exact = [
        100 * share
        for share in (measures.verbatim, measures.reworded, measures.moved, measures.new)
    ]
    whole = [int(value) for value in exact]
    missing = round(sum(exact)) - sum(whole)
    by_fraction = sorted(range(4), key=lambda k: (whole[k] - exact[k], k))
    for k in by_fraction[:missing]:
        whole[k] += 1
    return whole[0], whole[1], whole[2], whole[3]


def headline(comparison: Comparison) -> str:
    """What changed in a few words, for a list: "two quotations altered", "9 changes"."""
    if comparison.equal:
        return "nothing changed"
    kinds = Counter(kind for change in comparison.changes for kind in change.kinds)
    for kind, one, many in (
        (Kind.QUOTE, "quotation altered", "quotations altered"),
        (Kind.NUMBER, "number changed", "numbers changed"),
    ):
        if kinds[kind]:
            return f"{count_in_words(kinds[kind])} {one if kinds[kind] == 1 else many}"
    if all(change.kinds == (Kind.TYPOGRAPHY,) for change in comparison.changes):
        return "typography only"
    count = len(comparison.changes)
    return f"{count:,} change{'' if count == 1 else 's'}"


def in_words(comparison: Comparison) -> tuple[str, str]:
    """The most telling sentence, and a second one on what happened to the sentences."""
    if comparison.equal:
        return "Nothing changed.", "Both versions say the same, word for word."
    return _lead(comparison), _fates(comparison)


def _lead(comparison: Comparison) -> str:
    quotes = _changes_of(comparison, Kind.QUOTE)
    numbers = _changes_of(comparison, Kind.NUMBER)
    told = []
    if quotes:
        told.append(
            "One quotation no longer says the same"
            if quotes == 1
            else f"{count_in_words(quotes).capitalize()} quotations no longer say the same"
        )
    if numbers:
        noun = "sentence has" if numbers == 1 else "sentences have"
        words = f"{count_in_words(numbers)} {noun} other numbers"
        told.append(words if told else words.capitalize())
    if told:
        return " and ".join(told) + "."
    if all(change.kinds == (Kind.TYPOGRAPHY,) for change in comparison.changes):
        return "Only typography changed: quotation marks, dashes, letters’ forms."
    count = len(comparison.changes)
    return f"{count_in_words(count).capitalize()} change{'' if count == 1 else 's'}."


def _changes_of(comparison: Comparison, kind: Kind) -> int:
    return sum(kind in change.kinds for change in comparison.changes)


def _fates(comparison: Comparison) -> str:
    """How many sentences were reworded, moved, added and removed."""
    found: Counter[str] = Counter()
    for link in comparison.placed:
        if link.relation is Relation.REMOVED:
            found["removed"] += 1
        elif link.relation is Relation.ADDED:
            found["added"] += 1
        elif link.moved:
            found["moved"] += len(link.b)
        elif link.relation is not Relation.SAME:
            found["reworded"] += len(link.b)
    parts = [
        f"{count_in_words(found[fate])} {_was(found[fate])} {fate}"
        for fate in ("reworded", "moved", "added", "removed")
        if found[fate]
    ]
    sentences = "sentence" if found.total() == 1 else "sentences"
    first, *others = parts
    number, verb, fate = first.split()
    told = [f"{number.capitalize()} {sentences} {verb} {fate}", *others]
    text = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    kept = any(isinstance(part, KeptRun) for part in comparison.reading)
    return f"{text}; the rest is word for word the same." if kept else f"{text}."


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
