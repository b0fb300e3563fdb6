"""Pages that are kept: had again at next to no cost, and never by whom or when they should not."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.articles import create_article
from app.services.holdings import set_locked
from app.services.incoming import from_paste
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import SHARED_ID
from app.storage.viewing import KEEPER, see_as, viewer_of
from app.web.keys import COOKIE
from tests.conftest import CountQueries

from .reading import EARLIER, LATER, Submit, by_id, read, words

BRIDGE = "/articles/bridge"
PAGE = f"{BRIDGE}/compare/1..2"
Ask = Callable[..., Response]


@pytest.fixture
def bridge(session: Session, settings: Settings) -> None:
    """The visitor's article with two versions, whose comparison was looked at once."""
    store(session, settings)


@pytest.fixture
def tag(bridge: None, client: TestClient) -> str:
    """What its page is known by."""
    return str(client.get(PAGE).headers["etag"])


@pytest.fixture
def again(client: TestClient, tag: str) -> Ask:
    """Ask for that page as a browser does that has kept it."""

    def ask(address: str = PAGE, **headers: str) -> Response:
        return client.get(address, headers={"If-None-Match": tag, **headers})

    return ask


def store(session: Session, settings: Settings, later: str = LATER) -> None:
    """An article with two versions, in the workspace that the session is in."""
    versions = [from_paste(text, settings=settings) for text in (EARLIER, later)]
    create_article(session, versions, title="Bridge", slug="bridge")


def test_who_has_the_page_is_told_so_and_sent_nothing(again: Ask, tag: str) -> None:
    response = again()

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"] == tag
    assert response.headers["cache-control"] == "private, no-cache"
    assert "HX-Request" in response.headers["vary"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("says", "status"),
    [("{}", 304), ("{}x", 200), ('W/"other", {}', 304), ('"other"', 200), ("", 200)],
)
def test_any_of_the_tags_that_a_browser_has_will_do(
    client: TestClient, tag: str, says: str, status: int
) -> None:
    response = client.get(PAGE, headers={"If-None-Match": says.format(tag)})

    assert response.status_code == status


def test_a_page_that_is_kept_is_the_page_that_was_drawn(
    settings: Settings, app: FastAPI, client: TestClient, key: str, tag: str
) -> None:
    kept = client.get(PAGE)
    keeps_none = create_app(settings.model_copy(update={"memory_page_bytes": 0}))
    with TestClient(keeps_none, cookies={COOKIE: key}) as other:
        drawn = other.get(PAGE)

    assert kept.text == drawn.text
    assert "harbour bridge" in kept.text
    assert kept.headers["etag"] == drawn.headers["etag"] == tag
    assert kept.headers["content-type"] == drawn.headers["content-type"]


def test_it_costs_the_look_that_it_is_still_so_and_no_more(
    client: TestClient, tag: str, app: FastAPI, count_queries: CountQueries
) -> None:
    with count_queries(app.state.database) as queries:
        assert client.get(PAGE).status_code == 200

    assert len(queries) == 2, "who asks, and what is stored"


@pytest.mark.sqlite
@pytest.mark.parametrize("status", [200, 304])
def test_as_long_as_nothing_is_stored_there_is_nothing_to_look_at(
    client: TestClient,
    again: Ask,
    tag: str,
    app: FastAPI,
    count_queries: CountQueries,
    status: int,
) -> None:
    again()
    with count_queries(app.state.database) as queries:
        answers = [again(**{"If-None-Match": tag if status == 304 else ""}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert queries == []


@pytest.mark.sqlite
def test_of_many_who_ask_at_once_one_looks(
    again: Ask,
    app: FastAPI,
    session: Session,
    count_queries: CountQueries,
) -> None:
    found_workspace(session)  # so that what is at hand may be too old
    with count_queries(app.state.database) as queries, ThreadPoolExecutor(20) as readers:
        told = list(readers.map(lambda _: again().status_code, range(20)))

    assert told == [304] * 20
    assert len(queries) == 2


@pytest.mark.sqlite
def test_what_another_program_stores_is_seen_at_once(again: Ask, settings: Settings) -> None:
    assert [again().status_code for _ in range(2)] == [304, 304]
    program = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])"
    statement = f"UPDATE article SET title = 'The old bridge' WHERE slug = '{BRIDGE[10:]}'"
    file = settings.data_dir / "recension.sqlite3"
    subprocess.run([sys.executable, "-c", program, str(file), statement], check=True)

    response = again()

    assert response.status_code == 200
    assert "The old bridge" in response.text


def test_who_tried_too_many_keys_gets_no_page_that_is_at_hand_for_one_more(
    app: FastAPI, settings: Settings, client: TestClient, tag: str, key: str
) -> None:
    asked = {"If-None-Match": tag}
    slow = create_app(settings.model_copy(update={"guess_rate": "2/hour"}))
    with TestClient(slow, client=("192.0.2.1", 1)) as guesser:
        as_owner = TestClient(slow, client=("192.0.2.2", 1), cookies={COOKIE: key})
        owners = [as_owner.get(PAGE, headers=asked).status_code for _ in range(3)]
        guesses = [
            guesser.get(PAGE, headers={"Cookie": f"{COOKIE}={other}"}).status_code
            for other in ("A" * 22, "B" * 22, key)
        ]
        owners.append(as_owner.get(PAGE, headers=asked).status_code)

    assert owners == [304] * 4
    assert guesses == [404, 404, 429]


