"""A client of the whole app on an empty library, and eyes to read its pages with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.rates import Rates
from app.services.workspaces import enter, founded, new_key
from app.settings import Settings
from app.storage.database import Database, writing
from app.web.keys import COOKIE
from tests.moments import Moment

from .reading import EARLIER, LATER, Submit


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    """The clock of the rates of every app that is made from here on."""
    clock, of = Moment(), Rates.of
    monkeypatch.setattr(Rates, "of", lambda settings: of(settings, clock))
    return clock


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app on an empty library."""
    return create_app(settings)


@pytest.fixture
def key(database: Database) -> str:
    """The key of a workspace in which there is nothing yet."""
    key = new_key()
    with database.session() as session, writing(session):
        session.add(founded(key))
    return key


@pytest.fixture
def client(app: FastAPI, key: str) -> Iterator[TestClient]:
    """A visitor with a workspace, who does not follow redirects by themselves."""
    with TestClient(app, follow_redirects=False, cookies={COOKIE: key}) as visitor:
        yield visitor


@pytest.fixture
def session(database: Database, settings: Settings, key: str) -> Iterator[Session]:
    """A session that sees what this visitor sees."""
    with database.session() as opened:
        enter(opened, key, settings)
        opened.commit()
        yield opened


@pytest.fixture
def submit(client: TestClient) -> Submit:
    """Send the form of the front page as a browser does, files and all."""

    def send(
        headers: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        **fields: str,
    ) -> Response:
        parts: dict[str, tuple[str | None, str | bytes]] = {}
        for side in "ab":
            for field in (f"{side}_text", f"{side}_title"):
                parts[field] = (None, fields.pop(field, ""))
            parts[f"{side}_file"] = ("", b"")
        assert not fields, "the form has no such field"
        parts.update(files or {})
        return client.post("/articles", files=parts, headers=headers)

    return send


@pytest.fixture
def comparison(submit: Submit) -> str:
    """The address of the comparison of a short story's two versions, just stored."""
    response = submit(a_text=EARLIER, b_text=LATER)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])
