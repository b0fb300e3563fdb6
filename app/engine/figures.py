"""Numbers in a text, with the value that each stands for; dates are found on the way.

A figure is found with its unit or scale (£3.4 million, 61 per cent, two hours) and with words
such as "about", which belong to what is claimed; the things counted do not. Two figures
are the same when their values are, however they are written: thirteen and 13, 4½ and 4-1/2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.engine.dates import date_at
from app.engine.languages import ENGLISH, Language
from app.engine.model import Kind
from app.engine.units import about_before, minus_before, money_before, scale_at, unit_at

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_DIGITS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]?\d)|\d+(?:[.,'٬٫]\d+)*")
_MIXED = re.compile(r"[- ]?([½¼¾⅓⅔])|[- ](\d)[/⁄](\d{1,2})(?![\d/⁄])")
_FRACTION = re.compile(r"([1-9])[/⁄](\d{1,2})(?![\d/⁄])")
_SEPARATORS = re.compile(r"[.,'٬٫ ]")
# Words that say a number are short; in scripts without spaces a "word" is a whole text.
_TWO_WORDS = re.compile(r"([^\W\d_]{1,40}) ([^\W\d_]{1,40})")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_AND_A_HALF = re.compile(r" and a half\b")
_OF_A = re.compile(r" (?=an? )an? |-(?=hour|dozen|million|billion)")
_PART = re.compile(r"[- ](hal(?:f|ves)|thirds?|quarters?|fifths?|tenths?)\b")
_PARTS = {"h": 2, "t": 3, "q": 4, "f": 5}
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![^\W_])")
_DECADE = re.compile(r"'?s(?![^\W_])")
_RANGE = re.compile(r" ?[-–—] ?|-to-| (?:to|bis|à|до|إلى) ")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_FROM = re.compile(r"(?<![^\W_])(?:from|von|de|da|с|от|من) $")
_LATIN = re.compile(r"[a-zà-öø-ÿ_]")
_ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,2})*([.)]?)\s+([^\W\d_])")
"""What may number a heading or an item: 4 Aid for owners."""
_DESIGNATION = re.compile(r"[^\W\d_][-.]?$")
_BEFORE, _AFTER = 30, 80
"""So far a figure may reach before and after the place where it was found."""
_ABBREVIATED = frozenset("mio mrd тыс млн млрд".split())
"""Scales that may have a full stop: 3,4 Mio. Euro."""
_WEAK = 12
"""Bare numbers in words up to this are too common to be missed when they go or come."""

_MANY = re.compile(
    r"(?:dozens|hundreds|thousands|millions|hunderte|tausende|dizaines|centaines|milliers|docenas"
    r"|decenas|cientos|miles|decine|centinaia|migliaia)"
    r"(?: (?:of|von|de|di) (?:hundreds|thousands|millions|tausenden|milliers|miles|migliaia))?"
    r"(?= (?:of|von|de|di)\b|[.,;]|$)"
)
"""Numbers too vague to have a value."""

Amount = tuple[int, float, bool]
"""A number without its unit: where it ends, its value, whether it is a small one in words."""


class Figure(NamedTuple):
    """A number or a date in a text: its span, and what it says, comparable across texts.

    One that is ``weak`` tells something only where it faces another.
    """

    kind: Kind
    start: int
    end: int
    value: str
    weak: bool = False


def figures(
    text: str, language: Language = ENGLISH, near: Callable[[int, int], bool] | None = None
) -> list[Figure]:
    """The numbers and dates of a text, in order, none inside another.

    ``near`` may spare the work of reading those that nobody asks for: figures in stretches of which
    it says no may be left out.
    """
    return list(_figures(text, plain(text), language, near))


_PLAIN = {"\n": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "‑": "-", "’": "'"}


def plain(text: str) -> str:
    """The text in lower case with one kind of space, hyphen and apostrophe, each in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for char, usual in _PLAIN.items():
        lower = lower.replace(char, usual)
    return lower


def _figures(
    text: str, low: str, language: Language, near: Callable[[int, int], bool] | None
) -> Iterator[Figure]:
    end = 0
    for found in language.figure_start.finditer(" " + low):
        start = found.start()
        if start < end or (near and not near(start - _BEFORE, start + _AFTER)):
            continue
        if small := _small_at(low, start, language):
            end = small.end
            yield small
            continue
        date = date_at(text, low, start, language)
        if date is not None:
            end, value = date
            yield Figure(Kind.DATE, start, end, value)
            continue
        figure = _number_at(text, low, start, end, language)
        if figure is not None:
            end = figure.end
            yield figure


