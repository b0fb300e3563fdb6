"""Deleting: asked twice, undone for ten minutes, told at every old address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.jobs.purging import Purging
from app.main import create_app
from app.services.articles import create_article, get_article
from app.services.deleting import delete_version
from app.services.incoming import from_paste
from app.services.missing import KEPT_FOR
from app.services.workspaces import new_key
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import Article, Version, now
from app.storage.viewing import DELETED_TOO
from app.web.keys import COOKIE

from .reading import EARLIER, LATER, all_words, by_id, links, of_class, read, words

BRIDGE = "/articles/bridge"


@pytest.fixture
def bridge(session: Session, settings: Settings) -> Article:
    """The visitor's article with three versions."""
    texts = (EARLIER, LATER, LATER + "\n\nMore.")
    versions = [from_paste(text, settings=settings) for text in texts]
    return create_article(session, versions, title="Bridge")


@pytest.fixture
def stranger(app: FastAPI, client: TestClient) -> Iterator[TestClient]:
    """Somebody else, with a key that opens nothing."""
    with TestClient(app, follow_redirects=False, cookies={COOKIE: new_key()}) as visitor:
        yield visitor


def press(client: TestClient, page: str, button: str) -> str:
    """Press the button of the form on a page that says this; where that leads."""
    (form,) = read(client.get(page)).xpath(
        "//form[@method='post'][.//button[contains(., $said)]]", said=button
    )
    response = client.post(form.get("action"))
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def long_ago(database: Database) -> None:
    """Let ten minutes pass since something was deleted."""
    with database.session() as keeper, writing(keeper):
        deleted = update(Version).where(Version.deleted_at.is_not(None))
        keeper.execute(deleted.values(deleted_at=now() - KEPT_FOR))


def numbers(client: TestClient) -> list[str]:
    """The versions that the page of the article lists."""
    return all_words(read(client.get(BRIDGE)), "number")


def test_a_version_is_deleted_after_it_was_asked_twice(client: TestClient, bridge: Article) -> None:
    assert f"{BRIDGE}/versions/2/delete" in links(read(client.get(BRIDGE)))
    asked = read(client.get(f"{BRIDGE}/versions/2/delete"))
    main = words(by_id(asked, "main"))

    assert "Delete version 2?" in main
    assert "the text of version 2" in main
    assert "For 10 minutes you can undo this." in main
    assert numbers(client) == ["Version 1", "Version 2", "Version 3"]  # asking deletes nothing
    where = press(client, f"{BRIDGE}/versions/2/delete", "Delete version 2")
    assert where == f"{BRIDGE}?gone=2"
    page = read(client.get(where))
    assert all_words(page, "number") == ["Version 1", "Version 3"]
    (notice,) = of_class(page, "undo")
    assert "Version 2 was deleted. It can be had back until" in words(notice)
    assert notice.get("role") == "status"


def test_a_version_is_had_back_by_one_button(client: TestClient, bridge: Article) -> None:
    where = press(client, f"{BRIDGE}/versions/2/delete", "Delete")
    (undo,) = of_class(read(client.get(where)), "undo")
    (action,) = undo.xpath(".//form[@method='post']/@action")
    response = client.post(action)

    assert response.headers["location"] == f"{BRIDGE}#version-2"
    assert numbers(client) == ["Version 1", "Version 2", "Version 3"]
    assert not of_class(read(client.get(where)), "undo")  # its address no longer says it is gone
    assert client.post(action).status_code == 303


def test_the_article_is_deleted_and_had_back(client: TestClient, bridge: Article) -> None:
    share = client.post(f"{BRIDGE}/compare/1..2/shares")
    shared = by_id(read(share), "share-link").get("value").removeprefix("http://testserver")
    asked = words(by_id(read(client.get(f"{BRIDGE}/delete")), "main"))
    assert "“Bridge” with all its 3 versions" in asked
    assert "1 link that was shared: whoever has it finds nothing there any more" in asked
    where = press(client, f"{BRIDGE}/delete", "Delete the article")
    assert where == "/articles?gone=bridge"
    page = read(client.get(where))

    assert not of_class(page, "shelf")
    assert "“Bridge” was deleted." in words(of_class(page, "undo")[0])
    assert "“Bridge”, with all its versions" in words(of_class(page, "lately")[0])
    for address in (BRIDGE, f"{BRIDGE}/versions/1", f"{BRIDGE}/compare/1..2"):
        assert client.get(address).status_code == 404, address
    assert client.get(shared).status_code == 410
    assert press(client, "/articles", "Undo") == BRIDGE
    for address in (BRIDGE, f"{BRIDGE}/versions/1", f"{BRIDGE}/compare/1..2", shared):
        assert client.get(address).status_code == 200, address
    assert not of_class(read(client.get("/articles")), "lately")


def test_what_was_deleted_lately_is_listed_where_the_articles_are(
    client: TestClient, session: Session, bridge: Article
) -> None:
    delete_version(session, bridge, 2)
    assert "Version 2 of “Bridge”" in words(of_class(read(client.get("/articles")), "lately")[0])
    assert "Version 2" in words(of_class(read(client.get(BRIDGE)), "lately")[0])
    assert press(client, "/articles", "Undo") == f"{BRIDGE}#version-2"


