"""Everything in a workspace as one zip archive, which ``workspace_import`` takes back.

At its root a manifest.toml with the FORMAT. Each article has a folder: article.toml, the bytes that
each version came from, and beside them its document as it is stored, since choices were made when
it was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.engine.document_json import FORMAT as DOCUMENT_FORMAT
from app.services.originals import ending_of
from app.storage.contents import fetch
from app.storage.schema import Article, Version, now
from app.storage.viewing import viewer_of

FORMAT = "recension/workspace/1"
MANIFEST = "manifest.toml"
FOLDER = "articles"
ARTICLE = "article.toml"

AT_ONCE = 50
"""How many articles are looked up at a time."""

_INTRODUCTION = f"""\
# All articles of a Recension workspace, as they were at the time given here.
# To have them back: recension load FILE.zip (with --workspace LINK: into a workspace).
# Each article has a folder; for each version it holds the bytes that it came from, and what was
# read from them ({DOCUMENT_FORMAT}). Links that were shared, and keys, are not here.

"""

# What a zip can say of the time of a file; it knows no zones.
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)

Value = str | int | datetime


def write_export(session: Session, file: BinaryIO) -> int:
    """Write all articles of the viewer's workspace into a file as a zip; how many there are.

    Samples are left out: every library has them. What is held in memory is one version, and the
    list of the files. Raises RecensionError when what is stored is damaged.
    """
    count = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for article in _articles(session):
            _write_article(session, archive, article)
            count += 1
        about: dict[str, Value] = {"format": FORMAT, "made": now(), "articles": count}
        _write(archive, MANIFEST, (_INTRODUCTION + _toml(about)).encode(), now())
    return count


def _articles(session: Session) -> Iterator[Article]:
    last = 0
    while True:
        articles = session.scalars(
            select(Article)
            .where(
                Article.workspace_id == viewer_of(session).workspace_id,
                Article.is_sample.is_(False),
                Article.id > last,
            )
            .order_by(Article.id)
            .limit(AT_ONCE)
            .options(selectinload(Article.versions))
            .execution_options(populate_existing=True)
        ).all()
        if not articles:
            return
        yield from articles
        last = articles[-1].id
        session.expunge_all()


def _write_article(session: Session, archive: ZipFile, article: Article) -> None:
    folder = PurePosixPath(FOLDER, article.slug)
    about: dict[str, Value] = {
        "slug": article.slug,
        "title": article.title,
        "last_number": article.last_number,
        "created": article.created_at,
        "updated": article.updated_at,
    }
    tables = [_toml(about)]
    for version in article.versions:
        names = f"{version.number}{ending_of(version)}", f"{version.number}.document.json"
        for name, content in zip(names, (version.content_hash, version.document_hash), strict=True):
            _write(archive, str(folder / name), fetch(session, content), version.captured_at)
        tables.append(f"\n[[version]]\n{_toml(_told(version, *names))}")
    _write(archive, str(folder / ARTICLE), "".join(tables).encode(), article.updated_at)


def _told(version: Version, file: str, document: str) -> dict[str, Value]:
    told: dict[str, Value | None] = {
        "number": version.number,
        "title": version.title,
        "label": version.label,
        "source": version.source,
        "name": version.name,
        "media_type": version.media_type,
        "file": file,
        "sha256": version.content_hash,
        "document": document,
        "document_sha256": version.document_hash,
        "captured": version.captured_at,
        "published": version.published,
        "published_at": version.published_at,
    }
    return {name: value for name, value in told.items() if value is not None}


def _toml(values: dict[str, Value]) -> str:
    return "".join(f"{name} = {_written(value)}\n" for name, value in values.items())


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    # JSON writes texts and whole numbers as TOML does, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(archive: ZipFile, name: str, data: bytes, moment: datetime) -> None:
    info = ZipInfo(name, min(max(moment, _FIRST), _LAST).astimezone(UTC).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
