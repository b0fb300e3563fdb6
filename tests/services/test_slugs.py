from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.errors import BadInput
from app.services.slugs import RESERVED, check_slug, free_slug, numbered, slugify
from app.storage.database import writing
from app.storage.schema import SHARED_ID, SLUG_LENGTH, Article


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        (
            "Island ferry to resume after nine-day strike",
            "island-ferry-to-resume-after-nine-day-strike",
        ),
        ("Café au lait — “très” bon!", "cafe-au-lait-tres-bon"),
        ("Britain's don’t", "britains-dont"),
        ("Straße nach Łódź, smørrebrød", "strasse-nach-lodz-smorrebrod"),
        ("ＦＵＬＬ ｗｉｄｔｈ ½ price", "full-width-1-2-price"),
        ("İSTANBUL ĞÜŞ", "istanbul-gus"),
        ("Новости дня", "новости-дня"),
        ("船員が戻る", "船員が戻る"),
        ("हिन्दी में समाचार", "हिन्दी-में-समाचार"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "article"),
        ("?!…", "article"),
        ("\u0301", "article"),
        ("🎉🎉", "article"),
        ("x" * 100, "x" * 60),
        (f"{'x' * 40} {'y' * 40}", "x" * 40),
    ],
)
def test_a_slug_reads_like_its_title(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(max_size=120))
def test_a_slug_is_fit_for_an_address_whatever_the_title(title: str) -> None:
    slug = slugify(title)
    assert 0 < len(slug) <= SLUG_LENGTH
    assert slug == slugify(slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert not set(slug) & set("/\\?#%. <>\"'&\n\t")
    slug.encode("utf-8")
    check_slug(slug if slug not in RESERVED else "free")


@given(st.text(max_size=120), st.integers(2, 10**9))
def test_a_numbered_slug_is_no_longer_than_any(title: str, number: int) -> None:
    slug = numbered(slugify(title), number)
    assert slug.endswith(f"-{number}")
    assert len(slug) <= SLUG_LENGTH


def take(session: Session, *slugs: str) -> None:
    with writing(session):
        session.add_all([Article(workspace_id=SHARED_ID, slug=slug, title="") for slug in slugs])


def test_the_lowest_free_number_is_taken(session: Session) -> None:
    assert free_slug(session, "ferry") == "ferry"
    take(session, "ferry", "ferry-2", "ferry-4", "ferryman")
    assert free_slug(session, "ferry") == "ferry-3"


def test_many_of_one_name_cost_few_queries(session: Session) -> None:
    take(session, "untitled", *(f"untitled-{n}" for n in range(2, 400)))
    assert free_slug(session, "untitled") == "untitled-400"


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_gets_a_number(session: Session, word: str) -> None:
    assert free_slug(session, word) == f"{word}-2"
    with pytest.raises(BadInput, match="cannot be an article's address"):
        check_slug(word)


@pytest.mark.parametrize("slug", ["Ferry", "a b", "a/b", "../a", "-a", "a--b", "x" * 61, "é"])
def test_a_chosen_slug_has_to_be_one(slug: str) -> None:
    with pytest.raises(BadInput, match="cannot be an article's address"):
        check_slug(slug)


def test_a_chosen_slug_that_is_taken_is_told(session: Session) -> None:
    take(session, "ferry")
    with pytest.raises(BadInput, match="already an article at “ferry”"):
        free_slug(session, "ferry", exact=True)
