"""How often something may be done within a time, and by whom: moving windows, in memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from threading import Lock
from typing import cast

from limits import RateLimitItem, parse_many
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter

from app.errors import TooOften
from app.settings import Settings

MOST_HITS = 100_000
"""So much of what was done is remembered, of whoever did something last: some 50 MB at most."""

EVERYBODYS_GUESSES = "60/minute"
"""How often a password may be tried from all networks together.

Each has a rate of its own besides; who knows the password is held up for seconds by the others.
"""

Clock = Callable[[], float]


class Doing(StrEnum):
    """What has a rate."""

    WRITING = "write_rate"
    READING = "read_rate"
    FETCHING = "fetch_rate"
    FOUNDING = "founding_rate"
    GUESSING = "guess_rate"
    GUESSING_TOGETHER = "guesses of everybody"


_TOLD = {
    Doing.WRITING: "Too much was sent to be stored or changed within a short time.",
    Doing.READING: "Too much was asked for within a short time that takes some work.",
    Doing.FETCHING: "Too many pages were to be fetched within a short time.",
    Doing.FOUNDING: "Too many workspaces and links were made from your network.",
    Doing.GUESSING: "Too much was tried that does not fit.",
    Doing.GUESSING_TOGETHER: "Too much was tried that does not fit.",
}

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


class Rates:
    """Counts what is done, and refuses what is done too often; safe to use from many threads.

    Who does it is said by names, such as a network and a workspace; each has the whole rate.
    """

    def __init__(
        self,
        rates: Mapping[Doing, str],
        *,
        most_hits: int = MOST_HITS,
        clock: Clock = time.monotonic,
    ) -> None:
        self._items: dict[Doing, Sequence[RateLimitItem]] = {
            doing: parse_many(rate) for doing, rate in rates.items() if rate != "none"
        }
        self._clock = clock
        self._lock = Lock()
        self.windows = Windows(most_hits, clock)
        self._limiter = MovingWindowRateLimiter(cast(Storage, self.windows))

    @classmethod
    def of(cls, settings: Settings, clock: Clock = time.monotonic) -> Rates:
        """The rates that the settings name, and nothing done yet."""
        rates = {Doing(name): rate for name, rate in settings.rates.items()}
        if rates[Doing.GUESSING] != "none":
            rates[Doing.GUESSING_TOGETHER] = EVERYBODYS_GUESSES
        return cls(rates, clock=clock)

    def count(self, doing: Doing, *names: str) -> None:
        """Note that this is done. Raises TooOften, and notes nothing, when it is too often."""
        with self._lock:
            self._check(doing, names)
            for item, name in self._each(doing, names):
                self._limiter.hit(item, doing, name)

    def check(self, doing: Doing, *names: str) -> None:
        """Raise TooOften when this would be too often."""
        with self._lock:
            self._check(doing, names)

    def forget(self, doing: Doing, *names: str) -> None:
        """Take it as if this had not been done at all."""
        with self._lock:
            for item, name in self._each(doing, names):
                self._limiter.clear(item, doing, name)

    def _check(self, doing: Doing, names: Sequence[str]) -> None:
        waits = [
            self._limiter.get_window_stats(item, doing, name).reset_time - self._clock()
            for item, name in self._each(doing, names)
            if not self._limiter.test(item, doing, name)
        ]
        if waits:
            raise _too_often(_TOLD[doing], max(1, math.ceil(max(waits))))

    def _each(self, doing: Doing, names: Sequence[str]) -> Iterator[tuple[RateLimitItem, str]]:
        return ((item, name) for item in self._items.get(doing, ()) for name in names)


@Storage.register  # of which this strategy uses no more than is here
class Windows(MovingWindowSupport):
    """When something was done, by key: the last ``most`` moments, of the keys used last.

    The library's own memory has no bound, and a thread that goes through all of it again and
    again; here a million strangers take no more room than is given to them.
    """

    def __init__(self, most: int, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        self._moments: OrderedDict[str, list[float]] = OrderedDict()
        self.hits = 0

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note that the key was used ``amount`` times, unless that is past the limit."""
        moments = self._within(key, expiry)
        if len(moments) + amount > limit:
            return False
        moments.extend([self._clock()] * amount)
        self.hits += amount
        self._moments[key] = moments
        self._moments.move_to_end(key)
        while self.hits > self._most:
            _, forgotten = self._moments.popitem(last=False)
            self.hits -= len(forgotten)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002
        """Since when, and how often, the key was used within the time."""
        moments = self._within(key, expiry)
        return (moments[0], len(moments)) if moments else (self._clock(), 0)

    def clear(self, key: str) -> None:
        """Forget the key."""
        self.hits -= len(self._moments.pop(key, ()))

    def _within(self, key: str, expiry: int) -> list[float]:
        """The key's moments of that time, the first first; older ones are let go."""
        moments = self._moments.get(key, [])
        since = self._clock() - expiry
        old = sum(1 for moment in moments if moment <= since)
        del moments[:old]
        self.hits -= old
        return moments


def _too_often(sentence: str, seconds: int) -> TooOften:
    unit, size = next((each for each in _UNITS if seconds > 1.5 * each[1]), ("second", 1))
    count = -(-seconds // size)
    return TooOften(sentence, f"Try again in {count} {unit}{'s' * (count != 1)}.", seconds=seconds)
