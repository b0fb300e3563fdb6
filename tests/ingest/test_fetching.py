"""Fetching, from a real server that misbehaves."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from threading import Event

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput, Busy, RecensionError, TooLarge, UnknownType, Unreachable
from app.ingest import addresses
from app.ingest.fetching import (
    Fetched,
    Manners,
    NotModified,
    agent_name,
    fetch,
    fetch_if_modified,
    joined,
)

from .site import LONG, STORY, Site, served

HERE = Manners(agent=agent_name("1.2"), max_bytes=1024 * 1024, seconds=10, private=True)

Names = Callable[..., list[str]]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site whose pages misbehave."""
    with served() as made:
        yield made


@pytest.fixture
def public_here(monkeypatch: pytest.MonkeyPatch, site: Site) -> Manners:
    """Manners for a world in which this machine is public, as far as its IPv4 address goes."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr("app.ingest.fetching.check_port", lambda url: None)
    return replace(HERE, private=False)


def names(answers: dict[str, list[list[str]]]) -> Names:
    """A resolver that has these answers for each name, one after the other."""

    def look_up(host: str, port: int) -> list[str]:
        return answers[host].pop(0)

    return look_up


def page(address: str, manners: Manners = HERE) -> Fetched:
    return fetch(address, manners)


# What comes


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    found = page(site.at("/story#top"))
    assert found.data.decode() == STORY
    assert (found.address, found.status) == (site.at("/story"), 200)
    assert (found.media_type, found.charset) == ("text/html", "utf-8")
    assert (found.etag, found.last_modified) == ('"one"', "Mon, 04 May 2026 06:40:00 GMT")


def test_a_page_that_is_still_the_same_is_not_sent_again(site: Site) -> None:
    story = site.at("/story")
    assert fetch_if_modified(story, HERE, etag='"one"') == NotModified(story)
    for other in ('"two"', '"\r\nx: y"', ""):
        assert isinstance(fetch_if_modified(story, HERE, etag=other), Fetched)
    assert "if-modified-since" not in site.seen[-1]
    fetch_if_modified(story, HERE, last_modified="Mon, 04 May 2026 06:40:00 GMT")
    assert site.seen[-1]["if-modified-since"] == "Mon, 04 May 2026 06:40:00 GMT"


def test_nobody_who_did_not_ask_is_told_of_no_change(site: Site) -> None:
    with pytest.raises(Unreachable, match="no page at this address"):
        fetch(site.at("/304"), HERE)


def test_the_name_that_is_given_is_honest_and_nothing_else_is_told(site: Site) -> None:
    page(site.at("/story"))
    page(site.at("/story"))
    sent = site.seen[-1]
    assert sent["user-agent"] == "Recension/1.2 (fetches one page when a person asks for it)"
    assert agent_name("1.2", "https://a.example") == "Recension/1.2 (+https://a.example)"
    assert set(sent) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_what_the_server_says_of_the_encoding_is_handed_on(site: Site) -> None:
    assert page(site.at("/latin")).charset == "iso-8859-1"
    assert page(site.at("/untold")).media_type == page(site.at("/untold")).charset == ""


def test_a_packed_page_is_unpacked(site: Site) -> None:
    assert page(site.at("/packed")).data.decode() == STORY


def test_redirects_are_followed_and_the_last_address_counts(site: Site) -> None:
    found = page(site.at("/hops?5"))
    assert found.data.decode() == STORY
    assert found.address == site.at("/story")


def test_a_proxy_of_the_environment_is_passed_by(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert page(site.at("/story")).status == 200


# What does not come


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/400", Unreachable, "gives no page at this address (400)"),
        ("/401", Unreachable, "has to log in to see this page (401)"),
        ("/402", Unreachable, "has to pay"),
        ("/403", Unreachable, "does not give this page to programs (403)"),
        ("/404", Unreachable, "There is no page at this address (404)"),
        ("/410", Unreachable, "is gone"),
        ("/429", Unreachable, "not to be visited so often"),
        ("/451", Unreachable, "may not show this page"),
        ("/500", Unreachable, "trouble of its own (500)"),
        ("/503", Unreachable, "trouble of its own"),
        ("/nowhere", Unreachable, "no page at this address (302)"),
        ("/loop", Unreachable, "more than 5 times"),
        ("/hops?6", Unreachable, "more than 5 times"),
        ("/away?ftp://example.org/", Unreachable, "leads on to one that cannot be fetched"),
        ("/away?https://me:secret@example.org/", Unreachable, "leads on to one that cannot"),
        ("/away?http://[", Unreachable, "leads on to one that cannot"),
        ("/picture", UnknownType, "a picture, and no page"),
        ("/large", TooLarge, "up to 1 MB"),
        ("/endless", TooLarge, "up to 1 MB"),
        ("/bomb", TooLarge, "up to 1 MB"),
        ("/packed-otherwise", Unreachable, "packed in a way that is not read"),
        ("/packed-badly", Unreachable, "broke off"),
        ("/packed-and-cut", Unreachable, "broke off"),
        ("/cut", Unreachable, "broke off"),
        ("/nonsense", Unreachable, "no answer that can be understood"),
    ],
)
def test_whatever_the_site_does_is_told_in_a_sentence(
    site: Site, path: str, kind: type[RecensionError], said: str
) -> None:
    with pytest.raises(kind) as told:
        fetch(site.at(path), HERE)
    assert said in told.value.sentence
    assert told.value.advice
    assert 400 <= told.value.status < 500
    assert "secret" not in told.value.sentence


@given(st.text(max_size=40))
def test_wherever_an_answer_leads_on_to_is_an_address_or_told(location: str) -> None:
    with suppress(Unreachable):
        assert joined(httpx.URL("https://a.example/b"), location).scheme in ("http", "https")


@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/silence"])
def test_a_page_that_never_comes_to_an_end_is_given_up(site: Site, path: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Busy, match="did not come in time: 1 s are given"):
        fetch(site.at(path), replace(HERE, seconds=1))
    assert time.perf_counter() - start < LONG, "its end was waited for"


def test_a_bomb_is_not_unpacked_first(site: Site) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            fetch(site.at("/bomb"), HERE)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20 * 1024 * 1024


def test_a_site_that_does_not_answer_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="does not answer"):
        fetch(f"http://127.0.0.1:{port}/", HERE)


def test_a_site_that_is_not_the_one_it_is_called_is_told(site: Site) -> None:
    with pytest.raises(Unreachable, match="cannot show that it is the one it is called"):
        fetch(f"https://127.0.0.1:{site.port}/story", HERE)


def test_a_name_that_nobody_has_is_told() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unreachable, match="no site of this name"):
        fetch("https://nobody.example/", replace(HERE, resolver=nobody))


def test_a_look_up_that_takes_for_ever_is_not_waited_for() -> None:
    told = Event()

    def slow(host: str, port: int) -> list[str]:
        assert told.wait(60)
        return []

    with pytest.raises(Busy):
        fetch("https://slow.example/", replace(HERE, seconds=0.5, resolver=slow))
    told.set()


# What is private stays so


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1:8080/",
        "http://0.0.0.0/",
    ],
)
def test_nothing_private_is_reached(address: str) -> None:
    with pytest.raises(Unreachable, match="private network"):
        fetch(address, replace(HERE, private=False))


def test_no_odd_port_is_reached(site: Site) -> None:
    with pytest.raises(Unreachable, match="not fetched from port"):
        fetch(site.at("/story", "example.org"), replace(HERE, private=False))


def test_the_host_is_looked_up_once_and_that_very_address_is_reached(
    site: Site, public_here: Manners
) -> None:
    answers = {"news.example": [["127.0.0.1"], ["10.0.0.1"]]}
    found = page(site.at("/story", "news.example"), replace(public_here, resolver=names(answers)))
    assert found.address == site.at("/story", "news.example")
    assert site.seen[-1]["host"] == f"news.example:{site.port}"
    assert answers == {"news.example": [["10.0.0.1"]]}


def test_a_name_that_means_something_private_as_well_is_refused(
    site: Site, public_here: Manners
) -> None:
    resolver = names({"news.example": [["127.0.0.1", "10.0.0.1"]]})
    with pytest.raises(Unreachable, match="private network"):
        fetch(site.at("/story", "news.example"), replace(public_here, resolver=resolver))


def test_every_redirect_is_judged_anew(site: Site, public_here: Manners) -> None:
    # The second time the same name means another machine.
    resolver = names({"news.example": [["127.0.0.1"], ["10.0.0.1"]]})
    with pytest.raises(Unreachable, match="private network"):
        fetch(site.at("/hops?2", "news.example"), replace(public_here, resolver=resolver))
    with pytest.raises(Unreachable, match="private network"):
        fetch(site.at("/away?http://169.254.169.254/"), public_here)


def test_another_of_its_addresses_is_tried_when_one_does_not_answer(site: Site) -> None:
    resolver = names({"news.example": [["127.0.0.2", "::1", "127.0.0.1"]]})
    assert page(site.at("/story", "news.example"), replace(HERE, resolver=resolver)).status == 200


def test_what_is_no_address_is_told_before_anything_is_sent(site: Site) -> None:
    before = len(site.seen)
    with pytest.raises(BadInput, match="user name or a password"):
        fetch(f"http://me:secret@127.0.0.1:{site.port}/story", HERE)
    assert len(site.seen) == before
