"""The page of a version's provenance: the text by origin, lives, what did not survive."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.presentation import provenance as presentation
from app.services import provenance as provenances
from app.services.articles import create_article, get_article
from app.services.deleting import delete_version
from app.services.incoming import from_paste
from app.settings import Settings
from tests.engine.statements import STATEMENTS, TEXTS

from .reading import Submit, all_words, by_id, links, of_class, read, words

LAST = len(TEXTS)


@pytest.fixture
def statement(session: Session, settings: Settings) -> str:
    """The address of the provenances of a series, stored and not yet compared."""
    versions = [from_paste(text, settings=settings) for text in TEXTS]
    return f"/articles/{create_article(session, versions, title='Rates').slug}/provenance"


@pytest.fixture
def single(session: Session, settings: Settings) -> str:
    """The same for an article with one version."""
    version = from_paste(TEXTS[0], settings=settings)
    return f"/articles/{create_article(session, [version], title='Once').slug}/provenance"


def htmx(target: str, url: str = "") -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": f"http://testserver{url}"}


def test_every_sentence_says_in_words_where_it_is_from(client: TestClient, statement: str) -> None:
    page = read(client.get(f"{statement}/{LAST}"))
    sentences = of_class(page, "s")
    by_hand = [told for paragraph in STATEMENTS[-1] for told in paragraph]

    assert len(sentences) == len(by_hand)
    for sentence, told in zip(sentences, by_hand, strict=True):
        assert told.text in words(sentence)
        assert f"(from version {told.origin}" in words(sentence)
        assert ("reworded" in words(sentence)) == bool(told.altered)
        assert ("altered" in sentence.get("class")) == bool(told.altered)
    assert words(sentences[0]).endswith("(from version 4, reworded in version 5)")
    assert all_words(page, "lead") == [
        "9 sentences from 3 versions; 6 are from version 1, the oldest. 7 have been reworded since."
    ]


def test_the_legend_leads_to_what_each_version_brought_in(
    client: TestClient, statement: str
) -> None:
    page = read(client.get(f"{statement}/{LAST}"))
    (legend,) = of_class(page, "legend")

    assert links(legend) == ["#s-3", "#s-1", "#s-7"]
    assert "Version 1" in words(legend)
    assert "6 sentences" in words(legend)
    tints = [of_class(page, "s")[n].get("class").split()[1] for n in (2, 0, 6)]
    swatches = [each.get("class").split()[1] for each in of_class(legend, "swatch")]
    assert swatches == [*tints, "altered"]


def test_the_slider_leads_to_every_version(client: TestClient, statement: str) -> None:
    page = read(client.get(f"{statement}/4"))
    slider = by_id(page, "version")
    assert [slider.get(name) for name in ("min", "max", "value")] == ["1", "9", "4"]
    assert [by_id(page, each).get("href") for each in ("earlier", "later")] == [
        f"{statement}/3",
        f"{statement}/5",
    ]
    assert by_id(page, "slider").get("action") == statement

    for asked, given in (("7", "7"), ("", "9"), ("99", "9")):
        response = client.get(statement, params={"version": asked} if asked else {})
        assert response.status_code == 303
        assert response.headers["location"] == f"{statement}/{given}"


def test_the_ends_of_the_slider_lead_no_further(client: TestClient, statement: str) -> None:
    first, last = (read(client.get(f"{statement}/{n}")) for n in (1, LAST))

    assert not first.xpath("//*[@id='earlier']")
    assert not last.xpath("//*[@id='later']")
    assert "Nothing came before this version." in words(by_id(first, "gone"))


def test_the_life_of_a_sentence_has_an_address(client: TestClient, statement: str) -> None:
    page = read(client.get(f"{statement}/{LAST}?sentence=3"))
    life = by_id(page, "life")

    assert "From version 1, reworded 5 times; it stands in version 9, the latest." in words(life)
    events = life.xpath(".//li")
    assert [words(each.xpath(".//b")[0]) for each in events] == ["First seen", *["Reworded"] * 5]
    marked = events[1].xpath(".//del | .//ins")
    assert [(each.tag, words(each)) for each in marked] == [
        ("del", "keep"),
        ("ins", "raise"),
        ("del", "at 3"),
        ("ins", "to 3.25"),
    ]
    assert f"{statement}/2?sentence=1#s-1" in links(life)
    assert by_id(page, "s-3").get("aria-current") == "true"
    assert by_id(page, "life-close").get("href") == f"{statement}/{LAST}#s-3"


def test_htmx_gets_the_life_alone_and_the_address_keeps_what_is_open(
    client: TestClient, statement: str
) -> None:
    address = f"{statement}/{LAST}"
    response = client.get(f"{address}?sentence=3", headers=htmx("life", f"{address}?gone=1"))

    assert response.text.lstrip().startswith("<aside")
    assert "<html" not in response.text
    assert response.headers["hx-replace-url"] == f"{address}?sentence=3&gone=1"
    closed = client.get(address, headers=htmx("life", f"{address}?sentence=3"))
    assert "Choose a sentence" in closed.text
    assert closed.headers["hx-replace-url"] == address


def test_htmx_gets_another_version_in_place(client: TestClient, statement: str) -> None:
    response = client.get(f"{statement}/4", headers=htmx("traced", f"{statement}/5?sentence=2"))

    assert response.text.lstrip().startswith('<div class="traced"')
    assert response.headers["hx-push-url"] == f"{statement}/4"
    assert "HX-Request" in response.headers["vary"]


def test_what_did_not_survive_is_told_and_has_its_lives(client: TestClient, statement: str) -> None:
    page = read(client.get(f"{statement}/{LAST}?gone=1"))
    gone = by_id(page, "gone")

    assert "3 sentences of earlier versions are not in version 9" in words(gone)
    removals = [words(each).partition("version ")[2][0] for each in gone.xpath(".//h3")]
    assert removals == ["8", "6", "5"]
    assert gone.xpath(".//details/@open")
    (fuel,) = [each for each in of_class(gone, "was") if "Dearer fuel" in words(each)]
    assert words(fuel).endswith("(from version 2)")
    told = read(client.get(fuel.get("href")))
    life = by_id(told, "life")
    assert "gone since version 6." in words(life)
    assert "The life of a sentence of version 5" in words(life)
    assert [words(b) for b in life.xpath(".//li//b")] == ["First seen", "Reworded", "Removed"]
    assert by_id(told, fuel.get("id")).get("aria-current") == "true"
    assert not read(client.get(f"{statement}/{LAST}")).xpath("//details/@open")


def test_what_did_not_survive_is_paged(
    client: TestClient, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presentation, "GONE_AT_ONCE", 2)
    first = read(client.get(f"{statement}/{LAST}?gone=1"))
    onward = by_id(first, "gone-earlier").get("href")
    assert len(of_class(by_id(first, "gone"), "was")) == 2

    second = client.get(onward.partition("#")[0], headers=htmx("gone", f"{statement}/{LAST}"))

    assert "Lena Holt voted against" in second.text
    assert "Page 2 of 2" in second.text
    assert second.headers["hx-replace-url"] == f"{statement}/{LAST}?gone=2"


def test_a_long_text_comes_in_parts(
    client: TestClient, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presentation, "PART", 3)
    first = read(client.get(f"{statement}/1"))
    assert [each.get("id") for each in of_class(first, "s")] == ["s-1", "s-2", "s-3", "s-4"]
    second = read(client.get(f"{statement}/1?part=2"))
    assert of_class(second, "s")[0].get("id") == "s-5"
    opened = read(client.get(f"{statement}/1?sentence=6"))
    assert by_id(opened, "s-6").get("aria-current") == "true"
    assert by_id(second, "s-5").get("href") == f"{statement}/1?part=2&sentence=5#s-5"


def test_one_version_says_that_everything_is_from_it(client: TestClient, single: str) -> None:
    page = read(client.get(f"{single}/1"))

    assert "All 7 sentences came in with version 1" in all_words(page, "lead")[0]
    assert not page.xpath("//*[@id='version']")
    assert "Nothing came before this version." in words(by_id(page, "gone"))
    assert client.get(single).headers["location"] == f"{single}/1"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("10", "There is no version 10 of this article; there are versions 1 to 9."),
        ("0", "This address names no version."),
        ("-1", "This address names no version."),
        ("abc", "This address names no version."),
        ("1..1", "This address names no version."),
        ("999999999", "There is no version 999999999 of this article"),
        ("9999999999", "This address names no version."),
        ("9?sentence=10", "There is no sentence 10 in version 9, which has 9 sentences."),
        ("9?sentence=10.1", "There is no version 10 of this article."),
        ("9?sentence=4.99", "There is no sentence 99 in version 4, which has 9 sentences."),
        ("9?sentence=0", "This address names no sentence."),
        ("9?sentence=first", "This address names no sentence."),
        ("9?sentence=1.2.3", "This address names no sentence."),
        ("9?gone=2", "There is no page 2 here."),
        ("9?gone=-1", "This address names no page."),
        ("9?part=2", "There is no page 2 here."),
        ("9?part=x", "This address names no page."),
    ],
)
@pytest.mark.parametrize("headers", [{}, htmx("traced")], ids=["page", "htmx"])
def test_bad_addresses_get_a_sentence(
    client: TestClient, statement: str, place: str, sentence: str, headers: dict[str, str]
) -> None:
    response = client.get(f"{statement}/{place}", headers=headers)

    assert response.status_code == 404
    assert sentence in words(read(response))
    assert "Traceback" not in response.text


@pytest.mark.parametrize("asked", ["0", "abc", "-3", "1..2"])
def test_the_slider_takes_nothing_but_numbers(
    client: TestClient, statement: str, asked: str
) -> None:
    response = client.get(statement, params={"version": asked})

    assert response.status_code == 404
    assert "This address names no version." in words(read(response))


def test_a_place_that_the_page_has_not_is_refused(client: TestClient, statement: str) -> None:
    assert client.get(f"{statement}/9", headers=htmx("elsewhere")).status_code == 404
    broken = htmx("life") | {"HX-Current-URL": "http://[broken?part=x"}
    assert client.get(f"{statement}/9?sentence=1", headers=broken).status_code == 200


def test_a_version_that_was_deleted_takes_no_part(
    client: TestClient, session: Session, statement: str
) -> None:
    client.get(f"{statement}/{LAST}")
    article = get_article(session, statement.split("/")[2])
    delete_version(session, article, 5)

    missing = client.get(f"{statement}/5")
    assert missing.status_code == 410
    assert "deleted" in words(read(missing))
    assert client.get(statement, params={"version": "5"}).headers["location"] == f"{statement}/4"
    page = read(client.get(f"{statement}/6?sentence=1"))
    assert "Version 5" not in words(page)
    assert by_id(page, "earlier").get("href") == f"{statement}/4"
    assert words(by_id(page, "s-1")).endswith("(from version 4, reworded in version 6)")
    assert f"{statement.replace('/provenance', '/compare')}/4..6" in links(by_id(page, "life"))


def test_nobody_else_sees_it(client: TestClient, app: object, statement: str) -> None:
    client.cookies.clear()

    assert client.get(f"{statement}/9").status_code == 404
    assert client.get(statement).status_code == 404
    assert client.get("/articles/no-such-article/provenance/1").status_code == 404


def test_text_is_escaped_and_its_language_told(
    client: TestClient, session: Session, settings: Settings
) -> None:
    texts = ["<b>Bold</b> & brave sailors came.", "<b>Bold</b> & brave sailors came. <i>Late.</i>"]
    versions = [from_paste(text, settings=settings, title="<u>t") for text in texts]
    slug = create_article(session, versions).slug
    response = client.get(f"/articles/{slug}/provenance/2?sentence=1")

    assert "&lt;b&gt;Bold" in response.text
    assert "<b>Bold" not in response.text
    assert "<u>" not in response.text


def test_it_says_how_far_it_is_and_goes_on(
    client: TestClient, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provenances, "AT_ONCE", 1)
    address = f"{statement}/{LAST}?sentence=2"

    first = client.get(address)
    assert first.status_code == 202
    assert "1 of 8 comparisons done" in words(read(first))
    progress = by_id(read(first), "progress")
    assert progress.get("hx-get") == address
    second = client.get(address, headers=htmx("progress"))
    assert "2 of 8 comparisons done" in second.text
    assert "<html" not in second.text
    assert client.get(address, headers=htmx("life")).headers["hx-refresh"] == "true"
    for _ in range(4):
        client.get(address, headers=htmx("progress"))
    assert client.get(address, headers=htmx("progress")).headers["hx-refresh"] == "true"
    assert client.get(address).status_code == 200


def test_the_text_of_a_version_leads_there(client: TestClient, statement: str) -> None:
    version = statement.replace("/provenance", "/versions/3")

    assert f"{statement}/3" in links(read(client.get(version)))


def test_a_second_look_asks_the_database_little(
    client: TestClient, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(f"{statement}/9")
    asked: list[str] = []
    monkeypatch.setattr(provenances, "stored_comparison", lambda *_: asked.append("one"))

    assert client.get(f"{statement}/5").status_code == 200
    assert client.get(f"{statement}/9?sentence=1").status_code == 200
    assert asked == []


def test_the_form_of_the_front_page_leads_to_a_story_with_a_provenance(
    client: TestClient, submit: Submit
) -> None:
    response = submit(a_text=TEXTS[0], b_text=TEXTS[1])
    article = response.headers["location"].removesuffix("/compare/1..2")

    assert client.get(f"{article}/provenance/2").status_code == 200
