"""What every answer says to a browser, on every route and in every error, and in no other words."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.headers import HEADERS
from tests.attacks.web.unsafe import CHANGES, send
from tests.web.reading import Submit, ready
from tests.web.test_privacy import Walk

FRAMED = {"/s/{token}/embed"}
ELSEWHERE = {"/s/{token}/embed", "/s/{token}/card.png"}
"""What pages of other sites may show."""

SANDBOXED = {
    "/articles/{slug}/versions/{number:number}.txt",
    "/articles/{slug}/compare/{a:number}..{b:number}.{kind}",
    "/articles/{slug}/versions/{number}/original",
    "/s/{token}/file.{kind}",
    "/workspace/export",
    "/workspace/key.txt",
}
"""Files to be saved."""

FOR_ALL = {"/static/{path:path}", "/robots.txt"}
"""The same for everyone, and in nobody's workspace."""


def _check(pattern: str, headers: dict[str, str]) -> None:
    policy = headers["content-security-policy"]
    directives = dict(part.partition(" ")[::2] for part in policy.split("; "))
    assert directives["default-src"] == "'none'", pattern
    assert not re.search(r"unsafe|\*[^;]|data:|http", policy), (pattern, policy)
    assert directives["frame-ancestors"] == ("*" if pattern in FRAMED else "'none'"), pattern
    assert ("x-frame-options" in headers) == (pattern not in FRAMED), pattern
    assert ("sandbox" in directives) == (pattern in SANDBOXED), pattern
    if pattern in SANDBOXED:
        assert headers["content-disposition"].startswith("attachment"), pattern
    for name in HEADERS.keys() - {"Content-Security-Policy", "Referrer-Policy"}:
        expected = HEADERS[name]
        if name == "Cross-Origin-Resource-Policy" and pattern in ELSEWHERE:
            expected = "cross-origin"
        assert headers[name.lower()] == expected, (pattern, name)
    assert headers["referrer-policy"] in ("same-origin", "no-referrer", "strict-origin"), pattern
    if pattern not in FOR_ALL:
        assert re.search("private|no-store", headers["cache-control"]), pattern
    assert "strict-transport-security" not in headers
    assert "server" not in headers
    assert "x-powered-by" not in headers


def test_every_route_says_what_its_answer_may_do(walk: Walk, client: TestClient) -> None:
    for method, pattern, path in walk.addresses(safe=True):
        for asks in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
            answer = client.request(method, path, headers=asks)
            if "content-disposition" in answer.headers or pattern not in SANDBOXED:
                _check(pattern, dict(answer.headers))
    for method, pattern, path in walk.addresses(safe=False):
        _check("", dict(send(client, method, pattern, path, headers={"Origin": "null"}).headers))


def test_every_error_says_so_too(walk: Walk, client: TestClient) -> None:
    for path in ("/nowhere", "/articles/x", "/api/nowhere", "/static/x", "/s/x/embed", "/w/x"):
        _check("", dict(client.get(path).headers))
    for method in ("DELETE", "TRACE", "PROPFIND", "PATCH"):
        answer = client.request(method, "/articles")
        assert answer.status_code == 405
        _check("", dict(answer.headers))
    _check("", dict(client.get("/", headers={"Host": "a b"}).headers))
    _check("", dict(client.get("/", headers={"Host": "evil.example"}).headers))
    _check("", dict(client.post("/articles", data=CHANGES["/articles"]["data"]).headers))


def test_a_fault_says_so_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError("something of ours")

    monkeypatch.setattr("app.web.pages.home.list_articles", fail)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert "something of ours" not in answer.text
    _check("", dict(answer.headers))


@pytest.mark.parametrize(
    ("public", "base", "says_so"),
    [
        ("", "http://testserver", False),
        ("", "https://testserver", True),
        ("https://testserver", "http://testserver", True),
        ("http://testserver", "http://testserver", False),
    ],
)
def test_behind_tls_browsers_are_told_to_stay_there(
    settings: Settings, public: str, base: str, says_so: bool
) -> None:
    chosen = create_app(settings.model_copy(update={"public_url": public}))
    with TestClient(chosen, base_url=base) as client:
        for path in ("/", "/nowhere", "/robots.txt"):
            told = client.get(path).headers.get("strict-transport-security", "")
            assert told == ("max-age=31536000" if says_so else ""), path


HOSTILE = (
    "Quay\r\nSet-Cookie: planted=1",
    "Quay\r\n\r\n<script>planted</script>",
    "Quay\x85Planted: 1\u2028Planted: 2\u2029",
    "Quay\u560d\u560aPlanted: 1",
    "Quay\x00\x0b\x0cPlanted: 1",
    'Quay"; filename="planted.exe',
    "Quay%0d%0aPlanted: 1",
    "Κύμα 波 \U0001f30a\u202excod.exe",
)


def test_nothing_that_somebody_wrote_becomes_a_header(
    walk: Walk, client: TestClient, submit: Submit
) -> None:
    text = "Quay wall number {}.\n\nIt is to be raised, the harbour office said, by {} feet."
    for number, words in enumerate(HOSTILE):
        file = (f"{words}.txt", text.format(number, number).encode())
        other = (f"{words}-b.txt", text.format(number, f"another {number}").encode())
        made = submit(files={"a_file": file, "b_file": other}, a_title=words, b_title=words)
        if made.status_code != 303:
            assert made.status_code in (409, 422)
            continue
        _check_lines(made.headers)
        place = made.headers["location"]
        slug = place.split("/")[2]
        client.post(f"/articles/{slug}/edit", data={"title": words})
        assert ready(client, place).status_code == 200
        shared = client.post(f"{place}/shares", data={"allows": "downloads"})
        assert shared.status_code == 201
        for path in (f"{place}.md", f"{place}.html", f"/articles/{slug}/versions/1/original",
                     f"/articles/{slug}/versions/1.txt", place, f"/articles/{slug}"):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 200, path
            _check_lines(answer.headers)


NAMES = "q find gone view page part sort to done url change open of with again".split()


def test_nothing_that_stands_in_an_address_becomes_a_header(walk: Walk, client: TestClient) -> None:
    for words in HOSTILE[::3]:
        asked = dict.fromkeys(NAMES, words)
        said = re.sub(r"[^ -~]", "", words)
        headers = {
            "X-Request-ID": said,
            "HX-Current-URL": f"http://testserver/?find={said}",
            "HX-Target": "found",
            "Origin": f"http://testserver/{said}",
        }
        for method, _, path in walk.addresses(safe=True):
            for asks in (headers, {**headers, "HX-Request": "true"}):
                answer = client.request(method, path, params=asked, headers=asks)
                assert answer.status_code < 500, path
                _check_lines(answer.headers)


def _check_lines(headers: object) -> None:
    raw = headers.raw  # type: ignore[attr-defined]
    for name, value in raw:
        assert re.fullmatch(rb"[a-z0-9-]+", name.lower()), name
        assert re.fullmatch(rb"[ -~]*", value), (name, value)
        assert name.lower() != b"planted"
        assert b"planted=1" not in value.split(b";")[0] or name.lower() != b"set-cookie"
    disposition = dict(raw).get(b"content-disposition", b"")
    assert disposition.count(b'"') in (0, 2), disposition
