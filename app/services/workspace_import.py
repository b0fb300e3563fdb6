"""Taking back what ``workspace_export`` wrote: the same articles, to the byte.

An export may have been edited by whoever brings it, and is believed in nothing: its members are
bounded, its hashes checked, its documents read as those of any stranger.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal
from zipfile import BadZipFile, ZipFile

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from app.engine.document_json import document_from_json
from app.errors import BadInput, RecensionError, TooLarge
from app.ingest.addresses import is_web_address
from app.services.bounds import Load, make_room, version_load
from app.services.comparisons import uncompared_neighbours, versions_compared
from app.services.dates import said_date
from app.services.incoming import ADDRESS, MAX_TITLE, count_words
from app.services.lines import in_bytes, one_line
from app.services.loading import LoadReport
from app.services.missing import LARGEST_NUMBER
from app.services.rights import reads_only
from app.services.slugs import RESERVED, free_slug, slugify
from app.services.workspace_export import ARTICLE, FOLDER, FORMAT, MANIFEST
from app.settings import Settings
from app.storage.contents import Packed, keep, pack
from app.storage.database import writing
from app.storage.schema import SLUG_LENGTH, Article, Version, Workspace, now
from app.storage.search import IndexedText, index_versions, indexed_text
from app.storage.viewing import DELETED_TOO, viewer_of

MAX_TABLES = 16 * 1024 * 1024
"""The largest article.toml that is read: some twenty thousand versions."""

_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
_TYPE = r"^[a-z]+/[A-Za-z0-9.+-]{1,90}$"
_SHA256 = r"^[0-9a-f]{64}$"


def _zoned(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("it has no time zone")
    return value.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_zoned)]
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Version(_Table):
    number: Number
    title: str = Field(min_length=1, max_length=MAX_TITLE)
    label: str = Field(max_length=4096)
    source: Literal["paste", "file", "address"]
    name: str = Field(max_length=4096)
    media_type: str = Field(pattern=_TYPE)
    file: str
    sha256: str = Field(pattern=_SHA256)
    document: str
    document_sha256: str = Field(pattern=_SHA256)
    captured: Moment
    published: str
    published_at: Moment | None = None


class _Article(_Table):
    slug: str = Field(min_length=1, max_length=SLUG_LENGTH)
    title: str = Field(min_length=1, max_length=MAX_TITLE)
    last_number: Number
    created: Moment
    updated: Moment
    version: list[_Version] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A version that has been read, checked, and made ready to be stored."""

    listed: _Version
    content: Packed
    document: Packed
    words: int
    indexed: IndexedText

    @property
    def load(self) -> Load:
        """What it comes to in a workspace."""
        return version_load(self.listed.source, self.content.size + self.document.size)


def is_export(path: Path) -> bool:
    """Whether a file is an export of a workspace. Never raises."""
    try:
        with path.open("rb") as file, ZipFile(file) as archive, archive.open(MANIFEST) as manifest:
            start = manifest.read(4096).decode("utf-8", "replace")
    except (*_BROKEN, KeyError):
        return False
    return re.search(rf'^format = "{re.escape(FORMAT)}"\s*$', start, re.MULTILINE) is not None


def load_export(session: Session, path: Path, *, settings: Settings) -> LoadReport:
    """Store the articles of an export in the viewer's workspace, each by itself.

    They keep their slugs, numbers and dates; an article gets another slug where its own is taken.
    What is there already is left alone, and gets the versions that it lacks. What is not as it
    was written is told in the report and stops nothing else. Raises Forbidden when nothing may be
    stored there.
    """
    if viewer_of(session).workspace_id is None or not viewer_of(session).may_write:
        raise reads_only()
    report = LoadReport()
    try:
        with ZipFile(path) as archive:
            for name in _articles(archive):
                source = _Source(archive, PurePosixPath(name).parent, settings)
                try:
                    listed = _listed(read_member(archive, name, MAX_TABLES))
                    _load(session, source, listed, report)
                except RecensionError as error:
                    report.failed.append((path / name, f"{error.sentence} {error.advice}".strip()))
    except _BROKEN as error:
        report.failed.append((path, f"It is damaged, and cannot be read ({error})."))
    return report


