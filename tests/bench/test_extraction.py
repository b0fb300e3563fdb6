"""The pages made for the bench are what they say, and articles are found in them."""

from __future__ import annotations

import html
from collections import Counter

import pytest

from tests.bench.extraction import WORDS, ours
from tests.bench.pages import HELD_OUT, SHAPES, BenchPage, pages
from tests.bench.scoring_words import Score

PAGES = list(pages())


def test_there_are_pages_of_all_kinds_in_eight_languages() -> None:
    assert len(PAGES) >= 40
    assert len({page.language for page in PAGES}) == 8
    assert set(Counter(page.kind for page in PAGES)) == {
        "news",
        "blog",
        "wiki",
        "forum",
        "government",
    }
    assert not SHAPES.keys() & HELD_OUT.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.shape}.{page.language}")
def test_the_truth_is_on_the_page_and_is_not_all_of_it(page: BenchPage) -> None:
    source = html.unescape(page.html)
    plain = [text for text in page.truth if text in source]
    assert 3 * len(plain) >= len(page.truth)  # those without bold words, links or cells
    assert len(page.html) > 2 * sum(map(len, page.truth))


@pytest.mark.parametrize("held_out", [False, True])
def test_articles_are_found_as_well_on_pages_that_were_not_tuned_on(held_out: bool) -> None:
    score = Score()
    for page in PAGES:
        if page.held_out is held_out:
            score.add("\n".join(page.truth), ours(page.html))
    assert WORDS.met(score.f1)


def test_words_are_counted_as_often_as_they_stand_there() -> None:
    score = Score()
    score.add("one two two 船が", "One two three 船")
    assert (score.wanted, score.found, score.right) == (5, 4, 3)
    assert score.f1 == pytest.approx(6 / 9)


def test_nothing_found_is_nothing_right() -> None:
    assert Score().f1 == 0
