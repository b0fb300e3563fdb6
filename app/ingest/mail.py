"""The reader of mails (.eml): which of their parts is the article.

Quoted replies, the line over them and a signature are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import Message
from pathlib import PurePosixPath

from app.engine import Document
from app.errors import EmptyText, TooLarge, UnknownType, UnreadableText
from app.ingest.enclosed import Enclosed, clean_name
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.mail_headers import moment, sender, subject
from app.ingest.mail_text import joined_flow, marked, parse_mail_text
from app.ingest.media import media_type

_MOST_WORK = 20_000_000
"""The library tries each line against the boundary of each part that it may be in."""
_BOUNDARY = re.compile(rb"boundary", re.I)
_MOST_PARTS = 2_000
_FULLER = 0.8
"""The HTML of a text keeps its form, and is taken unless more than a fifth is missing in it."""
_NAMES_TOLD = 5
_WORD = re.compile(r"\w+")

_MAILBOX = re.compile(rb"\n\r?\nFrom \S{1,300} [^\r\n]{0,40}\d\d:\d\d[^\r\n]{0,40}\r?\n[!-9;-~]+:")
_DESCRIPTION = re.compile(
    rb"^content-[a-z-]++[ \t]*+:[^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+", re.I | re.M
)
_LONGEST_DESCRIPTION = 4_000
"""The library takes time by the square of its length to take apart what a part says of itself."""
_LOCKED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_LOCKED_TEXT = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
# Attached by a mail program rather than by a person.
_NO_FILES = re.compile(r"application/(?:pgp-|(?:x-)?pkcs7-)|text/(?:x-)?(?:vcard|calendar)")
# What the library stumbles over in a broken mail.
_BROKEN = (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError)

_PASTE = "Copy its text and paste it."


@dataclass
class _Parts:
    """What a mail consists of: its texts in both forms, and the files attached to it."""

    plain: list[Message] = field(default_factory=list)
    html: list[Message] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    locked: bool = False
    unreadable: UnreadableText | None = None


def read_mail(data: bytes, hints: Hints) -> Document | Enclosed:
    """The text of a mail with its subject, sender and date, or the one file attached to it.

    Raises UnreadableText when it is locked, damaged or a whole mailbox, TooLarge when it is
    made of too many parts, and EmptyText when there is no text in it.
    """
    message = parse_message(data)
    parts = _sorted(message)
    body = None if parts.locked else _body(parts, hints)
    if body is None:
        return _attached_article(parts)
    said = body.metadata
    return replace(
        body,
        title=subject(message) or body.title,
        metadata=replace(
            said,
            byline=sender(message) or said.byline,
            published=moment(message) or said.published,
        ),
        notices=(*body.notices, *_told([_name(part) for part in parts.attached])),
    )


def parse_message(data: bytes) -> Message:
    """The message in a file. Raises UnreadableText or TooLarge."""
    if _MAILBOX.search(data):
        raise UnreadableText(
            "This is a mailbox with several mails in it.", "Save the one you mean as a file."
        )
    if data.count(b"\n") * sum(1 for _ in _BOUNDARY.finditer(data)) > _MOST_WORK:
        raise TooLarge("This mail is made of too many parts.", _PASTE)
    if any(len(found[0]) > _LONGEST_DESCRIPTION for found in _DESCRIPTION.finditer(data)):
        raise UnreadableText("This mail is damaged.", _PASTE)
    try:
        # The newer policy understands headers better, and raises errors over broken ones.
        return message_from_bytes(data.lstrip(), policy=policy.compat32)
    except _BROKEN as error:
        raise UnreadableText("This mail is damaged.", _PASTE) from error


def leaves(message: Message) -> Iterator[Message]:
    """The parts that are no containers of parts, in their order. Raises TooLarge."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(_inside(part)))
        else:
            yield part
    raise TooLarge("This mail is made of too many parts.", _PASTE)


def content(part: Message) -> bytes:
    """The bytes of a part as they were before they were packed for the way; of a mail, the mail."""
    try:
        if part.is_multipart():
            return _inside(part)[0].as_bytes()
        found = part.get_payload(decode=True)
    except _BROKEN:
        return b""
    return found if isinstance(found, bytes) else b""


def _inside(part: Message) -> list[Message]:
    """The parts of a part, or the mail that it is."""
    found = part.get_payload()
    return [each for each in found if isinstance(each, Message)] if isinstance(found, list) else []


