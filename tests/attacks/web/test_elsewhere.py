"""What other sites make a visitor's browser send, and where this one sends a visitor."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.attacks.web.unsafe import CHANGES, send
from tests.web.test_privacy import Walk

Check = Callable[[], None]

FOREIGN = [
    {"Origin": "null"},
    {"Origin": "https://attacker.example"},
    {"Origin": "http://sub.testserver"},
    {"Origin": "http://testserver.attacker.example"},
    {"Origin": "http://testserver:8080"},
    {"Origin": "http://testserver@attacker.example"},
    {"Origin": "http://["},
    {"Origin": ""},
    {"Origin": "file://"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": ""},
]


def test_no_other_site_makes_a_visitor_change_anything(
    walk: Walk, client: TestClient, unchanged: Check
) -> None:
    for method, pattern, path in walk.addresses(safe=False):
        for headers in FOREIGN:
            answer = send(client, method, pattern, path, headers=headers)
            assert answer.status_code == 403, (path, headers)
            assert "set-cookie" not in answer.headers
            assert "another site" in answer.text
    unchanged()


COUNTED = {"/s/{token}/embed"}
"""Where it is counted how often a link was opened, which is all that any reading changes."""


def test_reading_changes_nothing_whatever_is_said_with_it(
    walk: Walk, client: TestClient, unchanged: Check
) -> None:
    tricks = {
        "X-HTTP-Method-Override": "DELETE",
        "X-HTTP-Method": "POST",
        "X-Method-Override": "POST",
    }
    for method, pattern, path in walk.addresses(safe=True):
        if pattern in COUNTED:
            continue
        joint = "&" if "?" in path else "?"
        for verb in (method, "HEAD", "OPTIONS", "TRACE"):
            asked = f"{path}{joint}_method=DELETE&sure=delete&title=Taken&readers_too=true"
            answer = client.request(verb, asked, headers=tricks)
            assert answer.status_code < 500, (verb, path)
            assert verb in (method, "HEAD") or answer.status_code == 405, (verb, pattern)
    unchanged()


def test_what_is_not_sent_as_json_is_not_read_as_json(client: TestClient) -> None:
    """A form of another site can send text/plain without asking first."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post(
            "/api/compare",
            content=b'{"a": {"text": "One."}, "b": {"text": "Two."}}',
            headers={"Content-Type": kind},
        )
        assert answer.status_code == 422, kind


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "///evil.example",
    "https:evil.example",
    "http://testserver@evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    ".evil.example",
    "\r\nLocation: https://evil.example/",
)
NAMED = ("next", "return", "return_to", "redirect", "url", "back", "goto", "to", "r", "continue")


DROPPED = dict.fromkeys(map(ord, "\t\r\n"))


def _stays(location: str) -> bool:
    """Whether browsers keep to this site: they take a backslash for a slash, and drop tabs."""
    return location.startswith("/") and not location.translate(DROPPED).startswith(("//", "/\\"))


def test_nobody_is_sent_to_another_site(walk: Walk, client: TestClient) -> None:
    query = "&".join(f"{name}={quote(to)}" for name in NAMED for to in ELSEWHERE)
    headers = {
        "Referer": "https://evil.example/",
        "X-Forwarded-Host": "evil.example",
        "X-Original-URL": "//evil.example",
        "X-Rewrite-URL": "//evil.example",
        "Forwarded": "host=evil.example",
        "HX-Current-URL": "https://evil.example/",
    }
    told = 0
    places = [*walk.addresses(safe=True), *walk.addresses(safe=False)]
    for method, pattern, path in sorted(places, key=lambda each: _order(each[1])):
        asked = f"{path}{'&' if '?' in path else '?'}{query}"
        more = CHANGES.get(pattern, {}) if method == "POST" else {}
        for asks in ({}, {"HX-Request": "true"}):
            answer = client.request(method, asked, headers={**headers, **asks}, **more)
            for name in ("location", "hx-redirect", "hx-location", "hx-push-url", "hx-replace-url"):
                if to := answer.headers.get(name):
                    told += 1
                    assert _stays(to), (path, name, to)
            assert "refresh" not in answer.headers
            assert "link" not in answer.headers
            assert 'href="https://evil.example' not in answer.text
    assert told > 20


def _order(pattern: str) -> int:
    """Those that take the ground from under the others come last."""
    return list(CHANGES).index(pattern) if pattern in CHANGES else -1


SLASHED = (
    "//evil.example/ //evil.example/articles/ /\\evil.example/ /%2f%2fevil.example/ /// // "
    "/articles//evil.example// /%5cevil.example/ /.//evil.example/ /%09/evil.example/ "
    "/articles/?next=//evil.example /https://evil.example/ /articles/"
).split()


def test_a_slash_at_the_end_leads_nowhere_else(client: TestClient) -> None:
    for path in SLASHED:
        answer = client.get(f"http://testserver{path}")
        assert answer.status_code in (200, 308, 404), path
        if answer.status_code == 308:
            assert _stays(answer.headers["location"]), answer.headers["location"]
    assert client.get("/articles/?q=x").headers["location"] == "/articles?q=x"


UNKEYED = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"},
    {"X-Original-URL": "/workspace/key.txt"},
    {"X-Rewrite-URL": "/workspace/key.txt"},
    {"Forwarded": 'for="evil.example";host=evil.example;proto=https'},
    {"X-Host": "evil.example", "X-Forwarded-Server": "evil.example"},
    {"X-Forwarded-Prefix": "//evil.example", "X-Script-Name": "/evil"},
    {"User-Agent": "<script>evil.example</script>"},
]


def test_no_header_that_a_cache_does_not_know_of_changes_a_page(
    walk: Walk, client: TestClient
) -> None:
    slug, token = walk.fills["slug"], walk.fills["token"]
    compared = f"/articles/{slug}/compare/1..2"
    for path in ("/how-it-works", "/workspace", compared, f"/s/{token}", "/nowhere"):
        plain = client.get(path)
        for headers in UNKEYED:
            told = client.get(path, headers=headers)
            assert told.text == plain.text, (path, headers)
            assert told.status_code == plain.status_code


@pytest.mark.parametrize("public", ["", "https://recension.example"])
def test_no_link_is_made_of_a_name_that_was_made_up(settings: Settings, public: str) -> None:
    chosen = {"host": "0.0.0.0", "public_url": public, "allowed_hosts": "", "access": "open"}
    host = "recension.example" if public else "desk.example"
    with TestClient(
        create_app(settings.model_copy(update=chosen)), base_url=f"https://{host}"
    ) as client:
        client.post("/articles", data=CHANGES["/articles"]["data"])
        mine = client.get("/workspace").text
        asked = client.get("/workspace", headers={"Host": "evil.example"})
    assert f"https://{host}/w/" in mine
    if public:
        assert asked.status_code == 421
        assert "evil.example" not in asked.text
    else:
        assert "/w/" in asked.text  # nobody said by which name the site goes
