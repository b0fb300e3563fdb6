from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import BadInput, Ended, Forbidden, NotFound
from app.services.articles import add_version, create_article, get_article
from app.services.comparisons import compared
from app.services.deleting import delete_version, restore_version
from app.services.erasing import erase_own
from app.services.incoming import Incoming
from app.services.keys import change_key, make_key
from app.services.passwords import is_password
from app.services.shared_links import (
    Changes,
    State,
    change_link,
    get_link,
    revoke_link,
    shared_links,
)
from app.services.shares import Allows, Lasts, Terms, make_share, open_share, token_of
from app.services.workspaces import enter, found_workspace, new_key
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article, Share, now


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


def moved(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let it be later."""
    later = now() + timedelta(**by)
    for module in ("shares", "shared_links"):
        monkeypatch.setattr(f"app.services.{module}.now", lambda: later)


@pytest.mark.parametrize(
    ("lasts", "before", "after"),
    [
        (Lasts.HOUR, {"minutes": 59}, {"minutes": 61}),
        (Lasts.DAY, {"hours": 23}, {"hours": 25}),
        (Lasts.WEEK, {"days": 6}, {"days": 8}),
        (Lasts.MONTH, {"days": 29}, {"days": 31}),
        (Lasts.EVER, {"days": 36_500}, None),
    ],
)
def test_a_link_works_as_long_as_was_chosen(
    session: Session,
    ferry: Article,
    monkeypatch: pytest.MonkeyPatch,
    lasts: Lasts,
    before: dict[str, float],
    after: dict[str, float] | None,
) -> None:
    token = make_share(session, ferry, 1, 2, Terms(lasts))
    moved(monkeypatch, **before)
    assert open_share(session, token).version_b == 2
    if after:
        moved(monkeypatch, **after)
        with pytest.raises(Ended, match="This link worked until") as told:
            open_share(session, token)
        assert told.value.status == 410


def test_one_change_alone_allows_no_more_than_to_see_it(session: Session, ferry: Article) -> None:
    token = make_share(session, ferry, 1, 2, Terms(allows=Allows.DOWNLOADS), change=2)
    share = open_share(session, token)
    assert (share.change, share.allows) == (2, Allows.COMPARISON)


class TestOfAWorkspace:
    @pytest.fixture
    def key(self, session: Session) -> str:
        return found_workspace(session)

    @pytest.fixture
    def mine(self, session: Session, key: str, paste: Callable[..., Incoming], texts: Any) -> Any:
        return create_article(session, [paste(texts.earlier), paste(texts.later)])

    def test_its_links_are_listed_and_only_its_key_tells_their_addresses(
        self, session: Session, key: str, mine: Article
    ) -> None:
        tokens = [
            make_share(session, mine, 1, 2, key=key),
            make_share(session, mine, 2, 1, Terms(shows_newer=True), query="view=b", key=key),
        ]
        found = shared_links(session, key)
        assert [link.token for link in found.items] == tokens[::-1]
        assert [link.query for link in found.items] == ["view=b", ""]
        assert (found.total, found.pages) == (2, 1)
        other = change_key(session)
        assert [link.token for link in shared_links(session, other).items] == ["", ""]
        assert open_share(session, tokens[0]).version_a == 1

    def test_what_is_stored_opens_nothing(self, session: Session, key: str, mine: Article) -> None:
        token = make_share(session, mine, 1, 2, key=key)
        share = session.scalars(select(Share)).one()
        stored = [str(getattr(share, column.name)) for column in Share.__table__.columns]
        assert token not in " ".join(stored)
        assert token_of(share.token_hash, share.seed) != token
        assert token_of(new_key(), share.seed) != token

    def test_it_is_changed_and_revoked_by_its_own_workspace_alone(
        self, session: Session, settings: Settings, key: str, mine: Article
    ) -> None:
        token = make_share(session, mine, 1, 2, Terms(Lasts.HOUR), key=key)
        (link,) = shared_links(session, key).items
        other = found_workspace(session)
        for theirs, said in ((other, NotFound), ("", NotFound)):
            enter(session, theirs, settings)
            assert shared_links(session, theirs).items == []
            with pytest.raises(said):
                change_link(session, theirs, link.id, Changes(Allows.DOWNLOADS, True))
            with pytest.raises(said):
                revoke_link(session, theirs, link.id)
        enter(session, key, settings)
        changes = Changes(Allows.COMPARISON, True, Lasts.EVER, "sail and mast")
        change_link(session, key, link.id, changes)
        share = open_share(session, token)
        assert (share.allows, share.shows_newer, share.expires_at) == ("comparison", True, None)
        assert is_password("sail and mast", share.password_hash or "")
        revoke_link(session, key, link.id)
        with pytest.raises(Ended, match="taken back"):
            open_share(session, token)
        assert get_link(session, key, link.id).state is State.REVOKED
        with pytest.raises(BadInput, match="revoked"):
            change_link(session, key, link.id, changes)

    def test_a_key_that_only_reads_sees_the_list_and_changes_nothing(
        self, session: Session, settings: Settings, key: str, mine: Article
    ) -> None:
        make_share(session, mine, 1, 2, key=key)
        (link,) = shared_links(session, key).items
        reading = make_key(session, may_write=False)
        enter(session, reading, settings)
        assert [found.token for found in shared_links(session, reading).items] == [""]
        with pytest.raises(Forbidden):
            revoke_link(session, reading, link.id)

    def test_one_that_has_expired_is_given_more_time(
        self, session: Session, key: str, mine: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = make_share(session, mine, 1, 2, Terms(Lasts.HOUR), key=key)
        moved(monkeypatch, days=1)
        (link,) = shared_links(session, key).items
        assert link.state is State.EXPIRED
        change_link(session, key, link.id, Changes(link.allows, False, Lasts.WEEK))
        assert open_share(session, token).version_b == 2

    def test_what_was_deleted_shows_nothing_until_it_is_had_back(
        self, session: Session, key: str, mine: Article
    ) -> None:
        token = make_share(session, mine, 1, 2, key=key)
        delete_version(session, mine, 2)
        assert [link.state for link in shared_links(session, key).items] == [State.DELETED]
        with pytest.raises(Ended, match="was deleted"):
            open_share(session, token)
        restore_version(session, mine, 2)
        assert [link.state for link in shared_links(session, key).items] == [State.OPEN]
        assert open_share(session, token).version_b == 2

    def test_the_list_is_paged_and_narrowed_to_an_article(
        self,
        session: Session,
        database: Database,
        key: str,
        mine: Article,
        paste: Callable[..., Incoming],
        count_queries: Any,
    ) -> None:
        other = create_article(session, [paste("Gulls\n\nTwo."), paste("Gulls\n\nThree.")])
        for _ in range(3):
            make_share(session, mine, 1, 2, key=key)
        make_share(session, other, 1, 2, key=key)
        assert shared_links(session, key, article=other).total == 1
        last = shared_links(session, key, page=2, size=3)
        assert (len(last.items), last.pages, last.total) == (1, 2, 4)
        with pytest.raises(NotFound, match="no such page"):
            shared_links(session, key, page=3, size=3)
        with count_queries(database) as queries:
            shared_links(session, key)
        assert len(queries) == 2

    def test_its_links_go_with_it(self, session: Session, key: str, mine: Article) -> None:
        make_share(session, mine, 1, 2, key=key)
        erase_own(session)
        assert session.scalars(select(Share)).all() == []


def test_a_share_of_who_has_no_workspace_is_in_nobodys_list(
    session: Session, settings: Settings, ferry: Article
) -> None:
    enter(session, "", settings.model_copy(update={"access": "open"}))
    token = make_share(session, ferry, 1, 2)
    share = open_share(session, token)
    assert (share.workspace_id, share.seed) == (None, "")
    assert shared_links(session, "").items == []
    with pytest.raises(NotFound):
        revoke_link(session, "", share.id)
