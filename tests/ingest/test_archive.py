"""Zip archives: the one article in them, or all files for whoever takes several."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadInput, EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import read
from app.ingest.archive import members
from tests.ingest.files import check_any, zipped
from tests.ingest.pages import NEWS, article_of

STORY = "The boats sail again on Friday."


def names(data: bytes) -> list[str]:
    return [member.name for member in members(data)]


class TestMembers:
    def test_files_come_by_name_with_numbers_by_value(self) -> None:
        data = zipped({f"story/v{n}.txt": str(n) for n in (10, 2, 1, 20)} | {"story/a.txt": "a"})
        assert [(member.name, member.data) for member in members(data)] == [
            ("story/a.txt", b"a"),
            ("story/v1.txt", b"1"),
            ("story/v2.txt", b"2"),
            ("story/v10.txt", b"10"),
            ("story/v20.txt", b"20"),
        ]

    def test_folders_and_what_programs_put_there_are_left_out(self) -> None:
        data = zipped(
            {
                "story/": "",
                "story/1.txt": STORY,
                "__MACOSX/story/._1.txt": "x",
                "story/.DS_Store": "x",
                "story/Thumbs.db": "x",
                "story/.git/config": "x",
                "story/1_files/style.css": "x",
                "story/1_files/page.html": "x",
                "script.js": "x",
            }
        )
        assert names(data) == ["story/1.txt"]

    def test_names_that_lead_out_of_the_archive_are_left_out(self) -> None:
        data = zipped({"../../etc/a.txt": "x", "/etc/b.txt": "x", "C:/c.txt": "x", "d.txt": "x"})
        assert names(data) == ["d.txt"]

    def test_names_may_be_in_utf8_without_saying_so(self) -> None:
        data = zipped({"F\u00e4hre.txt": STORY})
        assert names(data) == ["Fähre.txt"]
        unsaid = data.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00").replace(
            b"\x14\x00\x00\x08", b"\x14\x00\x00\x00"
        )
        assert zipfile.ZipFile(io.BytesIO(unsaid)).namelist() == ["F├ñhre.txt"]
        assert names(unsaid) == ["Fähre.txt"]

    def test_an_old_name_stays_in_the_alphabet_of_the_first_pcs(self) -> None:
        data = zipped({"Fxhre.txt": STORY}).replace(b"Fxhre.txt", b"F\x84hre.txt")
        assert names(data) == ["Fähre.txt"]

    def test_many_digits_are_no_number(self) -> None:
        data = zipped({"9" * 5_000 + ".txt": "x", "²3.txt": "x", "3.txt": "x"})
        assert len(names(data)) == 3


class TestRead:
    def test_the_one_article_is_read_and_that_is_told(self) -> None:
        found = read(zipped({"story/1.html": NEWS, "story/a.png": b"\x89PNG\r\n\x1a\n"}), "a.zip")
        assert found.title == read(NEWS.encode()).title
        assert found.notices[0] == "This is a zip archive; the article in it was read: “1.html”."

    def test_a_name_that_lies_is_told_of_both_files(self) -> None:
        found = read(zipped({"story.docx": STORY}), "story.txt")
        assert article_of(found) == [STORY]
        assert found.notices == (
            "This file is named .txt, but it is an archive (zip).",
            "This is a zip archive; the article in it was read: “story.docx”.",
            "This file is named .docx, but it is plain text.",
        )

    def test_of_several_articles_none_is_chosen(self) -> None:
        with pytest.raises(BadInput, match="There are 3 articles in this zip archive") as caught:
            read(zipped({f"{n}.txt": STORY for n in range(3)}))
        assert "drop its folder" in caught.value.advice
        assert "as versions" in caught.value.advice

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (zipped({}), "There are no files"),
            (zipped({"a/": ""}), "There are no files"),
            (zipped({"a.png": b"\x89PNG\r\n\x1a\n", "b.bin": b"\0\1\2"}), "There is no article"),
            (zipped({"a.txt": "", "b.txt": " \n"}), "There is no article"),
        ],
    )
    def test_an_archive_without_an_article_is_told(self, data: bytes, said: str) -> None:
        with pytest.raises(EmptyText, match=said) as caught:
            read(data, "a.zip")
        assert caught.value.advice


def locked() -> bytes:
    """An archive that says of its one file that it is encrypted."""
    data = bytearray(zipped({"a.txt": STORY}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


HOSTILE = {
    "cut off": (zipped({"a.txt": STORY * 99, "b.txt": STORY})[:-60], UnreadableText),
    "locked": (locked(), UnreadableText),
    "damaged inside": (
        zipped({"a.txt": STORY}, packed=False).replace(b"Friday", b"Sunday"),
        UnreadableText,
    ),
    "a bomb": (zipped({"a.txt": bytes(40_000_000)}), TooLarge),
    "a bomb in a small file": (zipped({f"{n}.txt": bytes(9_000_000) for n in range(9)}), TooLarge),
    "too many files": (zipped(dict.fromkeys(map(str, range(10_001)), "")), TooLarge),
    "no archive at all": (b"PK\x03\x04" + bytes(200), UnreadableText),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_told(name: str) -> None:
    data, error = HOSTILE[name]
    with pytest.raises(RecensionError) as caught:
        read(data, "a.zip")
    assert type(caught.value) is error
    assert "zip archive" in caught.value.sentence
    assert caught.value.advice


def test_an_archive_of_itself_ends() -> None:
    data = zipped({"a.txt": STORY})
    for _ in range(20):
        data = zipped({"a.zip": data})
    check_any(data)
    with pytest.raises(RecensionError, match="another one in it"):
        read(data)


WHOLE = zipped({"story/1.txt": STORY * 20, "story/2.png": b"\x89PNG\r\n\x1a\n"})


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=6)), max_size=4),
    st.integers(0, len(WHOLE)),
)
def test_an_archive_with_damaged_places_is_read_or_refused(
    damage: list[tuple[int, bytes]], end: int
) -> None:
    data = WHOLE
    for place, piece in damage:
        data = data[:place] + piece + data[place + len(piece) :]
    check_any(data)
    check_any(WHOLE[:end])