def test_it_is_sent_packed_to_whom_it_is_fit_for(client: TestClient, tag: str) -> None:
    with client.stream("GET", PAGE, headers={"Accept-Encoding": "gzip"}) as response:
        packed = b"".join(response.iter_raw())
    plain = client.get(PAGE, headers={"Accept-Encoding": "identity"})

    assert response.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["vary"]
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2


def test_what_is_asked_for_makes_another_page(again: Ask) -> None:
    assert again(f"{PAGE}?view=single").status_code == 200
    assert again(f"{BRIDGE}/compare/2..1").status_code == 200
    assert again(Host="127.0.0.1").status_code == 200


def test_a_block_of_the_page_is_neither_kept_nor_taken_for_it(again: Ask) -> None:
    block = again(**{"HX-Request": "true", "HX-Target": "reading"})

    assert block.status_code == 200
    assert "etag" not in block.headers
    assert "<html" not in block.text
    assert "<html" in again(**{"If-None-Match": "", "HX-Target": "reading"}).text


def change_title(client: TestClient) -> None:
    client.post(f"{BRIDGE}/edit", data={"title": "The old bridge"})


def change_label(client: TestClient) -> None:
    page = read(client.get(f"{BRIDGE}/versions/2/edit"))
    (form,) = page.xpath("//form[contains(@class, 'edit')]")
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    stored = client.post(f"{BRIDGE}/versions/2/edit", data=fields | {"label": "Second edition"})
    assert stored.status_code == 303


def add_a_version(client: TestClient) -> None:
    stored = client.post(f"{BRIDGE}/versions", files={"new_text": (None, f"{LATER}\nSo it was.")})
    assert stored.status_code == 303


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (change_title, "The old bridge"),
        (change_label, "Second edition"),
        (add_a_version, "2 → 3 ›"),
    ],
)
def test_what_was_altered_is_seen_at_once(
    client: TestClient, again: Ask, change: Callable[[TestClient], None], seen: str
) -> None:
    assert seen not in client.get(PAGE).text
    change(client)

    response = again()

    assert response.status_code == 200
    assert seen in words(read(response))
    assert again(**{"If-None-Match": response.headers["etag"]}).status_code == 304


def test_what_was_deleted_is_gone_at_once_and_back_when_it_is_had_back(
    client: TestClient, again: Ask
) -> None:
    client.post(f"{BRIDGE}/versions/2/delete")
    assert again().status_code == 410
    client.post(f"{BRIDGE}/versions/2/restore")
    assert again().status_code == 304
    client.post(f"{BRIDGE}/delete")
    assert again().status_code == 404


def test_who_is_locked_out_sees_nothing_more_of_it(
    again: Ask, database: Database, session: Session
) -> None:
    own = viewer_of(session).workspace_id
    assert own is not None
    with database.session() as keeper:
        set_locked(keeper, own, locked=True)

    assert again().status_code == 404


def test_nobody_else_gets_a_page_that_is_kept(app: FastAPI, again: Ask, tag: str) -> None:
    assert again().status_code == 304
    stranger = TestClient(app)

    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(PAGE, headers={"If-None-Match": tag}).status_code == 404


def test_articles_of_one_name_are_two_for_their_owners(
    app: FastAPI,
    client: TestClient,
    tag: str,
    database: Database,
    settings: Settings,
) -> None:
    with database.session() as other:
        their_key = found_workspace(other)
        store(other, settings, later=LATER.replace("sail loft", "town hall"))
    neighbour = TestClient(app, cookies={COOKIE: their_key})

    theirs = neighbour.get(PAGE, headers={"If-None-Match": tag})

    assert theirs.status_code == 200
    assert "town hall" in theirs.text
    assert "sail loft" not in theirs.text
    assert "sail loft" in client.get(PAGE).text
    assert "town hall" in neighbour.get(PAGE).text


def test_what_everyone_reads_is_drawn_for_each_as_they_are_led_about(
    app: FastAPI, client: TestClient, database: Database, settings: Settings
) -> None:
    with database.session() as keeper:
        see_as(keeper, KEEPER)
        assert viewer_of(keeper).workspace_id == SHARED_ID
        store(keeper, settings)
    stranger = TestClient(app)

    own, others = client.get(PAGE), stranger.get(PAGE)

    assert "Your workspace" in own.text
    assert "Your workspace" not in others.text
    assert own.headers["etag"] != others.headers["etag"]
    assert TestClient(app).get(PAGE).text == others.text


def test_a_key_that_opens_nothing_is_refused_and_not_passed_by(again: Ask) -> None:
    assert again(Authorization="Bearer nothing-that-opens").status_code == 401


def test_one_s_own_comes_before_what_everyone_reads(
    client: TestClient, again: Ask, database: Database, settings: Settings
) -> None:
    before = again()
    with database.session() as keeper:
        store(keeper, settings, later=LATER.replace("sail loft", "town hall"))

    assert before.status_code == 304
    assert "sail loft" in client.get(PAGE).text


def test_shared_pages_are_kept_by_nobody(client: TestClient, submit: Submit) -> None:
    address = submit(a_text=EARLIER, b_text=LATER).headers["location"]
    made = read(client.post(f"{address}/shares"))
    link = by_id(made, "share-link").value.removeprefix("http://testserver")

    response = client.get(link)

    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-store"
    assert "etag" not in response.headers
