"""What was asked for last, kept at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """Values by their names, for all threads of one process: those not asked for longest go first.

    Holds at most ``items`` of them, whose sizes come to ``most`` in all; ``size_of`` says how large
    each is. One that is larger than that alone is not kept.
    """

    def __init__(
        self, items: int, most: int = 0, size_of: Callable[[Kept], int] = lambda _: 0
    ) -> None:
        self._items, self._most, self._size_of = items, most, size_of
        self._held: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._size = 0
        self.found = self.missed = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable) -> Kept | None:
        """The value of this name, if it is at hand."""
        with self._lock:
            if key not in self._held:
                self.missed += 1
                return None
            self.found += 1
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: Hashable, value: Kept) -> None:
        """Keep a value at hand, letting go of others if need be."""
        size = self._size_of(value)
        if size > self._most or not self._items:
            return
        with self._lock:
            if key in self._held:
                self._size -= self._held.pop(key)[1]
            self._held[key] = value, size
            self._size += size
            while len(self._held) > self._items or self._size > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self._size -= gone
