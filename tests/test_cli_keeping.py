"""The command line for who keeps a library safe, and what the README says of it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.services.articles import create_article
from app.services.incoming import from_paste
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import ROOT
from tests.reliability.serving import Served, wait_for_end

FOLDER = "/srv/backups"
RECENSION = (sys.executable, "-P", "-m", "app.cli")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code, *capsys.readouterr()


@pytest.fixture
def library(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECENSION_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RECENSION_LOAD_SAMPLES", "false")
    return settings.data_dir / "recension.sqlite3"


def store(settings: Settings, text: str) -> None:
    database = Database(settings)
    with database.session() as session:
        create_article(session, [from_paste(text, settings=settings)])
    database.close()


def test_backup_and_restore_say_what_they_did(
    settings: Settings, library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "safe.sqlite3")
    store(settings, "The boats sail.")
    code, out, err = run(capsys, "backup", target)
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(target)}: 1 article, 1 version, [\d.]+ KB\n", out)
    code, out, err = run(capsys, "backup", target)
    assert (code, out) == (2, "")
    assert "there already" in err
    assert "--force" in err
    assert run(capsys, "backup", "--force", target)[0] == 0
    store(settings, "The boats sank.")
    code, out, err = run(capsys, "restore", target)
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith(f"{library}: 1 article, 1 version")
    kept = re.fullmatch(r"What it was is kept as (.+); delete that when all is well\.", second)
    assert kept is not None
    assert Path(kept[1]).is_file()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://me:secret@host/x", "postgresql://me@host/x"),
        ("postgresql+psycopg://me:secret@host/x", "postgresql://me@host/x"),
    ],
)
def test_on_postgresql_its_own_commands_are_told_without_the_password(
    address: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", address)
    code, _, err = run(capsys, "backup", "my file")
    assert code == 2
    assert f"pg_dump --format=custom --file='my file' {shown}" in err
    code, _, err = run(capsys, "restore", "my file")
    assert code == 2
    assert f"--dbname={shown} 'my file'" in err
    assert "secret" not in err


def test_an_address_of_no_database_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", "nonsense")
    code, _, err = run(capsys, "backup", "file")
    assert code == 2
    assert "RECENSION_DATABASE_URL names no database" in err


def test_the_commands_of_the_readme_do_what_it_says(
    settings: Settings, library: Path, tmp_path: Path
) -> None:
    """The first while a server runs; the second is refused then, and done when it was killed."""
    part = (ROOT / "README.md").read_text().partition("## Backup and restore")[2].partition("\n## ")
    commands = re.findall(r"^\.venv/bin/(recension \w+ [^#\n]+)", part[0], re.MULTILINE)
    backup, restore = (
        [
            sys.executable,
            "-P",
            "-m",
            "app.cli",
            *shlex.split(said.replace(FOLDER, str(tmp_path)))[1:],
        ]
        for said in commands
    )
    store(settings, "The boats sail.")
    env = {"RECENSION_DATA_DIR": str(settings.data_dir), "RECENSION_LOAD_SAMPLES": "false"}
    server = Served(env, tmp_path / "server.log")
    server.ready()
    assert subprocess.run(backup, cwd=ROOT, check=False).returncode == 0
    refused = subprocess.run(restore, cwd=ROOT, check=False, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "open in another program" in refused.stderr
    wait_for_end(server.kill(alone=False))
    assert subprocess.run(restore, cwd=ROOT, check=False).returncode == 0
    assert (tmp_path / "monday.sqlite3").is_file()
    server = Served(env, tmp_path / "server.log")
    server.ready()
    wait_for_end(server.kill(alone=False))
