"""No template lies about unused, and none names what it is not given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.testclient import TestClient

from app.engine import compare_texts
from app.export.about import About, VersionAbout
from app.export.html import _environment, html

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
    made = client.post(f"{comparison}/shares", data={"allows": "downloads"})
    shared = by_id(read(made), "share-link").value
    pages = ("/", "/articles", slug, f"{slug}/versions/1", comparison, shared, "/how-it-works")
    asking = (f"{slug}/edit", f"{slug}/delete", f"{slug}/versions/1/edit")
    (sharing,) = read(client.get(comparison)).xpath("//*[@id='share']/@href")
    links = (sharing, "/shares", "/shares/1/change", f"{shared}/embed", f"{shared}/files/md")
    one = client.post(f"{comparison}/shares", data={"what": "change", "change": "1"})
    behind = client.post(f"{comparison}/shares", data={"password": "mast and sail"})
    links += tuple(by_id(read(made), "share-link").value for made in (one, behind))
    for path in (*pages, *asking, *links, f"{slug}/provenance/2?sentence=1"):
        assert client.get(path).status_code == 200, path
    long = "Many boats are at sea. " * 9_000
    waited = submit(a_text=f"Boats\n\n{long}", b_text=f"Boats\n\n{long}Some are not.")
    address = waited.headers["location"]
    assert client.get(address).status_code == 202
    assert client.get(address.replace("compare/1..2", "provenance/2")).status_code == 202
    beside = submit(a_text="Boats sail at noon.", b_text="Boats sail at one.")
    names = [at.split("/")[2] for at in (slug, beside.headers["location"])]
    assert client.get(f"{slug}/collate").status_code == 200
    assert client.get("/collate", params={"of": f"{names[0]}@1,{names[1]}@1"}).status_code == 200
    key = read(client.get("/workspace")).xpath("//*[@id='workspace-link']")[0].value
    for path in ("leave", "change", "delete"):
        assert client.get(f"/workspace/{path}").status_code == 200, path
    assert client.get(f"/w/{key.rpartition('/')[2]}").status_code == 200
    assert client.post("/workspace/keys").status_code == 201
    filed = client.post("/articles", data={"a_text": EARLIER, "b_text": f"{LATER} More."})
    assert filed.status_code == 409
    assert client.get("/upload").status_code == 200
    client.post("/upload", files={"files": ("story.txt", EARLIER)}, follow_redirects=True)
    client.get("/nowhere")
    client.get("/nowhere", headers={"HX-Request": "true"})
    client.post("/preview?side=a", data={"a_text": EARLIER})
    _environment.cache_clear()  # of an earlier test, its templates are read already
    html(compare_texts(EARLIER, LATER), About("", VersionAbout("a"), VersionAbout("b")))

    assert drawn == set(app.state.templates.environment.list_templates())


def test_a_name_that_is_not_given_is_an_error_and_text_is_escaped(app: FastAPI) -> None:
    environment = app.state.templates.environment

    assert environment.undefined is StrictUndefined
    assert environment.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
