"""OpenDocument texts: what a reader of them sees, tracked changes both ways, and hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document, Metadata, TextLink
from app.errors import EmptyText, TooLarge, UnreadableText
from app.ingest import Hints, Tracked, read
from app.ingest.odt import read_odt
from tests.ingest.packing import odt, opendocument, packed, told
from tests.ingest.pages import article_of, furniture_of, kinds_of

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM

STYLES = """
<style:style style:family="paragraph" style:name="P1" style:parent-style-name="Title"/>
<style:style style:family="paragraph" style:name="P2" style:parent-style-name="Quotations"/>
<style:style style:family="paragraph" style:name="P3" style:parent-style-name="Illustration"/>
<style:style style:family="paragraph" style:name="Illustration"
  style:parent-style-name="Caption"/>
<style:style style:family="paragraph" style:name="P4" style:parent-style-name="P5"/>
<style:style style:family="paragraph" style:name="P5" style:parent-style-name="P4"/>
<style:style style:family="text" style:name="T1"><style:text-properties text:display="none"/>
</style:style>
<style:style style:family="text" style:name="T2" style:parent-style-name="T1"/>
"""


def p(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def document(body: str, *, original: bool = False) -> Document:
    tracked = Tracked.ORIGINAL if original else Tracked.ACCEPTED
    return read(odt(body, STYLES), "a.odt", Hints(tracked=tracked))


def table(*rows: tuple[str, ...]) -> str:
    written = (
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table><table:table-rows>{''.join(written)}</table:table-rows></table:table>"


def test_every_block_has_its_kind() -> None:
    found = document(
        p("Ferry strike ends", "P1")
        + p("The boats sail again.")
        + '<text:h text:outline-level="2">Times</text:h><text:h>No level</text:h>'
        + f"<text:list><text:list-header>{p('Sailings')}</text:list-header><text:list-item>"
        + p("First: 06:15")
        + f"<text:list><text:list-item>{p('Sundays: 07:15')}</text:list-item></text:list>"
        + '</text:list-item><text:list-item><text:h text:outline-level="3">In a list</text:h>'
        + "</text:list-item></text:list>"
        + f'<text:numbered-paragraph text:level="2">{p("Numbered")}</text:numbered-paragraph>'
        + f"<text:section>{p('“A fair settlement”', 'P2')}</text:section>"
        + p("The Marigold at anchor.", "P3")
        + p("A style that takes after itself", "P4")
        + p("Heading by its style", "Heading_20_4")
    )
    assert kinds_of(found) == [
        (HEADING, 1, "Ferry strike ends"),
        (PARAGRAPH, 0, "The boats sail again."),
        (HEADING, 2, "Times"),
        (HEADING, 1, "No level"),
        (PARAGRAPH, 0, "Sailings"),
        (ITEM, 1, "First: 06:15"),
        (ITEM, 2, "Sundays: 07:15"),
        (HEADING, 3, "In a list"),
        (ITEM, 2, "Numbered"),
        (BlockKind.QUOTATION, 0, "“A fair settlement”"),
        (BlockKind.CAPTION, 0, "The Marigold at anchor."),
        (PARAGRAPH, 0, "A style that takes after itself"),
        (HEADING, 4, "Heading by its style"),
    ]
    assert found.title == "Ferry strike ends"
    assert found.notices == ()


def test_white_space_is_that_of_the_format() -> None:
    found = document(
        p("\n  The <text:span>\n boats </text:span> sail<text:s/> <text:s text:c='2'/>again\t")
        + p("a<text:tab/>b<text:line-break/>c<text:soft-page-break/>d\u00a0e\u2011f\u00adg")
        + p("One.<text:line-break/><text:line-break/>Two.")
    )
    assert article_of(found) == [
        "The boats sail    again",
        "a\tb\ncd\u00a0e\u2011f\u00adg",
        "One.",
        "Two.",
    ]


def test_tables_are_rows_with_tabs() -> None:
    merged = "<table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell>"
    rows = table(
        (p("Boat"), p("Seats")), (p("Marigold"), "", p("240")), (table((p("a"), p("b"))), p("c"))
    )
    body = (
        p("Before")
        + rows.replace("</table:table-row>", f"{merged}</table:table-row>", 1)
        + p("After")
    )
    assert article_of(document(body)) == [
        "Before",
        "Boat\tSeats",
        "Marigold\t240",
        "a\tb\tc",
        "After",
    ]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    def note(kind: str, mark: str, text: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
            f"<text:note-body>{p(text)}</text:note-body></text:note>"
        )

    body = p(
        f"One{note('footnote', '1', 'First.')} two{note('endnote', 'i', 'Second.')} "
        f"three{note('footnote', '*', 'Third.')}."
    )
    assert article_of(document(body)) == [
        "One[1] two[i] three[*].",
        "[1] First.",
        "[*] Third.",
        "[i] Second.",
    ]


def test_links_text_boxes_and_fields() -> None:
    box = (
        f"<draw:frame><draw:text-box>{p('In the box.')}{p('A boat.', 'Caption')}</draw:text-box>"
        "<svg:title xmlns:svg='urn:svg'>not shown</svg:title></draw:frame>"
    )
    shape = f"<draw:g><draw:custom-shape>{p('On a shape.')}</draw:custom-shape></draw:g>"
    ruby = "<text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text>"
    found = document(
        p(
            'See <text:a xlink:href="https://a.example/n">the <text:span>notice</text:span>'
            "</text:a>"
            f'{box}, <text:a xlink:href="#here">here</text:a>, on <text:date>4 May</text:date>.'
            f'<text:a xlink:href="https://a.example"><draw:frame/></text:a>'
        )
        + shape
        + p(f"<text:ruby>{ruby}</text:ruby>")
    )
    assert kinds_of(found) == [
        (PARAGRAPH, 0, "See the notice, here, on 4 May."),
        (PARAGRAPH, 0, "In the box."),
        (BlockKind.CAPTION, 0, "A boat."),
        (PARAGRAPH, 0, "On a shape."),
        (PARAGRAPH, 0, "漢"),
    ]
    assert found.links == (TextLink(4, 14, "https://a.example/n"),)


def test_what_nobody_sees_is_left_out_and_told() -> None:
    found = document(
        p('Seen.<text:span text:style-name="T2">Hidden.</text:span>')
        + f'<text:section text:display="none">{p("Hidden section.")}</text:section>'
        + p('<text:hidden-text text:is-hidden="true">Secret</text:hidden-text>Shown.')
        + p('<text:hidden-paragraph text:is-hidden="true"/>Hidden paragraph.')
        + p(f"Noon<office:annotation>{p('Really?')}</office:annotation>.<office:annotation-end/>")
        + p("One<office:annotation/>.")
    )
    assert article_of(found) == ["Seen.", "Shown.", "Noon.", "One."]
    assert found.notices == (
        "This file has 2 comments; they were left out.",
        "This file has hidden text; it was left out.",
    )


def test_a_table_of_contents_is_furniture_and_a_bibliography_is_not() -> None:
    found = document(
        "<text:table-of-content><text:table-of-content-source/><text:index-body><text:index-title>"
        + p("Contents")
        + f"</text:index-title>{p('Times 3')}</text:index-body></text:table-of-content>"
        + p("Noon.")
        + f"<text:bibliography><text:index-body>{p('A book')}</text:index-body></text:bibliography>"
    )
    assert furniture_of(found) == ["Contents", "Times 3"]
    assert article_of(found) == ["Noon.", "A book"]


def changes(*regions: tuple[str, str, str]) -> str:
    return (
        "<text:tracked-changes>"
        + "".join(
            f'<text:changed-region text:id="{number}"><text:{sort}><office:change-info>'
            f"<dc:creator>Ada</dc:creator><dc:date>2026-05-04T07:40:0{number[-1]}</dc:date>"
            f"</office:change-info>{content}</text:{sort}>"
            "</text:changed-region>"
            for number, sort, content in regions
        )
        + "</text:tracked-changes>"
    )


def start(number: str) -> str:
    return f'<text:change-start text:change-id="{number}"/>'


def end(number: str) -> str:
    return f'<text:change-end text:change-id="{number}"/>'


def point(number: str) -> str:
    return f'<text:change text:change-id="{number}"/>'


@pytest.mark.parametrize(
    ("regions", "body", "accepted", "original"),
    [
        (
            [("1", "deletion", p("six")), ("2", "insertion", "")],
            p(f"Sails at {point('1')}{start('2')}seven{end('2')}."),
            ["Sails at seven."],
            ["Sails at six."],
        ),
        # a change of looks is none of the text
        ([("1", "format-change", "")], p(f"{start('1')}Noon{end('1')}."), ["Noon."], ["Noon."]),
        # a paragraph is split, and two are joined
        (
            [("1", "insertion", "")],
            p(f"One. {start('1')}") + p(f"{end('1')}Two."),
            ["One.", "Two."],
            ["One. Two."],
        ),
        (
            [("1", "deletion", p("") + p(""))],
            p(f"One. {point('1')}Two."),
            ["One. Two."],
            ["One.", "Two."],
        ),
        # from the middle of one paragraph to the middle of the next but one
        (
            [("1", "deletion", p("and") + p("Gone.") + p("then "))],
            p(f"One {point('1')}two."),
            ["One two."],
            ["One and", "Gone.", "then two."],
        ),
        # whole blocks
        (
            [("1", "deletion", '<text:h text:outline-level="1">Old heading</text:h>' + p(""))],
            p(f"{point('1')}Stays."),
            ["Stays."],
            ["Old heading", "Stays."],
        ),
        (
            [("1", "deletion", p("") + table((p("a"), p("b"))) + p(""))],
            p(f"One.{point('1')}Two."),
            ["One.Two."],
            ["One.", "a\tb", "Two."],
        ),
        (
            [("1", "insertion", "")],
            start("1") + p("New.") + table((p("a"), p("b"))) + end("1") + p("Stays."),
            ["New.", "a\tb", "Stays."],
            ["Stays."],
        ),
        # a note comes and goes with the text that it belongs to
        (
            [("1", "insertion", "")],
            p(
                f"One{start('1')}<text:note><text:note-citation>1</text:note-citation>"
                f"<text:note-body>{p('Note.')}</text:note-body></text:note>{end('1')}."
            ),
            ["One[1].", "[1] Note."],
            ["One."],
        ),
        # a list that refers to itself
        ([("1", "deletion", p(f"six{point('1')}"))], p(f"At {point('1')}."), ["At ."], ["At six."]),
    ],
)  # fmt: skip
def test_tracked_changes_are_accepted_or_not_made(
    regions: list[tuple[str, str, str]], body: str, accepted: list[str], original: list[str]
) -> None:
    new = document(changes(*regions) + body)
    old = document(changes(*regions) + body, original=True)
    assert article_of(new) == accepted
    assert article_of(old) == original
    count = sum(sort != "format-change" for _, sort, _ in regions)
    if count:
        told_of = (
            "1 tracked change; it was" if count == 1 else f"{count} tracked changes; they were"
        )
        assert new.notices == (f"This file has {told_of} taken as accepted.",)
        assert "this is the original text" in old.notices[0]
    else:
        assert new.notices == ()


def test_paragraphs_joined_by_an_unmade_change_keep_the_look_of_the_first() -> None:
    body = (
        changes(("1", "insertion", ""))
        + f'<text:h text:outline-level="1">Times{start("1")}</text:h>'
        + p(f"New.{end('1')}")
        + p("Noon.")
    )
    assert kinds_of(document(body, original=True)) == [
        (HEADING, 1, "Times"),
        (PARAGRAPH, 0, "Noon."),
    ]


META = opendocument(
    "document-meta",
    "<office:meta><dc:title>A title</dc:title><meta:initial-creator>Marta Lindqvist"
    "</meta:initial-creator><dc:creator>Ada</dc:creator><dc:language>en-GB</dc:language>"
    "<meta:creation-date>2026-05-04T07:40:00.123456789</meta:creation-date>"
    "<dc:date>2026-05-05</dc:date></office:meta>",
)


def test_what_the_file_says_of_itself() -> None:
    found = read(odt(p("Noon."), members={"meta.xml": META}), "a.odt")
    assert found.title == "A title"
    assert found.metadata == Metadata(
        byline="Marta Lindqvist",
        published="2026-05-04T07:40:00",
        modified="2026-05-05",
        language="en-GB",
    )


def test_styles_may_stand_in_a_part_of_their_own_and_macros_are_told() -> None:
    styles = opendocument(
        "document-styles",
        '<office:styles><style:style style:family="paragraph" style:name="House" '
        'style:parent-style-name="Title"/></office:styles>',
    )
    data = odt(p("Ferry", "House"), members={"styles.xml": styles, "Basic/script-lc.xml": "<a/>"})
    found = read(data, "a.odt")
    assert kinds_of(found) == [(HEADING, 1, "Ferry")]
    assert found.notices == ("This file has macros; they were neither run nor kept.",)


def test_a_flat_file_is_read_alike() -> None:
    flat = opendocument(
        "document", f"<office:body><office:text>{p('Noon.')}</office:text></office:body>"
    )
    assert article_of(read_odt(flat.encode(), Hints())) == ["Noon."]


GOOD = odt(
    changes(("1", "deletion", p("stay")), ("2", "insertion", ""))
    + p("Ferry strike ends", "P1")
    + p(f"The boats {point('1')}{start('2')}sail{end('2')}."),
    STYLES,
    {"meta.xml": META},
)
BOXES_END = "</draw:text-box></draw:frame></text:p>" * 60
LOCKED = (
    '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
)


@pytest.mark.parametrize(
    ("hostile", "sentence"),
    [
        (GOOD[: len(GOOD) // 2], "damaged, or not complete"),
        (odt(p("Noon."), members={"META-INF/manifest.xml": LOCKED}), "locked with a password"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "content.xml is missing"),
        (packed({"content.xml": "<a/>"}), "no text body"),
        (odt("<text:p>"), "damaged, or not complete"),
        (odt("<text:section>" * 300 + "</text:section>" * 300), "damaged, or not complete"),
        (odt("<text:p><draw:frame><draw:text-box>" * 60 + BOXES_END), "deeper than is read"),
        (packed({"content.xml": "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"}), "XML in this Open"),
        (b"Not a document at all.", "damaged, or not complete"),
        (b"", "damaged, or not complete"),
        (b"<html><body>Noon.</body></html>", "no text body"),
    ],
)
def test_hostile_files_are_told(hostile: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableText, match=sentence):
        read_odt(hostile, Hints())


@pytest.mark.parametrize(
    "bomb", [odt("<text:p/>" * 2_000_001), packed({"content.xml": b"<a>" + b" " * 50_000_000})]
)
def test_bombs_are_told(bomb: bytes) -> None:
    with pytest.raises(TooLarge):
        read_odt(bomb, Hints())


def test_spaces_by_the_million_are_not_made() -> None:
    assert len(document(p('a<text:s text:c="9999"/>b')).text) == 102


def test_a_document_without_text_is_told() -> None:
    with pytest.raises(EmptyText):
        document(p(""))


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), junk=st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_ends_well(place: int, junk: bytes) -> None:
    data = GOOD[:place] + junk + GOOD[place + len(junk) :]
    sentence = told(lambda: read_odt(data, Hints()))
    assert not sentence or "OpenDocument text" in sentence


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_xml_says_ends_well(data: st.DataObject) -> None:
    """Pieces of documents in any order and nesting, read both ways."""
    names = (
        "text:p text:h text:span text:a text:list text:list-item text:section text:note "
        "text:note-body text:change text:change-start text:change-end draw:frame draw:text-box "
        "table:table table:table-row table:table-cell text:tracked-changes text:deletion "
        "text:changed-region text:index-body text:table-of-content text:ruby"
    )
    tags = st.sampled_from(names.split())

    def element(depth: int) -> str:
        name = data.draw(tags)
        inner = "Noon" if depth == 0 else element(depth - 1) + element(max(depth - 2, 0))
        return f'<{name} text:change-id="1" text:id="1">{inner}</{name}>'

    body = odt(element(2) + element(5))
    for tracked in Tracked:
        assert isinstance(read_odt(body, Hints(tracked=tracked)), Document)
