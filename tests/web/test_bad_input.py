"""Bad input gets a sentence that helps, and leaves nothing behind."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.listing import list_articles
from app.settings import Settings

from .reading import EARLIER, LATER, Submit, all_words, by_id, read, ready, words

GOOD = LATER.encode()

REFUSED = {
    "empty": ({"a_text": ""}, {}, "There is no text here."),
    "white space": ({"a_text": " \n\t\u00a0\u200b\n"}, {}, "There is no text here."),
    "ten thousand empty lines": ({"a_text": "\n" * 10_000}, {}, "There is no text here."),
    "NUL pasted": ({"a_text": "Some\0text"}, {}, "There are NUL characters in this text"),
    "the same text": ({"a_text": LATER}, {}, "This is the same text as the earlier version"),
    "0 bytes": ({}, {"a_file": ("empty.txt", b"")}, "This file is empty."),
    "white space in a file": (
        {},
        {"a_file": ("blank.txt", b" \n\n ")},
        "There is no text in this file.",
    ),
    "a picture": (
        {},
        {"a_file": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64))},
        "This is a picture (PNG), which is not read.",
    ),
    "a program named text": (
        {},
        {"a_file": ("a.txt", b"\x7fELF" + bytes(range(256)))},
        "it is a program, which is not read.",
    ),
    "NUL bytes": (
        {},
        {"a_file": ("nul.txt", b"Some\0text, and\0more of it")},
        "There are NUL bytes in this file",
    ),
    "ten megabytes": (
        {},
        {"a_file": ("big.txt", b"A sentence in a large file. " * 400_000)},
        "big.txt",
    ),
    "a title without end": (
        {"a_text": EARLIER, "a_title": "x" * 501},
        {},
        "This title is too long",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_it_is_refused_with_a_sentence_beside_its_sheet(
    case: str, headers: dict[str, str], client: TestClient, submit: Submit, session: Session
) -> None:
    fields, files, sentence = REFUSED[case]

    response = submit(headers=headers, files=files, b_text=LATER, **fields)

    assert response.status_code in (413, 415, 422)
    told = all_words(read(response), "problem")
    assert any(sentence in each for each in told), told
    assert any(each.count(".") >= 2 for each in told), "what to do is told as well"
    assert "Traceback" not in response.text
    assert list_articles(session).total == 0


@pytest.mark.parametrize("side", ["a", "b"])
def test_one_side_missing(side: str, submit: Submit, session: Session) -> None:
    other = {"a": "b", "b": "a"}[side]

    response = submit(**{f"{other}_text": EARLIER})

    assert response.status_code == 422
    assert "There is no text here." in words(by_id(read(response), f"trouble-{side}"))
    assert list_articles(session).total == 0


def test_the_same_file_twice(submit: Submit, session: Session) -> None:
    twice = ("story.txt", GOOD)

    response = submit(files={"a_file": twice, "b_file": twice})

    assert response.status_code == 422
    assert "This is the same text" in words(by_id(read(response), "trouble-b"))
    assert list_articles(session).total == 0


def test_bytes_that_are_no_utf8_are_read_in_the_encoding_that_they_are_in(
    client: TestClient, submit: Submit
) -> None:
    data = "The café on the quay closed early, and naïve visitors stood outside.".encode("cp1252")
    response = submit(files={"a_file": ("cafe.txt", data)}, b_text=LATER)

    assert response.status_code == 303
    page = read(client.get(response.headers["location"]))
    assert "The café on the quay closed early, and naïve visitors" in words(page)


def test_a_form_of_another_kind_is_an_empty_form(client: TestClient) -> None:
    response = client.post("/articles", content=b"{}", headers={"Content-Type": "application/json"})

    assert response.status_code == 422
    assert "There is no text here." in words(read(response))


def test_a_broken_form_is_told_so(client: TestClient) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    response = client.post("/articles", content=b"--x\r\nnonsense", headers=kind)

    assert response.status_code in (400, 422)
    assert "Traceback" not in response.text


def test_a_file_over_the_limit_is_told_with_the_limit(settings: Settings) -> None:
    small = settings.model_copy(update={"max_upload_bytes": 2048})
    with TestClient(create_app(small)) as client:
        response = client.post("/preview?side=a", files={"a_file": ("long.txt", b"word " * 1000)})

    assert "“long.txt” is too large: it has 4.9 KB" in words(read(response))
    assert "up to 2 KB" in words(read(response))


def test_a_line_of_200_000_letters_without_a_space_simply_works(
    client: TestClient, submit: Submit
) -> None:
    response = submit(a_text="x" * 200_000, b_text="x" * 199_999 + "y")

    assert response.status_code == 303
    assert ready(client, response.headers["location"]).status_code == 200


def test_html_in_titles_and_texts_stays_text(client: TestClient, submit: Submit) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    response = submit(
        a_text=f"Plain words here.\n\nAnd {attack} in the middle of them.",
        b_text=f"Plain words there.\n\nAnd {attack} in the middle of them.",
        b_title=attack,
        files={},
    )
    address = response.headers["location"]
    slug = address.removesuffix("/compare/1..2")

    for path in (address, f"{address}?open=all", slug, f"{slug}/versions/2", "/", "/articles"):
        page = read(client.get(path))
        assert "alert(1)" in words(page)
        assert not page.xpath("//script[not(@src)] | //img | //*[@onerror]"), path


def test_html_in_a_file_name_stays_text(client: TestClient, submit: Submit) -> None:
    name = "<b onclick=x()>.txt"
    response = submit(files={"a_file": (name, EARLIER.encode()), "b_file": ("b.txt", GOOD)})
    page = read(client.get(response.headers["location"]))

    assert name in words(page)
    assert not page.xpath("//*[@onclick]")
