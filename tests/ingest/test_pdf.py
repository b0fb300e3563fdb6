"""PDFs: the article as it was written, from letters at places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.errors import EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import read
from app.ingest.pdf_file import MOST_PAGES
from tests.ingest.pages import article_of, furniture_of, kinds_of
from tests.ingest.pdfs import Page, Text, fill, justified, nested_drawings, pdf

FERRY = (
    "The crews of the island ferries will return to work on Friday, their union said, after nine "
    "days in which no boat left Port Ellery."
)
TRAVELLERS = (
    "Some 1,200 travellers have been stranded since the boats stopped, said the harbour office, "
    "and more are expected before the week is out, for the winter timetable begins on Sunday."
)
OPERATOR = (
    "The operator said that all four boats would return, tides allowing, to their usual times, and "
    "that the first sailing would be kept for patients and post, as it always had been in spring."
)
WIDE, NARROW = 80, 37
"""Letters in a line: across the page, and in each of two columns."""


def document(*pages: Page, information: dict[str, str] | None = None) -> Document:
    return read(pdf(pages, information=information), "story.pdf")


def written(*lines: tuple[str, float, float]) -> Page:
    """A page with each text at its place from the left and from the bottom."""
    return Page([Text(text, left, base) for text, left, base in lines])


def paragraphs(texts: Sequence[str], letters: int = WIDE, gap: float = 8) -> Page:
    page, top = Page(), 740.0
    for text in texts:
        top = page.lines(fill(text, letters), 50, top) - gap
    return page


class TestParagraphs:
    def test_lines_are_joined_and_gaps_part_paragraphs(self) -> None:
        assert article_of(document(paragraphs([FERRY, TRAVELLERS]))) == [FERRY, TRAVELLERS]

    def test_a_short_last_line_parts_paragraphs_without_a_gap(self) -> None:
        found = document(paragraphs([FERRY, TRAVELLERS, OPERATOR], gap=0))
        assert article_of(found) == [FERRY, TRAVELLERS, OPERATOR]

    def test_a_line_that_stands_in_begins_a_paragraph_even_after_a_full_line(self) -> None:
        full = "The boats will sail again"
        page = Page()
        page.lines(fill(TRAVELLERS, 25)[:5], 50, 700)
        page.lines(["x" * 25, full], 50, 640)
        page.lines(["And so they did, at noon"], 62, 616)
        page.lines(["on the very next Friday."], 50, 604)
        last = article_of(document(page))[-1]
        assert last == "And so they did, at noon on the very next Friday."

    def test_stretched_lines_have_single_spaces_and_no_cells(self) -> None:
        page = Page(justified(fill(TRAVELLERS, 30), 50, 700, 30))
        page.texts += justified(fill(OPERATOR, 30), 50, 600, 30)
        assert article_of(document(page)) == [TRAVELLERS, OPERATOR]

    def test_a_paragraph_runs_over_the_end_of_its_page(self) -> None:
        lines = fill(TRAVELLERS, WIDE)
        first, second = Page(), Page()
        first.lines(lines[:2], 50, 62)
        second.lines(lines[2:], 50, 740)
        assert article_of(document(first, second)) == [TRAVELLERS]

    def test_letters_without_spaces_between_are_parted_by_their_gaps(self) -> None:
        page, left = Page(), 50.0
        for word in ("Boats", "sail", "on", "Friday."):
            page.texts.append(Text(word, left, 700))
            left += 6 * len(word) + 4
        assert article_of(document(page)) == ["Boats sail on Friday."]

    def test_a_raised_number_stays_on_its_line(self) -> None:
        page = written(("The harbour has 40 m", 50, 700), ("of water at the quay", 50, 688))
        page.texts.insert(1, Text("2", 170, 704, size=6))
        assert article_of(document(page)) == ["The harbour has 40 m2 of water at the quay"]


class TestHyphens:
    @pytest.mark.parametrize(
        ("first", "second", "joined"),
        [
            ("They spoke to the spokes-", "woman of the union", "spokeswoman"),
            ("It was the old Anglo-", "Norse way of mooring", "Anglo-Norse"),
            ("It was the strike of 9-", "day length in all", "9-day"),
            ("There is a first- and sec-", "ond-class saloon here", "first- and second-class"),
            ("They kept the first-", "and second-class cabins", "first- and second-class"),
            ("A nine-", "day strike has come to an end", "nine-day"),
            ("It was well-timed, and a well-", "timed end", "a well-timed end"),
            ("The settlement of the set-", "tlement was slow", "the settlement was"),
        ],
    )
    def test_hyphens_of_line_ends(self, first: str, second: str, joined: str) -> None:
        found = article_of(document(written((first, 50, 700), (second, 50, 688))))
        assert len(found) == 1
        assert joined in found[0]

    def test_a_dash_at_a_line_end_gets_no_space(self) -> None:
        page = written(
            ("They waited for nine days\u2014", 50, 700), ("nine whole days at sea", 50, 688)
        )
        assert article_of(document(page)) == ["They waited for nine days—nine whole days at sea"]


class TestColumns:
    def columns(self, left: Sequence[str], right: Sequence[str]) -> Page:
        """Two columns, written row by row as some programs do."""
        page = Page([Text("Ferry strike ends on the quay at last", 50, 760, size=18)])
        for number in range(max(len(left), len(right))):
            for lines, place in ((left, 50), (right, 310)):
                if number < len(lines):
                    page.texts.append(Text(lines[number], place, 720 - 12 * number))
        return page

    def test_each_column_is_read_to_its_end_below_a_heading_across_both(self) -> None:
        left = [*fill(FERRY, NARROW), *fill(TRAVELLERS, NARROW)]
        found = document(self.columns(left, fill(OPERATOR, NARROW)))
        assert article_of(found) == [
            "Ferry strike ends on the quay at last",
            FERRY,
            TRAVELLERS,
            OPERATOR,
        ]

    def test_a_paragraph_runs_from_one_column_into_the_next(self) -> None:
        lines = fill(f"{TRAVELLERS} {OPERATOR}", NARROW)
        found = document(self.columns(lines[:5], lines[5:]))
        assert article_of(found)[1:] == [f"{TRAVELLERS} {OPERATOR}"]

    def test_the_rows_of_a_table_are_paragraphs_with_tabs(self) -> None:
        page, top = Page(), 700
        rows = [("Boat", "Seats"), ("Marigold", "240"), ("Sea Holly", "180"), ("Petrel", "95")]
        for name, seats in rows:
            page.texts += [Text(name, 50, top), Text(seats, 250, top)]
            top -= 14
        assert article_of(document(page)) == ["\t".join(row) for row in rows]


class TestKinds:
    def test_larger_type_is_a_heading_and_the_largest_the_title(self) -> None:
        page = paragraphs([FERRY, TRAVELLERS])
        page.texts.insert(0, Text("Ferry strike ends", 50, 770, size=20))
        page.texts.append(Text("Fares stay", 50, 500, size=13))
        page.lines(fill(OPERATOR, WIDE), 50, 480)
        found = document(page)
        assert found.title == "Ferry strike ends"
        assert [kind for kind in kinds_of(found) if kind[0] is BlockKind.HEADING] == [
            (BlockKind.HEADING, 1, "Ferry strike ends"),
            (BlockKind.HEADING, 2, "Fares stay"),
        ]

    def test_a_bold_line_of_its_own_is_a_heading_and_a_bold_word_is_not(self) -> None:
        page = paragraphs([FERRY])
        page.texts.append(Text("Fares stay", 50, 680, bold=True))
        page.texts.append(Text("Fares", 50, 668, bold=True))
        page.texts.append(Text("stay as they are until the spring.", 86, 668))
        kinds = {text: kind for kind, _, text in kinds_of(document(page))}
        assert kinds["Fares stay"] is BlockKind.HEADING
        assert kinds["Fares stay as they are until the spring."] is BlockKind.PARAGRAPH

    def test_items_come_without_the_marks_that_were_drawn(self) -> None:
        page = paragraphs([FERRY])
        page.lines(["•", "•"], 60, 660, step=24)
        page.lines(fill("The first sailing, " + OPERATOR, 75)[:2], 75, 660)
        page.lines(["The last sailing"], 75, 636)
        page.lines(["1.", "2."], 60, 600)
        page.lines(["Buy a ticket", "Board the boat"], 80, 600)
        items = [text for kind, _, text in kinds_of(document(page)) if kind is BlockKind.ITEM]
        assert items == [
            " ".join(fill("The first sailing, " + OPERATOR, 75)[:2]),
            "The last sailing",
            "Buy a ticket",
            "Board the boat",
        ]

    def test_a_number_or_a_dash_that_the_writer_wrote_stays(self) -> None:
        page = paragraphs(
            ["1907. That was the year of the first ferry.", "- Yes, she said to him."]
        )
        assert article_of(document(page)) == [
            "1907. That was the year of the first ferry.",
            "- Yes, she said to him.",
        ]

    def test_notes_come_last_with_their_marks(self) -> None:
        first, second = paragraphs([FERRY]), paragraphs([OPERATOR])
        first.texts.append(Text("1", 50 + 6 * len(fill(FERRY, WIDE)[-1]), 731.5, size=6))
        first.lines(
            ["1 So the union’s letter says, which we have", "seen."], 50, 80, size=8, step=9
        )
        found = article_of(document(first, second))
        assert found == [
            FERRY + "[1]",
            OPERATOR,
            "[1] So the union’s letter says, which we have seen.",
        ]


class TestFurniture:
    def page(self, number: int, lines: Sequence[str]) -> Page:
        page = Page([Text("The Harbour Gazette", 230, 780), Text(f"Page {number}", 280, 20)])
        page.lines(lines, 50, 740)
        return page

    def test_heads_and_page_numbers_do_not_cut_a_paragraph(self) -> None:
        lines = fill(TRAVELLERS, WIDE)
        found = document(self.page(1, lines[:1]), self.page(2, lines[1:]))
        assert article_of(found) == [TRAVELLERS]
        assert furniture_of(found) == ["The Harbour Gazette", "Page 1", "Page 2"]

    def test_a_lone_page_number_is_furniture_too(self) -> None:
        page = paragraphs([FERRY])
        page.texts.append(Text("– 7 –", 290, 30))
        assert furniture_of(document(page)) == ["– 7 –"]

    def test_what_the_file_marks_as_of_the_page_is_furniture(self) -> None:
        page = paragraphs([FERRY])
        page.texts.append(Text("Printed on the quay", 50, 300, artifact=True))
        found = document(page)
        assert article_of(found) == [FERRY]
        assert furniture_of(found) == ["Printed on the quay"]

    @pytest.mark.parametrize("turn", [45, 90])
    def test_a_stamp_across_the_page_is_left_out(self, turn: int) -> None:
        page = paragraphs([FERRY])
        page.texts.append(Text("DRAFT", 200, 300, size=70, turn=turn))
        assert article_of(document(page)) == [FERRY]

    def test_a_page_that_lies_on_its_side_is_read(self) -> None:
        page = Page(rotated=90)
        for number, line in enumerate(fill(FERRY, 60)):
            page.texts.append(Text(line, 100 + 12 * number, 50, turn=90))
        assert article_of(document(page)) == [FERRY]


class TestWhatTheFileSays:
    def test_title_author_dates_and_language(self) -> None:
        data = pdf(
            [paragraphs([FERRY])],
            information={
                "Title": "Ferry strike ends – at last",
                "Author": "Marta Lindqvist",
                "CreationDate": "D:20260504074000+01'00'",
                "ModDate": "D:20260506",
            },
            language="en-GB",
        )
        found = read(data, "story.pdf")
        assert found.title == "Ferry strike ends – at last"
        assert found.metadata.byline == "Marta Lindqvist"
        assert found.metadata.published == "2026-05-04T07:40:00+01:00"
        assert found.metadata.modified == "2026-05-06"
        assert found.metadata.language == "en-GB"

    @pytest.mark.parametrize(
        "title", ["Microsoft Word - ferry.doc", "ferry_final.docx", "untitled", "about:blank", "12"]
    )
    def test_the_name_of_a_file_is_no_title(self, title: str) -> None:
        assert document(paragraphs([FERRY]), information={"Title": title}).title == ""

    def test_the_day_on_which_a_page_was_printed_is_no_date_of_the_article(self) -> None:
        information = {"Producer": "Skia/PDF m140", "CreationDate": "D:20260504074000Z"}
        found = document(paragraphs([FERRY]), information=information)
        assert found.metadata.published == ""

    @pytest.mark.parametrize("date", ["D:20261399", "yesterday", "D:2026", "D:00000000000000"])
    def test_a_date_that_is_none_is_left_out(self, date: str) -> None:
        found = document(paragraphs([FERRY]), information={"CreationDate": date})
        assert found.metadata.published == ""

    def test_pages_that_are_pictures_are_told(self) -> None:
        found = document(paragraphs([FERRY]), Page(picture=True))
        assert found.notices == ("A page of this PDF is a picture without text, and was left out.",)


GOOD = pdf([paragraphs([FERRY, TRAVELLERS]), paragraphs([OPERATOR])], packed=True)


def bomb(layers: int) -> bytes:
    """A page whose content unpacks to a hundred times what is let through."""
    content = b"(a) Tj " * 20_000_000
    for _ in range(layers):
        content = zlib.compress(content, 9)
    head = pdf([Page()])
    return head.replace(b"/Length 0", b"/Filter /FlateDecode /Length %d" % len(content)).replace(
        b"stream\n\nendstream", b"stream\n" + content + b"\nendstream"
    )


class TestBadInput:
    @pytest.mark.parametrize(
        ("data", "error", "said"),
        [
            (pdf([paragraphs([FERRY])], encrypted=True), UnreadableText, "password"),
            (pdf([Page(picture=True)]), EmptyText, "scan"),
            (pdf([Page()]), EmptyText, "no text"),
            (pdf([]), UnreadableText, "damaged"),
            (GOOD[: len(GOOD) // 3], UnreadableText, "damaged"),
            (b"%PDF-1.7\n" + b"\0" * 5_000, UnreadableText, "damaged"),
            (b"%PDF-1.7 and then a letter to a friend.", UnreadableText, "damaged"),
            (bomb(1), TooLarge, "unpacks"),
            (bomb(2), TooLarge, "unpacks"),
            (nested_drawings(7, 10), TooLarge, "unpacks"),
            (pdf([Page()] * (MOST_PAGES + 1)), TooLarge, "pages"),
            (
                pdf([Page([Text("quay" * 7_500, 0, n * 99) for n in range(7)])]),
                TooLarge,
                "too much text",
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_is_told_what_is_wrong(
        self, data: bytes, error: type[RecensionError], said: str
    ) -> None:
        with pytest.raises(error) as caught:
            read(data, "story.pdf")
        assert said in caught.value.sentence
        assert caught.value.sentence.endswith(".")
        assert caught.value.advice.endswith(".")

    def test_letters_that_mean_nothing_are_told(self) -> None:
        fonts = b"/Encoding << /Type /Encoding /Differences [0 " + b"/nothing " * 256 + b"] >>"
        data = pdf([paragraphs([FERRY])]).replace(b"/Encoding /WinAnsiEncoding", fonts)
        with suppress(RecensionError):  # pdfium may still guess them
            assert read(data, "story.pdf").blocks

    def test_drawings_in_drawings_are_read_as_long_as_they_are_few(self) -> None:
        assert article_of(read(nested_drawings(4, 3), "story.pdf")) == ["boat"]

    def test_text_outside_the_page_is_not_read(self) -> None:
        page = paragraphs([FERRY])
        page.texts.append(Text("Buy our soap", 50, -300))
        page.texts.append(Text("Buy our soap", 5_000, 300))
        assert article_of(document(page)) == [FERRY]

    def test_boxes_of_any_size_are_read(self) -> None:
        page = Page([Text("Boat", 50, 700, size=0.001), Text("Quay", 50, 600, size=30_000)])
        page.texts += [Text("Tide", 50, 500, size=-10), Text("Bell", 50, 400, size=0)]
        with suppress(RecensionError):
            assert document(page).blocks


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, len(GOOD)),
)
def test_a_damaged_file_is_read_or_refused(damages: list[tuple[int, bytes]], end: int) -> None:
    data = GOOD[: end if end > 40 else None]
    for place, damage in damages:
        data = data[:place] + damage + data[place + len(damage) :]
    with suppress(RecensionError):
        found = read(data, "story.pdf")
        assert found.blocks
        found.text.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.builds(
            Text,
            st.text("aB1-•. \xad\x96", min_size=1, max_size=12),
            st.integers(-50, 650),
            st.integers(-50, 850),
            st.sampled_from([0.1, 6, 10, 10, 10, 24]),
            st.booleans(),
            st.sampled_from([0, 0, 0, 90, 180, 45]),
        ),
        max_size=25,
    )
)
def test_text_anywhere_on_a_page_is_read(texts: list[Text]) -> None:
    with suppress(EmptyText):
        found = document(Page(texts), Page(texts[::2]))
        assert found.blocks
        assert all(found.text_of(block).strip() for block in found.blocks)


def test_several_threads_can_read_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: read(GOOD, "story.pdf"), range(12)))
    assert all(document == found[0] for document in found)


def test_reading_takes_as_long_as_there_are_pages() -> None:
    """Counted in calls, not by a clock: ten times the pages, about ten times the work."""

    def work(pages: int) -> int:
        import sys

        calls = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal calls
            calls += event == "call"

        page = paragraphs([FERRY, TRAVELLERS, OPERATOR])
        data = pdf([page] * pages)
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read(data, "story.pdf")
        finally:
            sys.setprofile(before)
        return calls

    work(1)  # imports
    assert work(40) < 12 * work(4)
