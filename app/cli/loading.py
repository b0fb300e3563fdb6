"""Filling the library."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.outcome import FAILED, FINE, complain
from app.cli.workspaces import WHICH, go_in
from app.errors import RecensionError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.loading import LoadReport
    from app.settings import Settings


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``load`` and ``migrate``."""
    loading = commands.add_parser(
        "load",
        help="store articles in the library",
        description="Store articles in the library. Doing it again doubles nothing.",
    )
    loading.add_argument(
        "paths",
        metavar="SOURCE",
        nargs="+",
        help="a file, a zip archive, a folder, any of them with a manifest.toml, a file of JSON "
        "with articles and their versions, an export of a workspace, or an address on the web",
    )
    loading.add_argument("--workspace", metavar="KEY", default="", help=WHICH)
    loading.set_defaults(run=load)

    migrating = commands.add_parser(
        "migrate", help="bring the database up to date, as serve and load do by themselves"
    )
    migrating.set_defaults(run=migrate)


def load(given: Namespace) -> int:
    """Store articles in the library."""
    from app.cli.progress import watch_for
    from app.services.library import open_library
    from app.services.loading import load_paths
    from app.services.workspace_import import is_export
    from app.settings import settings_from_environment

    settings = settings_from_environment()
    exports = [path for path in dict.fromkeys(given.paths) if is_export(Path(path))]
    others = [path for path in given.paths if path not in exports]
    failed = False
    with closing(open_library(settings)) as library, library.session() as session:
        go_in(session, given.workspace, settings, to_store=True)
        for path in exports:
            failed |= _take_back(session, Path(path), settings)
        if others:
            with watch_for(sys.stdout, sys.stderr) as watch:
                report = load_paths(session, others, settings=settings, watch=watch)
            failed |= _complained(report)
    return FAILED if failed else FINE


def migrate(_: Namespace) -> int:
    """Bring the database up to date."""
    from app.services.library import open_library
    from app.settings import settings_from_environment

    open_library(settings_from_environment()).close()
    print("The database is up to date.")
    return FINE


def _take_back(session: Session, path: Path, settings: Settings) -> bool:
    """Store what an export holds; whether any of it failed."""
    from app.cli.progress import tell
    from app.services.workspace_import import load_export

    try:
        report = load_export(session, path, settings=settings)
    except RecensionError as error:
        complain(f"{path}: {error.sentence} {error.advice}")
        return True
    tell(report, sys.stdout)
    return _complained(report)


def _complained(report: LoadReport) -> bool:
    """Tell what was noticed and what failed; whether any did."""
    for source, sentence in (*report.noticed, *report.failed):
        complain(f"{source}: {sentence}")
    return bool(report.failed)
