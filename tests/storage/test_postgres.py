"""The server that the tests run on is theirs, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from app.storage.migrations import ROOT
from tests.storage import postgres
from tests.storage.postgres import OWNER, Server, find_postgres, running_server

LONGEST = 60
SERVE = (
    "import sys; from tests.storage.postgres import running_server\n"
    "with running_server() as server:\n"
    "    print(server.folder, flush=True)\n"
    "    sys.stdin.read()\n"
)


def serving() -> tuple[subprocess.Popen[str], Path]:
    """A process that runs a server, and where the server's files are."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def is_gone(folder: Path) -> bool:
    """Whether the server's files go, and with them the server that would need them."""
    deadline = time.monotonic() + LONGEST
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.exists()


def answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def test_it_ends_with_the_tests() -> None:
    process, folder = serving()
    assert answers(folder)
    process.communicate("", timeout=LONGEST)
    assert process.returncode == 0
    assert not folder.exists()


def test_it_ends_when_the_tests_are_killed() -> None:
    process, folder = serving()
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=LONGEST)
    assert is_gone(folder)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_it_listens_on_no_network(server: Server) -> None:
    assert server.connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.connection.execute("SHOW data_directory").fetchone() == (f"{server.folder}/data",)


def test_a_database_is_gone_when_it_is_not_needed_any_more(server: Server) -> None:
    with server.new_database() as name:
        left = psycopg.connect(host=str(server.folder), user=OWNER, dbname=name)
    with left, pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    found = server.connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    assert found.fetchone() is None


def test_without_a_server_the_tests_fail_and_say_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "find_postgres", lambda: None)
    with pytest.raises(RuntimeError, match="make postgres"), running_server():
        pass


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres.OPTIONS, "max_connections", "none")
    with pytest.raises(RuntimeError, match=r"(?s)did not start.*max_connections"), running_server():
        pass


def test_what_is_named_and_is_none_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = find_postgres()
    monkeypatch.setenv("POSTGRES", str(tmp_path / "postgres"))
    assert find_postgres() == found
