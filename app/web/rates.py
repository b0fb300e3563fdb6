"""Who does what how often: by network before anything is read, by workspace once that is known."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from app.services.rates import Doing, Rates
from app.services.workspaces import Entry, key_hash
from app.storage.schema import SHARED_ID
from app.web.proxies import network_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

MOST_KEYS = 10_000
"""So many keys are remembered, with the network that they came from."""

_TAKES_WORK = re.compile(
    r"/preview|/api/(compare|resembling|search)|/api/articles/[^/]+/compare/[^/]+"
    r"|/articles/[^/]+/compare/([^/.]+\.\.[^/.]+\.[a-z.]+|[^/]+/files/[^/]+)"
    r"|/s/[^/]+/(file\.[^/]+|files/[^/]+|card\.png)|/workspace/export"
)
"""What is asked for at these addresses is made then, and often for nobody in particular."""


def doing_at(method: str, path: str) -> Doing | None:
    """Which rate a request counts for; None for reading what is there."""
    if _TAKES_WORK.fullmatch(path):
        return Doing.READING
    return None if method in SAFE_METHODS else Doing.WRITING


@dataclass(frozen=True, slots=True)
class Pace:
    """What somebody who sent a request does, and how often they may."""

    rates: Rates
    network: str
    workspace_id: int | None

    def fetch(self) -> None:
        """They have a page fetched. Raises TooOften."""
        names = _workspace_names(self.workspace_id)
        self.rates.count(Doing.FETCHING, from_network(self.network), *names)

    def found(self) -> None:
        """They make something that no workspace of theirs has to hold. Raises TooOften."""
        self.rates.count(Doing.FOUNDING, from_network(self.network))


def pace_within(request: Request, entry: Entry) -> None:
    """Count a request for the workspace that it is for. Raises TooOften."""
    doing = doing_at(request.method, request.url.path)
    if doing:
        rates_of(request).count(doing, *_workspace_names(entry.viewer.workspace_id))


def _workspace_names(workspace_id: int | None) -> list[str]:
    """What a workspace is called here; the one that all share has no rate of its own."""
    return [] if workspace_id in (None, SHARED_ID) else [f"workspace {workspace_id}"]


class Guesses:
    """Slows down who tries what they do not know: passwords, invitations, keys."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._lock = Lock()
        self._keys: OrderedDict[tuple[str, str], None] = OrderedDict()

    def start(self, request: Request, lock: str) -> None:
        """Begin a try at something that is called so. Raises TooOften.

        It counts as failed until it succeeded, so that many at once are no way around.
        """
        self._rates.count(Doing.GUESSING, _at(lock, request))
        self._rates.count(Doing.GUESSING_TOGETHER, lock)

    def succeeded(self, request: Request, lock: str) -> None:
        """The try was none too many, and those before it are forgiven."""
        self._rates.forget(Doing.GUESSING, _at(lock, request))
        self._rates.forget(Doing.GUESSING_TOGETHER, lock)

    def check_key(self, request: Request, key: str) -> None:
        """Raise TooOften for a key that was never seen from where others came that do not fit.

        Those seen before go on to be looked up: who comes by the same key every day is let in, and
        a browser that keeps a key which was changed is not shut out.
        """
        if key and not self._knows(request, key):
            self._rates.check(Doing.GUESSING, _at("keys", request))

    def note_key(self, request: Request, key: str, *, fits: bool) -> None:
        """Tell whether a key that was looked up opens anything."""
        if not key or self._knows(request, key):
            return
        with self._lock:
            self._keys[_network(request), key_hash(key)] = None
            while len(self._keys) > MOST_KEYS:
                self._keys.popitem(last=False)
        if not fits:
            self._rates.count(Doing.GUESSING, _at("keys", request))

    def _knows(self, request: Request, key: str) -> bool:
        seen = _network(request), key_hash(key)
        with self._lock:
            if seen in self._keys:
                self._keys.move_to_end(seen)
                return True
            return False


def rates_of(request: Request) -> Rates:
    """What is counted in this process."""
    rates: Rates = request.app.state.rates
    return rates


def guesses_of(request: Request) -> Guesses:
    """What was guessed in this process."""
    guesses: Guesses = request.app.state.guesses
    return guesses


GuessesOf = Annotated[Guesses, Depends(guesses_of)]


def pace_of(request: Request, entry: Entry) -> Pace:
    """The pace of who sent a request."""
    return Pace(rates_of(request), _network(request), entry.viewer.workspace_id)


def _network(request: Request) -> str:
    return network_of(request.scope)


def _at(lock: str, request: Request) -> str:
    return f"{lock} {from_network(_network(request))}"


def from_network(network: str) -> str:
    """What a network is called where it is counted what comes from it."""
    return f"from {network}"
