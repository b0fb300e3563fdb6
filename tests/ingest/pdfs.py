"""PDFs of our own, written letter by letter: text at places, in the fonts that need no file.

A letter's place is in points from the lower left corner, as in the format itself. The widths are
those of Courier, whose letters are all 0.6 of the size wide, so that a test can say where a
line ends.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 0.6
"""A letter's, in parts of the size."""
PAGE = (600, 800)


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text that begins at a place; ``turn`` in degrees, anticlockwise."""

    text: str
    left: float
    base: float
    size: float = 10
    bold: bool = False
    turn: int = 0
    artifact: bool = False


@dataclass
class Page:
    """What stands on a page, in the order in which it is drawn."""

    texts: list[Text] = field(default_factory=list)
    picture: bool = False
    rotated: int = 0

    def lines(
        self, lines: Sequence[str], left: float, top: float, *, size: float = 10, step: float = 12
    ) -> float:
        """Lines below each other; the height of the next."""
        for line in lines:
            self.texts.append(Text(line, left, top, size))
            top -= step
        return top


def fill(text: str, letters: int) -> list[str]:
    """The text cut into lines of at most so many letters, as a program for writing would."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def justified(lines: Sequence[str], left: float, top: float, letters: int) -> list[Text]:
    """The lines with each word put where it stands when all but the last are stretched."""
    found = []
    for number, line in enumerate(lines):
        words = line.split()
        rest = (letters - len(line)) * 6.0 if number + 1 < len(lines) else 0.0
        place = left
        for word in words:
            found.append(Text(word, place, top - 12 * number))
            place += 6.0 * (len(word) + 1) + (rest / (len(words) - 1) if len(words) > 1 else 0)
    return found


def pdf(
    pages: Sequence[Page],
    *,
    information: dict[str, str] | None = None,
    language: str = "",
    encrypted: bool = False,
    packed: bool = False,
) -> bytes:
    """The file with these pages."""
    objects: list[bytes] = [b"", b""]  # the catalogue and the tree of pages, known at the end
    objects += [_font("Courier"), _font("Courier-Bold"), _PICTURE]
    kids = []
    for page in pages:
        content = _content(page)
        filtered = b""
        if packed:
            content, filtered = zlib.compress(content), b"/Filter /FlateDecode "
        objects.append(
            b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filtered, len(content), content)
        )
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F0 3 0 R /F1 4 0 R >> /XObject << /P 5 0 R >> >> >>"
            % (*PAGE, page.rotated, len(objects))
        )
    said = b"/Lang (%s) " % language.encode() if language else b""
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R %s>>" % said
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    trailer = b""
    if information:
        entries = b" ".join(
            b"/%s <%s>" % (key.encode(), ("\ufeff" + value).encode("utf-16-be").hex().encode())
            for key, value in information.items()
        )
        objects.append(b"<< %s >>" % entries)
        trailer += b"/Info %d 0 R " % len(objects)
    if encrypted:
        objects.append(_LOCK)
        trailer += b"/Encrypt %d 0 R /ID [<%s> <%s>] " % (len(objects), b"00" * 16, b"00" * 16)
    return _file(objects, trailer)


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )


_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
    b"/ColorSpace /DeviceGray /Length 1 >>\nstream\n\x80\nendstream"
)
# With a password that nobody knows: its check values are of no password at all.
_LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (b"5a" * 32, b"a5" * 32)
_DRAWN = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /N %d 0 R >> >>"
)


def nested_drawings(depth: int, times: int) -> bytes:
    """A page with a drawing that draws another so many times, which draws another, and so on."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    objects.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        b"/Resources << /XObject << /N 6 0 R >> /Font << /F0 4 0 R >> >> >>"
    )
    objects += [_font("Courier"), _stream(b"", b"BT /F0 10 Tf 50 700 Td (boat) Tj ET /N Do")]
    for number in range(depth):
        objects.append(
            _stream(_DRAWN % (len(objects) + 2), b"/N Do " * times * (number < depth - 1))
        )
    return _file(objects, b"")


def _stream(said: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (said, len(content), content)


_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def _content(page: Page) -> bytes:
    parts = []
    if page.picture:
        parts.append(b"q 600 0 0 800 0 0 cm /P Do Q")
    for text in page.texts:
        letters = text.text.encode("cp1252", "replace").replace(b"\\", b"\\\\")
        letters = letters.replace(b"(", b"\\(").replace(b")", b"\\)")
        matrix = _TURNS.get(text.turn, (0.7, 0.7, -0.7, 0.7))
        place = " ".join(f"{value:.2f}" for value in (*matrix, text.left, text.base))
        drawn = f"BT /F{text.bold:d} {text.size} Tf {place} Tm (".encode() + letters + b") Tj ET"
        parts.append(b"/Artifact BMC " + drawn + b" EMC" if text.artifact else drawn)
    return b"\n".join(parts)


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
