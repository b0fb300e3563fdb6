"""A link from its making to its end, as an owner and a stranger meet it, and in other pages."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from app.storage.schema import now
from tests.browser.conftest import NewContext, Watch

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PASSWORD = "mast and sail"

EARLIER = """Lock gates may stay shut

The lock gates may stay shut until June, the keeper said on Monday.

Some 1,200 boats pass the lock each year.

Its timbers were cut in the king's forest.

The keeper lives beside the weir.

A footbridge crosses the lower gate.

Swans nest below it in most springs.

The towpath is open."""
LATER = EARLIER.replace("may stay", "will stay").replace("is open", "is closed")
FAR = "king's forest"


@pytest.fixture
def owner(new_context: NewContext) -> Page:
    """Somebody with a workspace, at the comparison of two texts of theirs."""
    page = new_context(viewport=WIDE).new_page()
    page.goto("/")
    page.fill("#text-a", EARLIER)
    page.fill("#text-b", LATER)
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    return page


@pytest.fixture
def stranger(new_context: NewContext) -> Page:
    """Somebody who was sent a link."""
    return new_context(viewport=WIDE).new_page()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``later(minutes=61)``: so much later it is on the site from now on."""

    def move(**by: float) -> None:
        moment = now() + timedelta(**by)
        for module in ("shares", "shared_links"):
            monkeypatch.setattr(f"app.services.{module}.now", lambda: moment)

    return move


def share(owner: Page, **terms: str) -> str:
    """A new link, made in the panel: ``allows="comparison"``, ``lasts="hour"``, …"""
    owner.click("#share")
    return made(owner, **terms)


def made(owner: Page, **terms: str) -> str:
    """The same in the panel that is open: a second press would have it come anew."""
    expect(owner.locator("#make-share")).to_be_visible()
    for name, value in terms.items():
        if name == "allows":
            owner.check(f"#allows-{value}")
        elif name == "lasts":
            owner.select_option("#lasts", value)
        elif name == "change":
            owner.check("#what-change")
            owner.fill("#change", value)
        else:
            owner.fill(f"#{name}", value)
    owner.click("#make-share")
    return owner.locator("#share-link").input_value()


def opened(page: Page, address: str) -> Response:
    answer = page.goto(address)
    assert answer is not None
    return answer


