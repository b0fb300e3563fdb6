"""What a person sees of a text before it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine import Block, BlockKind, Document
from app.services.incoming import FIRST_WORDS, Incoming, count_words
from app.services.lines import one_line, shortened

WORDS = 160
BLOCKS = 120
NOTICES = 20
LINE = 200


@dataclass(frozen=True, slots=True)
class PreviewBlock:
    """The beginning of a block, and which one it is."""

    index: int
    kind: BlockKind
    text: str

    @property
    def is_furniture(self) -> bool:
        """Whether it is left out of the comparison."""
        return self.kind is BlockKind.FURNITURE


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person sees of a text before it is stored.

    ``paragraphs`` counts blocks other than headings, ``furniture_total`` those taken for
    furniture. ``blocks`` has the first of these with their neighbours, in the order of the text, so
    that a person can move the border, and ``others`` the first of the rest. ``byline``,
    ``published`` and ``language`` are as the text says, or "". ``tracked``: it has tracked changes,
    so that its original can be had as well.
    """

    title: str
    words: int
    paragraphs: int
    first_words: str
    furniture_total: int
    blocks: tuple[PreviewBlock, ...]
    others: tuple[PreviewBlock, ...]
    byline: str
    published: str
    language: str
    notices: tuple[str, ...]
    tracked: bool


def preview(incoming: Incoming) -> Preview:
    """What to show of a text before it is stored."""
    document = incoming.document
    metadata = document.metadata
    prose = [b for b in document.blocks if not (b.is_furniture or b.kind is BlockKind.HEADING)]
    furniture = [index for index, block in enumerate(document.blocks) if block.is_furniture]
    every = range(len(document.blocks))
    near = sorted({index + step for index in furniture for step in (-1, 0, 1)} & set(every))
    near = near[: BLOCKS + 1]
    others = sorted(set(every).difference(near))
    return Preview(
        title=incoming.shown_title,
        words=count_words(document),
        paragraphs=len(prose),
        first_words=_beginning(document, prose[0], WORDS) if prose else "",
        furniture_total=len(furniture),
        blocks=tuple(_shown(document, index) for index in near),
        others=tuple(_shown(document, index) for index in others[:BLOCKS]),
        byline=shortened(one_line(metadata.byline), LINE),
        published=shortened(one_line(metadata.published), LINE),
        language=shortened(one_line(metadata.language), LINE),
        notices=document.notices[:NOTICES],
        tracked=has_tracked_changes(document),
    )


def has_tracked_changes(document: Document) -> bool:
    """Whether the file had tracked changes, as its reader told the person."""
    return any(" tracked change" in notice for notice in document.notices)


def _shown(document: Document, index: int) -> PreviewBlock:
    block = document.blocks[index]
    return PreviewBlock(index, block.kind, _beginning(document, block))


def _beginning(document: Document, block: Block, length: int = FIRST_WORDS) -> str:
    text = document.text[block.start : min(block.end, block.start + 2 * length)]
    return shortened(one_line(text), length)
