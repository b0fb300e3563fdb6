"""A served site with the sample articles, and a real Chromium that is watched while it looks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    sync_playwright,
)

from app.settings import Settings
from tests.browser.chromium import find_chromium
from tests.browser.serving import served

HERE = Path(__file__).parent

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Nothing off this machine is ever reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser, and is marked so."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Playwright keeps an event loop in this thread, which nobody outside this package should meet:
# hence "package" and not "session".
@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with the sample articles in its library."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("site"), load_samples=True)
    with served(settings) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    path = find_chromium()
    assert path, "There is no Chromium here: make browser finds or installs one."
    flags = [*FLAGS, "--no-sandbox"] if os.getuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@dataclass
class Watch:
    """What went wrong in the browser during a test: it fails at its end when anything did."""

    host: str
    problems: list[str] = field(default_factory=list)
    _forgiven: list[str] = field(default_factory=list)

    def forgive(self, part: str) -> None:
        """Do not count problems in which this occurs: the test means to provoke them."""
        self._forgiven.append(part)

    def watch(self, context: BrowserContext) -> None:
        """Notice what happens in any page of this context."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def left(self) -> list[str]:
        """The problems that were not forgiven."""
        return [p for p in self.problems if not any(part in p for part in self._forgiven)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"page error: {error.error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    """What goes wrong in the browser; the test fails at its end when there is any of it."""
    watching = Watch(urlsplit(site).netloc)
    yield watching
    assert not watching.left()


@pytest.fixture
def new_context(browser: Browser, site: str, watch: Watch) -> Iterator[NewContext]:
    """``new_context(color_scheme="dark", …)``: a watched context without cookies or history."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
        contexts.append(context)
        watch.watch(context)
        context.set_default_timeout(10_000)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """One such context, 1280 pixels wide."""
    return new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in it; addresses are relative to the site: ``page.goto("/")``."""
    return context.new_page()
