"""A text on its way in: bounded, read, named, and not yet stored."""

from __future__ import annotations

import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import regex

from app import __version__
from app.engine import Document
from app.errors import (
    BadInput,
    EmptyText,
    RecensionError,
    TooLarge,
    UnknownType,
    UnreadableText,
)
from app.ingest import Hints, media_type
from app.ingest.apart import members_apart, read_apart
from app.ingest.archive import Member
from app.ingest.fetching import Fetched, Manners, agent_name, fetch
from app.ingest.media import ZIP
from app.ingest.mojibake import checked
from app.ingest.text import parse_lines
from app.services.dates import moment_of, said_date
from app.services.lines import in_bytes, one_line, shortened
from app.settings import Settings
from app.storage.schema import now
from app.workers.pool import Limits

PASTE, FILE, ADDRESS = "paste", "file", "address"

MAX_TITLE = 500
MAX_NAME = 200
FIRST_WORDS = 80
UNTITLED = "Untitled"

# Where a script puts no spaces between words, each character counts as one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*+|[\p{{L}}\p{{N}}](?:(?![{_UNSPACED}])\S)*+")

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})

_LETTERS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_LOST = 0.02
"""A page pasted as HTML may lack this share of its words in plain text: marks of lists, say."""

_NOTHING_KNOWN = Hints()


@dataclass(frozen=True)
class Incoming:
    """A version before it is stored.

    ``data`` is what came, to the byte; ``document`` what was read from it. ``title`` was given or
    found in the document, and is empty when neither; ``shown_title`` never is. ``source`` is
    "paste", "file" or "address", ``name`` the file's name or the address, ``label`` what to call it
    beside its number, ``published`` when it was published, as ``dates.said_date`` writes it.
    """

    data: bytes
    name: str
    media_type: str
    document: Document
    label: str
    source: str
    captured_at: datetime | None = None
    title: str = ""
    published: str = ""

    @property
    def published_at(self) -> datetime | None:
        """The moment at which it says it was published, to sort by."""
        return moment_of(self.published)

    @property
    def shown_title(self) -> str:
        """The title, or else the first words of the text, or else the name of the file."""
        return (
            self.title
            or _first_words(self.document)
            or one_line(PurePosixPath(self.name).stem)
            or UNTITLED
        )


def from_paste(
    text: str,
    *,
    title: str = "",
    settings: Settings,
    field: str = "",
    mend: bool = False,
) -> Incoming:
    """A text typed or pasted into a form. Line ends become plain newlines.

    ``mend``: put mojibake right. Raises EmptyText, TooLarge or UnreadableText, naming the form's
    ``field``.
    """
    _check_length(text, "This text", settings, field)
    _check_characters(text, field)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_blank(text):
        raise EmptyText(
            "There is no text here.", "Paste an article, or choose a file.", field=field
        )
    document = checked(parse_lines(text), mend=mend)
    incoming = _incoming(text.encode("utf-8"), "", "text/plain", document, PASTE)
    return _titled(incoming, title, field)


def from_html_paste(
    html: str,
    text: str,
    *,
    title: str = "",
    settings: Settings,
    field: str = "",
) -> Incoming:
    """A text pasted from a page or a word processor, as the browser gives it both ways.

    The HTML tells what is a heading and what a paragraph. It is passed over for the plain
    ``text`` when it cannot be read, or lacks words of it. Raises what ``from_paste`` does.
    """
    document = _pasted(html, text, settings) if html.strip() else None
    if document is None:
        return from_paste(text, title=title, settings=settings, field=field)
    incoming = _incoming(html.encode("utf-8"), "", "text/html", document, PASTE)
    return _titled(incoming, title, field)


