"""What a workspace may hold: counted to the byte, held by every way in, and given back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Full
from app.services.articles import add_version, add_versions, create_article, get_article
from app.services.bounds import bounds_of
from app.services.bulk import Stage, Uploads
from app.services.catching_up import CatchingUp
from app.services.deleting import (
    delete_article,
    delete_version,
    purge,
    restore_article,
    restore_version,
)
from app.services.incoming import Incoming, from_file
from app.services.loading import load_paths
from app.services.proposals import SentFile
from app.services.shared_links import Changes, change_link, revoke_link, shared_links
from app.services.shares import Lasts, Terms, make_share
from app.services.workspace_export import write_export
from app.services.workspace_import import load_export
from app.services.workspaces import enter, found_workspace, new_key
from app.settings import Settings
from app.storage.database import Database
from app.storage.engines import WRITE_OPTION, open_engine
from app.storage.migrations import alembic_config
from app.storage.schema import SHARED_ID, Article, Content, Version, Workspace, now
from app.storage.viewing import DELETED_TOO, EVERYBODYS, Viewer, see_as, viewer_of

Paste = Callable[..., Incoming]
Bounded = Callable[..., Session]
EVERYTHING = {EVERYBODYS: True, DELETED_TOO: True}


def story(number: int, length: int = 40) -> str:
    return " ".join(f"Boat {number} leaves quay {place}." for place in range(length))


@pytest.fixture
def bounded(settings: Settings, request: pytest.FixtureRequest) -> Bounded:
    """``bounded(versions=3)``: a session in a new workspace that may hold no more than that."""

    def opened(**most: int) -> Session:
        bounds = {f"workspace_{name}": number for name, number in most.items()}
        database = Database(settings.model_copy(update=bounds))
        request.addfinalizer(database.close)
        session = database.session()
        request.addfinalizer(session.close)
        see_as(session, Viewer(None))
        session.info["key"] = found_workspace(session)
        return session

    return opened


def counted(session: Session, workspace_id: int) -> dict[str, int]:
    """What there is in a workspace, from the tables themselves."""
    session.commit()
    of_it = Article.workspace_id == workspace_id
    size = {row.hash: row.size for row in session.execute(select(Content.hash, Content.size))}
    rows = session.execute(
        select(Version.source, Version.content_hash, Version.document_hash)
        .join(Article)
        .where(of_it)
        .execution_options(**EVERYTHING)
    ).all()
    articles = select(func.count(Article.id)).where(of_it).execution_options(**EVERYTHING)
    return {
        "kept_articles": session.scalar(articles) or 0,
        "kept_versions": len(rows),
        "kept_files": sum(row.source == "file" for row in rows),
        "kept_bytes": sum(size[row.content_hash] + size[row.document_hash] for row in rows),
    }


def kept(session: Session, workspace_id: int) -> dict[str, int]:
    """What is said to be there."""
    session.commit()
    row = session.get_one(Workspace, workspace_id, populate_existing=True)
    names = ("kept_articles", "kept_versions", "kept_files", "kept_bytes")
    return {name: getattr(row, name) for name in names}


def own(session: Session) -> int:
    found = viewer_of(session).workspace_id
    assert found is not None
    return found


def test_what_is_counted_is_what_is_there_whatever_happens(
    bounded: Bounded, paste: Paste, settings: Settings, tmp_path: Path
) -> None:
    session, other = bounded(), bounded()
    files = [from_file(story(n).encode(), f"{n}.txt", settings=settings) for n in range(3)]
    first = create_article(session, [paste(story(4)), *files])
    second = create_article(session, [paste(story(5)), paste(story(6))])
    create_article(other, [paste(story(4)), paste(story(7))])
    add_version(session, first, paste(story(8)))
    delete_version(session, first, 2)
    delete_article(session, second)
    told = kept(session, own(session))
    assert told == counted(session, own(session))
    assert (told["kept_articles"], told["kept_versions"], told["kept_files"]) == (2, 7, 3)

    restore_version(session, first, 2)
    assert kept(session, own(session)) == told
    delete_version(session, first, 3)
    assert purge(session, now() + timedelta(hours=1)) == 3
    told = kept(session, own(session))
    assert told == counted(session, own(session))
    assert (told["kept_articles"], told["kept_versions"], told["kept_files"]) == (1, 4, 2)

    export = BytesIO()
    write_export(session, export)
    (tmp_path / "all.zip").write_bytes(export.getvalue())
    load_export(other, tmp_path / "all.zip", settings=settings)
    told = kept(other, own(other))
    assert told == counted(other, own(other))
    assert (told["kept_articles"], told["kept_versions"], told["kept_files"]) == (2, 6, 2)


def test_the_first_thing_stored_is_counted_with_the_workspace_it_founds(
    database: Database, paste: Paste
) -> None:
    with database.session() as session:
        see_as(session, Viewer(None))
        article = create_article(session, [paste(story(1))], founding_key=new_key())
        assert kept(session, article.workspace_id) == counted(session, article.workspace_id)
        assert kept(session, article.workspace_id)["kept_versions"] == 1


@pytest.mark.parametrize(
    ("most", "said"),
    [
        ({"articles": 1}, "has 1 of the 1 articles that it may hold, and this would add 1"),
        ({"versions": 3}, "has 2 of the 3 versions that it may hold, and this would add 2"),
        ({"files": 1}, "has 1 of the 1 files that it may hold, and this would add 1"),
        ({"bytes": 4096}, "bytes of the 4 KB that it may hold, and this would add"),
    ],
    ids=str,
)
def test_past_a_bound_nothing_is_stored_and_it_is_said_which(
    bounded: Bounded, paste: Paste, settings: Settings, most: dict[str, int], said: str
) -> None:
    session = bounded(**most)
    before = from_file(story(0, 8).encode(), "0.txt", settings=settings)
    create_article(session, [before, paste(story(1, 8))])
    told = kept(session, own(session))
    after = from_file(story(2).encode(), "2.txt", settings=settings)
    with pytest.raises(Full, match=said) as full:
        create_article(session, [after, paste(story(3))])
    assert full.value.status == 413
    assert "Nothing was stored" in full.value.sentence
    assert "10 minutes later" in full.value.advice
    assert kept(session, own(session)) == told == counted(session, own(session))


def test_a_further_version_is_bounded_too(bounded: Bounded, paste: Paste) -> None:
    session = bounded(versions=2)
    article = create_article(session, [paste(story(1))])
    with pytest.raises(Full):
        add_versions(session, article, [paste(story(2)), paste(story(3))])
    add_version(session, article, paste(story(2)))
    with pytest.raises(Full):
        add_version(session, article, paste(story(3)))
    assert [v.number for v in get_article(session, article.slug).versions] == [1, 2]


def test_nought_is_no_bound(bounded: Bounded, paste: Paste) -> None:
    session = bounded(articles=0, versions=0, files=0, bytes=0, shares=0)
    article = create_article(session, [paste(story(1)), paste(story(2))])
    make_share(session, article, 1, 2)
    assert [bound.most for bound in bounds_of(session, own(session))] == [0] * 5


def test_deleting_makes_room_when_it_is_for_good_and_undoing_never_goes_past_a_bound(
    bounded: Bounded, paste: Paste
) -> None:
    session = bounded(articles=1, versions=2)
    article = create_article(session, [paste(story(1)), paste(story(2))])
    delete_version(session, article, 2)
    with pytest.raises(Full):
        add_version(session, article, paste(story(3)))
    restore_version(session, article, 2)
    delete_article(session, article)
    with pytest.raises(Full):
        create_article(session, [paste(story(3))])
    restore_article(session, article.slug)
    assert kept(session, own(session)) == counted(session, own(session))
    delete_version(session, article, 2)
    purge(session, now() + timedelta(hours=1))
    add_version(session, article, paste(story(3)))
    assert [v.number for v in get_article(session, article.slug).versions] == [1, 3]


def test_uploads_at_the_same_moment_do_not_slip_past(
    bounded: Bounded, paste: Paste, settings: Settings
) -> None:
    session = bounded(versions=5)
    bounds = settings.model_copy(update={"workspace_versions": 5})
    stored: list[str] = []
    refused: list[str] = []
    barrier = threading.Barrier(6)

    def upload(database: Database, number: int) -> None:
        with database.session() as mine:
            see_as(mine, viewer_of(session))
            barrier.wait()
            for again in range(2):
                try:
                    create_article(mine, [paste(story(10 * number + again))])
                    stored.append("")
                except Full as error:
                    refused.append(error.sentence)

    database = Database(bounds)
    threads = [threading.Thread(target=upload, args=(database, n)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    assert (len(stored), len(refused)) == (5, 7)
    assert kept(session, own(session)) == counted(session, own(session))


def test_a_bulk_upload_stores_what_fits_and_tells_of_each_that_did_not(
    bounded: Bounded, settings: Settings, database: Database
) -> None:
    session = bounded()
    bounds = settings.model_copy(update={"workspace_files": 2})
    narrow = Database(bounds)

    class Nobody:
        def ask(self, _article: int) -> None:
            """Compare nothing."""

    catching_up: CatchingUp = Nobody()  # type: ignore[assignment]
    uploads = Uploads(bounds, narrow, catching_up)
    try:
        sent = [SentFile(f"piece {n}.txt", story(n).encode()) for n in (11, 22, 33)]
        upload = uploads.find(viewer_of(session), uploads.take(viewer_of(session), sent))
        wait_for(upload_is(upload, Stage.PROPOSED))
        uploads.store(viewer_of(session), upload, {})
        wait_for(upload_is(upload, Stage.DONE))
    finally:
        uploads.close()
        narrow.close()
    told = [(bool(result.number), result.is_problem) for result in upload.results]
    assert told == [(True, False), (True, False), (False, True)]
    assert "has 2 of the 2 files that it may hold" in upload.results[-1].told
    assert kept(session, own(session))["kept_files"] == 2


def upload_is(upload: object, stage: Stage) -> Callable[[], bool]:
    return lambda: getattr(upload, "stage", None) in (stage, Stage.FAILED)


def wait_for(is_so: Callable[[], bool]) -> None:
    waiting = threading.Event()
    while not is_so():
        waiting.wait(0.01)


def test_an_export_is_taken_back_as_far_as_there_is_room(
    bounded: Bounded, paste: Paste, settings: Settings, tmp_path: Path
) -> None:
    session = bounded()
    create_article(session, [paste(story(1)), paste(story(2))], title="Boats")
    create_article(session, [paste(story(3))], title="Quays")
    with (tmp_path / "all.zip").open("wb") as file:
        write_export(session, file)
    narrow = bounded(versions=2)
    report = load_export(narrow, tmp_path / "all.zip", settings=settings)
    assert len(report.created) == 1
    assert ["of the 2 versions" in why for _, why in report.failed] == [True]
    assert kept(narrow, own(narrow)) == counted(narrow, own(narrow))


def load_files(session: Session, folder: Path, texts: Sequence[str], settings: Settings) -> int:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"piece-{'abcdefgh'[number]}.txt").write_text(text)
    return len(load_paths(session, [folder], settings=settings).created)


def test_loading_into_a_workspace_is_bounded_and_into_the_library_of_everyone_is_not(
    bounded: Bounded, settings: Settings, tmp_path: Path
) -> None:
    session = bounded(articles=2)
    texts = [story(1), story(100, 60), story(1000, 80)]
    assert load_files(session, tmp_path / "own", texts, settings) == 2
    keeper = bounded(articles=2)
    keeper.info.pop("viewer")
    assert load_files(keeper, tmp_path / "all", texts, settings) == 3
    assert kept(keeper, SHARED_ID) == counted(keeper, SHARED_ID)


def test_where_all_share_one_library_its_visitors_are_bounded(
    settings: Settings, paste: Paste
) -> None:
    single = settings.model_copy(update={"access": "single", "workspace_articles": 1})
    database = Database(single)
    with database.session() as session:
        enter(session, "", single)
        create_article(session, [paste(story(1))])
        with pytest.raises(Full, match="This library has 1 of the 1 articles"):
            create_article(session, [paste(story(2))])
    database.close()


def test_so_many_links_are_open_at_once(
    bounded: Bounded, paste: Paste, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = bounded(shares=2)
    key = session.info["key"]
    article = create_article(session, [paste(story(1)), paste(story(2))])
    make_share(session, article, 1, 2, key=key)
    make_share(session, article, 1, 2, Terms(lasts=Lasts.HOUR), key=key)
    with pytest.raises(Full, match="2 open links already") as full:
        make_share(session, article, 1, 2, key=key)
    assert "Revoke" in full.value.advice
    newest, oldest = shared_links(session, key).items
    revoke_link(session, key, oldest.id)
    make_share(session, article, 1, 2, key=key)

    later = now() + timedelta(hours=2)
    for module in ("bounds", "shares", "shared_links"):
        monkeypatch.setattr(f"app.services.{module}.now", lambda: later)
    make_share(session, article, 1, 2, key=key)  # the other one has expired
    more_time = Changes(newest.allows, shows_newer=False, lasts=Lasts.DAY, password=None)
    with pytest.raises(Full):
        change_link(session, key, newest.id, more_time)
    assert [bound.used for bound in bounds_of(session, own(session))][-1] == 2


def test_what_is_there_is_told_with_what_there_may_be(bounded: Bounded, paste: Paste) -> None:
    session = bounded(articles=10, versions=2, bytes=10 * 1024 * 1024)
    article = create_article(session, [paste(story(1)), paste(story(2))])
    make_share(session, article, 1, 2)
    told = {b.what: (b.said(b.used), b.said(b.most)) for b in bounds_of(session, own(session))}
    assert told["Articles"] == ("1", "10")
    assert told["Versions"] == ("2", "2")
    assert told["Files"] == ("0", "50,000")
    assert told["Bytes"][1] == "10 MB"
    assert told["Open links"] == ("1", "1,000")
    full = [b.what for b in bounds_of(session, own(session)) if b.is_nearly_full]
    assert full == ["Versions"]


def test_a_library_of_before_is_counted_when_it_is_brought_up_to_date(
    bounded: Bounded, paste: Paste, settings: Settings
) -> None:
    session = bounded()
    file = from_file(story(3).encode(), "3.txt", settings=settings)
    article = create_article(session, [paste(story(1)), paste(story(2)), file])
    delete_version(session, article, 1)
    told = kept(session, own(session))
    session.commit()
    engine = open_engine(settings)
    for act, revision in ((command.downgrade, "0004"), (command.upgrade, "head")):
        with engine.connect() as plain:
            connection = plain.execution_options(**{WRITE_OPTION: True})
            with connection.begin():
                act(alembic_config(connection), revision)
    engine.dispose()
    with closing(Database(settings)) as database, database.session() as after:
        assert kept(after, own(session)) == told == counted(after, own(session))
        assert told["kept_versions"] == 3
