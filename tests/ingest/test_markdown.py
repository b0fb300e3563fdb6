"""Markdown: its blocks by kind, its marks gone."""

from __future__ import annotations

from app.engine import BlockKind, Document
from app.ingest import read
from tests.ingest.pages import article_of, furniture_of, kinds_of


def document(text: str) -> Document:
    return read(text.encode(), "story.md")


def test_every_block_has_its_kind() -> None:
    found = document(
        "# Ferry strike ends\n\nThe boats *sail* **again**.\n\n## Times\n\n* First: 06:15\n"
        "  * Sundays: 07:15\n\n1. Last\n\n> “A fair settlement”\n> for all\n\n"
        "| Boat | Seats |\n|---|---|\n| Marigold | 240 |\n\n```\n06:15  Ellery\n  Ness\n```\n"
    )
    assert kinds_of(found) == [
        (BlockKind.HEADING, 1, "Ferry strike ends"),
        (BlockKind.PARAGRAPH, 0, "The boats sail again."),
        (BlockKind.HEADING, 2, "Times"),
        (BlockKind.ITEM, 1, "First: 06:15"),
        (BlockKind.ITEM, 2, "Sundays: 07:15"),
        (BlockKind.ITEM, 1, "Last"),
        (BlockKind.QUOTATION, 0, "“A fair settlement” for all"),
        (BlockKind.PARAGRAPH, 0, "Boat\tSeats"),
        (BlockKind.PARAGRAPH, 0, "Marigold\t240"),
        (BlockKind.PARAGRAPH, 0, "06:15  Ellery\n  Ness"),
    ]
    assert found.title == "Ferry strike ends"


def test_the_lines_of_a_paragraph_are_joined_and_its_breaks_kept() -> None:
    assert article_of(document("The boats\nsail again  \nat noon.")) == [
        "The boats sail again\nat noon."
    ]


def test_links_pictures_and_tags_leave_their_text() -> None:
    text = "See [the *notice*](http://a.example/n 'No') ![boat](b.png)and <b>wait</b>, `06:15`.\n"
    assert article_of(document(text)) == ["See the notice and wait, 06:15."]


def test_characters_that_only_look_like_marks_stay() -> None:
    text = "2 * 3 * 4 costs 5\\*6 and snake_case_name; AT&T &amp; co."
    assert article_of(document(text)) == ["2 * 3 * 4 costs 5*6 and snake_case_name; AT&T & co."]


def test_front_matter_gives_the_title_and_is_furniture() -> None:
    found = document('---\ntitle: "Boats: sailing again"\ntags: [sea]\n---\n# Heading\n\nNoon.\n')
    assert found.title == "Boats: sailing again"
    assert furniture_of(found) == ['title: "Boats: sailing again"\ntags: [sea]']
    assert article_of(found) == ["Heading", "Noon."]


def test_a_line_across_is_no_front_matter() -> None:
    assert article_of(document("---\n\nNoon.\n")) == ["Noon."]


def test_phrases_of_the_page_are_furniture() -> None:
    assert furniture_of(document("The boats sail at noon.\n\nLeave a Reply\n")) == ["Leave a Reply"]


def test_a_text_past_the_bound_is_read_as_plain_text() -> None:
    found = document("The *boats* sail.\n\n" * 60_000)
    assert article_of(found)[0] == "The *boats* sail."
    assert len(found.blocks) == 60_000