def from_file(
    data: bytes,
    name: str,
    *,
    title: str = "",
    settings: Settings,
    field: str = "",
    hints: Hints = _NOTHING_KNOWN,
) -> Incoming:
    """A file as it came, with the name it came under.

    Raises BadInput (EmptyText, UnknownType, UnreadableText), TooLarge or Busy, naming the form's
    ``field``.
    """
    name = _file_name(name)
    check_size(len(data), name, settings, field)
    document, kind = _read(data, name, f"“{name}”" if name else "This file", hints, settings, field)
    incoming = _incoming(data, name, kind, document, FILE, label=name)
    return _titled(incoming, title, field)


def from_archive(data: bytes, name: str, *, settings: Settings, field: str = "") -> list[Incoming]:
    """The articles in a zip archive, in the order of their names; of any other file itself alone.

    What no article could be read from (a picture, an empty file) is left out. Raises
    EmptyText when nothing is left, and what ``from_file`` does.
    """
    members = unpacked(data, name, settings=settings, field=field)
    if len(members) == 1:
        member = members[0]
        return [from_file(member.data, member.name, settings=settings, field=field)]
    found: list[Incoming] = []
    for member in members:
        with suppress(EmptyText, UnknownType):
            found.append(from_file(member.data, member.name, settings=settings, field=field))
    if not found:
        raise EmptyText(
            f"There is no article in “{_file_name(name)}”.",
            "Unpack it, and choose the article itself.",
            field=field,
        )
    return found


def unpacked(data: bytes, name: str, *, settings: Settings, field: str = "") -> list[Member]:
    """The files in a zip archive; any other file itself alone, whatever it is."""
    check_size(len(data), _file_name(name), settings, field)
    try:
        if media_type(data, name) == ZIP:
            return members_apart(data, limits_of(settings))
    except UnknownType:
        pass  # whoever reads it will tell
    except RecensionError as error:
        error.field = error.field or field
        raise
    return [Member(name, data)]


def from_address(
    address: str,
    *,
    title: str = "",
    settings: Settings,
    field: str = "",
    hints: Hints = _NOTHING_KNOWN,
) -> Incoming:
    """The page at an address, fetched now.

    Raises Unreachable when no page comes from there, and what ``from_file`` does.
    """
    try:
        found = fetch(address, manners_of(settings))
    except RecensionError as error:
        error.field = error.field or field
        raise
    return from_fetched(found, title=title, settings=settings, field=field, hints=hints)


def from_fetched(
    found: Fetched,
    *,
    title: str = "",
    settings: Settings,
    field: str = "",
    hints: Hints = _NOTHING_KNOWN,
) -> Incoming:
    """A page that was fetched just now. Raises what ``from_file`` does."""
    parts = urlsplit(found.address)
    name = _file_name(unquote(parts.path))
    hints = replace(hints, charset=found.charset, address=found.address)
    document, kind = _read(found.data, name, "This page", hints, settings, field)
    incoming = _incoming(
        found.data,
        found.address,
        kind,
        document,
        ADDRESS,
        label=(parts.hostname or "").removeprefix("www."),
        captured_at=now(),
    )
    return _titled(incoming, title, field)


def limits_of(settings: Settings) -> Limits:
    """What the reading of a file may use."""
    return Limits(
        memory=settings.reader_memory_bytes,
        seconds=settings.reader_seconds,
        patience=3 * settings.reader_seconds,
        workers=settings.readers,
    )


def manners_of(settings: Settings) -> Manners:
    """How pages are fetched."""
    return Manners(
        agent=agent_name(__version__, settings.public_url),
        max_bytes=settings.max_upload_bytes,
        seconds=settings.fetch_seconds,
        private=settings.allow_private_addresses,
    )


def check_size(size: int, name: str, settings: Settings, field: str = "") -> None:
    """Raise TooLarge when a file of this many bytes is past the limit."""
    if size > settings.max_upload_bytes:
        raise TooLarge(
            f"{f'“{name}”' if name else 'This file'} is too large: it has {in_bytes(size)}, and "
            f"files of up to {in_bytes(settings.max_upload_bytes)} are read.",
            "Keep the article only, or save it as plain text.",
            field=field,
        )


