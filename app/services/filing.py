"""Where a text belongs: what it resembles among the articles stored, and adding it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.engine import Document
from app.services.articles import add_versions, get_article, identity_of, refuse_the_same
from app.services.incoming import Incoming
from app.services.lookup import Resembling, resembling
from app.services.rights import check_may_change, may_change
from app.storage.schema import Article, Version
from app.storage.viewing import viewer_of

MOST = 3
"""So many articles are named of those that a text may be a version of."""

LIKELY = 0.5
"""A text that shares as much with another is taken for a version of it: somebody is asked."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An article that a text may be a version of.

    ``number`` is the version that it resembles most, ``latest`` the last there is. ``is_same``: it
    is the text of that version to the letter. ``may_add``: the viewer may add a version.
    """

    slug: str
    title: str
    number: int
    latest: int
    share: float
    is_same: bool
    may_add: bool

    @property
    def percent(self) -> int:
        """The share, a hundred only for the same text."""
        return 100 if self.is_same else min(99, round(100 * self.share))

    @property
    def is_latest(self) -> bool:
        """Whether there is nothing to add: it is the text of the latest version."""
        return self.is_same and self.number == self.latest


@dataclass(frozen=True, slots=True)
class Filed:
    """An article that texts were added to, and the two versions to look at; ``a`` may be ``b``."""

    article: Article
    a: int
    b: int


def likely_articles(session: Session, document: Document) -> list[Likely]:
    """The articles that a text may be a version of, the likeliest first; often none.

    Those that the session's viewer may add to, and, where it is the very same text, all that they
    may read.
    """
    found = [
        each
        for each in resembling(session, document)
        if each.is_same or may_change(session, each.article)
    ][:MOST]
    if not found:
        return []
    latest: dict[int, int] = dict(
        session.execute(
            select(Version.article_id, func.max(Version.number))
            .where(Version.article_id.in_([each.article.id for each in found]))
            .group_by(Version.article_id)
        ).all()
    )
    return [_likely(session, each, latest[each.article.id]) for each in found]


def same_pair(session: Session, versions: Sequence[Incoming]) -> Filed | None:
    """The viewer's own article of which all these texts are versions already."""
    if not versions:
        return None
    content, document = identity_of(versions[0])
    candidates = session.scalars(
        select(Article)
        .join(Version)
        .where(
            Article.workspace_id == viewer_of(session).workspace_id,
            Version.document_hash == document,
            Version.content_hash == content,
        )
        .order_by(Article.id.desc())
        .limit(MOST)
        .options(selectinload(Article.versions))
    )
    for candidate in candidates.unique():
        numbers = [number_of(candidate, each) for each in versions]
        if all(numbers):
            return Filed(candidate, numbers[0], numbers[-1])
    return None


def file_versions(session: Session, slug: str, versions: Sequence[Incoming]) -> Filed:
    """Add texts to an article of the viewer's.

    A text alone becomes the next version, also when it is that of an earlier one to which the
    article returns; BadInput says so when it is that of the latest. Of several only those that no
    version has are added. Raises NotFound and Forbidden.
    """
    article = get_article(session, slug)
    check_may_change(session, article)
    before = article.versions[-1].number
    if len(versions) == 1:
        refuse_the_same(session, article, versions[0], "")
        (added,) = add_versions(session, article, versions)
        return Filed(article, before, added.number)
    numbers = [number_of(article, each) for each in versions]
    new = [each for each, number in zip(versions, numbers, strict=True) if not number]
    rest = iter(add_versions(session, article, new) if new else [])
    every = [number or next(rest).number for number in numbers]
    return Filed(article, every[0], every[-1])


def number_of(article: Article, incoming: Incoming) -> int:
    """The latest version of the article that holds just this, or 0."""
    content, document = identity_of(incoming)
    for version in reversed(article.versions):
        if version.content_hash == content or version.document_hash == document:
            return version.number
    return 0


def lacks(article: Article, versions: Sequence[Incoming]) -> list[bool]:
    """Which of these texts the article would get: those that it has not.

    One alone also when the article had that text before its latest version, and returns to it.
    """
    if len(versions) == 1:
        return [number_of(article, versions[0]) != article.versions[-1].number]
    return [not number_of(article, each) for each in versions]


def _likely(session: Session, found: Resembling, latest: int) -> Likely:
    return Likely(
        slug=found.article.slug,
        title=found.article.title,
        number=found.version.number,
        latest=latest,
        share=found.share,
        is_same=found.is_same,
        may_add=may_change(session, found.article),
    )
