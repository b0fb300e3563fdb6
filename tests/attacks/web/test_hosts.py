"""By which names a site may be asked for: a name that is bent to this machine opens nothing."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

OWN = (
    "localhost",
    "127.0.0.1",
    "[::1]",
    "localhost:8000",
    "127.0.0.1:1",
    "[::1]:8000",
    "LocalHost.",
)
EVIL = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil", "127.1.evil",
        "localhost.localdomain", "2130706433.example", "x.localhost")  # fmt: skip


def statuses(settings: Settings, hosts: tuple[str, ...], **chosen: str) -> set[int]:
    chosen = {"allowed_hosts": "", **chosen}
    with TestClient(create_app(settings.model_copy(update=chosen))) as client:
        return {client.get("/how-it-works", headers={"Host": host}).status_code for host in hosts}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_site_of_this_machine_answers_to_its_own_names(settings: Settings, host: str) -> None:
    assert statuses(settings, OWN, host=host) == {200}
    assert statuses(settings, (*EVIL, "192.168.1.7", "[2001:db8::7]"), host=host) == {421}


def test_the_public_name_and_those_that_are_let_in_are_known_too(settings: Settings) -> None:
    chosen = {"public_url": "https://Desk.example:8443", "allowed_hosts": "paper.example Web."}
    known = ("desk.example:8443", "desk.example", "paper.example", "web", "PAPER.example:80")
    for host in ("127.0.0.1", "0.0.0.0"):
        assert statuses(settings, (*OWN, *known), host=host, **chosen) == {200}
        assert statuses(settings, EVIL, host=host, **chosen) == {421}


def test_a_site_for_others_that_has_no_name_answers_to_any(settings: Settings) -> None:
    assert statuses(settings, (*OWN, "desk.example", "192.168.1.7"), host="0.0.0.0") == {200}


def test_an_address_is_nobodys_to_bend(settings: Settings) -> None:
    """Whoever looks whether the site is well asks for it by its address."""
    public = {"host": "0.0.0.0", "public_url": "https://desk.example"}
    assert statuses(settings, ("10.0.0.3:8000", "[2001:db8::7]"), **public) == {200}


def test_all_names_may_be_let_in(settings: Settings) -> None:
    assert statuses(settings, EVIL, allowed_hosts="*") == {200}


def test_two_names_are_none(settings: Settings) -> None:
    with TestClient(create_app(settings)) as client:
        twice = [("Host", "testserver"), ("Host", "evil.example")]
        assert client.get("/how-it-works", headers=twice).status_code == 400


def test_whoever_is_refused_is_told_what_to_do(settings: Settings) -> None:
    with TestClient(create_app(settings)) as client:
        page = client.get("/", headers={"Host": "evil.example"})
        data = client.get("/api/search", headers={"Host": "evil.example"})
    assert page.status_code == data.status_code == 421
    for told in (page.text, data.text):
        assert "does not answer to the name" in told
        assert "RECENSION_ALLOWED_HOSTS" in told
        assert "evil.example" not in told
