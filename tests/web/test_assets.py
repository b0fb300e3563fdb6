"""Style sheets, modules and faces: addressed by their content, kept for ever."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.web.assets import Assets, load_assets

from .reading import read


def addresses(client: TestClient, comparison: str) -> set[str]:
    found = set()
    for path in ("/", comparison, "/articles", "/how-it-works"):
        page = read(client.get(path))
        found |= set(page.xpath("//script/@src | //link/@href"))
    return found


def test_every_asset_of_every_page_is_there_and_may_be_kept(
    client: TestClient, comparison: str
) -> None:
    found = addresses(client, comparison)

    assert any(address.endswith("/htmx.min.js") for address in found)
    for address in found:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_style_sheets_fetch_is_there_too(client: TestClient) -> None:
    sheet = next(a for a in read(client.get("/")).xpath("//link/@href") if "fonts" in a)
    folder = sheet.rsplit("/", 2)[0]
    faces = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', client.get(sheet).text)

    assert faces
    for face in faces:
        assert client.get(f"{folder}/{face}").headers["content-type"] == "font/ttf"


def test_another_content_gives_another_address() -> None:
    before = Assets([("css/a.css", b"a{}"), ("js/b.js", b"1")])
    after = Assets([("css/a.css", b"a{}"), ("js/b.js", b"2")])

    assert before.address("css/a.css") != after.address("css/a.css")
    assert before.version == Assets([("js/b.js", b"1"), ("css/a.css", b"a{}")]).version


def test_a_name_that_is_none_is_found_out_when_the_page_is_drawn() -> None:
    with pytest.raises(KeyError):
        load_assets().address("css/none.css")


def test_who_has_it_already_is_told_so(client: TestClient) -> None:
    address = read(client.get("/")).xpath("//link[@rel='stylesheet']/@href")[0]
    tag = client.get(address).headers["etag"]
    response = client.get(address, headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert response.content == b""


def test_it_is_sent_deflated_only_to_who_can_read_that(client: TestClient) -> None:
    address = read(client.get("/")).xpath("//link[@rel='stylesheet']/@href")[0]
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


@pytest.mark.parametrize(
    "path", ["", "x", "css", "../app/main.py", "%2e%2e/app/main.py", "0000/css/base.css", "css/%00"]
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_by_its_bare_name_it_is_asked_for_each_time(client: TestClient) -> None:
    assert client.get("/static/htmx.min.js").headers["cache-control"] == "no-cache"


def test_robots_are_told_to_leave_shares_alone(client: TestClient) -> None:
    assert "Disallow: /s/" in client.get("/robots.txt").text
