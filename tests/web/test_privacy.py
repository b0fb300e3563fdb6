"""Nobody sees anything of anybody else's: every address of the app, walked by others.

The routes are those of the app itself, so that a new page is walked as soon as there is one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.keys import make_key
from app.services.workspaces import enter, found_workspace, new_key
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import SHARED_ID, Article, WorkspaceKey
from app.storage.viewing import EVERYBODYS
from app.web.assets import load_assets
from app.web.keys import COOKIE
from app.web.security import SAFE_METHODS

from .reading import EARLIER, LATER, Submit, by_id, read, ready

FOR_ALL = {
    "/",
    "/api/openapi.json",
    "/articles",
    "/healthz",
    "/how-it-works",
    "/metrics",
    "/readyz",
    "/robots.txt",
    "/shares",
    "/static/{path:path}",
    "/upload",
    "/workspace",
    "/workspace/change",
    "/workspace/delete",
    "/workspace/export",
    "/workspace/key.txt",
    "/workspace/leave",
    "/api/search",
}
"""Addresses that are the same for all; what is found there is one's own."""

FOR_WHO_HAS_IT = {
    "/s/{token}",
    "/s/{token}/card.png",
    "/s/{token}/embed",
    "/s/{token}/file.{kind}",
    "/s/{token}/files/{kind}",
    "/s/{token}/qr.svg",
    "/oembed",
    "/w/{key}",
}
"""Pages whose address is all that is needed."""

FOR_WHO_RUNS_IT = {"/metrics"}
"""Addresses that no key opens."""

LEADS_TO_CHANGE = re.compile(r"/(edit|delete|change|share)$")
"""Pages that ask about a change, which those who only read are not asked about."""

CHANGES_NOTHING = {
    "/api/compare",
    "/api/resembling",
    "/preview",
    "/s/{token}",
    "/w/{key}",
    "/workspace/invitation",
    "/workspace/leave",
    "/workspace/open",
}
"""Unsafe methods that store nothing of anybody's."""

TITLE = "Harbour bridge"
LAST = f"{LATER}\nThe county paid in June."


_PLACE = re.compile(r"{(\w+)(?::\w+)?}")


class Walk:
    """The addresses of an app, filled in with what there is of one article."""

    def __init__(self, app: FastAPI, fills: dict[str, str]) -> None:
        self._routes = list(iter_route_contexts(app.routes))
        self.fills = fills

    def addresses(self, safe: bool, **other: str) -> Iterator[tuple[str, str, str]]:
        """Each as method, pattern and address; a pattern that cannot be filled in is an error."""
        fills = {**self.fills, **other}
        for route in self._routes:
            assert route.path is not None, "say in this test how to walk what is mounted"
            unknown = set(_PLACE.findall(route.path)) - fills.keys()
            assert not unknown, f"say in this test what to put for {unknown} in {route.path}"
            filled = _PLACE.sub(lambda place: fills[place[1]], route.path)
            query = QUERIES.get(route.path, "").format(**fills)
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                if (method in SAFE_METHODS) == safe:
                    yield method, route.path, filled + query


# What addresses have after their path: pages that are nothing without it.
QUERIES = {
    "/articles/{slug}/compare": "?a=1&b=2",
    "/articles/{slug}/collate": "?v=1&v=2",
    "/collate": "?of={slug}@1&of={slug}@2",
    "/preview": "?side=a",
    "/api/search": "?q=bridge",
    "/oembed": "?url=http://testserver/s/{token}",
}


def visitor(app: FastAPI, key: str = "") -> TestClient:
    return TestClient(app, follow_redirects=False, cookies={COOKIE: key} if key else {})


@pytest.fixture
def walk(app: FastAPI, client: TestClient, key: str, comparison: str, session: Session) -> Walk:
    """The addresses of an article of the client's, which has two versions and a share."""
    assert ready(client, comparison).status_code == 200
    further = client.post(
        f"{comparison.partition('/compare')[0]}/versions", data={"new_text": LAST}
    )
    assert further.status_code == 303
    sent = client.post("/upload", files={"files": ("bridge.txt", f"{LAST}\nBoats.".encode())})
    assert sent.status_code == 303
    assert ready(client, sent.headers["location"]).status_code == 200
    made = client.post(f"{comparison}/shares", data={"allows": "downloads"})
    shared = by_id(read(made), "share-link").value
    slug = comparison.split("/")[2]
    key_id = session.scalars(select(WorkspaceKey.id).order_by(WorkspaceKey.id)).first()
    return Walk(
        app,
        {
            "slug": slug,
            "pair": "1..2",
            "number": "1",
            "numbers": "1,2,3",
            "share_id": "1",
            "kind": "md",
            "a": "1",
            "b": "2",
            "token": shared.rpartition("/")[2],
            "key": key,
            "key_id": str(key_id),
            "path": load_assets().address("css/base.css").removeprefix("/static/"),
            "upload_id": sent.headers["location"].rpartition("/")[2],
        },
    )


@pytest.fixture
def others(app: FastAPI, database: Database, walk: Walk) -> dict[str, TestClient]:
    """Those whom the article is none of the business of."""
    with database.session() as session:
        theirs = found_workspace(session)
    return {
        "a stranger": visitor(app),
        "somebody with a workspace": visitor(app, theirs),
        "somebody with a key of nothing": visitor(app, new_key()),
    }


