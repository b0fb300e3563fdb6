"""How much a PDF comes to when it is drawn, before anything draws it.

A stream can unpack to a thousand times its size, and a drawing can be drawn ten times in
another, which is drawn ten times in a third. Both are counted here in the file as it stands,
pictures aside, which are never unpacked for their text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from app.errors import TooLarge

MOST_OF_A_STREAM = 24 * 1024 * 1024
MOST_OF_ALL = 256 * 1024 * 1024
MOST_DRAWN = 20_000
"""So many drawings may be drawn by drawing one."""
_MOST_OBJECTS = 1_000_000
_DEEPEST = 3
_ROUNDS = 30
_CHUNK = 256 * 1024

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DRAWING = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+R\b")
_LIST = re.compile(rb"\[((?:\s*\d{1,9}\s+\d{1,5}\s+R)+)\s*\]")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_DRAW = re.compile(rb"\bDo\b")
_PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


@dataclass(slots=True)
class _Object:
    """What an object refers to, and of a stream how much it unpacks to and how often it draws."""

    references: frozenset[int]
    size: int = 0
    draws: int = 0
    is_drawing: bool = False


def refuse_bombs(data: bytes) -> None:
    """Raise TooLarge when drawing the file's pages would come to too much."""
    objects: dict[int, _Object] = {}
    left = MOST_OF_ALL
    for number, head, stream in _objects(data):
        if len(objects) >= _MOST_OBJECTS:
            raise _too_large()
        found = _Object(_references(head))
        objects[number] = found
        if stream is None or _PICTURE.search(head):
            continue
        found.size, content = _unpacked(data, stream, min(MOST_OF_A_STREAM, left))
        left -= found.size
        found.draws = sum(1 for _ in _DRAW.finditer(content))
        found.is_drawing = bool(_DRAWING.search(head))
        if _OBJECTS.search(head):
            objects |= _enclosed(head, content)
            _refuse_long_lists(content, objects)
    _refuse_long_lists(data, objects)
    _refuse_nests(objects)


def _objects(data: bytes) -> Iterator[tuple[int, bytes, slice | None]]:
    """The number of each object, what it says, and where its stream is, if it has one."""
    for found, after in pairwise(chain(_OBJECT.finditer(data), [None])):
        if found is None:
            return
        end = after.start() if after else len(data)
        stream = _STREAM.search(data, found.end(), end)
        head = data[found.end() : stream.start() if stream else end]
        yield int(found[1]), head, slice(stream.end(), end) if stream else None


def _references(text: bytes) -> frozenset[int]:
    return frozenset(int(number) for number in _REFERENCE.findall(text))


def _enclosed(head: bytes, content: bytes) -> dict[int, _Object]:
    """The objects that lie in a stream of objects."""
    first = _FIRST.search(head)
    if first is None:
        return {}
    body = content[int(first[1]) :]
    numbers = [int(text) for text in content[: int(first[1])].split() if text.isdigit()]
    places = sorted(zip(numbers[1::2], numbers[::2], strict=False))
    ends = [place for place, _ in places[1:]] + [len(body)]
    return {
        number: _Object(_references(body[place:end]))
        for (place, number), end in zip(places, ends, strict=True)
    }


def _refuse_long_lists(text: bytes, objects: Mapping[int, _Object]) -> None:
    """The content of a page can be a list of streams, with one of them again and again."""
    for found in _LIST.finditer(text):
        listed = (objects.get(int(number)) for number in _REFERENCE.findall(found[1]))
        if sum(one.size for one in listed if one) > MOST_OF_A_STREAM:
            raise _too_large()


def _refuse_nests(objects: Mapping[int, _Object]) -> None:
    """Refuse drawings that are drawn again and again in each other."""
    inner = {
        number: _drawings_in(number, objects)
        for number, one in objects.items()
        if one.is_drawing and one.draws
    }
    drawn = dict.fromkeys(inner, 1)
    for _ in range(_ROUNDS):
        before = dict(drawn)
        for number, parts in inner.items():
            most = max((before.get(part, 1) for part in parts), default=0)
            drawn[number] = 1 + objects[number].draws * most
        if any(parts and drawn[number] > MOST_DRAWN for number, parts in inner.items()):
            raise _too_large()
        if drawn == before:
            break


def _drawings_in(number: int, objects: Mapping[int, _Object]) -> set[int]:
    """The drawings that a drawing names, itself or in what it refers to."""
    found: set[int] = set()
    near = {number}
    for _ in range(_DEEPEST):
        near = {to for one in near if one in objects for to in objects[one].references} - found
        found |= {to for to in near if to in objects and objects[to].is_drawing}
        near = {to for to in near if to in objects and not objects[to].size}
    return found


def _unpacked(data: bytes, stream: slice, at_most: int) -> tuple[int, bytes]:
    """How many bytes a stream unpacks to in all its layers, and the innermost ones.

    It counts whatever its filter is said to be, as long as it can be inflated.
    """
    if data[stream.start : stream.start + 2] not in _PACKED:
        return stream.stop - stream.start, data[stream]
    source = memoryview(data)[stream.start :]  # to the end: what is packed says where it stops
    total, content = 0, b""
    for _ in range(_DEEPEST):
        content = _inflated(source, at_most - total)
        total += len(content)
        if total >= at_most:
            raise _too_large()
        if content[:2] not in _PACKED:
            break
        source = memoryview(content)
    return total, content


def _inflated(source: memoryview, at_most: int) -> bytes:
    """What is packed here, up to a bound."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for place in range(0, len(source), _CHUNK):
            parts.append(unpacker.decompress(source[place : place + _CHUNK], at_most - size))
            size += len(parts[-1])
            if unpacker.eof or size >= at_most:
                break
    except zlib.error:  # what came before the damage is what pdfium will see as well
        pass
    return b"".join(parts)


def _too_large() -> TooLarge:
    return TooLarge(
        "This PDF unpacks to far more than is read.",
        "Print it to a new PDF and choose that, or copy its text and paste it.",
    )
