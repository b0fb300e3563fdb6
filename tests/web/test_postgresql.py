"""The main journeys on PostgreSQL; everything else about pages is tried on SQLite."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.storage.postgres import Server

from .reading import EARLIER, LATER, Submit, all_words, by_id, links, read, ready, words

pytestmark = pytest.mark.postgresql


def test_the_samples_are_on_the_front_page_and_can_be_compared(new_settings: Settings) -> None:
    with TestClient(create_app(new_settings.model_copy(update={"load_samples": True}))) as client:
        home = read(client.get("/"))
        comparison = next(link for link in links(home) if "/compare/" in link)
        page = read(ready(client, comparison))
        assert page.xpath("//ins")
        assert page.xpath("//del")


def test_pasted_texts_are_compared_and_stay(client: TestClient, comparison: str) -> None:
    page = read(ready(client, comparison))
    assert "1,200" in [words(gone).strip() for gone in page.xpath("//del")]
    assert "1,500" in [words(come).strip() for come in page.xpath("//ins")]
    assert comparison in links(read(client.get("/")))


def test_files_are_taken_and_given_back_to_the_letter(client: TestClient, submit: Submit) -> None:
    files = {
        "a_file": ("bridge.txt", EARLIER.encode()),
        "b_file": ("bridge.html", f"<article><p>{LATER}</p></article>".encode()),
    }
    response = submit(files=files)
    assert response.status_code == 303
    slug = str(response.headers["location"]).split("/")[2]
    original = client.get(f"/articles/{slug}/versions/1/original")
    assert original.content == EARLIER.encode()


def test_a_share_shows_the_comparison_to_who_has_no_workspace(
    client: TestClient, comparison: str, settings: Settings
) -> None:
    made = read(client.post(f"{comparison}/shares"))
    link = str(by_id(made, "share-link").value).removeprefix("http://testserver")
    ours = read(ready(client, comparison))
    with TestClient(create_app(settings)) as stranger:
        theirs = read(ready(stranger, link))
    assert all_words(theirs, "cell") == all_words(ours, "cell")


@pytest.mark.parametrize("mischief", ["a\0b", "\ud800", "’; DROP TABLE article; --", "%00"])
def test_what_no_database_can_hold_is_no_fault_of_ours(
    client: TestClient, submit: Submit, mischief: str
) -> None:
    sent = mischief.encode(errors="surrogatepass")
    stored = submit(
        files={"a_file": (f"{mischief!r}.txt", EARLIER.encode()), "b_file": ("b", LATER.encode())},
        a_title=mischief.encode(errors="replace").decode(),
    )
    assert stored.status_code == 303
    assert client.get(stored.headers["location"]).status_code in {200, 202}
    address = "".join(f"%{byte:02x}" for byte in sent)
    assert client.get(f"/articles/{address}/compare/1..2").status_code == 404
    assert client.get(f"/?q={address}").status_code == 200


def test_while_the_server_is_away_visitors_are_asked_to_come_again(
    client: TestClient, comparison: str, settings: Settings, server: Server
) -> None:
    ready(client, comparison)
    with server.away(str(make_url(settings.database).database)):
        answer = client.get(comparison)
    assert answer.status_code == 503
    assert "The library cannot be reached just now." in words(read(answer))
    assert client.get(comparison).status_code == 200