def _small_at(low: str, at: int, language: Language) -> Figure | None:
    """A bare small number in words (two boats), the commonest case, known at a glance."""
    found = _TWO_WORDS.match(low, at)
    if found is None:
        return None
    value = language.numbers.get(found[1])
    if value is None or not 1 < value <= _WEAK or found[2] in language.beside_numbers:
        return None
    before = low[max(at - _BEFORE, 0) : at].split()
    if before and before[-1].strip("(“\"‘'") in language.beside_numbers:
        return None
    return Figure(Kind.NUMBER, at, found.end(1), f"{value:g}", weak=True)


def _number_at(text: str, low: str, at: int, floor: int, language: Language) -> Figure | None:
    """The number that begins at ``at``, with what belongs to it before (not before ``floor``)."""
    if low[at] in "0123456789" and _is_designation(text, at):
        return None
    if low[at].isalpha() and (ordinal := _ordinal_word(low, at, language)):
        return ordinal
    amount = _amount(low, at, language)
    if amount is None:
        return None
    end, value, small = amount
    start, unit = money_before(low, at)
    if not unit and _is_enumerator(text, at, language):
        return None
    start = max(start, floor)
    if low[at].isdigit():
        if found := _ORDINAL.match(low, end):
            return Figure(Kind.NUMBER, at, found.end(), f"#{value:.10g}")
        if found := _DECADE.match(low, end):
            return Figure(Kind.NUMBER, at, found.end(), f"{value:g}s")
    end, value, scaled = _scaled(low, end, value, bool(unit), language)
    said = _said(low[at:end], value)
    through = _range_end(low, end, unit, language)
    if through and not _FROM.search(low, max(0, start - 6), start):
        end, top, after, factor = through
        said = f"{_value(value if scaled or top <= value else value * factor)}–{_value(top)}"
        small = False
    else:
        glued = end
        end, after = unit_at(low, end, scaled=scaled)
        if end == glued + 1 and text[glued].isupper():
            return None
        if after and (half := _AND_A_HALF.match(low, end)):
            end, said = half.end(), _value(value + 0.5)
    if _LATIN.match(low, end) and low[end - 1].isdigit():
        return None
    start, sign, minus = _signs_before(low, start, floor)
    unit = unit or after
    weak = small and not (unit or sign or minus)
    return Figure(Kind.NUMBER, start, end, f"{sign} {minus}{said} {unit}".strip(), weak)


def _signs_before(low: str, start: int, floor: int) -> tuple[int, str, str]:
    """Where "about" or a minus before a number begins (not before ``floor``), and what they are."""
    begin, sign = about_before(low, start)
    minus = ""
    if not sign and floor <= (begin := minus_before(low, start)) < start:
        start, minus = begin, "-"
        begin, sign = about_before(low, start)
    return (begin, sign, minus) if begin >= floor else (start, "", minus)


def _said(shown: str, value: float) -> str:
    """What a number says: its value, or the words of one that has none (dozens, version 1.2.3)."""
    if _MANY.fullmatch(shown) or (shown.count(".") > 1 and not _THOUSANDS.fullmatch(shown)):
        return shown
    return _value(value)


def _is_designation(text: str, at: int) -> bool:
    """Whether digits are part of a name: F-16, A4, COVID-19 (but mid-2019 and £3 are numbers)."""
    found = _DESIGNATION.search(text, max(0, at - 2), at)
    return bool(found) and found[0][0].isupper() if found else False


def _is_enumerator(text: str, at: int, language: Language) -> bool:
    """Whether digits number what follows; without a mark only where a capital tells something."""
    if at and text[at - 1] != "\n":
        return False
    found = _ENUMERATOR.match(text, at)
    if found is None:
        return False
    if found[1]:
        return not found[2].islower()
    return found[2].isupper() and not language.nouns_have_capitals


def _ordinal_word(low: str, at: int, language: Language) -> Figure | None:
    found = _WORD.match(low, at)
    rank = language.ordinals.get(found[0]) if found else None
    if found is None or rank is None:
        return None
    return Figure(Kind.NUMBER, at, found.end(), f"#{rank}", weak=True)


def _amount(low: str, at: int, language: Language) -> Amount | None:
    if low[at].isdigit():
        if found := _FRACTION.match(low, at):
            return found.end(), int(found[1]) / max(int(found[2]), 1), False
        found = _DIGITS.match(low, at)
        if found is None:
            return None
        value, end = _in_digits(found[0]), found.end()
        if mixed := _MIXED.match(low, end):
            value += _FRACTIONS[mixed[1]] if mixed[1] else int(mixed[2]) / max(int(mixed[3]), 1)
            end = mixed.end()
        return _and_a_half(low, end, value, False)
    if low[at] in _FRACTIONS:
        return at + 1, _FRACTIONS[low[at]], False
    return _in_words(low, at, language)


