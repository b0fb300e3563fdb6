"""The reader of zip archives: the article in one, or the articles, for whoever takes several."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple

from app.errors import BadInput, EmptyText, RecensionError
from app.ingest.enclosed import Enclosed, clean_name
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.media import PLAIN, media_type
from app.ingest.packed import open_packed

_WHAT = "zip archive"
# What programs put beside the files of people, and what a web page is made of.
_JUNK_FOLDERS = {"__MACOSX", ".git", ".svn"}
_JUNK_FILES = {"thumbs.db", "desktop.ini"}
_OF_A_PAGE = {".css", ".js", ".map"}
_BESIDE_A_PAGE = re.compile(r"_files$|\.files$")
_NUMBER = re.compile(r"(\d+)")
_LONGEST_NUMBER = 18


class Member(NamedTuple):
    """A file in an archive; the parts of ``name`` are parted by slashes."""

    name: str
    data: bytes


def members(data: bytes) -> list[Member]:
    """The files in a zip archive that people put there, by name ("v2" before "v10").

    Raises UnreadableText when it is damaged or locked, and TooLarge when it holds or unpacks to
    too much.
    """
    packed = open_packed(data, _WHAT)
    named = [(_clean(name), name) for name in packed.names]
    wanted = [(clean, name) for clean, name in named if not _is_junk(clean)]
    wanted.sort(key=lambda pair: natural_order(pair[0]))
    return [Member(clean, packed.read(name)) for clean, name in wanted]


def read_zip(data: bytes, _hints: Hints) -> Enclosed:
    """The one file in an archive that can be read.

    Raises BadInput when there are several, EmptyText when there is none, and what ``members``
    does.
    """
    found = members(data)
    readable = [member for member in found if _is_readable(member)]
    if not found:
        raise EmptyText("There are no files in this zip archive.", "Choose the article itself.")
    if not readable:
        raise EmptyText(
            "There is no article in this zip archive, nor any other file that is read.",
            "Unpack it, and choose the article itself.",
        )
    if len(readable) > 1:
        raise BadInput(
            f"There are {len(readable):,} articles in this zip archive, and one text is wanted.",
            "Unpack it and choose one; or drop its folder, or load it, to have them as versions.",
        )
    member = readable[0]
    name = PurePosixPath(member.name).name
    notice = f"This is a zip archive; the article in it was read: “{name}”."
    return Enclosed(member.data, name, (notice,))


def _clean(name: str) -> str:
    """The name as people wrote it.

    Where an archive does not say that its names are in UTF-8, they are taken for the alphabet of
    the first PCs, as the format has it; in truth they mostly are in UTF-8.
    """
    if not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return clean_name(name)


def _is_junk(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(
        not path.name
        or path.name.startswith(".")
        or path.name.lower() in _JUNK_FILES
        or path.suffix.lower() in _OF_A_PAGE
        or any(part in _JUNK_FOLDERS or _BESIDE_A_PAGE.search(part) for part in path.parts[:-1])
    )


def natural_order(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts names as people do, numbers by their value: "v2" before "v10"."""
    return [
        (0, int(part), "")
        if part.isascii() and part.isdigit() and len(part) <= _LONGEST_NUMBER
        else (1, 0, part.casefold())
        for part in _NUMBER.split(name)
    ]


def _is_readable(member: Member) -> bool:
    if not member.data.strip():
        return False
    try:
        if media_type(member.data, member.name) == PLAIN:
            decode(member.data)
    except RecensionError:
        return False
    return True
