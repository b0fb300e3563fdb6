"""What is logged: a line for each request, and never what anybody sent, nor what opens anything."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import text
from starlette.testclient import TestClient
from structlog.contextvars import bound_contextvars

from app.main import create_app
from app.services.background import Jobs, stopping
from app.settings import Settings
from app.storage.database import Database
from app.web.logs import start_logging

from .reading import EARLIER, LATER, read, words

CANARY = "swordfish"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written(settings: Settings) -> Iterator[io.StringIO]:
    """What is logged meanwhile, as lines of JSON."""
    with _logging(settings.model_copy(update={"log_format": "json", "log_level": "debug"})) as out:
        yield out


class _logging:
    """Logging as a server does it, and afterwards as it was."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.out = io.StringIO()

    def __enter__(self) -> io.StringIO:
        root, own = logging.getLogger(), logging.getLogger("app")
        self.before = root.level, own.level, logging.raiseExceptions
        self.hooks = threading.excepthook, sys.unraisablehook, warnings.showwarning
        start_logging(self.settings, self.out)
        (self.handler,) = root.handlers
        return self.out

    def __exit__(self, *_: object) -> None:
        root, own = logging.getLogger(), logging.getLogger("app")
        threading.excepthook, sys.unraisablehook, warnings.showwarning = self.hooks
        root.removeHandler(self.handler)
        root_level, own_level, logging.raiseExceptions = self.before
        root.setLevel(root_level)
        own.setLevel(own_level)


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    """``lines()``: what was logged so far, a dictionary for each line."""
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def requests(lines: Lines) -> list[dict[str, Any]]:
    return [line for line in lines() if line["event"] == "request"]


class TestRequests:
    def test_each_is_one_line(self, lines: Lines, client: TestClient, comparison: str) -> None:
        before = len(requests(lines))
        response = client.get(comparison)
        (line,) = requests(lines)[before:]
        assert line.pop("time").endswith("+00:00")
        assert line.pop("ms") >= 0
        assert line.pop("workspace") > 1
        assert line.pop("bytes") > 0
        assert line == {
            "level": "info",
            "event": "request",
            "request_id": response.headers["x-request-id"],
            "method": "GET",
            "route": "/articles/{slug}/compare/{pair}",
            "status": 200,
        }

    def test_those_of_machines_are_told_to_who_asks_for_all(
        self, lines: Lines, client: TestClient
    ) -> None:
        for path in ("/healthz", "/readyz", "/metrics"):
            client.get(path)
        assert [line["level"] for line in requests(lines)] == ["debug"] * 3

    def test_what_somebody_does_gives_the_address_of_nothing(
        self, lines: Lines, client: TestClient
    ) -> None:
        client.get(f"/articles/{CANARY}?q={CANARY}")
        (line,) = requests(lines)
        assert (line["route"], line["status"]) == ("/articles/{slug}", 404)
        assert CANARY not in str(line)


