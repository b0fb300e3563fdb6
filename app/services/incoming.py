"""A text on its way in: bounded, read, named, and not yet stored."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import regex

from app.engine import BlockKind, Document, parse_text
from app.errors import EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import media_type, read
from app.settings import Settings

PASTE, FILE = "paste", "file"

MAX_TITLE = 500
MAX_NAME = 200
FIRST_WORDS = 80
UNTITLED = "Untitled"

PREVIEW_WORDS = 160
PREVIEW_FURNITURE = 20

# Where a script puts no spaces between words, each character counts as one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*+|[\p{{L}}\p{{N}}](?:(?![{_UNSPACED}])\S)*+")

# Controls, lone surrogates, and the marks that turn the direction of what comes after them.
_UNSAFE_IN_A_LINE = regex.compile(r"[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]")

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


@dataclass(frozen=True)
class Incoming:
    """A version before it is stored.

    ``data`` is what came, to the byte; ``document`` what was read from it. ``title`` was given or
    found in the document, and is empty when neither; ``shown_title`` never is. ``source`` is
    "paste" or "file", ``name`` the file's name, ``label`` what to call it beside its number.
    """

    data: bytes
    name: str
    media_type: str
    document: Document
    label: str
    source: str
    captured_at: datetime | None = None
    title: str = ""
    published_at: datetime | None = None

    @property
    def shown_title(self) -> str:
        """The title, or else the first words of the text, or else the name of the file."""
        return (
            self.title
            or _first_words(self.document)
            or one_line(PurePosixPath(self.name).stem)
            or UNTITLED
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person sees of a text before it is stored.

    ``paragraphs`` counts blocks other than headings, ``furniture`` has the beginnings of the
    first blocks taken for furniture, of ``furniture_total`` in all.
    """

    title: str
    words: int
    paragraphs: int
    first_words: str
    furniture: tuple[str, ...]
    furniture_total: int


def from_paste(text: str, *, title: str = "", settings: Settings, field: str = "") -> Incoming:
    """A text typed or pasted into a form. Line ends become plain newlines.

    Raises EmptyText, TooLarge or UnreadableText, naming the form's ``field``.
    """
    _check_length(text, "This text", settings, field)
    _check_characters(text, field)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_blank(text):
        raise EmptyText(
            "There is no text here.", "Paste an article, or choose a file.", field=field
        )
    document = parse_text(text)
    return Incoming(
        data=text.encode("utf-8"),
        name="",
        media_type="text/plain",
        document=document,
        label="",
        source=PASTE,
        title=given_title(title, field) or shortened(one_line(document.title), MAX_TITLE),
    )


def from_file(
    data: bytes, name: str, *, title: str = "", settings: Settings, field: str = ""
) -> Incoming:
    """A file as it came, with the name it came under.

    Raises EmptyText, TooLarge, UnknownType or UnreadableText, naming the form's ``field``.
    """
    name = _file_name(name)
    shown = f"“{name}”" if name else "This file"
    check_size(len(data), name, settings, field)
    try:
        document = read(data, name or None)
        kind = media_type(data, name or None)
    except RecensionError as error:
        error.field = error.field or field
        raise
    _check_length(document.text, shown, settings, field)
    _check_characters(document.text, field)
    if _is_blank(document.text):
        raise EmptyText(f"There is no text in {shown}.", "Choose another file.", field=field)
    return Incoming(
        data=data,
        name=name,
        media_type=kind,
        document=document,
        label=name,
        source=FILE,
        title=given_title(title, field) or shortened(one_line(document.title), MAX_TITLE),
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


def preview(incoming: Incoming) -> Preview:
    """What to show of a text before it is stored."""
    document = incoming.document
    prose = [b for b in document.blocks if not (b.is_furniture or b.kind is BlockKind.HEADING)]
    furniture = [document.text_of(b) for b in document.blocks if b.is_furniture]
    first = document.text_of(prose[0]) if prose else ""
    return Preview(
        title=incoming.shown_title,
        words=count_words(document),
        paragraphs=len(prose),
        first_words=shortened(one_line(first[: 2 * PREVIEW_WORDS]), PREVIEW_WORDS),
        furniture=tuple(
            shortened(one_line(text[: 2 * FIRST_WORDS]), FIRST_WORDS)
            for text in furniture[:PREVIEW_FURNITURE]
        ),
        furniture_total=len(furniture),
    )


def count_words(document: Document) -> int:
    """How many words the article has, furniture left out."""
    return sum(
        sum(1 for _ in _WORD.finditer(document.text, block.start, block.end))
        for block in document.blocks
        if not block.is_furniture
    )


def one_line(text: str) -> str:
    """The text as one line fit for a title: white space single, nothing invisible that acts."""
    return " ".join(_UNSAFE_IN_A_LINE.sub(" ", text).split())


def shortened(text: str, length: int) -> str:
    """The text, or as many whole words of it as fit into ``length`` with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-") + "…"


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


def in_bytes(size: int) -> str:
    """A size as a person says it: 812 bytes, 40 KB, 12 MB."""
    if size < 1024:
        return f"{size} byte{'s' * (size != 1)}"
    unit, name = (1024, "KB") if size < 1024 * 1024 else (1024 * 1024, "MB")
    return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"


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