def count_words(document: Document) -> int:
    """How many words the article has, furniture left out."""
    return sum(
        sum(1 for _ in _WORD.finditer(document.text, block.start, block.end, concurrent=False))
        for block in document.blocks
        if not block.is_furniture
    )


def given_title(title: str, field: str = "") -> str:
    """A title that somebody gave, as one line. Raises TooLarge past 500 characters."""
    title = one_line(title)
    if len(title) > MAX_TITLE:
        raise TooLarge(
            f"This title is too long: it has {len(title):,} characters, and titles of up to "
            f"{MAX_TITLE} are kept.",
            "Shorten it.",
            field=field,
        )
    return title


def _read(
    data: bytes, name: str, shown: str, hints: Hints, settings: Settings, field: str
) -> tuple[Document, str]:
    """The document in these bytes, and their type; ``shown`` is what errors call them."""
    try:
        document = read_apart(data, name or None, hints, limits_of(settings))
        kind = media_type(data, name or None)
    except RecensionError as error:
        error.field = error.field or field
        raise
    _check_length(document.text, shown, settings, field)
    _check_characters(document.text, field)
    if _is_blank(document.text):
        raise EmptyText(f"There is no text in {shown}.", "Choose another file.", field=field)
    return document, kind


def _pasted(html: str, text: str, settings: Settings) -> Document | None:
    """The document in pasted HTML, if that has the words which were pasted."""
    page = f"<!doctype html><meta charset=utf-8><body>{html}"
    try:
        _check_length(page, "This text", settings, "")
        _check_characters(page, "")
        document, _ = _read(page.encode("utf-8"), "", "This text", _NOTHING_KNOWN, settings, "")
    except (BadInput, TooLarge):
        return None
    wanted = Counter(_LETTERS.findall(text, concurrent=False))
    lost = wanted - Counter(_LETTERS.findall(document.text, concurrent=False))
    return document if lost.total() <= _LOST * wanted.total() else None


def _incoming(
    data: bytes,
    name: str,
    kind: str,
    document: Document,
    source: str,
    *,
    label: str = "",
    captured_at: datetime | None = None,
) -> Incoming:
    return Incoming(
        data=data,
        name=name,
        media_type=kind,
        document=document,
        label=label,
        source=source,
        captured_at=captured_at,
        title=shortened(one_line(document.title), MAX_TITLE),
        published=said_date(document.metadata.published),
    )


def _titled(incoming: Incoming, title: str, field: str) -> Incoming:
    """The same, with the title that a person gave it, if any."""
    return replace(incoming, title=given_title(title, field) or incoming.title)


def _first_words(document: Document) -> str:
    for block in document.blocks:
        if not block.is_furniture:
            start = document.text[block.start : min(block.end, block.start + 2 * FIRST_WORDS)]
            return shortened(one_line(start), FIRST_WORDS)
    return ""


def _file_name(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return shortened(one_line(last), MAX_NAME)


def _check_length(text: str, shown: str, settings: Settings, field: str) -> None:
    if len(text) > settings.max_text_chars:
        raise TooLarge(
            f"{shown} is too long: it has {len(text):,} characters, and texts of up to "
            f"{settings.max_text_chars:,} are compared.",
            "Compare it in parts.",
            field=field,
        )


def _check_characters(text: str, field: str) -> None:
    if "\0" in text:
        raise UnreadableText(
            "There are NUL characters in this text, as in a file that is no text.",
            "Open the file in the program that made it, and copy the text from there.",
            field=field,
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableText(
            "There are halves of characters in this text (lone surrogates).",
            "Copy the text again from where it comes.",
            field=field,
        ) from None


def _is_blank(text: str) -> bool:
    """Whether nothing in the text can be seen."""
    return not any(unicodedata.category(char) not in _INVISIBLE for char in text)