class TestNumber:
    def test_every_answer_has_one_of_its_own(self, client: TestClient) -> None:
        numbers = {client.get(path).headers["x-request-id"] for path in ("/", "/", "/x", "/api/x")}
        assert len(numbers) == 4

    def test_that_of_a_stranger_is_not_taken(self, client: TestClient) -> None:
        response = client.get("/healthz", headers={"X-Request-ID": "mine"})
        assert response.headers["x-request-id"] != "mine"

    @pytest.mark.parametrize(
        ("sent", "is_taken"),
        [("a1-B2_c3.d4~", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("é", False)],
    )
    def test_that_of_a_trusted_proxy_is_where_it_is_a_number(
        self, settings: Settings, sent: str, is_taken: bool
    ) -> None:
        app = create_app(settings.model_copy(update={"trusted_proxies": "10.0.0.0/8"}))
        with TestClient(app, client=("10.0.0.1", 1)) as client:
            headers = [(b"x-request-id", sent.encode()), (b"x-forwarded-for", b"192.0.2.1")]
            response = client.get("/healthz", headers=headers)
            assert (response.headers["x-request-id"] == sent) is is_taken
        with TestClient(app, client=("192.0.2.1", 1)) as client:
            response = client.get("/healthz", headers=headers)
            assert response.headers["x-request-id"] != sent

    def test_a_fault_is_found_by_it(
        self, settings: Settings, lines: Lines, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with _failing(settings, monkeypatch) as client:
            page = client.get("/articles")
            told = client.get("/articles", headers={"Accept": "application/json"})
            line = client.get("/articles", headers={"HX-Request": "true"})
        for response in (page, told, line):
            number = response.headers["x-request-id"]
            assert response.status_code == 500
            assert f"The number of this request is {number}." in response.text
            of_this = [line for line in lines() if line.get("request_id") == number]
            assert [line["event"] for line in of_this] == ["a fault", "request"]
        assert number in words(read(line))

    def test_work_that_fails_after_the_answer_is_found_by_it_too(self, lines: Lines) -> None:
        def fail() -> None:
            raise KeyError(CANARY)

        jobs = Jobs("comparing", {"long": 1}, busy=stopping, broken=stopping)
        with closing(jobs), bound_contextvars(request_id="n1"):
            jobs.begin("this", fail, "long")
            jobs.wait("this")
        (fault,) = lines()
        assert (fault["event"], fault["request_id"]) == ("comparing this failed", "n1")


def _failing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise RuntimeError(f"there is no {CANARY}") from error

    monkeypatch.setattr("app.web.pages.articles.list_articles", fail)
    return TestClient(create_app(settings), raise_server_exceptions=False)


class TestFaults:
    def test_their_kind_and_place_are_told_and_not_their_words(
        self, settings: Settings, lines: Lines, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with _failing(settings, monkeypatch) as client:
            client.get("/articles")
        (fault,) = [line for line in lines() if line["event"] == "a fault"]
        assert fault["level"] == "error"
        assert fault["failure"].index("KeyError") < fault["failure"].index("RuntimeError")
        assert any(line.startswith("app/web/pages/articles.py:") for line in fault["failure"]), (
            fault
        )
        assert CANARY not in str(fault)

    def test_the_database_s_own_name_for_it_is(self, lines: Lines, database: Database) -> None:
        log = logging.getLogger("app.test")
        with database.engine.connect() as connection:
            try:
                connection.execute(text("SELECT :a FROM nowhere"), {"a": CANARY})
            except Exception:
                log.exception("it failed")
        (line,) = lines()
        assert "sqlite3.OperationalError (SQLITE_ERROR)" in line["failure"]
        assert CANARY not in str(line)

    def test_parameters_are_in_no_message_of_the_database(self, database: Database) -> None:
        assert database.engine.hide_parameters

    def test_those_that_nobody_caught(self, lines: Lines) -> None:
        def fail() -> None:
            raise ValueError(CANARY)

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        warnings.showwarning(CANARY, UserWarning, "somewhere.py", 7)
        fault, warning = lines()
        assert fault["failure"][-1] == "ValueError"
        assert (warning["kind"], warning["place"]) == ("UserWarning", "somewhere.py:7")
        assert CANARY not in str(lines())

    def test_many_at_once(self, lines: Lines) -> None:
        try:
            raise ExceptionGroup(CANARY, [ValueError(CANARY), FileNotFoundError(2, CANARY)])
        except ExceptionGroup:
            logging.getLogger("app.test").exception("they failed")
        assert lines()[0]["failure"][-2:] == ["| ValueError", "| FileNotFoundError (ENOENT)"]


class TestLibraries:
    def test_only_what_they_always_say_is_told(self, lines: Lines) -> None:
        log = logging.getLogger("library")
        log.warning("a page at %s is odd", CANARY)
        log.warning(f"a page at {CANARY} is odd")
        log.info("a page at %s", CANARY)
        logging.getLogger("uvicorn.error").error("Traceback\n  %s" % CANARY)  # noqa: UP031
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        events = [line["event"] for line in lines()]
        assert events == [
            "a page at %s is odd",
            "something happened in a library",
            "something happened in a library",
            "Invalid HTTP request received.",
        ]
        assert all(line["place"].startswith("test_logs:") for line in lines())

    def test_a_server_that_was_set_up_to_write_by_itself_does_not(
        self, settings: Settings, capfd: pytest.CaptureFixture[str]
    ) -> None:
        uvicorn.Config("app.main:create_app")  # this alone sets its loggers up
        with _logging(settings) as out:
            logging.getLogger("uvicorn.error").error("Traceback\n  %s" % CANARY)  # noqa: UP031
        assert "something happened in a library" in out.getvalue()
        assert CANARY not in out.getvalue() + capfd.readouterr().err

    def test_what_cannot_be_written_ends_nothing(self, lines: Lines) -> None:
        handler = logging.getLogger().handlers[0]
        for boats in (CANARY, 2):
            said = {"name": "app.test", "levelname": "INFO", "msg": "%d boats", "args": (boats,)}
            handler.handle(logging.makeLogRecord(said))
        assert [line["event"] for line in lines()] == ["2 boats"]


def test_for_a_person_it_is_a_line_of_words(settings: Settings) -> None:
    with _logging(settings.model_copy(update={"log_format": "plain"})) as out:
        log = logging.getLogger("app.test")
        log.info("request", extra={"method": "GET", "status": 200, "text": CANARY})
        log.warning("a name\x1b[2J\nwith a line end")
        log.debug("too little to be told")
        try:
            raise ValueError(CANARY)
        except ValueError:
            log.exception("a fault")
    first, second, third, place, kind = out.getvalue().splitlines()
    assert first[8:] == " info    request method=GET status=200"
    assert second[8:] == " warning a name\ufffd[2J with a line end"
    assert third[8:] == " error   a fault"
    assert place.strip().startswith("tests/web/test_logs.py:")
    assert kind.strip() == "ValueError"


FILES = {
    "html": b"<html><title>%s</title><p>%s sails on Monday.</p></html>",
    "pdf": b"%%PDF-1.4 %s %s",
    "docx": b"PK\x03\x04 %s %s",
    "txt": b"%s\n\n%s",
    "json": b'{"title": "%s", "blocks": [7, "%s"]}',
    "zip": b"PK\x05\x06%s%s",
}


class TestCanaries:
    """A word is sent in every place there is, also to what fails, and is found in no line."""

    def test_none_sings(
        self,
        settings: Settings,
        written: io.StringIO,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        app = create_app(settings.model_copy(update={"trusted_proxies": "127.0.0.1"}))
        with TestClient(app, follow_redirects=True, raise_server_exceptions=False) as client:
            _sing(client)
            _sing_everywhere(client, [str(route.path) for route in iter_route_contexts(app.routes)])
        log = written.getvalue()
        assert log.count('"event": "request"') > 200
        assert '"workspace": 2' in log
        captured = capfd.readouterr()
        for told in (log, captured.out, captured.err):
            assert CANARY not in told.lower()

    def test_none_where_everything_fails(
        self,
        settings: Settings,
        written: io.StringIO,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        app = create_app(settings)
        with TestClient(app, raise_server_exceptions=False) as client:
            _sing(client)
            _break(app)
            _sing(client)
        log = written.getvalue()
        assert '"event": "a fault"' in log
        captured = capfd.readouterr()
        for told in (log, captured.out, captured.err):
            assert CANARY not in told.lower()


def _sing(client: TestClient) -> None:
    """Store, share, search and fetch, each with the word in it."""
    sung = CANARY.encode()
    sent = {"a_text": f"{EARLIER}\n\n{CANARY} one.", "b_text": f"{LATER}\n\n{CANARY} two."}
    titles = {"a_title": f"{CANARY} a", "b_title": f"{CANARY} b"}
    compared = client.post("/articles", data={**sent, **titles})
    for kind, pattern in FILES.items():
        for name in (f"{CANARY}.{kind}", f"../{CANARY}\r\n.{kind}"):
            files = {"a_file": (name, pattern % (sung, sung)), "b_file": ("", b"")}
            client.post("/articles", data={"b_text": CANARY}, files=files)
            client.post("/uploads", files={"files": (name, pattern % (sung, sung))})
    for address in (
        f"http://{CANARY}.invalid/{CANARY}",
        f"ftp://{CANARY}",
        f"http://127.1/{CANARY}",
    ):
        client.post("/articles", data={"a_text": address, "b_text": "A boat sails."})
        client.post("/preview", data={"a_text": address, "a_url": address})
    article = compared.url.path.partition("/compare")[0]
    for query in (f"q={CANARY}", f"view={CANARY}", f"find={CANARY}", f"part={CANARY}", CANARY):
        for path in ("/articles", compared.url.path, article, "/api/articles/x/compare/1..2"):
            client.get(f"{path}?{query}")
    for headers in (
        {"Authorization": f"Bearer {CANARY}"},
        {"Cookie": f"recension={CANARY}; {CANARY}={CANARY}"},
        {"X-Request-ID": f"{CANARY} {CANARY}", "X-Forwarded-For": CANARY, "Referer": CANARY},
        {"Origin": f"https://{CANARY}", "User-Agent": CANARY, CANARY: CANARY},
        {"Host": f"{CANARY}.example"},
    ):
        client.get("/articles", headers=headers)
        client.post("/articles", headers=headers, data=sent)
        client.post("/api/compare", headers=headers, json={CANARY: CANARY})
    client.post("/api/compare", content=b'{"a": "' + sung + b"\xff")
    boundary = {"Content-Type": "multipart/form-data; boundary=x"}
    client.post("/articles", content=b"--x\r\n" + sung + b"\r\n--x--" + sung, headers=boundary)


def _sing_everywhere(client: TestClient, templates: list[str]) -> None:
    """Ask for every route with the word in each of its names, and send it a form."""
    for template in templates:
        path = re.sub(r"\{.*?\}", CANARY, template)
        client.get(f"{path}?{CANARY}={CANARY}")
        client.post(path, data={CANARY: CANARY, "password": CANARY, "invitation": CANARY})
        client.post(path, data={"title": CANARY, "label": CANARY, "key": CANARY, "into": CANARY})


def _break(app: FastAPI) -> None:
    """Take tables away, so that what is asked of the database fails in all its words."""
    database: Database = app.state.database
    with database.engine.begin() as connection:
        for table in ("stored_comparison", "share", "content"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO no_{table}"))
