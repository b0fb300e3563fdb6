"""What is to become of files: which are versions of which article, and in what order.

Told by a manifest.toml beside them, by the articles in a file of JSON, or else by their names.
Files lie on disk, or came with a request; those in a zip archive are taken as if it were a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from app.errors import BadInput, EmptyText, RecensionError, TooLarge
from app.ingest.apart import series_apart
from app.ingest.series import Series
from app.services.filenames import grouped
from app.services.incoming import Incoming, check_size, from_file, limits_of, unpacked
from app.services.manifests import MAX_BYTES, ListedArticle, ListedVersion, read_manifest
from app.services.manifests import NAME as MANIFEST
from app.services.slugs import RESERVED, slugify
from app.settings import Settings

Source = Path | str
Failed = Callable[[Source, str], None]
"""Is told of what cannot be taken, and why."""

Find = Callable[[str], tuple[Path, bytes | None]]

DEEPEST = 100
"""In more folders than these no manifest is looked for."""

MOST_BYTES = 128 * 1024 * 1024
"""So much is taken out of archives that came with one request."""

_PACKED = b"PK\x03\x04"
_LINES = frozenset({".jsonl", ".ndjson"})
_JSON = _LINES | {".json"}
_VERSIONS = b'"versions"'


def _untold(_source: Source, _why: str) -> None:
    """For whom it is no news."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be read; ``data`` is None for one on disk, which is read when its turn comes.

    What is said of it elsewhere goes before what it says itself.
    """

    path: Path
    data: bytes | None = None
    title: str = ""
    label: str = ""
    captured: datetime | None = None
    published: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """An article to be: its files in order, and ``place``, where somebody would mend it."""

    place: Path
    files: tuple[PlannedFile, ...]
    slug: str = ""
    title: str = ""


def plan_paths(paths: Iterable[Path], settings: Settings, failed: Failed) -> Iterator[Plan]:
    """The articles in files and folders; of what cannot be taken ``failed`` is told.

    A folder with a manifest.toml is read as that says, and what it does not name stays out.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for found in _on_disk(path, failed):
            files.setdefault(found.resolve(), found)
    loose: dict[Path, bytes | None] = {}
    for path in files.values():
        if path.name == MANIFEST:
            yield from _listed(path, _head(path), _finder_on_disk(path.parent), failed)
            continue
        try:
            data = path.read_bytes() if _is_container(path, settings) else None
        except RecensionError as error:
            failed(path, error.sentence)
        except OSError as error:
            failed(path, unreadable(error))
        else:
            yield from _opened(path, data, loose, settings, failed)
    yield from _by_name(loose)


def plan_files(
    files: Mapping[Path, bytes], settings: Settings, failed: Failed, left_out: Failed = _untold
) -> Iterator[Plan]:
    """The articles in files that are at hand, by their names, which may have folders in them.

    ``left_out`` is told of files beside a manifest.toml that does not name them. Raises TooLarge
    when archives unpack to too much.
    """
    contents: dict[Path, bytes | None] = {}
    yield from _by_manifests(files, contents, failed, left_out)
    loose: dict[Path, bytes | None] = {}
    held = 0
    for path, data in contents.items():
        for plan in _opened(path, data, loose, settings, failed, left_out):
            held += sum(len(file.data or b"") for file in plan.files)
            yield plan
        is_archive = data is not None and data.startswith(_PACKED)
        if is_archive and held + sum(len(each or b"") for each in loose.values()) > MOST_BYTES:
            raise TooLarge("This unpacks to more than is taken at once.", "Send it in parts.")
    yield from _by_name(loose)


def read_planned(file: PlannedFile, settings: Settings) -> Incoming:
    """The version in a file. Raises what ``from_file`` does, and OSError."""
    # A name on disk need not be text in any encoding.
    name = file.path.name.encode("utf-8", "replace").decode()
    data = file.data
    if data is None:
        check_size(file.path.stat().st_size, name, settings)
        data = file.path.read_bytes()
    incoming = from_file(data, name, title=file.title, settings=settings)
    return replace(
        incoming,
        label=file.label or incoming.label,
        captured_at=file.captured,
        published=file.published or incoming.published,
    )


def unreadable(error: OSError) -> str:
    """Why a file cannot be read."""
    return f"It cannot be read: {error.strerror}."


# Files by their names


def _by_name(contents: Mapping[Path, bytes | None]) -> Iterator[Plan]:
    for group in grouped(contents):
        files = (PlannedFile(f.path, contents[f.path], captured=f.moment) for f in group)
        yield Plan(group[0].path, tuple(files))


def _on_disk(path: Path, failed: Failed, top: Path | None = None) -> Iterator[Path]:
    """The files at a path: itself, its manifest, or all that is in it and in its folders.

    ``top`` is the folder that was named. A link in it is read as long as it leads to a file in it:
    what strangers packed into a folder opens no other files of this machine.
    """
    top = top or path
    try:
        if path.is_symlink() and path != top and not _is_inside(path, top):
            failed(path, "It is a link that leads out of its folder.")
        elif path.is_file():
            yield path
        elif len(path.parts) - len(top.parts) > DEEPEST:
            failed(path, f"It lies in more than {DEEPEST} folders.")
        elif not path.is_dir():
            failed(path, f"It is {'no ordinary file' if path.exists() else 'not there'}.")
        elif (path / MANIFEST).is_file():
            yield path / MANIFEST
        else:
            for entry in sorted(path.iterdir()):
                # A link to a folder may lead in a circle.
                if not (entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir())):
                    yield from _on_disk(entry, failed, top)
    except OSError as error:
        failed(path, unreadable(error))


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


# Archives, and JSON with many articles


