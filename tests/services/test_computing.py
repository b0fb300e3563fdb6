"""Long comparisons apart from the request: once each, told while they last, and when they fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.engine import compare as compare_documents
from app.engine import parse_text, to_json
from app.errors import BadInput, Busy, NotFound, RecensionError
from app.services import background, computing
from app.services.articles import create_article, get_article
from app.services.comparisons import Compared, ComparisonMemory
from app.services.computing import (
    LONG,
    SHORT,
    Computing,
    Pending,
    compared_in_the_end,
    compared_soon,
)
from app.services.incoming import Incoming
from app.settings import Settings
from app.storage.comparisons import comparison_key
from app.storage.database import Database
from app.storage.schema import Article, StoredComparison
from tests.workers.odd import BREAKS, SLEEPS

Paste = Callable[..., Incoming]
Open = Callable[..., Computing]


@pytest.fixture
def opened(settings: Settings, database: Database) -> Iterator[Open]:
    """``opened(command=…, long=…)``: where comparisons are made; by default all are long."""
    made: list[Computing] = []

    def open_one(
        *, long: int = 0, seconds: int = 600, patience: float = 600, **more: Any
    ) -> Computing:
        given = {"comparer_seconds": seconds, "patience_seconds": patience}
        own = settings.model_copy(update=given)
        made.append(Computing(own, database, ComparisonMemory.of(own), long=long, **more))
        return made[-1]

    yield open_one
    for each in made:
        each.close()


def made(own: Computing) -> int:
    """How many comparisons its workers were asked for."""
    return sum(figures.jobs for figures in own.figures.values())


def waiting_with_another(own: Computing) -> int:
    """How many wait for what another has asked for."""
    shared = list(own._shared.values())
    return sum(len(future._condition._waiters) for future in shared)  # type: ignore[attr-defined]


def until(is_so: Callable[[], bool]) -> None:
    """Return once it is so."""
    deadline = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def key_of(article: Article) -> str:
    """The name of the comparison of its first two versions."""
    a, b = article.versions[:2]
    return comparison_key(a.document_hash, b.document_hash)


def until_made(session: Session, article: Article, own: Computing) -> Compared | Pending:
    """What is told once nobody is at work on it any more."""
    own.wait(key_of(article))
    return compared_soon(session, article, 1, 2, computing=own)


def test_a_long_one_is_on_its_way_at_once_and_there_in_the_end(
    session: Session, ferry: Article, opened: Open
) -> None:
    own = opened()
    first = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(first, Pending)
    assert (first.version_a.number, first.version_b.number) == (1, 2)
    assert (first.failure, first.before) == ("", 0)
    result = until_made(session, ferry, own)
    assert isinstance(result, Compared)
    assert own.figures[LONG].jobs == 1
    here = compare_documents(result.comparison.a.document, result.comparison.b.document)
    assert to_json(result.comparison) == to_json(here)


def test_it_is_kept_for_other_processes(session: Session, ferry: Article, opened: Open) -> None:
    one, own = opened(), opened()
    compared_soon(session, ferry, 1, 2, computing=one)
    until_made(session, ferry, one)
    assert isinstance(compared_soon(session, ferry, 1, 2, computing=own), Compared)
    assert made(own) == 0
    row = session.scalars(select(StoredComparison)).one()
    assert row.changes > 0
    assert row.headline


def test_a_short_one_is_waited_for(session: Session, ferry: Article, opened: Open) -> None:
    own = opened(long=200_000)
    result = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(result, Compared)
    assert (own.figures[SHORT].jobs, own.figures[LONG].jobs) == (1, 0)
    here = compare_documents(result.comparison.a.document, result.comparison.b.document)
    assert to_json(result.comparison) == to_json(here)


def test_a_short_one_that_takes_long_is_told_of_and_goes_on(
    session: Session, ferry: Article, opened: Open
) -> None:
    own = opened(long=200_000, patience=0.1, command=SLEEPS)
    result = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(result, Pending)
    assert not result.failure
    assert own.lane(key_of(ferry)) == SHORT


def test_few_requests_are_held_up_at_a_time(session: Session, ferry: Article, opened: Open) -> None:
    own = opened(long=200_000, command=SLEEPS)
    with ExitStack() as places:
        for _ in range(background.MOST_WATCHING):
            places.enter_context(own.place())
        result = compared_soon(session, ferry, 1, 2, computing=own)
        assert isinstance(result, Pending), "who finds no place to wait is told at once"
        with pytest.raises(Busy, match="Many texts"):
            compared_in_the_end(session, ferry, 1, 2, computing=own)


@pytest.mark.parametrize("long", [0, 200_000])
def test_however_many_ask_at_the_same_moment_it_is_made_once(
    database: Database,
    ferry: Article,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    long: int,
) -> None:
    monkeypatch.setattr(background, "MOST_WATCHING", 50)
    own = opened(long=long)
    gate = threading.Barrier(50)

    def ask(_: int) -> Compared:
        with database.session() as session:
            article = get_article(session, ferry.slug)
            session.commit()
            gate.wait()
            return compared_in_the_end(session, article, 1, 2, computing=own)

    with ThreadPoolExecutor(50) as askers:
        results = list(askers.map(ask, range(50)))
    assert len({id(result.comparison) for result in results}) == 1
    assert made(own) == 1
    assert not own._jobs
    assert not own._turns


def test_what_is_not_stored_is_compared_once_for_all_who_ask_meanwhile(opened: Open) -> None:
    own = opened(command=SLEEPS)
    a, b = parse_text("The boats may sail."), parse_text("The boats will sail.")
    told: list[Exception] = []

    def ask() -> None:
        try:
            own.compared_json(a, b)
        except Busy as error:
            told.append(error)

    askers = [threading.Thread(target=ask) for _ in range(5)]
    for asker in askers:
        asker.start()
    until(lambda: waiting_with_another(own) == 4)
    own.close()
    for asker in askers:
        asker.join()
    assert made(own) == 1
    assert len({id(error) for error in told}) == 1
    assert len(told) == 5


def test_what_is_not_stored_comes_as_the_documented_json(opened: Open) -> None:
    a, b = parse_text("The boats may sail."), parse_text("The boats will sail.")
    own = opened()
    assert json.loads(own.compared_json(a, b)) == to_json(compare_documents(a, b))


def test_what_failed_is_told_and_can_be_tried_again(
    session: Session,
    ferry: Article,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = opened(command=BREAKS)
    compared_soon(session, ferry, 1, 2, computing=own)
    failed = until_made(session, ferry, own)
    assert isinstance(failed, Pending)
    assert failed.failure.startswith("These two texts could not be compared")
    assert failed.advice
    assert "ended with status 3" in caplog.text
    assert "Ferry" not in caplog.text
    still = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(still, Pending), "whoever looks again is told the same"
    assert still.failure == failed.failure
    with pytest.raises(RecensionError, match="could not be compared"):
        compared_in_the_end(session, ferry, 1, 2, computing=own)
    monkeypatch.setattr(own, "_pools", opened()._pools)
    again = compared_soon(session, ferry, 1, 2, computing=own, again=True)
    assert isinstance(again, Pending)
    assert not again.failure
    assert isinstance(until_made(session, ferry, own), Compared)


def test_what_failed_may_be_tried_again_by_anybody_a_while_later(
    session: Session, ferry: Article, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(command=BREAKS)
    compared_soon(session, ferry, 1, 2, computing=own)
    until_made(session, ferry, own)
    monkeypatch.setattr(background, "REMEMBERED", 0.0)
    later = compared_soon(session, ferry, 1, 2, computing=own)
    assert isinstance(later, Pending)
    assert not later.failure
    own.wait(key_of(ferry))
    assert made(own) == 2


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
    own = opened(command=SLEEPS, seconds=1)
    compared_soon(session, ferry, 1, 2, computing=own)
    failed = until_made(session, ferry, own)
    assert isinstance(failed, Pending)
    assert failed.failure == "Comparing these texts was given up after 1 second."


def test_they_wait_for_each_other_and_not_without_end(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(command=SLEEPS)
    monkeypatch.setattr(background, "MOST_WAITING", 3)
    for name in "abc":
        own.start(name, b"{}", b"{}")
    until(lambda: own.figures[LONG].working == 1)
    assert [own.told(name)[1] for name in "abc"] == [0, 1, 2]  # type: ignore[index]
    assert own.figures[LONG].waiting == 2
    with pytest.raises(Busy, match="Many texts"):
        own.start("d", b"{}", b"{}")
    own.start("short", b"{}", b"{}", SHORT)
    own.close()  # what is being made is given up: otherwise this would take ten minutes
    with pytest.raises(Busy):
        own.start("e", b"{}", b"{}")


def test_what_cannot_be_kept_anywhere_is_not_made_for_ever(
    database: Database, session: Session, ferry: Article, settings: Settings, monkeypatch: Any
) -> None:
    monkeypatch.setattr(computing, "keep_comparison", lambda *_: False)
    own = Computing(settings, database, ComparisonMemory(0, 0), long=0)
    try:
        compared_soon(session, ferry, 1, 2, computing=own)
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
    own = opened(command=SLEEPS)
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


def test_articles_of_the_same_texts_share_what_is_being_made(
    session: Session, paste: Paste, texts: Any, opened: Open
) -> None:
    one, other = (
        create_article(session, [paste(texts.earlier), paste(texts.later)]) for _ in range(2)
    )
    own = opened(command=SLEEPS)
    compared_soon(session, one, 1, 2, computing=own)
    compared_soon(session, other, 1, 2, computing=own)
    assert len(own._jobs) == 1
