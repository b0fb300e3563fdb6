"""Files, folders, archives and addresses into the library. Doing it twice doubles nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from app.engine import Document
from app.errors import BadInput, NotFound, RecensionError
from app.ingest.addresses import is_web_address
from app.services.articles import (
    add_version,
    create_article,
    document_of,
    get_article,
    identity_of,
)
from app.services.comparisons import compare_last_pair
from app.services.filenames import NamedFile, grouped
from app.services.incoming import ADDRESS, Incoming, check_size, from_address, from_file, unpacked
from app.services.manifests import NAME as MANIFEST
from app.services.manifests import ListedArticle, ListedVersion, read_manifest
from app.settings import Settings
from app.storage.schema import Article, Version

Source = Path | str
Failure = tuple[Source, str]

_PACKED = b"PK\x03\x04"


@dataclass
class LoadReport:
    """What became of what was to be loaded.

    ``created``, ``extended`` (new versions were added) and ``unchanged`` have the slugs of
    articles, ``failed`` paths and addresses with a sentence that says why, ``noticed`` those of
    which there is something to tell besides.
    """

    created: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    noticed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be read; ``data`` is what it holds when it lies in an archive."""

    path: Path
    data: bytes | None = None
    title: str = ""
    label: str = ""
    captured: datetime | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """An article to be: its files in order, and ``place``, where somebody would mend it."""

    place: Path
    files: tuple[_File, ...]
    slug: str = ""
    title: str = ""


def load_paths(
    session: Session, sources: Sequence[Source], *, is_sample: bool = False, settings: Settings
) -> LoadReport:
    """Store the articles that files, folders, archives and addresses hold, each by itself.

    A folder with a manifest.toml is read as that says; in any other, in a zip archive, and among
    files named one by one, names such as story_v1.txt and story_v2.txt are versions of one article.
    What is stored already is left alone, and gets the versions that are new; so does an article
    that came from the same address. What cannot be read is told in the report and stops nothing
    else.
    """
    report = LoadReport()
    addresses = dict.fromkeys(s for s in sources if isinstance(s, str) and is_web_address(s))
    for address in addresses:
        try:
            _load_address(session, address, is_sample, settings, report)
        except RecensionError as error:
            report.failed.append((address, error.sentence))
    paths = [Path(source) for source in sources if source not in addresses]
    for plan in _plans(paths, settings, report):
        try:
            versions = _read_all(plan, settings, report)
            if versions:
                _store(session, plan, versions, is_sample, report)
        except RecensionError as error:
            report.failed.append((plan.place, error.sentence))
    return report


def _load_address(
    session: Session, address: str, is_sample: bool, settings: Settings, report: LoadReport
) -> None:
    """The page at an address: a new article, or a further version of the one from there."""
    incoming = from_address(address, settings=settings)
    report.noticed.extend((address, notice) for notice in incoming.document.notices)
    article = session.scalar(
        select(Article)
        .join(Version)
        .where(
            Article.is_sample.is_(is_sample),
            Version.source == ADDRESS,
            Version.name == incoming.name,
        )
        .order_by(Article.id.desc())
        .limit(1)
        .options(selectinload(Article.versions))
    )
    if article is None:
        article = create_article(session, [incoming], is_sample=is_sample)
        report.created.append(article.slug)
    elif _prose(document_of(session, article.versions[-1])) == _prose(incoming.document):
        report.unchanged.append(article.slug)
    else:
        add_version(session, article, incoming)
        report.extended.append(article.slug)
        compare_last_pair(session, article)


def _prose(document: Document) -> list[str]:
    """The text of the article, without the page around it, of which some is new at every look."""
    return [document.text_of(block) for block in document.blocks if not block.is_furniture]


def _plans(paths: Sequence[Path], settings: Settings, report: LoadReport) -> Iterator[_Plan]:
    files: dict[Path, Path] = {}
    manifests: dict[Path, Path] = {}
    for path in paths:
        for found in _found(path, report):
            (manifests if found.name == MANIFEST else files).setdefault(found.resolve(), found)
    for manifest in manifests.values():
        yield from _listed(manifest, report)
    contents: dict[Path, bytes | None] = {}
    for path in files.values():
        try:
            contents.update(_unpacked(path, settings))
        except RecensionError as error:
            report.failed.append((path, error.sentence))
        except OSError as error:
            report.failed.append((path, f"It cannot be read: {error.strerror}."))
    for group in grouped(contents):
        yield _Plan(group[0].path, tuple(_named(file, contents[file.path]) for file in group))


def _unpacked(path: Path, settings: Settings) -> dict[Path, bytes | None]:
    """The file itself, not read yet; of an archive all in it, as if that were a folder."""
    with path.open("rb") as file:
        if file.read(len(_PACKED)) != _PACKED:
            return {path: None}
    check_size(path.stat().st_size, path.name, settings)
    data = path.read_bytes()
    members = unpacked(data, path.name, settings=settings)
    if [member.data for member in members] == [data]:
        return {path: data}
    if any(Path(member.name).name == MANIFEST for member in members):
        raise BadInput(f"There is a {MANIFEST} in it. Unpack it, and load its folder.")
    if not members:
        raise BadInput("There are no files in it.")
    return {path / member.name: member.data for member in members}


