"""Filling the library at the command line: what is told meanwhile, and doing it again."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.cli import main
from app.cli.progress import watch_for
from app.services.library import open_library
from app.services.loading import LoadReport
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import Article, Version, Workspace, WorkspaceKey
from app.storage.viewing import EVERYBODYS


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run, on a library without samples."""
    for name in list(os.environ):
        if name.startswith("RECENSION_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RECENSION_LOAD_SAMPLES", "false")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def library(here: Path) -> Settings:
    """The settings of that library, made."""
    settings = Settings(data_dir=here / "data", load_samples=False)
    open_library(settings).close()
    return settings


def load(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["load", *arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def stories(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        for version in (1, 2):
            text = f"Story {n} of the bell.\n\nThis is take {version} of it."
            (folder / f"story {n:03} v{version}.txt").write_text(text)


def test_lines_tell_what_became_of_articles(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stories(here / "stories", 2)
    assert load("stories") == 0
    assert capsys.readouterr() == (
        "created    story-0-of-the-bell\ncreated    story-1-of-the-bell\n",
        "",
    )
    assert load("stories") == 0
    assert capsys.readouterr().out.count("unchanged  ") == 2


def test_a_terminal_sees_a_bar_that_fills_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.progress.AT_LEAST", 0)
    monkeypatch.setenv("COLUMNS", "50")
    out, err = io.StringIO(), Terminal()
    report = LoadReport()
    with watch_for(out, err) as watch:
        watch.begins(4)
        watch.step("one.txt")
        watch.step("a\x1b[31m very long name of a file that fills the line.txt", 2)
        report.created.append("bell")
        watch.stored(report)
        watch.step("two.txt")
    drawn = [part for part in err.getvalue().split("\r\x1b[K") if part]
    assert [part[:32] for part in drawn] == [
        f"[{'#' * full}{'.' * (24 - full)}] {percent:>4} "
        for full, percent in ((0, "0%"), (6, "25%"), (18, "75%"), (24, "100%"))
    ]
    assert all(len(part) < 50 for part in drawn)
    assert "\x1b[31m" not in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")
    assert out.getvalue() == "created    bell\n"


def test_nothing_but_lines_goes_where_there_is_no_terminal() -> None:
    out, err = io.StringIO(), io.StringIO()
    with watch_for(out, err) as watch:
        watch.begins(2)
        watch.step("one.txt")
        watch.stored(LoadReport(created=["bell"], failed=[("x", "It is empty.")]))
    assert (out.getvalue(), err.getvalue()) == ("created    bell\n", "")


def counted(settings: Settings) -> tuple[int, int]:
    """How many articles and versions there are, whosever they are."""
    database = Database(settings)
    with database.session() as session:
        found = tuple(
            session.scalar(select(func.count(table.id)).execution_options(**{EVERYBODYS: True}))
            for table in (Article, Version)
        )
    database.close()
    return found  # type: ignore[return-value]


def test_after_a_kill_the_rest_is_loaded_and_nothing_doubled(
    here: Path, library: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    stories(here / "stories", 60)
    told = 0
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "load", "stories"],
        stdout=subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
            "RECENSION_LOAD_SAMPLES": "false",
        },
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told += line.startswith("created")
            if told == 10:
                process.send_signal(signal.SIGKILL)
    articles, versions = counted(library)
    assert 10 <= told <= articles < 60
    assert versions == 2 * articles

    assert load("stories") == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("unchanged") for line in lines) == articles
    assert sum(line.startswith("created") for line in lines) == 60 - articles
    assert counted(library) == (60, 120)


def test_a_series_in_json_is_loaded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    versions = [{"t": f"2026-05-0{n}", "text": f"It rang {n} times."} for n in (1, 2, 3)]
    Path("bell.jsonl").write_text(json.dumps({"id": "bell", "title": "Bell", "versions": versions}))
    assert load("bell.jsonl") == 0
    assert capsys.readouterr().out == "created    bell\n"


# Workspaces


@pytest.fixture
def key(library: Settings) -> str:
    """The key of a workspace."""
    database = Database(library)
    with database.session() as session:
        found = found_workspace(session)
    database.close()
    return found


@pytest.mark.parametrize("link", ["{}", "https://site.example/w/{}"])
def test_a_workspace_gets_what_is_loaded_into_it(
    here: Path, library: Settings, key: str, link: str
) -> None:
    stories(here / "stories", 1)
    for _ in range(2):
        assert load("--workspace", link.format(key), "stories") == 0
    database = Database(library)
    with database.session() as session:
        assert session.scalar(select(func.count(Article.id))) == 0
        enter(session, key, library)
        assert session.scalar(select(func.count(Article.id))) == 1
    database.close()


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (None, "No workspace has this key."),
        (update(WorkspaceKey).values(may_write=False), "Your key only reads this workspace"),
        (
            update(Workspace).values(locked_at=func.now()),
            "This workspace is locked by whoever runs this site",
        ),
    ],
)
def test_a_key_that_opens_nothing_is_told(
    here: Path,
    library: Settings,
    key: str,
    capsys: pytest.CaptureFixture[str],
    spoilt: object,
    said: str,
) -> None:
    database = Database(library)
    with database.session() as session, writing(session):
        if spoilt is not None:
            session.execute(spoilt)  # type: ignore[call-overload]
    database.close()
    stories(here / "stories", 1)
    assert load("--workspace", key if spoilt is not None else "nonsense", "stories") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert counted(library) == (0, 0)
