from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.engine import Comparison, Options, compare_texts, to_json
from app.engine import compare as compare_documents
from app.errors import BadInput, NotFound
from app.presentation.summary import headline
from app.services import comparisons
from app.services.articles import create_article, get_article
from app.services.comparisons import ComparisonMemory, compared, uncompared_neighbours
from app.services.incoming import Incoming
from app.settings import Settings
from app.storage import comparisons as stored_comparisons
from app.storage.comparisons import comparison_key, summaries
from app.storage.database import Database, writing
from app.storage.schema import Article, StoredComparison

Paste = Callable[..., Incoming]
Texts = Any


@pytest.fixture
def times_compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for every time that the engine is asked."""
    times: list[int] = []

    def compare(*texts: Any) -> Comparison:
        times.append(1)
        return compare_documents(*texts)

    monkeypatch.setattr(comparisons, "compare", compare)
    return times


def key_of(article: Article, a: int = 1, b: int = 2) -> str:
    hashes = {version.number: version.document_hash for version in article.versions}
    return comparison_key(hashes[a], hashes[b])


def count(session: Session) -> int:
    return session.scalar(select(func.count(StoredComparison.key))) or 0


def test_two_versions_are_compared_and_it_is_kept(
    session: Session, ferry: Article, times_compared: list[int]
) -> None:
    first = compared(session, ferry, 1, 2)
    assert (first.article, first.version_a.number, first.version_b.number) == (ferry, 1, 2)
    assert len(first.comparison.changes) > 0
    again = compared(session, ferry, 1, 2)
    assert to_json(again.comparison) == to_json(first.comparison)
    assert len(times_compared) == 1
    assert count(session) == 1


def test_other_people_find_what_was_compared(
    database: Database, session: Session, ferry: Article, times_compared: list[int]
) -> None:
    compared(session, ferry, 1, 2)
    with database.session() as other:
        compared(other, get_article(other, ferry.slug), 1, 2)
    assert len(times_compared) == 1


def test_the_later_may_stand_on_the_left(session: Session, ferry: Article, texts: Texts) -> None:
    there, back = compared(session, ferry, 1, 2), compared(session, ferry, 2, 1)
    assert back.comparison.a.document.text == texts.later
    assert back.comparison.b.document.text == texts.earlier
    assert len(back.comparison.changes) == len(there.comparison.changes)


def test_a_version_with_itself_and_versions_that_are_not_there_are_told(
    session: Session, ferry: Article
) -> None:
    with pytest.raises(BadInput, match="A version cannot be compared with itself"):
        compared(session, ferry, 2, 2)
    with pytest.raises(NotFound, match="no version 3 of this article; there are versions 1 and 2"):
        compared(session, ferry, 1, 3)
    assert count(session) == 0


def test_what_lists_show_is_kept_beside_it(session: Session, ferry: Article) -> None:
    comparison = compared(session, ferry, 1, 2).comparison
    summary = summaries(session, [key_of(ferry)])[key_of(ferry)]
    assert summary.changes == len(comparison.changes)
    assert summary.measures == comparison.measures
    assert summary.headline == headline(comparison)


def test_articles_with_the_same_texts_share_their_comparison(
    session: Session, ferry: Article, paste: Paste, texts: Texts, times_compared: list[int]
) -> None:
    twin = create_article(session, [paste(texts.earlier), paste(texts.later)])
    compared(session, ferry, 1, 2)
    compared(session, twin, 1, 2)
    assert len(times_compared) == 1


def test_another_engine_or_other_options_compare_anew(
    session: Session,
    ferry: Article,
    times_compared: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert comparison_key("a", "b") != comparison_key("b", "a")
    assert comparison_key("a", "b") != comparison_key("a", "b", Options(max_cells=7))
    compared(session, ferry, 1, 2)
    monkeypatch.setattr(stored_comparisons, "ENGINE_VERSION", "next")
    compared(session, ferry, 1, 2)
    assert len(times_compared) == 2


@pytest.mark.parametrize("payload", [b"", b"rubbish", b"x\x9c\x03\x00\x00\x00\x00\x01", "{}", "[]"])
def test_a_damaged_comparison_is_made_again_and_replaced(
    session: Session,
    ferry: Article,
    times_compared: list[int],
    caplog: pytest.LogCaptureFixture,
    payload: bytes | str,
) -> None:
    expected = to_json(compared(session, ferry, 1, 2).comparison)
    data = zlib.compress(payload.encode()) if isinstance(payload, str) else payload
    with writing(session):
        session.execute(update(StoredComparison).values(payload=data))
    with caplog.at_level(logging.WARNING):
        assert to_json(compared(session, ferry, 1, 2).comparison) == expected
    assert len(times_compared) == 2
    assert key_of(ferry) in caplog.text
    assert "Ferry" not in caplog.text
    assert to_json(compared(session, ferry, 1, 2).comparison) == expected
    assert len(times_compared) == 2


def test_a_library_that_cannot_be_written_to_can_still_be_read(
    settings: Settings,
    ferry: Article,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("app.storage.engines.BUSY_MILLISECONDS", 50)
    database = Database(settings)
    with database.session() as writer, writing(writer), database.session() as reader:
        article = get_article(reader, ferry.slug)
        done = compared(reader, article, 1, 2)
        assert len(done.comparison.changes) > 0
        assert done.version_b.title == "Ferry to resume after strike"
        assert len(article.versions) == 2
    assert "was not stored" in caplog.text
    database.close()


def test_nothing_is_held_open_while_texts_are_compared(
    session: Session, ferry: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []

    def compare(*texts: Any) -> Comparison:
        open_then.append(session.in_transaction())
        return compare_documents(*texts)

    monkeypatch.setattr(comparisons, "compare", compare)
    compared(session, ferry, 1, 2)
    assert open_then == [False]


def test_versions_that_nobody_compared_with_the_one_before_are_known(
    session: Session, paste: Paste, texts: Texts
) -> None:
    article = create_article(session, [paste(text) for text in texts])
    compared(session, article, 1, 2)
    pairs = uncompared_neighbours(session, article.id)
    assert [(before.number, version.number) for before, version in pairs] == [(2, 3)]
    compared(session, article, 2, 3)
    assert uncompared_neighbours(session, article.id) == []
    alone = create_article(session, [paste("Alone.")])
    assert uncompared_neighbours(session, alone.id) == []


# The memory of one process


def of_length(chars: int) -> Comparison:
    return compare_texts("x" * (chars // 2), "x" * (chars - chars // 2))


def test_what_is_in_memory_is_not_asked_of_the_database(
    database: Database, session: Session, ferry: Article, count_queries: Any
) -> None:
    memory = ComparisonMemory.of(Settings())
    first = compared(session, ferry, 1, 2, memory=memory)
    with count_queries(database) as queries:
        again = compared(session, ferry, 1, 2, memory=memory)
    assert again.comparison is first.comparison
    assert len(queries) == 1  # the two versions
    assert "stored_comparison" not in queries[0]


def test_a_comparison_from_the_database_costs_two_queries(
    database: Database, session: Session, ferry: Article, count_queries: Any
) -> None:
    compared(session, ferry, 1, 2)
    with count_queries(database) as queries:
        compared(session, ferry, 1, 2, memory=ComparisonMemory(4, 10_000))
    assert len(queries) == 2


def test_memory_lets_go_of_what_was_not_asked_for_the_longest() -> None:
    memory = ComparisonMemory(items=2, chars=1000)
    one, two, three = of_length(10), of_length(10), of_length(10)
    memory.put("one", one)
    memory.put("two", two)
    assert memory.get("one") is one
    memory.put("three", three)
    assert (memory.get("one"), memory.get("two"), memory.get("three")) == (one, None, three)
    assert len(memory) == 2


def test_memory_is_bounded_by_the_length_of_the_texts() -> None:
    memory = ComparisonMemory(items=100, chars=100)
    for name in "abc":
        memory.put(name, of_length(40))
    assert memory.get("a") is None
    assert len(memory) == 2
    memory.put("huge", of_length(101))
    assert memory.get("huge") is None
    assert len(memory) == 2


def test_a_name_kept_twice_counts_once() -> None:
    memory = ComparisonMemory(items=10, chars=100)
    for _ in range(5):
        memory.put("a", of_length(60))
    memory.put("b", of_length(40))
    assert len(memory) == 2


def test_a_memory_may_be_none_at_all() -> None:
    memory = ComparisonMemory(items=0, chars=100)
    memory.put("a", of_length(10))
    assert memory.get("a") is None


def test_many_threads_may_use_one_memory() -> None:
    memory = ComparisonMemory(items=5, chars=45)
    comparison = of_length(10)

    def use(number: int) -> None:
        for step in range(300):
            memory.put(f"{(number * 7 + step) % 11}", comparison)
            memory.get(f"{step % 11}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert len(memory) == 4
