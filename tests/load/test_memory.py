"""Whatever is asked, and however often: the server keeps no more of it than before."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.load.plans import Filled, Load, loads, pair, with_new_words

ROUNDS = 4
WINDOWS = 3
"""What fills a memory that has a bound may do so in one of them; what leaks does so in all."""

BOUNDED = {"urllib.parse.SplitResult", "sqlite3.Statement"}
"""Kept by the libraries that they are of, up to 128 of the last."""


def test_requests_leave_nothing_behind(visitor: TestClient, mixed: Load) -> None:
    ask(visitor, mixed, ROUNDS // 2)
    counts = [objects()]
    for _ in range(WINDOWS):
        ask(visitor, mixed, ROUNDS)
        counts.append(objects())

    windows = list(pairwise(counts))
    gained = {
        kind: [after[kind] - before[kind] for before, after in windows] for kind in counts[-1]
    }

    assert {
        kind: each for kind, each in gained.items() if min(each) >= ROUNDS and kind not in BOUNDED
    } == {}


def ask(visitor: TestClient, load: Load, rounds: int) -> None:
    """Every step of a load, so often."""
    steps = list(load.steps) * rounds
    Random(1).shuffle(steps)
    for step in steps:
        answer = visitor.request(
            step.method, step.path, headers=dict(step.headers), content=with_new_words(step.body)
        )
        assert answer.status_code in step.expects, f"{step.path}: {answer.text}"


def objects() -> Counter[str]:
    """How many there are of each type that something still holds."""
    gc.collect()
    return Counter(f"{type(each).__module__}.{type(each).__name__}" for each in gc.get_objects())


@pytest.fixture
def visitor(settings: Settings) -> Iterator[TestClient]:
    """Somebody who may ask as often as they like."""
    rates = {name: "none" for name in Settings.model_fields if name.endswith("_rate")}
    app = create_app(settings.model_copy(update=rates))
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def mixed(visitor: TestClient) -> Load:
    """All loads mixed, for a workspace of this visitor's with an article in it."""
    a, b = pair(1)
    stored = visitor.post("/articles", data={"a_text": a, "b_text": b, "into": "new"})
    address = stored.headers["location"]
    page = visitor.get(address)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    article = address.partition("/compare")[0]
    return loads(Filled(cookie, article, page.headers["etag"]))[-1]
