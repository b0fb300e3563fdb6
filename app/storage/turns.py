"""Whoever writes waits for those of this process who came before, and for nobody who came later.

SQLite alone has its writers look again and again whether the way is free, ever more seldom: among
many, one who came first may be passed by all others until his patience ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.errors import Busy
from app.storage import engines

PATIENCE = 3
"""How much longer one waits in a queue that moves than for somebody who has taken the database."""


class Turns:
    """One at a time, in the order in which they came; nobody waits longer than so many seconds."""

    def __init__(self, patience: float = 30) -> None:
        self._patience = patience
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Alone in the block. Raises Busy when all those before take too long."""
        if not self._take():
            raise Busy("The library is being written to by others.", "Try again in a moment.")
        try:
            yield
        finally:
            self._pass_on()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def _take(self) -> bool:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            own = Lock()
            own.acquire()
            self._waiting.append(own)
        if own.acquire(timeout=self._patience):
            return True
        with self._lock:
            if own not in self._waiting:
                return True  # it came in the very moment that patience ended
            self._waiting.remove(own)
            return False

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_turns: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_lock = Lock()


def turns_of(engine: Engine) -> Turns:
    """The turns of those who write through this engine."""
    with _lock:
        if engine not in _turns:
            _turns[engine] = Turns(PATIENCE * engines.BUSY_MILLISECONDS / 1000)
        return _turns[engine]
