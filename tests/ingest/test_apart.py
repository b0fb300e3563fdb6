"""Reading apart: whatever a reader does there, here it is a sentence or a document."""

from __future__ import annotations

import io
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.engine import Document
from app.errors import Busy, EmptyText, RecensionError, TooLarge, UnknownType, UnreadableText
from app.ingest import Hints, Tracked, apart, read
from app.ingest.apart import Readers, close_workers, members_apart, read_apart
from app.workers import pool as pools
from app.workers.pool import Limits

from . import pdfs, test_epub
from .files import zipped
from .packing import docx

BAD_READER = (sys.executable, "-m", "tests.ingest.bad_reader")
LIMITS = Limits(memory=512 * 1024 * 1024, seconds=1, patience=600, workers=2)

PAGE = (
    "<!doctype html><title>Ferry</title><article><h1>Ferry</h1><p>"
    + "Crews may return to work this week, their union said on Monday. " * 5
).encode()

Do = Callable[..., Document]


@pytest.fixture
def pool() -> Iterator[Readers]:
    """Workers whose reader does what it is told to."""
    made = Readers(BAD_READER)
    yield made
    made.close()


@pytest.fixture
def do(pool: Readers) -> Do:
    """``do("crash")``: have a reader do that."""

    def doing(what: str, limits: Limits = LIMITS) -> Document:
        return pool.read(what.encode(), "a.txt", Hints(), limits)

    return doing


def worker_of(document: Document) -> int:
    return int(document.text_of(document.blocks[0]))


# What a reader gives comes over


def test_a_page_is_read_as_it_would_be_here() -> None:
    assert read_apart(PAGE, "ferry.html") == read(PAGE, "ferry.html")


