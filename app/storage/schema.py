"""The tables. Types are those that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    Mapper,
    mapped_column,
    relationship,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SLUG_LENGTH = 60
HASH_LENGTH = 64

SHARED_ID = 1
"""The workspace that every library has: the samples, and what its keeper lets everyone read."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware when it goes in, in UTC and aware when it comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """To UTC. A time without its zone is no moment and is refused."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value and value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """SQLite gives the time back without its zone, PostgreSQL in the server's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all tables have in common. No relation is ever loaded without having been asked for."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, str: Text, dict[str, Any]: JSON}  # noqa: RUF012


def _of_the_deleted() -> Index:
    """An index of the few rows that were deleted.

    If the others were in it, it would be taken for a way to them: they are all that is asked for.
    """
    deleted = text("deleted_at IS NOT NULL")
    return Index(None, "deleted_at", sqlite_where=deleted, postgresql_where=deleted)


def _counted(kind: Integer | None = None) -> MappedColumn[int]:
    """A column of what is counted as it comes and goes."""
    return mapped_column(kind or Integer(), default=0, server_default="0")


class Content(Base):
    """Bytes, kept once however many versions have them, and named by their SHA-256.

    ``hash`` and ``size`` are those of the bytes themselves; ``data`` is them deflated (zlib).
    """

    __tablename__ = "content"

    hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]


class Workspace(Base):
    """Who owns articles; whoever has one of its keys is in it.

    ``used_at`` is when something was last stored in it. Nobody gets into one that is locked. What
    is kept in it is counted as it is stored and as it goes for good: its articles and versions,
    those read from files, and the bytes of their originals and documents.
    """

    __tablename__ = "workspace"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime] = mapped_column(default=now)
    locked_at: Mapped[datetime | None]
    kept_articles: Mapped[int] = _counted()
    kept_versions: Mapped[int] = _counted()
    kept_files: Mapped[int] = _counted()
    kept_bytes: Mapped[int] = _counted(BigInteger())

    keys: Mapped[list[WorkspaceKey]] = relationship(
        order_by="WorkspaceKey.id",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class WorkspaceKey(Base):
    """A key of a workspace, of which only the hash is kept. Without ``may_write`` it only reads."""

    __tablename__ = "workspace_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    may_write: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Article(Base):
    """A work followed over time, in one version at least.

    ``updated_at`` is when a version was last stored. ``last_number`` is the highest number that a
    version ever had: that of a deleted version is not given again. What was deleted a short while
    ago, at ``deleted_at``, can still be had back.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slug"),
        Index(None, "workspace_id", "deleted_at", "updated_at", "is_sample"),
        _of_the_deleted(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    title: Mapped[str]
    last_number: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    is_sample: Mapped[bool] = mapped_column(default=False)

    workspace: Mapped[Workspace] = relationship(lazy="raise")
    versions: Mapped[list[Version]] = relationship(
        back_populates="article",
        order_by="Version.number",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class Version(Base):
    """One captured text of an article, numbered from 1.

    ``source`` says how it came ("paste", "file"), ``name`` from where (a file's name), ``label``
    what to call it beside its number ("wire copy"). ``words`` leaves furniture out. ``published``
    is when it says it was published, as precisely as it says so: a date of ISO 8601, with a time
    and its zone or without, or ""; ``published_at`` is that as a moment, to sort by.
    Its text, its bytes and its number never change.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("article_id", "number"), _of_the_deleted())

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str]
    label: Mapped[str]
    source: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(100))
    content_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"), index=True)
    document_hash: Mapped[str] = mapped_column(ForeignKey("content.hash"), index=True)
    words: Mapped[int]
    captured_at: Mapped[datetime]
    published: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship(back_populates="versions", lazy="raise")


UNCHANGING = ("article_id", "number", "content_hash", "document_hash", "words", "media_type")


@event.listens_for(Version, "before_update")
def _refuse_other_text(_mapper: Mapper[Any], _connection: Any, version: Version) -> None:
    """Another text is another version: what is stored for this one stays as it is."""
    state = inspect(version)
    for name in UNCHANGING:
        if state.attrs[name].history.has_changes():
            raise ValueError(f"the {name} of a stored version cannot change")


class StoredComparison(Base):
    """A comparison already made, and of it what a list shows.

    ``key`` names both documents, the options and the engine's version; ``payload`` is the
    comparison's JSON, deflated. Losing a row costs only the time to make it again; it goes when
    either document goes.
    """

    __tablename__ = "stored_comparison"

    key: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    document_a: Mapped[str] = mapped_column(
        ForeignKey("content.hash", ondelete="CASCADE"), index=True
    )
    document_b: Mapped[str] = mapped_column(
        ForeignKey("content.hash", ondelete="CASCADE"), index=True
    )
    payload: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    changes: Mapped[int]
    measures: Mapped[dict[str, Any]]
    headline: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Share(Base):
    """A link that lets whoever has it see one comparison. Of its token only the hash is kept.

    ``workspace_id`` is whose list it is in, None for nobody's. ``seed`` is what the token is made
    of again by who has the key that it was made with; "" where it cannot be. ``query`` is how the
    comparison is looked at, ``change`` the only change that is shown, 0 for all. ``allows`` says
    how much may be seen ("comparison", "texts", "downloads"). ``views`` and ``seen_at`` count who
    opened it, and know nothing else about them.
    """

    __tablename__ = "share"
    __table_args__ = (
        *(
            ForeignKeyConstraint(
                ["article_id", number],
                ["version.article_id", "version.number"],
                ondelete="CASCADE",
            )
            for number in ("version_a", "version_b")
        ),
        Index(None, "workspace_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    seed: Mapped[str] = mapped_column(String(40), default="")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    version_a: Mapped[int]
    version_b: Mapped[int]
    query: Mapped[str] = mapped_column(default="")
    change: Mapped[int] = mapped_column(default=0)
    allows: Mapped[str] = mapped_column(String(20), default="comparison")
    shows_newer: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship(lazy="raise")
