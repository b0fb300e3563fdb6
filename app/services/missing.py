"""What is said of what is not there: a version that never was, or one that was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Gone, NotFound, NoVersion
from app.services.rights import may_change
from app.storage.schema import Article, Version
from app.storage.viewing import DELETED_TOO

KEPT_FOR = timedelta(minutes=10)
"""How long what was deleted can be had back."""

LARGEST_NUMBER = 2**31 - 1


def nothing_here() -> NotFound:
    """The one answer for all that is not there, so that it tells nothing about what is."""
    return NotFound(
        "There is nothing at this address.", "It may be mistyped, or what was here is gone."
    )


def missing_version(session: Session, article: Article, number: int) -> NotFound:
    """The answer to who asks for a version of the article that is not there."""
    if 0 < number <= article.last_number:
        return _deleted(session, article, number)
    numbers = sorted(
        session.scalars(select(Version.number).where(Version.article_id == article.id))
    )
    shown = number if abs(number) <= LARGEST_NUMBER else "of that number"
    return NoVersion(
        f"There is no version {shown} of this article; there {_in_words(numbers)}.",
        "Choose one of its versions.",
    )


def _deleted(session: Session, article: Article, number: int) -> Gone:
    """Its number is not given again, so an old address never shows another text."""
    deleted_at = session.scalar(
        select(Version.deleted_at)
        .where(Version.article_id == article.id, Version.number == number)
        .execution_options(**{DELETED_TOO: True})
    )
    if deleted_at is None:
        return Gone(f"Version {number} of this article was deleted.", "Choose another version.")
    when = f"on {deleted_at.day} {deleted_at:%B %Y} at {deleted_at:%H:%M} UTC"
    until: datetime = deleted_at + KEPT_FOR
    back = f"It can be had back on the page of its article until {until:%H:%M} UTC."
    return Gone(
        f"Version {number} of this article was deleted {when}.",
        back if may_change(session, article) else "Choose another version.",
    )


def _in_words(numbers: Sequence[int]) -> str:
    """``is version 1``, ``are versions 1 and 2``, ``are versions 1 to 5``, ``… 1, 3 and 4``."""
    if not numbers:
        return "are none"
    if len(numbers) == 1:
        return f"is version {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"are versions {numbers[0]} to {numbers[-1]}"
    if len(numbers) > 20:
        return f"are {len(numbers)} versions, from {numbers[0]} to {numbers[-1]}"
    return f"are versions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
