"""Opening the library: its database brought up to date, and filled while it is still empty."""

from __future__ import annotations

import logging
from pathlib import Path

from app.services.listing import list_articles
from app.services.loading import load_paths
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.migrations import upgrade
from app.storage.search.upkeep import is_current, rebuild

log = logging.getLogger(__name__)

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def open_library(settings: Settings) -> Database:
    """The database that the settings name, ready to use; whoever asks for it closes it.

    A library in which nobody has stored anything yet gets the sample articles, unless the
    settings say otherwise. Raises RecensionError when it cannot be opened, or is of a
    newer release.
    """
    database = Database(settings)  # first, so that nobody exchanges the file from here on
    try:
        upgrade(settings)
        with database.session() as session:
            if not is_current(session):
                with writing(session):
                    rebuild(session)
        if settings.load_samples:
            _load_samples(database, settings)
    except BaseException:
        database.close()
        raise
    return database


def _load_samples(database: Database, settings: Settings) -> None:
    """Loading doubles nothing, so a first start that was cut short is made good by the next."""
    with database.session() as session:
        if list_articles(session, samples=False, size=1).total:
            return
        report = load_paths(session, [SEEDS], is_sample=True, settings=settings)
        if report.failed:
            # Another server may have begun at the same moment and stored some of them between this
            # one's look and its attempt. A second look finds those there.
            report = load_paths(session, [SEEDS], is_sample=True, settings=settings)
    for path, sentence in report.failed:
        log.warning("sample %s was not loaded: %s", path, sentence)
