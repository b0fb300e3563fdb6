"""Lines → paragraphs, headings and list items.

A paragraph ends where a reader would say so: before a wider gap, before a line that stands in,
after a line on which the next word would still have had room, before another size of type. The
end of a column or of a page is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine import BlockKind
from app.ingest.pdf_hyphens import Joiner
from app.ingest.pdf_items import Mark, marks_of
from app.ingest.pdf_layout import Layout
from app.ingest.pdf_lines import Line

_GAP = 1.18
_HEADING_GAP = 1.45
_OTHER_SIZE = 0.07
_INDENT = 0.6
_LARGER = 1.12
"""Type so many times as large as the text's is a heading's."""
_LONGEST_HEADING, _LONGEST_BOLD = 250, 120
_CENTRED = 2.0
_WORD_SPACE, _SLACK = 0.25, 0.25
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|abb(?:ildung|\.)|tab(?:elle|\.)|photo|map|chart|tableau)\s*\d+\s*[.:–—]",
    re.I,
)
_SENTENCE_END = re.compile(r"[.;,…。]$")
_CLOSED = re.compile(r"[.!?:;…。][\"'”’»)\]]*$")
_LONG = 0.6
_CUT = ("-", "‐", "\xad")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the mark that was drawn before the first."""

    lines: list[Line]
    mark: Mark | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    text: str = ""

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.lines[0].size


def paragraphs_of(lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """The lines of a text, in reading order, as its paragraphs."""
    marks = marks_of(lines)
    found: list[Paragraph] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        mark = marks.get(index)
        if mark or not found or _ends(found[-1], line, after, layout):
            found.append(Paragraph([line], mark))
        else:
            found[-1].lines.append(line)
    return found


def describe(paragraphs: Sequence[Paragraph], layout: Layout, joiner: Joiner) -> None:
    """Set the text of each paragraph, and what it is."""
    for paragraph in paragraphs:
        texts = [line.text for line in paragraph.lines]
        if paragraph.mark:
            texts[0] = texts[0][paragraph.mark.length :]
        paragraph.text = joiner.joined([text for text in texts if text])
    headings = [paragraph for paragraph in paragraphs if _is_heading(paragraph, layout)]
    if len(headings) == len(paragraphs):  # a page of large type has no other text
        headings = []
    styles = sorted({_style(paragraph) for paragraph in headings}, reverse=True)
    for paragraph in headings:
        paragraph.kind = BlockKind.HEADING
        paragraph.level = min(1 + styles.index(_style(paragraph)), 6)
    lefts: list[float] = []
    for paragraph in paragraphs:
        if paragraph.mark is None:
            if paragraph.kind is BlockKind.PARAGRAPH and _CAPTION.match(paragraph.text):
                paragraph.kind = BlockKind.CAPTION
            if paragraph.lines[0].left < (lefts[0] if lefts else 0) - _CENTRED:
                lefts = []
            continue
        left = paragraph.mark.left
        lefts = [*(known for known in lefts if known < left - _CENTRED), left]
        paragraph.kind, paragraph.level = BlockKind.ITEM, len(lefts)


def _is_heading(paragraph: Paragraph, layout: Layout) -> bool:
    text = paragraph.text
    if paragraph.mark or not any(letter.isalpha() for letter in text):
        return False
    if paragraph.size >= _LARGER * layout.size:
        return len(text) <= _LONGEST_HEADING
    return (
        not layout.bold
        and "\t" not in text
        and paragraph.size >= (1 - _OTHER_SIZE) * layout.size
        and all(line.bold for line in paragraph.lines)
        and len(text) <= _LONGEST_BOLD
        and not _SENTENCE_END.search(text)
    )


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(paragraph.size * 2) / 2, all(line.bold for line in paragraph.lines)


def _ends(paragraph: Paragraph, line: Line, after: Line | None, layout: Layout) -> bool:
    """Whether a paragraph ends before a line; ``after`` is the line after that."""
    last = paragraph.lines[-1]
    if abs(last.size - line.size) > _OTHER_SIZE * max(last.size, line.size):
        return True
    if (last.bold and not line.words[0].bold) or (line.bold and not last.words[-1].bold):
        return True
    if "\t" in line.text or "\t" in last.text[paragraph.mark.length if paragraph.mark else 0 :]:
        return True
    together = last.region == line.region
    large = line.size >= _LARGER * layout.size
    if together:
        step = last.base - line.base
        usual = layout.leading(line.size)
        if large:
            return not 0 < step < max(_HEADING_GAP * line.size, _GAP * usual)
        if not 0 < step < _GAP * usual + 0.5:
            return True
    if _are_centred(last, line):
        room = line.reach - line.margin
        return last.width + (_WORD_SPACE + _SLACK) * last.size + line.first_width < room
    if _steps(paragraph, line, after):
        return True
    return _is_short(last, line) and not _goes_on(last, line)


def _steps(paragraph: Paragraph, line: Line, after: Line | None) -> bool:
    """Whether the line stands in, or back out, as the first of a paragraph does."""
    last = paragraph.lines[-1]
    indent = _INDENT * line.size
    if last.region != line.region:
        stands_in = line.left - line.margin > indent
        return stands_in and last.left - last.margin < indent
    if paragraph.mark:
        return line.left < paragraph.mark.left - indent
    if line.left > last.left + indent:
        if after is None or after.region != line.region or after.left < line.left - indent:
            return True
        return len(paragraph.lines) > 1
    if line.left < last.left - indent:
        return len(paragraph.lines) > 1 and paragraph.lines[-2].region == line.region
    return False


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a line takes up the word, or the sentence, that a long line left open."""
    if not line.text[0].islower() or _CLOSED.search(last.text):
        return False
    long = last.right - last.margin > _LONG * (last.reach - last.margin)
    return long or last.text.endswith(_CUT)


def _is_short(last: Line, line: Line) -> bool:
    """Whether the first word of a line would have had room on the line before.

    A justified line would have been stretched to the end in any case; headings are not justified.
    """
    if last.justified and not last.bold:
        return last.right < last.reach - last.size
    return last.right + (_WORD_SPACE + _SLACK) * last.size + line.first_width < last.reach


def _are_centred(last: Line, line: Line) -> bool:
    axis = (line.margin + line.reach) / 2
    return last.region == line.region and all(
        abs((one.left + one.right) / 2 - axis) < _CENTRED
        and one.left > one.margin + _INDENT * one.size
        for one in (last, line)
    )
