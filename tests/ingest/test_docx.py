"""Word documents: what a reader of them sees, tracked changes both ways, and hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document, Metadata, TextLink
from app.errors import EmptyText, TooLarge, UnreadableText
from app.ingest import Hints, Tracked, read
from app.ingest.docx import read_docx
from tests.ingest.packing import docx, packed, relationships, told, word
from tests.ingest.pages import article_of, furniture_of, kinds_of
from tests.pace import cost

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM

STYLES = word(
    "styles",
    """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Zwischentitel"><w:name w:val="House crosshead"/>
  <w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Gliederung"><w:name w:val="House outline"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkte2"><w:name w:val="List Bullet 2"/>
  <w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="round"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="about"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="character" w:styleId="Geheim"><w:name w:val="secret"/>
  <w:rPr><w:vanish/></w:rPr></w:style>""",
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(style: str, text: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def listed(text: str, level: int = 0, number: int = 7) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def document(body: str, *, original: bool = False, **members: str | bytes) -> Document:
    named = {f"word/{name.replace('__', '/')}.xml": content for name, content in members.items()}
    tracked = Tracked.ORIGINAL if original else Tracked.ACCEPTED
    return read(docx(body, {"word/styles.xml": STYLES, **named}), "a.docx", Hints(tracked=tracked))


def cells(*texts: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in texts) + "</w:tr>"


def test_every_block_has_its_kind_whatever_its_style_is_called() -> None:
    found = document(
        styled("Titel", "Ferry strike ends")
        + p("The boats sail again.")
        + styled("berschrift1", "Times")
        + styled("Zwischentitel", "Sundays")
        + styled("Gliederung", "In winter")
        + p("Direct", '<w:outlineLvl w:val="1"/>')
        + p("No heading", '<w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/>')
        + listed("First: 06:15")
        + listed("Sundays: 07:15", 1)
        + listed("Not in a list", 0, 0)
        + styled("Punkte2", "Deeper")
        + styled("Zitat", "“A fair settlement”")
        + styled("Beschriftung", "The Marigold at anchor.")
        + styled("A", "A style that is based on itself")
    )
    assert kinds_of(found) == [
        (HEADING, 1, "Ferry strike ends"),
        (PARAGRAPH, 0, "The boats sail again."),
        (HEADING, 1, "Times"),
        (HEADING, 1, "Sundays"),
        (HEADING, 3, "In winter"),
        (HEADING, 2, "Direct"),
        (PARAGRAPH, 0, "No heading"),
        (ITEM, 1, "First: 06:15"),
        (ITEM, 2, "Sundays: 07:15"),
        (PARAGRAPH, 0, "Not in a list"),
        (ITEM, 2, "Deeper"),
        (BlockKind.QUOTATION, 0, "“A fair settlement”"),
        (BlockKind.CAPTION, 0, "The Marigold at anchor."),
        (PARAGRAPH, 0, "A style that is based on itself"),
    ]
    assert found.title == "Ferry strike ends"
    assert found.notices == ()


def test_characters_are_kept_to_the_letter() -> None:
    runs = (
        "<w:r><w:t>kept </w:t><w:t xml:space='preserve'> as  it </w:t><w:t>\nis</w:t></w:r>"
        "<w:r><w:noBreakHyphen/><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:tab/><w:t>x</w:t>"
        "<w:br/><w:t>next line</w:t><w:cr/><w:t>“é” – \U0001f6a2</w:t>"
        "<w:sym w:font='Wingdings' w:char='F0E0'/><w:sym w:char='zz'/><w:sym w:char='D800'/></w:r>"
    )
    assert article_of(document(p(runs))) == [
        "kept as  it is\u2011co\u00adop\tx\nnext line\n“é” – \U0001f6a2→"
    ]


def test_a_page_break_and_an_empty_line_part_paragraphs() -> None:
    broken = (
        "<w:r><w:t>One.</w:t><w:br w:type='page'/><w:t>Two.</w:t><w:br/><w:br/><w:t>3</w:t></w:r>"
    )
    assert article_of(document(p(broken))) == ["One.", "Two.", "3"]


def test_tables_are_rows_with_tabs_unless_they_set_prose_side_by_side() -> None:
    prose = "<w:tc>" + p("The boats sail again. " * 12) * 2 + "</w:tc>"
    found = document(
        p("Before")
        + f"<w:tbl>{cells('Boat', 'Seats')}{cells('Marigold', '', '240')}"
        + f"<w:sdt><w:sdtContent>{cells('In a control')}</w:sdtContent></w:sdt></w:tbl>"
        + f"<w:tbl><w:tr><w:tc>{p('one')}{p('two')}</w:tc><w:tc>{p('three')}</w:tc></w:tr></w:tbl>"
        + f"<w:tbl><w:tr>{prose}<w:tc>{styled('Titel', 'Aside')}</w:tc></w:tr></w:tbl>"
        + p("After")
    )
    sentence = ("The boats sail again. " * 12).strip()
    assert article_of(found) == [
        "Before",
        "Boat\tSeats",
        "Marigold\t240",
        "In a control",
        "one\ntwo\tthree",
        sentence,
        sentence,
        "Aside",
        "After",
    ]


def test_a_table_in_a_table_is_read_in_its_cell() -> None:
    inner = f"<w:tbl>{cells('a', 'b')}</w:tbl>"
    table = f"<w:tbl><w:tr><w:tc>{inner}{p('')}</w:tc><w:tc>{p('c')}</w:tc></w:tr></w:tbl>"
    assert article_of(document(table)) == ["a\tb\tc"]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    def reference(kind: str, note_id: int) -> str:
        return f"<w:r><w:{kind}noteReference w:id='{note_id}'/></w:r>"

    def notes(kind: str, *texts: str) -> str:
        return word(
            f"{kind}notes",
            f"<w:{kind}note w:type='separator' w:id='-1'>{p('')}</w:{kind}note>"
            + "".join(
                f"<w:{kind}note w:id='{number}'><w:p><w:r><w:{kind}noteRef/></w:r>{run(text)}</w:p>"
                f"</w:{kind}note>"
                for number, text in enumerate(texts, 1)
            ),
        )

    custom = (
        "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='3'/><w:t>*</w:t></w:r>"
        + reference("foot", 9)
    )
    found = document(
        p(run("One") + reference("foot", 2) + run(" two") + reference("end", 1) + run("."))
        + p(run("Three") + reference("foot", 1) + custom + run(".")),
        footnotes=notes("foot", " The third.", " The first.", " The starred."),
        endnotes=notes("end", " The second."),
    )
    assert article_of(found) == [
        "One[1] two[i].",
        "Three[2][*][3].",
        "[1] The first.",
        "[2] The third.",
        "[*] The starred.",
        "[i] The second.",
    ]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    def field(instruction: str, result: str) -> str:
        return (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>"
            f"{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            f"{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )

    nested = field(f' IF {field("PAGE", run("7"))} "x" ', run("shown"))
    found = document(
        p(
            run("See ")
            + field(' HYPERLINK "https://a.example/n" \\o "tip" ', run("the ") + run("notice"))
            + run(", ")
            + "<w:hyperlink r:id='h1'>"
            + run("the times")
            + "</w:hyperlink>"
            + "<w:hyperlink w:anchor='here'>"
            + run(" and here ")
            + "</w:hyperlink>"
            + f"<w:fldSimple w:instr='DATE'>{run('4 May')}</w:fldSimple>"
        )
        + p(nested)
    )
    assert article_of(found) == ["See the notice, the times and here 4 May", "shown"]
    assert found.links == (
        TextLink(4, 14, "https://a.example/n"),
        TextLink(16, 25, "https://harbour.example/times"),
    )
    assert [found.text[link.start : link.end] for link in found.links] == [
        "the notice",
        "the times",
    ]


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('In the box.')}{styled('Beschriftung', 'A boat.')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    nothing = "<w:r><w:pict><mc:AlternateContent><mc:Choice/></mc:AlternateContent></w:pict></w:r>"
    emoji = (
        "<w:r><mc:AlternateContent><mc:Choice><wps:symEx wps:char='1F6A2'/></mc:Choice>"
        "<mc:Fallback><w:t>?</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = document(p(run("Beside ") + drawn + run("it") + nothing + emoji) + p("After."))
    assert kinds_of(found) == [
        (PARAGRAPH, 0, "Beside it\U0001f6a2"),
        (PARAGRAPH, 0, "In the box."),
        (BlockKind.CAPTION, 0, "A boat."),
        (PARAGRAPH, 0, "After."),
    ]


def test_what_nobody_sees_is_left_out_and_told() -> None:
    found = document(
        p(run("Seen.") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r>")
        + p("<w:r><w:rPr><w:rStyle w:val='Geheim'/></w:rPr><w:t>Secret.</w:t></w:r>")
        + p("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Shown.</w:t></w:r>")
        + p("<w:r><w:commentReference w:id='0'/></w:r>" + run("Noon."))
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p("Type here")
        + "</w:sdtContent></w:sdt><w:sdt><w:sdtContent>"
        + p("Typed.")
        + "</w:sdtContent></w:sdt>"
        + p(
            "<w:r><w:ruby><w:rt>"
            + run("kan")
            + "</w:rt><w:rubyBase>"
            + run("漢")
            + "</w:rubyBase></w:ruby></w:r>"
        )
        + "<w:altChunk/>"
    )
    assert article_of(found) == ["Seen.", "Shown.", "Noon.", "Typed.", "漢"]
    assert found.notices == (
        "This file has 1 comment; it was left out.",
        "This file has hidden text; it was left out.",
        "A part of this file is in another format, and was not read.",
    )


def test_a_table_of_contents_is_furniture() -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Times 3')}</w:sdtContent></w:sdt>"
    )
    found = document(contents + p("Noon.") + p("Leave a Reply"))
    assert furniture_of(found) == ["Times 3", "Leave a Reply"]
    assert article_of(found) == ["Noon."]


WHO = 'w:author="Ada" w:date="2026-05-04T07:40:00Z"'
INSERTED, DELETED = f"<w:rPr><w:ins {WHO}/></w:rPr>", f"<w:rPr><w:del {WHO}/></w:rPr>"

MOVED = f"<w:rPr><w:moveFrom {WHO}/></w:rPr>"


def changed_row(change: str, *texts: str) -> str:
    return cells(*texts).replace("<w:tr>", f"<w:tr><w:trPr><w:{change} {WHO}/></w:trPr>")


def ins(text: str) -> str:
    return f"<w:ins {WHO}>{run(text)}</w:ins>"


def cut(text: str) -> str:
    return f"<w:del {WHO}>{run(text).replace('w:t', 'w:delText')}</w:del>"


@pytest.mark.parametrize(
    ("body", "accepted", "original", "count"),
    [
        (
            p(run("Sails at ") + cut("six") + ins("seven") + run(".")),
            ["Sails at seven."],
            ["Sails at six."],
            2,
        ),
        (p(run("No change.")), ["No change."], ["No change."], 0),
        # a paragraph is split, and two are joined
        (p("One. ", INSERTED) + p("Two."), ["One.", "Two."], ["One. Two."], 1),
        (p("One. ", DELETED) + p("Two."), ["One. Two."], ["One.", "Two."], 1),
        # from the middle of one paragraph to the middle of the next
        (
            p(run("One ") + cut("and"), DELETED) + p(cut("then") + run("two.")),
            ["One two."],
            ["One and", "thentwo."],
            1,
        ),
        # whole paragraphs
        (p(cut("Gone."), DELETED) + p("Stays."), ["Stays."], ["Gone.", "Stays."], 1),
        (p(ins("New."), INSERTED) + p("Stays."), ["New.", "Stays."], ["Stays."], 1),
        # inserted, and taken out again by somebody else
        (
            p(run("One") + f"<w:ins {WHO}>{cut(' or two')}</w:ins>" + run(".")),
            ["One."],
            ["One."],
            2,
        ),
        # a move is one change
        (
            p(f"<w:moveFrom {WHO}>{run('Late.')}</w:moveFrom>", MOVED)
            + p("Early.")
            + p(f"<w:moveTo {WHO}>{run('Late.')}</w:moveTo>"),
            ["Early.", "Late."],
            ["Late.", "Early."],
            1,
        ),
        # rows of a table
        (
            f"<w:tbl>{cells('a', 'b')}{changed_row('ins', 'c', 'd')}"
            f"{changed_row('del', 'e', 'f')}</w:tbl>",
            ["a\tb", "c\td"],
            ["a\tb", "e\tf"],
            2,
        ),
    ],
)  # fmt: skip
def test_tracked_changes_are_accepted_or_not_made(
    body: str, accepted: list[str], original: list[str], count: int
) -> None:
    new, old = document(body), document(body, original=True)
    assert article_of(new) == accepted
    assert article_of(old) == original
    if count:
        changes = (
            "1 tracked change; it was" if count == 1 else f"{count} tracked changes; they were"
        )
        assert new.notices == (f"This file has {changes} taken as accepted.",)


def test_the_original_is_told_to_be_one_and_has_its_own_styles() -> None:
    heading = (
        '<w:pStyle w:val="berschrift1"/><w:pPrChange><w:pPr><w:pStyle w:val="Standard"/></w:pPr>'
        "</w:pPrChange>"
    )
    body = p("Times", heading) + p(ins("Noon."))
    assert kinds_of(document(body)) == [(HEADING, 1, "Times"), (PARAGRAPH, 0, "Noon.")]
    old = document(body, original=True)
    assert kinds_of(old) == [(PARAGRAPH, 0, "Times")]
    assert old.notices == (
        "This file has 1 tracked change; it was read as not made: this is the original text.",
    )


def test_joined_paragraphs_have_the_look_of_what_was_begun_with_text() -> None:
    heading = '<w:pStyle w:val="berschrift1"/>'
    typed_after = p("Times", heading + INSERTED) + p(ins("New."))
    assert kinds_of(document(typed_after, original=True)) == [(HEADING, 1, "Times")]
    heading_cut = p(cut("Times"), heading + DELETED) + p("Noon.")
    assert kinds_of(document(heading_cut)) == [(PARAGRAPH, 0, "Noon.")]


CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:t="urn:t"><dc:title>A  title'
    "</dc:title><dc:creator>Marta Lindqvist</dc:creator><dc:language>en-GB</dc:language>"
    "<t:created>2026-05-04T07:40:00Z</t:created><t:modified>never</t:modified></cp:coreProperties>"
)


def test_what_the_file_says_of_itself() -> None:
    found = read(docx(p("Noon."), {"docProps/core.xml": CORE}), "a.docx")
    assert found.title == "A title"
    assert found.metadata == Metadata(
        byline="Marta Lindqvist", published="2026-05-04T07:40:00+00:00", language="en-GB"
    )
    titled = p("Ferry", '<w:outlineLvl w:val="0"/>') + p("Noon.")
    assert read(docx(titled, {"docProps/core.xml": CORE}), "a.docx").title == "Ferry"


def test_macros_are_told_and_the_text_is_read() -> None:
    found = read(docx(p("Noon."), {"word/vbaProject.bin": b"\xd0\xcf"}), "a.docm")
    assert article_of(found) == ["Noon."]
    assert "This file has macros; they were neither run nor kept." in found.notices


def test_parts_are_found_where_the_file_says_they_are() -> None:
    strict = word("document", f"<w:body>{p('Noon.')}</w:body>").replace("2006/main", "strict")
    data = packed(
        {
            "_rels/.rels": relationships(("r", "officeDocument", "/odd/text.xml")),
            "odd/text.xml": strict,
            "[Content_Types].xml": "<Types/>",
            "word/fontTable.xml": "<a/>",
        }
    )
    assert article_of(read(data, "a.docx")) == ["Noon."]


GOOD = docx(
    styled("Titel", "Ferry strike ends") + p(run("The boats ") + cut("stay") + ins("sail")),
    {"word/styles.xml": STYLES, "docProps/core.xml": CORE},
)


@pytest.mark.parametrize(
    ("hostile", "sentence"),
    [
        (GOOD[: len(GOOD) // 2], "damaged, or not complete"),
        (GOOD.replace(b"word/document.xml", b"word/doc-ment.xml"), "is missing|damaged"),
        (docx("<w:p>"), "damaged, or not complete"),
        (packed({"word/document.xml": word("document", "")}), "no text body"),
        (packed({"word/document.xml": "<a/>"}), "no text body"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"Not a Word document at all.", "damaged, or not complete"),
        (b"", "damaged, or not complete"),
        (
            packed({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"}),
            "XML in this Word document that is not read",
        ),
        (docx("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300), "damaged"),
    ],
)  # fmt: skip
def test_hostile_files_are_told(hostile: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableText, match=sentence):
        read_docx(hostile, Hints())


@pytest.mark.parametrize(
    "bomb",
    [
        docx("<w:p/>" * 2_000_001),
        packed({"word/document.xml": word("document", " " * 50_000_000)}),
    ],
)
def test_bombs_are_told(bomb: bytes) -> None:
    with pytest.raises(TooLarge):
        read_docx(bomb, Hints())


def test_paragraphs_without_an_end_are_read_in_time() -> None:
    long = p(" ", DELETED) * 25_000 + p("Noon.")
    found: list[list[str]] = []
    assert cost(lambda: found.append(article_of(document(long)))) < 100
    assert found == [["Noon."]]


def test_a_document_without_text_is_told() -> None:
    with pytest.raises(EmptyText):
        document(p("") + p(cut("All of it.")))


def test_deep_tables_and_boxes_within_bounds_are_read() -> None:
    def deep(times: int) -> str:
        return "<w:tbl><w:tr><w:tc>" * times + p("Deep.") + "</w:tc></w:tr></w:tbl>" * times

    assert article_of(document(deep(20))) == ["Deep."]
    with pytest.raises(UnreadableText, match="deeper than is read"):
        document(deep(50))


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), junk=st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_ends_well(place: int, junk: bytes) -> None:
    data = GOOD[:place] + junk + GOOD[place + len(junk) :]
    sentence = told(lambda: read_docx(data, Hints()))
    assert not sentence or "Word document" in sentence


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_xml_says_ends_well(data: st.DataObject) -> None:
    """Pieces of documents in any order and nesting."""
    names = (
        "p r t ins del tbl tr tc sdt sdtContent hyperlink fldChar fldSimple pPr rPr txbxContent "
        "drawing AlternateContent Choice Fallback footnoteReference ruby sectPr"
    )
    tags = st.sampled_from(names.split())

    def element(depth: int) -> str:
        name = data.draw(tags)
        attribute = data.draw(st.sampled_from(["", ' w:id="1"', ' w:fldCharType="begin"']))
        inner = (
            "Noon" if depth == 0 else element(depth - 1) + element(depth - 2 if depth > 1 else 0)
        )
        return f"<w:{name}{attribute}>{inner}</w:{name}>"

    assert isinstance(read_docx(docx(element(5)), Hints()), Document)
