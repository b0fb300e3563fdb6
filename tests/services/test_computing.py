"""Long comparisons apart from the request: once each, told while they last, and when they fail."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.engine import Comparison, to_json
from app.engine import compare as compare_documents
from app.errors import BadInput, Busy, NotFound
from app.services import background, comparisons, computing
from app.services.articles import create_article, get_article
from app.services.comparisons import Compared, ComparisonMemory, compared
from app.services.computing import Computing, Pending, compared_in_the_end, compared_soon
from app.services.incoming import Incoming
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article, StoredComparison

Paste = Callable[..., Incoming]
Open = Callable[..., Computing]

BROKEN = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(); sys.exit(3)")
SLOW = (sys.executable, "-c", "import time; time.sleep(60)")


@pytest.fixture
def opened(settings: Settings, database: Database) -> Iterator[Open]:
    """``opened(command=…, long=…)``: where comparisons are made; by default all are long."""
    made: list[Computing] = []

    def open_one(*, long: int = 0, seconds: int = 60, **more: Any) -> Computing:
        own = settings.model_copy(update={"comparer_seconds": seconds})
        made.append(Computing(own, database, ComparisonMemory.of(own), long=long, **more))
        return made[-1]

    yield open_one
    for each in made:
        each.close()


@pytest.fixture
def times_compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for every time that the engine is asked in this process; it takes its time."""
    times: list[int] = []

    def compare(*texts: Any) -> Comparison:
        times.append(1)
        time.sleep(0.2)
        return compare_documents(*texts)

    monkeypatch.setattr(comparisons, "compare", compare)
    return times


