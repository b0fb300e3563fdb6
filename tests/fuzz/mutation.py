"""Changing bytes at random, in ways that get past the first check of a format.

``changed`` knows nothing of a format but a list of its words; a Shape knows how a file is put
together, and lets a change happen to one part of it, so that the whole stays a file of its kind.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import ZIP_STORED, BadZipFile, ZipFile

Change = Callable[[bytes], bytes]
Shape = Callable[[bytes, Change, Random], bytes]

LONGEST = 64 * 1024
"""No input grows past this: what is slow on so little is slow enough."""

_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"1", b"-1", b"2147483648", b"4294967295", b"9223372036854775808", b"1e999",
            b"00000000000000000001", b"99999999999999999999999")  # fmt: skip
_BYTES = (b"\0", b"\xff", b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f\x9a\xa2", b"\xe2\x80\xae",
          b"\r", b"\n\n", b"\t", b" ", b"\xc2\xa0", b"\xe2\x80\xa8", b"\x1b", b"\x85", b"'", b'"',
          b"\\", b"&", b"<", b">", b"%", b"\xcc\x81", b"\xe2\x80\x8b", b"\xef\xbb\xbf")  # fmt: skip
_BREAK = re.compile(rb"(?<=[>}\n;])|(?=[<{\\])|\b")


def changed(data: bytes, chance: Random, words: Sequence[bytes] = ()) -> bytes:
    """The bytes with one to six small changes; a pure function of its arguments."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(_CHANGES)(data, chance, words)[:LONGEST]
    return data


