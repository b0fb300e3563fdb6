"""Pages kept as they were sent, for whoever would be shown the very same; and 304 for who has one.

A page is known by a tag that is made of all that it shows: what is stored about its article, who
looks, the address, and the program that draws it. The tag is made anew for every request, from the
database as it is then and through the eyes of who asks. So a page is found again only while it is
what would be drawn: once something is altered, deleted, locked or closed, nobody gets the tag that
it was kept by.

Where the database tells whether anything was stored since, the tag made last is taken as long as
nothing was.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from anyio import CapacityLimiter, Event, to_thread
from fastapi import Depends, Request
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.services.memory import Memory
from app.services.workspaces import Entry
from app.settings import Settings
from app.storage.database import Database
from app.storage.fingerprints import article_fingerprint
from app.web.assets import Assets
from app.web.dependencies import let_in, session_for
from app.web.downloads import is_known
from app.web.keys import key_of, leads_to_workspace
from app.web.rates import guesses_of
from app.web.templating import AGAIN_EACH_TIME, HTMX_VARY, ROOT, wants_block

GZIP_LEVEL = 6
"""A page is packed once for all who come later."""

AT_ONCE = 4
"""How many requests look for their page at once: they take turns with nothing that is slow."""

MOST_PAGES = 10_000

Name = tuple[Hashable, bytes]
"""The state of the library, and which page is asked for by whom."""

ApiHandler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The bytes of a page, as they are and packed."""

    plain: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return len(self.plain) + len(self.packed)


class KeptPages:
    """The pages sent last, for all threads; as many bytes of them as the settings allow."""

    def __init__(self, settings: Settings, assets: Assets) -> None:
        self._pages: Memory[KeptPage] = Memory(
            MOST_PAGES, settings.memory_page_bytes, lambda page: page.size
        )
        self._tags: dict[Name, tuple[str, Entry]] = {}
        self._tags_at: Hashable = None
        self._site = (_program(), assets.version, settings.admission, settings.public_url)
        self._lock = Lock()
        self._turns = CapacityLimiter(AT_ONCE)
        self._looking: dict[Name, Event] = {}

    def tag(self, request: Request, session: Session, slug: str) -> str | None:
        """What the page at this address is known by, which shows an article; None if there is none.

        To be asked before the transaction ends in which the page's article is read.
        """
        stored = article_fingerprint(session, slug)
        if stored is None:
            return None
        entry: Entry = request.state.entry
        looks = (entry.viewer, entry.is_known, entry.is_locked, leads_to_workspace(request))
        made_of = repr((self._site, str(request.url), stored, looks))
        return f'"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'

    def note(self, request: Request, session: Session, slug: str) -> None:
        """Say that the page drawn for this request shows this article as it stands now."""
        if not wants_block(request):
            request.state.tag = self.tag(request, session, slug)

    async def found(self, request: Request) -> Response | None:
        """The answer to who asks for a page that is kept, or that they have; None for any other.

        Of many who ask for the same at the same moment one looks, and the others wait for that.
        Raises what ``session_for`` raises of who sent a request.
        """
        state = _database(request).state()
        if state is None:
            return await self._looked_up(request, None)
        name = state, _asked(request)
        if name in self._looking:
            await self._looking[name].wait()
        if (answer := self._at_hand(request, name)) is not None:
            return answer
        done = self._looking[name] = Event()
        try:
            return await self._looked_up(request, name)
        finally:
            done.set()
            if self._looking.get(name) is done:
                del self._looking[name]

    def _at_hand(self, request: Request, name: Name) -> Response | None:
        """What was found under this name, if it was looked for: nothing was stored since."""
        remembered = self._tags.get(name)
        if remembered is None:
            return None
        tag, entry = remembered
        answer = self._answer(request, tag)
        if answer is not None:
            key = key_of(request)
            guesses_of(request).check_key(request, key)
            let_in(request, key, entry)
        return answer

    async def _looked_up(self, request: Request, name: Name | None) -> Response | None:
        # With few threads of its own, so that it waits for nobody who reads or draws.
        return await to_thread.run_sync(self._look_up, request, name, limiter=self._turns)

    def _look_up(self, request: Request, name: Name | None) -> Response | None:
        with session_for(request) as session:
            tag = self.tag(request, session, request.path_params["slug"])
        if tag is None:
            return None
        if name is not None:
            self._remember(name, tag, request.state.entry)
        return self._answer(request, tag)

    def _remember(self, name: Name, tag: str, entry: Entry) -> None:
        """Keep what was found, and forget what was before something was stored."""
        state, _ = name
        with self._lock:
            if state != self._tags_at or len(self._tags) >= MOST_PAGES:
                self._tags, self._tags_at = {}, state
            self._tags[name] = tag, entry

    def _answer(self, request: Request, tag: str) -> Response | None:
        if is_known(request, tag):
            return Response(status_code=304, headers=_headers(tag))
        page = self._pages.get(tag)
        return _sent(request, page, tag) if page else None

    def keep(self, request: Request, response: Response, tag: str) -> Response:
        """Keep what was drawn, which has this tag, and give it as it is sent."""
        page = KeptPage(bytes(response.body), gzip.compress(response.body, GZIP_LEVEL, mtime=0))
        self._pages.put(tag, page)
        return _sent(request, page, tag)


class KeptRoute(APIRoute):
    """A route whose whole pages are kept, whose handler says with ``note`` what they show."""

    def get_route_handler(self) -> ApiHandler:
        """What handles a request."""
        handle = super().get_route_handler()

        async def kept(request: Request) -> Response:
            if wants_block(request):
                return await handle(request)
            pages = kept_pages_of(request)
            if (answer := await pages.found(request)) is not None:
                return answer
            response = await handle(request)
            tag = getattr(request.state, "tag", None)
            if tag is None or not _may_be_kept(response):
                return response
            return await to_thread.run_sync(pages.keep, request, response, tag)

        return kept


def kept_pages_of(request: Request) -> KeptPages:
    """The pages sent last."""
    pages: KeptPages = request.app.state.kept_pages
    return pages


KeptPagesOf = Annotated[KeptPages, Depends(kept_pages_of)]


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _asked(request: Request) -> bytes:
    """Which page a request is for, and who asks: all that its tag depends on but what is stored."""
    return hashlib.sha256(repr((str(request.url), key_of(request))).encode()).digest()


def _may_be_kept(response: Response) -> bool:
    return response.status_code == 200 and response.headers["Cache-Control"] == AGAIN_EACH_TIME


def _headers(tag: str) -> dict[str, str]:
    # A weak tag: it is that of the page, packed or not.
    return {
        "Cache-Control": AGAIN_EACH_TIME,
        "ETag": f"W/{tag}",
        "Vary": f"{HTMX_VARY}, Accept-Encoding",
    }


def _sent(request: Request, page: KeptPage, tag: str) -> Response:
    headers = _headers(tag)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(page.plain, headers=headers, media_type="text/html")
    headers["Content-Encoding"] = "gzip"
    return Response(page.packed, headers=headers, media_type="text/html")


@cache
def _program() -> str:
    """A digest of all that has a part in drawing a page: the program and its templates."""
    sources = sorted((*Path(__file__).parents[1].rglob("*.py"), *ROOT.rglob("*.*")))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()
