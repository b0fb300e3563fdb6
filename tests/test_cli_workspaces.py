"""The command line for who runs the site: workspaces listed, locked, deleted, opened again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from app.cli import main
from app.services.articles import create_article, get_article
from app.services.incoming import from_paste
from app.services.keys import make_key
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.storage.viewing import viewer_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """``run("workspaces", "list")``: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECENSION_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RECENSION_LOAD_SAMPLES", "false")
    monkeypatch.setenv("RECENSION_PUBLIC_URL", "https://desk.example")

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, out, err

    return run


@pytest.fixture
def key(database: Database, settings: Settings) -> str:
    """The key of workspace 2, in which there is an article of two versions."""
    with database.session() as session:
        key = found_workspace(session)
        assert viewer_of(session).workspace_id == 2
        texts = ("Boats\n\nThe boats sail on Friday.", "Boats\n\nThe boats sail on Sunday.")
        create_article(session, [from_paste(text, settings=settings) for text in texts])
    return key


def test_they_are_listed_with_how_much_is_in_them_and_nothing_of_it(run: Run, key: str) -> None:
    run("workspaces", "lock", "2")
    status, out, err = run("workspaces", "list")
    assert (status, err) == (0, "")
    head, *rows = out.splitlines()
    assert head.split() == ["id", "made", "last", "used", "articles", "versions", "size", "keys"]
    assert {row.split()[0] for row in rows} == {"1", "2"}
    (row,) = (row for row in rows if row.split()[0] == "2")
    day = r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(rf" *2  {day}  {day} +1 +2 +\d+ bytes +1  locked on {day}", row)
    assert "everyone reads" in out
    assert "Boats" not in out


def test_the_list_has_pages(run: Run, database: Database) -> None:
    with database.session() as session:
        for _ in range(60):
            found_workspace(session)
    status, out, _ = run("workspaces", "list", "--page", "2")
    assert status == 0
    assert len(out.splitlines()) == 1 + 11 + 1
    assert out.endswith("Page 2 of 2; 61 workspaces in all.\n")
    status, _, err = run("workspaces", "list", "--page", "3")
    assert status == 2
    assert "There is no page 3" in err


def test_one_is_sized(run: Run, key: str) -> None:
    assert run("workspaces", "size", "2")[1] == "1 article, 2 versions, 64 bytes\n"


def test_locking_and_unlocking(run: Run, key: str) -> None:
    assert run("workspaces", "lock", "2")[1] == "Workspace 2 is locked.\n"
    assert run("workspaces", "lock", "2")[1] == "Workspace 2 is locked already.\n"
    assert run("workspaces", "unlock", "2")[1] == "Workspace 2 is open.\n"


@pytest.mark.parametrize("act", ["size", "lock", "unlock", "delete", "key", "read-key"])
def test_one_that_is_not_there_is_told(run: Run, act: str) -> None:
    status, out, err = run("workspaces", act, "7")
    assert (status, out) == (2, "")
    assert "There is no workspace 7." in err


@pytest.mark.parametrize("act", ["lock", "delete", "key", "read-key"])
def test_the_library_of_everyone_is_left_alone(run: Run, act: str) -> None:
    status, out, err = run("workspaces", act, "1")
    assert (status, out) == (2, "")
    assert "everyone reads" in err


@pytest.mark.parametrize("id", ["0", "-1", "two", "99999999999", "²"])
def test_a_number_that_is_none_is_told(run: Run, id: str) -> None:
    status, _, err = run("workspaces", "size", id)
    assert status == 2
    assert err.count("\n") == 1


def test_deleting_asks_first(run: Run, key: str, database: Database, settings: Settings) -> None:
    for typed in ("", "yes\n", "1\n"):
        status, out, err = run("workspaces", "delete", "2", typed=typed)
        assert status == 2
        assert "1 article, 2 versions" in out
        assert "Nothing was deleted." in err
    with database.session() as session:
        assert enter(session, key, settings).is_known
    status, out, _ = run("workspaces", "delete", "2", typed="2\n")
    assert status == 0
    assert out.endswith("Workspace 2 was deleted.\n")
    with database.session() as session:
        assert not enter(session, key, settings).is_known


def test_deleting_need_not_ask(run: Run, key: str) -> None:
    assert run("workspaces", "delete", "2", "--yes")[1] == "Workspace 2 was deleted.\n"


@pytest.mark.parametrize(("act", "may_write"), [("key", True), ("read-key", False)])
def test_who_lost_their_key_gets_another(
    run: Run, key: str, database: Database, settings: Settings, act: str, may_write: bool
) -> None:
    status, out, _ = run("workspaces", act, "2")
    assert status == 0
    link, other = out.rsplit("/", 1)
    assert link == "https://desk.example/w"
    with database.session() as session:
        entered = enter(session, other.strip(), settings)
        assert (entered.viewer.workspace_id, entered.viewer.may_write) == (2, may_write)
        assert enter(session, key, settings).is_known


def test_everything_goes_out_and_comes_back(
    run: Run, key: str, database: Database, settings: Settings
) -> None:
    status, out, _ = run("export", "--workspace", f"https://desk.example/w/{key}", "all.zip")
    assert (status, out) == (0, "all.zip: 1 article\n")
    assert sorted(path.name for path in Path().glob("all*")) == ["all.zip"]
    run("workspaces", "delete", "2", "--yes")
    with database.session() as session:
        other = found_workspace(session)
    status, out, err = run("load", "--workspace", other, "all.zip")
    assert (status, err) == (0, "")
    assert out.split() == ["created", "boats"]
    assert run("load", "--workspace", other, "all.zip")[1].split() == ["unchanged", "boats"]
    with database.session() as session:
        enter(session, other, settings)
        article = get_article(session, "boats")
        assert article.workspace_id == viewer_of(session).workspace_id
        assert [version.number for version in article.versions] == [1, 2]


def test_files_are_loaded_into_a_workspace(
    run: Run, key: str, database: Database, settings: Settings
) -> None:
    Path("ferry.txt").write_text("Ferry\n\nThe ferry sails at noon.", encoding="utf-8")
    assert run("load", "--workspace", key, "ferry.txt")[0] == 0
    with database.session() as session:
        enter(session, key, settings)
        assert get_article(session, "ferry").workspace_id == 2
    assert run("load", "ferry.txt")[1].split() == ["created", "ferry"]
    assert run("export", "shared.zip")[1] == "shared.zip: 1 article\n"


def test_a_key_that_does_not_fit_stores_nothing(
    run: Run, key: str, database: Database, settings: Settings
) -> None:
    Path("ferry.txt").write_text("Ferry\n\nThe ferry sails at noon.", encoding="utf-8")
    with database.session() as session:
        enter(session, key, settings)
        reading = make_key(session, may_write=False)
    for said, told in (("x" * 22, "No workspace has this key"), (reading, "only reads")):
        status, out, err = run("load", "--workspace", said, "ferry.txt")
        assert (status, out) == (2, "")
        assert told in err
    assert run("export", "--workspace", reading, "all.zip")[0] == 0
    run("workspaces", "lock", "2")
    status, _, err = run("export", "--workspace", key, "all.zip")
    assert status == 2
    assert "locked" in err


def test_a_file_that_cannot_be_written_is_told(run: Run) -> None:
    status, _, err = run("export", "no-such-folder/all.zip")
    assert status == 2
    assert "cannot be written: No such file or directory." in err


def test_where_there_is_one_library_no_workspace_is_opened(
    run: Run, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_ACCESS", "single")
    status, _, err = run("export", "--workspace", key, "all.zip")
    assert status == 2
    assert "one library and no workspaces" in err
