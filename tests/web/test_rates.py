"""How often visitors may do what, by their network and their workspace; with the rates as given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from starlette.testclient import TestClient

from app.ingest.fetching import Fetched
from app.main import create_app
from app.services.rates import Doing
from app.settings import Settings
from app.web.keys import COOKIE
from app.web.rates import SAFE_METHODS, doing_at
from tests.moments import Moment

from .reading import EARLIER, LATER, read, words

TEXTS = {"a_text": EARLIER, "b_text": LATER}
ADDRESS = "https://paper.example/story"

From = Callable[..., TestClient]


def unlike(name: str) -> dict[str, str]:
    """Two texts that resemble no others."""
    text = " ".join(f"{name}{place}." for place in range(90))
    return {"a_text": text, "b_text": f"{text} More."}


@pytest.fixture
def visit(moment: Moment, settings: Settings) -> Iterator[Callable[..., From]]:
    """``visit(write_rate="3/minute")("203.0.113.1", key=…)``: a visitor of an open site."""
    with ExitStack() as opened:

        def site(**chosen: object) -> From:
            given = {"host": "0.0.0.0", "access": "open", **chosen}
            app = create_app(settings.model_copy(update=given))
            opened.enter_context(TestClient(app))

            def visitor(network: str = "203.0.113.1", key: str = "") -> TestClient:
                cookies = {COOKIE: key} if key else None
                return TestClient(
                    app, follow_redirects=False, client=(network, 4321), cookies=cookies
                )

            return visitor

        yield site


def is_refused(response: Response, seconds: int, said: str) -> bool:
    return (
        response.status_code == 429
        and response.headers["retry-after"] == str(seconds)
        and said in words(read(response))
        and "Try again in" in words(read(response))
    )


def test_the_defaults_let_a_newsroom_work_and_stop_a_flood(
    visit: Callable[..., From], moment: Moment
) -> None:
    client = visit()()
    statuses = []
    for _ in range(130):
        statuses.append(client.post("/workspace/leave").status_code)
        moment.time += 0.25
    assert statuses == [303] * 120 + [429] * 10
    told = client.post("/workspace/leave")
    assert is_refused(told, 28, "Too much was sent to be stored or changed")
    assert client.get("/").status_code == 200, "reading what is there has no rate"
    moment.time += 28
    assert client.post("/workspace/leave").status_code == 303


def test_a_refusal_is_told_in_the_form_that_was_asked_for(visit: Callable[..., From]) -> None:
    client = visit(write_rate="1/minute", read_rate="1/minute")()
    client.post("/workspace/leave")
    line = client.post("/workspace/leave", headers={"HX-Request": "true"})
    assert (line.status_code, line.headers["hx-retarget"]) == (429, "#notice")
    assert line.headers["retry-after"] == "60"
    pair = {"a": {"text": EARLIER}, "b": {"text": LATER}}
    assert client.post("/api/compare", json=pair).status_code == 200
    told = client.post("/api/compare", json=pair)
    assert (told.status_code, told.headers["retry-after"]) == (429, "60")
    assert "Try again in 60 seconds." in told.json()["error"]["advice"]


def test_others_are_not_held_up(visit: Callable[..., From]) -> None:
    site = visit(write_rate="2/minute")
    for _ in range(2):
        assert site("2001:db8:1:2::1").post("/workspace/leave").status_code == 303
    assert site("2001:db8:1:2:ffff::9").post("/workspace/leave").status_code == 429
    assert site("2001:db8:1:3::1").post("/workspace/leave").status_code == 303
    assert site("198.51.100.1").post("/workspace/leave").status_code == 303


def test_a_workspace_has_one_rate_wherever_it_is_used(visit: Callable[..., From], key: str) -> None:
    site = visit(write_rate="3/minute")
    statuses = [
        site(f"203.0.113.{number}", key).post("/workspace/open", data={"link": "x"}).status_code
        for number in range(5)
    ]
    assert statuses == [422] * 3 + [429] * 2
    assert site("203.0.113.9").post("/workspace/open", data={"link": "x"}).status_code == 422


def test_where_all_share_one_library_none_holds_up_all(visit: Callable[..., From]) -> None:
    site = visit(write_rate="2/minute", access="single")
    statuses = [
        site(f"203.0.113.{number}").post("/articles", data=TEXTS).status_code for number in range(4)
    ]
    assert statuses == [303] * 4


def test_a_body_that_is_refused_is_thrown_away_unread(visit: Callable[..., From]) -> None:
    client = visit(write_rate="1/minute", max_request_bytes=100_000)()
    client.post("/workspace/leave")
    sent = []

    def body() -> Iterator[bytes]:
        for _ in range(1_000):
            sent.append(1)
            yield b"a_text=" + b"word+" * 1_000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/articles", content=body(), headers=kind).status_code in (413, 429)
    declared = {**kind, "Content-Length": "90000"}
    assert client.post("/articles", content=b"a" * 90_000, headers=declared).status_code == 429


def test_only_so_many_workspaces_are_founded_from_one_network(
    visit: Callable[..., From], moment: Moment
) -> None:
    site = visit(founding_rate="2/hour")
    for _ in range(2):
        assert "set-cookie" in site().post("/articles", data=TEXTS).headers
    told = site().post("/articles", data=TEXTS)
    assert is_refused(told, 3600, "Too many workspaces")
    assert EARLIER.splitlines()[0] in told.text, "what was typed is still in the form"
    assert "set-cookie" not in told.headers
    block = site().post("/articles", data=TEXTS, headers={"HX-Request": "true"})
    assert (block.status_code, block.headers["retry-after"]) == (429, "3600")
    assert site("198.51.100.1").post("/articles", data=TEXTS).status_code == 303
    moment.time += 3600
    assert site().post("/articles", data=TEXTS).status_code == 303


def test_who_has_a_workspace_founds_none_by_storing(visit: Callable[..., From], key: str) -> None:
    client = visit(founding_rate="1/day")(key=key)
    for name in ("Mast", "Sail", "Keel"):
        assert client.post("/articles", data=unlike(name)).status_code == 303


def test_links_of_who_has_no_workspace_count_as_founding(visit: Callable[..., From]) -> None:
    site = visit(founding_rate="1/hour", load_samples=True)
    slug = site().get("/api/search", params={"q": "the"}).json()["items"][0]["slug"]
    path = f"/articles/{slug}/compare/1..2/shares"
    assert site().post(path).status_code == 201
    assert is_refused(site().post(path), 3600, "Too many workspaces and links")


def test_pages_are_fetched_only_so_often(
    visit: Callable[..., From], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []

    def fetch(address: str, _manners: object) -> Fetched:
        fetched.append(address)
        return Fetched(EARLIER.encode(), address, "text/plain", "utf-8", "", "", 200)

    monkeypatch.setattr("app.services.fetched.fetch", fetch)
    site = visit(fetch_rate="3/minute")
    for number in range(3):
        text = {"a_text": f"{ADDRESS}/{number}"}
        assert "ferry" in site().post("/preview?side=a&look=true", data=text).text.lower()
    told = site().post("/preview?side=a&look=true", data={"a_text": ADDRESS})
    assert "Too many pages were to be fetched" in words(read(told))
    stored = site().post("/articles", data={"a_text": ADDRESS, "b_text": LATER})
    assert is_refused(stored, 60, "Too many pages were to be fetched")
    assert len(fetched) == 3
    assert site().post("/preview?side=a", data={"a_text": EARLIER}).status_code == 200
    assert site("198.51.100.1").post("/preview?side=a&look=true", data={"a_text": ADDRESS})
    assert len(fetched) == 4


def test_what_takes_work_is_made_only_so_often(visit: Callable[..., From], key: str) -> None:
    client = visit(read_rate="3/minute")(key=key)
    path = client.post("/articles", data=TEXTS).headers["location"]
    for kind in ("md", "json", "csv"):
        assert client.get(f"{path}.{kind}").status_code == 200
    assert client.get(f"{path}.pdf").status_code == 429
    assert client.post("/preview?side=a", data=TEXTS).status_code == 429
    assert client.get("/api/search?q=ferry").status_code == 429
    assert client.get("/workspace/export").status_code == 429
    assert client.get(path).status_code == 200


def test_every_address_that_stores_or_changes_has_a_rate(settings: Settings) -> None:
    routes = iter_route_contexts(create_app(settings).routes)
    unsafe = {(m, str(r.path)) for r in routes for m in set(r.methods or ()) - SAFE_METHODS}
    assert len(unsafe) > 20
    reading = {path for method, path in unsafe if doing_at(method, path) is Doing.READING}
    assert all(doing_at(method, path) for method, path in unsafe)
    assert reading == {"/preview", "/api/compare", "/api/resembling"}


class TestGuessing:
    def test_keys_are_not_tried_one_after_the_other(
        self, visit: Callable[..., From], key: str, moment: Moment
    ) -> None:
        site = visit()
        wrong = [f"{number:022}" for number in range(12)]
        statuses = [site(key=each).get("/articles").status_code for each in wrong]
        assert statuses == [200] * 10 + [429] * 2
        assert site(key=key).get("/articles").status_code == 429, "the right one is no way around"
        assert site().get(f"/w/{key}").status_code == 429
        assert site().get("/articles").status_code == 200
        assert site(key=wrong[0]).get("/articles").status_code == 200, "an old key shuts nobody out"
        assert site("198.51.100.1", key).get("/articles").status_code == 200
        moment.time += 60
        assert site(key=key).get("/articles").status_code == 200

    def test_who_was_let_in_before_is_not_held_up_by_others_nearby(
        self, visit: Callable[..., From], key: str
    ) -> None:
        site = visit()
        assert site(key=key).get("/articles").status_code == 200
        for number in range(12):
            site(key=f"{number:022}").get("/articles")
        assert site(key=key).get("/articles").status_code == 200

    def test_a_key_that_was_changed_may_be_brought_as_often_as_one_likes(
        self, visit: Callable[..., From]
    ) -> None:
        client = visit()(key="0" * 22)
        assert {client.get("/articles").status_code for _ in range(30)} == {200}

    def test_programs_guess_no_faster(self, visit: Callable[..., From]) -> None:
        client = visit()()

        def ask(number: int) -> int:
            headers = {"Authorization": f"Bearer {number:022}"}
            return client.get("/api/search", headers=headers).status_code

        assert [ask(number) for number in range(12)] == [401] * 10 + [429] * 2

    def test_links_to_workspaces_are_guessed_no_faster(self, visit: Callable[..., From]) -> None:
        client = visit()()
        statuses = [client.get(f"/w/{number:022}").status_code for number in range(12)]
        assert statuses == [404] * 10 + [429] * 2
        assert client.post(f"/w/{99:022}").status_code == 429

    def test_invitations_are_not_tried_one_after_the_other(
        self, visit: Callable[..., From], moment: Moment
    ) -> None:
        site = visit(access="invite", invitations="regatta harbour")

        def enter(word: str, network: str = "203.0.113.1") -> Response:
            return site(network).post("/workspace/invitation", data={"invitation": word})

        assert [enter(f"word {n}").status_code for n in range(10)] == [422] * 10
        assert is_refused(enter("regatta"), 60, "Too much was tried that does not fit")
        assert enter("harbour", "198.51.100.1").status_code == 303
        moment.time += 60
        kept = enter("regatta")
        assert kept.status_code == 303
        assert "set-cookie" in kept.headers


class TestTheUninvited:
    @pytest.fixture
    def stranger(self, visit: Callable[..., From]) -> TestClient:
        return visit(access="invite", invitations="regatta", load_samples=True)()

    def test_nothing_is_read_or_fetched_for_them(
        self, stranger: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(*_: object, **__: object) -> None:
            raise AssertionError("something was read")

        monkeypatch.setattr("app.services.fetched.fetch", never)
        monkeypatch.setattr("app.web.sheets.from_paste", never)
        monkeypatch.setattr("app.web.sheets.from_file", never)
        for text in (ADDRESS, EARLIER):
            for path in ("/preview?side=a&look=true", "/articles"):
                told = stranger.post(path, data={"a_text": text, "b_text": LATER})
                assert told.status_code == 403
                assert "those who were invited" in words(read(told))
        files = {"files": ("a.txt", EARLIER.encode())}
        assert stranger.post("/upload", files=files).status_code == 403

    def test_the_page_says_so_and_asks_for_no_preview(self, stranger: TestClient) -> None:
        page = read(stranger.get("/"))
        assert "no text, file or page that you name is read" in words(page)
        assert not page.xpath("//*[contains(@hx-post, '/preview')]")

    def test_they_make_no_links(self, stranger: TestClient) -> None:
        slug = stranger.get("/api/search", params={"q": "the"}).json()["items"][0]["slug"]
        comparison = f"/articles/{slug}/compare/1..2"
        assert stranger.get(comparison).status_code == 200
        assert stranger.get(f"{comparison}/share").status_code == 403
        assert stranger.post(f"{comparison}/shares").status_code == 403

    def test_programs_may_compare_two_texts(self, stranger: TestClient) -> None:
        pair = {"a": {"text": EARLIER}, "b": {"text": LATER}}
        assert stranger.post("/api/compare", json=pair).status_code == 200


def test_with_a_workspace_that_is_full_the_form_says_so(
    visit: Callable[..., From], key: str
) -> None:
    client = visit(workspace_versions=2)(key=key)
    assert client.post("/articles", data=TEXTS).status_code == 303
    others = unlike("Mast")
    told = client.post("/articles", data=others)
    assert told.status_code == 413
    problem = "has 2 of the 2 versions that it may hold, and this would add 2"
    assert problem in words(read(told))
    assert others["b_text"] in told.text, "what was typed is still in the form"
    line = client.post("/articles", data=others, headers={"HX-Request": "true"})
    assert line.status_code == 413
    assert problem in line.text
    (article,) = client.get("/api/search", params={"q": "bridge"}).json()["items"]
    further = f"/articles/{article['slug']}/versions"
    told = client.post(further, data={"new_text": f"{LATER} And more."})
    assert (told.status_code, "would add 1" in words(read(told))) == (413, True)

    room = read(client.get("/workspace")).find_class("room")[0]
    (full,) = room.find_class("full")
    assert full.xpath("*/text()") == ["Versions", "2", "2"]


def test_with_as_many_links_as_may_be_the_form_says_so(
    visit: Callable[..., From], key: str
) -> None:
    client = visit(workspace_shares=1)(key=key)
    path = client.post("/articles", data=TEXTS).headers["location"]
    assert client.post(f"{path}/shares").status_code == 201
    told = client.post(f"{path}/shares")
    assert told.status_code == 413
    assert "1 open links already" in words(read(told))
