"""Who has a library open, so that nobody exchanges its file under them.

Whoever opens a library on SQLite holds a lock on a file beside it, together with all others who
do; who puts another file in its place holds it alone. The system lets go of the lock of a process
that ended, however it did. The lock file itself stays, and means nothing.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from app.errors import Busy, RecensionError


class Hold:
    """A lock on a library's file, held until it is closed.

    Raises Busy when it is held alone by somebody else; and held ``alone``, when anybody else holds
    it, or RecensionError when there is no way to know.
    """

    def __init__(self, file: Path, *, alone: bool = False) -> None:
        self._number = _opened(file.with_name(f"{file.name}.lock"), needed=alone)
        if self._number is None:
            return
        try:
            fcntl.flock(self._number, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise _in_use() if alone else _being_exchanged() from error

    def close(self) -> None:
        """Let go."""
        if self._number is not None:
            os.close(self._number)
            self._number = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self.close()


def _opened(lock: Path, *, needed: bool) -> int | None:
    """The lock file; None where none can be kept, and then nobody can exchange the library's."""
    try:
        return os.open(lock, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        if needed:
            raise RecensionError(
                f"{lock} cannot be opened: {error.strerror}.",
                "Look at RECENSION_DATA_DIR, at who may write there, and at the space left.",
            ) from error
        return None


def _in_use() -> Busy:
    return Busy(
        "This library is open in another program, such as a server.",
        "Stop every recension that works on it (the server first), then do this again.",
    )


def _being_exchanged() -> Busy:
    return Busy(
        "A backup is being put in the place of this library just now.",
        "Start again when that is done.",
    )