def test_what_is_somebody_elses_is_as_if_it_were_not_there(
    walk: Walk, others: dict[str, TestClient]
) -> None:
    nothing = {
        "slug": "harbour-bridge-that-is-not-there-at-all",
        "upload_id": new_key(),
        "share_id": "98765",
    }
    walked = set()
    for who, other in others.items():
        missing = walk.addresses(safe=True, **nothing)
        for (method, pattern, path), (*_, nowhere) in zip(
            walk.addresses(safe=True), missing, strict=True
        ):
            if pattern in FOR_WHO_HAS_IT:
                continue
            response = other.request(method, path)
            assert TITLE.lower() not in response.text.lower(), f"{who} reads {path}"
            if pattern in FOR_ALL:
                continue
            assert path != nowhere, f"say in this test for whom {pattern} is"
            expected = other.request(method, nowhere)
            assert response.status_code == expected.status_code, f"{who} at {path}"
            said = expected.text
            for name, value in nothing.items():
                said = said.replace(value, walk.fills[name])
            assert response.text == said, f"{who} at {path}"
            location = response.headers.get("location", "")
            leads = response.status_code == 303 and other.get(location).status_code == 404
            assert response.status_code == 404 or leads, f"{who} at {path}"
            walked.add(pattern)
    assert len(walked) > 10


def test_nobody_else_changes_anything(
    walk: Walk, others: dict[str, TestClient], client: TestClient, comparison: str
) -> None:
    article = f"/articles/{walk.fills['slug']}"
    pages = [f"{article}/versions/{number}" for number in (1, 2, 3)] + [comparison]
    pages.append("/shares")
    before = [client.get(page).text for page in pages]
    for who, other in others.items():
        for method, pattern, path in walk.addresses(safe=False):
            if "{slug}" in pattern or "{share_id}" in pattern:
                assert other.request(method, path).status_code in (404, 422), f"{who} at {path}"
    assert [client.get(page).text for page in pages] == before


@pytest.fixture
def reader(app: FastAPI, walk: Walk, session: Session) -> TestClient:
    """Somebody with a key of the client's workspace that only reads."""
    return visitor(app, make_key(session, may_write=False))


def test_a_key_that_only_reads_reads_every_page(
    walk: Walk, reader: TestClient, client: TestClient
) -> None:
    for method, pattern, path in walk.addresses(safe=True):
        owners = client.request(method, path)
        if pattern in FOR_WHO_RUNS_IT:
            assert owners.status_code == 404
            continue
        assert owners.status_code in (200, 303), f"say in this test how to fill in {pattern}"
        expected = 403 if LEADS_TO_CHANGE.search(pattern) else owners.status_code
        assert reader.request(method, path).status_code == expected, path


def test_everything_that_others_export_is_their_own(
    others: dict[str, TestClient], walk: Walk, client: TestClient
) -> None:
    for who, other in others.items():
        response = other.get("/workspace/export")
        if response.status_code == 200:
            with ZipFile(io.BytesIO(response.content)) as archive:
                assert archive.namelist() == ["manifest.toml"], who
        else:
            assert response.status_code == 404, who
    assert len(ZipFile(io.BytesIO(client.get("/workspace/export").content)).namelist()) > 1


def test_a_key_that_only_reads_changes_nothing(
    walk: Walk, reader: TestClient, client: TestClient, database: Database
) -> None:
    form = {"a_text": EARLIER, "b_text": LATER, "new_text": LATER, "title": "x", "sure": "delete"}
    for method, pattern, path in walk.addresses(safe=False):
        if pattern not in CHANGES_NOTHING:
            response = reader.request(method, path, data=form)
            assert response.status_code == 403, f"{method} {path}: {response.status_code}"
    with database.session() as session:
        assert (
            len(
                session.scalars(
                    select(Article.id)
                    .where(Article.workspace_id != SHARED_ID)
                    .execution_options(**{EVERYBODYS: True})
                ).all()
            )
            == 1
        )


def test_a_share_opens_one_comparison_and_nothing_else(
    walk: Walk, others: dict[str, TestClient], comparison: str
) -> None:
    stranger = others["a stranger"]
    token = walk.fills["token"]
    assert stranger.get(f"/s/{token}").status_code == 200
    assert stranger.get(comparison).status_code == 404
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert stranger.get(f"/s/{changed}").status_code == 404
    assert stranger.get(f"/w/{token}").status_code == 404


def test_what_everyone_reads_is_found_by_all_and_changed_by_none(
    app: FastAPI,
    database: Database,
    walk: Walk,
    others: dict[str, TestClient],
    paste_shared: str,
    settings: Settings,
) -> None:
    for who, other in others.items():
        assert other.get(f"/articles/{paste_shared}").status_code == 200, who
        added = other.post(f"/articles/{paste_shared}/versions", data={"new_text": LATER})
        assert added.status_code == 403, who
    with database.session() as session:
        enter(session, "", settings)
        assert session.scalars(select(Article.slug)).all() == [paste_shared]


@pytest.fixture
def paste_shared(database: Database, settings: Settings) -> str:
    """An article in the library that everyone reads."""
    from app.services.articles import create_article
    from app.services.incoming import from_paste

    with database.session() as session:
        text = from_paste("Boats\n\nThe boats sail on Friday.", settings=settings)
        return create_article(session, [text]).slug


def test_lists_and_searches_show_ones_own_and_everyones(
    client: TestClient, others: dict[str, TestClient], paste_shared: str, submit: Submit
) -> None:
    for path in ("/", "/articles", "/articles?q=bridge", "/articles?q=boats"):
        for who, other in others.items():
            page = other.get(path).text
            assert TITLE.lower() not in page.lower(), f"{who} at {path}"
    assert TITLE in client.get("/articles").text
    assert "Boats" in client.get("/articles").text
