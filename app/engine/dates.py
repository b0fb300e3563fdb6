"""Dates, months, weekdays and times of day in a text, with the value that each stands for.

The same day is the same however it is written: 4 May, May 4th, 4. Mai, 2026-05-04. All texts here
are in lower case with plain spaces (``figures.plain``), beside the text as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.engine.languages import Language

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_EASTERN = re.compile(r"(?:(\d{4}) ?[年년] ?)?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일号])?")
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: ?[-–] ?(\d{1,2})(?:st|nd|rd|th|\.)?)?"
_YEAR = r"(?:,? (?:de |del )?(\d{4})(?!\d))?"
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h]| h )(\d{2})(?!\d|[.,]\d)( ?[ap]\.?m\b\.?| uhr\b)?"
    r"|(\d{1,2})(?: ?([ap])\.?m\b\.?| (uhr|o'clock)\b| ?h(?![^\W_])(?! ?\d))"
)
_EASTERN_CLOCK = re.compile(r"(\d{1,2}) ?[時时시点](?:(\d{1,2}) ?[分분])?(?!間|间|간)")
_HALF_PAST = re.compile(
    r"half past ({0})\b|quarter (past|to) ({0})\b|halb ({1})\b|viertel (nach|vor) ({1})\b".format(
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
        "eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf",
    )
)
_O_CLOCK = re.compile(r" o'clock\b")
_HOURS = {
    word: hour
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for hour, word in enumerate(words.split(), start=1)
}
_TIME_BEFORE = re.compile(r"(?:at|from|until|till|by|um|ab|bis|à|a las|alle|ore) $")
_LETTERS = re.compile(r"[^\W\d_]{1,40}")
_SENTENCE_END = re.compile(r"[.!?:;\"“”«»‘’(\[—–\n-]\s*$")
_COMMON_WORDS = frozenset("may march august mars mai mayo marzo set sun may".split())
"""Months that are words, too."""


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    if not language.months:
        return None
    month = "|".join(sorted(map(re.escape, language.months), key=len, reverse=True))
    month = rf"({month})(?![^\W_])\.?"
    return (
        re.compile(rf"{_DAY} (?:of |de |d')?{month}{_YEAR}"),
        re.compile(rf"{month}(?: {_DAY}(?![\d%°]|[.,:]?\d))?{_YEAR}"),
    )


def date_at(text: str, plain: str, at: int, language: Language) -> tuple[int, str] | None:
    """The date or time that begins at ``at``: where it ends, and its value; None for none.

    Days are "day.month.year", each empty where it is not told; weekdays "weekday 1" (Monday) on;
    times "time 22:40", with a question mark where morning or evening is not told.
    """
    if plain[at].isdigit():
        return _in_digits(plain, at, language)
    word = _word(plain, at)
    if word in language.weekdays:
        return at + len(word), f"weekday {language.weekdays[word]}"
    if word in language.months:
        return _month(text, plain, at, language)
    return _in_words(plain, at, word, language)


def _word(plain: str, at: int) -> str:
    found = _LETTERS.match(plain, at)
    return found[0] if found else ""


def _in_digits(plain: str, at: int, language: Language) -> tuple[int, str] | None:
    patterns = _patterns(language)
    if patterns and (found := patterns[0].match(plain, at)):
        day, last, month, year = found.groups()
        end = _without_stop(plain, found.end())
        return end, _day(day, last, language.months[month], year)
    if found := _ISO.match(plain, at):
        return found.end(), _day(found[3], None, int(found[2]), found[1])
    if found := _DOTTED.match(plain, at):
        return found.end(), _day(found[1], None, int(found[2]), found[3])
    if found := _EASTERN.match(plain, at):
        return found.end(), _day(found[3], None, int(found[2]), found[1])
    if found := _EASTERN_CLOCK.match(plain, at):
        return found.end(), _time(int(found[1]), int(found[2] or 0), "")
    return _clock(plain, at)


def _without_stop(plain: str, end: int) -> int:
    """The end of a date without a full stop, be it an abbreviation's or the sentence's."""
    return end - 1 if plain[end - 1] == "." else end


def _day(day: str | None, last: str | None, month: int, year: str | None) -> str:
    days = f"{int(day or 0) or ''}" + (f"-{int(last)}" if last else "")
    return f"{days}.{month}.{int(year) if year else ''}"


def _clock(plain: str, at: int) -> tuple[int, str] | None:
    found = _CLOCK.match(plain, at)
    if found is None:
        return None
    if found[2] is None:
        return found.end(), _time(int(found[4]), 0, found[5] or "")
    half = (found[3] or "").strip()
    dotted = plain[found.end(1)] == "."
    if dotted and not half and not _TIME_BEFORE.search(plain, max(0, at - 8), at):
        return None
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return None
    return found.end(), _time(hour, minute, half[:1])


def _time(hour: int, minute: int, half: str) -> str:
    """A time of day; ``half`` is "a" or "p", "u" (Uhr: a full day's hours) or empty."""
    if half in ("a", "p"):
        hour = hour % 12 + (12 if half == "p" else 0)
    open_ = "" if half in ("a", "p") or not 0 < hour <= 12 else "?"
    return f"time {hour % 24}:{minute:02}{open_}"


def _month(text: str, plain: str, at: int, language: Language) -> tuple[int, str] | None:
    patterns = _patterns(language)
    found = patterns[1].match(plain, at) if patterns else None
    if found is None:
        return None
    name, day, last, year = found.groups()
    if day is None and year is None and not _is_month(text, at, name, language):
        return None
    return _without_stop(plain, found.end()), _day(day, last, language.months[name], year)


def _is_month(text: str, at: int, name: str, language: Language) -> bool:
    """Whether a word that may be a month is one, when neither day nor year says so."""
    capital = text[at].isupper()
    if language.code in ("en", "de") and not capital:
        return False
    if len(name) < 4 and name != "may" and name != "mai" and name not in ("май", "мая", "мае"):
        return False
    if name not in _COMMON_WORDS:
        return True
    return language.code not in ("en", "de") or not (
        at == 0 or _SENTENCE_END.search(text, max(0, at - 3), at)
    )


def _in_words(plain: str, at: int, word: str, language: Language) -> tuple[int, str] | None:
    if found := _HALF_PAST.match(plain, at):
        past, way, hour, german, german_way, german_hour = found.groups()
        if past or german:
            value = _HOURS[past] * 60 + 30 if past else _HOURS[german] * 60 - 30
        else:
            minutes = 15 if way == "past" or german_way == "nach" else -15
            value = _HOURS[hour or german_hour] * 60 + minutes
        return found.end(), _time(value // 60 % 12 or 12, value % 60, "")
    if word in _HOURS and (found := _O_CLOCK.match(plain, at + len(word))):
        return found.end(), _time(_HOURS[word], 0, "")
    minutes_ = language.clock.get(word)
    if minutes_ is None or word in ("quarter", "halb", "viertel"):
        return None
    return at + len(word), f"time {int(minutes_) // 60}:00"


def may_be_one(x: str, y: str) -> bool:
    """Whether two values can mean the same day or time, one saying less than the other."""
    if x.startswith("time ") and y.startswith("time "):
        return "?" in x + y and _of_twelve(x) == _of_twelve(y)
    days_x, days_y = x.split("."), y.split(".")
    return (
        len(days_x) == len(days_y) == 3
        and days_x[:2] == days_y[:2]
        and "" in (days_x[2], days_y[2])
    )


def _of_twelve(value: str) -> tuple[int, str]:
    hour, minute = value[5:].rstrip("?").split(":")
    return int(hour) % 12, minute
