"""Workers come and go; whatever one does, whoever asked is told, and nobody else notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.workers import pool as pools
from app.workers.pool import Crowded, Limits, Pool, Stock, Stopped
from app.workers.process import Broken, Late, NotStarted, OutOfMemory, Spent, WorkerFailed

from .odd import NEVER_READY

GREEDY = (sys.executable, "-m", "tests.workers.greedy")
LIMITS = Limits(memory=256 * 1024 * 1024, seconds=600, patience=600)

Do = Callable[..., Any]


@pytest.fixture
def stock() -> Iterator[Stock]:
    made = Stock(GREEDY)
    yield made
    made.close()


@pytest.fixture
def pool(stock: Stock) -> Iterator[Pool]:
    made = Pool(stock)
    yield made
    made.close()


@pytest.fixture
def do(pool: Pool) -> Do:
    """``do("read", path="…")``: have a worker try that."""

    def doing(deed: str, limits: Limits = LIMITS, **more: str) -> Any:
        return pool.ask({"deed": deed, **more}, b"", limits, lambda facts, _: facts["told"])

    return doing


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_there(process: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_one_worker_answers_many_times(do: Do, pool: Pool) -> None:
    assert len({do("nothing") for _ in range(5)}) == 1
    told = pool.figures
    assert (told.jobs, told.failed, told.started, told.working, told.waiting) == (5, 0, 1, 0, 0)
    assert told.seconds > 0


@pytest.mark.parametrize(
    ("deed", "kind", "limits"),
    [
        ("crash", Broken, LIMITS),
        ("fault", Broken, LIMITS),
        ("eat", OutOfMemory, LIMITS),
        ("loop", Spent, replace(LIMITS, seconds=1)),
        ("stop", Late, replace(LIMITS, patience=2)),
    ],
)
def test_one_that_fails_is_told_by_its_kind_and_replaced(
    do: Do, pool: Pool, deed: str, kind: type[WorkerFailed], limits: Limits
) -> None:
    with pytest.raises(kind) as told:
        do(deed, limits)
    assert "of the text" not in str(told.value)
    assert pool.figures.failed == 1
    assert do("nothing") > 0


def test_others_do_not_notice_when_one_is_killed(do: Do) -> None:
    limits = replace(LIMITS, workers=2)
    gate = threading.Barrier(2)

    def crash() -> str:
        gate.wait()
        try:
            return str(do("crash", limits))
        except Broken:
            return "told"

    def work() -> list[int]:
        gate.wait()
        return [do("nothing", limits) for _ in range(20)]

    with ThreadPoolExecutor(2) as threads:
        crashed, worked = threads.submit(crash), threads.submit(work)
        assert crashed.result() == "told"
        assert all(worked.result())


def test_an_answer_that_makes_no_sense_ends_the_worker(do: Do, pool: Pool) -> None:
    before = do("nothing")
    with pytest.raises(Broken, match="made no sense: KeyError"):
        pool.ask({"deed": "nothing"}, b"", LIMITS, lambda facts, _: facts["missing"])
    assert do("nothing") != before


def test_a_refusal_is_an_answer(pool: Pool) -> None:
    told = pool.ask({"deed": "refuse"}, b"", LIMITS, lambda facts, _: facts["kind"])
    assert told == "EmptyText"
    assert pool.figures.failed == 0


def test_an_answer_that_is_too_long_is_not_taken(pool: Pool) -> None:
    with pytest.raises(Broken):
        pool.ask({"deed": "nothing"}, bytes(2000), replace(LIMITS, reply=1000), lambda *_: None)


def test_one_that_has_answered_often_is_replaced(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RECYCLED_AFTER", 3)
    workers = [do("nothing") for _ in range(6)]
    assert len(set(workers[:3])) == len(set(workers[3:])) == 1
    assert workers[0] != workers[3]


def test_one_that_has_grown_is_replaced(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_LARGE", 1)
    assert do("nothing") != do("nothing")


def test_one_that_ended_while_it_waited_is_not_asked(do: Do) -> None:
    before = do("nothing")
    os.kill(before, signal.SIGKILL)
    until(lambda: not is_there(before))
    assert do("nothing") != before


def test_one_that_does_not_start_is_told(caplog: pytest.LogCaptureFixture) -> None:
    for command in (NEVER_READY, ("/nothing/here",)):
        with pytest.raises(NotStarted):
            Pool(Stock(command)).ask({}, b"", LIMITS, lambda *_: None)
    assert "does not start, status 3" in caplog.text


def test_so_many_work_at_once_and_so_many_wait(
    do: Do, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "MOST_WAITING", 1)
    limits = replace(LIMITS, workers=1)
    with ThreadPoolExecutor(2) as threads:
        told = [threads.submit(do, "loop", limits)]
        until(lambda: pool.figures.working == 1)
        told.append(threads.submit(do, "nothing", limits))
        until(lambda: pool.figures.waiting == 1)
        with pytest.raises(Crowded, match="too many"):
            do("nothing", limits)
        assert pool.figures.refused == 1
        pool.close()
        for each in told:
            with pytest.raises(Stopped):
                each.result()


def test_who_has_waited_long_enough_is_told(do: Do, pool: Pool) -> None:
    with ThreadPoolExecutor(1) as threads:
        looping = threads.submit(do, "loop", replace(LIMITS, workers=1))
        until(lambda: pool.figures.working == 1)
        with pytest.raises(Crowded, match="too long"):
            do("nothing", replace(LIMITS, workers=1, patience=0.1))
        pool.close()
        with pytest.raises(Stopped):
            looping.result()


def test_a_pool_that_is_closed_leaves_the_stock_to_others(stock: Stock) -> None:
    one, other = Pool(stock), Pool(stock)
    request = {"deed": "nothing"}
    before = one.ask(request, b"", LIMITS, lambda facts, _: facts["told"])
    one.close()
    with pytest.raises(Stopped):
        one.ask(request, b"", LIMITS, lambda facts, _: facts["told"])
    assert other.ask(request, b"", LIMITS, lambda facts, _: facts["told"]) == before
    stock.close()
    until(lambda: not is_there(before))


def test_a_stock_is_filled_before_anybody_asks(stock: Stock, pool: Pool, do: Do) -> None:
    stock.fill(LIMITS)
    stock.fill(LIMITS)
    do("nothing")
    assert pool.figures.started == 0
    stock.fill(replace(LIMITS, seconds=7))
    assert len(stock._idle) == 2


def test_other_limits_are_for_other_workers(do: Do) -> None:
    assert do("nothing") != do("nothing", replace(LIMITS, seconds=7))
    assert do("nice", replace(LIMITS, nice=7)) - do("nice") == 7


KILLED = """
import os, sys, threading, time
from app.workers.pool import Limits, Pool, Stock
limits = Limits(memory=256 * 1024 * 1024, seconds=600, patience=600)
pool = Pool(Stock((sys.executable, "-m", "tests.workers.greedy")))
idle = pool.ask({"deed": "nothing"}, b"", limits, lambda facts, _: facts["told"])
working = Pool(Stock((sys.executable, "-m", "tests.workers.greedy")))
threading.Thread(
    target=working.ask, args=({"deed": "loop"}, b"", limits, None), daemon=True
).start()
while not working._working:
    time.sleep(0.01)
busy = next(iter(working._working))._process.pid
while int(open(f"/proc/{busy}/stat").read().rpartition(")")[2].split()[11]) < 100:
    time.sleep(0.01)  # until it has worked for a second, so that it is at the work and not starting
print(idle, busy, flush=True)
time.sleep(600)
"""


def test_workers_end_with_a_server_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        workers = [int(number) for number in server.stdout.readline().split()]
        assert len(workers) == 2
        assert all(map(is_there, workers))
        server.kill()
    until(lambda: not any(map(is_there, workers)))