def charset(part: Message) -> str:
    """The encoding that a part says it is in, or ""."""
    return _parameter(part, "charset")


def _parameter(part: Message, name: str) -> str:
    try:
        found = part.get_param(name, "")
    except _BROKEN:
        return ""
    return str(found[2] if isinstance(found, tuple) else found).lower()


def _sorted(message: Message) -> _Parts:
    parts = _Parts(locked=message.get_content_type() in _LOCKED)
    for part in leaves(message):
        kind = part.get_content_type()
        if _NO_FILES.match(kind):
            parts.locked = parts.locked or kind in _LOCKED
        elif _is_attached(part, kind):
            parts.attached.append(part)
        elif kind == "text/html":
            parts.html.append(part)
        elif kind.startswith("text/"):
            parts.plain.append(part)
    return parts


def _is_attached(part: Message, kind: str) -> bool:
    if part.get("content-id") and kind.startswith("image/"):
        return False  # shown inside the text
    return bool(
        part.get_content_disposition() == "attachment"
        or _file_name(part)
        or not kind.startswith(("text/", "multipart/"))
    )


def _file_name(part: Message) -> str:
    try:
        return " ".join(PurePosixPath(clean_name(part.get_filename() or "")).name.split())
    except _BROKEN:
        return ""


def _name(part: Message) -> str:
    """What to call an attached file."""
    name = _file_name(part)
    if not name and (inside := _inside(part)):
        return f"{subject(inside[0]) or 'mail'}.eml"
    return name


def _body(parts: _Parts, hints: Hints) -> Document | None:
    """The mail's own text in the fuller of its two forms, or None when it has none."""
    plain, html = _plain(parts), _html(parts, hints)
    if plain is None or html is None:
        return html if plain is None else plain
    return html if _letters(html) >= _FULLER * _letters(plain) else plain


def _plain(parts: _Parts) -> Document | None:
    texts: list[str] = []
    for part in parts.plain:
        try:
            text = decode(content(part), charset(part))
        except UnreadableText as error:
            parts.unreadable = error
            continue
        if _LOCKED_TEXT.match(text):
            parts.locked = True
        elif _parameter(part, "format") == "flowed":
            texts.append(joined_flow(text, glued=_parameter(part, "delsp") == "yes"))
        else:
            texts.append(text)
    document = parse_mail_text("\n\n".join(texts))
    return document if _letters(document) else None


def _html(parts: _Parts, hints: Hints) -> Document | None:
    if not parts.html:
        return None
    # Imported here: most mails have a text without it.
    from app.ingest.html import read_html

    pages = [(content(part), charset(part)) for part in parts.html]
    page, label = max(pages, key=lambda page: len(page[0]))
    try:
        document = marked(read_html(page, replace(hints, charset=label)))
    except UnreadableText as error:
        parts.unreadable = error
        return None
    return document if _letters(document) else None


def _letters(document: Document) -> int:
    """How many letters and digits there are in the article."""
    return sum(
        word.end() - word.start()
        for block in document.blocks
        if not block.is_furniture
        for word in _WORD.finditer(document.text, block.start, block.end)
    )


def _told(names: Sequence[str]) -> tuple[str, ...]:
    """The notice about files that were not read."""
    if not names:
        return ()
    quoted = [f"“{name}”" if name else "a file without a name" for name in names[:_NAMES_TOLD]]
    if more := len(names) - len(quoted):
        quoted.append(f"{more} more")
    listed = " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    return (f"Attached to this mail, and not read: {listed}.",)


def _attached_article(parts: _Parts) -> Enclosed:
    if parts.locked:
        raise UnreadableText("This mail is encrypted.", "Open it in the mail program. " + _PASTE)
    if parts.unreadable:
        raise parts.unreadable
    readable: list[Enclosed] = []
    for part in parts.attached:
        data, name = content(part), _name(part)
        try:
            media_type(data, name)
        except UnknownType:
            continue
        if data:
            readable.append(Enclosed(data, name))
    if len(readable) == 1:
        shown = f": “{readable[0].name}”" if readable[0].name else ""
        notice = f"This mail has no text of its own; the file attached to it was read{shown}."
        return readable[0]._replace(notices=(notice,))
    if readable:
        raise EmptyText(
            f"This mail has no text of its own, and {len(readable)} files are attached to it.",
            "Save the one you mean, and choose that.",
        )
    raise EmptyText("There is no text in this mail.", "Choose another file.")
