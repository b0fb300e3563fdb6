"""Bytes in every encoding that text comes in, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UnreadableText
from app.ingest.encoding import decode

TEXTS = {
    "cp1252": [
        "Café déjà vu.",
        "Le ministre a déclaré que l’opération était « terminée ».",
        "Die Fähre fährt früh über den großen See, sagte der Bürgermeister.",
        "“Smart quotes” – and a dash…",
        "It’s fine.",
        "El niño comió piñas en España. ¿Y tú?",
        "The fare rose to £20, or €23.",
        "As ações são do órgão público de São Paulo, disse a união.",
        "Färjan går igen på måndag, säger facket; båten är försenad.",
    ],
    "cp1250": [
        "Zażółć gęślą jaźń, powiedział minister w środę.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    ],
    "cp1251": ["Паром возобновит рейсы после девятидневной забастовки, сообщил профсоюз."],
    "koi8-r": ["Паром возобновит рейсы после девятидневной забастовки, сообщил профсоюз."],
    "cp1253": ["Το πλοίο θα ξαναρχίσει μετά από εννέα ημέρες απεργίας."],
    "cp1255": ["המעבורת תחזור לפעול אחרי תשעה ימי שביתה."],
    "cp1256": ["ستستأنف العبارة رحلاتها بعد إضراب دام تسعة أيام."],
    "cp932": ["フェリーは九日間のストライキの後に再開する。"],
    "euc_jp": ["フェリーは九日間のストライキの後に再開する。"],
    "iso2022_jp": ["フェリーは九日間のストライキの後に再開する。"],
    "gb18030": ["渡轮在九天罢工后将恢复运行,工会说。"],
    "big5": ["渡輪在九天罷工後將恢復運行,工會說。"],
    "cp949": ["여객선은 아흐레 파업 끝에 다시 운항한다고 노조가 밝혔다."],
}


@pytest.mark.parametrize(
    ("encoding", "text"), [(encoding, text) for encoding, texts in TEXTS.items() for text in texts]
)
def test_an_undeclared_encoding_is_found(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_long_text_is_judged_by_a_part_and_read_whole() -> None:
    text = "渡轮在九天罢工后将恢复运行,工会说。\n" * 8_000
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("windows-1254", "cp1254"),
        ("ISO-8859-9", "cp1254"),
        (" 'iso-8859-15' ", "iso8859-15"),
        ("GBK", "gb18030"),
        ("shift_jis", "cp932"),
    ],
)
def test_a_declared_encoding_is_believed_as_browsers_do(label: str, encoding: str) -> None:
    text = {"cp1254": "Ağustos", "iso8859-15": "20 €", "gb18030": "渡轮", "cp932": "①番線"}[
        encoding
    ]
    assert decode(text.encode(encoding), label) == text


@pytest.mark.parametrize("label", ["", "utf-7", "rot13", "hex", "no such thing", "a\0b", "utf-16"])
def test_a_declared_encoding_that_is_none_is_passed_over(label: str) -> None:
    assert decode("Über".encode("cp1252"), label) == "Über"


def test_utf8_counts_more_than_what_is_declared() -> None:
    assert decode("Fähre".encode(), "windows-1252") == "Fähre"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_a_mark(encoding: str) -> None:
    text = "The boat leaves at noon. Die Fähre fährt früh."
    assert decode(text.encode(encoding)) == text


def test_line_ends_become_newlines() -> None:
    assert decode(b"one\r\ntwo\rthree\n\r\nfour") == "one\ntwo\nthree\n\nfour"


def test_a_few_damaged_bytes_do_not_spoil_a_text_in_utf8() -> None:
    text = "Die Fähre fährt früh über den großen See, sagte der Bürgermeister. " * 10
    damaged = text.encode()[:-1] + b"\xff end"
    assert decode(damaged) == text[:-1] + "\ufffd end"


def test_a_character_cut_off_at_the_end_is_left_out() -> None:
    assert (
        decode("Die Fähre fährt früh zur Küste ü".encode()[:-1])
        == "Die Fähre fährt früh zur Küste "
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\0b and more text after it", "NUL"),
        (bytes(100), "NUL"),
        (b"\xfe\x9d\0\x12\x88\xff\0\0\x81", "NUL"),
        (bytes(range(1, 32)) * 20, "control characters"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8", "UTF-16"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", "UTF-8"),
        (codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff", "UTF-32"),
    ],
)
def test_bytes_that_are_no_text_are_told(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableText, match=said) as caught:
        decode(data)
    assert "UTF-8" in caught.value.advice


# What every file in text may hold: no NUL, no half of a surrogate pair, few controls.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1
)


@settings(max_examples=300)
@given(TEXT.filter(lambda text: not text.startswith("\ufeff") and "\x1b$" not in text))
def test_utf8_comes_back_to_the_letter(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@settings(max_examples=300)
@given(TEXT, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_any_unicode_encoding_with_a_mark_comes_back_to_the_letter(
    text: str, encoding: str
) -> None:
    assert decode(("\ufeff" + text).encode(encoding)) == text


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(["Fähre", "früh", "café", "déjà", "año", "où", "“noon”", "–", "boat"]))
)
def test_western_text_comes_back_to_the_letter(words: list[str]) -> None:
    text = " ".join(["The", *words])
    assert decode(text.encode("cp1252")) == text


@settings(max_examples=500)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableText:
        return
    assert "\0" not in text
    assert "\r" not in text
    text.encode("utf-8")  # raises where half of a surrogate pair got through
