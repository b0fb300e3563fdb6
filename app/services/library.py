"""Opening the library: its database brought up to date, and filled when it is new."""

from __future__ import annotations

from pathlib import Path

from app.services.loading import load_paths
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import upgrade

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def open_library(settings: Settings) -> Database:
    """The database that the settings name, ready to use; whoever asks for it closes it.

    A new one gets the sample articles, unless the settings say otherwise. Raises RecensionError
    when it cannot be opened, or is of a newer release.
    """
    is_new = upgrade(settings)
    database = Database(settings)
    if is_new and settings.load_samples:
        with database.session() as session:
            load_paths(session, [SEEDS], is_sample=True, settings=settings)
    return database
