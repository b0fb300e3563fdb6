"""Bringing a database to the tables of this release."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from app.errors import RecensionError
from app.settings import Settings
from app.storage.database import WRITE_OPTION, open_engine

ROOT = Path(__file__).resolve().parents[2]


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration from pyproject.toml, bound to an open connection if given."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["connection"] = connection
    return config


def upgrade(settings: Settings) -> bool:
    """Bring the database to the newest tables, whole or not at all. True when it was new.

    Quick when there is nothing to do, and safe when several processes start at once. Raises
    RecensionError when a newer release made the database, or when it cannot be opened.
    """
    engine = open_engine(settings, foreign_keys=False)
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(**{WRITE_OPTION: True})
            with connection.begin():
                return _upgrade(connection)
    except (OperationalError, DatabaseError) as error:
        raise RecensionError(
            f"The database cannot be opened: {error.orig}.",
            "Look at RECENSION_DATA_DIR and RECENSION_DATABASE_URL, and at who may write there.",
        ) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> bool:
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    at = set(MigrationContext.configure(connection).get_current_heads())
    if not at <= {script.revision for script in scripts.walk_revisions()}:
        raise RecensionError(
            "This database was made by a newer release of Recension.",
            "Run that release, or choose another database with RECENSION_DATA_DIR.",
        )
    if at != set(scripts.get_heads()):
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)
    return not at


def _check_foreign_keys(connection: Connection) -> None:
    """Foreign keys are off while tables are altered; nothing may point nowhere afterwards."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise RecensionError(
            "The database could not be brought to this release: rows in it point nowhere.",
            "It was left as it was; restore a backup or ask for help.",
        )
