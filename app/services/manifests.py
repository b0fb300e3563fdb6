"""manifest.toml: which files of a folder are the versions of which articles."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from app.errors import BadInput
from app.services.dates import said_date

NAME = "manifest.toml"
MAX_BYTES = 1024 * 1024
EXPORT = "recension/workspace/1"
"""What the manifest of a whole workspace says of itself; workspace_import reads those."""


def _moment(value: Any) -> Any:
    """A date is its midnight, a time without a zone is in UTC; all else is left to be refused."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value


def _said(value: Any) -> str:
    """A date, or a date and time, as it was written; a year alone, in quotation marks."""
    written = value.isoformat() if isinstance(value, date) else value
    said = said_date(written) if isinstance(written, str) else ""
    if not said and written != "":
        raise PydanticCustomError("datetime_type", "no date")
    return said


Moment = Annotated[datetime, BeforeValidator(_moment)]
Said = Annotated[str, BeforeValidator(_said)]

_NO_DATE = "write a date and time without quotation marks, such as 2026-05-04T07:40:00+01:00"

# What pydantic calls a fault, in the words of somebody who writes a manifest.
_SAID = {
    "datetime_type": _NO_DATE,
    "extra_forbidden": "this means nothing here",
    "missing": "this is missing",
    "model_type": "this is no table",
    "string_too_short": "this is empty",
    "string_type": "this is no text; write it between quotation marks",
    "too_short": "this is empty",
    "tuple_type": "begin each version with a line [[article.version]]",
}


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ListedVersion(_Table):
    """A version as the manifest lists it; ``file`` is relative to the manifest."""

    file: str = Field(min_length=1)
    title: str = ""
    label: str = ""
    captured: Moment | None = None
    published: Said = ""


class ListedArticle(_Table):
    """An article as the manifest lists it, its earliest version first."""

    slug: str = ""
    title: str = ""
    version: tuple[ListedVersion, ...] = Field(min_length=1, strict=False)


def read_manifest(data: bytes) -> list[ListedArticle | BadInput]:
    """The articles of a manifest, in order; in place of one that is wrong, what is wrong with it.

    ``data`` need not hold more than ``MAX_BYTES`` and one. Raises BadInput when the file as a
    whole is no manifest.
    """
    listed = _parsed(data)
    if listed.get("format") == EXPORT:
        raise BadInput(
            "This is a whole workspace, as its page gives it. Whoever runs the site takes it back: "
            "recension load --workspace."
        )
    unknown = sorted(set(listed) - {"article"})
    articles = listed.get("article")
    if unknown:
        raise BadInput(f"{NAME} has “{unknown[0][:40]}”, which means nothing here.")
    if not isinstance(articles, list) or not articles:
        raise BadInput(f"{NAME} lists no article.", "Begin each with a line [[article]].")
    return [_article(number, table) for number, table in enumerate(articles, start=1)]


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise BadInput(f"{NAME} is too large: up to {MAX_BYTES // 1024} KB are read.")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{NAME} is not TOML: {error}.") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"{NAME} is not TOML in UTF-8.") from error


def _article(number: int, table: Any) -> ListedArticle | BadInput:
    try:
        return ListedArticle.model_validate(table)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = [f"article {number}"]
        for part in fault["loc"]:
            if isinstance(part, int):
                place[-1] += f" {part + 1}"
            elif part in (*ListedArticle.model_fields, *ListedVersion.model_fields):
                place.append(part)
            elif fault["type"] == "extra_forbidden":
                place.append(f"“{part[:40]}”")
        return BadInput(f"{NAME}, {', '.join(place)}: {_SAID.get(fault['type'], fault['msg'])}.")
