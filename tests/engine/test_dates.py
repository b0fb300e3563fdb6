"""Dates, weekdays and times of day, and what each says however it is written."""

from __future__ import annotations

import pytest

from app.engine import Kind
from app.engine.dates import may_be_one
from app.engine.figures import figures
from app.engine.languages import LANGUAGES


def _dates(text: str, language: str = "en") -> list[str]:
    return [
        text[figure.start : figure.end]
        for figure in figures(text, LANGUAGES[language])
        if figure.kind is Kind.DATE
    ]


def _value(text: str, language: str = "en") -> str:
    (figure,) = figures(text, LANGUAGES[language])
    assert figure.kind is Kind.DATE
    return figure.value


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "4 May 2026 | May 4, 2026 | May 4th, 2026 | 4th of May 2026 | 2026-05-04"),
        ("en", "11 September 2001 | Sept. 11, 2001 | September 11th, 2001"),
        ("en", "4–6 May | May 4-6"),
        ("en", "21:00 | 9 p.m. | 9pm | 9:00 p.m."),
        ("en", "10.30am | 10:30 a.m."),
        ("en", "half past nine | 9:30"),
        ("en", "quarter to ten | 9:45"),
        ("en", "nine o'clock | nine o’clock | 9 o'clock"),
        ("de", "4. Mai 2026 | 04.05.2026 | 2026-05-04"),
        ("de", "14.30 Uhr | 14:30 Uhr | 14:30"),
        ("de", "halb zehn | 9:30"),
        ("fr", "4 mai 2026 | 2026-05-04"),
        ("fr", "14 h 30 | 14h30 | 14:30"),
        ("es", "4 de mayo de 2026 | 2026-05-04"),
        ("it", "4 maggio 2026 | 2026-05-04"),
        ("ru", "4 мая 2026 | 04.05.2026"),
        ("ar", "4 مايو 2026 | ٤ مايو ٢٠٢٦"),
        ("other", "2026年5月4日 | 2026년 5월 4일 | 2026-05-04"),
        ("other", "22時40分 | 22:40"),
    ],
)
def test_one_value_however_it_is_written(language: str, written: str) -> None:
    assert len({_value(form, language) for form in written.split(" | ")}) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on Tuesday"),
        ("de", "am Dienstag"),
        ("fr", "mardi dernier"),
        ("es", "el martes"),
        ("it", "di martedì"),
        ("ru", "во вторник"),
        ("ar", "يوم الثلاثاء"),
    ],
)
def test_weekdays(language: str, text: str) -> None:
    assert _value(text, language) == "weekday 2"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("They march on, and we may follow.", []),
        ("May I go in May?", ["May"]),
        ("In March they set off.", ["March"]),
        ("It is 3.15 metres long.", []),
        ("Meet at 3.15 there.", ["3.15"]),
        ("25:99 is no time.", []),
        ("Closed on 4 May.", ["4 May"]),
        ("It took 4 months.", []),
    ],
)
def test_what_is_a_date(text: str, dates: list[str]) -> None:
    assert _dates(text) == dates


@pytest.mark.parametrize(
    ("x", "y", "one"),
    [
        ("4 May", "4 May 2026", True),
        ("4 May", "5 May 2026", False),
        ("4 May 2025", "4 May 2026", False),
        ("9:30", "9.30 p.m.", True),
        ("9:30", "21:30", True),
        ("9.30 a.m.", "9.30 p.m.", False),
        ("Tuesday", "4 May", False),
    ],
)
def test_one_date_may_say_less_than_the_other(x: str, y: str, one: bool) -> None:
    value_x, value_y = _value(x), _value(y)
    assert may_be_one(value_x, value_y) is may_be_one(value_y, value_x) is one
