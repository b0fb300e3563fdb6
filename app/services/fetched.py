"""Pages fetched a moment ago: what a person saw in a preview is what is stored.

Whoever saw one has a token for it, which comes back with the form. Nobody else gets it from here,
or learns by its coming at once that somebody has been reading it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from time import monotonic

from app.errors import RecensionError
from app.ingest.fetching import Fetched, fetch
from app.services.incoming import manners_of
from app.settings import Settings

TOKEN_BYTES = 16
SECONDS = 600
MOST_BYTES = 64 * 1024 * 1024


def new_token() -> str:
    """A token for who is about to see a page."""
    return token_urlsafe(TOKEN_BYTES)


class RecentPages:
    """The pages of the last ten minutes, up to 64 MB of them; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._pages: OrderedDict[tuple[str, str], tuple[float, Fetched]] = OrderedDict()
        self._bytes = 0

    def fetch(
        self, address: str, settings: Settings, field: str = "", *, token: str = ""
    ) -> Fetched:
        """The page at an address, from memory when it was fetched with this token a moment ago.

        It is kept for the bearer of the token; without one it is not. Raises Unreachable and the
        other errors of ``app.ingest.fetching``, naming ``field``.
        """
        known = self._known(token, address)
        if known is not None:
            return known
        try:
            found = fetch(address, manners_of(settings))
        except RecensionError as error:
            error.field = error.field or field
            raise
        if token:
            self._keep(token, address, found)
        return found

    def asking(self, may_fetch: Callable[[], None]) -> PagesAsked:
        """The same for one visitor: ``may_fetch`` is called, and may raise, before each fetch."""
        return PagesAsked(self, may_fetch)

    def has(self, token: str, address: str) -> bool:
        """Whether the bearer of this token saw the page at an address a moment ago."""
        return self._known(token, address) is not None

    def _known(self, token: str, address: str) -> Fetched | None:
        with self._lock:
            self._drop_old()
            entry = self._pages.get((token, address))
            return entry[1] if entry else None

    def _keep(self, token: str, address: str, found: Fetched) -> None:
        with self._lock:
            before = self._pages.pop((token, address), None)
            if before:
                self._bytes -= len(before[1].data)
            self._pages[token, address] = self._clock(), found
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


@dataclass(frozen=True, slots=True)
class PagesAsked:
    """The same pages for one visitor, who may not have as many fetched as they like."""

    recent: RecentPages
    may_fetch: Callable[[], None]

    def fetch(
        self, address: str, settings: Settings, field: str = "", *, token: str = ""
    ) -> Fetched:
        """As RecentPages does, and raises besides what ``may_fetch`` raises."""
        if not self.recent.has(token, address):
            self.may_fetch()
        return self.recent.fetch(address, settings, field, token=token)

    def has(self, token: str, address: str) -> bool:
        """As RecentPages does."""
        return self.recent.has(token, address)
