"""What a zip archive is: many formats are one, and are told by what lies in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from struct import Struct

from app.ingest.media import DOCM, DOCX, EPUB, ODT, ZIP
from app.ingest.signatures import Unread

_MOST_MEMBERS = 10_000
_END = b"PK\x05\x06"
_FARTHEST_END = 22 + 0xFFFF
# Of an entry in the directory at the end: its signature, and how long its name and two more
# fields are; of the head of a member: the same for its name and one more.
_ENTRY = Struct("<4s24xHHH12x")
_HEAD = Struct("<4s22xHH")
_MEMBER = re.compile(rb"PK\x03\x04")

_TEXTS = {ODT, f"{ODT}-template", f"{ODT}-master"}

_COPY = "Copy the text from it and paste it."
_OFFICE = (
    ("xl/", Unread("a spreadsheet (.xlsx)", _COPY)),
    ("ppt/", Unread("a presentation (.pptx)", _COPY)),
    ("visio/", Unread("a drawing (.vsdx)", _COPY)),
)
_OPENDOCUMENT = Unread("an OpenDocument file without running text (.ods, .odp, .odg)", _COPY)
_PAGES = Unread("an Apple iWork file (Pages)", "Export it as Word, EPUB or PDF.")
_JAVA = Unread("a program (Java)")


def kind_of_zip(data: bytes) -> str | Unread:
    """The media type of a zip archive that is read, or what else it is."""
    names = _names(data)
    said = _declared(data)
    if said in _TEXTS:
        return ODT
    if said == EPUB or "META-INF/container.xml" in names:
        return EPUB
    if "vnd.oasis.opendocument" in said:
        return _OPENDOCUMENT
    if {"content.xml", "META-INF/manifest.xml"} <= names:
        return ODT
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return DOCM if "word/vbaProject.bin" in names else DOCX
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return _PAGES
    return _JAVA if "META-INF/MANIFEST.MF" in names else ZIP


def _declared(data: bytes) -> str:
    """The type that stands in the first member as it is, when that is named "mimetype"; or ""."""
    if data[30:38] != b"mimetype":
        return ""
    size, extra = (int.from_bytes(data[place : place + 2], "little") for place in (18, 28))
    return data[38 + extra : 38 + extra + size].decode("ascii", "replace").strip()


def _names(data: bytes) -> set[str]:
    """The names of the first members; an archive that was cut off has them at each member too."""
    names = set(_listed(data)) or set(_met(data))
    return {name.decode("utf-8", "replace") for name in names}


def _listed(data: bytes) -> Iterator[bytes]:
    end = data.rfind(_END, max(0, len(data) - _FARTHEST_END))
    if end < 0:
        return
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    place = max(0, end - size)
    for _ in range(_MOST_MEMBERS):
        if place + _ENTRY.size > len(data):
            return
        signature, name, extra, comment = _ENTRY.unpack_from(data, place)
        if signature != b"PK\x01\x02":
            return
        place += _ENTRY.size
        yield data[place : place + name]
        place += name + extra + comment


def _met(data: bytes) -> Iterator[bytes]:
    for _, member in zip(range(_MOST_MEMBERS), _MEMBER.finditer(data), strict=False):
        if member.start() + _HEAD.size <= len(data):
            _, name, _ = _HEAD.unpack_from(data, member.start())
            yield data[member.start() + _HEAD.size : member.start() + _HEAD.size + name]
