"""How Alembic reaches the database: over the connection given, or the one of the settings."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection

from app.settings import settings_from_environment
from app.storage.engines import WRITE_OPTION, open_engine
from app.storage.schema import Base, UtcDateTime

TEXT_INDEX = ("text_index", "version_text")


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration names no type of the app's: it must go on working when that is renamed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def of_the_schema(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is the schema's: the text index is each database's own."""
    return kind != "table" or name is None or not name.startswith(TEXT_INDEX)


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render,
        include_name=of_the_schema,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    if context.is_offline_mode():
        raise CommandError("Migrations look at the database they change and are not run offline.")
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = open_engine(settings_from_environment(), migrating=True)
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        with connection.begin():
            migrate(connection)
    engine.dispose()


run()
