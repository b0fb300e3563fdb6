"""Comparisons as files: from the menu of their page, and for programs."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.export.formats import FORMATS
from app.services.exporting import Exporting
from app.workers.pool import Pool, Stock
from tests.workers.odd import BREAKS, SLEEPS

from .reading import EARLIER, LATER, by_id, links, read, words

BEGINNINGS = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF-",
    "columns.pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "md": b"{>>What changed",
    "csv": b"\xef\xbb\xbfnumber,kinds,",
    "json": b'{"format": "recension/comparison/1"',
    "patch": b"--- ",
}


def slug_of(comparison: str) -> str:
    return comparison.split("/")[2]


def test_the_menu_leads_to_every_kind_of_file(client: TestClient, comparison: str) -> None:
    (menu,) = [by_id(read(client.get(comparison)), "downloads")]
    assert menu.tag == "details"
    assert links(menu) == [f"{comparison}.{name}" for name in FORMATS]
    assert words(menu.find(".//a")) == "HTML one page with all views"


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_is_a_file_to_be_saved_under_its_name(
    client: TestClient, comparison: str, name: str
) -> None:
    response = client.get(f"{comparison}.{name}")
    assert response.status_code == 200
    assert response.content.startswith(BEGINNINGS[name])
    assert response.headers["content-type"] == FORMATS[name].media_type
    stem = f"{slug_of(comparison)}-1-2"
    assert response.headers["content-disposition"].startswith(
        f'attachment; filename="{stem}.{name}"'
    )
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


def test_both_versions_are_told_with_what_proves_them(client: TestClient, comparison: str) -> None:
    text = client.get(f"{comparison}.html").text
    slug = slug_of(comparison)
    for number in (1, 2):
        original = client.get(f"/articles/{slug}/versions/{number}/original")
        assert original.headers["x-content-sha256"] in text
    assert f"http://testserver{comparison}" in text
    other_way = client.get(f"/articles/{slug}/compare/2..1.md").text
    assert other_way.index("Version 2") < other_way.index("Version 1")


def test_a_file_that_is_known_is_not_sent_again(client: TestClient, comparison: str) -> None:
    first = client.get(f"{comparison}.docx")
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    again = client.get(f"{comparison}.docx", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(f"{comparison}.md").headers["etag"] != tag
    head = client.head(f"{comparison}.docx")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


def test_the_patch_is_for_the_plain_texts(client: TestClient, comparison: str) -> None:
    slug = slug_of(comparison)
    texts = [client.get(f"/articles/{slug}/versions/{number}.txt") for number in (1, 2)]
    assert texts[0].headers["content-type"] == "text/plain; charset=utf-8"
    assert f'filename="{slug}-1.txt"' in texts[0].headers["content-disposition"]
    assert texts[0].text.split() == EARLIER.split()
    assert texts[1].text.split() == LATER.split()
    patch = client.get(f"{comparison}.patch").text
    assert patch.startswith(f"--- {slug}-1.txt\n+++ {slug}-2.txt\n@@ ")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("compare/1..2.gif", "There is no file of the kind “gif” of a comparison."),
        ("compare/1..2.PDF", "There is no file of the kind “PDF” of a comparison."),
        ("compare/1..2/files/gif", "There is no file of the kind “gif” of a comparison."),
        ("compare/1..9.pdf", "no version 9"),
        ("compare/1..1.pdf", "compared with itself"),
        ("versions/9.txt", "no version 9"),
    ],
)
def test_what_there_is_none_of_is_told(
    client: TestClient, comparison: str, path: str, sentence: str
) -> None:
    response = client.get(f"/articles/{slug_of(comparison)}/{path}")
    assert response.status_code in (404, 422)
    assert sentence in words(read(response))
    assert "content-disposition" not in response.headers


@pytest.mark.parametrize("path", ["1..2.", "01..2.pdf", f"{'9' * 5000}..2.pdf", "1..2.pdf/x"])
def test_an_odd_address_is_one_that_leads_nowhere(
    client: TestClient, comparison: str, path: str
) -> None:
    assert client.get(f"/articles/{slug_of(comparison)}/compare/{path}").status_code == 404


def test_a_stranger_gets_no_file(app: FastAPI, client: TestClient, comparison: str) -> None:
    stranger = TestClient(app, cookies={})
    for path in (f"{comparison}.pdf", f"{comparison}/files/pdf", f"/api{comparison}?format=md"):
        assert client.get(path).status_code == 200
        assert stranger.get(path).status_code == 404


def test_programs_get_every_kind_of_file(client: TestClient, comparison: str) -> None:
    data = client.get(f"/api{comparison}", params={"format": "json"}).json()
    assert data == client.get(f"/api{comparison}").json()
    response = client.get(f"/api{comparison}", params={"format": "docx"})
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert "word/document.xml" in archive.namelist()
    refused = client.get(f"/api{comparison}", params={"format": "gif"})
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["field"] == "format"
    assert error["advice"] == f"There are these: {', '.join(FORMATS)}."


@pytest.fixture
def long_way(app: FastAPI, client: TestClient) -> Exporting:
    """Every comparison is a long one for files."""
    exporting: Exporting = app.state.exporting
    exporting.long = 0
    return exporting


def wait(exporting: Exporting) -> None:
    for key in list(exporting._jobs):
        exporting.wait(key)


@pytest.mark.parametrize("name", ["md", "columns.pdf"])
def test_a_long_one_is_waited_for_on_a_page(
    client: TestClient, comparison: str, long_way: Exporting, name: str
) -> None:
    response = client.get(f"{comparison}.{name}")
    assert response.status_code == 303
    page = response.headers["location"]
    assert page == f"{comparison}/files/{name}"
    wait(long_way)
    ready = client.get(page)
    assert ready.status_code == 200
    assert ready.headers["cache-control"] == "private, no-store"
    link = by_id(read(ready), "file")
    assert link.get("href") == f"{comparison}.{name}"
    made = client.get(link.get("href"))
    assert made.status_code == 200
    assert made.content.startswith(BEGINNINGS[name])


def test_the_page_that_waits_goes_on_by_itself(
    client: TestClient, comparison: str, long_way: Exporting
) -> None:
    long_way._pool = Pool(Stock(SLEEPS))
    waiting = client.get(f"{comparison}/files/pdf")
    assert waiting.status_code == 202
    page = read(waiting)
    assert by_id(page, "making").get("hx-get") == f"{comparison}/files/pdf"
    assert "The file is being made" in words(page)
    assert page.xpath("//noscript/meta[@http-equiv='refresh']")
    block = client.get(f"{comparison}/files/pdf", headers={"HX-Request": "true"})
    assert block.text.lstrip().startswith('<div id="making"')


def test_one_that_fails_says_so_and_can_be_tried_again(
    client: TestClient, comparison: str, long_way: Exporting
) -> None:
    usual, long_way._pool = long_way._pool, Pool(Stock(BREAKS))
    assert client.get(f"{comparison}.pdf").status_code == 303
    wait(long_way)
    failed = client.get(f"{comparison}/files/pdf")
    assert failed.status_code == 503
    assert "could not be made" in words(by_id(read(failed), "making"))
    long_way._pool = usual
    again = by_id(read(failed), "again").get("href")
    assert client.get(again).headers["location"] == f"{comparison}/files/pdf"
    wait(long_way)
    assert client.get(f"{comparison}.pdf").content.startswith(b"%PDF-")


def test_a_process_that_breaks_breaks_nothing_else(
    app: FastAPI, client: TestClient, comparison: str
) -> None:
    app.state.exporting._pool = Pool(Stock(BREAKS))
    response = client.get(f"{comparison}.pdf")
    assert response.status_code == 500
    assert "could not be made" in words(read(response))
    assert client.get(f"{comparison}.docx").status_code == 200
