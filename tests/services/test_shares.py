from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import BadInput, NotFound
from app.services.articles import add_version, get_article
from app.services.comparisons import compared
from app.services.incoming import Incoming
from app.services.shares import make_share, open_share
from app.storage.database import Database
from app.storage.schema import Article, Share


def test_whoever_has_the_link_sees_the_comparison(
    database: Database, session: Session, ferry: Article, texts: Any
) -> None:
    token = make_share(session, ferry, 1, 2)
    with database.session() as stranger:
        share = open_share(stranger, token)
        seen = compared(stranger, share.article, share.version_a, share.version_b)
        assert seen.comparison.a.document.text == texts.earlier
        assert seen.article.title == ferry.title
        assert [version.number for version in share.article.versions] == [1, 2]


def test_a_share_stays_with_its_two_versions(
    session: Session, ferry: Article, paste: Callable[..., Incoming], texts: Any
) -> None:
    token = make_share(session, ferry, 2, 1)
    add_version(session, ferry, paste(texts.latest))
    share = open_share(session, token)
    assert (share.version_a, share.version_b) == (2, 1)


def test_tokens_are_random_fit_for_an_address_and_not_stored(
    session: Session, ferry: Article
) -> None:
    tokens = {make_share(session, ferry, 1, 2) for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    hashes = set(session.scalars(select(Share.token_hash)))
    assert hashes == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}


def test_nothing_is_shared_that_is_not_there(session: Session, ferry: Article) -> None:
    with pytest.raises(NotFound, match="no version 3 of this article"):
        make_share(session, ferry, 1, 3)
    with pytest.raises(BadInput, match="compared with itself"):
        make_share(session, ferry, 1, 1)
    assert session.scalars(select(Share)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: "A" * 22,
        lambda token: token + "A",
        lambda token: token[:-1],
        lambda token: token.swapcase(),
        lambda token: ("B" if token[0] == "A" else "A") + token[1:],
        lambda token: token + "\n",
        lambda token: "é" * 22,
        lambda token: "\ud800" * 22,
        lambda token: "x" * 100_000,
        lambda token: hashlib.sha256(token.encode()).hexdigest(),
    ],
)
def test_any_other_token_opens_nothing_and_tells_nothing(
    session: Session, ferry: Article, change: Callable[[str], str]
) -> None:
    token = make_share(session, ferry, 1, 2)
    with pytest.raises(NotFound) as told:
        open_share(session, change(token))
    with pytest.raises(NotFound) as elsewhere:
        get_article(session, "nothing-here")
    assert (told.value.sentence, told.value.advice, told.value.status) == (
        elsewhere.value.sentence,
        elsewhere.value.advice,
        elsewhere.value.status,
    )


def test_opening_costs_two_queries(
    database: Database, session: Session, ferry: Article, count_queries: Any
) -> None:
    token = make_share(session, ferry, 1, 2)
    with database.session() as stranger, count_queries(database) as queries:
        open_share(stranger, token)
    assert len(queries) == 2
