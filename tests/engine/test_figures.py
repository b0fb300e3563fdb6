"""Numbers in a text: which stretch is one, and what it says, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine.figures import figures
from app.engine.languages import LANGUAGES
from tests.engine.texts import anything


def _said(text: str, language: str = "en") -> list[str]:
    return [figure.value for figure in figures(text, LANGUAGES[language])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 2,000 passengers from 14 ships", ["about 2,000", "14"]),
        ("£3.4 million, 61.2 per cent", ["£3.4 million", "61.2 per cent"]),
        ("on 4 May, Tuesday, at 22:40", ["4 May", "Tuesday", "22:40"]),
        ("two hours; one of them", ["two hours"]),
        ("between 10 and 12 boats", ["10", "12"]),
        ("10 to 12 boats of 5–6 metres", ["10 to 12", "5–6 metres"]),
        ("a fall of about -5 per cent", ["about -5 per cent"]),
        ("word - 5 boats", ["5"]),
        ("「1,200 boats」 and （35） more", ["1,200", "35"]),
        ("He may go.", []),
        ("an F-16, COVID-19 and the A4", []),
        ("mid-2019", ["2019"]),
        ("12,000th and 21st", ["12,000th", "21st"]),
        ("\U000116d0", []),
    ],
)
def test_which_stretches_are_figures(text: str, expected: list[str]) -> None:
    assert [text[f.start : f.end] for f in figures(text) if not f.weak] == expected


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "13 | thirteen | 13.0"),
        (
            "en",
            "1200 | 1,200 | 1 200 | 1\u00a0200 | twelve hundred | one thousand two hundred",
        ),
        ("en", "105 | one hundred and five"),
        ("en", "24 | two dozen"),
        ("en", "6 | half a dozen | half-dozen"),
        ("en", "0.5 | ½ | 1/2"),
        ("en", "4.5 | 4½ | 4 1/2 | 4-1/2 | four and a half"),
        ("en", "2/3 | ⅔ | two thirds | two-thirds"),
        ("en", "500000 | 500,000 | half a million | five hundred thousand"),
        ("en", "£3.4 million | £3.4m | £3,400,000 | 3.4 million pounds"),
        ("en", "$5 | US$5 | 5 dollars | five dollars"),
        ("en", "20 billion euros | €20bn | €20 billion"),
        ("en", "61 per cent | 61% | 61 percent | sixty-one per cent"),
        ("en", "1.5 hours | one and a half hours | 1½ hours"),
        ("en", "5 km | 5km | five kilometres | 5 kilometers"),
        ("en", "60 mph | 60 miles an hour"),
        ("en", "about 2,000 | approximately 2000 | around 2,000 | some 2,000"),
        ("en", "more than 2,000 | over 2,000 | upwards of 2,000"),
        ("en", "at least 5 | no fewer than five"),
        ("en", "10–12 per cent | 10 to 12 per cent | 10-12%"),
        ("en", "-5 °C | −5 °C | –5 degrees Celsius | minus five degrees Celsius"),
        ("de", "1200 | 1.200"),
        ("de", "21 | einundzwanzig"),
        ("de", "300 | dreihundert"),
        ("de", "3,4 Millionen Euro | 3.400.000 Euro | 3,4 Mio. Euro"),
        ("de", "61 Prozent | 61 % | 61%"),
        ("de", "rund 2.000 | etwa 2000 | ungefähr 2.000"),
        ("de", "zwei Stunden | 2 Stunden"),
        ("fr", "21 | vingt et un"),
        ("fr", "71 | soixante et onze"),
        ("fr", "78 | soixante-dix-huit"),
        ("fr", "80 | quatre-vingts"),
        ("fr", "97 | quatre-vingt-dix-sept | nonante-sept"),
        ("fr", "200 | deux cents"),
        ("fr", "3,4 millions d'euros | 3 400 000 euros | 3,4 millions d’euros"),
        ("fr", "au moins 5 | au moins cinq"),
        ("es", "31 | treinta y uno"),
        ("es", "1.200 | 1200"),
        ("es", "61 por ciento | 61 %"),
        ("es", "2000 | dos mil"),
        ("it", "22 | ventidue"),
        ("it", "28 | ventotto"),
        ("it", "3,4 milioni di euro | 3.400.000 euro"),
        ("ru", "22 | двадцать два"),
        ("ru", "3,4 миллиона рублей | 3,4 млн рублей | 3 400 000 рублей"),
        ("ru", "61 процент | 61 % | 61%"),
        ("ru", "2 часа | два часа"),
        ("ar", "13 | ١٣"),
        ("ar", "1,200 | ١٬٢٠٠"),
        ("ar", "61% | ٦١٪ | 61 في المئة"),
        ("ar", "3.4 مليون | ٣٫٤ مليون"),
        ("ar", "3 ساعات | ثلاث ساعات"),
        ("other", "30万 | 300000 | 300,000"),
        ("other", "3億円 | ¥300,000,000"),
        ("other", "３時間 | 3時間"),
        ("other", "約2000 | 약 2000"),
    ],
)
def test_one_value_however_it_is_written(language: str, written: str) -> None:
    forms = written.split(" | ")
    values = [_said(form, language) for form in forms]
    assert len(values[0]) == 1
    assert values == [values[0]] * len(forms)


@pytest.mark.parametrize(
    ("language", "x", "y"),
    [
        ("en", "3 per cent", "3 percentage points"),
        ("en", "5 °C", "-5 °C"),
        ("en", "£5", "€5"),
        ("en", "5 hours", "5 days"),
        ("en", "2,000", "about 2,000"),
        ("en", "nearly 2,000", "more than 2,000"),
        ("en", "third", "three"),
        ("en", "the 1990s", "1990"),
        ("en", "10–12", "10–13"),
        ("en", "version 1.2.3", "version 1.2.4"),
        ("en", "dozens of boats", "hundreds of boats"),
        ("fr", "plus de 5", "moins de 5"),
        ("fr", "au moins 5", "moins 5"),
        ("es", "al menos 5", "menos de 5"),
    ],
)
def test_values_that_differ(language: str, x: str, y: str) -> None:
    assert _said(x, language)
    assert _said(x, language) != _said(y, language)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "4 Aid for owners", []),
        ("en", "3.4 Aid for owners", []),
        ("en", "4. Aid for owners", []),
        ("de", "4. Hilfe für Eigner", []),
        ("ar", "4. المساعدة", []),
        ("de", "12 Menschen starben", ["12"]),
        ("ru", "12 человек погибли", ["12"]),
        ("en", "4 boats sank", ["4"]),
    ],
)
def test_what_numbers_a_heading_states_nothing(language: str, text: str, values: list[str]) -> None:
    assert _said(text, language) == values


def test_small_numbers_in_words_are_weak() -> None:
    assert [figure.weak for figure in figures("two boats, two hours, 2 men, about two, forty")] == [
        True,
        False,
        False,
        False,
        False,
    ]


@settings(max_examples=500, deadline=None)
@given(anything)
def test_any_text_can_be_searched(text: str) -> None:
    for language in LANGUAGES.values():
        end = 0
        for figure in figures(text, language):
            assert end <= figure.start < figure.end <= len(text)
            end = figure.end
