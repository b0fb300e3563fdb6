"""Rich text files: what a reader of them sees, tracked changes both ways, and hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document, Metadata, TextLink
from app.errors import EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import Hints, Tracked, read
from app.ingest.rtf import read_rtf
from tests.ingest.packing import told
from tests.ingest.pages import article_of, furniture_of, kinds_of
from tests.pace import cost

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Arial;}"
    r"{\f2\fcharset128 MS Mincho;}{\f3\fcharset2 Wingdings;}{\f4\fcharset238{\*\falt X} Y;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}"
    r"{\s2\sbasedon1 House;}{\s3\outlinelevel2 Gliederung;}{\s4 Title;}{\s5 caption;}{\s6 Quote;}"
    r"{\s7\sbasedon8 a;}{\s8\sbasedon7 b;}{\s9 toc 1;}{\*\cs10 Default Paragraph Font;}}"
    r"{\*\generator Made by hand}{\info{\title A  title}{\author Marta Lindqvist}"
    r"{\creatim\yr2026\mo5\dy4\hr7\min40}{\revtim\yr0\mo0\dy0\hr0\min0}}"
    r"{\header Harbour Gazette\par}{\footer Page \chpgn\par}"
)


def rtf(body: str) -> bytes:
    return (HEAD + body + "}").encode("latin-1")


def document(body: str, *, original: bool = False) -> Document:
    tracked = Tracked.ORIGINAL if original else Tracked.ACCEPTED
    return read(rtf(body), "a.rtf", Hints(tracked=tracked))


def texts(body: str) -> list[str]:
    return article_of(document(body))


def test_every_block_has_its_kind() -> None:
    found = document(
        r"\pard\plain\s4 Ferry strike ends\par\pard The boats sail again.\par"
        r"\pard\s1 Times\par\pard\s2 Sundays\par\pard\s3 In winter\par"
        r"\pard\outlinelevel1 Direct\par\pard\s1\outlinelevel9 By its style\par"
        r"\pard{\listtext\'b7\tab}\ls1\ilvl0 First: 06:15\par\ilvl1 Sundays: 07:15\par"
        r"\pard\ls0 None\par"
        r"\pard{\pntext\f3\'b7\tab}{\*\pn\pnlvlblt{\pntxtb\'b7}}In the old way\par"
        r"\pard\s6 \ldblquote A fair settlement\rdblquote\par\pard\s5 The Marigold.\par"
        r"\pard\s7 A style that is based on itself\par"
    )
    assert kinds_of(found) == [
        (HEADING, 1, "Ferry strike ends"),
        (PARAGRAPH, 0, "The boats sail again."),
        (HEADING, 1, "Times"),
        (HEADING, 1, "Sundays"),
        (HEADING, 3, "In winter"),
        (HEADING, 2, "Direct"),
        (HEADING, 1, "By its style"),
        (ITEM, 1, "First: 06:15"),
        (ITEM, 2, "Sundays: 07:15"),
        (PARAGRAPH, 0, "None"),
        (ITEM, 1, "In the old way"),
        (BlockKind.QUOTATION, 0, "“A fair settlement”"),
        (BlockKind.CAPTION, 0, "The Marigold."),
        (PARAGRAPH, 0, "A style that is based on itself"),
    ]
    assert found.title == "Ferry strike ends"
    assert found.metadata == Metadata(byline="Marta Lindqvist", published="2026-05-04T07:40:00")
    assert found.notices == ()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"caf\'e9 \'93x\'94 \'80", "café “x” €"),
        (r"\uc1 caf\u233\'e9 \u8212?x\u8230\'85", "café —x…"),
        (r"\uc0\u8212 x \u233e", "—x ée"),
        (r"\uc2\u8212ab\u8212\'81\'5fx", "——x"),
        (r"{\uc2\u8212 ab}\u8212?x", "——x"),
        (r"\u-10179?\u-8546? and \u55357?\u57006?", "\U0001f69e and \U0001f6ae"),
        (r"\u55357? alone, \u57006? too", "\ufffd alone, \ufffd too"),
        (r"\u128674? as one", "🚢 as one"),
        (r"\u8211\endash x", "–x"),
        (r"no\~break co\-op\_ok", "no\u00a0break co\u00adop\u2011ok"),
        (r"\emdash\endash\lquote\rquote\bullet", "—–‘’•"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} caf\'e9", "Привет café"),
        (r"{\f2 \'93\'fa\'96\'7b} {\f4 \'9aivot}", "日本 šivot"),
        (r"{\f3 \'e0}{\f3 abc}\u61664?", "→abc→"),
        (r"\{a\} \\ b\|c\:d", r"{a} \ bcd"),
        ("one\r\n line\\line two\\tab x", "one line\ntwo\tx"),
        (r"a{\v hidden}b\v hidden\v0 c", "abc"),
        (r"caps \caps kept\caps0  {\b bold}{\ul un}der", "caps kept boldunder"),
        (r"a{\*\unknown {nothing} here}b{\pict\pngblip 89504e47}c", "abc"),
        (r"a{\pict\bin5 }{}\}b}c", "ac"),
        ("tel\x00ephone", "telephone"),
    ],
)  # fmt: skip
def test_characters_are_kept_to_the_letter(written: str, read_as: str) -> None:
    assert texts(written) == [read_as]


def test_the_codepage_of_the_file_holds_where_fonts_do_not_say() -> None:
    plain = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset0 Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2}"
    assert article_of(read(plain)) == ["Привет"]
    assert article_of(read(rb"{\rtf1\mac caf\'8e}")) == ["café"]
    assert article_of(read("{\\rtf1\\ansi\\ansicpg65001 café}".encode())) == ["café"]
    assert article_of(read(rb"{\rtf1\ansi\ansicpg99999 caf\'e9}")) == ["café"]


def test_paragraphs_end_where_they_end() -> None:
    assert texts("One.\\par Two.\\\nThree.\\sect Four.\\page Five.\\line\\line Six.") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
        "Six.",
    ]


def test_tables_are_rows_with_tabs() -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl "
    nested = (
        rf"{row}\itap2 a\nestcell b\nestcell{{\*\nesttableprops\trowd\nestrow}}"
        r"{\nonesttables\par}\pard\intbl\itap1\cell c\cell\row"
    )
    body = (
        rf"Before\par{row}Boat\cell Seats\cell\row{row}Marigold\cell\cell 240\cell\row"
        rf"{nested}\pard\plain After\par"
        r"\trowd\cellx100 Without\cell saying so\cell\row Last\par"
        rf"{row}One\par two\cell three\cell\row{row}Cut\cell off"
    )
    assert texts(body) == [
        "Before",
        "Boat\tSeats",
        "Marigold\t240",
        "a\tb\tc",
        "After",
        "Without\tsaying so",
        "Last",
        "One\ntwo\tthree",
        "Cut\toff",
    ]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    def note(text: str, word: str = "") -> str:
        return rf"{{\super\chftn{{\footnote{word}\pard\plain{{\super\chftn}} {text}\par}}}}"

    endnote = note("Second.", r"\ftnalt")
    body = (
        rf"One{note('First.')} two{endnote}{{\v{note('Hidden.')}}}"
        rf"{{\super *}}{{\*\footnote * Starred.}} three{note('Third.')}.\par After."
    )
    assert texts(body) == [
        "One[1] two[1]* three[2].",
        "After.",
        "[1] First.",
        "* Starred.",
        "[2] Third.",
        "[1] Second.",
    ]


def test_endnotes_have_roman_numbers_where_the_file_says_so() -> None:
    note = r"{\chftn{\footnote\ftnalt Late.}}"
    assert texts(rf"\aftnnrlc One{note} two{note}.") == [
        "One[i] two[ii].",
        "[i] Late.",
        "[ii] Late.",
    ]


def test_a_field_shows_its_result_and_leads_to_its_address() -> None:
    link = (
        r'{\field{\*\fldinst{HYPERLINK "https://a.example/n" \\o "tip"}}{\fldrslt{\ul the notice}}}'
    )
    nested = r"{\field{\*\fldinst IF {\field{\*\fldinst PAGE}{\fldrslt 7}} x}{\fldrslt shown}}"
    found = document(rf"See {link}, {nested}.{{\*\bkmkstart a}}{{\xe{{\v index}}}}")
    assert article_of(found) == ["See the notice, shown."]
    assert found.links == (TextLink(4, 14, "https://a.example/n"),)


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In the "
        r"box.\par Twice.\par}}{\shprslt{\*\do{\dptxbxtext In the box.\par}}}}"
    )
    old = r"{\*\do\dobxpage{\dptxbxtext\pard In an old box.\par}\dpx0}"
    assert texts(rf"Beside {box}it.\par After{old}.\par") == [
        "Beside it.",
        "In the box.",
        "Twice.",
        "After.",
        "In an old box.",
    ]


def test_what_nobody_sees_is_left_out_and_told() -> None:
    found = document(
        r"Seen{\v secret}.{\*\atnid A}{\*\atnauthor Ada}\chatn{\*\annotation{\*\atndate 1}Really?}"
        r"\par{\pard\s9 Times 3\par}"
    )
    assert article_of(found) == ["Seen."]
    assert furniture_of(found) == ["Times 3"]
    assert found.notices == (
        "This file has 1 comment; it was left out.",
        "This file has hidden text; it was left out.",
    )


WHO = r"\revauth1\revdttm12345 "


@pytest.mark.parametrize(
    ("body", "accepted", "original", "count"),
    [
        (
            rf"Sails at {{\deleted{WHO}six}}{{\revised{WHO}seven}}.",
            ["Sails at seven."],
            ["Sails at six."],
            2,
        ),
        (rf"One. {{\revised{WHO}\par}}Two.", ["One.", "Two."], ["One. Two."], 1),
        (rf"One. {{\deleted{WHO}\par}}Two.", ["One. Two."], ["One.", "Two."], 1),
        (
            rf"One {{\deleted{WHO}and\par Gone.\par then }}two.",
            ["One two."],
            ["One and", "Gone.", "then two."],
            1,
        ),
        (
            rf"\pard\s1 Times{{\revised{WHO}\par\pard\s0 New.}}\par Noon.",
            ["Times", "New.", "Noon."],
            ["Times", "Noon."],
            1,
        ),
        (r"One \deleted x\deleted0 two\revised y\plain .", ["One twoy."], ["One xtwo."], 2),
        (
            rf"One{{\revised{WHO}{{\super\chftn{{\footnote\pard\plain Note.}}}}}}.",
            ["One[1].", "[1] Note."],
            ["One."],
            1,
        ),
    ],
)  # fmt: skip
def test_tracked_changes_are_accepted_or_not_made(
    body: str, accepted: list[str], original: list[str], count: int
) -> None:
    new, old = document(body), document(body, original=True)
    assert article_of(new) == accepted
    assert article_of(old) == original
    changes = "1 tracked change; it was" if count == 1 else f"{count} tracked changes; they were"
    assert new.notices == (f"This file has {changes} taken as accepted.",)
    assert "this is the original text" in old.notices[0]


def test_a_file_that_breaks_off_is_read_and_told() -> None:
    found = read(rtf(r"The boats sail again.\par At noon")[:-4])
    assert article_of(found) == ["The boats sail again.", "At n"]
    assert "breaks off before its end" in found.notices[-1]


def test_what_comes_after_the_end_is_none_of_it() -> None:
    assert article_of(read(rtf("Noon.") + b"} more {\\b text}")) == ["Noon."]


@pytest.mark.parametrize(
    "hostile",
    [b"", b"plain", b"{\\rt", b"PK\x03\x04" + bytes(50), b"\xd0\xcf\x11\xe0" + bytes(50)],
)
def test_files_of_another_kind_are_told(hostile: bytes) -> None:
    with pytest.raises(UnreadableText, match="This is no rich text file"):
        read_rtf(hostile, Hints())


@pytest.mark.parametrize(
    "hostile",
    [b"{\\rtf1}", rtf(""), rtf(r"\par\par"), rtf(r"{\pict 00}"), rtf(r"{\v Hidden.}")],
)
def test_files_without_text_are_told(hostile: bytes) -> None:
    with pytest.raises(EmptyText):
        read(hostile, "a.rtf")


@pytest.mark.parametrize(
    "bomb",
    [rtf("{" * 500_000), rtf("{}" * 1_600_000)],
)
def test_bombs_are_told_in_time(bomb: bytes) -> None:
    def told() -> None:
        with pytest.raises(TooLarge):
            read_rtf(bomb, Hints())

    assert cost(told) < 600


@pytest.mark.parametrize(
    "odd",
    [
        r"Noon.{\pict\bin999999999 x",
        r"Noon.{\pict\bin-5 x}",
        r"Noon.\u99999999999 x",
        r"Noon.\uc-5\u233 x\uc9999999999\u233",
        r"Noon.\cell\row\nestrow\nestcell\itap999999\intbl x\nestcell",
        r"Noon.\s99999\outlinelevel-3\ilvl-7\ls3 x\par",
        r"Noon.{\field{\fldrslt x}}{\fldinst y}{\fldrslt z}",
        r"Noon.{\footnote{\footnote{\footnote x}}}",
        r"Noon.{\shptxt{\shptxt{\dptxbxtext x}}}{\stylesheet{\stylesheet{\s1{\s2;}}}}",
        r"Noon.\f7\'e9{\fonttbl\f7\fcharset130}\f7\'e9",
        "Noon.\\",
        "Noon.\\'",
        "Noon.\\'zz",
    ],
)
def test_odd_files_are_read(odd: str) -> None:
    assert article_of(document(odd))[0].startswith("Noon.")


GOOD = rtf(
    r"\pard\s4 Ferry\par{\footnote\pard\chftn Note.}\trowd\intbl a\cell\row{\deleted x\par}"
    r'{\field{\*\fldinst{HYPERLINK "https://a.example"}}{\fldrslt y}}\u55357?\u57006?\'e9'
)


@settings(max_examples=300, deadline=None)
@given(place=st.integers(5, len(GOOD) - 1), junk=st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_ends_well(place: int, junk: bytes) -> None:
    data = GOOD[:place] + junk + GOOD[place + len(junk) :]
    assert not (sentence := told(lambda: read_rtf(data, Hints()))) or "rich text" in sentence


WORDS = (
    r"{ } \par \cell \row \nestcell \nestrow \trowd \intbl \itap2 \itap3 \deleted \revised \pard"
)
MORE = r"\footnote \chftn \shptxt \field \fldinst \fldrslt \* \stylesheet \s1 \fonttbl \f1 \uc3"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*WORDS.split(), *MORE.split(), " Noon", "\\'e9"]), max_size=40))
def test_words_in_any_order_end_well(words: list[str]) -> None:
    for tracked in Tracked:
        try:
            found = read(
                "".join(["{\\rtf1 Start.", *words, "}"]).encode(), None, Hints(tracked=tracked)
            )
        except RecensionError as error:
            pytest.fail(error.sentence)
        assert "Start." in found.text