def _and_a_half(low: str, end: int, value: float, small: bool) -> Amount:
    found = _AND_A_HALF.match(low, end)
    return (found.end(), value + 0.5, False) if found else (end, value, small)


def _in_digits(digits: str) -> float:
    """The value of digits; groups of three after a mark are thousands, another last one is not."""
    groups = _SEPARATORS.split(digits)
    if len(groups) == 1:
        return float(digits)
    if all(len(group) == 3 for group in groups[1:]) and groups[0] != "0":
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _in_words(low: str, at: int, language: Language) -> Amount | None:
    """Two hundred and three, vingt-deux, half a million: each word only where it can follow."""
    total, current, last, end = 0.0, 0.0, 0.0, at
    place = at
    count = 0
    if vague := _MANY.match(low, at):
        return vague.end(), 0.0, False
    while found := _WORD.match(low, place):
        word = found[0]
        value, scale = language.numbers.get(word), language.scales.get(word)
        if value is None and last >= 20 and word in language.one_after_tens:
            value = 1.0
        if value is not None and (not count or _can_follow(last, value, low[place - 1])):
            current, last = current + value, value
        elif scale is not None and (not count or scale > last):
            current = (current or 1) * scale
            if scale > 100 or scale == 12:
                total, current = total + current, 0.0
            last = scale
        else:
            break
        count, end = count + 1, found.end()
        gap = _gap(low, end, last)
        if gap is None:
            break
        place = gap
    if not count:
        return None
    value = total + current
    first = low[at:end]
    if first == "half" and (of := _OF_A.match(low, end)):
        return _half_of(low, of.end(), language) or (end, value, True)
    if count == 1 and (part := _PART.match(low, end)) and 0 < value < 10:
        return part.end(), value / _PARTS.get(part[1][0], 10), False
    return _and_a_half(
        low, end, value, count == 1 and value <= _WEAK and first not in language.scales
    )


def _gap(low: str, end: int, last: float) -> int | None:
    """Where the next word of a number begins, past a hyphen, a space or an "and" that may stand."""
    if low[end : end + 1] not in ("-", " "):
        return None
    for word in (" and ", " et ", " y ", " и ", " و"):
        if low.startswith(word, end):
            return end + len(word) if last >= (100 if word == " and " else 20) else None
    return end + 1


def _can_follow(last: float, value: float, mark: str) -> bool:
    """Whether a number word continues one: after tens come units, after hundreds what is less.

    After ten itself only with a hyphen, as in dix-sept.
    """
    if last >= 100:
        return value < last
    if last == 10:
        return mark == "-" and 6 < value < 10
    return last >= 20 and value < 20


def _half_of(low: str, at: int, language: Language) -> Amount | None:
    found = _WORD.match(low, at)
    scale = language.scales.get(found[0]) if found else None
    if found and scale:
        return found.end(), scale / 2, False
    _, unit = unit_at(low, at - 1)
    return (at - 1, 0.5, False) if unit else None


def _scaled(
    low: str, end: int, value: float, money: bool, language: Language
) -> tuple[int, float, bool]:
    """A number in digits with its scale (3.4 million, £3.4m, 30万): end, value, whether scaled."""
    glued, factor = scale_at(low, end, money=money)
    if factor > 1:
        return glued, value * factor, True
    if low[end : end + 1] in ("-", " ") and (found := _WORD.match(low, end + 1)):
        scale = language.scales.get(found[0])
        if scale and scale > 100:
            end = found.end()
            stop = found[0] in _ABBREVIATED and low.startswith(".", end)
            return end + stop, value * scale, True
    return end, value, False


def _range_end(
    low: str, at: int, unit: str, language: Language
) -> tuple[int, float, str, float] | None:
    """What a number is the lower end of: where that ends, its value, unit and scale; or None.

    The two must not measure different things ("25 points to 4 percent" is no range).
    """
    at, own = unit_at(low, at)
    found = _RANGE.match(low, at)
    if found is None:
        return None
    begin = found.end() + (low[found.end() : found.end() + 1] in ("$", "£", "€"))
    amount = _amount(low, begin, language) if begin < len(low) else None
    if amount is None:
        return None
    _, money = money_before(low, begin)
    end, value, _ = amount
    end, top, _ = _scaled(low, end, value, bool(unit or money), language)
    end, after = unit_at(low, end)
    if (own or unit) and (own or unit) != (after or money or unit):
        return None
    return end, top, after or own, top / value if value else 1.0


def _value(value: float) -> str:
    return f"{value:.10g}"
