"""Searching the library: what is found, how it is shown, page by page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.articles import create_article
from app.services.incoming import Incoming
from app.services.searching import Hit, search_articles
from app.storage.database import Database, writing
from app.storage.schema import Article, Content
from app.storage.viewing import STRANGER, see_as
from tests.conftest import CountQueries

Paste = Callable[..., Incoming]


def marked(hit: Hit) -> list[str]:
    assert hit.passage is not None
    return [hit.passage.text[start:end] for start, end in hit.passage.marks]


def test_an_article_is_found_with_its_best_version_and_the_sentence(
    session: Session, ferry: Article
) -> None:
    findings = search_articles(session, "promised")
    (hit,) = findings.items
    assert (hit.article.slug, hit.article.versions, hit.version) == (ferry.slug, 2, 2)
    assert hit.passage is not None
    assert hit.passage.text == "The harbour board promised to raise wages by 6 per cent."
    assert marked(hit) == ["promised"]
    assert (findings.total, findings.page, findings.pages) == (1, 1, 1)
    assert findings.is_complete


def test_words_of_the_title_are_marked_in_it(session: Session, ferry: Article) -> None:
    (hit,) = search_articles(session, "strike fer").items
    assert [hit.article.title[start:end] for start, end in hit.title_marks] == ["Ferry", "strike"]


def test_the_sentence_that_has_most_of_the_query_is_shown(session: Session, paste: Paste) -> None:
    text = "The board met.\n\nA harbour was open. The harbour board went home. The board slept."
    create_article(session, [paste(text)])
    (hit,) = search_articles(session, "board harbour").items
    assert hit.passage is not None
    assert hit.passage.text == "The harbour board went home."
    assert "".join(marked(hit)).replace(" ", "") == "harbourboard"


def test_a_word_that_is_hardly_begun_does_not_empty_the_list(
    session: Session, ferry: Article
) -> None:
    for typed in ("harbour b", "harbour bo", "harbour boa", "harbour board"):
        assert search_articles(session, typed).total == 1, typed
    assert search_articles(session, "harbour zoo").total == 0
    assert search_articles(session, "harbour b ").total == 0


@pytest.mark.parametrize("typed", ["", "  ", '"', "…!?"])
def test_what_has_no_letter_is_no_query(session: Session, ferry: Article, typed: str) -> None:
    findings = search_articles(session, typed)
    assert (findings.items, findings.total, findings.is_query) == ([], 0, False)


def test_findings_are_paged(session: Session, paste: Paste) -> None:
    for number in range(5):
        create_article(session, [paste(f"Ferry number {number} sails.")])
    pages = [search_articles(session, "ferry", page=page, size=2) for page in (1, 2, 3)]
    slugs = [hit.article.slug for page in pages for hit in page.items]
    assert len(slugs) == len(set(slugs)) == 5
    assert {(page.total, page.pages) for page in pages} == {(5, 3)}
    with pytest.raises(NotFound, match="the list has 3 pages"):
        search_articles(session, "ferry", page=4, size=2)


def test_others_find_nothing_of_ones_own(session: Session, paste: Paste, ferry: Article) -> None:
    see_as(session, STRANGER)
    create_article(session, [paste("A secret ferry.")], founding_key="k" * 22)
    assert search_articles(session, "ferry").total == 2
    see_as(session, STRANGER)
    assert [hit.article.slug for hit in search_articles(session, "ferry").items] == [ferry.slug]
    assert search_articles(session, "secret").total == 0


def test_an_article_whose_text_is_damaged_is_still_listed(session: Session, ferry: Article) -> None:
    with writing(session):
        session.execute(update(Content).values(data=b"damaged"))
    (hit,) = search_articles(session, "harbour").items
    assert (hit.article.slug, hit.passage) == (ferry.slug, None)


def test_a_page_costs_a_bounded_number_of_queries(
    database: Database, session: Session, paste: Paste, count_queries: CountQueries
) -> None:
    for number in range(6):
        create_article(session, [paste(f"Ferry number {number} sails.")] * 2)
    with count_queries(database) as queries:
        search_articles(session, "ferry", size=3)
    assert len(queries) <= 5 + 3  # one for each text that is shown
