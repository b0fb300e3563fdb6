"""Articles with all their versions in JSON: one article, a list of them, or one a line.

::

    {"slug": "ferry-strike", "title": "Ferry strike", "versions": [
      {"published": "2026-05-04", "label": "wire copy", "text": "Crews may return."},
      {"published": "2026-05-05", "title": "Ferry to resume", "text": "Crews will return."}]}

The earliest version comes first; each is an article as ``articles_json`` describes it, with a
``label`` if it has one. Other names in use are taken for these: ``id`` for slug, ``t`` for
published, ``rev`` for label, ``url`` for address, ``lang`` for language.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from app.errors import TooLarge
from app.ingest.archive import Member
from app.ingest.encoding import decode

MOST_VERSIONS = 20_000
_MOST_VALUES = 1_000_000
_NO_LETTER = re.compile("[\0\ud800-\udfff]")
_NAMES = {
    "title": ("title",),
    "byline": ("byline",),
    "published": ("published", "t"),
    "modified": ("modified",),
    "language": ("language", "lang"),
    "address": ("address", "url"),
    "text": ("text",),
    "blocks": ("blocks",),
}


class Series(NamedTuple):
    """An article, its earliest version first, each an article in JSON with its label beside it.

    ``fault`` says what is wrong with one that cannot be taken; then there is nothing else.
    """

    slug: str
    title: str
    versions: tuple[Member, ...]
    labels: tuple[str, ...] = ()
    fault: str = ""


def read_series(data: bytes) -> list[Series]:
    """The articles in such a file, in order; in place of one that is wrong what is wrong with it.

    There are none in JSON that is one article by itself, or broken from end to end. Raises
    UnreadableText when the bytes are no text, and TooLarge when there are more than 20,000 versions
    or a million values.
    """
    text = decode(data, "")
    if sum(map(text.count, ",[{")) > _MOST_VALUES:
        raise TooLarge("This JSON has too many values.", "Load it in parts.")
    values = _values(text)
    if not any(isinstance(value, dict) for value in values):
        return []
    found = [_series(value, place) for place, value in enumerate(values, start=1)]
    if sum(len(each.versions) for each in found) > MOST_VERSIONS:
        raise TooLarge(
            f"There are more than {MOST_VERSIONS:,} versions in this JSON.", "Load it in parts."
        )
    return found


def _values(text: str) -> list[Any]:
    """The values of the file: one, those of a list, or one a line; a broken line is its fault."""
    whole = _parsed(text)
    if isinstance(whole, Exception):
        lines = [line for line in text.split("\n") if line.strip()]
        return [_parsed(line) for line in lines]
    if isinstance(whole, dict):
        return [whole] if "versions" in whole else []
    return whole if isinstance(whole, list) else []


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return error


def _series(value: Any, place: int) -> Series:
    where = f"Article {place:,} of this JSON"
    if isinstance(value, Exception):
        return _wrong(f"{where} is broken.")
    if not isinstance(value, dict):
        return _wrong(f"{where} is no object.")
    versions = value.get("versions")
    if versions is None and ("text" in value or "blocks" in value):
        versions = [value]
    if not isinstance(versions, list) or not versions:
        return _wrong(f"{where} has no list “versions”.")
    for number, version in enumerate(versions, start=1):
        if not isinstance(version, dict):
            return _wrong(f"{where}: version {number} is no object.")
    slug = _text(value, "slug", "id")
    name = re.sub(r"[^\w-]+", "-", slug).strip("-") or f"article-{place}"
    return Series(
        slug,
        _text(value, "title"),
        tuple(
            Member(f"{name}/{number}.json", _article(version, value))
            for number, version in enumerate(versions, start=1)
        ),
        tuple(_text(version, "label", "rev") for version in versions),
    )


def _article(version: dict[str, Any], series: dict[str, Any]) -> bytes:
    """A version as an article by itself; what it does not say of its language, the series does."""
    found: dict[str, Any] = {"language": _text(series, "language", "lang")}
    for name, others in _NAMES.items():
        for other in others:
            if version.get(other) is not None:
                found[name] = version[other]
                break
    return json.dumps({k: v for k, v in found.items() if v != ""}, ensure_ascii=True).encode()


def _text(value: dict[str, Any], *names: str) -> str:
    """The text under the first of these names that has any."""
    for name in names:
        if isinstance(found := value.get(name), str) and found:
            return _NO_LETTER.sub("\ufffd", " ".join(found.split()))[:500]
    return ""


def _wrong(fault: str) -> Series:
    return Series("", "", (), fault=fault)
