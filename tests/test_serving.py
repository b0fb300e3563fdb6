"""A server as a process of its own: how it begins, and above all how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]

LONG = 120
"""Seconds that whatever is waited for may take on the slowest machine."""

HEAD = "POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"

Start = Callable[..., "Served"]


class Served:
    """A running server. ``log`` has what it has logged so far, a dictionary for each line."""

    def __init__(self, data: Path, **settings: object) -> None:
        self.data = data
        chosen = {f"RECENSION_{name.upper()}": str(value) for name, value in settings.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                "RECENSION_DATA_DIR": str(data),
                "RECENSION_LOAD_SAMPLES": "false",
                **chosen,
            },
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("Recension is at http://"), self.process.stderr
        self.port = int(said.rpartition(":")[2])
        self.who = self.process.stdout.readline()
        self.log: list[dict[str, Any]] = []
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            with suppress(ValueError):
                self.log.append(json.loads(line))

    def tell(self, what: signal.Signals) -> None:
        self.process.send_signal(what)

    def ended(self) -> int:
        """The status with which it ends."""
        status = self.process.wait(LONG)
        self._listener.join(LONG)
        return status

    def has_said(self, event: str) -> bool:
        return any(line["event"] == event for line in list(self.log))

    def ask(self, path: str) -> tuple[int, str]:
        """The status and all else that is answered, on a connection of its own."""
        with self.connection() as client:
            client.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return answer_of(client)

    def connection(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONG)

    def children(self) -> set[int]:
        """The processes that it or its children have started, and that still run."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                rest = stat.read_text().rpartition(")")[2].split()
                if rest[0] != "Z":
                    parents[int(stat.parent.name)] = int(rest[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}

    def versions(self) -> int:
        with closing(sqlite3.connect(self.data / "recension.sqlite3")) as database:
            count: int = database.execute("SELECT count(*) FROM version").fetchone()[0]
            return count


def answer_of(client: socket.socket) -> tuple[int, str]:
    answer = b""
    while piece := client.recv(65536):
        answer += piece
    told = answer.decode(errors="replace")
    return int(told.split()[1]), told


def header(answer: str, name: str) -> str:
    """The only header of this name in an answer."""
    (line,) = [each for each in answer.splitlines() if each.lower().startswith(f"{name}: ")]
    return line.partition(": ")[2]


def until(is_so: Callable[[], object]) -> None:
    """Return once it is so."""
    deadline = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.02)


def alive(pids: set[int]) -> set[int]:
    """Those of them that still run; one that has ended and was not asked after does not."""
    found = set()
    for pid in pids:
        with suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                found.add(pid)
    return found


@pytest.fixture
def start(tmp_path: Path, empty_file: Path) -> Iterator[Start]:
    """``start(**settings)``: a server on an empty library, ended with the test if need be."""
    started: list[Served] = []

    def run(**settings: object) -> Served:
        data = tmp_path / "data"
        data.mkdir()
        (data / empty_file.name).write_bytes(empty_file.read_bytes())
        started.append(Served(data, **settings))
        return started[-1]

    yield run
    for served in started:
        served.process.kill()
        served.ended()
        assert served.process.stdout is not None
        assert served.process.stderr is not None
        served.process.stdout.close()
        served.process.stderr.close()


def begin_upload(served: Served) -> tuple[socket.socket, bytes]:
    """Send the head of an upload and a part of its body; the connection, and the rest."""
    body = b"a_text=The+boat+may+sail+on+Monday.&b_text=The+boat+will+sail+on+Monday."
    client = served.connection()
    client.sendall((HEAD.format(len(body)) + FORM).encode() + body[:20])
    # It is being answered: a request is told to wait for its body only when somebody asks for it.
    until(lambda: "requests_in_flight 2.0" in served.ask("/metrics")[1])
    return client, body[20:]


class TestBeginning:
    def test_it_tells_what_was_chosen_and_nothing_that_is_secret(self, start: Start) -> None:
        served = start(metrics_token="swordfish-swordfish", invitations="swordfish")
        assert "RECENSION_ACCESS=open" in served.who
        assert served.ask("/healthz")[0] == 200
        served.tell(signal.SIGTERM)
        assert served.ended() == 0
        (serving,) = [line for line in served.log if line["event"] == "serving"]
        assert serving["version"]
        assert serving["settings"]["data_dir"] == str(served.data)
        assert "swordfish" not in "".join(served.said)

    def test_every_line_is_json_where_no_person_watches(self, start: Start) -> None:
        served = start(log_level="debug")
        served.ask("/")
        served.ask("/nowhere")
        with served.connection() as client:
            client.sendall(b"swordfish swordfish\r\n\r\n")
            assert answer_of(client)[0] == 400
        served.tell(signal.SIGTERM)
        assert served.ended() == 0
        assert len(served.said) == len(served.log) > 4
        assert "swordfish" not in "".join(served.said)

    def test_who_it_is_and_what_it_runs_on_is_not_told(self, start: Start) -> None:
        _, told = start().ask("/")
        assert "\r\nserver:" not in told.lower()
        assert "\r\ndate:" in told.lower()


