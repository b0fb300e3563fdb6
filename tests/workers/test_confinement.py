"""What a worker cannot do, tried by one: on Linux, where the kernel lets it give that up."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.workers import confinement

from .test_pool import Do, do, pool, stock

__all__ = ["do", "pool", "stock"]

ROOT = Path(__file__).resolve().parents[2]
REFUSED = {"PermissionError", "OSError"}


def landlock() -> int:
    """Which version of Landlock the kernel has; 0 for none."""
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, libc.syscall(444, None, ctypes.c_size_t(0), 1))


def may_leave_the_network() -> bool:
    """Whether the kernel lets a process go where there is no network."""
    script = "import sys; from app.workers.confinement import leave_the_network as leave\n"
    ended = subprocess.run([sys.executable, "-c", f"{script}sys.exit(not leave())"], cwd=ROOT)
    return ended.returncode == 0


needs_landlock = pytest.mark.skipif(not landlock(), reason="the kernel has no Landlock")


def test_it_reads_the_programs_own_files(do: Do) -> None:
    assert "def confine" in do("read", path=str(ROOT / "app/workers/confinement.py"))


@needs_landlock
def test_it_reads_no_other_file(do: Do, tmp_path: Path) -> None:
    secret = tmp_path / "recension.sqlite3"
    secret.write_text("A text.")
    assert do("read", path=str(secret)) == "PermissionError"
    assert do("list", path=str(tmp_path)) == "PermissionError"
    assert do("read", path=str(ROOT / "README.md")) == "PermissionError"
    assert do("read", path="/etc/passwd") == "PermissionError"
    assert do("read", path=f"/proc/{os.getpid()}/environ") == "PermissionError"


def test_it_writes_no_file(do: Do, tmp_path: Path) -> None:
    for folder in (tmp_path, ROOT / "app"):
        path = folder / "written.txt"
        assert do("write", path=str(path)) in REFUSED
        assert not path.exists() or not path.read_text()
        path.unlink(missing_ok=True)


@needs_landlock
def test_it_deletes_no_file(do: Do, tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("Kept.")
    assert do("delete", path=str(path)) == "PermissionError"
    assert path.exists()


@pytest.fixture
def listener() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as open_one:
        yield f"127.0.0.1:{open_one.getsockname()[1]}"


@pytest.mark.skipif(
    landlock() < 4 and not may_leave_the_network(), reason="the kernel has no way to it"
)
def test_it_talks_to_no_network(do: Do, listener: str) -> None:
    assert do("connect", path=listener) in REFUSED


def test_it_starts_no_program(do: Do) -> None:
    assert do("start") in {"PermissionError", "BlockingIOError", "OSError"}


def test_it_knows_nothing_of_the_servers_environment(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", "postgresql://me:secret@host/db")
    told = do("environment")
    assert "PYTHONPATH" in told
    assert "secret" not in str(told)


def test_it_has_none_of_the_servers_files(do: Do, tmp_path: Path) -> None:
    with (tmp_path / "database").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        assert do("files") == [0, 1, 2, 3, 4]


def test_it_leaves_no_memory_behind_when_it_crashes(do: Do) -> None:
    assert do("core") == 0


class Refusing:
    """A library whose calls the system refuses."""

    def syscall(self, *_: object) -> int:
        return -1

    def unshare(self, _: int) -> int:
        return -1

    def prctl(self, *_: object) -> int:
        return -1


@pytest.mark.parametrize("library", [None, Refusing()])
def test_where_the_kernel_lets_it_give_up_less_it_works_all_the_same(
    monkeypatch: pytest.MonkeyPatch, library: Refusing | None
) -> None:
    monkeypatch.setattr(confinement, "_libc", lambda: library)
    monkeypatch.setattr(confinement, "_call", lambda *_: -1)
    confinement.end_with_parent()
    assert not confinement.leave_the_network()
    assert not confinement.keep_to_own_files()
