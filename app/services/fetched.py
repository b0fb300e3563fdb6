"""Pages fetched a moment ago: what a person saw in a preview is what is stored."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

from app.errors import RecensionError
from app.ingest.fetching import Fetched, fetch
from app.services.incoming import manners_of
from app.settings import Settings

SECONDS = 600
MOST_BYTES = 64 * 1024 * 1024


class RecentPages:
    """The pages of the last ten minutes, up to 64 MB of them; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._pages: OrderedDict[str, tuple[float, Fetched]] = OrderedDict()
        self._bytes = 0

    def fetch(self, address: str, settings: Settings, field: str = "") -> Fetched:
        """The page at an address, from memory when it was fetched a moment ago.

        Raises Unreachable and the other errors of ``app.ingest.fetching``, naming ``field``.
        """
        known = self._known(address)
        if known is not None:
            return known
        try:
            found = fetch(address, manners_of(settings))
        except RecensionError as error:
            error.field = error.field or field
            raise
        self._keep(address, found)
        return found

    def has(self, address: str) -> bool:
        """Whether the page at an address was fetched a moment ago."""
        return self._known(address) is not None

    def _known(self, address: str) -> Fetched | None:
        with self._lock:
            self._drop_old()
            entry = self._pages.get(address)
            return entry[1] if entry else None

    def _keep(self, address: str, found: Fetched) -> None:
        with self._lock:
            before = self._pages.pop(address, None)
            if before:
                self._bytes -= len(before[1].data)
            self._pages[address] = self._clock(), found
            self._bytes += len(found.data)
            self._drop_old()

    def _drop_old(self) -> None:
        oldest = self._clock() - SECONDS
        while self._pages:
            moment, found = next(iter(self._pages.values()))
            if moment >= oldest and self._bytes <= MOST_BYTES:
                return
            self._pages.popitem(last=False)
            self._bytes -= len(found.data)
