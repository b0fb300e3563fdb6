"""Half a sentence that was given to the one before or after it."""

from __future__ import annotations

import pytest

from app.engine import Relation, compare_texts

POOL = (
    "The council voted to close the pool, because the roof leaks. Swimmers protested with banners.",
    "The council voted to close the pool. Because the roof leaks, swimmers protested with banners.",
)
BAND = (
    "The minister opened the bridge, and a band played in the rain. Thousands came to see it.",
    "The minister opened the bridge. A band played in the rain, and thousands came to see it.",
)
CHANGED_PLACES = (
    "“It is clean,” said Oskar Lindh, the manager of the mine. The county's senior doctor, Jo Sule,"
    " was not to be reached.",
    "“It is clean,” said Jo Sule, the county's senior doctor. The manager of the mine, Oskar Lindh,"
    " was not to be reached.",
)
LITTLE = (
    "The ferry was late on Friday, she said. Nobody on the quay had been told of it in time.",
    "The ferry was late on Friday. She said nobody on the quay had been told of it in time.",
)


@pytest.mark.parametrize(("a", "b"), [POOL, POOL[::-1], BAND, BAND[::-1]])
def test_the_half_belongs_to_both_sentences(a: str, b: str) -> None:
    (link,) = compare_texts(a, b).links
    assert (link.a, link.b, link.relation) == ((0, 1), (0, 1), Relation.EDITED)
    gone = "".join(a[slice(*edit.a)] for edit in link.edits)
    assert not any(word in gone.lower() for word in ("roof", "played"))


@pytest.mark.parametrize(("a", "b"), [CHANGED_PLACES, LITTLE])
def test_what_changed_places_or_is_little_ties_no_sentences(a: str, b: str) -> None:
    assert [(link.a, link.b) for link in compare_texts(a, b).links] == [((0,), (0,)), ((1,), (1,))]


def test_a_border_between_paragraphs_holds() -> None:
    a, b = (text.replace(". ", ".\n\n", 1) for text in POOL)
    assert len(compare_texts(a, b).links) == 2


def test_where_every_border_went_no_link_grows_without_end() -> None:
    a = " ".join(f"Board {n} met at noon, because the roof of hall {n} leaks." for n in range(40))
    halves = [f"board {n} met at noon. Because the roof of hall {n} leaks" for n in range(40)]
    links = compare_texts(a, f"B{', '.join(halves)[1:]}.").links
    assert any(len(link.a) > 1 for link in links)
    assert max(len(link.a) for link in links) <= 4
