"""Disks that are full or take nothing, files that are damaged or gone: what visitors are told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.errors import RecensionError
from app.main import create_app
from app.settings import Settings
from app.storage import sqlite
from app.web.keys import COOKIE
from tests.reliability.conftest import Disk
from tests.reliability.people import BELL, BELLS, EARLIER, LATER, said, send, stored

pytestmark = pytest.mark.sqlite


@contextmanager
def by_hand(library: Path) -> Iterator[sqlite3.Connection]:
    """The library as another program sees it, which stores what it did."""
    with closing(sqlite3.connect(library)) as connection, connection:
        yield connection


@contextmanager
def visiting(settings: Settings, key: str) -> Iterator[TestClient]:
    """A server that starts on the library as it is, and somebody who has a key."""
    app = create_app(settings)
    cookies = {COOKIE: key}
    with TestClient(
        app, follow_redirects=False, raise_server_exceptions=False, cookies=cookies
    ) as visitor:
        yield visitor


class TestFullDisk:
    def test_nothing_is_stored_what_was_is_read_and_with_room_it_goes_on(
        self, tmp_path: Path, mount: Disk, settings: Settings
    ) -> None:
        """On a disk of a few megabytes where we may make one, else by SQLite's own bound."""
        folder = tmp_path / "small"
        folder.mkdir()
        is_real = mount(folder, "size=6m")
        shutil.copy(settings.data_dir / "recension.sqlite3", folder)
        app = create_app(Settings(data_dir=folder, load_samples=False))
        with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
            before = stored(client)
            assert client.get(before).status_code == 200
            filler = folder / "filler"
            if is_real:
                _fill(filler)
            else:
                _bound(app, 0)
            status, words = said(send(client, BELL * 2000, BELLS * 2000))
            assert status == 507
            assert "no space left" in words
            assert "what was stored before is safe" in words
            assert client.get(before).status_code == 200
            assert client.get("/articles").status_code == 200
            if is_real:
                filler.unlink()
            else:
                _bound(app, 2**30)
            assert client.get(stored(client, BELL, BELLS)).status_code == 200


def _fill(filler: Path) -> None:
    """Take all the space that is left."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


def _bound(app: FastAPI, more: int) -> None:
    """Let SQLite's file grow by so many pages, for all connections that there are."""
    from sqlalchemy import event

    engine = app.state.database.engine
    engine.dispose()

    @event.listens_for(engine, "checkout")
    def bound(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + more}")


