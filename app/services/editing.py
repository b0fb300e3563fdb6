"""Changing what is said about an article and its versions; their texts never change."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.errors import BadInput, TooLarge
from app.services.articles import get_version
from app.services.dates import moment_of
from app.services.incoming import MAX_NAME, given_title
from app.services.lines import one_line
from app.services.rights import check_may_change
from app.storage.database import writing
from app.storage.schema import Article, now
from app.storage.search import retitle

_SLACK = timedelta(minutes=5)
"""So far ahead of this machine's clock another one may be."""


def rename_article(session: Session, article: Article, title: str) -> None:
    """Give an article another title; its address stays.

    Raises Forbidden unless the viewer may, BadInput for no title, TooLarge for one too long.
    """
    check_may_change(session, article)
    title = given_title(title, "title")
    if not title:
        raise BadInput("An article needs a title.", "Write one.", field="title")
    with writing(session):
        article.title = title
        retitle(session, article)


def describe_version(
    session: Session,
    article: Article,
    number: int,
    *,
    label: str,
    published: str,
    captured_at: datetime,
) -> None:
    """Say anew what a version is called, when it was published and when it was captured.

    ``published`` is as ``dates.said_date`` writes it, "" for not known. Raises Forbidden unless the
    viewer may, NotFound for a version that is not there, TooLarge for a label that is
    too long, and BadInput for one captured in times to come.
    """
    check_may_change(session, article)
    label = one_line(label)
    if len(label) > MAX_NAME:
        raise TooLarge(
            f"This label is too long: it has {len(label):,} characters, and labels of up to "
            f"{MAX_NAME} are kept.",
            "Shorten it.",
            field="label",
        )
    if captured_at > now() + _SLACK:
        raise BadInput(
            "A version cannot have been captured in times to come.",
            "Look at the date, and at its time zone.",
            field="captured",
        )
    with writing(session):
        version = get_version(session, article, number)
        version.label = label
        version.published = published
        version.published_at = moment_of(published)
        version.captured_at = captured_at
