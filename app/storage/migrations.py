"""Bringing a database to the tables of this release."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.errors import Busy, RecensionError
from app.settings import Settings
from app.storage.engines import WRITE_OPTION, open_engine

REVISION_OF = "SELECT version_num FROM alembic_version"

ROOT = Path(__file__).resolve().parents[2]


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration from pyproject.toml, bound to an open connection if given."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["connection"] = connection
    return config


def upgrade(settings: Settings) -> bool:
    """Bring the database to the newest tables, whole or not at all. True when it was new.

    Quick when there is nothing to do, and safe when several processes start at once: one does
    the work while the others wait. Raises RecensionError when a newer release made the
    database, or when it cannot be opened or does not take every script.
    """
    scripts = ScriptDirectory.from_config(alembic_config())
    engine = open_engine(settings, migrating=True)
    try:
        with engine.connect() as connection, connection.begin():
            _check_encoding(connection)
            if _revisions(connection) == set(scripts.get_heads()):
                return False
        with engine.connect() as plain:
            connection = plain.execution_options(**{WRITE_OPTION: True})
            with connection.begin():
                return _upgrade(connection, scripts)
    except DBAPIError as error:
        raise _unusable(error, engine.dialect.name) from error
    finally:
        engine.dispose()


def check_release(connection: Connection) -> None:
    """Raise Busy when another release than this has brought the database to its tables."""
    if connection.exec_driver_sql(REVISION_OF).scalar() != _newest():
        raise Busy(
            "This library was taken over by another release of Recension, so nothing was stored.",
            "Whoever runs this site has to start that release.",
        )


@cache
def _newest() -> str | None:
    """The revision that this release brings a database to."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def known_revisions() -> set[str]:
    """What this release and those before it have brought databases to."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return {script.revision for script in scripts.walk_revisions()}


def _upgrade(connection: Connection, scripts: ScriptDirectory) -> bool:
    at = _revisions(connection)  # anew: another process may have done it meanwhile
    if at != set(scripts.get_heads()):
        command.upgrade(alembic_config(connection), "head")
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)
    return not at


def _revisions(connection: Connection) -> set[str]:
    """What the database was brought to; nothing when it is new."""
    at = set(MigrationContext.configure(connection).get_current_heads())
    if not at <= known_revisions():
        raise RecensionError(
            "This database was made by a newer release of Recension.",
            "Run that release, or choose another database.",
        )
    return at


def _check_encoding(connection: Connection) -> None:
    """SQLite holds every script; a PostgreSQL database may have been made for a few only."""
    if connection.dialect.name == "sqlite":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise RecensionError(
            f"The database keeps its text in {encoding}, which does not hold every script.",
            "Make one that does: createdb --encoding=UTF8 --template=template0 recension",
        )


def _check_foreign_keys(connection: Connection) -> None:
    """Foreign keys are off while tables are altered; nothing may point nowhere afterwards."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise RecensionError(
            "The database could not be brought to this release: rows in it point nowhere.",
            "It was left as it was; restore a backup or ask for help.",
        )


def _unusable(error: DBAPIError, dialect: str) -> RecensionError:
    first_line = str(error.orig).partition("\n")[0].removeprefix("connection failed: ")
    reason = " ".join(first_line.split()).removesuffix(".")
    if dialect == "sqlite":
        advice = (
            "Look at RECENSION_DATA_DIR and RECENSION_DATABASE_URL, and at who may write there."
        )
    else:
        advice = (
            "Look at RECENSION_DATABASE_URL: whether that server runs and takes this name and "
            "password, and whether the database in it exists and is the name's own."
        )
    return RecensionError(f"The database cannot be opened: {reason}.", advice)
