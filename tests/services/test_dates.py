"""Dates as somebody says them, never more precise than that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.errors import BadInput
from app.services.dates import fields_of, given_date, moment_of, said_date


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026", "2026"),
        ("2026-05", "2026-05"),
        (" 2026-05-04 ", "2026-05-04"),
        ("20260504", "2026-05-04"),
        ("2026-05-04 07:40", "2026-05-04T07:40"),
        ("2026-05-04T07:40:00+01:00", "2026-05-04T07:40+01:00"),
        ("2026-05-04T07:40:12.5Z", "2026-05-04T07:40:12+00:00"),
        ("", ""),
        ("Monday", ""),
        ("2026-02-30", ""),
        ("2026-13", ""),
        ("0000", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_a_date_stays_as_precise_as_it_was_said(text: str, said: str) -> None:
    assert said_date(text) == said
    assert said_date(said) == said


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-05", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-04", datetime(2026, 5, 4, tzinfo=UTC)),
        ("2026-05-04T07:40", datetime(2026, 5, 4, 7, 40, tzinfo=UTC)),
        ("2026-05-04T07:40:00+01:00", datetime(2026, 5, 4, 6, 40, tzinfo=UTC)),
        ("", None),
        ("Monday", None),
        ("2026-02-30", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_that_are_none_are_none(date: str, moment: datetime | None) -> None:
    assert moment_of(date) == moment


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("", "", ""), ""),
        (("2026", "", ""), "2026"),
        (("2026-05-04", "", ""), "2026-05-04"),
        (("2026-05-04", "07:40", ""), "2026-05-04T07:40"),
        (("2026-05-04", "07:40", "+1"), "2026-05-04T07:40+01:00"),
        (("2026-05-04", "07:40", "UTC−05:30"), "2026-05-04T07:40-05:30"),
        (("2026-05-04", "07:40:10", "utc"), "2026-05-04T07:40:10+00:00"),
    ],
)
def test_what_is_entered_is_what_is_said(fields: tuple[str, str, str], said: str) -> None:
    assert given_date(*fields) == said
    assert given_date(*fields_of(said)) == said


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (("2026-02-30", "", ""), "There is no date “2026-02-30”"),
        (("4 May", "", ""), "There is no date “4 May”"),
        (("2026-05", "07:40", ""), "A time needs a whole date"),
        (("2026-05-04", "25:00", ""), "There is no time “25:00”"),
        (("2026-05-04", "", "UTC"), "a time zone without a time"),
        (("", "07:40", ""), "a time without a date"),
        (("2026-05-04", "07:40", "Paris"), "“Paris” is not read as a time zone"),
        (("2026-05-04", "07:40", "+25:00"), "No date can be in the time zone"),
        (("0001-01-01", "00:00", "+14:00"), "No date can be in the time zone"),
        (("9" * 5000, "", ""), "There is no date"),
    ],
)
def test_what_is_no_date_is_told_at_its_field(fields: tuple[str, str, str], told: str) -> None:
    with pytest.raises(BadInput, match=told) as error:
        given_date(*fields, field="published")
    assert error.value.field == "published"
    assert len(error.value.sentence) < 100
