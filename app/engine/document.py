"""The text under comparison: a Document and its Blocks.

A document is one string and the spans of its blocks in it. What lies between
two blocks is white space and belongs to no block, so the text can always be
shown, hashed and rebuilt to the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Self


class BlockKind(StrEnum):
    """What a block is on its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    FURNITURE = "furniture"


class Block(NamedTuple):
    """A span of a document's text.

    ``start`` and ``end`` count code points from the start of the text; the
    span neither begins nor ends with white space. ``level`` is the depth of a
    heading (1 for the title) or of a list item, and 0 for all else.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0

    @property
    def is_furniture(self) -> bool:
        """Whether the block is of the page rather than of the article."""
        return self.kind is BlockKind.FURNITURE


class TextLink(NamedTuple):
    """A span of a document's text that leads to an address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an article says of itself; "" for what it does not say.

    ``published`` and ``modified`` are ISO 8601 dates, or dates with times; ``address`` is where
    it stands by its own account; ``language`` a tag such as "de" or "pt-BR".
    """

    byline: str = ""
    published: str = ""
    modified: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Document:
    """A text, the blocks it consists of, and its title (which may be empty).

    ``links`` are in the order of the text. ``notices`` are sentences for the person whose file
    this was: what the reader of it noticed, such as a name that lies.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    metadata: Metadata = Metadata()
    links: tuple[TextLink, ...] = ()
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        place = 0
        for block in self.blocks:
            if not place <= block.start <= block.end <= len(self.text):
                raise ValueError(f"blocks overlap or leave the text: {block}")
            place = block.end

    def text_of(self, block: Block) -> str:
        """The text of one of the document's blocks."""
        return self.text[block.start : block.end]

    def with_furniture(self, furniture: Collection[int]) -> Self:
        """The same text with exactly these blocks (by index) as furniture.

        A block that no longer is becomes a paragraph.
        """
        blocks = tuple(
            block._replace(kind=BlockKind.FURNITURE, level=0)
            if index in furniture
            else block._replace(kind=BlockKind.PARAGRAPH)
            if block.is_furniture
            else block
            for index, block in enumerate(self.blocks)
        )
        return replace(self, blocks=blocks)

    @classmethod
    def of_blocks(
        cls, blocks: Iterable[tuple[BlockKind, str] | tuple[BlockKind, str, int]], title: str = ""
    ) -> Self:
        """Join texts (kind, text and, where it matters, level) into a document.

        White space around each text is dropped and empty ones are left out;
        two blocks are parted by an empty line.
        """
        parts: list[str] = []
        spans: list[Block] = []
        place = 0
        for kind, raw, *level in blocks:
            text = raw.strip()
            if not text:
                continue
            spans.append(Block(kind, place, place + len(text), level[0] if level else 0))
            parts.append(text)
            place += len(text) + 2
        return cls("\n\n".join(parts), tuple(spans), title)
