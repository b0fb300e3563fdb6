"""Workspaces over HTTP: founded, given away, opened elsewhere, changed, left, exported, deleted."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.holdings import set_locked
from app.services.keys import make_key
from app.services.workspace_import import is_export
from app.services.workspaces import enter, new_key
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article, Content, Workspace
from app.storage.viewing import EVERYBODYS, viewer_of
from app.web.keys import COOKIE, SECURE_COOKIE
from app.web.logs import without_secrets
from tests.conftest import CountQueries

from .reading import EARLIER, LATER, by_id, links, read, words

Visit = Callable[..., TestClient]
PAIR = {"a_text": EARLIER, "b_text": LATER}


@pytest.fixture
def visit(app: FastAPI, client: TestClient) -> Visit:
    """``visit(key)``: another visitor of the running app, with that key or with none."""

    def one(key: str = "", **options: object) -> TestClient:
        cookies = {COOKIE: key} if key else {}
        return TestClient(app, follow_redirects=False, cookies=cookies, **options)  # type: ignore[arg-type]

    return one


@pytest.fixture
def reading_key(session: Session) -> str:
    """A key of the client's workspace that only reads."""
    return make_key(session, may_write=False)


@pytest.fixture
def lock(database: Database, session: Session) -> Callable[[], None]:
    """Lock the client's workspace."""
    own = viewer_of(session).workspace_id
    assert own is not None

    def locking() -> None:
        with database.session() as keeper:
            set_locked(keeper, own, locked=True)

    return locking


@pytest.fixture
def site(settings: Settings) -> Iterator[Callable[..., TestClient]]:
    """``site(access="invite", …)``: a stranger at a site with these settings."""
    opened: list[TestClient] = []

    def start(**chosen: str) -> TestClient:
        client = TestClient(create_app(settings.model_copy(update=chosen)), follow_redirects=False)
        client.__enter__()
        opened.append(client)
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


def cookie_of(response: object) -> str:
    """The key that an answer has the browser keep."""
    found = re.match(rf"{COOKIE}=([A-Za-z0-9_-]{{22}});", response.headers["set-cookie"])  # type: ignore[attr-defined]
    assert found
    return found[1]


class TestFounding:
    def test_the_first_thing_stored_makes_a_workspace(self, visit: Visit) -> None:
        stranger = visit()
        assert "set-cookie" not in stranger.get("/").headers
        assert "Your workspace" not in stranger.get("/").text
        response = stranger.post("/articles", data=PAIR)
        kept = response.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(kept.split("; "))
        assert "Secure" not in kept
        assert response.headers["cache-control"] == "private, no-store"
        assert stranger.get(response.headers["location"]).status_code == 200
        assert "/workspace" in links(read(stranger.get("/")))

    def test_behind_tls_the_cookie_goes_nowhere_else(self, site: Callable[..., TestClient]) -> None:
        stranger = site(public_url="https://desk.example")
        kept = stranger.post("/articles", data=PAIR).headers["set-cookie"]
        assert kept.startswith(f"{SECURE_COOKIE}=")
        assert {"Secure", "HttpOnly"} <= set(kept.split("; "))

    def test_it_is_told_who_sees_what(self, visit: Visit) -> None:
        told = words(read(visit().get("/how-it-works")))
        assert "nobody else finds it" in told
        assert "the one library" not in told

    def test_who_has_none_is_told_how_to_come_by_one(self, visit: Visit) -> None:
        page = visit().get("/workspace")
        assert page.status_code == 200
        assert "You have none yet" in words(read(page))
        assert "set-cookie" not in page.headers


class TestPage:
    def test_it_tells_what_is_there(
        self, client: TestClient, comparison: str, app: FastAPI, count_queries: CountQueries
    ) -> None:
        with count_queries(app.state.database) as queries:
            response = client.get("/workspace")
        page = read(response)
        assert len(queries) <= 5
        assert response.headers["cache-control"] == "private, no-store"
        assert response.headers["referrer-policy"] == "strict-origin"
        assert "noindex" in response.headers["x-robots-tag"]
        assert page.xpath("//dl[@class='holdings']//dd/text()")[:2] == ["1", "2"]
        assert "this browser’s" in words(page)

    def test_the_link_is_that_of_the_cookie(self, client: TestClient, key: str) -> None:
        page = read(client.get("/workspace"))
        assert by_id(page, "workspace-link").value == f"http://testserver/w/{key}"
        assert by_id(page, "workspace-link").xpath("ancestor::details[not(@open)]")

    def test_the_cookie_is_kept_for_as_long_again(self, client: TestClient, key: str) -> None:
        assert cookie_of(client.get("/workspace")) == key

    def test_the_key_comes_as_a_file_that_explains_itself(
        self, client: TestClient, key: str, visit: Visit, reading_key: str
    ) -> None:
        file = client.get("/workspace/key.txt")
        named = file.headers["content-disposition"]
        assert named.startswith('attachment; filename="recension-key.txt"')
        assert file.headers["cache-control"] == "private, no-store"
        assert f"http://testserver/w/{key}\n" in file.text
        assert f"Authorization: Bearer {key}" in file.text
        assert "change and delete" in file.text
        assert "It only reads." in visit(reading_key).get("/workspace/key.txt").text
        assert visit().get("/workspace/key.txt").status_code == 404

    def test_who_only_reads_sees_no_keys_and_nothing_to_change(
        self, visit: Visit, reading_key: str
    ) -> None:
        page = read(visit(reading_key).get("/workspace"))
        assert not page.find_class("keys")
        assert not {"/workspace/delete", "/workspace/change"} & set(links(page))
        assert "only reads" in words(page)

    def test_a_key_that_opens_nothing_any_more_is_told(self, visit: Visit) -> None:
        page = read(visit(new_key()).get("/workspace"))
        assert "opens nothing any more" in words(page)
        assert "/workspace/leave" in links(page)


