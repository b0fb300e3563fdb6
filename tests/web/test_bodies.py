"""Requests whose bodies are made to cost more than they are worth: answered, and nothing stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.listing import list_articles
from app.settings import Settings

from .reading import EARLIER, LATER, read, words

FORMS = (
    "/articles",
    "/preview?side=a",
    "/upload",
    "/workspace/open",
)
TOLD = {200, 303, 400, 403, 404, 413, 422}
"""What a form is answered that has nothing on it, or nothing that is understood."""

MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


def part(head: str, body: str = "") -> bytes:
    return f"--x\r\n{head}\r\n\r\n{body}\r\n".encode()


def named(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"'


END = b"--x--\r\n"
BODIES = {
    "twenty thousand fields": part(named("a")) * 20_000 + END,
    "twenty thousand files": part(named("a_file") + '; filename="a"') * 20_000 + END,
    "a name without an end": part(named("a" * 500_000)) + END,
    "a file name without an end": part(named("a_file") + f'; filename="{"a" * 500_000}"') + END,
    "a header without an end": part("X: " + "a" * 500_000) + END,
    "twenty thousand headers": part("X: a\r\n" * 20_000 + named("a")) + END,
    "a part without a name": part("Content-Type: text/plain", "words") + END,
    "no end": part(named("a_text"), "words")[:-6],
    "nothing of the kind": b"words " * 1_000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_form_that_is_none_is_told_apart(
    client: TestClient, session: Session, body: bytes
) -> None:
    for path in FORMS:
        response = client.post(path, content=body, headers=MULTIPART)
        assert response.status_code in TOLD, path
        assert words(read(response)), path
    assert list_articles(session).total == 0


@pytest.mark.parametrize(
    "body",
    [
        b"a=&" * 100_000,
        b"&" * 200_000,
        b"a" * 200_000 + b"=",
        b"=" * 200_000,
        b"%" * 200_000,
    ],
    ids=["fields", "separators", "a name", "signs", "escapes"],
)
def test_a_form_of_very_many_fields_is_told_apart(
    client: TestClient, session: Session, body: bytes
) -> None:
    for path in FORMS:
        response = client.post(path, content=body, headers=URLENCODED)
        assert response.status_code in TOLD, path
    assert list_articles(session).total == 0


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"a":' * 100_000, b"[]," * 400_000, b"1" * 1_000_000, b"\xff" * 1_000],
)
def test_json_that_is_no_pair_of_texts_is_told_apart(client: TestClient, body: bytes) -> None:
    for path in ("/api/compare", "/api/resembling"):
        response = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code in (400, 422), path
        assert response.json()["error"]["sentence"], path


def test_a_file_past_the_limit_is_not_read_and_its_neighbour_is(settings: Settings) -> None:
    small = settings.model_copy(update={"max_upload_bytes": 20 * 1024})
    with TestClient(create_app(small), follow_redirects=False) as client:
        files = {"a_file": ("a.txt", EARLIER.encode()), "b_file": ("b.txt", b"word " * 10_000)}
        response = client.post("/articles", files=files)
    assert response.status_code == 413
    assert "b.txt" in words(read(response))
    assert "20 KB" in words(read(response))


def test_a_body_that_never_says_how_long_it_is_is_counted_all_the_same(settings: Settings) -> None:
    small = settings.model_copy(update={"max_request_bytes": 50 * 1024})
    read_so_far = []

    def endless() -> Iterator[bytes]:
        yield part(named("a_text"), LATER)[:-2]
        while len(read_so_far) < 10_000:
            read_so_far.append(1)
            yield b"word " * 400

    with TestClient(create_app(small), follow_redirects=False) as client:
        response = client.post("/articles", content=endless(), headers=MULTIPART)
    assert response.status_code == 413
    assert "up to 50 KB are taken" in words(read(response))
