"""What kind of file this is, told by its bytes and not by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from app.errors import UnknownType
from app.ingest.signatures import Unread, unread

PLAIN, MARKDOWN, HTML = "text/plain", "text/markdown", "text/html"
MAIL, MHTML, JSON = "message/rfc822", "multipart/related", "application/json"
PDF, RTF, EPUB, ZIP = (
    "application/pdf",
    "application/rtf",
    "application/epub+zip",
    "application/zip",
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroEnabled.12"
ODT = "application/vnd.oasis.opendocument.text"

NAMES = {
    PLAIN: "plain text",
    MARKDOWN: "Markdown",
    HTML: "a web page (HTML)",
    MHTML: "a saved web page (MHTML)",
    MAIL: "a mail",
    JSON: "JSON",
    PDF: "a PDF",
    RTF: "a rich text file (RTF)",
    EPUB: "an e-book (EPUB)",
    ZIP: "an archive (zip)",
    DOCX: "a Word document",
    DOCM: "a Word document with macros",
    ODT: "an OpenDocument text",
}
"""What each type that is read is called."""

READ = (
    "Word (.docx), OpenDocument (.odt), RTF, PDF, EPUB, web pages, mails, JSON, Markdown and plain "
    "text are read, and a zip of one of these."
)

_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
# The suffixes that say something, and the types that keep what they say.
_SUFFIXES: dict[str, frozenset[str]] = {
    **dict.fromkeys((".txt", ".text"), frozenset({PLAIN})),
    **dict.fromkeys(_MARKDOWN_SUFFIXES, frozenset({MARKDOWN})),
    **dict.fromkeys((".html", ".htm", ".xhtml"), frozenset({HTML})),
    **dict.fromkeys((".mhtml", ".mht", ".eml"), frozenset({MAIL, MHTML})),
    ".json": frozenset({JSON}),
    ".pdf": frozenset({PDF}),
    ".rtf": frozenset({RTF}),
    ".epub": frozenset({EPUB}),
    ".zip": frozenset({ZIP}),
    ".docx": frozenset({DOCX}),
    ".docm": frozenset({DOCX, DOCM}),
    ".odt": frozenset({ODT}),
    **dict.fromkeys(
        (".doc", ".xls", ".xlsx", ".ppt", ".pptx", ".png", ".jpg", ".jpeg", ".gif"), frozenset()
    ),
}

_HEAD = 64 * 1024
_PDF_HEAD = 1024
_PDF_LATER = re.compile(rb"%PDF-\d\.\d\s*[\r\n]")
_PDF_OBJECT = re.compile(rb"\b\d+ \d+ obj\b")
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")

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
        Unread("a drawing (SVG)"),
    ),
    (re.compile(r"\s*+<\?xml[\s?]", re.I), Unread("an XML file")),
)
_JSON = re.compile(r'\s*+(?:\[\s*+)?\{\s*+(?:"(?:[^"\\\n]|\\.)*+"\s*+:|\}\s*+(?:\]\s*+)?\Z)')

# The lines before a mail's text: names with values, a line that begins with white space going on
# with the one before. "From " with a moment stands above each mail of a mailbox.
_HEADERS = re.compile(
    r"\s*+(?:>?From [^\n]*\n)?"
    r"((?:[!-9;-~]++[ \t]*:[^\n]*(?:\n[ \t]++\S[^\n]*)*+(?:\n|\Z))+)(?:\n|\Z)"
)
# Machines write these; and these are what a person might write as well, but not with an address.
_BY_MACHINE = re.compile(
    r"^(?:mime-version|message-id|received|return-path|snapshot-content-location)[ \t]*:",
    re.I | re.M,
)
_SENDER = re.compile(r"^from[ \t]*:.*\S@\S", re.I | re.M)
_SUBJECT = re.compile(r"^(?:subject|date)[ \t]*:", re.I | re.M)
_RELATED = re.compile(r"^content-type[ \t]*:\s*multipart/related\b", re.I | re.M)
# A page that was saved has been to nobody.
_SENT = re.compile(r"^(?:to|cc|received|delivered-to|return-path|message-id)[ \t]*:", re.I | re.M)
_SAVED = re.compile(r"^snapshot-content-location[ \t]*:|^from[ \t]*:.*\bsaved by\b", re.I | re.M)


def media_type(data: bytes, name: str | None = None) -> str:
    """The type of a file that is read (a key of ``NAMES``), told from the bytes.

    The name decides only between plain text and Markdown, which look the same. Bytes that are
    known to be something else raise UnknownType, which says what they seem to be; bytes that
    are nothing known count as plain text, and reading them will tell.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_or_refused(_in_zip(data), name)
    if (other := unread(data)) is not None:
        raise _refused(other, name)
    if _is_pdf(data):
        return PDF
    if _RTF.match(data):
        return RTF
    return _read_or_refused(_of_text(data, _suffix(name) in _MARKDOWN_SUFFIXES), name)


def name_that_lies(name: str | None, media_type: str) -> str:
    """The sentence for a file whose name says something else than its bytes, or ""."""
    suffix = _suffix(name)
    if media_type in _SUFFIXES.get(suffix, {media_type}):
        return ""
    return f"This file is named {suffix}, but it is {NAMES[media_type]}."


def _suffix(name: str | None) -> str:
    return PurePath(name).suffix.lower() if name else ""


def _read_or_refused(found: str | Unread, name: str | None) -> str:
    if isinstance(found, Unread):
        raise _refused(found, name)
    return found


def _refused(found: Unread, name: str | None) -> UnknownType:
    suffix = _suffix(name)
    if suffix in _SUFFIXES and suffix[1:] not in found.what.lower():
        sentence = f"This file is named {suffix}, but it is {found.what}, which is not read."
    else:
        sentence = f"This is {found.what}, which is not read."
    return UnknownType(sentence, f"{found.advice} {READ}")


def _is_pdf(data: bytes) -> bool:
    """Whether this is a PDF: readers of PDF pass over what stands before its first line."""
    if data.startswith(b"%PDF-"):
        return True
    start = _PDF_LATER.search(data, 0, _PDF_HEAD)
    return start is not None and _PDF_OBJECT.search(data, start.end(), _HEAD) is not None


def _of_text(data: bytes, named_markdown: bool) -> str | Unread:
    # Without its zero bytes, markup in UTF-16 reads as in ASCII, which is all that is looked at.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")
    head = head.replace("\r\n", "\n").replace("\r", "\n")
    if _PAGE.match(head):
        return HTML
    for pattern, what in _OTHER_MARKUP:
        if pattern.match(head):
            return what
    if (headers := _HEADERS.match(head)) and _are_of_mail(headers[1]):
        return _mail_or_page(headers[1])
    if named_markdown:  # Markdown may begin with a tag
        return MARKDOWN
    if _FRAGMENT.match(head) or _LATER_PAGE.search(head, 0, _LATER):
        return HTML
    return JSON if _JSON.match(head) else PLAIN


def _are_of_mail(headers: str) -> bool:
    return bool(
        _BY_MACHINE.search(headers) or (_SENDER.search(headers) and _SUBJECT.search(headers))
    )


def _mail_or_page(headers: str) -> str:
    is_page = _RELATED.search(headers) and (_SAVED.search(headers) or not _SENT.search(headers))
    return MHTML if is_page else MAIL


def _in_zip(data: bytes) -> str | Unread:
    """What a zip archive is, told by the names of what lies in it."""
    # Imported here: plain text is told without it.
    from app.ingest.zip_kinds import kind_of_zip

    return kind_of_zip(data)
