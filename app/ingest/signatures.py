"""The files that are not read, and by which bytes they are known."""

from __future__ import annotations

from typing import NamedTuple

_AS_TEXT = "Copy the text from it and paste it."
_PICTURE = "If there is an article in it, type it or have its text recognised, and paste that."
_SPOKEN = "If there is an article in it, paste it as text."
_PACKED = "Unpack it, and choose the file that is in it."
_OTHER_FORM = "Save it as Word (.docx), PDF or plain text, or copy the text and paste it."


class Unread(NamedTuple):
    """A kind of file that is not read: what it is, and what to do instead."""

    what: str
    advice: str = "Choose the article itself, or copy its text and paste it."


_PNG, _JPEG, _GIF, _TIFF = (
    Unread(f"a picture ({kind})", _PICTURE) for kind in ("PNG", "JPEG", "GIF", "TIFF")
)
_MP4 = Unread("a film or a recording (MP4)", _SPOKEN)
_MP3 = Unread("a recording (MP3)", _SPOKEN)
_TAR = Unread("an archive (tar)", _PACKED)
_PROGRAM = Unread("a program")
_FONT = Unread("a font")

# (the place where the bytes stand, the bytes, what the file then is)
_SIGNATURES: tuple[tuple[int, bytes, Unread], ...] = (
    (0, b"%!PS", Unread("a PostScript file", _OTHER_FORM)),
    (0, b"AT&TFORM", Unread("a DjVu file", _OTHER_FORM)),
    (0, b"\xffWPC", Unread("a WordPerfect file", _OTHER_FORM)),
    (60, b"BOOKMOBI", Unread("a Kindle e-book", "Save it as EPUB or PDF, or paste its text.")),
    (0, b"ITSF", Unread("a help file (CHM)", _AS_TEXT)),
    (0, b"bplist00", Unread("a Safari web archive", "Save the page as “page source” (.html).")),
    (0, b"\x89PNG\r\n", _PNG),
    (0, b"\xff\xd8\xff", _JPEG),
    (0, b"GIF87a", _GIF),
    (0, b"GIF89a", _GIF),
    (0, b"II*\0", _TIFF),
    (0, b"MM\0*", _TIFF),
    (8, b"WEBPVP8", Unread("a picture (WebP)", _PICTURE)),
    (4, b"ftypavif", Unread("a picture (AVIF)", _PICTURE)),
    (4, b"ftypheic", Unread("a picture (HEIC)", _PICTURE)),
    (4, b"ftypisom", _MP4),
    (4, b"ftypmp4", _MP4),
    (4, b"ftypM4", _MP4),
    (4, b"ftypqt  ", Unread("a film (QuickTime)", _SPOKEN)),
    (8, b"WAVEfmt", Unread("a recording (WAV)", _SPOKEN)),
    (8, b"AVI LIST", Unread("a film (AVI)", _SPOKEN)),
    (0, b"\x1a\x45\xdf\xa3", Unread("a film (Matroska or WebM)", _SPOKEN)),
    (0, b"ID3\x03", _MP3),
    (0, b"ID3\x04", _MP3),
    (0, b"\xff\xfb\x90", _MP3),
    (0, b"OggS\0", Unread("a film or a recording (Ogg)", _SPOKEN)),
    (0, b"fLaC\0", Unread("a recording (FLAC)", _SPOKEN)),
    (0, b"\x1f\x8b\x08", Unread("a packed file (gzip)", _PACKED)),
    (0, b"BZh91AY&SY", Unread("a packed file (bzip2)", _PACKED)),
    (0, b"\xfd7zXZ\0", Unread("a packed file (xz)", _PACKED)),
    (0, b"\x28\xb5\x2f\xfd", Unread("a packed file (Zstandard)", _PACKED)),
    (0, b"7z\xbc\xaf\x27\x1c", Unread("a packed archive (7z)", _PACKED)),
    (0, b"Rar!\x1a\x07", Unread("a packed archive (RAR)", _PACKED)),
    (257, b"ustar\0", _TAR),
    (257, b"ustar  \0", _TAR),
    (0, b"SQLite format 3\0", Unread("a database (SQLite)")),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"MZ\x90\0", _PROGRAM),
    (0, b"\xfe\xed\xfa", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\0asm", Unread("a program (WebAssembly)")),
    (0, b"wOFF", _FONT),
    (0, b"wOF2", _FONT),
    (0, b"OTTO\0", _FONT),
    (0, b"\0\x01\0\0\0", _FONT),
)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of an old Office file have names in UTF-16.
_IN_OLD_OFFICE: tuple[tuple[str, Unread], ...] = (
    (
        "EncryptedPackage",
        Unread(
            "an Office file locked with a password",
            "Open it, save it without the password, and choose it again.",
        ),
    ),
    ("__substg1.0_", Unread("an Outlook mail (.msg)", "Save it as .eml, or paste its text.")),
    (
        "WordDocument",
        Unread(
            "a Word document of the old kind (.doc)",
            "Open it in Word or LibreOffice, and save it as .docx.",
        ),
    ),
    ("Workbook", Unread("an old spreadsheet (.xls)", _AS_TEXT)),
    ("PowerPoint Document", Unread("an old presentation (.ppt)", _AS_TEXT)),
)
_SOME_OLD_OFFICE = Unread("an old Office file (such as .doc)", _OTHER_FORM)


def unread(data: bytes) -> Unread | None:
    """What a file is that is known by its first bytes and not read, or None."""
    if data.startswith(_OLD_OFFICE):
        streams = ((name.encode("utf-16-le"), kind) for name, kind in _IN_OLD_OFFICE)
        return next((kind for name, kind in streams if name in data), _SOME_OLD_OFFICE)
    for place, signature, kind in _SIGNATURES:
        if data.startswith(signature, place):
            return kind
    return None
