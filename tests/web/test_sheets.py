"""What a sheet takes besides one pasted text: addresses, markup, several files, choices."""

from __future__ import annotations

import io
import zipfile

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.ingest.fetching import Fetched
from app.services import fetched
from app.services.articles import create_article, get_article
from app.services.fetched import new_token
from app.services.incoming import from_paste
from app.settings import Settings
from tests.ingest.packing import docx

from .reading import EARLIER, LATER, all_words, by_id, of_class, read, words

HTMX = {"HX-Request": "true"}
PAGE = "https://paper.example/bridge"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were fetched; every page has the later text."""
    asked: list[str] = []

    def fetch(address: str, _manners: object) -> Fetched:
        asked.append(address)
        return Fetched(LATER.encode(), address, "text/plain", "utf-8", "", "", 200)

    monkeypatch.setattr(fetched, "fetch", fetch)
    return asked


def test_an_address_is_not_fetched_before_somebody_asks(client: TestClient, web: list[str]) -> None:
    page = read(client.post("/preview?side=b", data={"b_text": PAGE}))

    assert "the page there is fetched when you compare" in words(page)
    assert not web


def test_a_page_that_was_looked_at_is_the_one_that_is_stored(
    client: TestClient, web: list[str]
) -> None:
    preview = read(client.post("/preview?side=b&look=true", data={"b_text": PAGE}))
    (seen,) = preview.xpath("//input[@name='b_seen']/@value")
    sent = {"a_text": EARLIER, "b_text": PAGE, "b_seen": seen}
    again = read(client.post("/preview?side=b", data=sent))
    response = client.post("/articles", data=sent)

    for shown in (preview, again):
        assert "Harbour bridge" in by_id(shown, "preview-b").get("data-title")
    assert response.status_code == 303
    assert web == [PAGE]


def test_nobody_learns_that_somebody_else_looked_at_a_page(
    app: FastAPI, client: TestClient, web: list[str]
) -> None:
    client.post("/preview?side=b&look=true", data={"b_text": PAGE})
    stranger = TestClient(app)
    for seen in ("", new_token()):
        told = read(stranger.post("/preview?side=b", data={"b_text": PAGE, "b_seen": seen}))
        assert "the page there is fetched when you compare" in words(told)
    assert web == [PAGE]
    stranger.post("/preview?side=b&look=true", data={"b_text": PAGE})
    assert web == [PAGE, PAGE]


def test_markup_pasted_with_a_text_tells_what_is_a_heading(
    client: TestClient, session: Session
) -> None:
    html = "<h2>The slip</h2><p>A ferry leaves from the <b>old</b> slip.</p>"
    client.post(
        "/articles",
        data={
            "a_text": "The slip\nA ferry leaves from the old slip.",
            "a_html": html,
            "b_text": LATER,
            "b_title": "Slip",
        },
    )
    page = read(client.get("/articles/slip/versions/1"))

    assert next(words(heading) for heading in page.iter("h2")) == "The slip"


def test_many_files_are_versions_in_the_order_of_their_names(client: TestClient) -> None:
    files = [
        ("a_file", (f"story v{number}.txt", f"{EARLIER}\n\nTake {number}.".encode()))
        for number in (10, 9, 1)
    ]
    response = client.post("/articles", files=files)
    page = read(client.get(response.headers["location"]))

    assert response.headers["location"] == "/articles/harbour-bridge-may-close-for-repairs"
    labels = [line.split(" · ")[0] for line in all_words(page, "quiet") if ".txt" in line]
    assert labels == [f"file “story v{number}.txt”" for number in (1, 9, 10)]


def test_an_archive_is_its_articles(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("drafts/v1.txt", EARLIER)
        archive.writestr("drafts/v2.txt", LATER)
    preview = read(
        client.post("/preview?side=a", files={"a_file": ("drafts.zip", packed.getvalue())})
    )
    response = client.post("/articles", files={"a_file": ("drafts.zip", packed.getvalue())})

    assert "2 versions of one article, in this order:" in words(preview)
    assert response.headers["location"].endswith("/compare/1..2")


def test_a_passage_left_out_is_put_back_with_one_click(client: TestClient) -> None:
    preview = read(client.post("/preview?side=b", data={"b_text": LATER}))
    fields = {
        name: [field.get("value") for field in preview.xpath(f"//input[@name='{name}']")]
        for name in ("b_of", "b_shown")
    }
    kept = preview.xpath("//input[@name='b_kept']/@value")
    choices = {"b_of": fields["b_of"], "b_shown": fields["b_shown"], "b_kept": kept}
    again = read(client.post("/preview?side=b", data={"b_text": LATER, **choices}))
    response = client.post("/articles", data={"a_text": EARLIER, "b_text": LATER, **choices})
    address = response.headers["location"].replace("compare/1..2", "versions/2")

    assert not of_class(again, "out")
    assert "Of the page, not of the article" not in words(read(client.get(address)))


def test_a_byline_and_a_date_can_be_given(client: TestClient) -> None:
    file = {"b_file": ("later.txt", LATER.encode())}
    preview = read(client.post("/preview?side=b", files=file))
    (mark,) = preview.xpath("//input[@name='b_of']/@value")
    response = client.post(
        "/articles",
        data={
            "a_text": EARLIER,
            "b_of": mark,
            "b_byline": "Rut Lind",
            "b_published": "2026-05-04",
        },
        files=file,
    )
    address = response.headers["location"].replace("compare/1..2", "versions/2")
    page = words(read(client.get(address)))

    assert "Rut Lind" in page
    assert "4 May 2026" in page


@pytest.fixture
def slug(session: Session, settings: Settings) -> str:
    """An article with one version."""
    return create_article(session, [from_paste(EARLIER, settings=settings)]).slug


def test_a_version_is_added_on_the_articles_page(client: TestClient, slug: str) -> None:
    page = read(client.get(f"/articles/{slug}"))
    form = by_id(page, "compare")
    response = client.post(form.get("action"), data={"new_text": LATER})

    assert response.status_code == 303
    assert response.headers["location"] == f"/articles/{slug}/compare/1..2"
    assert client.get(response.headers["location"]).status_code == 200


def test_several_versions_are_added_at_once(client: TestClient, slug: str) -> None:
    files = [("new_file", (f"v{n}.txt", f"{LATER}\n\nTake {n}.".encode())) for n in (2, 3)]
    response = client.post(f"/articles/{slug}/versions", files=files, headers=HTMX)

    assert response.headers["hx-redirect"] == f"/articles/{slug}"
    assert "3 versions" in words(read(client.get(f"/articles/{slug}")))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_same_text_again_adds_nothing(
    client: TestClient, slug: str, session: Session, headers: dict[str, str]
) -> None:
    response = client.post(
        f"/articles/{slug}/versions", data={"new_text": EARLIER}, headers=headers
    )

    assert response.status_code == 422
    assert "This is the same text as version 1, to the letter." in words(read(response))
    assert len(get_article(session, slug).versions) == 1


def test_a_sample_story_is_not_changed(
    client: TestClient, session: Session, settings: Settings
) -> None:
    stored = create_article(session, [from_paste(EARLIER, settings=settings)], is_sample=True)
    page = read(client.get(f"/articles/{stored.slug}"))
    response = client.post(f"/articles/{stored.slug}/versions", data={"new_text": LATER})

    assert not page.xpath("//form")
    assert response.status_code == 403


def test_garbled_letters_are_put_right_when_asked(client: TestClient) -> None:
    file = {
        "b_file": (
            "later.txt",
            LATER.replace("£", "Â£").replace("A ferry", "â€œA ferryâ€\u009d").encode(),
        )
    }
    preview = read(client.post("/preview?side=b", files=file))
    mended = read(client.post("/preview?side=b", files=file, data={"b_mend": "yes"}))

    assert any("wrong encoding" in notice for notice in all_words(preview, "notice"))
    assert preview.xpath("//input[@name='b_mend' and not(@checked)]")
    assert mended.xpath("//input[@name='b_mend' and @checked]")


def test_too_many_fields_are_refused(client: TestClient, app: FastAPI) -> None:
    fields = [("a_kept", str(number)) for number in range(3000)]
    body = "&".join(f"{name}={value}" for name, value in fields)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    assert client.post("/articles", content=body, headers=kind).status_code in (400, 413, 422)


def test_a_draft_with_tracked_changes_is_compared_with_itself(client: TestClient) -> None:
    draft = docx(
        '<w:p><w:r><w:t xml:space="preserve">The bridge </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>will</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> close in spring.</w:t></w:r></w:p>'
    )
    file = {"a_file": ("draft.docx", draft)}
    preview = read(client.post("/preview?side=a", files=file))
    (button,) = preview.xpath("//button[@name='tracked']")
    response = client.post("/articles", files=file, data={"tracked": button.get("value")})
    page = read(client.get(response.headers["location"]))

    assert response.headers["location"].endswith("/compare/1..2")
    assert "draft.docx, as it was" in words(page)
    assert "draft.docx, changes accepted" in words(page)
    assert [words(gone) for gone in by_id(page, "sides").iter("del")] == ["may"]
    assert [words(come) for come in by_id(page, "sides").iter("ins")] == ["will"]