def _found(path: Path, report: LoadReport) -> Iterator[Path]:
    """The files at a path: itself, its manifest, or all that is in it and in its folders."""
    try:
        if path.is_file():
            yield path
        elif not path.is_dir():
            there = "no ordinary file" if path.exists() else "not there"
            report.failed.append((path, f"It is {there}."))
        elif (path / MANIFEST).is_file():
            yield path / MANIFEST
        else:
            for entry in sorted(path.iterdir()):
                # A link to a folder may lead in a circle.
                if not (entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir())):
                    yield from _found(entry, report)
    except OSError as error:
        report.failed.append((path, f"It cannot be read: {error.strerror}."))


def _named(file: NamedFile, data: bytes | None) -> _File:
    return _File(file.path, data, captured=file.moment)


def _listed(manifest: Path, report: LoadReport) -> Iterator[_Plan]:
    """The articles of a manifest that are as they should be."""
    try:
        listed = read_manifest(manifest)
    except BadInput as error:
        report.failed.append((manifest, error.sentence))
        return
    # Lists show what was stored last on top, and there the first of a manifest belongs.
    for article in reversed(listed):
        try:
            if isinstance(article, BadInput):
                raise article
            yield _listed_article(manifest, article)
        except BadInput as error:
            report.failed.append((manifest, error.sentence))


def _listed_article(manifest: Path, article: ListedArticle) -> _Plan:
    files = tuple(_listed_file(manifest.parent, version) for version in article.version)
    return _Plan(manifest, files, article.slug, article.title)


def _listed_file(folder: Path, version: ListedVersion) -> _File:
    try:
        path = (folder / version.file).resolve()
        is_inside, is_there = path.is_relative_to(folder.resolve()), path.is_file()
    except (OSError, ValueError):
        is_inside, is_there = True, False
    if not is_inside:
        raise BadInput(f"{MANIFEST} names “{version.file}”, which is outside its folder.")
    if not is_there:
        raise BadInput(f"{MANIFEST} names “{version.file}”, and there is no such file.")
    return _File(path, None, version.title, version.label, version.captured, version.published)


def _read_all(plan: _Plan, settings: Settings, report: LoadReport) -> list[Incoming]:
    """All versions of an article, or none when one cannot be read."""
    versions: list[Incoming] = []
    failed: list[Failure] = []
    for file in plan.files:
        try:
            versions.append(_read(file, settings))
        except RecensionError as error:
            failed.append((file.path, error.sentence))
        except OSError as error:
            failed.append((file.path, f"It cannot be read: {error.strerror}."))
    if not failed:
        report.noticed.extend(
            (file.path, notice)
            for file, version in zip(plan.files, versions, strict=True)
            for notice in version.document.notices
        )
        return versions
    others = " The other versions of its article were not stored either." * bool(versions)
    report.failed.extend((path, sentence + others) for path, sentence in failed)
    return []


def _read(file: _File, settings: Settings) -> Incoming:
    name = file.path.name
    data = file.data
    if data is None:
        check_size(file.path.stat().st_size, name, settings)
        data = file.path.read_bytes()
    incoming = from_file(data, name, title=file.title, settings=settings)
    return replace(
        incoming,
        label=file.label or incoming.label,
        captured_at=file.captured,
        published_at=file.published or incoming.published_at,
    )


def _store(
    session: Session,
    plan: _Plan,
    versions: list[Incoming],
    is_sample: bool,
    report: LoadReport,
) -> None:
    article = _stored_already(session, plan, versions, is_sample)
    if article is None:
        article = create_article(
            session, versions, title=plan.title, slug=plan.slug, is_sample=is_sample
        )
        report.created.append(article.slug)
    else:
        new = versions[len(article.versions) :]
        for incoming in new:
            add_version(session, article, incoming)
        (report.extended if new else report.unchanged).append(article.slug)
    compare_last_pair(session, article)


def _stored_already(
    session: Session, plan: _Plan, versions: Sequence[Incoming], is_sample: bool
) -> Article | None:
    """The article that these are versions of: by its slug, or without one by their texts."""
    identities = [identity_of(incoming) for incoming in versions]
    if not plan.slug:
        candidates = _beginning_with(session, identities[0], is_sample)
        return next((c for c in candidates if _agree(c, identities)), None)
    try:
        article = get_article(session, plan.slug)
    except NotFound:
        return None
    if not _agree(article, identities):
        raise BadInput(
            f"The library has another text for a version of “{plan.slug}”, and versions do not "
            "change. List the new text as a further version, or choose another slug."
        )
    return article


def _beginning_with(
    session: Session, identity: tuple[str, str], is_sample: bool
) -> Iterable[Article]:
    content, document = identity
    return session.scalars(
        select(Article)
        .join(Version)
        .where(
            Article.is_sample.is_(is_sample),
            Version.number == 1,
            or_(Version.content_hash == content, Version.document_hash == document),
        )
        .order_by(Article.id)
        .limit(50)
        .options(selectinload(Article.versions))
    )


def _agree(article: Article, identities: Sequence[tuple[str, str]]) -> bool:
    """Whether the versions that both have, from the first on, hold the same."""
    return all(
        version.content_hash == content or version.document_hash == document
        for version, (content, document) in zip(article.versions, identities, strict=False)
    )
