"""Whose something is: a second workspace tries every address that changes anything of the first's.

The routes are the app's own, so that a new one is tried as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.attacks.web.unsafe import CHANGES, FURTHER, STORY, send
from tests.web.reading import Submit, ready
from tests.web.test_privacy import CHANGES_NOTHING, Walk, visitor

Check = Callable[[], None]

ANYBODYS = {"/articles", "/upload", "/workspace/keys", "/workspace/change", "/workspace/delete"}
"""Where the others change what is their own."""

BY_THE_ADDRESS = {"/w/{key}", "/s/{token}"}
"""Where the address alone gives the right."""


def test_every_address_that_changes_something_is_tried(walk: Walk) -> None:
    assert {pattern for _, pattern, _ in walk.addresses(safe=False)} == set(CHANGES)


def test_others_change_nothing_of_the_first(
    walk: Walk, untouched: Check, others: dict[str, TestClient]
) -> None:
    for who, other in others.items():
        for method, pattern, path in walk.addresses(safe=False):
            if pattern in BY_THE_ADDRESS:
                continue
            answer = send(other, method, pattern, path)
            if pattern not in ANYBODYS | CHANGES_NOTHING:
                assert answer.status_code == 404, (who, path, answer.status_code)
    untouched()


def test_names_in_what_is_sent_open_nothing(
    walk: Walk, untouched: Check, others: dict[str, TestClient]
) -> None:
    slug, token = walk.fills["slug"], walk.fills["token"]
    for who, other in others.items():
        into = {"a_text": STORY, "b_text": FURTHER, "into": slug}
        assert other.post("/articles", data=into).status_code == 404, who
        assert other.post("/upload", params={"to": slug}, files=FILE).status_code == 404, who
        assert other.get("/upload", params={"to": slug}).status_code == 404, who
        assert other.get("/shares", params={"article": slug}).status_code == 404, who
        assert other.get("/collate", params={"with": slug}).status_code == 422, who
        sent = other.post("/upload", files=FILE)
        if sent.status_code == 303:
            assert ready(other, sent.headers["location"]).status_code == 200
            other.post(sent.headers["location"], data={"into-0": slug})
            ready(other, sent.headers["location"])
        for path in (f"/articles/{token}", f"/upload/{token}", f"/w/{token}"):
            assert other.get(path).status_code == 404, path
    untouched()


FILE = {"files": ("quay.txt", STORY.encode())}


def test_who_only_reads_changes_nothing_at_all(
    walk: Walk, reader: TestClient, unchanged: Check
) -> None:
    for method, pattern, path in walk.addresses(safe=False):
        if pattern not in CHANGES_NOTHING:
            answer = send(reader, method, pattern, path)
            assert answer.status_code == 403, (path, answer.status_code)
    unchanged()


def test_a_link_that_was_shared_changes_nothing_and_opens_no_other(
    app: FastAPI, walk: Walk, unchanged: Check
) -> None:
    guest = visitor(app)
    assert guest.get(f"/s/{walk.fills['token']}").status_code == 200
    for method, pattern, path in walk.addresses(safe=False):
        if pattern not in CHANGES_NOTHING | ANYBODYS:
            assert send(guest, method, pattern, path).status_code == 404, path
    unchanged()


def test_the_owner_does_all_of_it(walk: Walk, client: TestClient) -> None:
    """Or else the tries of the others would prove nothing."""
    mine = {pattern: (method, path) for method, pattern, path in walk.addresses(safe=False)}
    for pattern in CHANGES:
        method, path = mine[pattern]
        answer = send(client, method, pattern, path)
        allowed = {200, 201, 303}
        if pattern in ("/workspace/keys/{key_id}/revoke", "/w/{key}", "/workspace/delete"):
            allowed = {303, 404, 422}  # one's own key; and a key that was changed before
        assert answer.status_code in allowed, (path, answer.status_code, answer.text[:2000])


def test_a_key_never_says_how_nearly_it_fits(app: FastAPI, walk: Walk) -> None:
    """Whether a key, a token or a number is of something else, or of nothing, is not told."""
    key = walk.fills["key"]
    nearly = key[:-1] + ("A" if key[-1] != "A" else "Q")
    answers = [
        visitor(app).get(f"/w/{said}") for said in (nearly, "A" * 22, "x", walk.fills["token"])
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_cookie_planted_for_the_whole_domain_is_not_taken_behind_tls(
    app: FastAPI, walk: Walk, submit: Submit
) -> None:
    secure = TestClient(app, base_url="https://testserver", follow_redirects=False)
    key = walk.fills["key"]
    planted = secure.get("/articles", headers={"Cookie": f"recension={key}"})
    ours = secure.get("/articles", headers={"Cookie": f"__Host-recension={key}"})
    assert "Harbour bridge" not in planted.text
    assert "Harbour bridge" in ours.text


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_cookie_is_kept_from_scripts_and_other_sites(
    app: FastAPI, walk: Walk, scheme: str
) -> None:
    visitor = TestClient(app, base_url=f"{scheme}://testserver", follow_redirects=False)
    entered = visitor.post(f"/w/{walk.fills['key']}")
    locked = visitor.post(
        f"/articles/{walk.fills['slug']}/compare/1..2/shares", data={"password": "mast and sail"}
    )
    address = str(locked.text).partition('value="')[2]
    path = address.partition("testserver")[2].partition('"')[0]
    unlocked = visitor.post(path, data={"password": "mast and sail"})
    for answer in (entered, unlocked):
        assert answer.status_code == 303, answer.text
        for cookie in SimpleCookie(answer.headers["set-cookie"]).values():
            assert cookie["httponly"]
            assert cookie["samesite"].lower() == "lax"
            assert bool(cookie["secure"]) == (scheme == "https")
            assert not cookie["domain"]
    name = "__Host-recension" if scheme == "https" else "recension"
    assert entered.headers["set-cookie"].startswith(f"{name}=")
