"""What stands above the text of a mail: subject, sender, date, in any state."""

from __future__ import annotations

import re
from binascii import Error as BadBase64
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from app.errors import UnreadableText
from app.ingest.encoding import decode

_LONGEST = 10_000
_NAMED = re.compile(r"([^<]*)<([^<>]*)>")
_ESCAPED = re.compile(r"\\(.)")
# What the library stumbles over in a broken header.
_BROKEN = (
    *(RecursionError, ValueError, LookupError, TypeError, AttributeError, OverflowError),
    *(HeaderParseError, BadBase64),
)


def header(message: Message, name: str) -> str:
    """The value of a header in one line, or "" when there is none."""
    return _decoded(_raw(message, name))


def subject(message: Message) -> str:
    """What the mail is about, or ""."""
    return header(message, "subject")


def sender(message: Message) -> str:
    """The name of whoever wrote it, or else the address, or ""."""
    raw = _raw(message, "from")
    if found := _NAMED.match(raw):  # also where there are commas in the name, which are not allowed
        name, address = found[1], found[2]
    else:
        name, address = "", ""
        with suppress(*_BROKEN):
            name, address = parseaddr(raw)
        address = address or raw
    # Decoded only now: what is decoded may hold quotation marks and brackets.
    return _decoded(_ESCAPED.sub(r"\1", name.strip("\"' "))) or _decoded(address)


def moment(message: Message) -> str:
    """When it was sent, as ISO 8601, or "" when that is not said or not understood."""
    try:
        return parsedate_to_datetime(_raw(message, "date")).isoformat()
    except _BROKEN:
        return ""


def _raw(message: Message, name: str) -> str:
    for known, value in message.raw_items():
        if known.lower() == name:
            return _as_text(str(value)[:_LONGEST])
    return ""


def _as_text(value: str) -> str:
    """The value with the bytes decoded that stand in it past ASCII; none should."""
    if value.isascii():
        return value
    return _text(value.encode("utf-8", "surrogateescape"), "")


def _decoded(value: str) -> str:
    """The value with its encoded words decoded, as one line."""
    if "=?" in value:
        try:
            words = decode_header(" ".join(value.split()))
        except _BROKEN:
            words = [(value, None)]
        value = "".join(
            word if isinstance(word, str) else _text(word, label or "") for word, label in words
        )
    return " ".join(value.replace("\0", "\ufffd").split())


def _text(data: bytes, label: str) -> str:
    try:
        return decode(data, label)
    except UnreadableText:
        return data.decode("ascii", "replace")
