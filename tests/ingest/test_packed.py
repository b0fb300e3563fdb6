"""Packed files: what is read of them, and what hostile ones come to."""

from __future__ import annotations

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import TooLarge, UnreadableText
from app.ingest import packed as bounds
from app.ingest.packed import open_packed
from app.ingest.trees import parse_xml
from tests.ingest.packing import packed, told
from tests.pace import cost

WHAT = "Word document"
GOOD = packed({"a.xml": "<a>Noon.</a>", "folder/b.txt": "The boats sail. " * 50})


def test_members_are_read_by_name() -> None:
    found = open_packed(GOOD, WHAT)
    assert found.names == ("a.xml", "folder/b.txt")
    assert "a.xml" in found
    assert "c.xml" not in found
    assert found.read("a.xml") == b"<a>Noon.</a>"
    assert found.read("folder/b.txt") == b"The boats sail. " * 50


def test_a_missing_member_is_named() -> None:
    with pytest.raises(UnreadableText, match=r"c\.xml is missing"):
        open_packed(GOOD, WHAT).read("c.xml")


def test_folders_and_names_that_lead_out_are_no_members() -> None:
    names = {"folder/": "", "../up": "a", "/root": "b", "C:\\c": "c", "a/../../b": "d", "e": "e"}
    assert open_packed(packed(names), WHAT).names == ("e",)


@pytest.mark.parametrize("size", [0, 3, 30, len(GOOD) // 2, len(GOOD) - 1])
def test_a_truncated_file_is_told(size: int) -> None:
    with pytest.raises(UnreadableText, match="This Word document is damaged, or not complete"):
        open_packed(GOOD[:size], WHAT)


def test_a_locked_member_is_told() -> None:
    locked = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    with pytest.raises(UnreadableText, match="locked with a password"):
        open_packed(bytes(locked), WHAT).read("a.xml")


def test_an_office_file_is_told_to_be_locked_or_old() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(UnreadableText, match="old Office format"):
        open_packed(old, WHAT)
    with pytest.raises(UnreadableText, match="locked with a password"):
        open_packed(old + "EncryptedPackage".encode("utf-16-le"), WHAT)


def test_two_members_of_one_name_are_refused() -> None:
    twice = GOOD.replace(b"folder/b.txt", b"folder/a.txt").replace(b"folder/a.txt", b"folder/b.tx_")
    assert open_packed(twice, WHAT).names == ("a.xml", "folder/b.tx_")
    same = packed({"aa": "1", "ab": "2"}).replace(b"ab", b"aa")
    with pytest.raises(UnreadableText, match="two files of the same name"):
        open_packed(same, WHAT)


def test_a_method_that_packs_too_well_is_refused() -> None:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_BZIP2) as archive:
        archive.writestr("a", "Noon.")
    with pytest.raises(UnreadableText, match="packed in a way that is not read"):
        open_packed(into.getvalue(), WHAT).read("a")


def test_a_bomb_is_given_up_early() -> None:
    bomb = packed({"a": bytes(60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge, match="unpacks to far more than is read"):
        open_packed(bomb, WHAT).read("a")


def test_many_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_BYTES", 2_500)
    members = open_packed(packed({f"{number}": "x" * 1_000 for number in range(3)}), WHAT)
    assert len(members.read("0") + members.read("1")) == 2_000
    with pytest.raises(TooLarge):
        members.read("2")


def test_a_size_that_lies_does_not_help() -> None:
    """The list of contents says 5 bytes; there are a thousand times as many."""
    data = bytearray(packed({"a": "x" * 5_000}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 5)
    with pytest.raises(UnreadableText, match="damaged, or not complete"):
        open_packed(bytes(data), WHAT).read("a")


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_STORED) as archive:
        for number in range(bounds.MOST_MEMBERS + 1):
            archive.writestr(ZipInfo(f"{number}"), b"")
    with pytest.raises(TooLarge, match="too many files"):
        open_packed(into.getvalue(), WHAT)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_whatever_is_broken_is_told(place: int, junk: bytes) -> None:
    data = GOOD[:place] + junk + GOOD[place + len(junk) :]

    def read_all() -> None:
        found = open_packed(data, WHAT)
        for name in found.names:
            found.read(name)

    assert not (sentence := told(read_all)) or sentence.startswith("This Word document ")


def test_xml_is_read_without_its_dangers() -> None:
    assert parse_xml(b"<a>Noon<!-- no -->.<?no?></a>", WHAT).text == "Noon."
    assert parse_xml("<?xml version='1.0'?><a>é</a>".encode("utf-16"), WHAT).text == "é"


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"plain text",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode("utf-16"),
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
        b"<a>" * 5_000 + b"</a>" * 5_000,
    ],
)
def test_hostile_xml_is_told(hostile: bytes) -> None:
    with pytest.raises(UnreadableText, match=r"This Word document is damaged|There is XML"):
        parse_xml(hostile, WHAT)


@pytest.mark.parametrize("many", [b"<b/>" * 2_000_001, b"<b " + b"c='' " * 3_000_001 + b"/>"])
def test_too_many_elements_are_refused_before_there_is_a_tree(many: bytes) -> None:
    def refused() -> None:
        with pytest.raises(TooLarge, match="too many parts"):
            parse_xml(b"<a>" + many + b"</a>", WHAT)

    assert cost(refused) < 100
