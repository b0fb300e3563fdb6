"""A text that belongs to a stored article: that is said at once, and filed only when chosen."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from lxml import html
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import add_version, create_article, get_article
from app.services.incoming import from_paste
from app.services.listing import list_articles
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.database import Database

from .reading import EARLIER, LATER, Submit, by_id, links, of_class, read, words

HTMX = {"HX-Request": "true"}
LATEST = LATER.replace("Thursday", "Friday")
OTHER = "The bell tower\n\nThe bell of the tower rang twice on Sunday, which nobody had expected."


@pytest.fixture
def bridge(session: Session, settings: Settings) -> str:
    """A stored article with two versions, under a name of its own."""
    versions = [from_paste(text, title="Bridge", settings=settings) for text in (EARLIER, LATER)]
    return create_article(session, versions).slug


def total(session: Session) -> int:
    session.commit()
    return list_articles(session, samples=False).total


def offer(client: TestClient, text: str, side: str = "a") -> html.HtmlElement:
    return read(client.post(f"/preview?side={side}", data={f"{side}_text": text}))


def fields(page: html.HtmlElement) -> dict[str, str]:
    """The form of the page as a browser would send it."""
    # The first line end in a text field is none of its text.
    pairs = by_id(page, "compare").form_values()
    return {name: (value or "").removeprefix("\n") for name, value in pairs}


# Before it is stored


def test_a_preview_says_what_a_text_looks_like(client: TestClient, bridge: str) -> None:
    (line,) = of_class(offer(client, LATEST), "likely")
    assert re.search(r"This looks like another version of Bridge \(9\d %\)\.", words(line))
    (button,) = line.xpath(".//button")
    assert (button.get("name"), button.get("value")) == ("into", bridge)


def test_a_preview_says_which_version_a_text_equals(client: TestClient, bridge: str) -> None:
    (line,) = of_class(offer(client, EARLIER), "likely")
    assert "This is the same text as version 1 of Bridge." in words(line)
    assert links(line) == [f"/articles/{bridge}/versions/1", f"/articles/{bridge}"]
    assert "as its latest version" in words(line)
    (line,) = of_class(offer(client, LATER, "b"), "likely")
    assert "This is the same text as version 2 of Bridge." in words(line)
    assert not line.xpath(".//button")


def test_nothing_is_said_of_what_resembles_nothing(client: TestClient, bridge: str) -> None:
    assert not of_class(offer(client, OTHER), "likely")


def test_what_belongs_to_others_is_never_told(
    client: TestClient, database: Database, settings: Settings
) -> None:
    with database.session() as other:
        enter(other, found_workspace(other), settings)
        create_article(other, [from_paste(EARLIER, settings=settings)])
    assert not of_class(offer(client, EARLIER), "likely")
    assert not of_class(offer(client, LATER), "likely")


def test_to_a_sample_nothing_can_be_added(
    client: TestClient, database: Database, settings: Settings
) -> None:
    with database.session() as keeper:
        create_article(keeper, [from_paste(EARLIER, settings=settings)], is_sample=True)
    assert not of_class(offer(client, LATER), "likely")
    (line,) = of_class(offer(client, EARLIER), "likely")
    assert "the same text as version 1" in words(line)
    assert not line.xpath(".//button")


# One click


def test_one_sheet_alone_is_added_and_compared_with_the_latest(
    client: TestClient, submit: Submit, session: Session, bridge: str
) -> None:
    response = client.post("/articles", data={"a_text": LATEST, "b_text": "", "into": bridge})
    assert response.headers["location"] == f"/articles/{bridge}/compare/2..3"
    assert client.get(response.headers["location"]).status_code == 200
    assert total(session) == 1


def test_two_texts_of_which_one_is_stored_add_only_the_other(
    client: TestClient, session: Session, bridge: str
) -> None:
    response = client.post("/articles", data={"a_text": EARLIER, "b_text": LATEST, "into": bridge})
    assert response.headers["location"] == f"/articles/{bridge}/compare/1..3"
    assert len(get_article(session, bridge).versions) == 3


def test_a_text_that_the_article_returns_to_is_a_version_that_points_at_the_old_one(
    client: TestClient, session: Session, bridge: str
) -> None:
    response = client.post("/articles", data={"a_text": EARLIER, "into": bridge})
    assert response.headers["location"] == f"/articles/{bridge}/compare/2..3"
    page = read(client.get(f"/articles/{bridge}"))
    assert "The same text as version 1" in words(page)


def test_the_text_of_the_latest_version_is_refused(
    client: TestClient, session: Session, bridge: str
) -> None:
    response = client.post("/articles", data={"b_text": LATER, "into": bridge})
    page = read(response)
    assert response.status_code == 422
    assert "This is the same text as version 2, to the letter." in words(by_id(page, "trouble-b"))
    assert len(get_article(session, bridge).versions) == 2


def test_two_texts_that_are_both_stored_are_not_stored_again(
    submit: Submit, session: Session, bridge: str
) -> None:
    response = submit(a_text=EARLIER, b_text=LATER)
    assert response.headers["location"] == f"/articles/{bridge}/compare/1..2"
    assert total(session) == 1
    back = submit(a_text=LATER, b_text=EARLIER)
    assert back.headers["location"] == f"/articles/{bridge}/compare/2..1"


@pytest.mark.parametrize("slug", ["no-such-article", "x" * 900, "%00", "../etc"])
def test_an_article_that_is_not_there_is_told(
    client: TestClient, session: Session, bridge: str, slug: str
) -> None:
    response = client.post("/articles", data={"a_text": LATEST, "into": slug})
    assert response.status_code == 404
    assert "nothing at this address" in words(read(response))
    assert total(session) == 1


def test_to_what_belongs_to_everyone_nothing_is_added(
    client: TestClient, session: Session, database: Database, settings: Settings
) -> None:
    with database.session() as keeper:
        slug = create_article(keeper, [from_paste(EARLIER, settings=settings)]).slug
    response = client.post("/articles", data={"a_text": LATEST, "into": slug})
    assert response.status_code == 403
    assert "belongs to the library that everyone reads" in words(read(response))


# Without scripts there is no preview: the question comes with the answer


def test_who_was_not_asked_is_asked_and_the_answer_is_a_choice(
    client: TestClient, submit: Submit, session: Session, bridge: str
) -> None:
    response = submit(a_text=OTHER, b_text=LATEST)
    page = read(response)
    assert response.status_code == 409
    assert "Nothing is stored yet. Say where this belongs" in words(page)
    assert "Add to" not in words(page)
    (field,) = of_class(page, "filing")
    assert re.search(r"The next version of Bridge \(9\d % like its version 2\)", words(field))
    assert total(session) == 1

    filled = fields(page)
    assert (filled["a_text"].strip(), filled["b_text"].strip()) == (OTHER, LATEST.strip())
    assert filled["into"] == "new"
    new = client.post("/articles", data=filled)
    assert new.status_code == 303
    assert not new.headers["location"].startswith(f"/articles/{bridge}/")
    assert total(session) == 2


def test_what_was_chosen_survives_an_error(
    client: TestClient, session: Session, bridge: str
) -> None:
    form = {"a_text": LATEST, "b_text": "nul \0 in it", "into": bridge}
    response = client.post("/articles", data=form)
    page = read(response)
    assert response.status_code == 422
    assert fields(page)["into"] == bridge
    good = {**fields(page), "b_text": ""}
    response = client.post("/articles", data=good)
    assert response.headers["location"] == f"/articles/{bridge}/compare/2..3"


def test_one_sheet_alone_is_offered_the_article_where_the_other_is_missed(
    client: TestClient, bridge: str
) -> None:
    response = client.post("/articles", data={"a_text": LATEST})
    page = read(response)
    assert response.status_code == 422
    assert "There is no text here" in words(by_id(page, "trouble-b"))
    chosen = {**fields(page), "into": bridge}
    response = client.post("/articles", data=chosen)
    assert response.headers["location"] == f"/articles/{bridge}/compare/2..3"


def test_who_has_seen_the_preview_is_not_asked_again(
    client: TestClient, session: Session, bridge: str
) -> None:
    (mark,) = offer(client, LATEST, "b").xpath("//input[@name='b_of']/@value")
    data = {"a_text": OTHER, "b_text": LATEST, "b_of": mark}
    (mark,) = offer(client, OTHER).xpath("//input[@name='a_of']/@value")
    response = client.post("/articles", data={**data, "a_of": mark})
    assert response.status_code == 303
    assert total(session) == 2


def test_on_the_page_that_is_there_the_question_comes_as_a_block(
    client: TestClient, bridge: str
) -> None:
    response = client.post("/articles", data={"a_text": OTHER, "b_text": LATEST}, headers=HTMX)
    assert response.status_code == 409
    assert "<html" not in response.text
    assert of_class(html.fragment_fromstring(response.text, create_parent=True), "filing")


def test_files_that_were_chosen_are_asked_for_once_more(client: TestClient, bridge: str) -> None:
    response = client.post(
        "/articles", data={"a_text": OTHER}, files={"b_file": ("late.txt", LATEST.encode())}
    )
    page = read(response)
    assert response.status_code == 409
    assert "Choose “late.txt” once more." in words(by_id(page, "trouble-b"))


def test_a_title_that_somebody_gave_an_article_is_only_text(
    client: TestClient, app: FastAPI, session: Session, settings: Settings
) -> None:
    title = '<b onclick="x()">Bridge</b>'
    create_article(session, [from_paste(EARLIER, title=title, settings=settings)])
    (line,) = of_class(offer(client, LATER), "likely")
    assert title in words(line)


def test_a_further_version_stays_with_its_article(
    client: TestClient, session: Session, settings: Settings, bridge: str
) -> None:
    add_version(session, get_article(session, bridge), from_paste(LATEST, settings=settings))
    assert not of_class(offer(client, LATEST, "new"), "likely")
