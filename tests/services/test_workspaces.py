"""Workspaces: entered, founded, counted, locked, and deleted with all that is theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import BadInput, Forbidden, NotFound
from app.services.articles import add_version, create_article, get_article
from app.services.comparisons import compared
from app.services.erasing import erase, erase_own
from app.services.holdings import (
    Holdings,
    get_workspace,
    holdings_of,
    list_workspaces,
    set_locked,
)
from app.services.incoming import Incoming
from app.services.keys import MOST_KEYS, add_key, change_key, keys_of, make_key, revoke_key
from app.services.shares import make_share, open_share
from app.services.workspaces import (
    enter,
    entry_by,
    found_workspace,
    founding_key,
    is_invitation,
    key_in,
    new_key,
)
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import (
    SHARED_ID,
    Article,
    Content,
    Share,
    StoredComparison,
    Version,
    Workspace,
    WorkspaceKey,
    now,
)
from app.storage.viewing import DELETED_TOO, EVERYBODYS, viewer_of

Paste = Callable[..., Incoming]
Texts = Any


def count(session: Session, table: type) -> int:
    everything = {EVERYBODYS: True, DELETED_TOO: True}
    counted = select(func.count()).select_from(table).execution_options(**everything)
    return session.scalar(counted) or 0


def workspace_of(session: Session) -> int:
    found = viewer_of(session).workspace_id
    assert found is not None
    return found


class TestEntering:
    def test_a_key_opens_its_workspace_and_no_other(
        self, session: Session, settings: Settings
    ) -> None:
        mine, theirs = found_workspace(session), found_workspace(session)
        assert len(mine) == 22
        entered = enter(session, mine, settings)
        assert entered.viewer.may_write
        assert entered.viewer.workspace_id != enter(session, theirs, settings).viewer.workspace_id

    @pytest.mark.parametrize("key", ["", "x", "x" * 22, "x" * 10_000, "k\0", "é" * 22])
    def test_what_is_no_key_opens_nothing(
        self, session: Session, settings: Settings, key: str
    ) -> None:
        entered = enter(session, key, settings)
        assert entered.viewer.workspace_id is None
        assert entered.is_known == (key == "")

    def test_looking_what_a_key_would_open_does_not_go_in(
        self, session: Session, settings: Settings
    ) -> None:
        mine, theirs = found_workspace(session), found_workspace(session)
        enter(session, mine, settings)
        inside = viewer_of(session)
        assert entry_by(session, theirs, settings).viewer != inside
        assert viewer_of(session) == inside

    def test_where_one_library_is_shared_everyone_is_in_it(
        self, session: Session, settings: Settings
    ) -> None:
        single = settings.model_copy(update={"access": "single"})
        assert enter(session, "", single).viewer.workspace_id == SHARED_ID
        assert enter(session, new_key(), single).viewer.workspace_id == SHARED_ID
        assert founding_key(session, enter(session, "", single), single) == ""

    def test_where_an_invitation_is_needed_nothing_is_founded_without(
        self, session: Session, settings: Settings
    ) -> None:
        invite = settings.model_copy(update={"access": "invite", "invitations": "lark wren"})
        with pytest.raises(Forbidden, match="invited"):
            founding_key(session, enter(session, "", invite), invite)
        key = found_workspace(session)
        assert founding_key(session, enter(session, key, invite), invite) == ""

    @pytest.mark.parametrize(
        ("invitations", "said", "fits"),
        [
            ("lark wren", "lark", True),
            ("lark wren", " wren ", True),
            ("lark wren", "lark wren", False),
            ("lark wren", "", False),
            ("lark wren", "Lark", False),
            ("", "", False),
            ("  ", " ", False),
            ("пароль", "пароль", True),
        ],
    )
    def test_an_invitation_fits_as_a_whole(self, invitations: str, said: str, fits: bool) -> None:
        assert is_invitation(said, Settings(invitations=invitations)) is fits

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            ("A" * 22, "A" * 22),
            (f" https://desk.example/w/{'b_-' * 7}b \n", f"{'b_-' * 7}b"),
            (f"https://desk.example/w/{'c' * 22}/", "c" * 22),
            ("https://desk.example/w/short", ""),
            ("", ""),
        ],
    )
    def test_a_key_is_found_in_what_somebody_enters(self, said: str, found: str) -> None:
        assert key_in(said) == found


class TestKeys:
    def test_a_reading_key_reads_and_does_no_more(
        self, session: Session, settings: Settings, paste: Paste, texts: Texts
    ) -> None:
        key = found_workspace(session)
        slug = create_article(session, [paste(texts.earlier), paste(texts.later)]).slug
        reading = make_key(session, may_write=False)
        assert reading != key
        entered = enter(session, reading, settings)
        article = get_article(session, slug)
        with pytest.raises(Forbidden, match="only reads"):
            add_version(session, article, paste(texts.later))
        for change in (
            lambda: founding_key(session, entered, settings),
            lambda: make_key(session, may_write=False),
            lambda: change_key(session),
            lambda: keys_of(session, reading),
            lambda: revoke_key(session, 1, reading),
            lambda: erase_own(session),
            lambda: make_share(session, article, 1, 2),
        ):
            with pytest.raises(Forbidden, match="only reads"):
                change()

    def test_they_are_listed_and_this_one_is_marked(self, session: Session) -> None:
        key = found_workspace(session)
        make_key(session, may_write=False)
        assert [(k.may_write, k.is_this) for k in keys_of(session, key)] == [
            (True, True),
            (False, False),
        ]

    def test_a_revoked_key_opens_nothing(self, session: Session, settings: Settings) -> None:
        key = found_workspace(session)
        reading = make_key(session, may_write=False)
        this, other = keys_of(session, key)
        revoke_key(session, other.id, key)
        assert not entry_by(session, reading, settings).is_known
        assert entry_by(session, key, settings).is_known
        with pytest.raises(NotFound):
            revoke_key(session, other.id, key)
        with pytest.raises(BadInput, match="the key that you came with"):
            revoke_key(session, this.id, key)

    def test_nobody_revokes_a_key_of_others(self, session: Session, settings: Settings) -> None:
        theirs = found_workspace(session)
        (their_key,) = keys_of(session, theirs)
        mine = found_workspace(session)
        with pytest.raises(NotFound):
            revoke_key(session, their_key.id, mine)
        assert entry_by(session, theirs, settings).is_known

    @pytest.mark.parametrize("readers_too", [False, True])
    def test_changing_the_key_stops_the_old_ones(
        self, session: Session, settings: Settings, readers_too: bool
    ) -> None:
        old = found_workspace(session)
        second = make_key(session, may_write=True)
        reading = make_key(session, may_write=False)
        new = change_key(session, readers_too=readers_too)
        inside = entry_by(session, new, settings).viewer
        assert inside.may_write
        assert inside.workspace_id == workspace_of(session)
        assert not entry_by(session, old, settings).is_known
        assert not entry_by(session, second, settings).is_known
        assert entry_by(session, reading, settings).is_known is not readers_too

    def test_there_is_an_end_to_them(self, session: Session) -> None:
        key = found_workspace(session)
        for _ in range(MOST_KEYS - 1):
            add_key(session, workspace_of(session), may_write=False)
        with pytest.raises(BadInput, match="50 keys already"):
            make_key(session, may_write=False)
        assert len(keys_of(session, key)) == MOST_KEYS

    def test_the_shared_library_has_none(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            make_key(session, may_write=True)
        with pytest.raises(Forbidden):
            erase_own(session)

    def test_the_database_keeps_no_key(self, session: Session) -> None:
        key = found_workspace(session)
        for row in session.scalars(select(WorkspaceKey)):
            assert key not in row.key_hash


class TestHoldings:
    def test_they_count_what_is_there_and_equal_bytes_once(
        self, session: Session, paste: Paste, texts: Texts
    ) -> None:
        found_workspace(session)
        article = create_article(session, [paste(texts.earlier), paste(texts.later)])
        add_version(session, article, paste(texts.earlier))
        create_article(session, [paste("Boats\n\nThe boats sail.")])
        bytes_in_all = sum(
            len(text.encode()) for text in (texts.earlier, texts.later, "Boats\n\nThe boats sail.")
        )
        mine = workspace_of(session)
        found_workspace(session)
        empty = workspace_of(session)
        assert holdings_of(session, [mine, empty]) == {
            mine: Holdings(2, 4, bytes_in_all),
            empty: Holdings(),
        }

    def test_what_was_deleted_is_not_counted(
        self, session: Session, paste: Paste, texts: Texts
    ) -> None:
        found_workspace(session)
        article = create_article(session, [paste(texts.earlier), paste(texts.later)])
        with writing(session):
            article.versions[0].deleted_at = now()
        mine = workspace_of(session)
        assert holdings_of(session, [mine])[mine].versions == 1
        with writing(session):
            article.deleted_at = now()
        assert holdings_of(session, [mine])[mine] == Holdings()

    def test_workspaces_are_listed_a_page_at_a_time_the_last_used_first(
        self, session: Session, paste: Paste, texts: Texts
    ) -> None:
        ids = []
        for _ in range(3):
            found_workspace(session)
            ids.append(workspace_of(session))
        create_article(session, [paste(texts.earlier)])
        first = list_workspaces(session, size=2)
        assert (first.total, first.page, first.pages) == (4, 1, 2)
        assert first.items[0].id == ids[-1]
        assert first.items[0].holdings.articles == 1
        assert first.items[0].keys == 1
        last = list_workspaces(session, page=2, size=2)
        assert {e.id for e in (*first.items, *last.items)} == {SHARED_ID, *ids}
        with pytest.raises(NotFound, match="no page 3"):
            list_workspaces(session, page=3, size=2)

    def test_one_that_is_not_there_is_told(self, session: Session) -> None:
        with pytest.raises(NotFound, match="no workspace 77"):
            get_workspace(session, 77)


class TestLocking:
    def test_nothing_is_read_or_stored_until_it_is_unlocked(
        self, session: Session, settings: Settings, paste: Paste, texts: Texts
    ) -> None:
        key = found_workspace(session)
        mine = workspace_of(session)
        slug = create_article(session, [paste(texts.earlier), paste(texts.later)]).slug
        token = make_share(session, get_article(session, slug), 1, 2)

        assert set_locked(session, mine, locked=True)
        assert not set_locked(session, mine, locked=True)
        entered = enter(session, key, settings)
        assert entered.is_locked
        with pytest.raises(NotFound):
            get_article(session, slug)
        with pytest.raises(NotFound):
            open_share(session, token)
        with pytest.raises(Forbidden, match="locked"):
            founding_key(session, entered, settings)

        assert set_locked(session, mine, locked=False)
        enter(session, key, settings)
        assert get_article(session, slug).slug == slug
        assert open_share(session, token).version_b == 2

    def test_the_shared_library_is_not_locked(self, session: Session) -> None:
        with pytest.raises(BadInput, match="everyone reads"):
            set_locked(session, SHARED_ID, locked=True)


class TestErasing:
    def test_nothing_of_it_is_left_and_nothing_of_others_is_gone(
        self,
        database: Database,
        session: Session,
        settings: Settings,
        paste: Paste,
        texts: Texts,
    ) -> None:
        theirs = found_workspace(session)
        other = create_article(session, [paste(texts.earlier), paste("Boats\n\nBoats sail.")])
        mine = found_workspace(session)
        reading = make_key(session, may_write=False)
        article = create_article(session, [paste(texts.earlier), paste(texts.later)])
        add_version(session, article, paste(texts.latest))
        compared(session, article, 1, 2)
        compared(session, article, 1, 3)
        make_share(session, article, 1, 2)
        with writing(session):
            article.versions[1].deleted_at = now()
        kept = {version.content_hash for version in other.versions}
        kept |= {version.document_hash for version in other.versions}
        workspace_id = workspace_of(session)

        erase_own(session)

        assert viewer_of(session).workspace_id is None
        with database.session() as fresh:
            for key in (mine, reading):
                assert not enter(fresh, key, settings).is_known
            assert workspace_id not in fresh.scalars(select(Workspace.id)).all()
            assert count(fresh, Article) == 1
            assert count(fresh, Version) == 2
            for table in (Share, StoredComparison):
                assert count(fresh, table) == 0
            assert set(fresh.scalars(select(Content.hash))) == kept
            enter(fresh, theirs, settings)
            assert len(get_article(fresh, other.slug).versions) == 2

    def test_comparisons_of_texts_that_others_have_too_stay(
        self, session: Session, paste: Paste, texts: Texts
    ) -> None:
        both = [paste(texts.earlier), paste(texts.later)]
        found_workspace(session)
        create_article(session, both)
        found_workspace(session)
        compared(session, create_article(session, both), 1, 2)
        erase_own(session)
        assert count(session, StoredComparison) == 1
        assert count(session, Content) == 4

    def test_who_is_in_it_twice_is_told_once(self, session: Session) -> None:
        found_workspace(session)
        workspace_id = workspace_of(session)
        erase(session, workspace_id)
        with pytest.raises(NotFound, match="no workspace"):
            erase(session, workspace_id)

    def test_who_stores_something_meanwhile_is_told(
        self, database: Database, session: Session, settings: Settings, paste: Paste, texts: Texts
    ) -> None:
        key = found_workspace(session)
        with database.session() as other:
            enter(other, key, settings)
            erase_own(session)
            with pytest.raises(Forbidden, match="was deleted a moment ago"):
                create_article(other, [paste(texts.earlier)])
            assert count(other, Content) == 0

    def test_the_shared_library_is_not_deleted(self, session: Session) -> None:
        with pytest.raises(BadInput, match="everyone reads"):
            erase(session, SHARED_ID)

    def test_a_text_that_two_versions_share_goes_once(
        self, session: Session, paste: Paste, texts: Texts
    ) -> None:
        found_workspace(session)
        same = paste(texts.earlier)
        create_article(session, [same, paste(texts.later), replace(same, label="again")])
        erase_own(session)
        assert count(session, Content) == 0


def test_no_key_looks_like_an_option_of_a_command_line() -> None:
    assert not any(new_key().startswith("-") for _ in range(2000))
