"""Whoever has a library open is known, and forgotten with the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import Busy, RecensionError
from app.storage.hold import Hold
from app.storage.migrations import ROOT

HOLDER = (
    "import sys; from pathlib import Path; from app.storage.hold import Hold;"
    "hold = Hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


def test_many_have_it_open_and_none_exchanges_it_then(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite3"
    with Hold(file), Hold(file), pytest.raises(Busy, match="open in another program"):
        Hold(file, alone=True)
    with Hold(file, alone=True), pytest.raises(Busy, match="being put in the place"):
        Hold(file)


def test_who_was_killed_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite3"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, file],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(Busy):
        Hold(file, alone=True)
    holder.kill()
    holder.communicate()
    Hold(file, alone=True).close()


def test_where_no_lock_can_be_kept_a_library_is_read_and_not_exchanged(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "library.sqlite3"
    Hold(nowhere).close()
    with pytest.raises(RecensionError, match=r"cannot be opened"):
        Hold(nowhere, alone=True)
