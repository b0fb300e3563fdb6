"""Zip files opened with care: word processor files, e-books and archives.

A zip file says of itself how large its members are, and may lie; so the bytes are counted as
they are unpacked, and what grows past a bound is given up. Nothing is ever written to disk.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.errors import TooLarge, UnreadableText

MOST_MEMBERS = 10_000
MOST_BYTES = 256 * 1024 * 1024
"""So much is unpacked from one file, all its members together."""
MOST_BYTES_OF_A_MEMBER = 64 * 1024 * 1024

_RATIO = 200
"""Text packs to a tenth, a long run of one letter to a thousandth; what is past this is a trap."""
_SMALL = 4 * 1024 * 1024
"""Up to this size the ratio does not matter."""
_CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"
_HEAD_SIZE = 30
"""Bytes that stand before a member's name, and its data."""
_LOCKED = 0x1
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
# What a broken or hostile file makes the library raise.
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)

_SAVE_AGAIN = "Open it in the program that made it, and save it again."
_UNLOCK = "Open it in the program that made it, take the password off, and save it."


class Packed:
    """The members of a zip file, by name.

    ``names`` are in the order of the file, without folders and links, and without names that lead
    out of the archive. ``what`` is what a person would call the file ("Word document").
    """

    def __init__(self, archive: ZipFile, what: str) -> None:
        self._archive = archive
        self._members = {info.filename: info for info in archive.infolist() if _is_inside(info)}
        self._left = MOST_BYTES
        self.what = what
        self.names: tuple[str, ...] = tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, at_most: int = MOST_BYTES_OF_A_MEMBER) -> bytes:
        """The bytes of a member.

        Raises UnreadableText when there is none of this name, or it is damaged or locked, and
        TooLarge when it, or all that was read so far, unpacks to more than is let through.
        """
        info = self._members.get(name)
        if info is None:
            raise UnreadableText(
                f"This {self.what} is not complete: {name} is missing.", _SAVE_AGAIN
            )
        if info.flag_bits & _LOCKED:
            raise UnreadableText(f"This {self.what} is locked with a password.", _UNLOCK)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableText(
                f"This {self.what} is packed in a way that is not read.", _SAVE_AGAIN
            )
        try:
            return self._unpacked(info, min(at_most, self._left))
        except _BROKEN as error:
            raise _damaged(self.what) from error

    def _unpacked(self, info: ZipInfo, at_most: int) -> bytes:
        at_most = min(at_most, max(_SMALL, _RATIO * info.compress_size))
        chunks: list[bytes] = []
        size = 0
        with self._archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                if size > at_most:
                    raise TooLarge(
                        f"This {self.what} unpacks to far more than is read.",
                        "Keep the article only, or copy its text and paste it.",
                    )
                chunks.append(chunk)
        self._left -= size
        return b"".join(chunks)


def open_packed(data: bytes, what: str) -> Packed:
    """The zip file in ``data``, which a person would call a ``what``.

    Raises UnreadableText when it is damaged, locked, holds two members of one name, or members
    that share their bytes, and TooLarge when it has too many members. Nothing is unpacked yet.
    """
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED_OFFICE in data:
            raise UnreadableText(f"This {what} is locked with a password.", _UNLOCK)
        raise UnreadableText(
            f"This {what} is in the old Office format.", "Save it in the new one, such as .docx."
        )
    if data.count(_ENTRY) > MOST_MEMBERS:  # before the library makes an object of each
        raise TooLarge(f"There are too many files in this {what}.", "Keep the article only.")
    try:
        archive = ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise _damaged(what) from error
    if len(set(archive.namelist())) < len(archive.namelist()):
        raise UnreadableText(f"This {what} holds two files of the same name.", _SAVE_AGAIN)
    if _overlap(archive.infolist()):
        raise _damaged(what)
    return Packed(archive, what)


def _overlap(members: Iterable[ZipInfo]) -> bool:
    """Whether bytes are said to be of two members: a little could be unpacked again and again."""
    spans = sorted(
        (info.header_offset, info.header_offset + _HEAD_SIZE + info.compress_size)
        for info in members
    )
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _is_inside(info: ZipInfo) -> bool:
    """Whether this is a file, and one whose name does not lead out of the archive."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return False
    parts = info.filename.replace("\\", "/").split("/")
    return bool(parts[0] and parts[-1]) and ".." not in parts and ":" not in parts[0]


def _damaged(what: str) -> UnreadableText:
    return UnreadableText(f"This {what} is damaged, or not complete.", _SAVE_AGAIN)
