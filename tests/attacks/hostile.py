"""Files made to do harm, each by a function that says how; small here, large when they are read."""

from __future__ import annotations

import stat
import struct
import zlib
from zipfile import ZipInfo

from tests.ingest.files import zipped

MIB = 1024 * 1024
PROSE = "The ferry crews may return to work on Monday, their union said. "


# Archives


def flat(size: int = 256 * MIB) -> bytes:
    """A few hundred kilobytes that unpack to all this, in files of 16 MB."""
    return zipped({f"{number}.txt": bytes(16 * MIB) for number in range(size // (16 * MIB))})


def nested(depth: int, width: int = 1) -> bytes:
    """An archive in an archive and so on, each ``width`` times."""
    data = zipped({"story.txt": PROSE})
    for level in range(depth):
        data = zipped({f"{level}-{number}.zip": data for number in range(width)})
    return data


def overlapping(files: int = 100) -> bytes:
    """Files that share one packed megabyte: each begins with the head of the next, quoted.

    The head of the next is what a file's packed data begins with, and the data goes on as that of
    the next; so all of it is there once, and unpacks to a megabyte a file.
    """
    packer = zlib.compressobj(9, wbits=-15)
    stream = packer.compress(bytes(MIB)) + packer.flush()
    out = bytes(MIB)
    heads: list[tuple[bytes, bytes]] = []
    for number in reversed(range(files)):
        name = f"{number:04}.txt".encode()
        about = struct.pack(
            "<5H3L2H", 20, 0, 8, 0, 33, zlib.crc32(out), len(stream), len(out), len(name), 0
        )
        head = b"PK\x03\x04" + about + name
        heads.append((about, name))
        if number:
            stream = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + head + stream
            out = head + out
    body = head + stream
    listed = b"".join(
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + about
        + struct.pack("<3H2L", 0, 0, 0, 0, body.index(b"PK\x03\x04" + about + name))
        + name
        for about, name in reversed(heads)
    )
    return body + listed + _end(files, len(listed), len(body))


def _end(entries: int, size: int, at: int, comment: bytes = b"") -> bytes:
    return (
        struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, size, at, len(comment))
        + comment
    )


def said_to_hold(entries: int, size: int, at: int) -> bytes:
    """An archive whose last record says so."""
    data = zipped({"a.txt": PROSE})
    return data[: data.index(b"PK\x05\x06")] + _end(entries, size, at)


def of_64_bits(size: int, at: int, entries: int = 1) -> bytes:
    """An archive whose list of contents lies where only 64 bits can say."""
    data = zipped({"a.txt": PROSE})
    start = data.index(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:start] + record + locator + last


def with_comment(data: bytes, comment: bytes) -> bytes:
    """The archive with this comment at its end."""
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def with_link(name: str, target: str) -> bytes:
    """An archive in which a file is a link to another place."""
    link = ZipInfo(name)
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped({link: target, "story.txt": PROSE})


# XML


def laughs(levels: int = 9) -> tuple[str, str]:
    """A billion laughs: each entity is ten of the one before. The declaration, and the last."""
    made = '<!ENTITY l0 "laugh">'
    for level in range(1, levels + 1):
        made += f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">'
    return f"<!DOCTYPE a [{made}]>", f"&l{levels};"


def blow_up(length: int = 100_000) -> tuple[str, str]:
    """One long entity, meant again and again."""
    return f'<!DOCTYPE a [<!ENTITY l "{"x" * length}">]>', "&l;" * 5_000


def reaching(address: str) -> dict[str, tuple[str, str]]:
    """Ways to have a reader of XML open another place, each a declaration and what means it."""
    return {
        "an entity": (f'<!DOCTYPE a [<!ENTITY e SYSTEM "{address}">]>', "&e;"),
        "a public entity": (f'<!DOCTYPE a [<!ENTITY e PUBLIC "p" "{address}">]>', "&e;"),
        "a parameter": (f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{address}"> %p;]>', "Noon."),
        "a definition": (f'<!DOCTYPE a SYSTEM "{address}">', "Noon."),
        "a style sheet": (f'<?xml-stylesheet href="{address}" type="text/xsl"?>', "Noon."),
        "an inclusion": (
            "",
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
            f'href="{address}" parse="text"/>Noon.',
        ),
    }


# PDF


def pdf_file(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    data = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    said = b"/Size %d /Root 1 0 R " % (len(objects) + 1)
    data += b"trailer\n<< %s%s>>\n" % (said, trailer.replace(b"HERE", b"%d" % start))
    return data + b"startxref\n%d\n%%%%EOF\n" % start


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"


def page(contents: bytes = b"4 0 R", more: bytes = b"") -> bytes:
    """A page with these contents."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %s "
        b"/Resources << /Font << /F0 5 0 R >> %s >> >>" % (contents, more)
    )


def stream(data: bytes, about: bytes = b"") -> bytes:
    """An object with these bytes."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about, data)


def flate_in_flate(depth: int = 4, size: int = 128 * MIB) -> bytes:
    """A page whose text was packed again and again."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * MIB) for _ in range(size // MIB)) + packer.flush()
    for _ in range(depth - 1):
        data = zlib.compress(data, 9)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * depth)
    return pdf_file(CATALOGUE, PAGES, page(), stream(data, filters), _FONT)


def hexadecimal(depth: int = 40) -> bytes:
    """A page whose text is written in hexadecimal digits of hexadecimal digits."""
    data = b"20" * 1_000 + b">"
    filters = b"/Filter [%s]" % (b"/ASCIIHexDecode " * depth + b"/RunLengthDecode " * depth)
    return pdf_file(CATALOGUE, PAGES, page(), stream(data, filters), _FONT)


def large_picture(side: int = 60_000) -> bytes:
    """A page with a picture of billions of points, none of which is there."""
    picture = stream(
        zlib.compress(b""),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 "
        b"/ColorSpace /DeviceRGB /Filter /FlateDecode" % (side, side),
    )
    drawn = page(more=b"/XObject << /P 6 0 R >>")
    text = stream(b"BT /F0 12 Tf 50 700 Td (Noon.) Tj ET q 600 0 0 800 0 0 cm /P Do Q")
    return pdf_file(CATALOGUE, PAGES, drawn, text, _FONT, picture)


def pages_of_pages() -> bytes:
    """A tree of pages that is its own branch."""
    tree = b"<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R >>"
    return pdf_file(CATALOGUE, tree, page(), stream(b"BT (Noon.) Tj ET"), _FONT)


def many_pages(number: int = 1_000_000) -> bytes:
    """One page, and a tree that says it a million times."""
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (number, b"3 0 R " * number)
    text = stream(b"BT /F0 12 Tf 50 700 Td (Noon.) Tj ET")
    return pdf_file(CATALOGUE, tree, page(), text, _FONT)


def promised_pages(number: int = 1_000_000_000) -> bytes:
    """One page, and a tree that says there are a billion."""
    tree = b"<< /Type /Pages /Count %d /Kids [3 0 R] >>" % number
    text = stream(b"BT /F0 12 Tf 50 700 Td (Noon.) Tj ET")
    return pdf_file(CATALOGUE, tree, page(), text, _FONT)


def table_of_itself() -> bytes:
    """A table of objects that goes on where it begins."""
    return pdf_file(CATALOGUE, PAGES, page(), stream(b""), _FONT, trailer=b"/Prev HERE ")


def objects_in_themselves() -> bytes:
    """A stream of objects that lies in itself, and a length that is told by the stream."""
    inside = stream(b"6 0 " + CATALOGUE, b"/Type /ObjStm /N 100000000 /First 4 /Extends 6 0 R")
    text = b"<< /Length 4 0 R >>\nstream\nBT (Noon.) Tj ET\nendstream"
    return pdf_file(CATALOGUE, PAGES, page(), text, _FONT, inside)


def deep_objects(depth: int = 100_000) -> bytes:
    """A page about which something is said in lists in lists in lists."""
    deep = b"<< /A " + b"[" * depth + b"]" * depth + b" >>"
    return pdf_file(CATALOGUE, PAGES, page(more=b"/Properties " + deep), stream(b""), _FONT)
