"""Plain text → blocks: paragraphs, headings, list items, and what is furniture.

An empty line ends a block. Without one, a line end does, unless the lines were
clearly wrapped to a width: then they are one paragraph, and the line ends inside
it are white space like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import regex

from app.engine.document import Block, BlockKind, Document
from app.engine.furniture import furniture_of

Line = tuple[int, int]

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_STRETCH = re.compile(rf"{_LINE.pattern}(?:[^\S\n]*\n[^\S\n]*{_LINE.pattern})*")
_ODD_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LONE_RETURN = re.compile(r"\r(?!\n)")
_ANY_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ODD_LINE = re.compile(r"\S(?:[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*[^\s])?")
"""Lines end where Unicode says so; but mostly where Unix says so, which is quicker to find."""

_BULLET = regex.compile(r"(?:[-*•‣◦–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S")
_ENDS_SENTENCE = regex.compile(r"[.!?…:;,。！？：；、۔؟।॥][\p{Pe}\p{Pf}\p{Pi}\"'*]*$")
_BYLINE = regex.compile(
    r"(?i:by|von|par|por|di|door|af|av)\s+\p{Lu}|.*\b\d{4}\b|.*\d[:.]\d\d\b"
    r"|for (?:immediate )?release\b",
    flags=regex.IGNORECASE,
)
_HEADING_LETTERS = 120
_HEADING_WORDS = 18
_WRAP_WIDTHS = range(45, 101)


def parse_text(text: str, title: str = "") -> Document:
    """Find the blocks of a plain text.

    ``title``, when it is not given, is a first line that reads like one.
    """
    blocks: list[Block] = []
    for lines in _stretches(text):
        if len(lines) == 1:
            blocks.append(_block(text, *lines[0]))
        else:
            blocks.extend(_stretch(text, lines))
    blocks = _with_headings(text, blocks)
    furniture = furniture_of([text[block.start : block.end] for block in blocks])
    for index in furniture:
        blocks[index] = Block(BlockKind.FURNITURE, blocks[index].start, blocks[index].end)
    if not title and blocks and blocks[0].kind is BlockKind.HEADING:
        title = " ".join(text[blocks[0].start : blocks[0].end].split())
    return Document(text, tuple(blocks), title)


def _stretches(text: str) -> Iterator[list[Line]]:
    """The lines, without white space at their ends, in stretches parted by empty lines."""
    if _has_odd_line_ends(text):
        yield from _odd_stretches(text)
        return
    start = 0
    for piece in text.split("\n\n"):
        end = start + len(piece)
        if piece and "\n" not in piece and not (piece[0].isspace() or piece[-1].isspace()):
            yield [(start, end)]
        else:
            for stretch in _STRETCH.finditer(text, start, end):
                yield [line.span() for line in _LINE.finditer(text, *stretch.span())]
        start = end + 2


def _odd_stretches(text: str) -> Iterator[list[Line]]:
    """The same where lines end in other ways, too."""
    stretch: list[Line] = []
    for line in _ODD_LINE.finditer(text):
        start, end = line.span()
        if stretch and len(_ANY_LINE_END.findall(text, stretch[-1][1], start)) > 1:
            yield stretch
            stretch = []
        stretch.append((start, end))
    if stretch:
        yield stretch


def _has_odd_line_ends(text: str) -> bool:
    return any(end in text for end in _ODD_LINE_ENDS) or (
        "\r" in text and bool(_LONE_RETURN.search(text))
    )


def _stretch(text: str, lines: list[Line]) -> list[Block]:
    """The blocks of several lines without an empty one between them."""
    blocks: list[Block] = []
    group: list[Line] = []
    for line in lines:
        if group and _is_item(text, line[0]):
            blocks.extend(_paragraphs(text, group))
            group = []
        group.append(line)
    blocks.extend(_paragraphs(text, group))
    return blocks


def _paragraphs(text: str, lines: list[Line]) -> list[Block]:
    if _wrapped(text, lines):
        return [_block(text, lines[0][0], lines[-1][1])]
    return [_block(text, start, end) for start, end in lines]


def _wrapped(text: str, lines: list[Line]) -> bool:
    """Whether each line was broken only because the next word would not have fitted."""
    width = max(end - start for start, end in lines)
    if width not in _WRAP_WIDTHS:
        return False
    for (start, end), (following, stop) in pairwise(lines):
        first_word = text[following:stop].split(maxsplit=1)[0]
        if end - start + 1 + len(first_word) < width - 2:
            return False
    return len(lines) > 2 or not _ENDS_SENTENCE.search(text[lines[0][0] : lines[0][1]])


def _block(text: str, start: int, end: int) -> Block:
    if text[start].isupper() or not _is_item(text, start, end):
        return Block(BlockKind.PARAGRAPH, start, end)
    return Block(BlockKind.ITEM, start, end, 1)


def _is_item(text: str, start: int, end: int | None = None) -> bool:
    """Whether a line begins with a bullet or a number."""
    return _BULLET.match(text, start, end) is not None


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Mark the short lines that stand over a paragraph and are no sentence."""
    found = list(blocks)
    for index, (block, following) in enumerate(pairwise(blocks)):
        if block.end - block.start > _HEADING_LETTERS or following.kind is BlockKind.ITEM:
            continue
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if _reads_like_heading(text[block.start : block.end]) and (
            _is_prose(text, following)
            or (index == 0 and len(blocks) > 2 and _is_prose(text, blocks[2]))
        ):
            found[index] = Block(BlockKind.HEADING, block.start, block.end, 1 if index == 0 else 2)
    return found


def _reads_like_heading(line: str) -> bool:
    return (
        len(line.split()) <= _HEADING_WORDS
        and not _ENDS_SENTENCE.search(line)
        and not _BYLINE.match(line)
        and "\n" not in line
    )


def _is_prose(text: str, block: Block) -> bool:
    body = text[block.start : block.end]
    return bool(_ENDS_SENTENCE.search(body)) and len(body) > 20
