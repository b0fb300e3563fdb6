"""A loop in which time passes only when nothing else is to be done: an hour takes no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):  # type: ignore[valid-type,misc]  # one of several
    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Instead of waiting, let that much time pass."""
        found = super().select(0)
        if not found:
            assert timeout is not None, "nothing will ever happen any more"
            self.now += timeout
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        """Seconds since it was made."""
        return self._clock.now


def timeless(work: Coroutine[Any, Any, T]) -> T:
    """What this work gives, in a loop of its own."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
