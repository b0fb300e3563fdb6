"""How much a workspace may hold: counted as things are stored and purged, in one transaction.

What was deleted a short while ago is still there and can be had back, so it counts; having it back
therefore never goes past a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import Full
from app.services.incoming import FILE
from app.services.lines import in_bytes
from app.services.missing import KEPT_FOR
from app.settings import Settings
from app.storage.contents import AT_ONCE
from app.storage.database import settings_of
from app.storage.schema import SHARED_ID, Article, Content, Share, Version, Workspace, now
from app.storage.viewing import viewer_of

_ARTICLES, _VERSIONS = Article.__table__, Version.__table__


@dataclass(frozen=True, slots=True)
class Load:
    """What is stored, or is to be; ``size``: the bytes of originals and of the texts in them."""

    articles: int = 0
    versions: int = 0
    files: int = 0
    size: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.articles + other.articles,
            self.versions + other.versions,
            self.files + other.files,
            self.size + other.size,
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """How much of something there is in a workspace, and (0: any amount) how much there may be."""

    what: str
    used: int
    most: int
    is_bytes: bool = False

    @property
    def is_nearly_full(self) -> bool:
        """Whether nine tenths are used."""
        return bool(self.most) and self.used * 10 >= self.most * 9

    def said(self, number: int) -> str:
        """A number of these, in words."""
        return in_bytes(number) if self.is_bytes else f"{number:,}"


def version_load(source: str, size: int) -> Load:
    """What one version comes to."""
    return Load(versions=1, files=int(source == FILE), size=size)


def make_room(session: Session, workspace: Workspace, loads: Iterable[Load]) -> None:
    """Count what is being stored. Raises Full when the workspace may not hold that.

    The caller holds the transaction that stores it, and has the workspace's row as it is in it.
    Who runs the site is not bound.
    """
    added = sum(loads, Load())
    workspace.kept_articles += added.articles
    workspace.kept_versions += added.versions
    workspace.kept_files += added.files
    workspace.kept_bytes += added.size
    if viewer_of(session).keeps_library:
        return
    for bound in _bounds(workspace, settings_of(session)):
        if bound.most and bound.used > bound.most:
            raise _full(bound, _added(bound, added), is_shared=workspace.id == SHARED_ID)


def check_room_for_share(session: Session, workspace_id: int) -> None:
    """Raise Full unless one more link of the workspace may be open.

    The caller holds the transaction that opens it.
    """
    most = settings_of(session).workspace_shares
    if most and not viewer_of(session).keeps_library:
        used = session.scalar(select(_open_shares(workspace_id))) or 0
        if used >= most:
            raise Full(
                f"There are {used:,} open links already, and so many may there be at once.",
                "Revoke links that you need no more: the page “Shared links” lists them.",
            )


def bounds_of(session: Session, workspace_id: int) -> list[Bound]:
    """How much there is in a workspace of everything that is bounded."""
    settings = settings_of(session)
    workspace, shares = session.execute(
        select(Workspace, _open_shares(workspace_id))
        .where(Workspace.id == workspace_id)
        .execution_options(populate_existing=True)
    ).one()
    return [*_bounds(workspace, settings), Bound("Open links", shares, settings.workspace_shares)]


def give_room_back(session: Session, versions: Collection[int], articles: Sequence[int]) -> None:
    """Count versions and articles, by their ids, as gone. The caller is about to purge them."""
    gone: dict[int, Load] = {}
    ids = sorted(versions)
    for start in range(0, len(ids), AT_ONCE):
        for workspace_id, load in _loads_of(session, ids[start : start + AT_ONCE]):
            gone[workspace_id] = gone.get(workspace_id, Load()) + load
    rows = select(_ARTICLES.c.workspace_id).where(_ARTICLES.c.id.in_(articles))
    for row in session.execute(rows):
        gone[row.workspace_id] = gone.get(row.workspace_id, Load()) + Load(articles=1)
    for workspace_id, load in gone.items():
        session.execute(
            update(Workspace)
            .where(Workspace.id == workspace_id)
            .values(
                kept_articles=Workspace.kept_articles - load.articles,
                kept_versions=Workspace.kept_versions - load.versions,
                kept_files=Workspace.kept_files - load.files,
                kept_bytes=Workspace.kept_bytes - load.size,
            )
            .execution_options(synchronize_session=False)
        )


def _loads_of(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, Load]]:
    """By workspace what these versions come to, whether they were deleted or not."""
    original, document = aliased(Content), aliased(Content)
    found = (
        select(
            _ARTICLES.c.workspace_id,
            func.count(),
            func.sum(case((_VERSIONS.c.source == FILE, 1), else_=0)),
            func.sum(original.size + document.size),
        )
        .select_from(_VERSIONS)
        .join(_ARTICLES, _ARTICLES.c.id == _VERSIONS.c.article_id)
        .join(original, original.hash == _VERSIONS.c.content_hash)
        .join(document, document.hash == _VERSIONS.c.document_hash)
        .where(_VERSIONS.c.id.in_(ids))
        .group_by(_ARTICLES.c.workspace_id)
    )
    for workspace_id, count, files, size in session.execute(found):
        yield workspace_id, Load(versions=count, files=int(files), size=int(size))


def _bounds(workspace: Workspace, settings: Settings) -> list[Bound]:
    return [
        Bound("Articles", workspace.kept_articles, settings.workspace_articles),
        Bound("Versions", workspace.kept_versions, settings.workspace_versions),
        Bound("Files", workspace.kept_files, settings.workspace_files),
        Bound("Bytes", workspace.kept_bytes, settings.workspace_bytes, is_bytes=True),
    ]


def _added(bound: Bound, added: Load) -> int:
    of = {
        "Articles": added.articles,
        "Versions": added.versions,
        "Files": added.files,
        "Bytes": added.size,
    }
    return of[bound.what]


def _full(bound: Bound, added: int, *, is_shared: bool) -> Full:
    where = "This library" if is_shared else "Your workspace"
    what = "" if bound.is_bytes else f" {bound.what.lower()}"
    return Full(
        f"{where} has {bound.said(bound.used - added)} of the {bound.said(bound.most)}{what} that "
        f"it may hold, and this would add {bound.said(added)}. Nothing was stored.",
        "Delete what you need no more, which makes room once it cannot be had back, "
        f"{KEPT_FOR.seconds // 60} minutes later; or ask whoever runs this site for more.",
    )


def _open_shares(workspace_id: int) -> ScalarSelect[int]:
    """How many links of a workspace are open."""
    lasts = or_(Share.expires_at.is_(None), Share.expires_at > now())
    return (
        select(func.count(Share.id))
        .where(Share.workspace_id == workspace_id, Share.revoked_at.is_(None), lasts)
        .scalar_subquery()
    )
