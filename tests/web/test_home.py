"""The front page: two texts in, and what was compared before."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import create_article
from app.services.incoming import from_paste
from app.services.listing import list_articles
from app.services.loading import load_paths
from app.settings import Settings
from tests.conftest import CountQueries

from .reading import EARLIER, LATER, Submit, all_words, by_id, links, of_class, read, words

HTMX = {"HX-Request": "true"}


def test_pasted_texts_become_an_article_and_the_answer_leads_to_its_comparison(
    client: TestClient, submit: Submit
) -> None:
    response = submit(a_text=EARLIER, b_text=LATER)

    assert response.status_code == 303
    assert response.headers["location"] == (
        "/articles/harbour-bridge-to-close-for-repairs/compare/1..2"
    )
    page = read(client.get(response.headers["location"]))
    assert words(page.find(".//h1")) == "Harbour bridge to close for repairs"


def test_files_are_taken_too_and_their_names_are_shown(client: TestClient, submit: Submit) -> None:
    response = submit(
        files={
            "a_file": ("monday.txt", EARLIER.encode()),
            "b_file": ("tuesday.md", b"# A title\n\nThe council **will** close the bridge."),
        }
    )

    page = read(client.get(response.headers["location"]))
    assert words(page.find(".//h1")) == "A title"
    assert "Version 1 · monday.txt" in words(page)
    assert "Version 2 · tuesday.md" in words(page)


def test_a_title_that_is_given_goes_before_the_one_that_is_guessed(submit: Submit) -> None:
    response = submit(a_text=EARLIER, b_text=LATER, b_title="  The bridge, again ")

    assert response.headers["location"] == "/articles/the-bridge-again/compare/1..2"


def test_a_file_goes_before_the_text_pasted_beside_it(client: TestClient, submit: Submit) -> None:
    response = submit(
        a_text=EARLIER,
        b_text="This was pasted.",
        files={"b_file": ("later.txt", b"This came in a file, and it is what counts here.")},
    )

    address = response.headers["location"].replace("compare/1..2", "versions/2")
    text = words(by_id(read(client.get(address)), "main"))
    assert "This came in a file" in text
    assert "This was pasted" not in text


def test_a_form_without_files_works_as_plain_form_data(client: TestClient) -> None:
    response = client.post("/articles", data={"a_text": EARLIER, "b_text": LATER})

    assert response.status_code == 303


def test_a_file_field_that_was_left_alone_is_no_file(client: TestClient) -> None:
    # As a browser sends it; the client used elsewhere here leaves such a field out.
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{side}_text"\r\n\r\n{text}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="{side}_file"; filename=""\r\n'
        "Content-Type: application/octet-stream\r\n\r\n\r\n"
        for side, text in (("a", EARLIER), ("b", LATER))
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    response = client.post("/articles", content=f"{fields}--x--\r\n".encode(), headers=kind)

    assert response.status_code == 303


def test_htmx_is_told_where_to_go(client: TestClient) -> None:
    response = client.post("/articles", data={"a_text": EARLIER, "b_text": LATER}, headers=HTMX)

    assert response.status_code == 204
    assert response.headers["hx-redirect"].endswith("/compare/1..2")


def test_what_was_typed_comes_back_with_the_sentence_beside_the_sheet_at_fault(
    submit: Submit,
) -> None:
    response = submit(a_text=EARLIER, a_title="Mine", b_text="   ")
    page = read(response)

    assert response.status_code == 422
    # A browser drops the line break that follows the tag.
    assert by_id(page, "text-a").value == f"\n{EARLIER}"
    assert by_id(page, "title-a").value == "Mine"
    assert (
        words(by_id(page, "trouble-b"))
        == "There is no text here. Paste an article, or choose a file."
    )
    assert words(by_id(page, "trouble-a")) == ""
    assert words(by_id(page, "problems")) == (
        "Nothing was stored. See what is said under the later version."
    )
    assert "trouble-b" in by_id(page, "text-b").get("aria-describedby").split()


def test_all_that_is_wrong_is_told_at_once(submit: Submit) -> None:
    page = read(submit())

    assert "under the earlier version and the later version" in words(by_id(page, "problems"))
    assert words(by_id(page, "trouble-a"))
    assert words(by_id(page, "trouble-b"))


def test_a_good_file_has_to_be_chosen_again_and_the_page_says_so(submit: Submit) -> None:
    page = read(submit(files={"a_file": ("monday.txt", EARLIER.encode())}))

    assert "Choose “monday.txt” once more." in words(by_id(page, "trouble-a"))


def test_htmx_gets_only_the_sentences_so_that_chosen_files_stay(submit: Submit) -> None:
    response = submit(headers=HTMX, files={"a_file": ("monday.txt", EARLIER.encode())})
    page = read(response)

    assert response.status_code == 422
    assert not page.xpath("//form | //textarea | //input")
    assert by_id(page, "trouble-a").get("hx-swap-oob") == "true"
    assert words(by_id(page, "trouble-a")) == ""
    assert "There is no text here." in words(by_id(page, "trouble-b"))


@pytest.mark.parametrize("side", ["a", "b"])
def test_the_preview_tells_what_was_understood(client: TestClient, side: str) -> None:
    response = client.post(f"/preview?side={side}", data={f"{side}_text": LATER}, headers=HTMX)
    preview = by_id(read(response), f"preview-{side}")

    assert response.status_code == 200
    assert preview.get("data-title") == "Harbour bridge to close for repairs"
    assert "8 paragraphs" in words(preview)
    assert "2 passages left out" in words(preview)
    assert all_words(preview, "out")[0] == "Leave a Reply"


def test_the_preview_shows_how_a_file_begins_and_that_it_is_what_counts(client: TestClient) -> None:
    response = client.post(
        "/preview?side=a",
        data={"a_text": "Pasted before."},
        files={"a_file": ("monday.txt", EARLIER.encode())},
    )
    preview = read(response)

    assert all_words(preview, "first") == [
        "The council may close the harbour bridge in May, its engineer said on Monday."
    ]
    assert "monday.txt ·" in words(preview)
    assert "The file is compared; the pasted text is left out." in words(preview)


def test_the_preview_says_what_is_wrong_in_plain_words(client: TestClient) -> None:
    response = client.post("/preview?side=b", files={"b_file": ("empty.txt", b"")})

    assert response.status_code == 200
    assert all_words(read(response), "problem") == [
        "This file is empty. Choose a file with text in it."
    ]


def test_the_preview_of_nothing_is_a_hint_and_no_reproach(client: TestClient) -> None:
    response = client.post("/preview?side=b", data={"b_text": " \n "})

    assert not of_class(read(response), "problem")
    assert "A text, a web address or a file" in words(read(response))


def test_the_preview_of_a_side_that_is_none_is_refused(client: TestClient) -> None:
    assert client.post("/preview?side=c", data={"c_text": "x"}).status_code == 422


def test_latest_articles_stand_below_the_form_with_what_changed(
    client: TestClient, comparison: str
) -> None:
    client.get(comparison)
    page = read(client.get("/"))
    (shelf,) = of_class(page, "shelf")

    assert all_words(shelf, "title") == ["Harbour bridge to close for repairs"]
    assert "2 versions" in words(shelf)
    (bar,) = shelf.xpath(".//svg[@role='img']")
    assert bar.get("aria-label").startswith("Of version 2: ")
    widths = [int(width) for width in bar.xpath("./rect/@width")]
    assert sum(widths) == 100
    assert comparison in links(shelf)


def test_samples_have_a_shelf_of_their_own(
    client: TestClient, session: Session, settings: Settings, tmp_path: Path
) -> None:
    for number in (1, 2):
        (tmp_path / f"story_v{number}.txt").write_text(f"A story.\n\nIt has {number} parts.")
    load_paths(session, [tmp_path], is_sample=True, settings=settings)
    page = read(client.get("/"))

    assert all_words(page, "shelf-title") == ["Samples"]
    (shelf,) = of_class(page, "shelf")
    assert len(links(of_class(shelf, "steps")[0])) == 2


def test_the_front_page_of_an_empty_library_is_the_form_alone(client: TestClient) -> None:
    page = read(client.get("/"))

    assert by_id(page, "compare").get("action") == "/articles"
    assert not of_class(page, "shelf")


def test_queries_do_not_grow_with_the_number_of_articles(
    client: TestClient,
    app: FastAPI,
    session: Session,
    settings: Settings,
    count_queries: CountQueries,
) -> None:
    def store(number: int) -> None:
        versions = [
            from_paste(f"Text {number}, take {take}.", settings=settings) for take in (1, 2)
        ]
        create_article(session, versions)

    counts = []
    for more in (1, 7):
        for number in range(more):
            store(number)
        with count_queries(app.state.database) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))

    assert list_articles(session).total == 8
    assert counts[0] == counts[1] <= 9
