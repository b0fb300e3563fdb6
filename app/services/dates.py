"""Dates as somebody says them: a year, a day, a time of that day, perhaps its zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from app.errors import BadInput

_COARSE = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_DAY = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])([0-9]{1,2})(?::?([0-9]{2}))?", re.I)
_UTC = ("Z", "UTC", "GMT")


def said_date(text: str) -> str:
    """A date of ISO 8601, written one way and no more precise than it was said; "" for none.

    ``2026``, ``2026-05``, ``2026-05-04``, ``2026-05-04T07:40`` (its zone was not said) or
    ``2026-05-04T07:40+01:00``; seconds only where they are not nought.
    """
    text = text.strip()
    try:
        if _COARSE.fullmatch(text):
            date.fromisoformat(f"{text}-01-01"[:10])
            return text
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text).replace(microsecond=0)
        if moment_of(text) is None:
            return ""
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def moment_of(said: str) -> datetime | None:
    """The moment that a date of ISO 8601 names, or begins at; without a zone it is read as UTC.

    That is for putting dates in order: what was said is ``said_date``. None when it names none.
    """
    if _COARSE.fullmatch(said):
        said = f"{said}-01-01"[:10]
    try:
        moment = datetime.fromisoformat(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def given_date(day: str, time: str = "", zone: str = "", *, field: str = "") -> str:
    """What was entered in three fields, as ``said_date`` writes it; "" when all are empty.

    Time and zone may be left out. Raises BadInput, naming the ``field``, for a day that no
    calendar has, and for a time or a zone that is none.
    """
    day, time, zone = day.strip(), time.strip(), zone.strip()
    if not day and not time and not zone:
        return ""
    if not day:
        raise BadInput("There is a time without a date.", "Enter its date as well.", field=field)
    if not time and zone:
        raise BadInput(
            "There is a time zone without a time.",
            "Enter the time, or leave the zone empty.",
            field=field,
        )
    if not (_COARSE.fullmatch(day) or _DAY.fullmatch(day)) or not said_date(day):
        raise BadInput(
            f"There is no date “{day[:40]}”.", "Write it as 2026-05-04, year first.", field=field
        )
    if not time:
        return said_date(day)
    if _COARSE.fullmatch(day):
        raise BadInput("A time needs a whole date.", "Write it as 2026-05-04.", field=field)
    said = said_date(f"{day}T{time}") if _TIME.fullmatch(time) else ""
    if not said:
        raise BadInput(f"There is no time “{time[:40]}”.", "Write it as 07:40.", field=field)
    with_zone = said_date(said + _offset(zone, field))
    if not with_zone:
        raise BadInput(
            f"No date can be in the time zone “{zone[:40]}”.", "Write it as +01:00.", field=field
        )
    return with_zone


def fields_of(said: str) -> tuple[str, str, str]:
    """Day, time and zone of what ``said_date`` gave, to be entered in ``given_date`` again."""
    day, _, rest = said.partition("T")
    found = re.fullmatch(r"([0-9:]*)(.*)", rest)
    time, zone = (found[1], found[2]) if found else ("", "")
    return day, time, "UTC" if zone == "+00:00" else zone


def _offset(zone: str, field: str) -> str:
    """A zone as ISO 8601 writes it: ``+01:00``, or "" for none."""
    if not zone:
        return ""
    if zone.upper() in _UTC:
        return "+00:00"
    found = _OFFSET.fullmatch(zone.replace("−", "-"))
    if not found:
        raise BadInput(
            f"“{zone[:40]}” is not read as a time zone.",
            "Write UTC, or how far it is from there, such as +01:00.",
            field=field,
        )
    return f"{found[1]}{found[2]:0>2}:{found[3] or '00'}"
