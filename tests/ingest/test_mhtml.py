"""Web pages saved as one file: the page, and where it was."""

from __future__ import annotations

from base64 import b64encode
from quopri import encodestring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Document
from app.errors import EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import Hints, media_type, read
from tests.ingest.files import check_any
from tests.ingest.pages import NEWS, article_of

ADDRESS = "https://ferry.example/strike"
FRAME = "<!doctype html><p>An advertisement in a frame of its own, with words enough.</p>"
CHROME = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: Ferry\r\n"
PLAIN_PAGE = "<!doctype html><p>Die Fähre fährt wieder.</p>"


def part(body: str, *, place: str = "", number: str = "", encoding: str = "utf-8") -> bytes:
    """A page as a part of a saved one."""
    head = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    head += f"Content-Location: {place}\r\n" * bool(place)
    head += f"Content-ID: {number}\r\n" * bool(number)
    return head.encode() + b"\r\n" + encodestring(body.encode(encoding)) + b"\r\n"


PICTURE = (
    b"Content-Type: image/png\r\nContent-Location: https://ferry.example/a.png\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(bytes(600)) + b"\r\n"
)


def saved(*parts: bytes, head: str = CHROME, more: str = "") -> bytes:
    """A saved page of these parts."""
    top = (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="-x"{more}\r\n'
    )
    return top.encode() + b"\r\n" + b"".join(b"---x\r\n" + each for each in parts) + b"---x--\r\n"


def document(data: bytes) -> Document:
    assert media_type(data) == "multipart/related"
    return read(data, "page.mhtml")


def test_the_page_is_read_as_any_page_with_its_address() -> None:
    found = document(saved(part(NEWS, place=ADDRESS), PICTURE))
    alone = read(NEWS.encode())
    assert (found.text, found.blocks, found.title) == (alone.text, alone.blocks, alone.title)
    assert found.metadata.address == (alone.metadata.address or ADDRESS)
    assert not found.notices


@pytest.mark.parametrize(
    ("parts", "head", "more"),
    [
        ([part(FRAME, place="cid:f@x"), part(PLAIN_PAGE, place=ADDRESS)], CHROME, ""),
        (
            [part(FRAME), part(PLAIN_PAGE, number="<page@x>")],
            "Subject: Ferry\r\n",
            '; start="<page@x>"',
        ),
        ([part(PLAIN_PAGE), part(FRAME)], "Subject: Ferry\r\n", ""),
        ([PICTURE, part(PLAIN_PAGE)], "From: <Saved by WebKit>\r\n", ""),
    ],
)
def test_of_several_pages_the_one_that_was_saved_is_read(
    parts: list[bytes], head: str, more: str
) -> None:
    assert article_of(document(saved(*parts, head=head, more=more))) == ["Die Fähre fährt wieder."]


def test_the_subject_stands_in_for_a_title() -> None:
    assert document(saved(part(PLAIN_PAGE))).title == "Ferry"


def test_the_address_may_stand_at_the_page_alone() -> None:
    found = document(saved(part(PLAIN_PAGE, place=ADDRESS), head=""))
    assert found.metadata.address == ADDRESS
    local = document(saved(part(PLAIN_PAGE, place="file:///C:/page.htm"), head=""))
    assert local.metadata.address == ""


def test_the_page_may_be_in_any_encoding() -> None:
    page = part(PLAIN_PAGE, encoding="cp1252").replace(
        b"text/html", b"text/html; charset=windows-1252"
    )
    assert article_of(document(saved(page))) == ["Die Fähre fährt wieder."]


def test_a_mail_with_pictures_inside_is_a_mail() -> None:
    data = saved(part(PLAIN_PAGE), PICTURE, head="From: a@b.example\r\nTo: c@d.example\r\n")
    assert media_type(data) == "message/rfc822"
    assert read(data).metadata.byline == "a@b.example"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (saved(PICTURE), EmptyText),
        (saved(), EmptyText),
        (saved(part("")), EmptyText),
        (saved(part("<html><body></body></html>")), EmptyText),
        (saved(part(PLAIN_PAGE))[:150], EmptyText),
        (saved(part("<html>\0\0\1\2")), UnreadableText),
        (saved(*[PICTURE] * 2_500), TooLarge),
    ],
)
def test_a_hostile_page_is_told(data: bytes, error: type[RecensionError]) -> None:
    with pytest.raises(error) as caught:
        read(data, "page.mhtml", Hints())
    assert caught.value.sentence
    assert caught.value.advice


WHOLE = saved(part(FRAME, number="<a@b>"), part(PLAIN_PAGE, place=ADDRESS), PICTURE)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE)),
            st.one_of(st.binary(max_size=6), st.sampled_from([b"\r\n\r\n", b'start="', b"---x"])),
        ),
        max_size=4,
    )
)
def test_a_page_with_damaged_places_is_read_or_refused(damage: list[tuple[int, bytes]]) -> None:
    data = WHOLE
    for place, piece in damage:
        data = data[:place] + piece + data[place + len(piece) :]
    check_any(data)
