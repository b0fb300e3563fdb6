"""The bytes that a version was read from, as they came, to be had again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ingest import media
from app.services.incoming import FILE
from app.storage.contents import fetch
from app.storage.schema import Content, Version

UNNAMED_TYPE = "application/octet-stream"

# Those that hold no script which a browser would run, and open in the program for them. All others
# are bytes to be saved, and nothing more.
_HARMLESS = frozenset(
    {
        media.PLAIN,
        media.MARKDOWN,
        media.JSON,
        media.PDF,
        media.RTF,
        media.EPUB,
        media.ODT,
        media.DOCX,
    }
)
_SUFFIXES = {
    media.PLAIN: ".txt",
    media.MARKDOWN: ".md",
    media.HTML: ".html",
    media.MHTML: ".mhtml",
    media.MAIL: ".eml",
    media.JSON: ".json",
    media.PDF: ".pdf",
    media.RTF: ".rtf",
    media.EPUB: ".epub",
    media.ZIP: ".zip",
    media.DOCX: ".docx",
    media.DOCM: ".docm",
    media.ODT: ".odt",
}


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes, the name to save them under, the type to say they are of, and their SHA-256."""

    data: bytes
    name: str
    media_type: str
    sha256: str


def original_of(session: Session, version: Version, slug: str) -> Original:
    """What the version of the article with this slug was read from.

    Raises RecensionError when what is stored is damaged.
    """
    kind = version.media_type
    named = version.source == FILE and version.name
    return Original(
        data=fetch(session, version.content_hash),
        name=version.name if named else f"{slug}-{version.number}{ending_of(version)}",
        media_type=kind if kind in _HARMLESS else UNNAMED_TYPE,
        sha256=version.content_hash,
    )


def ending_of(version: Version) -> str:
    """How the name of a file of this version's type ends: ".txt", or "" when it is not known."""
    return _SUFFIXES.get(version.media_type, "")


def original_size(session: Session, version: Version) -> int:
    """How many bytes the version was read from."""
    return session.scalars(select(Content.size).where(Content.hash == version.content_hash)).one()