def _flipped(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _put_in(data: bytes, chance: Random, words: Sequence[bytes]) -> bytes:
    at = _place(data, chance)
    piece = chance.choice(words) if words and chance.random() < 0.7 else chance.choice(_BYTES)
    return data[:at] + piece * chance.choice((1, 1, 1, 2, 50)) + data[at:]


def _put_over(data: bytes, chance: Random, words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    piece = chance.choice(words) if words and chance.random() < 0.7 else chance.choice(_BYTES)
    return data[:start] + piece + data[end:]


def _left_out(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _again(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    at = _place(data, chance) if chance.random() < 0.5 else end
    return data[:at] + data[start:end] * chance.choice((1, 1, 2, 3, 100)) + data[at:]


def _exchanged(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    (a, b), (c, d) = sorted((_stretch(data, chance), _stretch(data, chance)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _cut_off(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    return data[: _place(data, chance)] if chance.random() < 0.3 else data


def _other_number(data: bytes, chance: Random, _words: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(data, min(_place(data, chance), max(0, len(data) - 200))))[:40]
    if not found:
        return data
    start, end = chance.choice(found).span()
    near = str(int(data[start:end][:9]) + chance.choice((-1, 1))).encode()
    return data[:start] + chance.choice((near, near, *_NUMBERS)) + data[end:]


_CHANGES = (_flipped, _put_in, _put_in, _put_over, _put_over, _left_out, _left_out, _again, _again,
            _exchanged, _cut_off, _other_number)  # fmt: skip


def _place(data: bytes, chance: Random) -> int:
    """A place in the bytes, mostly one where a word or a tag begins or ends."""
    at = chance.randint(0, len(data))
    if chance.random() < 0.25:
        return at
    found = _BREAK.search(data, at)
    return found.start() if found else len(data)


def _stretch(data: bytes, chance: Random) -> tuple[int, int]:
    start = _place(data, chance)
    end = min(len(data), start + chance.choice((1, 2, 4, 10, 30, 100, 1000)))
    if chance.random() < 0.75 and (found := _BREAK.search(data, end)):
        end = found.start()
    return start, max(start, end)


def plain(data: bytes, change: Change, _chance: Random) -> bytes:
    """The change anywhere."""
    return change(data)


def in_zip(data: bytes, change: Change, chance: Random) -> bytes:
    """The change within one member of a zip file, or to which members there are."""
    members = members_of(data)
    if not members or chance.random() < 0.05:
        return change(data)
    at = chance.randrange(len(members))
    name, content = members[at]
    match chance.randrange(24):
        case 0:
            del members[at]
        case 1:
            members.insert(chance.randrange(len(members)), (name, content))
        case 2:
            members[at] = chance.choice(members)[0], content
        case 3:
            renamed = change(name.encode("utf-8", "replace"))[:200]
            members[at] = renamed.decode("utf-8", "replace"), content
        case _:
            members[at] = name, change(content)
    return zipped(members)


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip file; none of one that is broken."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (BadZipFile, zlib.error, struct.error, ValueError, RuntimeError, OSError, EOFError):
        return []


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Not packed, so that whoever changes the bytes next changes what they say."""
    into = BytesIO()
    with catch_warnings(), ZipFile(into, "w", ZIP_STORED) as archive:
        simplefilter("ignore", UserWarning)  # two members of one name are what is wanted
        for name, content in members:
            archive.writestr(name or "empty", content)
    return into.getvalue()


_OBJECT = re.compile(rb"(?<=[\r\n])(?=\d+ \d+ obj\b)")
_TABLE = re.compile(rb"(?<=[\r\n])xref\b.*", re.S)
_ROOT = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.S)


def in_pdf(data: bytes, change: Change, chance: Random) -> bytes:
    """The change within one object, and a table of the objects that fits the file then."""
    if chance.random() < 0.2:
        return change(data)
    head, *objects = _OBJECT.split(_TABLE.sub(b"", data))
    if not objects:
        return change(data)
    at = chance.randrange(len(objects))
    objects[at] = change(objects[at])
    said = found[1] if (found := _ROOT.search(data)) else b"/Root 1 0 R /Size 9"
    if chance.random() < 0.1:
        said = change(said)
    places, place = [], len(head)
    for each in objects:
        places.append(place)
        place += len(each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%s%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        head, b"".join(objects), len(objects) + 1, table, said, place,
    )  # fmt: skip


_VALUES = (None, True, 0, -1, 1e400, 10**30, "", " ", "\0", "\ud800", "\u202e", [], {}, [[]],
           "Noon.", "2026-05-04", "paragraph", "heading", {"text": "Noon."})  # fmt: skip


def in_json(data: bytes, change: Change, chance: Random) -> bytes:
    """Another value, a value that is gone or one that stands twice somewhere in the JSON."""
    if chance.random() < 0.4:
        return change(data)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return change(data)
    return json.dumps(_with_another(value, change, chance, 0)).encode()


def _with_another(value: Any, change: Change, chance: Random, depth: int) -> Any:
    if depth > 8 or not value or not isinstance(value, (dict, list)) or chance.random() < 0.15:
        if isinstance(value, str) and chance.random() < 0.5:
            return change(value.encode("utf-8", "replace")).decode("utf-8", "surrogateescape")
        return chance.choice(_VALUES)
    places = list(value) if isinstance(value, dict) else range(len(value))
    at = chance.choice(places)
    match chance.randrange(8):
        case 0:
            return (
                {k: v for k, v in value.items() if k != at}
                if isinstance(value, dict)
                else value[1:]
            )
        case 1 if isinstance(value, dict):
            return {**value, str(chance.choice(_VALUES)): value[at]}
        case 2 if isinstance(value, list):
            return [*value, *value]
        case _:
            value[at] = _with_another(value[at], change, chance, depth + 1)
            return value


def in_texts(data: bytes, change: Change, chance: Random) -> bytes:
    """The change within one of several texts with NUL between them, or one made from another."""
    texts = data.split(b"\0")
    at = chance.randrange(len(texts))
    if chance.random() < 0.3:
        texts[at] = chance.choice(texts)
    texts[at] = change(texts[at]).replace(b"\0", b" ")
    return b"\0".join(texts)