def test_the_only_version_is_not_deleted_alone(
    client: TestClient, session: Session, bridge: Article
) -> None:
    for number in (1, 2):
        delete_version(session, bridge, number)
    asked = client.get(f"{BRIDGE}/versions/3/delete")

    assert asked.status_code == 422
    assert "This is the only version of its article" in words(read(asked))
    assert f"{BRIDGE}/delete" in links(read(asked))
    assert not read(asked).xpath("//form[@method='post']")
    refused = client.post(f"{BRIDGE}/versions/3/delete")
    assert refused.status_code == 422
    assert numbers(client) == ["Version 3"]


OLD = (
    "versions/2",
    "versions/2/original",
    "versions/2/edit",
    "versions/2/delete",
    "compare/1..2",
    "compare/2..3",
    "provenance/2",
    "collate/1,2,3",
)


@pytest.mark.parametrize("address", OLD)
def test_an_old_address_says_that_its_version_was_deleted(
    client: TestClient, session: Session, bridge: Article, address: str
) -> None:
    delete_version(session, bridge, 2)
    response = client.get(f"{BRIDGE}/{address}")
    said = words(by_id(read(response), "main"))

    assert response.status_code == 410
    assert f"Version 2 of this article was deleted on {now().day} " in said
    assert "It can be had back on the page of its article until" in said
    assert BRIDGE in links(by_id(read(response), "main"))
    never = client.get(f"{BRIDGE}/{address.replace('2', '9')}")
    assert never.status_code == 404
    assert "there are versions 1 and 3" in words(read(never))


def test_after_ten_minutes_it_is_gone_for_good(
    client: TestClient, session: Session, database: Database, bridge: Article
) -> None:
    delete_version(session, bridge, 2)
    long_ago(database)
    assert not of_class(read(client.get(BRIDGE)), "lately")
    Purging(database).close()
    old = client.get(f"{BRIDGE}/versions/2")
    assert old.status_code == 410
    assert "Version 2 of this article was deleted. Choose another version." in words(read(old))
    undo = client.post(f"{BRIDGE}/versions/2/restore")
    assert undo.status_code == 410
    assert "it was deleted more than 10 minutes ago" in words(read(undo))
    added = client.post(f"{BRIDGE}/versions", files={"new_text": (None, "News.")})
    assert added.headers["location"] == f"{BRIDGE}/compare/3..4"


def test_a_library_is_purged_as_the_site_starts(
    settings: Settings, session: Session, database: Database, bridge: Article, key: str
) -> None:
    delete_version(session, bridge, 2)
    long_ago(database)
    with TestClient(create_app(settings)):
        pass
    with database.session() as keeper:
        left = select(Version.number).execution_options(**{DELETED_TOO: True})
        assert set(keeper.scalars(left)) == {1, 3}


@pytest.mark.parametrize("what", ["delete", "restore", "versions/1/delete", "versions/1/restore"])
def test_others_find_nothing_to_delete(
    client: TestClient, stranger: TestClient, session: Session, bridge: Article, what: str
) -> None:
    response = stranger.post(f"{BRIDGE}/{what}")

    assert response.status_code == 404
    assert "There is nothing at this address." in words(read(response))
    assert len(get_article(session, "bridge").versions) == 3


def test_lists_lead_to_versions_that_are_there(
    client: TestClient, bridge: Article, session: Session
) -> None:
    delete_version(session, bridge, 1)
    page = read(client.get("/articles"))
    (steps,) = of_class(page, "steps")
    assert words(steps) == "2→3"
    for address in links(steps):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("what", ["delete", "versions/1/delete"])
def test_what_belongs_to_everyone_is_not_deleted(
    client: TestClient, database: Database, settings: Settings, what: str
) -> None:
    with database.session() as keeper:
        incoming = [from_paste(text, settings=settings) for text in (EARLIER, LATER)]
        create_article(keeper, incoming, title="For all")
    for response in (
        client.get(f"/articles/for-all/{what}"),
        client.post(f"/articles/for-all/{what}"),
    ):
        assert response.status_code == 403
        assert "belongs to the library that everyone reads" in words(read(response))
    assert client.get("/articles/for-all").status_code == 200


@pytest.mark.parametrize("number", ["0", "x", "9", "9" * 30, "-1"])
def test_a_version_that_is_none_is_not_deleted(
    client: TestClient, bridge: Article, number: str
) -> None:
    for response in (
        client.get(f"{BRIDGE}/versions/{number}/delete"),
        client.post(f"{BRIDGE}/versions/{number}/delete"),
        client.post(f"{BRIDGE}/versions/{number}/restore"),
    ):
        assert response.status_code == 404
    assert len(numbers(client)) == 3


def test_nothing_is_deleted_by_following_a_link(client: TestClient, bridge: Article) -> None:
    for what in ("delete", "versions/2/delete"):
        client.get(f"{BRIDGE}/{what}")
    for what in ("restore", "versions/2/restore"):
        assert client.get(f"{BRIDGE}/{what}").status_code == 405
    assert len(numbers(client)) == 3
