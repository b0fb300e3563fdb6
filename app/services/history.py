"""The versions of an article in their order: what each is, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.listing import no_such_page
from app.storage.comparisons import ComparisonSummary, comparison_key, summaries
from app.storage.schema import Article, Content, Version

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version in its article's history.

    ``before`` is the number of the version before it, None for the first; ``change`` what it
    changed against that one, None as long as they have not been compared. ``same_as`` is the
    first version that had the same text, None when it has a text of its own. ``size`` is that
    of the bytes it was read from.
    """

    version: Version
    before: int | None
    same_as: int | None
    change: ComparisonSummary | None
    size: int


@dataclass(frozen=True, slots=True)
class History:
    """One page of the versions of an article: ``page`` of ``pages``, both from 1.

    ``first`` and ``last`` are the numbers at the ends of the whole, ``total`` counts it.
    ``compared``: all on this page are compared with the one before.
    """

    entries: list[HistoryEntry]
    page: int
    pages: int
    total: int
    first: int
    last: int

    @property
    def compared(self) -> bool:
        """Whether all on this page are compared with the one before."""
        return all(entry.change or entry.before is None for entry in self.entries)


def history(
    session: Session,
    article: Article,
    *,
    latest_first: bool = False,
    page: int = 1,
    size: int = 50,
) -> History:
    """The versions of an article, which has them loaded, in the order of their numbers.

    Compares nothing. Costs two queries. Raises NotFound for a page that is not there.
    """
    size = max(1, min(size, LARGEST_PAGE))
    versions = article.versions
    pages = max(1, -(-len(versions) // size))
    if not 1 <= page <= pages:
        raise no_such_page(pages)
    before = dict(zip(versions[1:], versions, strict=False))
    firsts = _firsts(versions)
    ordered = versions[::-1] if latest_first else versions
    shown = ordered[(page - 1) * size : page * size]
    keys = {
        version: comparison_key(before[version].document_hash, version.document_hash)
        for version in shown
        if version in before
    }
    changes = summaries(session, keys.values())
    sizes = _sizes(session, shown)
    return History(
        entries=[
            HistoryEntry(
                version=version,
                before=before[version].number if version in before else None,
                same_as=firsts.get(version),
                change=changes.get(keys.get(version, "")),
                size=sizes[version.content_hash],
            )
            for version in shown
        ],
        page=page,
        pages=pages,
        total=len(versions),
        first=versions[0].number,
        last=versions[-1].number,
    )


def _firsts(versions: Sequence[Version]) -> dict[Version, int]:
    """Of the versions whose text was there before, the number of the first that had it."""
    seen: dict[str, int] = {}
    found: dict[Version, int] = {}
    for version in versions:
        # The same bytes may have been read by an older release, to another document.
        same = [seen[name] for name in _names(version) if name in seen]
        if same:
            found[version] = min(same)
        for name in _names(version):
            seen.setdefault(name, version.number)
    return found


def _names(version: Version) -> tuple[str, str]:
    return version.document_hash, f"bytes {version.content_hash}"


def _sizes(session: Session, versions: Sequence[Version]) -> dict[str, int]:
    hashes = {version.content_hash for version in versions}
    rows = session.execute(select(Content.hash, Content.size).where(Content.hash.in_(hashes)))
    return {row.hash: row.size for row in rows}
