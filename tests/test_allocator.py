"""The arenas of the system's allocator, which the threads of a server share."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from threading import active_count

import pytest

from app.cli import allocator
from app.cli.allocator import ARENAS
from app.cli.serving import serve
from app.errors import BadInput

ROOT = Path(__file__).resolve().parents[1]
THREADS = 24
NOT_OURS = "192.0.2.1"
"""An address for documentation: of no machine."""
SHARE = "from app.cli.allocator import share_arenas; share_arenas()"

COUNT = f"""
import ctypes, threading
libc, met = ctypes.CDLL(None), threading.Barrier({THREADS})
def take():
    libc.malloc(5000)
    met.wait()
threads = [threading.Thread(target=take) for _ in range({THREADS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def has_arenas() -> bool:
    """Whether the system's allocator is glibc's."""
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except ValueError:
        return False


def arenas(before: str = "", **environment: str) -> int:
    """How many arenas a process has in which many threads took memory, each while all lived."""
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    told = subprocess.run(
        [sys.executable, "-c", f"{before}\n{COUNT}"],
        cwd=ROOT,
        env={**kept, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return told.stdout.count("<heap nr=")


@pytest.mark.skipif(not has_arenas(), reason="the system's allocator is another one")
class TestArenas:
    def test_threads_have_more_of_them_by_themselves(self) -> None:
        assert arenas() > ARENAS

    def test_threads_share_a_few(self) -> None:
        assert arenas(SHARE) == ARENAS

    def test_whoever_runs_it_may_say_how_many(self) -> None:
        assert arenas(SHARE, MALLOC_ARENA_MAX="4") == 4


def test_a_server_sees_to_it_before_it_has_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    monkeypatch.setattr(allocator, "share_arenas", lambda: threads.append(active_count()))
    before = active_count()

    with pytest.raises(BadInput):
        serve(Namespace(host=NOT_OURS, port=0))

    assert threads == [before]