def _is_container(path: Path, settings: Settings) -> bool:
    """Whether there may be more than one version in a file on disk. Raises TooLarge, OSError."""
    with path.open("rb") as file:
        packed = file.read(len(_PACKED)) == _PACKED
    if not packed and path.suffix.lower() not in _JSON:
        return False
    check_size(path.stat().st_size, path.name, settings)
    return True


def _opened(
    path: Path,
    data: bytes | None,
    loose: dict[Path, bytes | None],
    settings: Settings,
    failed: Failed,
    left_out: Failed = _untold,
) -> Iterator[Plan]:
    """The articles that a file says it holds; what only has names goes to ``loose``."""
    try:
        articles: list[Series] = []
        if data is not None and _may_hold_series(path, data):
            check_size(len(data), path.name, settings)
            articles = series_apart(data, limits_of(settings))
        if articles:
            yield from _series(path, articles, failed)
        elif data is not None and data.startswith(_PACKED):
            members = unpacked(data, path.name, settings=settings)
            if [member.data for member in members] == [data]:
                loose[path] = data
            elif not members:
                raise EmptyText("There are no files in it.")
            else:
                inside = {path / member.name: member.data for member in members}
                yield from _by_manifests(inside, loose, failed, left_out)
        else:
            loose[path] = data
    except RecensionError as error:
        failed(path, error.sentence)


def _may_hold_series(path: Path, data: bytes) -> bool:
    suffix = path.suffix.lower()
    return suffix in _LINES or (suffix in _JSON and _VERSIONS in data)


def _series(path: Path, articles: Iterable[Series], failed: Failed) -> Iterator[Plan]:
    for article in articles:
        if article.fault:
            failed(path, article.fault)
            continue
        slug = slugify(article.slug) if article.slug else ""
        files = tuple(
            PlannedFile(path / member.name, member.data, label=label)
            for member, label in zip(article.versions, article.labels, strict=True)
        )
        yield Plan(path, files, "" if slug in RESERVED else slug, article.title)


# Manifests


def _by_manifests(
    files: Mapping[Path, bytes],
    loose: dict[Path, bytes | None],
    failed: Failed,
    left_out: Failed = _untold,
) -> Iterator[Plan]:
    """The articles that manifests among the files list; files in no folder of one are loose."""
    folders = {path.parent for path in files if path.name == MANIFEST}
    governed: dict[Path, dict[Path, bytes]] = {}
    for path, data in files.items():
        folder = _topmost(path, folders)
        if folder is None:
            loose[path] = data
        else:
            governed.setdefault(folder, {})[path] = data
    for folder, below in governed.items():
        manifest = folder / MANIFEST
        data = below.pop(manifest)
        plans = list(_listed(manifest, data, _finder_among(below, folder), failed))
        yield from plans
        listed = {file.path for plan in plans for file in plan.files}
        for path in below:
            if path not in listed:
                left_out(path, f"{MANIFEST} does not list it, or says something wrong of it.")


def _topmost(path: Path, folders: set[Path]) -> Path | None:
    """The outermost of the folders that a file is in."""
    if not folders or len(path.parts) > DEEPEST:
        return None
    return next((parent for parent in reversed(path.parents) if parent in folders), None)


def _listed(manifest: Path, data: bytes | None, find: Find, failed: Failed) -> Iterator[Plan]:
    """The articles of a manifest that are as they should be."""
    try:
        if data is None:
            raise BadInput(f"{MANIFEST} cannot be read.")
        listed = read_manifest(data)
    except BadInput as error:
        failed(manifest, error.sentence)
        return
    # Lists show what was stored last on top, and there the first of a manifest belongs.
    for article in reversed(listed):
        try:
            if isinstance(article, BadInput):
                raise article
            yield _listed_article(manifest, article, find)
        except BadInput as error:
            failed(manifest, error.sentence)


def _listed_article(manifest: Path, article: ListedArticle, find: Find) -> Plan:
    files = tuple(_listed_file(version, find) for version in article.version)
    paths = [file.path for file in files]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise BadInput(f"{MANIFEST} names “{twice.name}” twice in one article.")
    return Plan(manifest, files, article.slug, article.title)


def _listed_file(version: ListedVersion, find: Find) -> PlannedFile:
    path, data = find(version.file)
    return PlannedFile(
        path, data, version.title, version.label, version.captured, version.published
    )


def _head(manifest: Path) -> bytes | None:
    """A manifest on disk, as much of it as is looked at."""
    try:
        with manifest.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None


def _finder_on_disk(folder: Path) -> Find:
    def find(name: str) -> tuple[Path, None]:
        try:
            path = (folder / name).resolve()
            is_inside, is_there = _is_inside(path, folder), path.is_file()
        except (OSError, ValueError):
            is_inside, is_there = True, False
        if not is_inside:
            raise _outside(name)
        if not is_there:
            raise _missing(name, [entry.name for entry in folder.iterdir()])
        return path, None

    return find


def _finder_among(files: Mapping[Path, bytes], folder: Path) -> Find:
    def find(name: str) -> tuple[Path, bytes]:
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/"):
            raise _outside(name)
        path = folder.joinpath(*parts)
        if path not in files:
            raise _missing(name, [str(each.relative_to(folder)) for each in files])
        return path, files[path]

    return find


def _outside(name: str) -> BadInput:
    return BadInput(f"{MANIFEST} names “{name}”, which is outside its folder.")


def _missing(name: str, others: Sequence[str]) -> BadInput:
    nearly = next((each for each in others if each.casefold() == name.casefold()), "")
    there = f" There is “{nearly}”." if nearly else ""
    return BadInput(f"{MANIFEST} names “{name}”, and there is no such file.{there}")