def until_made(session: Session, article: Article, own: Computing) -> Compared | Pending:
    """What is told once nobody is at work on it any more."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        result = compared_soon(session, article, 1, 2, computing=own)
        if isinstance(result, Compared) or result.failure:
            return result
        time.sleep(0.05)
    raise AssertionError("it is still being made")


def test_a_long_one_is_on_its_way_at_once_and_there_in_the_end(
    session: Session, ferry: Article, opened: Open, times_compared: list[int]
) -> None:
    own = opened()
    first = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(first, Pending)
    assert (first.version_a.number, first.version_b.number) == (1, 2)
    assert (first.failure, first.before) == ("", 0)
    result = until_made(session, ferry, own)
    assert isinstance(result, Compared)
    assert not times_compared, "the engine was asked in the server's own process"
    here = compare_documents(result.comparison.a.document, result.comparison.b.document)
    assert to_json(result.comparison) == to_json(here)


def test_it_is_kept_for_other_processes(
    session: Session, ferry: Article, opened: Open, times_compared: list[int]
) -> None:
    until_made(session, ferry, opened())
    assert isinstance(compared_soon(session, ferry, 1, 2, computing=opened()), Compared)
    compared(session, ferry, 1, 2)
    assert not times_compared
    row = session.scalars(select(StoredComparison)).one()
    assert row.changes > 0
    assert row.headline


def test_a_short_one_is_made_while_its_reader_waits(
    session: Session, ferry: Article, opened: Open, times_compared: list[int]
) -> None:
    own = opened(long=200_000, command=BROKEN)
    assert isinstance(compared_soon(session, ferry, 1, 2, computing=own), Compared)
    assert len(times_compared) == 1


@pytest.mark.parametrize("long", [0, 200_000])
def test_however_many_ask_it_is_made_once(
    database: Database,
    ferry: Article,
    opened: Open,
    times_compared: list[int],
    monkeypatch: pytest.MonkeyPatch,
    long: int,
) -> None:
    own = opened(long=long)
    processes: list[int] = []
    by_process = own._by_process

    def counted(*args: Any) -> StoredComparison:
        processes.append(1)
        return by_process(*args)

    monkeypatch.setattr(own, "_by_process", counted)
    gate = threading.Barrier(6)

    def ask(_: int) -> Compared:
        with database.session() as session:
            article = get_article(session, ferry.slug)
            gate.wait()
            return compared_in_the_end(session, article, 1, 2, computing=own)

    with ThreadPoolExecutor(6) as askers:
        results = list(askers.map(ask, range(6)))
    assert len({id(result.comparison) for result in results}) == 1
    assert len(times_compared) + len(processes) == 1
    assert not own._jobs
    assert not own._turns


def test_what_failed_is_told_and_can_be_tried_again(
    session: Session,
    ferry: Article,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = opened(command=BROKEN)
    failed = until_made(session, ferry, own)
    assert isinstance(failed, Pending)
    assert failed.failure.startswith("These two texts could not be compared")
    assert failed.advice
    assert "ended with status 3" in caplog.text
    assert "Ferry" not in caplog.text
    still = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(still, Pending), "whoever looks again is told the same"
    assert still.failure == failed.failure
    with pytest.raises(Busy, match="could not be compared"):
        compared_in_the_end(session, ferry, 1, 2, computing=own)
    monkeypatch.setattr(own, "_command", computing.COMMAND)
    again = compared_soon(session, ferry, 1, 2, computing=own, again=True)
    assert isinstance(again, Pending)
    assert not again.failure
    assert isinstance(until_made(session, ferry, own), Compared)


def test_documents_that_are_none_are_a_fault_that_is_told(
    session: Session, ferry: Article, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    own = opened()
    own.start("key", b"{}", b"no JSON")
    own.wait("key")
    told = own.told("key")
    assert "could not be compared" in getattr(told, "sentence", "")
    assert "Error" in caplog.text
    assert "no JSON" not in caplog.text


def test_what_takes_too_long_is_given_up(session: Session, ferry: Article, opened: Open) -> None:
    failed = until_made(session, ferry, opened(command=SLOW, seconds=1))
    assert isinstance(failed, Pending)
    assert failed.failure == "Comparing these texts was given up after 1 second."


def test_they_wait_for_each_other_and_not_without_end(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(command=SLOW)
    monkeypatch.setattr(background, "MOST_WAITING", 3)
    for name in "abc":
        own.start(name, b"{}", b"{}")
    deadline = time.monotonic() + 10
    while not own._processes and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [own.told(name) for name in "abc"] == [(0, 0), (0, 1), (0, 2)]
    with pytest.raises(Busy, match="Many long texts"):
        own.start("d", b"{}", b"{}")
    start = time.monotonic()
    own.close()
    assert time.monotonic() - start < 5, "what is being made is given up"
    with pytest.raises(Busy):
        own.start("e", b"{}", b"{}")


def test_what_cannot_be_kept_anywhere_is_not_made_for_ever(
    database: Database, session: Session, ferry: Article, settings: Settings, monkeypatch: Any
) -> None:
    monkeypatch.setattr(computing, "keep_comparison", lambda *_: False)
    own = Computing(settings, database, ComparisonMemory(0, 0), long=0)
    try:
        failed = until_made(session, ferry, own)
        assert isinstance(failed, Pending)
        assert failed.failure == "The comparison was made, but could not be kept."
    finally:
        own.close()


def test_versions_that_are_not_there_are_told_as_ever(
    session: Session, ferry: Article, opened: Open
) -> None:
    own = opened()
    with pytest.raises(BadInput):
        compared_soon(session, ferry, 2, 2, computing=own)
    with pytest.raises(NotFound):
        compared_soon(session, ferry, 1, 9, computing=own)
    assert session.scalar(select(func.count(StoredComparison.key))) == 0


def test_queries_are_few(
    database: Database, session: Session, ferry: Article, opened: Open, count_queries: Any
) -> None:
    own = opened(command=SLOW)
    with count_queries(database) as queries:
        compared_soon(session, ferry, 1, 2, computing=own)
    assert len(queries) == 5  # the versions, the comparison, the sizes, the two documents
    with count_queries(database) as queries:
        compared_soon(session, ferry, 1, 2, computing=own)
    assert len(queries) == 1  # the versions
    other = opened(long=200_000)
    compared_soon(session, ferry, 1, 2, computing=other)
    with count_queries(database) as queries:
        compared_soon(session, ferry, 1, 2, computing=other)
    assert len(queries) == 1


def test_the_servers_environment_stays_with_the_server(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", "postgresql://me:secret@host/db")
    seen = tmp_path / "seen"
    script = f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ)))"
    own = opened(command=(sys.executable, "-c", script))
    own.start("key", b"{}", b"{}")
    own.wait("key")
    assert "PYTHONPATH" in seen.read_text()
    assert "secret" not in seen.read_text()


def test_articles_of_the_same_texts_share_what_is_being_made(
    session: Session, paste: Paste, texts: Any, opened: Open
) -> None:
    one, other = (
        create_article(session, [paste(texts.earlier), paste(texts.later)]) for _ in range(2)
    )
    own = opened(command=SLOW)
    compared_soon(session, one, 1, 2, computing=own)
    compared_soon(session, other, 1, 2, computing=own)
    assert len(own._jobs) == 1