def test_a_link_is_made_opened_found_in_the_list_and_revoked(
    owner: Page, stranger: Page, watch: Watch
) -> None:
    watch.forgive("410")
    owner.click("#view-single")
    expect(owner.locator("#sides.single")).to_be_visible()
    link = share(owner)
    assert re.search(r"/s/lock-gates-[a-z-]+-[\w-]{22}\?view=single$", link)
    owner.click("text=QR code")
    picture = owner.locator(".qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100

    assert opened(stranger, link).status == 200
    expect(stranger.locator("#sides.single")).to_be_visible()
    stranger.click("#view-side")
    expect(stranger.locator("#sides.side")).to_be_visible()
    assert stranger.context.cookies() == []

    owner.goto("/shares")
    owner.click("summary:has-text('Copy the link')")
    assert owner.locator("input[id^=link-of-]").input_value() == link
    owner.click("button:has-text('Revoke')")
    expect(owner.locator(".done")).to_contain_text("revoked")
    assert opened(stranger, link).status == 410
    expect(stranger.locator("h1")).to_have_text("This link has ended")


def test_a_password_is_asked_for_and_guessing_is_slowed_down(
    owner: Page, stranger: Page, watch: Watch
) -> None:
    watch.forgive("403")
    watch.forgive("429")
    link = share(owner, password=PASSWORD)
    stranger.goto(link)
    expect(stranger.locator("h1")).to_have_text("This link asks for a password")
    assert "Lock gates" not in stranger.content()
    for number in range(5):
        stranger.fill("#password", f"a guess {number}")
        stranger.click("#unlock")
        expect(stranger.locator(".problem")).to_contain_text("not the password")
    answers: list[int] = []
    stranger.on("response", lambda answer: answers.append(answer.status))
    for number in range(5, 30):
        stranger.fill("#password", f"a guess {number}")
        with stranger.expect_response(lambda answer: answer.request.method == "POST"):
            stranger.click("#unlock")
        if 429 in answers:
            break
    expect(stranger.locator(".problem")).to_contain_text("Too much was tried that does not fit")

    other = stranger.context.browser.new_context()  # type: ignore[union-attr]
    try:
        assert "Lock gates" not in other.request.get(link).text()
    finally:
        other.close()


def test_the_right_password_opens_it(owner: Page, stranger: Page) -> None:
    link = share(owner, password=PASSWORD)
    stranger.goto(link)
    stranger.fill("#password", PASSWORD)
    stranger.click("#unlock")
    expect(stranger.locator("h1")).to_have_text("Lock gates will stay shut")
    stranger.click("#view-single")
    expect(stranger.locator("#sides.single")).to_be_visible()


def test_it_ends_when_its_time_is_over(
    owner: Page, stranger: Page, watch: Watch, later: Callable[..., None]
) -> None:
    watch.forgive("410")
    link = share(owner, lasts="hour")
    later(minutes=59)
    assert opened(stranger, link).status == 200
    later(minutes=61)
    assert opened(stranger, link).status == 410
    expect(stranger.locator(".head")).to_contain_text("This link worked until")


def test_a_stranger_with_a_link_reaches_nothing_else(
    owner: Page, stranger: Page, watch: Watch
) -> None:
    watch.forgive("404")
    link = share(owner, allows="comparison")
    article = owner.url.partition("/compare/")[0]
    opened(stranger, link)
    expect(stranger.locator(".row ins").first).to_be_visible()
    for row in stranger.locator(".fold-bar").all():
        assert row.locator("a").count() == 0
    base = link.partition("?")[0]
    for query in ("?open=all", "?view=a", "?context=9", "?find=forest"):
        stranger.goto(f"{base}{query}")
        assert FAR not in stranger.content(), query
    changed = base[:-1] + ("A" if base[-1] != "A" else "B")
    for address in (
        article,
        f"{article}/versions/1",
        f"{article}/versions/1.txt",
        f"{article}/compare/1..2",
        f"{article}/compare/2..1",
        f"{article}/compare/1..2.docx",
        f"{article}/provenance/2",
        f"{base}/file.docx",
        f"{base}/files/pdf",
        changed,
    ):
        assert opened(stranger, address).status == 404, address


def test_the_change_that_somebody_is_at_is_offered(owner: Page, stranger: Page) -> None:
    owner.goto(f"{owner.url}#change-2")
    owner.click("#share")
    expect(owner.locator("#change")).to_have_value("2")
    link = made(owner, change="2")
    stranger.goto(link)
    expect(stranger.locator(".standfirst")).to_contain_text("Change 2 of")
    expect(stranger.locator(".row")).to_have_count(1)


def test_the_link_to_a_change_has_a_card_of_its_own(owner: Page, stranger: Page) -> None:
    stranger.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stranger.goto(share(owner))
    stranger.locator(".mid a").nth(1).click()
    expect(stranger.locator("#said")).to_contain_text("copied")
    copied = stranger.evaluate("navigator.clipboard.readText()")
    assert re.search(r"\?change=2#change-2$", copied)
    stranger.goto(copied)
    card = stranger.locator("meta[property='og:image']").get_attribute("content")
    assert card is not None
    assert card.endswith("/card.png?change=2")


# In other pages


class Elsewhere:
    """Another site, on a port of its own, with one page."""

    def __init__(self) -> None:
        self.page = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = f"<!doctype html><title>Elsewhere</title>{site.page}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def elsewhere(watch: Watch) -> Iterator[Elsewhere]:
    """That other site."""
    site = Elsewhere()
    serving = threading.Thread(target=site.server.serve_forever)
    serving.start()
    watch.forgive(site.address)
    yield site
    site.server.shutdown()
    serving.join()
    site.server.server_close()


def test_the_snippet_shows_it_in_another_page_as_high_as_it_is(
    owner: Page, stranger: Page, elsewhere: Elsewhere
) -> None:
    share(owner)
    elsewhere.page = owner.locator("#share-snippet").input_value()
    stranger.goto(elsewhere.address)
    frame = stranger.frame_locator("iframe")
    expect(frame.locator(".row ins").first).to_be_visible()
    whole = "document.querySelector('iframe').style.height"
    stranger.wait_for_function(f"{whole}.endsWith('px')")
    inner = stranger.frames[1]
    fits = "document.documentElement.scrollHeight <= innerHeight"
    inner.wait_for_function(fits)
    before = stranger.evaluate(f"parseInt({whole})")
    frame.locator(".fold-bar a").first.click()
    expect(frame.get_by_text(FAR).first).to_be_visible()
    stranger.wait_for_function(f"parseInt({whole}) > {before}")
    assert stranger.context.cookies() == []


def test_no_other_page_is_framed(
    owner: Page, stranger: Page, elsewhere: Elsewhere, watch: Watch
) -> None:
    watch.forgive("frame-ancestors")
    watch.forgive("chrome-error")
    link = share(owner)
    site = link.partition("/s/")[0]
    sample = f"{site}/articles/thornmere-flood-wall/compare/1..2"
    for address in (link, sample, f"{site}/"):
        elsewhere.page = f'<iframe src="{address}"></iframe>'
        stranger.goto(elsewhere.address)
        frame = stranger.frame_locator("iframe")
        expect(frame.locator(".masthead")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_stands_in_anybodys_way(
    owner: Page, new_context: NewContext, size: dict[str, int], scheme: str
) -> None:
    plain, locked = share(owner, allows="downloads"), share(owner, password=PASSWORD)
    single = share(owner, change="1")
    owner.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    owner.set_viewport_size(size)  # type: ignore[arg-type]
    reader = new_context(viewport=size, color_scheme=scheme).new_page()
    comparison = owner.url.partition("?")[0]
    for page, address in (
        (owner, f"{comparison}/share"),
        (owner, "/shares"),
        (reader, plain),
        (reader, f"{plain}/embed"),
        (reader, locked),
        (reader, single),
    ):
        page.goto(address)
        for summary in page.locator(".reveal > summary, .files > summary").all():
            if summary.is_visible():
                summary.click()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    owner.goto("/shares")
    owner.locator("a[href$='/change']").first.click()
    found = Axe().run(owner, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_all_of_it_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(viewport=WIDE, java_script_enabled=False).new_page()
    page.goto("/articles/thornmere-flood-wall/compare/1..2")
    page.click("#share")
    page.select_option("#lasts", "day")
    page.fill("#password", PASSWORD)
    page.click("#make-share")
    link = page.locator("#share-link").input_value()
    page.goto(link)
    page.fill("#password", PASSWORD)
    page.click("#unlock")
    expect(page.locator(".row ins").first).to_be_visible()