def _articles(archive: ZipFile) -> Iterator[str]:
    """The names of the files that list an article."""
    pattern = f"{FOLDER}/*/{ARTICLE}"
    return (name for name in archive.namelist() if PurePosixPath(name).match(pattern))


def _listed(data: bytes) -> _Article:
    try:
        article = _Article.model_validate(tomllib.loads(data.decode("utf-8")))
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise BadInput(f"“{place}” is not as it was written: {fault['msg']}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput("It is not TOML in UTF-8.") from error
    numbers = [version.number for version in article.version]
    if numbers != sorted(set(numbers)) or numbers[-1] > article.last_number:
        raise BadInput("The numbers of its versions are not in order.")
    for version in article.version:
        if version.source == ADDRESS and not is_web_address(version.name):
            raise BadInput(f"Version {version.number} comes from an address that is none.")
        if version.published != said_date(version.published):
            raise BadInput(f"Version {version.number} was published on a date that is none.")
    return article


def _load(session: Session, source: _Source, listed: _Article, report: LoadReport) -> None:
    article = _there(session, listed)
    known = _numbers(session, article) if article else set()
    ready = [source.read(each) for each in listed.version if each.number not in known]
    if article is None:
        article = _stored(session, listed, ready)
        report.created.append(article.slug)
        if article.slug != listed.slug:
            told = f"It could not be at the same address, and is at “{article.slug}”."
            report.noticed.append((listed.slug, told))
    elif ready:
        _add(session, article, ready)
        report.extended.append(article.slug)
    else:
        report.unchanged.append(article.slug)
    for before, version in uncompared_neighbours(session, article.id):
        versions_compared(session, article, before, version)
    session.expunge_all()


@dataclass(frozen=True, slots=True)
class _Source:
    """The folder of one article in an export."""

    archive: ZipFile
    folder: PurePosixPath
    settings: Settings

    def read(self, listed: _Version) -> _Ready:
        """A version's bytes and its document, both as they were when they were written."""
        letters = self.settings.max_text_chars
        data = self._member(listed.file, max(self.settings.max_upload_bytes, 4 * letters))
        written = self._member(listed.document, 8 * letters + MAX_TABLES)
        content, packed = pack(data), pack(written)
        for name, found, said in (
            (listed.file, content.hash, listed.sha256),
            (listed.document, packed.hash, listed.document_sha256),
        ):
            if found != said:
                raise BadInput(f"“{name}” is not what was written: its SHA-256 is another.")
        try:
            document = document_from_json(written)
        except ValueError as error:
            raise BadInput(f"“{listed.document}” is no document that is read.") from error
        if len(document.text) > letters or "\0" in document.text:
            raise TooLarge(
                f"The text of “{listed.document}” is not taken: it is longer than {letters:,} "
                "characters, or has NUL characters in it.",
                "RECENSION_MAX_TEXT_CHARS says how long a text may be.",
            )
        return _Ready(listed, content, packed, count_words(document), indexed_text(document))

    def _member(self, name: str, limit: int) -> bytes:
        return read_member(self.archive, str(self.folder / name), limit)


def read_member(archive: ZipFile, name: str, limit: int) -> bytes:
    """What a file in an archive holds. Raises BadInput, and TooLarge past the limit."""
    try:
        with archive.open(name) as member:
            data = member.read(limit + 1)
    except KeyError:
        raise BadInput(f"“{name}” is missing.") from None
    except _BROKEN as error:
        raise BadInput(f"“{name}” is damaged.") from error
    if len(data) > limit:
        raise TooLarge(f"“{name}” is too large: up to {in_bytes(limit)} are read.")
    return data


def _there(session: Session, listed: _Article) -> Article | None:
    """The article that this is, when it is there already: by its slug, or else by its texts."""
    first = listed.version[0]
    begins_so = select(Version.article_id).where(
        Version.number == first.number,
        Version.content_hash == first.sha256,
        Version.document_hash == first.document_sha256,
    )
    candidates = session.scalars(
        select(Article)
        .where(
            Article.workspace_id == viewer_of(session).workspace_id,
            Article.is_sample.is_(False),
            or_(Article.slug == listed.slug, Article.id.in_(begins_so)),
        )
        .order_by(Article.slug != listed.slug, Article.id)
        .limit(50)
        .options(selectinload(Article.versions))
        .execution_options(populate_existing=True)
    )
    return next((each for each in candidates if _agree(each, listed)), None)


def _agree(article: Article, listed: _Article) -> bool:
    """Whether there are versions that both have, and all of those hold the same."""
    said = {each.number: (each.sha256, each.document_sha256) for each in listed.version}
    both = [version for version in article.versions if version.number in said]
    return bool(both) and all(
        (version.content_hash, version.document_hash) == said[version.number] for version in both
    )


def _numbers(session: Session, article: Article) -> set[int]:
    """The numbers that are taken, by versions deleted lately as well."""
    taken = select(Version.number).where(Version.article_id == article.id)
    return set(session.scalars(taken.execution_options(**{DELETED_TOO: True})))


def _stored(session: Session, listed: _Article, ready: list[_Ready]) -> Article:
    workspace_id = viewer_of(session).workspace_id
    with writing(session):
        article = Article(
            workspace_id=workspace_id,
            slug=_slug(session, listed),
            title=one_line(listed.title),
            last_number=listed.last_number,
            created_at=listed.created,
            updated_at=listed.updated,
            versions=[],
        )
        session.add(article)
        _put(session, article, ready, is_new=True)
    return article


def _slug(session: Session, listed: _Article) -> str:
    """The slug that it had, unless another article of the workspace has it, or it can be none."""
    here = select(Article.id).where(
        Article.workspace_id == viewer_of(session).workspace_id, Article.slug == listed.slug
    )
    taken = session.scalar(here.execution_options(**{DELETED_TOO: True})) is not None
    fits = listed.slug == slugify(listed.slug) and listed.slug not in RESERVED
    if fits and not taken:
        return listed.slug
    return free_slug(session, listed.slug if fits else slugify(listed.title))


def _add(session: Session, article: Article, ready: list[_Ready]) -> None:
    with writing(session):
        taken = _numbers(session, article)  # by now
        new = [each for each in ready if each.listed.number not in taken]
        numbers = [each.listed.number for each in new]
        article.last_number = max([article.last_number, *numbers])
        article.updated_at = now()
        _put(session, article, new, is_new=False)


def _put(session: Session, article: Article, ready: list[_Ready], *, is_new: bool) -> None:
    """Rows for the versions, and what goes with them. The caller holds the transaction."""
    rows = []
    for each in ready:
        keep(session, each.content)
        keep(session, each.document)
        rows.append(_row(each))
    article.versions.extend(rows)
    workspace = session.get_one(Workspace, article.workspace_id, populate_existing=True)
    workspace.used_at = now()
    make_room(session, workspace, [*(each.load for each in ready), Load(articles=int(is_new))])
    indexed = [(row, each.indexed) for row, each in zip(rows, ready, strict=True)]
    index_versions(session, article, indexed)


def _row(ready: _Ready) -> Version:
    listed = ready.listed
    return Version(
        number=listed.number,
        title=one_line(listed.title),
        label=one_line(listed.label),
        source=listed.source,
        name=one_line(listed.name),
        media_type=listed.media_type,
        content_hash=ready.content.hash,
        document_hash=ready.document.hash,
        words=ready.words,
        captured_at=listed.captured,
        published=listed.published,
        published_at=listed.published_at,
    )
