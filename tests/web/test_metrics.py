"""The figures of a server: what they count, what their labels hold, and who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.testclient import TestClient

from app.errors import Busy
from app.main import create_app
from app.settings import Settings
from app.storage.database import Database

from .reading import Submit

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.0.2.7", 50000)
TOKEN = "figures-for-the-harbour-office"

Visitor = Callable[..., TestClient]


@pytest.fixture
def visitor(settings: Settings) -> Iterator[Visitor]:
    """``visitor(by, name, **settings)``: who asks a site with those settings for that name."""
    opened: list[TestClient] = []

    def come(by: tuple[str, int], name: str = "127.0.0.1:8000", **chosen: object) -> TestClient:
        app = create_app(settings.model_copy(update=chosen))
        client = TestClient(app, base_url=f"http://{name}", client=by)
        client.__enter__()
        opened.append(client)
        return client

    yield come
    for client in opened:
        client.__exit__()


def figures(app: FastAPI) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every figure by its name and labels."""
    read = text_string_to_metric_families(app.state.metrics.as_text().decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in read
        for sample in family.samples
    }


def figure(app: FastAPI, name: str, **labels: str) -> float:
    return figures(app).get((f"recension_{name}", frozenset(labels.items())), 0)


class TestWhatIsCounted:
    def test_requests_by_the_template_of_their_route(
        self, app: FastAPI, client: TestClient, comparison: str
    ) -> None:
        for _ in range(3):
            client.get(comparison)
        client.get("/articles/no-such-article")
        client.get("/nowhere/at-all")
        client.request("BREW", "/articles")

        route = "/articles/{slug}/compare/{pair}"
        assert figure(app, "requests_total", route=route, method="GET", status="2xx") == 3
        assert figure(app, "request_seconds_count", route=route) == 3
        assert figure(app, "requests_total", route="none", method="GET", status="4xx") == 1
        assert figure(app, "requests_total", route="/articles", method="other", status="4xx") == 1
        missing = "/articles/{slug}"
        assert figure(app, "requests_total", route=missing, method="GET", status="4xx") == 1
        assert figure(app, "requests_in_flight") == 0

    def test_no_label_holds_what_somebody_sent(
        self, app: FastAPI, client: TestClient, comparison: str
    ) -> None:
        slug = comparison.split("/")[2]
        for path in (comparison, f"/articles/{slug}", "/s/abcdefghijklmnopqrstuv", "/w/abc"):
            client.get(path, params={"q": "swordfish"})
        known = {route.path for route in iter_route_contexts(app.routes)} | {"none"}
        labels = {dict(labels)["route"] for name, labels in figures(app) if "route" in dict(labels)}
        assert "/s/{token}" in labels
        told = app.state.metrics.as_text().decode()
        assert slug not in told
        assert not re.search("swordfish|abcdefghij|/w/abc", told)
        assert labels <= known

    def test_answers_without_a_page_have_a_route_too(
        self, app: FastAPI, client: TestClient
    ) -> None:
        client.get("/robots.txt")
        client.get("/healthz")
        assert figure(app, "requests_total", route="/robots.txt", method="GET", status="2xx") == 1
        assert figure(app, "requests_total", route="/healthz", method="GET", status="2xx") == 1

    def test_faults(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("swordfish")

        monkeypatch.setattr("app.web.pages.articles.list_articles", fail)
        app = create_app(settings)
        with TestClient(app, raise_server_exceptions=False) as client:
            assert client.get("/articles").status_code == 500
        assert figure(app, "requests_total", route="/articles", method="GET", status="5xx") == 1

    def test_comparisons_and_where_they_were_found(
        self, app: FastAPI, client: TestClient, submit: Submit
    ) -> None:
        before = figures(app)
        address = submit(a_text="One boat sails.", b_text="Two boats sail.").headers["location"]
        client.get(address)
        made = figure(app, "jobs_total", work="comparing short")
        assert made == 1
        client.get(address)
        client.get(address)
        assert figure(app, "jobs_total", work="comparing short") == made
        assert figure(app, "comparisons_asked_total", found="yes") >= 1
        assert figure(app, "comparisons_held") == 1
        assert figure(app, "job_seconds_total", work="comparing short") > 0
        assert ("recension_comparisons_held", frozenset()) in before

    def test_what_the_database_refuses(self, app: FastAPI, client: TestClient) -> None:
        database: Database = app.state.database
        with database.session() as session:
            session.execute(text("PRAGMA query_only = ON"))
            with pytest.raises(Busy):
                session.execute(text("DELETE FROM article"))
            session.execute(text("PRAGMA query_only = OFF"))
        assert figure(app, "database_errors_total", reason="SQLITE_READONLY") == 1
        assert client.get("/articles").status_code == 200

    def test_the_process_itself(self, client: TestClient, app: FastAPI) -> None:
        told = {name: value for (name, labels), value in figures(app).items() if not labels}
        assert told["process_resident_memory_bytes"] > 1024 * 1024
        assert told["process_open_fds"] > 3

    def test_every_app_counts_for_itself(self, settings: Settings, app: FastAPI) -> None:
        with TestClient(app) as client, TestClient(create_app(settings)) as other:
            client.get("/articles")
            assert other.get("/healthz").status_code == 200
        asked = {"route": "/articles", "method": "GET", "status": "2xx"}
        assert figure(app, "requests_total", **asked) == 1
        assert figure(other.app, "requests_total", **asked) == 0  # type: ignore[arg-type]


class TestWhoReads:
    def test_a_program_of_this_machine(self, visitor: Visitor) -> None:
        response = visitor(HERE).get("/metrics")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/plain; version=")
        assert "# TYPE recension_requests_total counter" in response.text

    def test_no_other(self, visitor: Visitor) -> None:
        assert visitor(ELSEWHERE).get("/metrics").status_code == 404

    @pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
    def test_nobody_by_a_proxy(self, visitor: Visitor, name: str) -> None:
        assert visitor(HERE).get("/metrics", headers={name: "127.0.0.1"}).status_code == 404

    def test_nobody_by_another_name_of_this_machine(self, visitor: Visitor) -> None:
        client = visitor(HERE, name="evil.example", allowed_hosts="*")
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 404

    @pytest.mark.parametrize(
        "chosen",
        [
            {"host": "0.0.0.0"},
            {"public_url": "https://texts.example"},
            {"trusted_proxies": "127.0.0.1"},
            {"metrics": "off"},
        ],
    )
    def test_nobody_where_others_are_let_in(
        self, visitor: Visitor, chosen: dict[str, object]
    ) -> None:
        assert visitor(HERE, **chosen).get("/metrics").status_code == 404

    def test_who_has_the_token(self, visitor: Visitor) -> None:
        client = visitor(ELSEWHERE, metrics_token=TOKEN)
        response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        assert TOKEN not in response.text

    @pytest.mark.parametrize("sent", ["", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN])
    def test_nobody_with_another(self, visitor: Visitor, sent: str) -> None:
        client = visitor(HERE, metrics_token=TOKEN)
        response = client.get("/metrics", headers={"Authorization": sent} if sent else {})
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert "recension_" not in response.text


@pytest.mark.parametrize(
    "token", ["fifteen-letters", "with a space in its midst", "ünlauterer-schlüssel"]
)
def test_a_token_that_is_none_is_a_setting_that_makes_no_sense(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("RECENSION_METRICS_TOKEN", token)
    with pytest.raises(ValueError, match="16 letters") as told:
        Settings()
    assert token not in repr(Settings.model_construct(metrics_token=token))
    assert told.value.errors()[0]["loc"] == ("metrics_token",)


def test_a_token_must_be_there_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECENSION_METRICS", "token")
    with pytest.raises(ValueError, match="must be there where RECENSION_METRICS is token"):
        Settings()
