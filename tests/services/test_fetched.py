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
    first = pages.fetch("http://paper.example/1", settings)

    assert pages.fetch("http://paper.example/1", settings) is first
    assert pages.has("http://paper.example/1")
    assert web.asked == ["http://paper.example/1"]


def test_after_ten_minutes_it_is(web: Web, settings: Settings) -> None:
    now = [0.0]
    pages = RecentPages(clock=lambda: now[0])
    pages.fetch("http://paper.example/1", settings)
    now[0] = SECONDS + 1

    assert not pages.has("http://paper.example/1")
    pages.fetch("http://paper.example/1", settings)
    assert len(web.asked) == 2


def test_memory_is_bounded_and_the_oldest_go_first(web: Web, settings: Settings) -> None:
    web.size = MOST_BYTES // 2
    pages = RecentPages()
    for number in range(3):
        pages.fetch(f"http://paper.example/{number}", settings)

    assert not pages.has("http://paper.example/0")
    assert pages.has("http://paper.example/1")
    assert pages.has("http://paper.example/2")
