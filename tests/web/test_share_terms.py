"""What whoever made a link chose holds for whoever has it, and for nobody is there a way around."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from app.services.articles import create_article
from app.services.incoming import from_paste
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import now
from app.web.headers import HEADERS
from app.web.logs import without_secrets
from tests.conftest import CountQueries
from tests.moments import Moment

from .reading import EARLIER, LATER, all_words, by_id, links, of_class, read, words

HTMX = {"HX-Request": "true"}
PASSWORD = "mast and sail"
UNCHANGED = "paid for by the county"
FAR = "Cyclists are asked"
PRIVATE = ("private, no-store", "noindex")

Make = Callable[..., str]


@pytest.fixture
def make(client: TestClient, comparison: str) -> Make:
    """``make(allows="comparison", …)``: the path of a link that was made on these terms."""

    def made(query: str = "", **terms: str) -> str:
        response = client.post(f"{comparison}/shares{query}", data=terms)
        assert response.status_code == 201, words(read(response))
        link = str(by_id(read(response), "share-link").value)
        return link.removeprefix("http://testserver")

    return made


@pytest.fixture
def stranger(app: FastAPI, client: TestClient) -> TestClient:
    """Somebody without a workspace, who was sent a link."""
    return TestClient(app, follow_redirects=False)


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    moment = now() + timedelta(**by)
    for module in ("shares", "shared_links"):
        monkeypatch.setattr(f"app.services.{module}.now", lambda: moment)


def unlock(visitor: TestClient, link: str, password: str = PASSWORD) -> Response:
    return visitor.post(link, data={"password": password})


# The address


def test_the_address_is_short_and_names_the_article(make: Make) -> None:
    link = make()

    assert re.fullmatch(r"/s/harbour-bridge-to-close-for-repairs-[\w-]{22}", link)


def test_only_the_right_words_or_none_stand_before_the_token(
    stranger: TestClient, make: Make
) -> None:
    link = make()
    token = link[-22:]

    assert stranger.get(f"/s/{token}").status_code == 200
    for before in ("", "x", "another-title", "harbour-bridge", "é", "%2e%2e"):
        assert stranger.get(f"/s/{before}-{token}").status_code == 404, before
        assert stranger.get(f"/s/{before}x{token}").status_code == 404, before


def test_what_is_behind_a_password_is_not_named(make: Make) -> None:
    assert re.fullmatch(r"/s/[\w-]{22}", make(password=PASSWORD))


def test_logs_have_no_token_not_even_in_the_query_of_another_address() -> None:
    token = "A" * 22
    for path in (
        f"/s/{token}",
        f"/s/words-{token}/embed",
        f"/oembed?url=http%3A%2F%2Fx%2Fs%2F{token}",
    ):
        assert token not in without_secrets(f"GET {path} HTTP/1.1")


# How much may be seen


def test_with_the_comparison_only_no_address_shows_more_than_what_changed(
    stranger: TestClient, make: Make
) -> None:
    link = make(allows="comparison")
    page = read(stranger.get(link))

    assert "will close the harbour bridge" in words(page)
    assert FAR not in words(page)
    assert not page.xpath("//*[@id='view-a' or @id='find' or @id='open-all' or @id='map']")
    for query in (
        "open=all",
        "open=1",
        "view=a",
        "view=b",
        "context=9",
        "context=9&view=single",
        "view=changes&context=9",
        "find=cyclists",
        "ledger=names",
        "part=all",
        "only=names&context=9&open=all",
        "allows=texts",
    ):
        for headers in ({}, {**HTMX, "HX-Target": "reading"}, {**HTMX, "HX-Target": "found"}):
            response = stranger.get(f"{link}?{query}", headers=headers)
            assert FAR not in response.text, (query, headers)
    for target in ("fold-1", "ledger", "part-1", "reading", "found"):
        screen = f"http://testserver{link}?open=all&view=a&find=cyclists"
        headers = {**HTMX, "HX-Target": target, "HX-Current-URL": screen}
        assert FAR not in stranger.get(f"{link}?open=1", headers=headers).text, target
    assert FAR not in stranger.get(f"{link}/embed?open=all&view=a").text
    assert stranger.get(f"{link}/file.md").status_code == 404


def test_who_shares_more_context_shows_it(stranger: TestClient, make: Make) -> None:
    link = make("?context=4", allows="comparison")

    assert link.endswith("?context=4")
    assert FAR in stranger.get(link).text


def test_with_the_whole_texts_all_is_shown_and_nothing_downloaded(
    stranger: TestClient, make: Make
) -> None:
    link = make(allows="texts")

    assert FAR in words(read(stranger.get(f"{link}?view=a")))
    assert FAR in words(read(stranger.get(f"{link}?open=all")))
    for path in ("file.md", "file.docx", "files/md", "file.nothing"):
        assert stranger.get(f"{link}/{path}").status_code == 404, path


def test_with_downloads_there_is_a_menu_of_files(stranger: TestClient, make: Make) -> None:
    link = make(allows="downloads")
    page = read(stranger.get(link))
    menu = links(by_id(page, "files"))

    assert f"{link}/file.md" in menu
    response = stranger.get(f"{link}/file.md")
    assert response.status_code == 200
    assert "{~~" in response.text or "{++" in response.text
    assert "attachment" in response.headers["content-disposition"]
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    page = read(stranger.get(f"{link}/files/md"))
    assert by_id(page, "file").get("href") == f"{link}/file.md"
    assert "/articles" not in stranger.get(f"{link}/files/md").text
    assert stranger.get(f"{link}/file.exe").status_code == 404


def test_one_change_alone_shows_nothing_else(stranger: TestClient, make: Make) -> None:
    link = make(what="change", change="2", allows="downloads")
    page = read(stranger.get(link))

    assert "Change 2 of" in words(of_class(page, "standfirst")[0])
    assert len(of_class(page, "row")) == 1
    for query in ("", "?open=all", "?view=a", "?change=3"):
        text = stranger.get(f"{link}{query}").text
        assert "the harbour bridge in May" in text
        assert "1,500" not in text
        assert FAR not in text
    for path in ("/embed", "/embed?view=a"):
        assert "1,500" not in stranger.get(f"{link}{path}").text
    assert stranger.get(f"{link}/file.md").status_code == 404


@pytest.mark.parametrize("change", ["0", "99", "-1", "x", "", "²", "1" * 5000])
def test_a_change_that_is_none_is_not_shared(
    client: TestClient, comparison: str, change: str
) -> None:
    data = {"what": "change", "change": change}
    response = client.post(f"{comparison}/shares", data=data)

    assert response.status_code == 422
    assert "number of no change" in words(of_class(read(response), "problem")[0])
    assert not of_class(read(client.get("/shares")), "shared")


@pytest.mark.parametrize(
    "terms", [{"lasts": "for ever"}, {"allows": "all"}, {"password": "short"}], ids=str
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_cannot_be_is_told_in_the_form(
    client: TestClient, comparison: str, terms: dict[str, str], headers: dict[str, str]
) -> None:
    response = client.post(f"{comparison}/shares", data=terms, headers=headers)

    assert response.status_code == 422
    assert of_class(read(response), "problem")
    assert by_id(read(response), "make-share") is not None


# How long


def test_a_link_that_has_expired_says_so_kindly(
    stranger: TestClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make(lasts="hour")
    assert stranger.get(link).status_code == 200
    later(monkeypatch, minutes=61)

    response = stranger.get(link)
    assert response.status_code == 410
    assert "This link worked until" in words(read(response))
    assert "Harbour" not in response.text
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in response.headers["x-robots-tag"]
    for path in ("/embed", "/card.png", "/qr.svg", "/file.md"):
        assert stranger.get(f"{link}{path}").status_code == 410, path


def test_a_link_that_was_revoked_says_so_kindly(
    client: TestClient, stranger: TestClient, make: Make
) -> None:
    link = make()
    (form,) = read(client.get("/shares")).xpath("//form[contains(@action, '/revoke')]")
    assert client.post(form.get("action")).headers["location"] == "/shares?done=revoked"

    response = stranger.get(link)
    assert response.status_code == 410
    assert "taken back" in words(read(response))
    assert "revoked" in words(of_class(read(client.get("/shares?done=revoked")), "shared")[0])
    oembed = stranger.get("/oembed", params={"url": f"http://testserver{link}"})
    assert oembed.status_code == 410


def test_it_says_that_there_is_something_newer_where_that_is_allowed(
    client: TestClient, stranger: TestClient, make: Make, comparison: str
) -> None:
    silent, telling = make(), make(shows_newer="true")
    assert not read(stranger.get(telling)).xpath("//*[@id='newer']")
    versions = comparison.partition("/compare")[0] + "/versions"
    client.post(versions, data={"new_text": "Harbour bridge opens\n\nIt is open."})

    assert "newer version since: version 3" in words(by_id(read(stranger.get(telling)), "newer"))
    assert not read(stranger.get(silent)).xpath("//*[@id='newer']")
    assert "It is open" not in stranger.get(telling).text
    before = all_words(read(stranger.get(silent)), "cell")
    assert all_words(read(stranger.get(telling)), "cell") == before


# Passwords


@pytest.fixture
def locked(make: Make) -> str:
    """The path of a link that asks for a password."""
    return make(password=PASSWORD, allows="downloads")


def test_without_the_password_nothing_is_told(stranger: TestClient, locked: str) -> None:
    response = stranger.get(locked)
    page = read(response)

    assert response.status_code == 200
    assert "asks for a password" in words(page)
    assert not page.xpath("//meta[starts-with(@property, 'og:')] | //link[@rel='alternate']")
    assert response.headers["cache-control"] == "private, no-store"
    for path in ("", "/embed", "/card.png", "/file.md", "/files/md", "/qr.svg", "?view=a"):
        answer = stranger.get(f"{locked}{path}")
        assert not re.search("bridge|harbour", answer.text, re.IGNORECASE), path
        if path not in ("", "/qr.svg", "?view=a"):
            assert answer.status_code == 403, path
    oembed = stranger.get("/oembed", params={"url": f"http://testserver{locked}"})
    assert oembed.status_code == 401
    assert "Harbour" not in oembed.text
    fragment = stranger.get(locked, headers={**HTMX, "HX-Target": "reading"})
    assert fragment.headers["hx-refresh"] == "true"


def test_the_right_password_opens_this_share_and_no_other(
    stranger: TestClient, make: Make, locked: str
) -> None:
    other = make(password="another word")
    response = unlock(stranger, f"{locked}?view=single")

    assert response.status_code == 303
    assert response.headers["location"] == f"{locked}?view=single"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert f"Path={locked}" in cookie
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert "Harbour bridge" in words(read(stranger.get(locked)).find(".//h1"))
    assert stranger.get(f"{locked}/file.md").status_code == 200
    assert "asks for a password" in stranger.get(other).text
    # What was proved for one share proves nothing for another.
    forged = {"Cookie": cookie.partition(";")[0]}
    assert "asks for a password" in stranger.get(other, headers=forged).text


def test_a_changed_password_is_asked_for_anew(
    client: TestClient, stranger: TestClient, locked: str
) -> None:
    unlock(stranger, locked)
    assert "Harbour" in stranger.get(locked).text
    (change,) = read(client.get("/shares")).xpath("//a[contains(@href, '/change')]/@href")
    page = read(client.get(change))
    assert "as now" in by_id(page, "password").get("placeholder")
    data = {"allows": "texts", "password": "another word"}
    assert client.post(change, data=data).status_code == 303

    assert "asks for a password" in stranger.get(locked).text
    assert unlock(stranger, locked).status_code == 403
    assert unlock(stranger, locked, "another word").status_code == 303
    assert client.post(change, data={"allows": "texts", "no_password": "true"}).status_code == 303
    stranger.cookies.clear()
    assert "Harbour" in stranger.get(locked).text


def test_guessing_is_braked(
    moment: Moment, stranger: TestClient, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.pages.shares.is_password", lambda said, _: said == PASSWORD)
    for number in range(10):
        response = unlock(stranger, locked, f"guess {number}")
        assert response.status_code == 403
        assert "not the password" in words(of_class(read(response), "problem")[0])
        moment.time += 1
    response = unlock(stranger, locked)  # the right one is no way around
    assert response.status_code == 429
    assert "Try again in 50 seconds" in words(of_class(read(response), "problem")[0])
    assert response.headers["retry-after"] == "50"
    moment.time += 50
    assert unlock(stranger, locked).status_code == 303


def test_who_knows_the_password_is_not_held_up_by_guesses_from_elsewhere(
    app: FastAPI, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.pages.shares.is_password", lambda said, _: said == PASSWORD)
    with TestClient(app, follow_redirects=False, client=("203.0.113.9", 1)) as guesser:
        statuses = [unlock(guesser, locked, "a guess").status_code for _ in range(12)]
    assert statuses == [403] * 10 + [429] * 2
    with TestClient(app, follow_redirects=False, client=("203.0.113.10", 1)) as knowing:
        assert unlock(knowing, locked).status_code == 303


def test_a_password_is_not_taken_from_another_site(stranger: TestClient, locked: str) -> None:
    headers = {"Origin": "https://attacker.example"}
    assert stranger.post(locked, data={"password": PASSWORD}, headers=headers).status_code == 403


# What stands for it elsewhere


def content(page: html.HtmlElement, name: str) -> str:
    (found,) = page.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")
    return str(found)


def test_chats_and_sites_are_told_what_the_link_is(stranger: TestClient, make: Make) -> None:
    link = make()
    page = read(stranger.get(link))

    assert content(page, "og:title") == "What changed: Harbour bridge to close for repairs"
    assert content(page, "og:url") == f"http://testserver{link}"
    assert content(page, "og:image") == f"http://testserver{link}/card.png"
    assert content(page, "twitter:card") == "summary_large_image"
    assert content(page, "twitter:image") == f"http://testserver{link}/card.png"
    page = read(stranger.get(f"{link}?change=2"))
    assert content(page, "og:image") == f"http://testserver{link}/card.png?change=2"
    assert content(page, "og:url") == f"http://testserver{link}?change=2"
    assert "Change 2 of" in content(page, "og:description")
    for number in ("0", "99", "x", "9" * 5000):
        page = read(stranger.get(f"{link}?change={number}"))
        assert content(page, "og:image") == f"http://testserver{link}/card.png"


def test_the_card_is_a_picture_of_the_right_size(stranger: TestClient, make: Make) -> None:
    link = make()
    drawn = [stranger.get(f"{link}/card.png{query}") for query in ("", "?change=2")]

    for response in drawn:
        assert response.status_code == 200
        assert response.headers["content-type"] == "image/png"
        assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        size = response.content[16:24]
        assert (int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")) == (1200, 630)
    assert drawn[0].content != drawn[1].content


def test_programs_are_told_how_to_frame_it(stranger: TestClient, make: Make) -> None:
    link = make("?view=single")
    base = link.partition("?")[0]
    (address,) = read(stranger.get(link)).xpath("//link[@rel='alternate']/@href")
    assert urlsplit(address).path == "/oembed"
    told = stranger.get(address).json()

    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["title"] == "What changed: Harbour bridge to close for repairs"
    assert f'src="http://testserver{base}/embed?view=single"' in told["html"]
    assert told["thumbnail_url"] == f"http://testserver{base}/card.png"
    small = stranger.get(f"{address}&maxwidth=320&maxheight=200").json()
    assert (small["width"], small["height"]) == (320, 200)
    assert stranger.get(f"{address}&format=xml").status_code == 501


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://testserver/",
        "http://testserver/s/" + "A" * 22,
        "https://elsewhere.example/s/" + "A" * 22,
        "http://testserver/articles/harbour-bridge-to-close-for-repairs",
        "http://[",
        "x" * 5000,
    ],
)
def test_other_addresses_are_framed_by_nobody(
    stranger: TestClient, comparison: str, url: str
) -> None:
    assert stranger.get("/oembed", params={"url": url}).status_code == 404


def test_only_the_embedded_page_may_be_framed(stranger: TestClient, make: Make) -> None:
    link = make()
    framed, plain = stranger.get(f"{link}/embed"), stranger.get(link)
    policy = framed.headers["content-security-policy"].split("; ")

    assert "frame-ancestors *" in policy
    assert set(policy) ^ set(HEADERS["Content-Security-Policy"].split("; ")) == {
        "frame-ancestors *",
        "frame-ancestors 'none'",
    }
    assert framed.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]
    assert plain.headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in framed.headers
    page = read(framed)
    assert not page.xpath("//form | //button | //*[@hx-get]")
    assert all(a.startswith((link, "#")) for a in links(page)), links(page)
    assert framed.headers["referrer-policy"] == "no-referrer"


def test_the_snippet_frames_the_same_look(client: TestClient, comparison: str) -> None:
    page = read(client.post(f"{comparison}/shares?only=numbers"))
    snippet = by_id(page, "share-snippet").text
    (source,) = re.findall(r'<iframe src="([^"]+)"', snippet)

    assert source.endswith("/embed?only=numbers")
    assert client.get(source).status_code == 200
    assert "e.origin==='http://testserver'" in snippet


def test_a_qr_code_is_a_picture_of_the_link(stranger: TestClient, make: Make) -> None:
    link = make("?view=single")
    base, _, query = link.partition("?")
    pictures = [stranger.get(f"{base}/qr.svg{asked}") for asked in (f"?{query}", "")]

    assert pictures[0].headers["content-type"].startswith("image/svg+xml")
    assert pictures[0].text.startswith("<svg")
    assert pictures[0].text != pictures[1].text
    assert stranger.get(f"/s/{'A' * 22}/qr.svg").status_code == 404


# The list


def test_the_list_shows_and_copies_ones_own_links(
    client: TestClient, app: FastAPI, stranger: TestClient, make: Make
) -> None:
    first, second = make(lasts="week"), make(what="change", change="1")
    for _ in range(3):
        stranger.get(first)
    client.get(first)  # one's own look is none
    stranger.head(first)
    stranger.get(first, headers={**HTMX, "HX-Target": "reading"})
    stranger.get(f"{first}/embed")
    app.state.sightings.store()
    page = read(client.get("/shares"))
    fields = [str(field.value) for field in page.xpath("//input[starts-with(@id, 'link-of-')]")]

    assert fields == [f"http://testserver{path}" for path in (second, first)]
    assert all_words(page, "seen")[0] == "not seen yet"
    assert all_words(page, "seen")[1].startswith("4 views")
    assert "change 1 alone" in words(of_class(page, "shared")[0])
    assert words(read(stranger.get("/shares"))).count("shared nothing yet") == 1


def test_the_list_is_also_that_of_an_article(
    client: TestClient, make: Make, comparison: str
) -> None:
    make()
    slug = comparison.split("/")[2]
    page = read(client.get(f"/shares?article={slug}"))

    assert len(page.xpath("//ol[@class='shared']/li")) == 1
    assert client.get("/shares?article=nothing").status_code == 404
    assert client.get("/shares?page=9").status_code == 404


def test_after_the_key_was_changed_links_work_and_are_not_shown(
    client: TestClient, stranger: TestClient, make: Make
) -> None:
    link = make()
    client.post("/workspace/change")
    page = read(client.get("/shares"))

    assert "its address cannot be shown again" in words(page)
    assert link[-22:] not in client.get("/shares").text
    assert stranger.get(link).status_code == 200


def test_who_has_no_workspace_is_told_that_the_link_stays(
    stranger: TestClient, client: TestClient, database: Database, settings: Settings
) -> None:
    with database.session() as session:
        texts = [from_paste(text, settings=settings) for text in (EARLIER, LATER)]
        slug = create_article(session, texts).slug
    address = f"/articles/{slug}/compare/1..2"
    form = read(stranger.get(f"{address}/share"))
    assert "nobody can change or revoke the link later" in words(by_id(form, "share-form"))
    made = stranger.post(f"{address}/shares", data={"lasts": "day"})

    assert made.status_code == 201
    assert "/shares" not in links(read(made))
    assert client.get(by_id(read(made), "share-link").value).status_code == 200
    for visitor in (stranger, client):
        assert not of_class(read(visitor.get("/shares")), "shared")


def test_a_share_and_the_list_cost_few_queries(
    client: TestClient,
    stranger: TestClient,
    app: FastAPI,
    make: Make,
    count_queries: CountQueries,
) -> None:
    link = make(password=PASSWORD)
    for _ in range(5):
        make()
    unlock(stranger, link)
    stranger.get(link)
    with count_queries(app.state.database) as queries:
        stranger.get(link)
    assert len(queries) == 3
    with count_queries(app.state.database) as queries:
        client.get("/shares")
    assert len(queries) == 3
