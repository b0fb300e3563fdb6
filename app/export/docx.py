"""A comparison as a Word document with tracked changes: accepting all gives b, rejecting all a.

Word calls a stretch that was removed ``w:del``, one that was added ``w:ins``, and one that moved
``w:moveFrom`` and ``w:moveTo``; the mark that ends a paragraph can be removed or added as well, and
then the text goes on in the next. That is what a script says, so that it is written down as it is.

Two things differ from it. The last mark of a document can be neither removed nor added: see
``_with_last_mark_kept``. And characters that no XML may hold are replaced.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from app.engine import Block, BlockKind, Comparison, Fate
from app.export.about import About
from app.export.docx_parts import fit, moment, package
from app.export.letters import runs_leftward
from app.export.script import Paragraph, Step, script

AUTHOR = "Recension"
"""Who made the changes, by the account of the program that shows them."""

_BREAK = re.compile(r"(\t|\r\n?|\n)")
_STYLES = {
    BlockKind.ITEM: "Item",
    BlockKind.QUOTATION: "Quote",
    BlockKind.CAPTION: "Caption",
    BlockKind.FURNITURE: "Furniture",
}
_MOST_LEVELS = 6
_EMPTY = Paragraph((), Fate.KEPT, Block(BlockKind.PARAGRAPH, 0, 0))
_MADE = (1980, 1, 1, 0, 0, 0)
"""When the files in the archive were made: the same comparison gives the same bytes."""


def docx(comparison: Comparison, about: About) -> bytes:
    """The document, its changes in the body, and what was compared in the footer."""
    paragraphs = _with_last_mark_kept(script(comparison)) or [_EMPTY]
    made = f' w:date="{moment(about.b.captured)}"' if about.b.captured else ""
    writer = _Writer(f'w:author="{AUTHOR}"{made}', _moves(paragraphs))
    body = "".join(writer.paragraph(number, each) for number, each in enumerate(paragraphs))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package(body, about).items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_last_mark_kept(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The same script with its last mark kept, as far as there is one in both texts.

    Only what comes after the last mark that was kept is written anew. Where both texts go on,
    they end with the same mark. Where one of them does, the mark that was kept goes to its end,
    and each before it takes the fate of the next.
    """
    done = 1 + max((n for n, p in enumerate(paragraphs) if p.fate is Fate.KEPT), default=-1)
    head, tail = list(paragraphs[:done]), paragraphs[done:]
    removed, added = (list(_alone(tail, fate)) for fate in (Fate.REMOVED, Fate.ADDED))
    if removed and added:
        last, first = removed.pop(), added.pop(0)
        rest = [*removed, replace(first, steps=(*last.steps, *first.steps)), *added]
    else:
        rest = removed or added
        if head and rest:
            head[-1] = replace(head[-1], fate=rest[0].fate)
    return [*head, *rest[:-1], *(replace(last, fate=Fate.KEPT) for last in rest[-1:])]


def _alone(tail: Sequence[Paragraph], fate: Fate) -> Iterator[Paragraph]:
    """The blocks of one text in a stretch of the script, all of this fate."""
    steps: list[Step] = []
    for paragraph in tail:
        mine = (step for step in paragraph.steps if step.fate in (Fate.KEPT, fate))
        steps.extend(replace(step, fate=fate) for step in mine)
        if paragraph.fate is fate:
            yield Paragraph(tuple(steps), fate, paragraph.block)
            steps = []


@dataclass(frozen=True, slots=True)
class _Range:
    """The steps of a paragraph, from one to another, that moved together."""

    first: int
    last: int
    move: int
    fate: Fate


def _moves(paragraphs: Sequence[Paragraph]) -> dict[int, list[_Range]]:
    """What can be told as a move, by paragraph: it is one stretch in each of its two places."""
    found = {number: list(_ranges(each.steps)) for number, each in enumerate(paragraphs)}
    places = Counter((each.move, each.fate) for ranges in found.values() for each in ranges)
    whole = {
        move
        for move, _ in places
        if places[move, Fate.REMOVED] == 1 and places[move, Fate.ADDED] == 1
    }
    return {n: [r for r in ranges if r.move in whole] for n, ranges in found.items() if ranges}