class TestEnd:
    @pytest.mark.parametrize("what", [signal.SIGTERM, signal.SIGINT])
    def test_with_nothing_to_do(self, start: Start, what: signal.Signals) -> None:
        served = start(drain_seconds=LONG)
        with served.connection() as idle:
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answer = b""
            while not answer.endswith(b'"alive"}'):
                answer += idle.recv(65536)
            served.tell(what)
            assert idle.recv(65536) == b""
        assert served.ended() == 0
        assert [line["event"] for line in served.log if line["event"] != "request"] == [
            "serving",
            "stopping",
            "stopped",
        ]

    def test_an_upload_that_has_begun_is_stored(self, start: Start) -> None:
        served = start(drain_seconds=LONG)
        client, rest = begin_upload(served)
        with client:
            served.tell(signal.SIGTERM)
            until(lambda: is_refused(served))
            client.sendall(rest[:20])
            time.sleep(0.1)
            client.sendall(rest[20:])
            status, told = answer_of(client)
        assert status == 303
        assert "connection: close" in told.lower()
        assert served.ended() == 0
        assert served.versions() == 2
        (stored,) = [line for line in served.log if line.get("method") == "POST"]
        assert stored["status"] == 303

    def test_one_that_takes_longer_than_may_be_is_told_so(self, start: Start) -> None:
        served = start(drain_seconds=0.1)
        client, _ = begin_upload(served)
        with client:
            served.tell(signal.SIGTERM)
            status, told = answer_of(client)
        assert status == 503
        assert "The server is being stopped." in told
        assert served.ended() == 0
        assert served.versions() == 0
        assert served.has_said("stopped")

    def test_first_it_says_so_and_a_second_time_it_ends_at_once(self, start: Start) -> None:
        served = start(drain_seconds=LONG, drain_notice_seconds=10 * LONG)
        assert served.ask("/readyz")[0] == 200
        client, _ = begin_upload(served)
        with client:
            served.tell(signal.SIGTERM)
            until(lambda: served.ask("/readyz")[0] == 503)
            until(lambda: served.has_said("stopping"))
            assert served.ask("/healthz")[0] == 200
            assert "connection: close" in served.ask("/")[1].lower()
            served.tell(signal.SIGTERM)
            assert served.ended() == 128 + signal.SIGTERM
        assert served.versions() == 0

    @pytest.mark.parametrize("twice", [False, True])
    def test_no_process_outlives_it(self, start: Start, twice: bool) -> None:
        """Neither one that compares two long texts, nor one that waits for work."""
        served = start(drain_seconds=0.1)
        boats = "\n\n".join(f"Boat {n} may leave pier {n * 7919 % 997}." for n in range(20_000))
        body = f"a_text={boats}&b_text={boats.replace('may', 'shall').replace('7', '9')}".encode()
        with served.connection() as client:
            client.sendall((HEAD.format(len(body)) + FORM).replace("1.1", "1.0", 1).encode() + body)
            status, told = answer_of(client)
        assert status == 303
        place, cookie = (header(told, name) for name in ("location", "set-cookie"))
        with served.connection() as client:
            asked = f"GET {place} HTTP/1.0\r\nHost: 127.0.0.1\r\nCookie: {cookie.partition(';')[0]}"
            client.sendall(f"{asked}\r\n\r\n".encode())
            begun = 'jobs_total{work="comparing long"} 1.0'
            until(lambda: begun in served.ask("/metrics")[1])
            children = served.children()
            assert children
            served.tell(signal.SIGTERM)
            if twice:
                until(lambda: served.has_said("stopping"))
                served.tell(signal.SIGTERM)
            assert served.ended() in ((0, 128 + signal.SIGTERM) if twice else (0,))
        until(lambda: not alive(children))


def is_refused(served: Served) -> bool:
    """Whether no new connection is taken any more."""
    try:
        served.connection().close()
    except ConnectionRefusedError:
        return True
    return False
