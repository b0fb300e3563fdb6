"""Keeping a library safe: a backup made while it is used, and one put back in its place."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.outcome import FINE
from app.errors import BadInput

if TYPE_CHECKING:
    from app.storage.backups import Backup


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``backup`` and ``restore``."""
    backing_up = commands.add_parser(
        "backup",
        help="copy the library to a file, also while it is used",
        description="Copy the library as it is at this moment to a file, also while a server works "
        "on it, and verify the copy.",
    )
    backing_up.add_argument("file", metavar="FILE", type=Path, help="the file to be made")
    backing_up.add_argument("--force", action="store_true", help="replace a file that is there")
    backing_up.set_defaults(run=back_up)

    restoring = commands.add_parser(
        "restore",
        help="put a backup in the place of the library",
        description="Put a backup in the place of the library, once it is verified and no server "
        "is running. What the library was is kept beside it.",
    )
    restoring.add_argument("file", metavar="FILE", type=Path, help="the backup")
    restoring.set_defaults(run=restore)


def back_up(given: Namespace) -> int:
    """Copy the library to a file."""
    from app.storage import backups

    library = _library("pg_dump --format=custom --file={file} {address}", given.file)
    print(f"{given.file}: {_told(backups.back_up(library, given.file, force=given.force))}")
    return FINE


def restore(given: Namespace) -> int:
    """Put a backup in the place of the library."""
    from app.storage import backups

    library = _library(
        "pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname={address} "
        "{file}",
        given.file,
    )
    found, kept = backups.restore(given.file, library)
    print(f"{library}: {_told(found)}")
    if kept is not None:
        print(f"What it was is kept as {kept}; delete that when all is well.")
    return FINE


def _told(backup: Backup) -> str:
    from app.services.lines import in_bytes

    articles, versions = (
        f"{number:,} {word}{'s' * (number != 1)}"
        for number, word in ((backup.articles, "article"), (backup.versions, "version"))
    )
    return f"{articles}, {versions}, {in_bytes(backup.size)}"


def _library(otherwise: str, file: Path) -> Path:
    """The file of the library. Raises BadInput, with the command that does it, on PostgreSQL."""
    from sqlalchemy import URL, make_url

    from app.settings import settings_from_environment
    from app.storage.engines import open_engine
    from app.storage.sqlite import file_of

    settings = settings_from_environment()
    found = file_of(settings)
    if found is not None:
        return found
    open_engine(settings).dispose()  # says what is wrong with an address that means nothing
    # PostgreSQL's programs ask for the password, or look for it where they are told to.
    url = make_url(settings.database)
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    command = otherwise.format(file=shlex.quote(str(file)), address=shlex.quote(str(address)))
    raise BadInput("This library is on PostgreSQL, whose own program does that:", command)
