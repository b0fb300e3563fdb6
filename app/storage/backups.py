"""A library on SQLite copied to a file while it is used, and such a file put in its place.

A copy is verified under a name of its own: under the name that was asked for there is a whole
backup, or what was there before.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from app.errors import BadInput, RecensionError
from app.settings import Settings
from app.storage.engines import BUSY_MILLISECONDS
from app.storage.hold import Hold
from app.storage.migrations import REVISION_OF, known_revisions, upgrade
from app.storage.replacing import put, unfinished
from app.storage.schema import now
from app.storage.sqlite import beside

PAGES_AT_ONCE = 2_000
"""So much of a library is copied at a time (8 MB): between, one can be interrupted."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup; ``size`` of its file, in bytes."""

    articles: int
    versions: int
    size: int


def back_up(library: Path, target: Path, *, force: bool = False) -> Backup:
    """Copy the library, as it is at this moment, to a file that its owner alone can read.

    Others go on reading and writing meanwhile. Raises BadInput when there is a file already, unless
    ``force`` is said, or none can be made; and RecensionError when the library cannot be read, or
    the copy is not sound.
    """
    if not library.is_file():
        raise BadInput(f"There is no library at {library}.", "Look at RECENSION_DATA_DIR.")
    _check_free(target, library, force=force)
    with unfinished(target) as part:
        try:
            _copy(f"{library.as_uri()}?mode=rw", part)
            found = _verified(part)
        except sqlite3.Error as error:
            raise RecensionError(
                f"The library could not be copied: {error}.", "No backup was made."
            ) from error
        _check_free(target, library, force=force)
        put(part, target)
    return found


def restore(backup: Path, library: Path) -> tuple[Backup, Path | None]:
    """Put a backup in the place of the library, brought to this release; the backup stays.

    What the library was is kept beside it: the path of that, or None when there was nothing. Raises
    Busy when anybody has the library open, BadInput when the file is no backup of this or an
    earlier release, and RecensionError when it cannot be put there. Then all is as it was.
    """
    if not backup.is_file():
        raise BadInput(f"There is no file {backup}.", "Look at the name.")
    if library.exists() and backup.samefile(library):
        raise BadInput("This file is the library itself.", "Name a backup of it.")
    try:
        library.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{library.parent} cannot be made: {error.strerror}.") from error
    with Hold(library, alone=True), unfinished(library) as part:
        try:
            _copy(_opening(backup), part)
            _check_known(part)
            _verified(part)
        except sqlite3.Error as error:
            raise BadInput(
                f"{backup} cannot be restored: {error}.", "The library is as it was."
            ) from error
        upgrade(Settings(database_url=str(URL.create("sqlite", database=str(part)))))
        found = _verified(part)
        kept = _set_aside(library)
        put(part, library)
    return found, kept


def _opening(backup: Path) -> str:
    """How SQLite is told to open a backup, which may lie where nothing can be written."""
    has_log = beside(backup)[0].exists()  # somebody copied the files of a library
    mode = "mode=rw" if has_log else "mode=ro&immutable=1"
    return f"{backup.absolute().as_uri()}?{mode}"


def _copy(source: str, part: Path) -> None:
    with (
        closing(sqlite3.connect(source, uri=True, isolation_level=None)) as given,
        closing(sqlite3.connect(part, isolation_level=None)) as copy,
    ):
        given.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        # What is read is one state, seen from here to the end: without that, the copying would
        # begin anew whenever somebody stores something.
        given.execute("BEGIN")
        given.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # Nobody sees the copy before it is whole, so nothing needs to be undone in it.
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        given.backup(copy, pages=PAGES_AT_ONCE, sleep=0, progress=lambda *_: None)
        # One file that is whole without others beside it, wherever it is read.
        copy.execute("PRAGMA journal_mode = DELETE")


def _verified(part: Path) -> Backup:
    """What is in a copy. Raises RecensionError when SQLite finds anything wrong with it."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found == "ok" and copy.execute("PRAGMA foreign_key_check").fetchone():
            found = "rows in it point nowhere"
        if found != "ok":
            raise RecensionError(
                f"What was copied is damaged: {' '.join(found.split())}.",
                "Nothing was put in the place of anything. Use an earlier backup.",
            )
        articles, versions = (
            copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # names of ours
            for table in ("article", "version")
        )
    return Backup(articles, versions, part.stat().st_size)


def _check_known(part: Path) -> None:
    """Raise BadInput unless a copy is of a library, made by this release or an earlier one."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        try:
            row = copy.execute(REVISION_OF).fetchone()
        except sqlite3.OperationalError:
            row = None
    if row is None:
        raise BadInput("This file is no library of Recension.", "The library is as it was.")
    if row[0] not in known_revisions():
        raise BadInput(
            "This backup was made by a newer release of Recension.",
            "Restore it with that release. The library is as it was.",
        )


def _set_aside(library: Path) -> Path | None:
    """Keep the file that is to be replaced under a name that says when, and give that name."""
    kept = None
    if library.exists():
        _settle(library)
        stamp = f"{now():%Y%m%dT%H%M%S%f}"
        kept = library.with_name(f"{library.stem}.{stamp}{library.suffix}")
        try:
            os.link(library, kept)  # so that it has its own name too, until it is replaced
        except OSError:  # a file system without links
            os.replace(library, kept)
    for log, name in zip(beside(library), beside(kept or library), strict=True):
        # It could not be read, or is of a library that is gone: the one that comes would be
        # taken for its own.
        with suppress(FileNotFoundError):
            os.replace(log, name) if kept else log.unlink()
    return kept


def _settle(library: Path) -> None:
    """Have what stands in the library's log put into its file, if either can be read at all."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{library.as_uri()}?mode=rw", uri=True)) as old,
    ):
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _check_free(target: Path, library: Path, *, force: bool) -> None:
    try:
        found = target.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from error
    if not stat.S_ISREG(found.st_mode) or os.path.samestat(found, library.stat()):
        raise BadInput(f"{target} is no place for a backup.", "Name a file that is to be made.")
    if not force:
        raise BadInput(f"{target} is there already.", "Choose another name, or say --force.")
