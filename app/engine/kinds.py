"""Why an edit matters: is it in a quotation, a number, only a matter of spelling?"""

from __future__ import annotations

from dataclasses import replace

import regex

from app.engine.matchkey import match_key
from app.engine.model import Edit, Kind, Op, Span

_QUOTED = regex.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|\"[^\"]*\"")
_NUMBER = regex.compile(
    r"\p{N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|quarter|third|twice)\b",
    regex.IGNORECASE,
)
_MARKS_ONLY = regex.compile(r"[\p{P}\p{S}\s]*")


def with_kinds(a: str, b: str, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Give each edit between two texts its kind."""
    if not edits:
        return ()
    quoted_a = [match.span() for match in _QUOTED.finditer(a)]
    quoted_b = [match.span() for match in _QUOTED.finditer(b)]
    return tuple(replace(edit, kind=_kind(a, b, edit, quoted_a, quoted_b)) for edit in edits)


def _kind(a: str, b: str, edit: Edit, quoted_a: list[Span], quoted_b: list[Span]) -> Kind:
    if edit.kind is Kind.TYPOGRAPHY or edit.partner is not None:
        return edit.kind
    old, new = a[slice(*edit.a)], b[slice(*edit.b)]
    if _MARKS_ONLY.fullmatch(old) and _MARKS_ONLY.fullmatch(new):
        return Kind.TYPOGRAPHY
    if _inside(edit.a, quoted_a) and _inside(edit.b, quoted_b):
        return Kind.QUOTE
    if sorted(_numbers(old)) != sorted(_numbers(new)):
        return Kind.NUMBER
    if edit.op is Op.REPLACE and match_key(old).casefold() == match_key(new).casefold():
        return Kind.SPELLING
    return Kind.WORDING


def _inside(span: Span, quoted: list[Span]) -> bool:
    return any(start < span[0] and span[1] < end for start, end in quoted)


def _numbers(text: str) -> list[str]:
    return [word.casefold() for word in text.split() if _NUMBER.search(word)]
