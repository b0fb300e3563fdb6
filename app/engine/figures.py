"""Numbers, money, shares, dates and times in a text, with the value that each stands for.

A figure is found with its unit or scale (£3.4 million, 61 per cent, two hours) and with words
such as "about", which belong to what is claimed; the things counted do not. Two figures
are the same when their values are, however they are written (thirteen, 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from app.engine.model import Kind

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GERMAN = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
_FRENCH = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze".split()
_WORD_VALUES: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_SMALL)},
    **{word: 20.0 + 10 * step for step, word in enumerate(_TENS)},
    **{word: float(value) for value, word in enumerate(_GERMAN) if value != 1},
    **{word: float(value) for value, word in enumerate(_FRENCH) if value != 1},
    "half": 0.5,
    "dozen": 12.0,
    "dozens": 24.0,
}
_SCALES: dict[str, float] = {
    "hundred": 1e2,
    "hundreds": 1e2,
    "thousand": 1e3,
    "thousands": 1e3,
    "tausend": 1e3,
    "mille": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
    "mio": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "bn": 1e9,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "milliards": 1e9,
    "mrd": 1e9,
    "trillion": 1e12,
    "万": 1e4,
    "億": 1e8,
    "亿": 1e8,
}
_UNITS = {
    "%": r"%|percent|per cent|prozent|pour cent|por ciento|процент\p{L}*",
    "points": r"percentage points?|prozentpunkte?|basis points?",
    "£": r"£|pounds?",
    "$": r"\$|dollars?",
    "€": r"€|euros?",
    "crowns": r"crowns?|kronor|kroner",
    "s": r"seconds?|sekunden?",
    "min": r"minutes?|minuten?",
    "h": r"hours?|stunden?|heures?|horas?",
    "d": r"days?|tagen?|tage?|jours?|días?",
    "w": r"weeks?|wochen?|semaines?|semanas?",
    "months": r"months?|monaten?|monate?|mois|meses",
    "years": r"years?|jahren?|jahre?|ans|années?|años?",
    "miles": r"miles?",
    "km": r"km|kilomet(?:re|er)s?|kilometern?",
    "m": r"met(?:re|er)s?|metern?",
    "cm": r"cm|centimet(?:re|er)s?|zentimetern?",
    "kg": r"kg|kilos?|kilograms?",
    "t": r"tonn?es?|tonnen",
    "l": r"lit(?:re|er)s?|litern?",
    "°": r"degrees?|°c|grad",
    "mph": r"mph",
}
"""A unit and what it is called."""
_UNIT_NAMES = {unit: regex.compile(names, regex.IGNORECASE) for unit, names in _UNITS.items()}
_ABOUT = (
    r"(?:about|around|nearly|almost|roughly|approximately|more than|less than|fewer than|over"
    r"|under|at least|at most|up to|just over|just under|rund|etwa|ungefähr|fast|knapp"
    r"|mehr als|über|environ|près de|presque|plus de|unos|unas|casi|cerca de|más de|около|почти)"
)
_DIGITS = r"\p{Nd}+(?:[.,'’\u00a0\u202f]\p{Nd}+)*[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
_WORDS = "|".join(sorted(_WORD_VALUES, key=len, reverse=True))
_SCALE = "|".join(sorted((name for name in _SCALES if name != "m"), key=len, reverse=True))
_FIGURE = regex.compile(
    rf"(?P<about>\b{_ABOUT}\s+|[约約近])?(?P<money>[£$€¥₽]\s?)?"
    rf"(?:(?P<digits>{_DIGITS})"
    rf"|\b(?P<words>(?:{_WORDS}|hundreds|thousands|millions)"
    rf"(?:[-\s](?:and\s)?(?:{_WORDS}|hundred|thousand)\b)*)\b)"
    rf"(?P<scale>[\s-]?(?:{_SCALE})(?!\p{{Latin}})|(?<=\p{{Nd}})m\b)?"
    rf"(?P<unit>[\s\u00a0\u202f-]?(?:{'|'.join(_UNITS.values())})(?!\p{{L}}))?",
    regex.IGNORECASE,
)

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре",
)
_SHORT_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_DAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
)
_MONTH_VALUE = {name: n for names in _MONTHS for n, name in enumerate(names.split("|"), start=1)}
_DAY_VALUE = {name: n for names in _DAYS for n, name in enumerate(names.split("|"), start=1)}
_MONTH = "|".join(sorted(_MONTH_VALUE, key=len, reverse=True))
_DAY = "|".join(_DAY_VALUE)
_DATE = regex.compile(
    rf"""
      (?P<iso>\b\p{{Nd}}{{4}}-\p{{Nd}}{{2}}-\p{{Nd}}{{2}}\b)
    | (?P<day>\b\p{{Nd}}{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?
        (?P<month>(?:{_MONTH})\b|(?:{_SHORT_MONTHS})\b\.?)(?:,?\s+(?:de\s+)?(?P<year>\p{{Nd}}{{4}}\b))?
    | (?P<month2>\b(?:{_MONTH})\b|\b(?:{_SHORT_MONTHS})\b\.)
        (?:\s+(?P<day2>\p{{Nd}}{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]?\p{{Nd}}))?
        (?:,?\s+(?P<year2>\p{{Nd}}{{4}}\b))?
    | (?P<clock>\b\p{{Nd}}{{1,2}}[:.h]\p{{Nd}}{{2}}\b(?!\p{{Nd}}|[.,]\p{{Nd}}|\s*(?:%|per))
        (?:\s?[ap]\.?m\.?)?)
    | (?P<hour>\b\p{{Nd}}{{1,2}}\s?[ap]\.?m\b\.?)
    | (?P<named>\b(?:noon|midday|midnight)\b)
    | (?P<weekday>\b(?:{_DAY})\b)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_MAY_AS_MODAL = regex.compile(r"may\b(?!\s+(?:\p{Nd}{1,2}\b|\p{Nd}{4}))")
_DIGIT = regex.compile(r"\p{Nd}")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date in a text: its span, and what it says, comparable across texts."""

    kind: Kind
    start: int
    end: int
    value: str


def figures(text: str) -> list[Figure]:
    """The numbers and dates of a text, in order. Dates are found first; addresses hold none."""
    found = list(_dates(text))
    taken = [(f.start, f.end) for f in found]
    taken.extend(match.span() for match in ADDRESS.finditer(text))
    found.extend(
        figure
        for figure in _numbers(text)
        if not any(figure.start < end and start < figure.end for start, end in taken)
    )
    return sorted(found, key=lambda figure: figure.start)


ADDRESS = regex.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
"""An address of a page or of mail."""


def _dates(text: str) -> Iterator[Figure]:
    for match in _DATE.finditer(text):
        if match["month2"] and not _is_month(text, match):
            continue
        if not _unknown_digit(match.group()):
            yield Figure(Kind.DATE, match.start(), match.end(), _date_value(match))


def _is_month(text: str, match: regex.Match[str]) -> bool:
    """Month names that are common words too (may, march) count only as written for a month."""
    word = match["month2"]
    if not word[0].isupper():
        return word.casefold() not in ("may", "march", "august", "mai", "mars", "mar", "mayo")
    return not (
        match["day2"] is None
        and match["year2"] is None
        and (match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.!?“"')
    )


def _date_value(match: regex.Match[str]) -> str:
    groups = match.groupdict()
    if groups["iso"]:
        year, month, day = groups["iso"].split("-")
        return f"{int(day)}.{int(month)}.{int(year)}"
    month_name = groups["month"] or groups["month2"]
    if month_name:
        name = month_name.casefold().rstrip(".")
        number = _MONTH_VALUE.get(name) or next(
            n for full, n in _MONTH_VALUE.items() if full.startswith(name[:3])
        )
        day, year = groups["day"] or groups["day2"] or "", groups["year"] or groups["year2"] or ""
        return f"{day and int(day)}.{number}.{year}"
    weekday = groups["weekday"]
    if weekday:
        return f"weekday {_DAY_VALUE[weekday.casefold()]}"
    named = (groups["named"] or "").casefold()
    return _clock_value(
        {"noon": "12pm", "midday": "12pm", "midnight": "0:00"}.get(named)
        or groups["clock"]
        or groups["hour"]
    )


def _clock_value(text: str) -> str:
    numbers = regex.findall(r"\p{Nd}+", text)
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    half = regex.search(r"[ap]\.?m", text.casefold())
    if half:
        hour = hour % 12 + (12 if half[0].startswith("p") else 0)
    return f"{hour}:{minute:02}"


def _numbers(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        bare = match["unit"] is None and match["scale"] is None
        if bare and (match["words"] or "").casefold() in ("half", "one"):
            continue
        before = text[match.start() - 1 : match.start()]
        if match["digits"] and before.isascii() and before.isalpha():
            continue
        if not _unknown_digit(match.group()):
            yield Figure(Kind.NUMBER, match.start(), match.end(), _number_value(match))


def _unknown_digit(text: str) -> bool:
    """Whether there is a digit of a script so new that Python cannot read it."""
    return not text.isascii() and any(_DIGIT.match(c) and not c.isdecimal() for c in text)


def _number_value(match: regex.Match[str]) -> str:
    value = _digits(match["digits"]) if match["digits"] else _words(match["words"].casefold())
    if match["scale"]:
        value *= _SCALES[match["scale"].strip(" -\u00a0").casefold()]
    unit = _unit((match["money"] or match["unit"] or "").strip(" -\u00a0\u202f"))
    about = " ".join((match["about"] or "").casefold().split())
    return " ".join(part for part in (about, f"{value:g}", unit) if part)


def _unit(name: str) -> str:
    return next((unit for unit, names in _UNIT_NAMES.items() if names.fullmatch(name)), name)


def _digits(text: str) -> float:
    fraction = _FRACTIONS.get(text[-1], 0.0)
    digits = text.rstrip("½¼¾⅓⅔")
    if not digits:
        return fraction
    groups = regex.split(r"[.,'’\u00a0\u202f]", digits)
    if len(groups) == 1:
        return float(digits) + fraction
    if all(len(group) == 3 for group in groups[1:]) and groups[0] != "0":
        return float("".join(groups)) + fraction
    return float("".join(groups[:-1]) + "." + groups[-1]) + fraction


def _words(text: str) -> float:
    total = current = 0.0
    for word in regex.split(r"[-\s]+", text):
        if word in ("and", "a", "an"):
            continue
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        else:
            current += _WORD_VALUES.get(word, 0.0)
    return total + current
