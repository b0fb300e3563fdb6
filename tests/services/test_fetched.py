"""Pages fetched a moment ago."""

from __future__ import annotations

import pytest

from app.ingest.fetching import Fetched
from app.services import fetched
from app.services.fetched import MOST_BYTES, SECONDS, RecentPages
from app.settings import Settings


class Web:
    """Pages that are fetched without a network, and how often each was."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.size = 10

    def fetch(self, address: str, _manners: object) -> Fetched:
        self.asked.append(address)
        return Fetched(bytes(self.size), address, "text/plain", "", "", "", 200)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """What stands in for the network."""
    web = Web()
    monkeypatch.setattr(fetched, "fetch", web.fetch)
    return web


def test_what_was_looked_at_is_not_fetched_again(web: Web, settings: Settings) -> None:
    pages = RecentPages()
    first = pages.fetch("http://paper.example/1", settings, token="mine")

    assert pages.fetch("http://paper.example/1", settings, token="mine") is first
    assert pages.has("mine", "http://paper.example/1")
    assert web.asked == ["http://paper.example/1"]


def test_after_ten_minutes_it_is(web: Web, settings: Settings) -> None:
    now = [0.0]
    pages = RecentPages(clock=lambda: now[0])
    pages.fetch("http://paper.example/1", settings, token="mine")
    now[0] = SECONDS + 1

    assert not pages.has("mine", "http://paper.example/1")
    pages.fetch("http://paper.example/1", settings, token="mine")
    assert len(web.asked) == 2


def test_memory_is_bounded_and_the_oldest_go_first(web: Web, settings: Settings) -> None:
    web.size = MOST_BYTES // 2
    pages = RecentPages()
    for number in range(3):
        pages.fetch(f"http://paper.example/{number}", settings, token="mine")

    assert not pages.has("mine", "http://paper.example/0")
    assert pages.has("mine", "http://paper.example/1")
    assert pages.has("mine", "http://paper.example/2")


@pytest.mark.parametrize("other", ["", "theirs"])
def test_what_one_looked_at_is_fetched_anew_for_others(
    web: Web, settings: Settings, other: str
) -> None:
    pages = RecentPages()
    pages.fetch("http://paper.example/1", settings, token="mine")

    assert not pages.has(other, "http://paper.example/1")
    pages.fetch("http://paper.example/1", settings, token=other)
    assert len(web.asked) == 2


def test_what_nobody_has_a_token_for_is_not_kept(web: Web, settings: Settings) -> None:
    pages = RecentPages()
    pages.fetch("http://paper.example/1", settings)

    assert not pages.has("", "http://paper.example/1")
