"""Bytes stored once and named by their SHA-256."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import Damaged
from app.storage.schema import Content, Version

AT_ONCE = 500
"""How many contents one statement names."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes made ready to be stored, so that nothing slow is done while others wait to write."""

    hash: str
    size: int
    data: bytes


def digest(data: bytes) -> str:
    """The name of these bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> Packed:
    """Hash and deflate bytes."""
    return Packed(digest(data), len(data), zlib.compress(data))


def keep(session: Session, packed: Packed) -> None:
    """Store the bytes unless they are there already. The caller holds the transaction.

    What is there and is not they any more is exchanged for them.
    """
    there = session.scalar(select(Content.data).where(Content.hash == packed.hash))
    if there is not None:
        if there != packed.data and not _is(there, packed):
            kept = {"data": packed.data, "size": packed.size}
            session.execute(update(Content).where(Content.hash == packed.hash).values(kept))
        return
    # Another process may store the same bytes between the look and the insert.
    with suppress(IntegrityError), session.begin_nested():
        session.execute(
            insert(Content).values(hash=packed.hash, size=packed.size, data=packed.data)
        )


def fetch(session: Session, name: str) -> bytes:
    """The bytes with this hash. Raises Damaged when what is stored is not they."""
    row = session.execute(
        select(Content.data, Content.size).where(Content.hash == name)
    ).one_or_none()
    if row is None:
        raise _damaged()
    try:
        data = zlib.decompressobj().decompress(row.data, row.size + 1)
    except zlib.error as error:
        raise _damaged() from error
    if digest(data) != name:
        raise _damaged()
    return data


def drop_orphans(session: Session, hashes: Iterable[str]) -> None:
    """Delete those of these contents that no version has any more, and their comparisons.

    Versions that can still be had back have theirs. The caller holds the transaction.
    """
    versions = Version.__table__
    names = sorted(set(hashes))
    for start in range(0, len(names), AT_ONCE):
        is_used = (
            select(versions.c.id).where(column == Content.hash).correlate(Content).exists()
            for column in (versions.c.content_hash, versions.c.document_hash)
        )
        session.execute(
            delete(Content)
            .where(Content.hash.in_(names[start : start + AT_ONCE]), ~or_(*is_used))
            .execution_options(synchronize_session=False)
        )


def _is(stored: bytes, packed: Packed) -> bool:
    """Whether stored data are these bytes, deflated otherwise: by another release of zlib."""
    try:
        data = zlib.decompressobj().decompress(stored, packed.size + 1)
    except zlib.error:
        return False
    return digest(data) == packed.hash


def _damaged() -> Damaged:
    return Damaged(
        "What is stored for this version is damaged.",
        "Its bytes no longer match their fingerprint. Tell whoever runs this site: a backup brings "
        "them back (recension restore).",
    )
