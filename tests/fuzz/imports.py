"""The export of a workspace, taken back after somebody has changed it."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from sqlalchemy.orm import Session

from app.services.articles import create_article
from app.services.incoming import from_paste
from app.services.workspace_export import write_export
from app.services.workspace_import import is_export, load_export
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import upgrade
from tests.fuzz.mutation import Change, in_zip, members_of, zipped
from tests.fuzz.seeds import STORY

_KEPT_FOR = 100
"""After so many files the library is a new one: one that only grows gets slow."""


class _Library:
    """A library of its own, and the file that what is to be taken back lies in."""

    def __init__(self) -> None:
        folder = Path(mkdtemp(prefix="recension-fuzz-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self.settings = Settings(data_dir=folder / "data", max_text_chars=100_000)
        self.file = folder / "export.zip"
        self._empty = folder / "empty.sqlite3"
        upgrade(self.settings)
        self._stored = self.settings.data_dir / "recension.sqlite3"
        shutil.copy(self._stored, self._empty)
        self.database = Database(self.settings)
        self._taken = 0

    def renewed(self) -> Database:
        """The database, without what was taken in too long ago."""
        self._taken += 1
        if self._taken % _KEPT_FOR == 0:
            self.database.close()
            for name in self.settings.data_dir.glob("recension.sqlite3*"):
                name.unlink()
            shutil.copy(self._empty, self._stored)
            self.database = Database(self.settings)
        return self.database


@cache
def _library() -> _Library:
    return _Library()


def exported() -> bytes:
    """The export of a workspace with two articles."""
    library = _library()
    with library.database.session() as session:
        found_workspace(session)
        for texts in ((STORY, STORY.replace("may", "will")), ("Noon.\n\nTea was flown in.",)):
            create_article(session, [from_paste(text, settings=library.settings) for text in texts])
        return _written(session)


def _written(session: Session) -> bytes:
    file = io.BytesIO()
    write_export(session, file)
    return file.getvalue()


def check_import(data: bytes) -> None:
    """What can be taken back is stored and can be given out again, the rest is told."""
    library = _library()
    library.file.write_bytes(data)
    is_export(library.file)
    with library.renewed().session() as session:
        found_workspace(session)
        report = load_export(session, library.file, settings=library.settings)
        for _, told in report.failed:
            assert told
        if report.created:
            again = dict(members_of(_written(session)))
            found = [name for name in again if name.endswith("/article.toml")]
            assert len(found) == len(report.created)


def in_export(data: bytes, change: Change, chance: Random) -> bytes:
    """The change within one file of an export, whose hash is mostly written down anew."""
    changed = in_zip(data, change, chance)
    if chance.random() < 0.15:
        return changed
    before = dict(members_of(data))
    after = members_of(changed)
    hashes = {
        _hash(before[name]): _hash(content)
        for name, content in after
        if name in before and before[name] != content
    }
    for old, new in hashes.items():
        after = [(name, content.replace(old, new)) for name, content in after]
    return zipped(after) if hashes else changed


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