def _ranges(steps: Sequence[Step]) -> Iterator[_Range]:
    """The stretches that moved: sentences of one move, and the spaces between them."""
    at = 0
    while at < len(steps):
        step = steps[at]
        last = at
        if step.move:
            for after in range(at + 1, len(steps)):
                if steps[after].fate is not step.fate or steps[after].move not in (0, step.move):
                    break
                if steps[after].move:
                    last = after
            yield _Range(at, last, step.move, step.fate)
        at = last + 1


class _Writer:
    """Writes the markup of paragraphs; ``signed`` are the attributes of every change."""

    def __init__(self, signed: str, moves: dict[int, list[_Range]]) -> None:
        self._signed = signed
        self._moves = moves
        self._numbers = count(1)

    def paragraph(self, number: int, paragraph: Paragraph) -> str:
        """One paragraph with its changes."""
        ranges = self._moves.get(number, [])
        starts, ends = {r.first: r for r in ranges}, {r.last: r for r in ranges}
        content: list[str] = []
        moving: _Range | None = None
        opened = 0
        for at, step in enumerate(paragraph.steps):
            if at in starts:
                moving, opened = starts[at], next(self._numbers)
                content.append(
                    f'<w:{_name(moving)}RangeStart w:id="{opened}" {self._signed} '
                    f'w:name="move{moving.move}"/>'
                )
            content.append(self._step(step, moving))
            if moving and at in ends:
                content.append(f'<w:{_name(moving)}RangeEnd w:id="{opened}"/>')
                moving = None
        return f"<w:p>{self._properties(paragraph)}{''.join(content)}</w:p>"

    def _step(self, step: Step, moving: _Range | None) -> str:
        if step.fate is Fate.KEPT:
            return _run(step.text, "t")
        if moving:
            return self._changed(_name(moving), _run(step.text, "t"))
        if step.fate is Fate.REMOVED:
            return self._changed("del", _run(step.text, "delText"))
        return self._changed("ins", _run(step.text, "t"))

    def _properties(self, paragraph: Paragraph) -> str:
        """How a paragraph is set, and what became of its end."""
        block = paragraph.block
        style = _STYLES.get(block.kind, "")
        if block.kind is BlockKind.HEADING:
            style = f"Heading{min(max(block.level, 1), _MOST_LEVELS)}"
        told = f'<w:pStyle w:val="{style}"/>' if style else ""
        if block.kind is BlockKind.ITEM and block.level > 1:
            level = min(block.level, _MOST_LEVELS) - 1
            told += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        if runs_leftward("".join(step.text for step in paragraph.steps)):
            told += "<w:bidi/>"
        if paragraph.fate is not Fate.KEPT:
            mark = "del" if paragraph.fate is Fate.REMOVED else "ins"
            told += f"<w:rPr>{self._changed(mark)}</w:rPr>"
        return f"<w:pPr>{told}</w:pPr>" if told else ""

    def _changed(self, name: str, content: str = "") -> str:
        attributes = f'w:id="{next(self._numbers)}" {self._signed}'
        return f"<w:{name} {attributes}>{content}</w:{name}>"


def _name(moving: _Range) -> str:
    return "moveFrom" if moving.fate is Fate.REMOVED else "moveTo"


def _run(text: str, name: str) -> str:
    """A stretch of text; tabs and the ends of lines are elements of their own."""
    parts = (_element(part, name) for part in _BREAK.split(text) if part)
    properties = "<w:rPr><w:rtl/></w:rPr>" if runs_leftward(text) else ""
    return f"<w:r>{properties}{''.join(parts)}</w:r>"


def _element(part: str, name: str) -> str:
    if part == "\t":
        return "<w:tab/>"
    if part[0] in "\r\n":
        return "<w:br/>"
    return f'<w:{name} xml:space="preserve">{fit(part)}</w:{name}>'
