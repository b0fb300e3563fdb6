"""Text that was saved in a wrong encoding: told, put right when asked, and never otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Block, BlockKind, Document, Metadata, TextLink
from app.errors import EmptyText
from app.ingest import Hints, read
from app.ingest.mojibake import checked
from tests.ingest.files import check

MEND = Hints(mend=True)
TOLD = "This text looks as if it was saved in the wrong encoding"

TEXTS = {
    "English": "The boat’s crew said “no” — twice… and left for 5 £.",
    "German": "Die Fähre fährt über den großen See, „früh“.",
    "French": "L’été, « Élysée » était déjà là\xa0: « créée à Noël » où l’île — ça.\xa0»",
    "Spanish": "El niño dijo “mañana” y ¿quién sabe? Un año después…",
    "Portuguese": "SÃO PAULO — A ação “já” não será.",
    "Polish": "Prom wznowi kursy po dziewięciodniowym strajku „już”, ŁÓDŹ.",
    "Turkish": "Feribot dokuz günlük grevin ardından yeniden “başlıyor”, İÇİŞLERİ Ğ.",
    "Russian": "Паром возобновит рейсы после забастовки. Всё ещё «да».",
    "Ukrainian": "Пором відновить рейси після дев’ятиденного страйку. Її «так».",
    "Greek": "Το πλοίο θα ξαναρχίσει μετά από εννέα ημέρες. «Το παιδί».",
    "Vietnamese": "Phà sẽ hoạt động trở lại sau chín ngày đình công.",
    "Chinese": "渡轮在九天罢工后将恢复运行,工会说。",
    "Japanese": "フェリーは九日間のストライキの後に再開する。",
    "Arabic": "ستستأنف العبارة رحلاتها بعد إضراب دام تسعة أيام.",
    "Hebrew": "המעבורת תחזור לפעול אחרי תשעה ימי שביתה.",
    "signs": "20 °C, §5, ½ × ¾, ©2026, № 7, naïve Ångström, Straße »Ä« ‹É›",
}
# ftfy does not know these, nor are they likely: Russian programs read little Greek.
UNKNOWN = {
    *((language, "cp1251") for language in ("Greek", "Vietnamese", "Arabic", "Hebrew")),
    ("Hebrew", "mac-roman"),
}
WRONG = [
    (language, encoding)
    for language, text in TEXTS.items()
    for encoding in ("latin-1", "cp1252", "cp1251", "mac-roman")
    if not text.encode().decode(encoding, "replace").count("\ufffd")
    and (language, encoding) not in UNKNOWN
]


@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_is_left_alone(language: str) -> None:
    data = TEXTS[language].encode()
    for hints in (Hints(), MEND):
        found = read(data, "a.txt", hints)
        assert found.text == TEXTS[language]
        assert not found.notices


@pytest.mark.parametrize(("language", "encoding"), WRONG)
def test_wrong_text_is_told_and_kept_as_it_is(language: str, encoding: str) -> None:
    wrong = TEXTS[language].encode().decode(encoding)
    found = checked(Document.of_blocks([(BlockKind.PARAGRAPH, wrong)]), mend=False)
    assert found.text == wrong.strip()
    assert found.notices[0].startswith(TOLD)


@pytest.mark.parametrize(("language", "encoding"), WRONG)
def test_wrong_text_is_put_right_when_asked(language: str, encoding: str) -> None:
    wrong = TEXTS[language].encode().decode(encoding)
    found = checked(Document.of_blocks([(BlockKind.PARAGRAPH, wrong)]), mend=True)
    assert found.text == TEXTS[language]
    assert len(found.notices) == 1
    assert "was put right" in found.notices[0]


def test_the_notice_shows_what_is_wrong() -> None:
    data = "He said â€œnoonâ€\x9d, not laterâ€¦".encode()
    assert read(data).notices == (f"{TOLD} (“â€œ” where “ should stand).",)
    mended = read(data, None, MEND)
    assert mended.text == "He said “noon”, not later…"
    assert mended.notices == (
        "This text had been saved in the wrong encoding, and was put right (“â€œ” became “).",
    )


def test_a_text_that_went_wrong_twice_is_put_right() -> None:
    wrong = "Die Fähre fährt früh".encode().decode("cp1252").encode().decode("cp1252")
    assert read(wrong.encode(), None, MEND).text == "Die Fähre fährt früh"


def test_cyrillic_read_as_bytes_is_still_text() -> None:
    wrong = TEXTS["Russian"].encode().decode("latin-1")
    assert read(wrong.encode(), None, MEND).text == TEXTS["Russian"]


def test_many_wrong_quotation_marks_are_still_text() -> None:
    wrong = "“At last,” said Ben. ".encode().decode("latin-1").replace("\x80", "€") * 40
    assert read(wrong.encode(), None, MEND).text == ("“At last,” said Ben. " * 40)


def test_only_the_wrong_lines_are_touched() -> None:
    found = read("Die FÃ¤hre\n\nﬁne “quotes” ｗｉｄｅ &amp; Die Fähre".encode(), None, MEND)
    assert found.text == "Die Fähre\n\nﬁne “quotes” ｗｉｄｅ &amp; Die Fähre"


def test_blocks_and_links_stay_on_their_words() -> None:
    text = "Ã‰tÃ©\n\nLe cafÃ© â€“ ouvert"
    document = Document(
        text,
        (Block(BlockKind.HEADING, 0, 5, 1), Block(BlockKind.PARAGRAPH, 7, len(text))),
        "Ã‰tÃ©",
        Metadata(byline="RenÃ©"),
        (TextLink(10, 15, "https://cafe.example/"),),
    )
    found = checked(document, mend=True)
    assert [found.text_of(block) for block in found.blocks] == ["Été", "Le café – ouvert"]
    assert found.text[found.links[0].start : found.links[0].end] == "café"
    assert (found.title, found.metadata.byline) == ("Été", "René")
    assert found.blocks[0].level == 1


def test_it_is_told_of_any_format() -> None:
    page = "<!doctype html><meta charset=utf-8><p>The boatâ€™s crew left at noon.</p>"
    assert read(page.encode()).notices == (f"{TOLD} (“â€™” where ’ should stand).",)


def test_nothing_is_put_right_into_what_no_text_may_hold() -> None:
    assert read("Noon Ã€€".encode(), None, MEND).text == "Noon Ã€€"


def test_a_text_of_which_nothing_is_left_once_it_is_put_right_is_none() -> None:
    with pytest.raises(EmptyText):
        read("вЂЁ".encode(), None, MEND)


def test_lost_letters_are_told() -> None:
    assert read("The boat\ufffds crew.".encode()).notices == (
        "A letter of this text was lost before it came here: \ufffd stands for it.",
    )
    assert read("The \ufffd\ufffd crew.".encode()).notices == (
        "2 letters of this text were lost before it came here: \ufffd stands for them.",
    )


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*"ÃÂâ€™œ©é—“ \n\xa0", "Ã©", "â€œ", "РџР°", "√©", "\x85"]), min_size=1)
)
def test_anything_put_right_is_a_document(pieces: list[str]) -> None:
    check(read(("Noon " + "".join(pieces)).encode(), None, MEND))
