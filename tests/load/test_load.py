"""A moment of each load: many ask at once, and every one of them is answered as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from tests.load.plans import Filled, Load, Step, in_lua, loads, with_new_words
from tests.load.serving import Served, served

AT_ONCE = 32
NAMES = [load.name for load in loads(Filled("", "/articles/a", ""))]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """A server with nothing in it."""
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def filled(server: Served) -> Filled:
    """The same with an article."""
    return server.fill()


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_whoever_asks_at_once_is_answered(server: Served, filled: Filled, place: int) -> None:
    load = loads(filled)[place]

    def ask(step: Step) -> int:
        body = with_new_words(step.body)
        response, _ = server.ask(step.method, step.path, dict(step.headers), body)
        return response.status if response.status not in step.expects else 0

    asked = steps_of(load)
    with ThreadPoolExecutor(AT_ONCE) as readers:
        told = Counter(readers.map(ask, asked))

    assert told == {0: len(asked)}, server.complaints


def steps_of(load: Load) -> list[Step]:
    """Every step of a load, as often as makes sure that many come at once."""
    steps = list(load.steps) * (AT_ONCE if len(load.steps) == 1 else 2)
    Random(1).shuffle(steps)
    return steps


def test_no_text_gets_out_of_its_quotation_marks_in_lua() -> None:
    load = Load("", [Step('/a"]', frozenset(), headers={"a\\": "é\n"}, body='"}, os.exit()')])

    assert r'path = "/a\034]", headers = {["a\092"] = "\195\169\010"}' in in_lua(load)
    assert r'body = "\034}, os.exit()"}' in in_lua(load)