class TestLink:
    def test_it_asks_before_the_browser_uses_it(self, visit: Visit, key: str) -> None:
        other = visit()
        page = other.get(f"/w/{key}")
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "private, no-store"
        assert "Use this workspace in this browser?" in words(read(page))
        response = other.post(f"/w/{key}")
        assert response.headers["location"] == "/workspace?done=entered"
        assert cookie_of(response) == key
        assert "uses this workspace from now on" in words(
            read(other.get("/workspace?done=entered"))
        )

    def test_it_tells_no_title(self, visit: Visit, key: str, comparison: str) -> None:
        page = visit().get(f"/w/{key}")
        assert "bridge" not in page.text.lower()

    def test_the_link_of_the_workspace_that_would_be_left_is_offered_first(
        self, visit: Visit, key: str
    ) -> None:
        other = visit()
        mine = cookie_of(other.post("/articles", data=PAIR))
        page = read(other.get(f"/w/{key}"))
        assert "This browser has another workspace now" in words(page)
        assert by_id(page, "present-link").value.endswith(f"/w/{mine}")

    def test_who_is_in_it_already_is_told(
        self, client: TestClient, key: str, reading_key: str
    ) -> None:
        assert "This browser uses this workspace" in words(read(client.get(f"/w/{key}")))
        assert "by another of its keys" in words(read(client.get(f"/w/{reading_key}")))

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_key_of_nothing_is_nothing(self, visit: Visit, method: str) -> None:
        other = visit()
        for key in (new_key(), "x", "é" * 22, "a" * 3_000):
            response = other.request(method, f"/w/{key}")
            assert response.status_code == 404
            assert "set-cookie" not in response.headers

    def test_what_is_entered_by_hand_leads_there_too(self, client: TestClient, key: str) -> None:
        answer = client.post("/workspace/open", data={"link": f" https://any.example/w/{key} "})
        assert answer.headers["location"] == f"/w/{key}"
        wrong = client.post("/workspace/open", data={"link": "https://elsewhere.example/"})
        assert wrong.status_code == 422

    def test_another_site_cannot_have_it_used(self, visit: Visit, key: str) -> None:
        forged = visit().post(f"/w/{key}", headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 403
        assert "set-cookie" not in forged.headers


class TestKeys:
    def test_a_link_that_only_reads_is_shown_once(
        self, client: TestClient, visit: Visit, comparison: str
    ) -> None:
        response = client.post("/workspace/keys")
        assert response.status_code == 201
        assert response.headers["cache-control"] == "private, no-store"
        link = by_id(read(response), "reading-link").value
        reader = visit(link.rpartition("/")[2])
        assert reader.get(comparison).status_code == 200
        assert reader.post("/articles", data=PAIR).status_code == 403
        assert link not in client.get("/workspace").text

    def test_a_key_can_be_revoked(
        self, client: TestClient, visit: Visit, reading_key: str, comparison: str
    ) -> None:
        (form,) = read(client.get("/workspace")).xpath("//form[contains(@action, '/revoke')]")
        response = client.post(form.get("action"))
        assert response.headers["location"] == "/workspace?done=revoked"
        assert visit(reading_key).get(comparison).status_code == 404
        assert client.get(comparison).status_code == 200
        assert client.post(form.get("action")).status_code == 404
        assert client.post("/workspace/keys/first/revoke").status_code == 404

    def test_changing_the_key_stops_the_old_one_and_keeps_this_browser_in(
        self, client: TestClient, visit: Visit, key: str, reading_key: str, comparison: str
    ) -> None:
        assert "Stop the 1 link that only reads" in words(read(client.get("/workspace/change")))
        response = client.post("/workspace/change")
        assert cookie_of(response) != key
        assert client.get(comparison).status_code == 200
        assert visit(key).get(comparison).status_code == 404
        assert visit(reading_key).get(comparison).status_code == 200
        client.post("/workspace/change", data={"readers_too": "true"})
        assert visit(reading_key).get(comparison).status_code == 404

    def test_who_only_reads_changes_nothing(self, visit: Visit, reading_key: str) -> None:
        reader = visit(reading_key)
        for path in ("keys", "change", "keys/1/revoke", "delete"):
            response = reader.post(f"/workspace/{path}", data={"sure": "delete"})
            assert response.status_code == 403, path
            assert "only reads" in words(read(response))


class TestLeaving:
    def test_the_browser_forgets_and_the_link_leads_back(
        self, client: TestClient, key: str, comparison: str
    ) -> None:
        assert by_id(read(client.get("/workspace/leave")), "workspace-link").value.endswith(key)
        response = client.post("/workspace/leave")
        assert response.headers["location"] == "/workspace?done=left"
        assert response.headers["clear-site-data"] == '"cache"'
        client.cookies.clear()
        assert client.get(comparison).status_code == 404
        client.post(f"/w/{key}")
        assert client.get(comparison).status_code == 200


class TestExport:
    def test_everything_comes_as_a_zip(
        self, client: TestClient, comparison: str, tmp_path: Path
    ) -> None:
        response = client.get("/workspace/export")
        assert response.status_code == 200
        assert re.match(
            r'attachment; filename="recension-\d{4}-\d\d-\d\d\.zip"',
            response.headers["content-disposition"],
        )
        assert int(response.headers["content-length"]) == len(response.content)
        with ZipFile(io.BytesIO(response.content)) as archive:
            texts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".txt")]
        assert sorted(texts) == sorted([EARLIER, LATER])
        path = tmp_path / "export.zip"
        path.write_bytes(response.content)
        assert is_export(path)

    def test_a_stranger_gets_none(self, visit: Visit) -> None:
        assert visit().get("/workspace/export").status_code == 404


