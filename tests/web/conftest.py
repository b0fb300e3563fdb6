"""A client of the whole app on an empty library, and eyes to read its pages with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

from .reading import EARLIER, LATER, Submit


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app on an empty library."""
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor who does not follow redirects by themselves."""
    with TestClient(app, follow_redirects=False) as visitor:
        yield visitor


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
