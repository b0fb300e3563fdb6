"""Comparing apart from the server, over HTTP: once however many ask, and a failure is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.services.computing import LONG, SHORT, Computing
from app.settings import Settings
from tests.workers.odd import BREAKS, FILLS, SLEEPS, SPENDS

from .reading import EARLIER, LATER, by_id, read, ready, words

ASKERS = 50
PAIR = {"a": {"text": EARLIER}, "b": {"text": LATER}}

Replace = Callable[..., Computing]


@pytest.fixture
def made_by(app: FastAPI, client: TestClient, settings: Settings) -> Iterator[Replace]:
    """``made_by(command, long=…)``: comparisons are made by this from here on."""
    made: list[Computing] = []
    usual = app.state.computing

    def replace(command: tuple[str, ...] | None, long: int = 200_000) -> Computing:
        state = app.state
        own = Computing(settings, state.database, state.memory, command=command, long=long)
        made.append(own)
        app.state.computing = own
        return own

    yield replace
    for own in made:
        own.close()
    app.state.computing = usual


@pytest.mark.parametrize("long", [0, 200_000])
def test_however_many_ask_for_a_page_at_the_same_moment_it_is_compared_once(
    client: TestClient, comparison: str, made_by: Replace, long: int
) -> None:
    own = made_by(None, long)
    gate = Barrier(ASKERS)

    def ask(_: int) -> int:
        gate.wait()
        return client.get(comparison).status_code

    with ThreadPoolExecutor(ASKERS) as askers:
        statuses = set(askers.map(ask, range(ASKERS)))
    assert statuses <= {200, 202}
    assert ready(client, comparison).status_code == 200
    assert sum(figures.jobs for figures in own.figures.values()) == 1


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (SPENDS, 413, "takes more than 20 seconds of work"),
        (FILLS, 413, "takes more than 1,536 MB of memory"),
        (BREAKS, 500, "could not be compared: the fault is here"),
    ],
)
def test_one_that_fails_is_told_to_who_asked_and_to_nobody_else(
    client: TestClient,
    comparison: str,
    made_by: Replace,
    command: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    made_by(command)
    page = ready(client, comparison)
    assert page.status_code == 503
    assert said in words(by_id(read(page), "progress"))
    for address in (f"/api{comparison}", None):
        response = client.get(address) if address else client.post("/api/compare", json=PAIR)
        assert response.status_code == status
        assert said in response.json()["error"]["sentence"]
    assert client.get(comparison.removesuffix("/compare/1..2")).status_code == 200
    made_by(None)
    assert ready(client, comparison).status_code == 200


def test_a_program_is_told_when_to_come_back(
    client: TestClient, comparison: str, made_by: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(SLEEPS, long=0)
    monkeypatch.setattr("app.services.computing.MOST_PATIENCE", 0.1)
    for response in (client.get(f"/api{comparison}"), client.post("/api/compare", json=PAIR)):
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0
        assert response.json()["error"]["advice"]


def test_texts_that_are_not_stored_are_compared_by_a_worker(
    client: TestClient, made_by: Replace
) -> None:
    own = made_by(None)
    response = client.post("/api/compare", json=PAIR)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json()["format"] == "recension/comparison/1"
    assert (own.figures[SHORT].jobs, own.figures[LONG].jobs) == (1, 0)