class TestDeleting:
    def test_it_is_asked_twice_and_then_all_is_gone(
        self, client: TestClient, database: Database, key: str, comparison: str
    ) -> None:
        client.get(comparison)
        shared = by_id(read(client.post(f"{comparison}/shares")), "share-link").value
        page = client.get("/workspace/delete")
        assert "no undo" in words(read(page))
        refused = client.post("/workspace/delete", data={"sure": "yes"})
        assert refused.status_code == 422
        assert "Nothing was deleted" in words(read(refused))
        assert client.get(comparison).status_code == 200

        response = client.post("/workspace/delete", data={"sure": " Delete "})
        assert response.headers["location"] == "/workspace?done=deleted"
        assert f'{COOKIE}=""' in response.headers["set-cookie"]
        assert client.get(shared).status_code == 404
        assert client.get(f"/w/{key}").status_code == 404
        assert "Everything of yours was deleted" in client.get("/workspace?done=deleted").text
        with database.session() as session:
            everything = {EVERYBODYS: True}
            assert not session.scalars(select(Article).execution_options(**everything)).all()
            assert not session.scalars(select(Content.hash)).all()
            assert len(session.scalars(select(Workspace.id)).all()) == 1


class TestAccess:
    def test_by_invitation_nothing_is_stored_before_it_is_entered(
        self, site: Callable[..., TestClient]
    ) -> None:
        guest = site(access="invite", invitations="lark wren")
        front = read(guest.get("/"))
        assert "you need an invitation" in words(by_id(front, "not-stored"))
        assert "/workspace" in links(by_id(front, "not-stored"))
        refused = guest.post("/articles", data=PAIR)
        assert refused.status_code == 403
        assert "/workspace" in links(read(refused))
        assert "set-cookie" not in refused.headers

        wrong = guest.post("/workspace/invitation", data={"invitation": "larch"})
        assert wrong.status_code == 422
        assert "none of the invitations" in words(by_id(read(wrong), "invitation-trouble"))
        assert "larch" not in wrong.text
        empty = guest.post("/workspace/invitation")
        assert "Enter your invitation" in words(by_id(read(empty), "invitation-trouble"))

        right = guest.post("/workspace/invitation", data={"invitation": " wren"})
        assert right.headers["location"] == "/"
        assert not read(guest.get("/")).xpath("//*[@id='not-stored']")
        assert guest.post("/articles", data=PAIR).status_code == 303

    def test_an_invitation_is_not_asked_for_where_none_is_needed(
        self, client: TestClient, visit: Visit
    ) -> None:
        answer = visit().post("/workspace/invitation", data={"invitation": ""})
        assert (answer.status_code, answer.headers["location"]) == (303, "/workspace")
        assert "set-cookie" not in answer.headers
        assert "invitation" not in visit().get("/workspace").text

    def test_one_shared_library_has_no_workspaces_and_sets_no_cookie(
        self, site: Callable[..., TestClient]
    ) -> None:
        anyone = site(access="single")
        anyone.cookies.set(COOKIE, new_key())
        stored = anyone.post("/articles", data=PAIR)
        assert stored.status_code == 303
        assert "set-cookie" not in stored.headers
        anyone.cookies.clear()
        assert anyone.get(stored.headers["location"]).status_code == 200
        assert "Yours" not in words(read(anyone.get("/articles")))
        page = anyone.get("/workspace")
        assert page.status_code == 404
        assert "shares one library" in words(read(page))
        assert "Your workspace" not in anyone.get("/").text
        assert "the one library" in words(read(anyone.get("/how-it-works")))
        for path in ("leave", "export", "delete", "key.txt", "change"):
            assert anyone.get(f"/workspace/{path}").status_code == 404
        for path in ("leave", "delete", "change", "keys", "open", "invitation"):
            answer = anyone.post(f"/workspace/{path}", data={"sure": "delete"})
            assert answer.status_code == 404, path
        assert anyone.get(stored.headers["location"]).status_code == 200


