"""What machines ask of a server: whether it lives, and whether it can be sent requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.storage.database import Database
from app.web import health
from app.web.keys import COOKIE


@pytest.fixture
def probe(app: FastAPI) -> Iterator[TestClient]:
    """A program that brings no key."""
    with TestClient(app) as client:
        app.state.readiness._fresh = 0  # each time anew
        yield client


def test_a_server_that_lives_says_so(probe: TestClient) -> None:
    response = probe.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert probe.head("/healthz").status_code == 200


def test_a_server_that_is_ready_tells_what_was_looked_at(probe: TestClient) -> None:
    response = probe.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "checks": dict.fromkeys(("server", "database", "migrations", "workers"), "ok"),
    }


@pytest.mark.parametrize("path", health.PATHS)
def test_they_take_part_in_no_session(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Cookie": f"{COOKIE}=nobodys"})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in response.headers
    assert path not in client.get("/api/openapi.json").text


def test_before_it_is_started_it_lives_and_is_not_ready(app: FastAPI) -> None:
    early = TestClient(app)  # without the lifespan
    assert early.get("/healthz").status_code == 200
    response = early.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"server": "is being started"}


def test_while_it_is_stopped_it_lives_and_is_not_ready(app: FastAPI, probe: TestClient) -> None:
    app.state.draining.begin()
    response = probe.get("/readyz")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    assert response.json()["checks"]["server"] == "is being stopped"
    assert response.headers["connection"] == "close"
    assert probe.get("/healthz").status_code == 200


def test_a_database_that_is_away(app: FastAPI, probe: TestClient, settings: Settings) -> None:
    database: Database = app.state.database
    away = settings.data_dir.with_name("away")
    database.engine.dispose()
    settings.data_dir.rename(away)
    response = probe.get("/readyz")
    away.rename(settings.data_dir)

    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert response.json()["checks"]["database"] != "ok"
    assert str(settings.data_dir) not in response.text
    assert probe.get("/readyz").status_code == 200


def test_tables_of_another_release(app: FastAPI, probe: TestClient) -> None:
    database: Database = app.state.database
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    response = probe.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "of another release"


def test_a_database_that_hangs_holds_nobody_up(
    app: FastAPI, probe: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Database = app.state.database
    let_go, asked = threading.Event(), []

    def hang(*_: Any) -> None:
        asked.append(1)
        let_go.wait()

    event.listen(database.engine, "before_cursor_execute", hang)
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    try:
        for _ in range(3):
            response = probe.get("/readyz")
            assert response.status_code == 503
            assert response.json()["checks"]["database"] == "does not answer"
        assert len(asked) <= 1, "it is not asked again while it does not answer"
        assert probe.get("/healthz").status_code == 200
    finally:
        let_go.set()
        event.remove(database.engine, "before_cursor_execute", hang)
    monkeypatch.undo()
    while probe.get("/readyz").status_code != 200:
        time.sleep(0.01)  # until the thread that hung has told what it found


def test_many_who_ask_cost_one_question(app: FastAPI, probe: TestClient) -> None:
    app.state.readiness._fresh = 3600
    seen: list[str] = []
    event.listen(
        app.state.database.engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_: seen.append(statement) if "alembic" in statement else None,
    )
    app.state.readiness._when = float("-inf")
    assert {probe.get("/readyz").status_code for _ in range(20)} == {200}
    versions = [statement for statement in seen if "version_num" in statement]
    assert len(versions) == 1


def test_it_is_found_under_any_name_that_the_site_answers_to(settings: Settings) -> None:
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        assert client.get("/readyz").status_code == 200