class TestNothingIsTaken:
    def test_a_library_on_a_disc_is_read_and_compared(
        self,
        settings: Settings,
        library: Path,
        tmp_path: Path,
        mount: Disk,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Comparisons that were never made are shown, too, and not kept."""
        app = create_app(settings)
        with TestClient(app, follow_redirects=False) as client:
            address = stored(client)
            key = client.cookies[COOKIE]
        with by_hand(library) as connection:
            connection.execute("DELETE FROM stored_comparison")
        disc = tmp_path / "disc"
        disc.mkdir()
        is_real = mount(disc, "size=16m")
        shutil.copy(library, disc)
        if is_real:
            assert mount(disc, "ro")
        else:
            monkeypatch.setattr(sqlite, "_is_unchanging", lambda _: True)
        with visiting(settings.model_copy(update={"data_dir": disc}), key) as client:
            status, words = said(client.get(address))
            assert status == 200
            assert "Monday" in words
            status, words = said(send(client, BELL, BELLS))
            assert status == 503
            assert "cannot be written to" in words
            assert "Nothing was stored" in words
            assert client.get("/articles").status_code == 200

    def test_while_another_program_writes_for_too_long_one_reads_and_compares(
        self, settings: Settings, library: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.storage.engines.BUSY_MILLISECONDS", 50)
        with TestClient(create_app(settings), follow_redirects=False) as client:
            address, key = stored(client), client.cookies[COOKIE]
        with by_hand(library) as connection:
            connection.execute("DELETE FROM stored_comparison")
        with visiting(settings, key) as client:
            with by_hand(library) as other:
                other.execute("BEGIN IMMEDIATE")
                status, words = said(send(client, BELL, BELLS))
                assert status == 503
                assert "written to by others" in words
                status, words = said(client.get(address))
                assert status == 200
                assert "Monday" in words
                other.rollback()
            stored(client, BELL, BELLS)


def _damaged(sound: bytes, how: str) -> bytes:
    match how:
        case "flipped":
            return sound[:20] + bytes(each ^ 0xFF for each in sound[20:24]) + sound[24:]
        case "cut":
            return sound[: len(sound) // 2]
        case _:
            return b""


class TestDamage:
    @pytest.mark.parametrize("how", ["flipped", "cut", "of another release", "empty"])
    def test_a_comparison_that_is_damaged_is_made_again_and_replaced(
        self, settings: Settings, library: Path, how: str
    ) -> None:
        with TestClient(create_app(settings), follow_redirects=False) as client:
            address = stored(client)
            assert client.get(address).status_code == 200
            key = client.cookies[COOKIE]
        with by_hand(library) as connection:
            ((sound,),) = connection.execute("SELECT payload FROM stored_comparison")
            other = zlib.compress(b'{"format": "recension/comparison/0"}')
            damaged = other if how == "of another release" else _damaged(sound, how)
            connection.execute("UPDATE stored_comparison SET payload = ?", [damaged])
        with visiting(settings, key) as client:
            status, words = said(client.get(address))
            assert status == 200
            assert "Monday" in words
        with by_hand(library) as connection:
            ((now,),) = connection.execute("SELECT payload FROM stored_comparison")
        assert now == sound

    @pytest.mark.parametrize("how", ["flipped", "cut", "empty"])
    def test_a_text_that_is_damaged_is_told_the_others_are_read_and_storing_it_mends_it(
        self, forgetful: Settings, library: Path, how: str
    ) -> None:
        with TestClient(create_app(forgetful), follow_redirects=False) as client:
            other, address = stored(client, BELL, BELLS), stored(client)
            key = client.cookies[COOKIE]
        article = "/".join(address.split("/")[:3])
        with by_hand(library) as connection:
            names = connection.execute(
                "SELECT document_hash, content_hash FROM version JOIN article "
                "ON article.id = article_id WHERE slug = ? AND number = 2",
                [article.split("/")[2]],
            ).fetchone()
            for name in names:
                query = "SELECT data FROM content WHERE hash = ?"
                ((sound,),) = connection.execute(query, [name])
                connection.execute(
                    "UPDATE content SET data = ? WHERE hash = ?", [_damaged(sound, how), name]
                )
            connection.execute("DELETE FROM stored_comparison")
        with visiting(forgetful, key) as client:
            text = f"{article}/versions/2"
            for path in (address, text, f"{text}/original"):
                status, words = said(client.get(path))
                assert status == 500, path
                assert "What is stored for this version is damaged" in words
            for path in (article, f"{article}/versions/1", other, "/articles"):
                assert client.get(path).status_code == 200, path
            into = "/".join(other.split("/")[:3])  # the very same text, elsewhere
            answer = client.post(f"{into}/versions", data={"new_text": LATER})
            assert answer.status_code == 303
            for path in (address, text, f"{text}/original"):
                assert client.get(path).status_code == 200, path

    def test_a_page_of_the_file_that_is_damaged_stops_what_needs_it_and_nothing_else(
        self, settings: Settings, library: Path
    ) -> None:
        with TestClient(create_app(settings), follow_redirects=False) as client:
            address = stored(client)
            assert client.post(f"{address}/shares").status_code == 201
            key = client.cookies[COOKIE]
        with by_hand(library) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            ((size,),) = connection.execute("PRAGMA page_size")
            ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name='share'")
        with library.open("r+b") as file:
            file.seek((root - 1) * size)
            file.write(b"\xa5" * size)
        with visiting(settings, key) as client:
            status, words = said(client.get("/shares"))
            assert status == 500
            assert "file is damaged" in words
            assert "recension restore" in words
            assert client.get(address).status_code == 200
            stored(client, BELL, BELLS)

    @pytest.mark.parametrize("log", [None, b"", b"garbage" * 999, b"\0" * 4096])
    def test_a_log_that_is_lost_or_garbage_costs_no_more_than_what_stood_in_it(
        self, settings: Settings, library: Path, tmp_path: Path, log: bytes | None
    ) -> None:
        with TestClient(create_app(settings), follow_redirects=False) as client:
            address = stored(client)
            key = client.cookies[COOKIE]
            with by_hand(library) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            stored(client, BELL, BELLS)  # stands in the log alone
            copy = tmp_path / "copy"
            copy.mkdir()
            shutil.copy(library, copy)
        if log is not None:
            (copy / "recension.sqlite3-wal").write_bytes(log)
        with visiting(settings.model_copy(update={"data_dir": copy}), key) as client:
            assert client.get(address).status_code == 200
            assert client.get(stored(client, BELL, BELLS)).status_code == 200
        with by_hand(copy / "recension.sqlite3") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


class TestOtherHands:
    def test_a_newer_release_takes_the_library_over_while_a_server_runs(
        self, client: TestClient, library: Path, settings: Settings
    ) -> None:
        address = stored(client)
        with by_hand(library) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        status, words = said(send(client, BELL, BELLS))
        assert status == 503
        assert "another release of Recension" in words
        assert client.get(address).status_code == 200
        with pytest.raises(RecensionError, match="newer release"), TestClient(create_app(settings)):
            pass

    def test_a_folder_that_vanishes_is_told_and_nothing_is_acknowledged_until_it_is_back(
        self, client: TestClient, settings: Settings
    ) -> None:
        address = stored(client)
        away = settings.data_dir.with_name("away")
        settings.data_dir.rename(away)
        for answer in (client.get("/articles"), send(client, BELL, BELLS)):
            status, words = said(answer)
            assert status == 503
            assert "cannot be reached" in words
        assert not settings.data_dir.exists()
        away.rename(settings.data_dir)
        assert client.get(address).status_code == 200
        assert client.get(stored(client, BELL, BELLS)).status_code == 200

    def test_a_file_that_is_removed_is_not_written_to(
        self, client: TestClient, library: Path
    ) -> None:
        """It would be taken, acknowledged, and gone with the last who has it open."""
        stored(client)
        library.unlink()
        status, words = said(send(client, BELL, BELLS))
        assert status == 503
        assert "cannot be reached" in words
        assert not library.exists()

    def test_a_file_that_is_exchanged_is_followed(
        self, client: TestClient, library: Path, tmp_path: Path
    ) -> None:
        address = stored(client)
        copy = tmp_path / "copy.sqlite3"
        with by_hand(library) as connection, closing(sqlite3.connect(copy)) as other:
            connection.backup(other)
        later = stored(client, BELL, BELLS)
        for end in ("-wal", "-shm"):
            library.with_name(library.name + end).unlink(missing_ok=True)
        os.replace(copy, library)
        assert client.get(address).status_code == 200
        assert client.get(later).status_code == 404
        stored(client, BELL, BELLS)
        with by_hand(library) as connection:
            assert connection.execute("SELECT count(*) FROM article").fetchone() == (2,)


class TestTemporaryFiles:
    """A large file waits on the disk until it has come."""

    @pytest.fixture
    def large(self) -> dict[str, tuple[str, bytes]]:
        return {
            "a_file": ("a.txt", f"{EARLIER}\n\n".encode() * 20_000),
            "b_file": ("b.txt", LATER.encode()),
        }

    def test_a_folder_for_them_that_is_missing_is_told(
        self,
        client: TestClient,
        large: dict[str, tuple[str, bytes]],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        status, words = said(client.post("/articles", files=large))
        assert status == 503
        assert "temporary files" in words
        assert client.get("/").status_code == 200

    def test_a_folder_for_them_that_is_full_is_told(
        self,
        client: TestClient,
        large: dict[str, tuple[str, bytes]],
        tmp_path: Path,
        mount: Disk,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        full = tmp_path / "full"
        full.mkdir()
        if mount(full, "size=64k"):
            monkeypatch.setattr(tempfile, "tempdir", str(full))
        else:
            monkeypatch.setattr(tempfile, "TemporaryFile", _no_space)
        status, words = said(client.post("/articles", files=large))
        assert status == 507
        assert "no space left" in words
        assert client.get("/").status_code == 200


def _no_space(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
