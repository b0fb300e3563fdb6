"""What kind of file this is, told by its bytes and not by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from app.errors import UnknownType

PLAIN, MARKDOWN, HTML = "text/plain", "text/markdown", "text/html"

_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HEAD = 64 * 1024

# (the bytes that stand at the start, or at this place, and what the file then is)
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "a PDF"),
    (0, b"{\\rtf", "a rich text file (RTF)"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (such as .doc)"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\x89PNG\r\n", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "a picture (JPEG)"),
    (0, b"GIF87a", "a picture (GIF)"),
    (0, b"GIF89a", "a picture (GIF)"),
    (0, b"II*\0", "a picture (TIFF)"),
    (0, b"MM\0*", "a picture (TIFF)"),
    (8, b"WEBPVP8", "a picture (WebP)"),
    (4, b"ftypavif", "a picture (AVIF)"),
    (4, b"ftypheic", "a picture (HEIC)"),
    (4, b"ftypisom", "a film or a recording (MP4)"),
    (4, b"ftypmp4", "a film or a recording (MP4)"),
    (4, b"ftypM4", "a film or a recording (MP4)"),
    (4, b"ftypqt  ", "a film (QuickTime)"),
    (8, b"WAVEfmt", "a recording (WAV)"),
    (8, b"AVI LIST", "a film (AVI)"),
    (0, b"\x1a\x45\xdf\xa3", "a film (Matroska or WebM)"),
    (0, b"ID3\x03", "a recording (MP3)"),
    (0, b"ID3\x04", "a recording (MP3)"),
    (0, b"\xff\xfb\x90", "a recording (MP3)"),
    (0, b"OggS\0", "a film or a recording (Ogg)"),
    (0, b"fLaC\0", "a recording (FLAC)"),
    (0, b"\x1f\x8b\x08", "a packed file (gzip)"),
    (0, b"BZh91AY&SY", "a packed file (bzip2)"),
    (0, b"\xfd7zXZ\0", "a packed file (xz)"),
    (0, b"\x28\xb5\x2f\xfd", "a packed file (Zstandard)"),
    (0, b"7z\xbc\xaf\x27\x1c", "a packed archive (7z)"),
    (0, b"Rar!\x1a\x07", "a packed archive (RAR)"),
    (257, b"ustar\0", "an archive (tar)"),
    (257, b"ustar  \0", "an archive (tar)"),
    (0, b"SQLite format 3\0", "a database (SQLite)"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"\xfe\xed\xfa", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\0asm", "a program (WebAssembly)"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"OTTO\0", "a font"),
    (0, b"\0\x01\0\0\0", "a font"),
)

# A zip archive is told by what lies in it.
_IN_A_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "a Word document (.docx)"),
    (b"xl/workbook.xml", "a spreadsheet (.xlsx)"),
    (b"ppt/presentation.xml", "a presentation (.pptx)"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an e-book (EPUB)"),
)

_BEFORE_MARKUP = r"\s*+(?:<!--.*?-->\s*+|<\?xml[^>]*+>\s*+)*+"
_PAGE = re.compile(rf"{_BEFORE_MARKUP}<(?:!doctype\s+html|html)(?=[\s>])", re.I | re.S)
_FRAGMENT = re.compile(
    _BEFORE_MARKUP
    + r"<(?:head|body|title|meta|link|style|script|article|section|main|header|nav|div|p|h[1-6]|ul"
    + r"|ol|dl|table|blockquote|figure|pre|center|form|span|font|a|b|i|em|strong|img|br|hr)"
    + r"(?=[\s>/])",
    re.I | re.S,
)
_LATER_PAGE = re.compile(r"^\s*+<(?:!doctype\s+html|html)(?=[\s>])", re.I | re.M)
_LATER = 1024
_OTHER_MARKUP = (
    (
        re.compile(rf"{_BEFORE_MARKUP}(?:<!doctype\s+svg[^>]*>\s*)?<svg(?=[\s>])", re.I | re.S),
        "a drawing (SVG)",
    ),
    (re.compile(r"\s*+<\?xml[\s?]", re.I), "an XML file"),
)
_MAIL_HEADERS = re.compile(r"(?:[!-9;-~]++:.*\n(?:[ \t].*\n)*+)*?mime-version:", re.I)


def media_type(data: bytes, name: str | None = None) -> str:
    """``text/plain``, ``text/markdown`` or ``text/html``, told from the bytes.

    The name decides only between plain text and Markdown, which look the same. Bytes that are
    known to be something else raise UnknownType, which says what they seem to be; bytes that
    are nothing known count as plain text, and reading them will tell.
    """
    _refuse_signatures(data)
    named_markdown = name is not None and PurePath(name).suffix.lower() in _MARKDOWN_NAMES
    # Without its zero bytes, markup in UTF-16 reads as in ASCII, which is all that is looked at.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")
    if _PAGE.match(head):
        return HTML
    for pattern, what in _OTHER_MARKUP:
        if pattern.match(head):
            raise _unknown(what)
    if named_markdown:  # Markdown may begin with a tag
        return MARKDOWN
    if _FRAGMENT.match(head) or _LATER_PAGE.search(head, 0, _LATER):
        return HTML
    if _MAIL_HEADERS.match(head):
        raise _unknown("a mail or a web page saved as one (MHTML)")
    return PLAIN


def _refuse_signatures(data: bytes) -> None:
    if data.startswith(b"PK\x03\x04"):
        raise _unknown(next((what for part, what in _IN_A_ZIP if part in data), "an archive (zip)"))
    for place, signature, what in _SIGNATURES:
        if data.startswith(signature, place):
            raise _unknown(what)


def _unknown(what: str) -> UnknownType:
    return UnknownType(
        f"This is {what}. Only plain text, Markdown and HTML are read.",
        "Save it as one of these, or copy the text and paste it.",
    )
