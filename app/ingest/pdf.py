"""The reader of PDFs: letters at places on pages → the article as it was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.engine import BlockKind, Document, Metadata
from app.engine.furniture import furniture_of
from app.errors import EmptyText, UnreadableText
from app.ingest.hints import Hints
from app.ingest.pdf_columns import columns_of
from app.ingest.pdf_file import PdfFile, open_pdf
from app.ingest.pdf_hyphens import Joiner
from app.ingest.pdf_layout import layout_of
from app.ingest.pdf_lines import Line, Piece, draws_spaces, line_of, pieces_of, rows_of
from app.ingest.pdf_margins import split_margins
from app.ingest.pdf_notes import note_mark, shown, split_notes, without_mark
from app.ingest.pdf_paragraphs import Paragraph, describe, paragraphs_of
from app.ingest.pdf_words import Word

_RECOGNISE = (
    "Let a program that recognises text (OCR) turn it into a PDF with text, and choose that; or "
    "type or paste the text."
)
_UNKNOWN = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff]")
_MOST_UNKNOWN = 0.3
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|odt|rtf|txt|pdf|indd|qxp|qxd|pages|html?|tex)"
    r"|untitled.*|unbenannt.*|document\d*|dokument\d*|(?:about|https?|file):.*|[\W\d_]*|title|print",
    re.I,
)
_NO_AUTHOR = re.compile(r"administrator|admin|user|unknown|root|[\W\d_]*|.*@.*|.*\\.*", re.I)
_PRINTED = re.compile(r"skia|quartz|cairo|mozilla|ghostscript|microsoft: print", re.I)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_pdf(data: bytes, hints: Hints) -> Document:  # noqa: ARG001
    """Paragraphs, headings and list items in reading order, and the notes after them.

    What repeats on the pages (their heads, feet and numbers) is furniture. A PDF without any
    text raises EmptyText, which says whether it is a scan.
    """
    file = open_pdf(data)
    pages, margins = _texts(file)
    columns = _lines(pages, draws_spaces([word for page in file.pages for word in page]))
    layout = layout_of(columns)
    texts, notes = split_notes(columns, layout)
    lines = [line for column in texts for line in column]
    _refuse_without_text(file, [*lines, *notes], margins)
    joiner = Joiner(line.text for line in (*lines, *notes))
    paragraphs = paragraphs_of(lines, layout)
    describe(paragraphs, layout, joiner)
    for index in furniture_of([paragraph.text for paragraph in paragraphs]):
        paragraphs[index].kind, paragraphs[index].level = BlockKind.FURNITURE, 0
    numbered = _notes(notes, joiner)
    marks = {mark for mark, _ in numbered if mark}
    blocks = [*_with_margins(paragraphs, margins, marks)]
    blocks += [(BlockKind.PARAGRAPH, shown(text, marks), 0) for _, text in numbered]
    document = Document.of_blocks(blocks, _title(file, paragraphs, marks))
    return replace(document, metadata=_metadata(file), notices=tuple(_notices(file)))


def _texts(file: PdfFile) -> tuple[list[list[list[Piece]]], list[list[str]]]:
    """The columns of each page, and the lines of each that are of the page."""
    letters = [word for page in file.pages for word in page]
    trusted = sum(word.artifact for word in letters) < 0.5 * len(letters)
    texts, apart = [], []
    for page in file.pages:
        turn = _main_turn(page)
        upright = [word for word in page if word.turn == turn]
        marked = [word for word in upright if word.artifact and trusted]
        texts.append(pieces_of(word for word in upright if not (word.artifact and trusted)))
        apart.append([line_of(row).text for row in rows_of(pieces_of(marked))])
    margins = split_margins(texts)
    return columns_of(margins.texts), [
        [*own, *lines] for own, lines in zip(apart, margins.lines, strict=True)
    ]


def _lines(pages: Sequence[Sequence[Sequence[Piece]]], spaced: bool) -> list[list[Line]]:
    """The lines of each column, which know the column and the page that they are in."""
    found: list[list[Line]] = []
    for number, page in enumerate(pages):
        for column in page:
            reach = max(piece.right for piece in column)
            lines = [line_of(row, reach, spaced) for row in rows_of(column)]
            for line in lines:
                line.region, line.page = len(found), number
            found.append(lines)
    return found


def _main_turn(page: Sequence[Word]) -> int:
    turns = Counter(word.turn for word in page if word.turn >= 0)
    return turns.most_common(1)[0][0] if turns else 0


def _refuse_without_text(
    file: PdfFile, lines: Sequence[Line], margins: Sequence[Sequence[str]]
) -> None:
    text = "".join(line.text for line in lines)
    if not text and not any(margins):
        if file.pictures:
            raise EmptyText("This PDF is a scan: its pages are pictures, without text.", _RECOGNISE)
        raise EmptyText("There is no text in this PDF.", "Choose a file with text in it.")
    if len(_UNKNOWN.findall(text)) > _MOST_UNKNOWN * len(text):
        raise UnreadableText(
            "The text of this PDF cannot be read: it does not say which letters it draws.",
            _RECOGNISE,
        )


def _notes(lines: Sequence[Line], joiner: Joiner) -> list[tuple[str, str]]:
    """Each note's mark, and its text with the mark in brackets."""
    groups: list[list[str]] = []
    marks: list[str] = []
    for line in lines:
        mark = note_mark(line.text)
        if mark or not groups:
            groups.append([without_mark(line.text)])
            marks.append(mark)
        else:
            groups[-1].append(line.text)
    return [
        (mark, f"[{mark}] {joiner.joined(group)}" if mark else joiner.joined(group))
        for mark, group in zip(marks, groups, strict=True)
    ]


