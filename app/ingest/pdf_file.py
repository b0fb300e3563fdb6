"""A PDF's bytes → the words of its pages and what it says of itself, within bounds.

pdfium is not thread-safe: everything that asks it something happens here, under one lock.
"""

from __future__ import annotations

import ctypes
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from app.errors import TooLarge, UnreadableText
from app.ingest.pdf_streams import refuse_bombs
from app.ingest.pdf_words import Word, words_of

MOST_PAGES = 2_000
MOST_LETTERS = 5_000_000
MOST_LETTERS_OF_A_PAGE = 200_000

_LOCK = Lock()
_PASSWORD_NEEDED = 4
_OUTSIDE = 2.0
_LARGEST, _FARTHEST = 2_000.0, 100_000.0
_OBJECTS_LOOKED_AT = 50
_SHORTER = "Keep the pages with the article only, or copy its text and paste it."
_SAVE_AGAIN = (
    "Open it in the program that made it, and save it again, or copy its text and paste it."
)


@dataclass
class PdfFile:
    """The pages' words, and what the file says of itself."""

    pages: list[list[Word]] = field(default_factory=list)
    information: dict[str, str] = field(default_factory=dict)
    """Title, Author, Producer, CreationDate and ModDate, where they are said."""
    language: str = ""
    pictures: int = 0
    """How many pages have a picture and no text."""
    broken: list[int] = field(default_factory=list)
    """The numbers of the pages that could not be read, from 1."""


def open_pdf(data: bytes) -> PdfFile:
    """Read the words of a PDF.

    Raises UnreadableText when it is damaged or locked with a password, and TooLarge when it has
    too many pages or letters, or unpacks to too much.
    """
    refuse_bombs(data)
    with _LOCK:
        return _opened(data)


def _opened(data: bytes) -> PdfFile:
    # Imported here: other formats are read without it.
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED and b"/Encrypt" in data:
            raise UnreadableText(
                "This PDF is locked with a password.",
                "Open it with its password, print it to a new PDF, and choose that.",
            ) from error
        raise UnreadableText("This PDF is damaged, or not complete.", _SAVE_AGAIN) from error
    with document:
        count = len(document)
        if count > MOST_PAGES:
            raise TooLarge(
                f"This PDF has {count:,} pages: up to {MOST_PAGES:,} are read.", _SHORTER
            )
        found = PdfFile(information=_information(document), language=_language(document))
        letters = 0
        for number in range(count):
            try:
                words, read = _page(document, number, found)
            except PdfiumError:
                found.broken.append(number + 1)
                continue
            letters += read
            if letters > MOST_LETTERS:
                raise TooLarge("There is too much text in this PDF.", _SHORTER)
            found.pages.append(words)
        if not found.pages:
            raise UnreadableText("This PDF is damaged, or not complete.", _SAVE_AGAIN)
        return found


def _page(document: Any, number: int, found: PdfFile) -> tuple[list[Word], int]:
    """The words of a page that lie on it, and how many letters it has."""
    with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
        count = textpage.count_chars()
        if count > MOST_LETTERS_OF_A_PAGE:
            raise TooLarge(f"There is too much text on page {number + 1} of this PDF.", _SHORTER)
        bounds = page.get_bbox()
        words = [word for word in words_of(textpage, count) if _is_on(word, *bounds)]
        if not words and _has_picture(page):
            found.pictures += 1
        return words, count


def _is_on(word: Word, left: float, bottom: float, right: float, top: float) -> bool:
    """Whether a word lies on the page, and is of a size that letters can have."""
    if not (0 < word.size < _LARGEST and -_FARTHEST < word.left <= word.right < _FARTHEST):
        return False
    if word.turn:  # it is left out, or the page lies on its side
        return abs(word.base) < _FARTHEST
    return (
        left - _OUTSIDE <= word.left <= right + _OUTSIDE
        and bottom - _OUTSIDE <= word.base <= top + _OUTSIDE
    )


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    for number in range(min(pdfium.FPDFPage_CountObjects(page), _OBJECTS_LOOKED_AT)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            return True
    return False


def _information(document: Any) -> dict[str, str]:
    """What the file says of itself, each in one line."""
    import pypdfium2.raw as pdfium

    found = {}
    for key in ("Title", "Author", "Producer", "CreationDate", "ModDate"):
        buffer = ctypes.create_string_buffer(2048)
        length = pdfium.FPDF_GetMetaText(document, key.encode() + b"\0", buffer, 2048)
        if 2 < length <= 2048:
            found[key] = _line(buffer.raw[: length - 2])
    return found


def _language(document: Any) -> str:
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDFCatalog_GetLanguage(document, buffer, 64)
    return _line(bytes(buffer)[: length - 2]) if 2 < length <= 64 else ""


def _line(utf_16: bytes) -> str:
    text = utf_16.decode("utf-16-le", "replace").replace("\0", "")
    return " ".join(text.split())