PROSE = "Crews may return to work this week, their union said on Monday."
FORMATS = {
    "ferry.pdf": pdfs.pdf([pdfs.Page([pdfs.Text(PROSE, 50, 700)])]),
    "ferry.epub": test_epub.book(),
    "ferry.rtf": b"{\\rtf1\\ansi " + PROSE.encode() + b"\\par}",
    "ferry.docx": docx(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>"),
    "ferry.eml": f"From: a@a.example\nTo: b@a.example\nMIME-Version: 1.0\n\n{PROSE}\n".encode(),
    "ferry.md": f"# Ferry\n\n{PROSE}".encode(),
    "ferry.zip": zipped({"ferry.txt": PROSE}),
    "long.txt": (PROSE + "\n\n").encode() * 20_000,
    "koi8.txt": ("Паром снова ходит, сообщили в порту. " * 30_000).encode("koi8-r"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read_within_the_limits_as_without(name: str) -> None:
    document = read_apart(FORMATS[name], name)
    assert document == read(FORMATS[name], name)
    assert document.blocks


def test_what_a_reader_refuses_is_refused_in_its_words() -> None:
    with pytest.raises(EmptyText, match="no text") as told:
        read_apart(b"<!doctype html><title></title><body> </body>", "a.html")
    assert told.value.advice
    with pytest.raises(UnknownType, match="PNG"):
        read_apart(b"\x89PNG\r\n\x1a\n\0\0\0", "a.html")


def test_the_files_in_an_archive_come_over() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("story_v1.txt", "First.")
        archive.writestr("fähre/story_v2.html", PAGE)
    found = members_apart(packed.getvalue())
    assert sorted(found) == [("fähre/story_v2.html", PAGE), ("story_v1.txt", b"First.")]
    with pytest.raises(UnreadableText):
        members_apart(packed.getvalue()[:60])


def test_hints_go_over(pool: Readers) -> None:
    document = pool.read(b"", "b.txt", Hints(tracked=Tracked.ORIGINAL), LIMITS)
    assert "b.txt original" in document.text


def test_short_plain_text_waits_for_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_readers", None)
    text = ("Crews may return to work this week, they said.\n\n" * 60).encode()
    assert read_apart(text, "ferry.txt").blocks
    assert apart._readers is None


def test_what_is_past_any_limit_is_not_sent(pool: Readers) -> None:
    with pytest.raises(TooLarge, match="64 MB"):
        pool.read(bytes(64 * 1024 * 1024 + 1), None, Hints(), LIMITS)


# What a reader does to itself


@pytest.mark.parametrize(
    ("deed", "kind", "said"),
    [
        ("loop", TooLarge, "takes more than 1 second of"),
        ("eat", TooLarge, "takes more than 512 MB of memory"),
        ("crash", UnreadableText, "breaks what should read it"),
        ("abort", UnreadableText, "breaks what should read it"),
        ("leave", UnreadableText, "breaks what should read it"),
        ("write", UnreadableText, "breaks what should read it"),
        ("garble", UnreadableText, "breaks what should read it"),
        ("shout", UnreadableText, "breaks what should read it"),
        ("fault", UnreadableText, "breaks what should read it"),
        ("refuse", EmptyText, "There is nothing in it"),
    ],
)
def test_whatever_happens_there_is_a_sentence_here_and_the_next_file_is_read(
    do: Do, deed: str, kind: type[RecensionError], said: str
) -> None:
    with pytest.raises(kind, match=said) as told:
        do(deed)
    assert told.value.advice
    assert "of the text" not in told.value.sentence
    assert do("nothing").blocks


def test_a_reader_that_waits_for_ever_is_given_up(do: Do) -> None:
    do("nothing", Limits(seconds=1, patience=600))  # so that none need be started
    with pytest.raises(Busy, match="given up after 3 seconds"):
        do("sleep", Limits(seconds=1, patience=3))


def test_a_refusal_names_no_error_that_readers_do_not_raise(do: Do) -> None:
    do("lie")
    with pytest.raises(UnreadableText, match=r"^3$"):
        do("nothing")


def test_noise_on_its_output_is_no_answer(do: Do) -> None:
    assert do("print").blocks


def test_a_worker_knows_nothing_of_the_servers_environment(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", "postgresql://me:secret@host/db")
    assert "RECENSION" not in do("nothing").text


# Workers come and go


def test_a_worker_reads_one_file_after_another(do: Do) -> None:
    assert worker_of(do("nothing")) == worker_of(do("nothing"))
    with pytest.raises(EmptyText):
        do("refuse")  # is as it should be
    assert worker_of(do("nothing")) == worker_of(do("nothing"))


def test_a_worker_that_has_read_many_is_replaced(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RECYCLED_AFTER", 3)
    workers = [worker_of(do("nothing")) for _ in range(6)]
    assert len(set(workers[:3])) == len(set(workers[3:])) == 1
    assert workers[0] != workers[3]


def test_a_worker_that_met_a_fault_is_replaced(do: Do) -> None:
    before = worker_of(do("nothing"))
    with pytest.raises(UnreadableText):
        do("fault")
    assert worker_of(do("nothing")) != before


def test_a_worker_that_read_a_large_file_is_replaced(do: Do, pool: Readers) -> None:
    before = worker_of(do("nothing"))
    assert worker_of(pool.read(bytes(5 * 1024 * 1024), "a.txt", Hints(), LIMITS)) == before
    assert worker_of(do("nothing")) != before


def test_other_limits_are_for_other_workers(do: Do) -> None:
    before = worker_of(do("nothing"))
    assert worker_of(do("nothing", Limits(seconds=2))) != before


def test_an_answer_without_end_is_not_taken(do: Do) -> None:
    with pytest.raises(UnreadableText, match="breaks what should read it"):
        do("flood", replace(LIMITS, reply=1024 * 1024))


def test_processor_time_is_for_each_file_anew(do: Do) -> None:
    assert len({worker_of(do("work")) for _ in range(4)}) == 1  # 2.4 seconds in all, of 1 a file


def test_many_at_once_are_read_by_few(do: Do) -> None:
    with ThreadPoolExecutor(12) as threads:
        workers = {worker_of(document) for document in threads.map(do, ["nothing"] * 12)}
    assert 1 <= len(workers) <= LIMITS.workers


def test_who_has_waited_long_enough_is_told(do: Do, pool: Readers) -> None:
    limits = Limits(seconds=5, patience=600, workers=1)
    do("nothing", limits)
    outcomes: list[str] = []

    def sleep() -> None:
        with pytest.raises(Busy) as told:
            do("sleep", replace(limits, patience=5))
        outcomes.append(told.value.sentence)

    thread = threading.Thread(target=sleep)
    thread.start()
    while not pool.figures.working:
        assert thread.is_alive()
    with pytest.raises(Busy, match="Many files"):
        do("nothing", replace(limits, patience=0.01))
    thread.join()
    assert outcomes == ["Reading this file was given up after 5 seconds."]


def test_a_fault_among_others_spoils_only_itself(do: Do) -> None:
    def outcome(deed: str) -> str:
        try:
            do(deed)
        except RecensionError as error:
            return type(error).__name__
        return "read"

    deeds = ["nothing", "crash", "pause", "fault", "nothing", "leave", "nothing", "refuse"]
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(outcome, deeds))
    assert outcomes == [
        "read", "UnreadableText", "read", "UnreadableText", "read", "UnreadableText", "read",
        "EmptyText",
    ]  # fmt: skip


def test_a_worker_that_ended_while_it_waited_is_not_asked(do: Do, pool: Readers) -> None:
    before = worker_of(do("nothing"))
    pool.close()
    assert worker_of(do("nothing")) != before


@pytest.mark.parametrize(
    "command", [["/nothing/here"], [sys.executable, "-c", "raise SystemExit(1)"]]
)
def test_a_worker_that_does_not_start_is_no_fault_of_the_file(command: list[str]) -> None:
    pool = Readers(command)
    for _ in range(LIMITS.workers + 1):
        with pytest.raises(Busy, match="No file can be read just now"):
            pool.read(b"", None, Hints(), LIMITS)


def test_closing_may_be_done_at_any_time() -> None:
    close_workers()
    assert read_apart(PAGE, "ferry.html").blocks
    close_workers()
    close_workers()