class TestLocked:
    def test_nothing_is_read_or_stored(
        self, client: TestClient, key: str, comparison: str, lock: Callable[[], None]
    ) -> None:
        shared = by_id(read(client.post(f"{comparison}/shares")), "share-link").value
        assert client.get(shared).status_code == 200
        lock()
        assert client.get(comparison).status_code == 404
        assert client.get(shared).status_code == 404
        assert client.get("/workspace/export").status_code == 403
        assert client.get(f"/w/{key}").status_code == 403
        assert "locked" in words(by_id(read(client.get("/")), "not-stored"))
        stored = client.post("/articles", data=PAIR)
        assert stored.status_code == 403
        assert "locked" in words(read(stored))
        page = read(client.get("/workspace"))
        assert "has locked this workspace" in words(page)
        assert "/workspace/leave" in links(page)


class TestApi:
    def test_the_key_is_the_bearer_token(self, visit: Visit, key: str, comparison: str) -> None:
        program = visit(headers={"Authorization": f"Bearer {key}"})
        assert program.get(f"/api{comparison}").status_code == 200
        assert visit().get(f"/api{comparison}").status_code == 404

    @pytest.mark.parametrize("said", ["Bearer nonsense", f"bearer {'x' * 22}", "Bearer é"])
    def test_one_that_opens_nothing_is_refused(
        self, visit: Visit, said: str, comparison: str
    ) -> None:
        program = visit(headers={"Authorization": said.encode()})
        pair = {"a": {"text": EARLIER}, "b": {"text": LATER}}
        for response in (
            program.get(f"/api{comparison}"),
            program.post("/api/compare", json=pair),
        ):
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.json()["error"]["sentence"] == "This key opens no workspace."

    def test_it_is_written_down_for_programs(self, client: TestClient) -> None:
        described = client.get("/api/openapi.json").json()
        (scheme,) = described["components"]["securitySchemes"].values()
        assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
        for path, methods in described["paths"].items():
            for said in methods.values():
                assert said["security"], path

    def test_a_key_that_only_reads_reads(
        self, visit: Visit, reading_key: str, comparison: str
    ) -> None:
        program = visit(headers={"Authorization": f"Bearer {reading_key}"})
        assert program.get(f"/api{comparison}").status_code == 200
        assert program.post("/articles", data=PAIR).status_code == 403


class TestLog:
    @pytest.mark.parametrize(
        ("said", "written"),
        [
            ("/w/abcDEF_-123", "/w/…"),
            ("/s/abcDEF_-123?view=one", "/s/…?view=one"),
            ("/s/abc/embed", "/s/…/embed"),
            ("/desk/w/abc", "/desk/w/…"),
            ("/articles/w-s/compare/1..2", "/articles/w-s/compare/1..2"),
            ("/workspace", "/workspace"),
        ],
    )
    def test_keys_and_tokens_are_cut_out(self, said: str, written: str) -> None:
        assert without_secrets(said) == written

    def test_what_a_server_writes_of_a_request_has_none(
        self, app: FastAPI, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO, logger="uvicorn.access"):
            logging.getLogger("uvicorn.access").info(
                '%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/w/secretkey?a=b", "1.1", 200
            )
        assert caplog.messages == ['127.0.0.1:1 - "GET /w/…?a=b HTTP/1.1" 200']


def test_the_session_of_a_changed_key_is_that_of_nobody(
    client: TestClient, database: Database, settings: Settings, key: str
) -> None:
    client.post("/workspace/change")
    with database.session() as session:
        assert not enter(session, key, settings).is_known
