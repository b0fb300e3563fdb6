"""Many files at once: what would become of each is shown, then stored, and each is told of."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.articles import add_version, create_article, document_of, get_article
from app.services.incoming import from_paste
from app.services.listing import list_articles
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.web.keys import COOKIE
from tests.ingest.files import zipped

from .reading import EARLIER, LATER, by_id, links, of_class, read, words

BELL = "The bell tower\n\nThe bell of the tower rang twice on Sunday, which nobody had expected."
MANIFEST = """
[[article]]
slug = "bridge"
title = "The bridge"
[[article.version]]
file = "one.txt"
label = "wire copy"
published = 2026-05-04
[[article.version]]
file = "two.txt"
[[article]]
slug = "lie"
[[article.version]]
file = "../three.txt"
"""

Files = dict[str, str | bytes]
Send = Callable[..., Response]


def done(client: TestClient, response: Response) -> html.HtmlElement:
    """The page of an upload as soon as nothing more comes by itself."""
    assert response.status_code == 303, response.text
    address = response.headers["location"]
    deadline = time.monotonic() + 60
    while (answer := client.get(address)).status_code == 202:
        assert time.monotonic() < deadline, "it is still at work"
        time.sleep(0.01)
    assert answer.status_code == 200
    return read(answer)


def send(client: TestClient, files: Files, to: str = "") -> Response:
    sent = [("files", (name, data)) for name, data in files.items()]
    return client.post(f"/upload?to={to}" if to else "/upload", files=sent)


def press_store(client: TestClient, page: html.HtmlElement, **chosen: str) -> html.HtmlElement:
    """What the page says when its button was pressed, something else being chosen or not."""
    form = page.forms[0]
    fields = {**dict(form.form_values()), **chosen}
    return done(client, client.post(form.action, data=fields))


def verdicts(page: html.HtmlElement) -> list[str]:
    return [words(found) for found in of_class(page, "verdict")]


def pieces(page: html.HtmlElement) -> list[str]:
    return [words(found) for found in page.xpath("//ol[@class='pieces']/li")]


def results(page: html.HtmlElement) -> dict[str, str]:
    """What became of each file, by its name."""
    found = (line.xpath("./span") for line in page.xpath("//section[@class='results']//li"))
    return {words(name): words(told) for name, told in found}


def test_files_are_shown_then_stored_by_their_names(client: TestClient, session: Session) -> None:
    files: Files = {
        "bridge_v2.txt": LATER,
        "2024-06-19 bell.txt": BELL,
        "bridge_v1.txt": EARLIER,
        "empty.txt": "",
    }
    page = done(client, send(client, files))

    assert "Nothing is stored yet" in words(page)
    assert set(verdicts(page)) == {"A new article, 2 versions.", "A new article, 1 version."}
    assert [line.split(" · ")[0] for line in pieces(page)[:2]] == [
        "bridge_v1.txt version 1",
        "bridge_v2.txt version 2",
    ]
    assert any("19 June 2024" in line for line in pieces(page))
    assert list_articles(session, samples=False).total == 0
    session.commit()

    page = press_store(client, page)
    assert "3 versions stored, 1 file could not be taken." in words(page)
    told = results(page)
    assert told["bridge_v2.txt"] == "Version 2 of Harbour bridge to close for repairs"
    assert "empty" in told["empty.txt"]
    versions = get_article(session, "harbour-bridge-to-close-for-repairs").versions
    assert [version.name for version in versions] == ["bridge_v1.txt", "bridge_v2.txt"]
    for link in links(by_id(page, "upload")):
        assert client.get(link).status_code == 200


def test_a_manifest_in_an_archive_is_followed_and_its_lies_are_told(
    client: TestClient, session: Session
) -> None:
    packed = zipped(
        {
            "manifest.toml": MANIFEST.encode(),
            "one.txt": EARLIER.encode(),
            "two.txt": LATER.encode(),
            "stray.txt": BELL.encode(),
        }
    )
    page = done(client, send(client, {"stories.zip": packed}))
    assert "outside its folder" in results(page)["stories.zip/manifest.toml"]
    assert "does not list it" in results(page)["stories.zip/stray.txt"]

    press_store(client, page)
    article = get_article(session, "bridge")
    assert article.title == "The bridge"
    assert [(v.label, v.published) for v in article.versions] == [
        ("wire copy", "2026-05-04"),
        ("two.txt", ""),
    ]
    assert list_articles(session, samples=False).total == 1


def test_sending_the_same_again_doubles_nothing(client: TestClient, session: Session) -> None:
    files: Files = {"bridge_v1.txt": EARLIER, "bridge_v2.txt": LATER, "bell.txt": BELL}
    press_store(client, done(client, send(client, files)))
    page = done(client, send(client, {**files, "bridge_v3.txt": LATER + "\nIt is all."}))
    assert "Goes on with “Harbour bridge to close for repairs”: 1 new version." in verdicts(page)
    assert "All of it is stored already." in verdicts(page)
    page = press_store(client, page)

    assert "1 version stored, 3 files not stored again." in words(page)
    assert len(get_article(session, "harbour-bridge-to-close-for-repairs").versions) == 3
    assert list_articles(session, samples=False).total == 2


@pytest.fixture
def bridge(session: Session, settings: Settings) -> str:
    """A stored article, under a name of its own."""
    incoming = from_paste(EARLIER, title="Bridge", settings=settings)
    return create_article(session, [incoming]).slug


def test_what_resembles_an_article_is_offered_to_it_and_goes_there_only_when_chosen(
    client: TestClient, session: Session, bridge: str
) -> None:
    page = done(client, send(client, {"tuesday.txt": LATER}))
    (field,) = page.xpath("//fieldset")
    assert re.search(r"Add to Bridge \(\d\d % like its version 1\)", words(field))
    assert page.forms[0].form_values() == [("into-0", "new")]

    chosen = press_store(client, page, **{"into-0": bridge})
    assert results(chosen)["tuesday.txt"] == "Version 2 of Bridge"
    assert len(get_article(session, bridge).versions) == 2


def test_all_go_to_what_they_look_like_with_one_click(
    client: TestClient, session: Session, bridge: str
) -> None:
    page = done(client, send(client, {"tuesday.txt": LATER, "bell.txt": BELL}))
    assert "Store them, and add 1 to what it looks like" in words(page)
    page = press_store(client, page, likely="yes")
    assert results(page)["tuesday.txt"] == "Version 2 of Bridge"
    assert results(page)["bell.txt"] == "Version 1 of The bell tower"
    assert list_articles(session, samples=False).total == 2


def test_by_itself_it_is_a_new_article(client: TestClient, session: Session, bridge: str) -> None:
    press_store(client, done(client, send(client, {"tuesday.txt": LATER})))
    assert len(get_article(session, bridge).versions) == 1
    assert list_articles(session, samples=False).total == 2


def test_a_text_that_is_stored_already_is_not_stored_twice_unless_that_is_chosen(
    client: TestClient, session: Session, settings: Settings, bridge: str
) -> None:
    add_version(session, get_article(session, bridge), from_paste(LATER, settings=settings))
    paragraphs = "".join(f"<p>{part}</p>" for part in LATER.split("\n\n"))
    page = done(client, send(client, {"tuesday.html": f"<!doctype html>{paragraphs}"}))
    assert verdicts(page) == ["The same text as version 2 of “Bridge”."]
    stored = press_store(client, page)

    assert "is the text of version 2 of “Bridge”" in results(stored)["tuesday.html"]
    assert list_articles(session, samples=False).total == 1


def test_of_equal_files_one_is_stored(client: TestClient, session: Session) -> None:
    page = done(client, send(client, {"a.txt": BELL, "b.txt": BELL}))
    assert "The same text as a.txt, which was sent as well." in verdicts(page)
    page = press_store(client, page)
    assert results(page)["b.txt"] == "It is the same text as a.txt, and is not stored twice."
    assert list_articles(session, samples=False).total == 1


def test_files_of_one_name_are_kept_apart(client: TestClient, session: Session) -> None:
    sent = [("files", ("story.txt", text)) for text in (EARLIER, BELL)]
    page = done(client, client.post("/upload", files=sent))
    assert {line.split(" version")[0] for line in pieces(page)} == {"story.txt", "(2)/story.txt"}


def test_names_that_lead_elsewhere_are_only_names(client: TestClient, session: Session) -> None:
    names = (
        "../../etc/passwd.txt",
        "C:\\drafts\\bell.txt",
        ".hidden.txt",
        "a/./b.txt",
        "Ä.txt",
    )
    files: Files = {name: f"{BELL} Take {place}." for place, name in enumerate(names)}
    page = done(client, send(client, files))
    assert [line.split(" version")[0] for line in pieces(page)] == [
        "etc/passwd.txt",
        "bell.txt",
        "a/b.txt",
        "Ä.txt",
    ]


def test_all_files_go_to_the_article_that_was_asked_for(
    client: TestClient, session: Session, bridge: str
) -> None:
    assert f"/upload?to={bridge}" in links(read(client.get(f"/articles/{bridge}")))
    assert "Bridge" in words(read(client.get(f"/upload?to={bridge}")))
    files: Files = {"z 2024-06-19.txt": BELL, "monday.txt": EARLIER, "a 2024-06-20.txt": LATER}
    page = done(client, send(client, files, to=bridge))
    assert verdicts(page) == ["Goes on with “Bridge”: 2 new versions."]
    press_store(client, page)

    article = get_article(session, bridge)
    texts = [document_of(session, version).text for version in article.versions]
    assert [text.split("\n")[0] for text in texts] == [
        "Harbour bridge may close for repairs",
        "The bell tower",
        "Harbour bridge to close for repairs",
    ]


def test_an_earlier_text_sent_again_is_known_for_what_it_is(
    client: TestClient, session: Session, settings: Settings, bridge: str
) -> None:
    press_store(client, done(client, send(client, {"two.txt": LATER}, to=bridge)))
    page = done(client, send(client, {"one.txt": EARLIER}))
    assert verdicts(page) == ["All of it is stored already."]
    page = press_store(client, page)
    assert "same text as version 1" in results(page)["one.txt"]
    assert len(get_article(session, bridge).versions) == 2


def test_a_text_that_an_article_returns_to_is_its_next_version(
    client: TestClient, session: Session, settings: Settings, bridge: str
) -> None:
    page = done(client, send(client, {"two.txt": LATER}, to=bridge))
    press_store(client, page)
    page = press_store(client, done(client, send(client, {"one.txt": EARLIER}, to=bridge)))
    assert results(page)["one.txt"] == "Version 3 of Bridge"
    page = press_store(client, done(client, send(client, {"again.txt": EARLIER}, to=bridge)))
    assert "same text as version 3" in results(page)["again.txt"]


# Who sees it


def test_an_upload_is_seen_by_its_workspace_alone(
    app: FastAPI, client: TestClient, database: Database
) -> None:
    response = send(client, {"bell.txt": BELL})
    done(client, response)
    address = response.headers["location"]
    with database.session() as session:
        other = found_workspace(session)
    client.cookies.clear()
    assert client.get(address).status_code == 404
    client.cookies.set(COOKIE, other)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_who_has_no_workspace_gets_one_by_storing(app: FastAPI, settings: Settings) -> None:
    with TestClient(app, follow_redirects=False) as stranger:
        page = done(stranger, send(stranger, {"bell.txt": BELL}))
        assert COOKIE not in stranger.cookies
        page = press_store(stranger, page)
        assert COOKIE in stranger.cookies
        assert "1 version stored" in words(page)
        assert "The bell tower" in words(read(stranger.get("/articles")))


def test_who_may_store_nothing_is_told_before_anything_is_read(settings: Settings) -> None:
    invited = settings.model_copy(update={"access": "invite"})
    with TestClient(create_app(invited), follow_redirects=False) as stranger:
        response = send(stranger, {"bell.txt": BELL})
    assert response.status_code == 403
    assert "invited" in response.text


def test_an_upload_that_is_gone_is_told(client: TestClient) -> None:
    response = client.get("/upload/AAAAAAAAAAAAAAAAAAAAAA")
    assert response.status_code == 404
    assert "nothing is doubled" in response.text


# What is too much, or not to be read


def test_no_file_is_told(client: TestClient) -> None:
    response = client.post("/upload", files=[("files", ("", b""))])
    assert response.status_code == 422
    assert "No file was chosen." in words(read(response))


def test_too_many_files_are_told(client: TestClient) -> None:
    sent = [("files", (f"{n}.txt", b"x")) for n in range(1_010)]
    response = client.post("/upload", files=sent)
    assert response.status_code == 413
    assert "more than 1,000 files" in words(read(response))
    packed = zipped({f"{n}.txt": b"x" for n in range(1_010)})
    page = done(client, send(client, {"many.zip": packed}))
    assert "There are 1,010 files in this, and up to 1,000 are taken at once." in words(page)


def test_the_page_says_what_is_taken_at_once(client: TestClient) -> None:
    page = words(read(client.get("/upload")))
    assert "Up to 1,000 files and 26 MB at once, each of up to 12 MB." in page


def test_a_file_that_is_too_large_does_not_stop_the_others(settings: Settings) -> None:
    small = settings.model_copy(update={"max_upload_bytes": 2_000})
    with TestClient(create_app(small), follow_redirects=False) as visitor:
        page = done(visitor, send(visitor, {"big.txt": "x" * 3_000, "bell.txt": BELL}))
        page = press_store(visitor, page)
    assert results(page)["big.txt"] == "It is too large."
    assert "Version 1" in results(page)["bell.txt"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({}), "There are no files in this zip archive"),
        (zipped({"__MACOSX/x.txt": b"x"}), "There are no files in it"),
        (zipped({"in.zip": zipped({"1.txt": b"One.", "2.txt": b"Two."})}), "There are 2 articles"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (zipped({"manifest.toml": b"[[article"}), "is not TOML"),
        (zipped({"manifest.toml": b"format = 'recension/workspace/1'"}), "recension load"),
    ],
)
def test_an_archive_that_holds_no_article_is_told(
    client: TestClient, session: Session, data: bytes, said: str
) -> None:
    page = done(client, send(client, {"odd.zip": data, "bell.txt": BELL}))
    assert said in words(page)
    page = press_store(client, page)
    assert list_articles(session, samples=False).total == 1


def test_choices_that_are_none_do_no_harm(client: TestClient, session: Session) -> None:
    page = done(client, send(client, {"bell.txt": BELL}))
    odd = {"into-99": "new", "into-x": "new", "into-0": "no-such-article"}
    page = press_store(client, page, **odd)
    assert "could not be taken" in words(page)
    assert list_articles(session, samples=False).total == 0


def test_pressing_twice_stores_once(client: TestClient, session: Session) -> None:
    page = done(client, send(client, {"bell.txt": BELL}))
    press_store(client, page)
    press_store(client, page)
    assert list_articles(session, samples=False).total == 1


def test_htmx_gets_the_block_and_stops_asking_when_it_is_done(client: TestClient) -> None:
    response = send(client, {"bell.txt": BELL})
    done(client, response)
    block = client.get(response.headers["location"], headers={"HX-Request": "true"})
    assert block.text.strip().startswith('<div id="upload">')
    assert "hx-trigger" not in block.text
