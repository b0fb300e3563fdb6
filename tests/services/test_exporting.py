"""Files of comparisons: each made once, apart from the server, and kept within bounds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.errors import Busy, NotFound, RecensionError
from app.export.formats import FORMATS
from app.services import background
from app.services import exporting as module
from app.services.articles import create_article
from app.services.comparisons import Compared, compared
from app.services.computing import Pending
from app.services.exporting import (
    Exporting,
    card_of,
    export_key,
    exported_in_the_end,
    exported_soon,
)
from app.services.incoming import from_paste
from app.settings import Settings
from tests.export.about import ABOUT
from tests.workers.odd import BREAKS, SLEEPS, TALKS


@pytest.fixture
def exporting(settings: Settings) -> Iterator[Exporting]:
    made = Exporting(settings)
    yield made
    made.close()


@pytest.fixture
def two(session: Session, settings: Settings) -> Compared:
    texts = ("The boats may sail on Friday.", "The boats will sail on Sunday.")
    versions = [from_paste(text, settings=settings, field="text") for text in texts]
    return compared(session, create_article(session, versions, title="Boats"), 1, 2)


def test_however_many_ask_it_is_made_once(
    session: Session, two: Compared, exporting: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = FORMATS["md"].make
    form = replace(FORMATS["md"], make=lambda *given: made.append("one") or make(*given))
    found: list[bytes | Pending] = []

    def ask() -> None:
        found.append(exported_soon(session, two, ABOUT, form, exporting=exporting))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(map(bytes, filter(None, found)))) == 1
    assert made == ["one"]


def test_a_name_changes_with_all_that_the_file_is_made_of(two: Compared) -> None:
    key = export_key(two, ABOUT, "md")
    assert export_key(two, replace(ABOUT), "md") == key
    others = [
        export_key(two, ABOUT, "docx"),
        export_key(two, replace(ABOUT, title="x"), "md"),
        export_key(two, replace(ABOUT, a=replace(ABOUT.a, label="x")), "md"),
        export_key(replace(two, version_a=two.version_b), ABOUT, "md"),
    ]
    assert len({key, *others}) == 5


@pytest.mark.parametrize("command", [BREAKS, TALKS])
def test_a_process_without_an_answer_is_an_error_that_is_told(
    session: Session, two: Compared, settings: Settings, command: tuple[str, ...]
) -> None:
    exporting = Exporting(settings, command=command)
    with pytest.raises(RecensionError, match="could not be made"):
        exported_soon(session, two, ABOUT, FORMATS["pdf"], exporting=exporting)
    exporting.long = 0
    with pytest.raises(Busy, match="could not be made"):
        exported_in_the_end(session, two, ABOUT, FORMATS["pdf"], exporting=exporting)
    exporting.close()


def test_one_that_takes_too_long_is_given_up(
    session: Session, two: Compared, settings: Settings
) -> None:
    own = settings.model_copy(update={"comparer_seconds": 1})
    exporting = Exporting(own, command=SLEEPS)
    with pytest.raises(Busy, match="given up after 1 second"):
        exported_soon(session, two, ABOUT, FORMATS["pdf"], exporting=exporting)
    exporting.close()


def test_the_end_of_the_server_ends_what_is_made(
    session: Session, two: Compared, settings: Settings
) -> None:
    exporting = Exporting(settings, command=SLEEPS, long=0)
    found = exported_soon(session, two, ABOUT, FORMATS["pdf"], exporting=exporting)
    assert isinstance(found, Pending)
    assert not found.failure
    exporting.close()
    with pytest.raises(Busy):
        exported_soon(session, two, replace(ABOUT, title="x"), FORMATS["pdf"], exporting=exporting)


def test_a_long_one_is_waited_for_by_who_wants_it(
    session: Session, two: Compared, exporting: Exporting
) -> None:
    exporting.long = 0
    data = exported_in_the_end(session, two, ABOUT, FORMATS["docx"], exporting=exporting)
    assert data == FORMATS["docx"].make(two.comparison, ABOUT)


def test_few_requests_are_held_up_at_a_time(
    session: Session, two: Compared, exporting: Exporting
) -> None:
    with ExitStack() as places:
        for _ in range(background.MOST_WATCHING):
            places.enter_context(exporting.place())
        with pytest.raises(Busy, match="Many files"):
            exported_soon(session, two, ABOUT, FORMATS["pdf"], exporting=exporting)
        assert exported_soon(session, two, ABOUT, FORMATS["md"], exporting=exporting)


def test_what_is_kept_is_bounded(exporting: Exporting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    for name in "abc":
        exporting.keep(name, b"12345")
    assert [exporting.kept(name) for name in "abc"] == [None, b"12345", b"12345"]
    exporting.kept("b")
    exporting.keep("d", b"1")
    assert [exporting.kept(name) for name in "bcd"] == [b"12345", None, b"1"]
    exporting.keep("e", b"1" * 99)
    assert exporting.kept("e") == b"1" * 99


def test_a_card_is_drawn_apart_and_kept(
    session: Session, two: Compared, exporting: Exporting
) -> None:
    drawn = card_of(session, two, ABOUT, exporting=exporting)
    assert drawn.startswith(b"\x89PNG")
    jobs = exporting.figures.jobs
    assert card_of(session, two, ABOUT, exporting=exporting) is drawn
    assert exporting.figures.jobs == jobs == 1
    with pytest.raises(NotFound):
        card_of(session, two, ABOUT, 99, exporting=exporting)
