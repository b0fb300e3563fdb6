"""A comparison as Markdown with CriticMarkup: whoever accepts all of it has b, or else a.

``{--…--}`` was removed, ``{++…++}`` added and ``{~~…~>…~~}`` replaced; ``{>>…<<}`` is a remark and
no part of either text. Empty lines part paragraphs, and where a border between two was removed or
added they stand within the marks. What would mean something in Markdown has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.engine import Block, BlockKind, Comparison, Fate, Side
from app.export.about import About, VersionAbout
from app.export.script import script

_BORDER = "\n\n"
_BREAK = re.compile(r"\r\n?|\n")
_SIGN = re.compile(
    r"[\\`*_{}\[\]<>~|]"  # emphasis, code, links, HTML, tables, and CriticMarkup itself
    r"|&(?=#?\w+;)"  # a reference to a character
    r"|(?:(?<=\n)|^)[ \t]*(?:[-+=#]|[0-9]{1,9}[.)])"  # what begins a list or a heading
)


class _Piece(NamedTuple):
    """A stretch of Markdown with one fate; ``borders`` where it goes past the end of a block."""

    fate: Fate
    text: str
    move: int = 0
    borders: bool = False


def criticmarkup(comparison: Comparison, about: About) -> bytes:
    """The file, in UTF-8: a remark on what is compared, then both texts as one."""
    text = "".join(_drawn(list(_joined(_pieces(comparison)))))
    remark = f"{{>>{_remark(about)}{_BORDER}<<}}"
    return f"{remark}{text.removesuffix(_BORDER)}\n".encode("utf-8", "replace")


def _remark(about: About) -> str:
    """What was compared with what, in lines."""
    lines = [f"What changed: {about.title}" if about.title else "What changed"]
    for words, version in (("From", about.a), ("To", about.b)):
        lines.append(f"{words}: {_stated(version)}")
    if about.address:
        lines.append(about.address)
    return "\n".join(_unsigned(line) for line in lines)


def _stated(version: VersionAbout) -> str:
    return version.stated + (f" · SHA-256 {version.sha256}" if version.sha256 else "")


def _unsigned(text: str) -> str:
    """Words for a remark, on one line and without what would end it."""
    return " ".join(text.split()).replace("<<", "‹‹").replace(">>", "››").replace("{", "(")


class _Reader:
    """One of the texts while it is read along the script."""

    def __init__(self, side: Side, absent: Fate) -> None:
        document = side.document
        self._blocks = iter([(block, document.text_of(block)) for block in document.blocks])
        self._absent = absent
        self.end_block()

    def end_block(self) -> None:
        """Go past the end of a block."""
        block, text = next(self._blocks, (None, ""))
        self.prefix = _prefix(block) if block else ""
        """What Markdown has before the block that begins here; "" once it was read."""
        self._signs = frozenset(found.end() - 1 for found in _SIGN.finditer(text))
        self._at = 0

    def has(self, fate: Fate) -> bool:
        """Whether what has this fate stands in this text."""
        return fate is not self._absent

    def read(self, text: str) -> set[int]:
        """Go past a stretch of the text; where in it signs are that need a backslash."""
        start, self._at = self._at, self._at + len(text)
        return {place - start for place in range(start, self._at) if place in self._signs}

    def read_prefix(self) -> str:
        """Go past what stands before the block."""
        prefix, self.prefix = self.prefix, ""
        return prefix


def _prefix(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * min(max(block.level, 1), 6)} "
        case BlockKind.ITEM:
            return f"{'  ' * min(max(block.level - 1, 0), 3)}- "
        case BlockKind.QUOTATION:
            return "> "
        case _:
            return ""


def _pieces(comparison: Comparison) -> Iterator[_Piece]:
    """The script as Markdown, with what stands before headings and items."""
    readers = _Reader(comparison.a, Fate.ADDED), _Reader(comparison.b, Fate.REMOVED)
    for paragraph in script(comparison):
        if paragraph.fate is Fate.KEPT and readers[0].prefix == readers[1].prefix:
            readers[0].read_prefix()
            yield _Piece(Fate.KEPT, readers[1].read_prefix())
        for step in paragraph.steps:
            yield from _prefixes(readers, step.fate)
            signs = [r.read(step.text) for r in readers if r.has(step.fate)]
            yield _Piece(step.fate, _escaped(step.text, set().union(*signs)), step.move)
        yield from _prefixes(readers, paragraph.fate)
        yield _Piece(paragraph.fate, _BORDER, borders=True)
        for reader in readers:
            if reader.has(paragraph.fate):
                reader.end_block()


def _prefixes(readers: tuple[_Reader, _Reader], fate: Fate) -> Iterator[_Piece]:
    """What stands before the blocks that begin with something of this fate."""
    for reader, own in zip(readers, (Fate.REMOVED, Fate.ADDED), strict=True):
        if reader.has(fate) and reader.prefix:
            yield _Piece(own, reader.read_prefix())


def _escaped(text: str, signs: set[int]) -> str:
    """A stretch with a backslash before these places, and before the end of each line."""
    if signs:
        text = "".join(f"\\{sign}" if at in signs else sign for at, sign in enumerate(text))
    return _BREAK.sub("\\\\\n", text)


def _joined(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Pieces that are marked alike as one."""
    alike: list[_Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if alike and not _is_alike(alike[0], piece):
            yield _one(alike)
            alike = []
        alike.append(piece)
    if alike:
        yield _one(alike)


def _is_alike(first: _Piece, piece: _Piece) -> bool:
    return first.fate is piece.fate and (first.move == piece.move or piece.borders)


def _one(pieces: Sequence[_Piece]) -> _Piece:
    text = "".join(piece.text for piece in pieces)
    borders = any(piece.borders for piece in pieces)
    return pieces[0]._replace(text=text, borders=borders)


def _drawn(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The pieces with their marks; what merely took another's place is one mark."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.fate is Fate.KEPT:
            yield piece.text
        elif after and _replaces(piece, after):
            yield f"{{~~{piece.text}~>{after.text}~~}}"
            at += 1
        else:
            sign = "--" if piece.fate is Fate.REMOVED else "++"
            yield f"{{{sign}{piece.text}{sign}}}"
            if piece.move:
                where = "to" if piece.fate is Fate.REMOVED else "from"
                yield f"{{>>moved {where} another place, {piece.move}<<}}"
        at += 1


def _replaces(piece: _Piece, after: _Piece) -> bool:
    plain = not (piece.borders or after.borders or piece.move or after.move)
    return plain and piece.fate is Fate.REMOVED and after.fate is Fate.ADDED
