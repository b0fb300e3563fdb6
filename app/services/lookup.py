"""Of what is a text a version? Asked before it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Document
from app.engine.resemblance import Sample, resemblance
from app.errors import RecensionError
from app.services.articles import document_of
from app.storage.schema import Article, Version
from app.storage.search import Match, same_text, similar

LEAST = 0.35
"""A text that shares less with another one is told to be no version of it. Two essays by different
hands on one question share up to 0.3, two articles that have nothing to do with each other 0.1."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A stored version that a text resembles, and its article.

    ``share`` of the words of both, from ``LEAST`` to 1, stand in the other as well. ``is_same``:
    it is this text to the letter, whatever kind of file either came in.
    """

    article: Article
    version: Version
    share: float
    is_same: bool = False


def resembling(session: Session, document: Document) -> list[Resembling]:
    """The articles of which a text seems to be a version, the likeliest first; often none.

    Each with the version that it resembles most; a version of the same text comes before all
    others. Only what the session's viewer may see.
    """
    same = same_text(session, document)
    guessed = [] if same else similar(session, document)
    best: dict[int, Resembling] = {}
    for found in _verified(session, document, [*same, *guessed], is_same=bool(same)):
        known = best.get(found.article.id)
        if known is None or found.share > known.share:
            best[found.article.id] = found
    return sorted(best.values(), key=lambda found: -found.share)


def _verified(
    session: Session, document: Document, matches: list[Match], *, is_same: bool
) -> list[Resembling]:
    """Those of the matches that share enough, in the same order."""
    if not matches:
        return []
    rows = session.execute(
        select(Version, Article)
        .join(Article, Article.id == Version.article_id)
        .where(Version.id.in_([match.version_id for match in matches]))
    )
    by_id = {version.id: (version, article) for version, article in rows}
    sample = Sample(document)
    found: list[Resembling] = []
    for match in matches:
        if match.version_id not in by_id:
            continue
        version, article = by_id[match.version_id]
        share = 1.0 if is_same else _share(session, version, sample)
        if share >= LEAST:
            found.append(Resembling(article, version, share, is_same))
    return found


def _share(session: Session, version: Version, sample: Sample) -> float:
    try:
        return resemblance(Sample(document_of(session, version)), sample)
    except RecensionError:  # what is damaged cannot be told to resemble anything
        return 0.0
