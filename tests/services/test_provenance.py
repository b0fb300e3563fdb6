"""Provenance out of stored comparisons: made where they are missing, once, and kept at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services import comparisons
from app.services import provenance as provenances
from app.services.articles import add_version, create_article, get_article
from app.services.comparisons import ComparisonMemory
from app.services.computing import Computing
from app.services.incoming import Incoming
from app.services.provenance import ProvenanceMemory, Traced, Tracing, provenance_key, traced_soon
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import Article, StoredComparison
from tests.engine.statements import STATEMENTS, TEXTS
from tests.workers.odd import BREAKS

Paste = Callable[..., Incoming]


@pytest.fixture
def computing(settings: Settings, database: Database) -> Iterator[Computing]:
    made = Computing(settings, database, ComparisonMemory.of(settings))
    yield made
    made.close()


@pytest.fixture
def statement(session: Session, paste: Paste) -> Article:
    """The series, stored; nothing of it has been compared."""
    return create_article(session, [paste(text) for text in TEXTS], title="Statement")


def times_compared(computing: Computing) -> int:
    """How often the workers were asked."""
    return sum(figures.jobs for figures in computing.figures.values())


def traced(
    session: Session, article: Article, number: int, computing: Computing, memory: ProvenanceMemory
) -> Traced:
    found = traced_soon(session, article, number, computing=computing, memory=memory)
    assert isinstance(found, Traced)
    return found


def test_it_is_made_of_the_comparisons_that_are_there_and_of_those_that_are_not(
    session: Session, statement: Article, computing: Computing
) -> None:
    comparisons.compared(session, statement, 3, 4)
    found = traced(session, statement, 9, computing, ProvenanceMemory())

    assert times_compared(computing) == len(TEXTS) - 2
    phases = [found.provenance.phases[phase] for phase in found.provenance.sentences(9)]
    by_hand = [told for paragraph in STATEMENTS[-1] for told in paragraph]
    assert [(phase.text, phase.origin) for phase in phases] == [
        (told.text, told.origin) for told in by_hand
    ]
    assert found.document.text == TEXTS[-1]
    assert session.scalar(select(func.count(StoredComparison.key))) == len(TEXTS) - 1


def test_stored_comparisons_give_the_same_as_fresh_ones(
    session: Session, statement: Article, computing: Computing
) -> None:
    fresh = traced(session, statement, 9, computing, ProvenanceMemory()).provenance
    made = times_compared(computing)
    again = traced(session, statement, 9, computing, ProvenanceMemory()).provenance

    assert times_compared(computing) == made
    assert again == fresh


def test_it_is_kept_at_hand_for_all_versions_of_an_article(
    session: Session, statement: Article, computing: Computing
) -> None:
    memory = ProvenanceMemory()
    first = traced(session, statement, 9, computing, memory).provenance
    with writing(session):
        session.execute(delete(StoredComparison))

    assert traced(session, statement, 2, computing, memory).provenance is first
    assert len(memory) == 1


def test_a_further_version_makes_it_anew(
    session: Session,
    statement: Article,
    paste: Paste,
    computing: Computing,
) -> None:
    memory = ProvenanceMemory()
    traced(session, statement, 9, computing, memory)
    made = times_compared(computing)
    key = provenance_key(statement.versions)
    add_version(session, statement, paste(TEXTS[0]))
    article = get_article(session, statement.slug)

    found = traced(session, article, 10, computing, memory)

    assert provenance_key(article.versions) != key
    assert times_compared(computing) == made + 1
    assert {found.provenance.phases[p].origin for p in found.provenance.sentences(10)} == {1}


def test_one_version_is_all_from_itself(
    session: Session, paste: Paste, computing: Computing
) -> None:
    article = create_article(session, [paste(TEXTS[0])])
    found = traced(session, article, 1, computing, ProvenanceMemory())

    assert {phase.origin for phase in found.provenance.phases} == {1}
    assert found.provenance.numbers == (1,)


def test_what_is_damaged_is_made_again(
    session: Session, statement: Article, computing: Computing
) -> None:
    fresh = traced(session, statement, 9, computing, ProvenanceMemory()).provenance
    with writing(session):
        session.execute(update(StoredComparison).values(payload=b"not what was stored"))

    assert traced(session, statement, 9, computing, ProvenanceMemory()).provenance == fresh


def test_a_long_series_is_worked_through_in_several_requests(
    session: Session,
    statement: Article,
    computing: Computing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(provenances, "AT_ONCE", 1)
    memory, done = ProvenanceMemory(), []
    for _ in range(len(TEXTS) - 2):
        found = traced_soon(session, statement, 9, computing=computing, memory=memory)
        assert isinstance(found, Tracing)
        done.append((found.done, found.total, found.failure))

    assert done == [(n, len(TEXTS) - 1, "") for n in range(1, len(TEXTS) - 1)]
    assert isinstance(traced(session, statement, 9, computing, memory), Traced)


def test_long_texts_are_compared_apart_and_a_failure_is_told(
    session: Session, statement: Article, settings: Settings, database: Database
) -> None:
    broken = Computing(settings, database, ComparisonMemory.of(settings), command=BREAKS, long=1)
    memory = ProvenanceMemory()
    try:
        found = traced_soon(session, statement, 9, computing=broken, memory=memory)
        assert isinstance(found, Tracing)
        assert (found.done, found.failure) == (0, "")
        keys = [provenances.comparison_key(*pair) for pair in hashes(statement)]
        broken.wait(keys[0])
        told = traced_soon(session, statement, 9, computing=broken, memory=memory)
        assert isinstance(told, Tracing)
        assert "could not be compared" in told.failure
        assert told.advice
        again = traced_soon(session, statement, 9, computing=broken, memory=memory, again=True)
        assert isinstance(again, Tracing)
        assert again.failure == ""
    finally:
        broken.close()
    assert len(memory) == 0


def hashes(article: Article) -> list[tuple[str, str]]:
    found = [version.document_hash for version in article.versions]
    return list(pairwise(found))


@pytest.mark.parametrize("number", [0, -1, 10, 2**40])
def test_a_version_that_is_not_there(
    number: int, session: Session, statement: Article, computing: Computing
) -> None:
    with pytest.raises(NotFound, match="There is no version"):
        traced_soon(session, statement, number, computing=computing, memory=ProvenanceMemory())


def test_two_who_ask_at_once_get_the_same(
    database: Database, session: Session, statement: Article, computing: Computing
) -> None:
    memory, slug = ProvenanceMemory(), statement.slug

    def ask() -> Any:
        with database.session() as own:
            article = get_article(own, slug)
            return traced(own, article, 9, computing, memory).provenance

    with ThreadPoolExecutor(2) as pool:
        first, second = [asked.result() for asked in [pool.submit(ask) for _ in range(2)]]

    assert first is second


def test_the_memory_is_bounded_by_number_and_by_size(
    session: Session, statement: Article, computing: Computing
) -> None:
    found = traced(session, statement, 9, computing, ProvenanceMemory()).provenance
    few = ProvenanceMemory(items=2)
    for key in "abc":
        few.put(key, found)
    assert (len(few), few.get("a"), few.get("c")) == (2, None, found)

    size = sum(len(phase.text) for phase in found.phases)
    small = ProvenanceMemory(chars=size)
    small.put("a", found)
    small.put("b", found)
    assert (small.get("a"), small.get("b")) == (None, found)
    tiny = ProvenanceMemory(chars=size - 1)
    tiny.put("a", found)
    assert len(tiny) == 0
