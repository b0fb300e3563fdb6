"""No template lies about unused, and none names what it is not given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.testclient import TestClient

from app.engine import compare_texts
from app.web.standalone import standalone_html

from .reading import EARLIER, LATER, Submit, by_id, read

Source = tuple[str, str, Callable[[], bool]]


def test_every_template_is_drawn_by_some_page(
    client: TestClient, app: FastAPI, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = set()
    load = FileSystemLoader.get_source

    def noting(self: FileSystemLoader, environment: Environment, template: str) -> Source:
        drawn.add(template)
        return load(self, environment, template)

    monkeypatch.setattr(FileSystemLoader, "get_source", noting)
    comparison = submit(a_text=EARLIER, b_text=LATER).headers["location"]
    slug = comparison.removesuffix("/compare/1..2")
    shared = by_id(read(client.post(f"{comparison}/shares")), "share-link").value
    pages = ("/", "/articles", slug, f"{slug}/versions/1", comparison, shared, "/how-it-works")
    for path in pages:
        assert client.get(path).status_code == 200, path
    long = "Many boats are at sea. " * 9_000
    waited = submit(a_text=f"Boats\n\n{long}", b_text=f"Boats\n\n{long}Some are not.")
    assert client.get(waited.headers["location"]).status_code == 202
    client.get("/nowhere")
    client.get("/nowhere", headers={"HX-Request": "true"})
    client.post("/preview?side=a", data={"a_text": EARLIER})
    standalone_html(compare_texts(EARLIER, LATER), "a", "b")

    assert drawn == set(app.state.templates.environment.list_templates())


def test_a_name_that_is_not_given_is_an_error_and_text_is_escaped(app: FastAPI) -> None:
    environment = app.state.templates.environment

    assert environment.undefined is StrictUndefined
    assert environment.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