def _with_margins(
    paragraphs: Sequence[Paragraph], margins: Sequence[Sequence[str]], marks: set[str]
) -> Iterator[tuple[BlockKind, str, int]]:
    """The blocks of the text, each page's furniture after the paragraph that runs over its end."""
    page = 0
    said: set[str] = set()

    def furniture(until: int) -> Iterator[tuple[BlockKind, str, int]]:
        for text in (text for lines in margins[page:until] for text in lines):
            if text not in said:
                said.add(text)
                yield BlockKind.FURNITURE, shown(text, set()), 0

    for paragraph in paragraphs:
        first = paragraph.lines[0].page
        yield from furniture(first)
        page = max(page, first)
        yield paragraph.kind, shown(paragraph.text, marks), paragraph.level
    yield from furniture(len(margins))


def _title(file: PdfFile, paragraphs: Sequence[Paragraph], marks: set[str]) -> str:
    """The main heading of the first page, unless the file names a title that stands there."""
    named = file.information.get("Title", "")
    if _NO_TITLE.fullmatch(named):
        named = ""
    first = paragraphs[0].lines[0].page if paragraphs else 0
    opening = [p for p in paragraphs if p.lines[0].page == first]
    headings = [p for p in opening if p.kind is BlockKind.HEADING and p.level == 1]
    if headings and named not in [p.text for p in opening]:
        return " ".join(shown(headings[0].text, marks).split())
    return named


def _metadata(file: PdfFile) -> Metadata:
    information = file.information
    author = information.get("Author", "")
    created, modified = (_date(information.get(key, "")) for key in ("CreationDate", "ModDate"))
    if _PRINTED.search(information.get("Producer", "")):  # the day on which a page was saved
        created = modified = ""
    return Metadata(
        byline="" if _NO_AUTHOR.fullmatch(author) else author,
        published=created,
        modified=modified if modified[:10] != created[:10] else "",
        language=file.language if _LANGUAGE.fullmatch(file.language) else "",
    )


def _date(text: str) -> str:
    """A date as PDFs write it, as ISO 8601; "" when it is none."""
    found = _DATE.match(text)
    if found is None:
        return ""
    year, month, day, hour, minute, second, utc, offset, minutes = found.groups()
    if not (month and day and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    date = f"{year}-{month}-{day}"
    if not hour or int(hour) > 23 or int(minute) > 59:
        return date
    zone = "+00:00" if utc else f"{offset}:{minutes or '00'}" if offset else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{zone}"


def _notices(file: PdfFile) -> Iterator[str]:
    if file.pictures:
        yield (
            "A page of this PDF is a picture without text, and was left out."
            if file.pictures == 1
            else f"{file.pictures} pages of this PDF are pictures without text, and were left out."
        )
    if file.broken:
        pages = ", ".join(map(str, file.broken[:10])) + (" …" if len(file.broken) > 10 else "")
        yield f"These pages of this PDF are damaged and were left out: {pages}."
