"""Files from the command line."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.export.formats import FORMATS

EARLIER = "Boats to sail\n\nThe boats sail on Friday, the clerk said.\n"
LATER = "Boats to sail\n\nThe boats sail on Sunday, the clerk said.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.txt").write_text(EARLIER, "utf-8")
    Path("new.txt").write_text(LATER, "utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(("compare", "old.txt", "new.txt", *arguments))
    status = left.value.code
    assert isinstance(status, int)
    return status


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_kind_of_file_is_written(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--format", name, "--output", "changes") == 1
    data = Path("changes").read_bytes()
    assert run("-o", f"changes.{name}") == 1
    again = Path(f"changes.{name}").read_bytes()
    assert again[:5] == data[:5]
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in Path().iterdir()) == sorted(
        ["old.txt", "new.txt", "changes", f"changes.{name}"]
    )


def test_a_file_goes_down_a_pipe() -> None:
    command = [sys.executable, "-m", "app.cli", "compare", "old.txt", "new.txt"]
    root = str(Path(__file__).parents[2])
    for name, start in (("docx", b"PK"), ("md", b"{>>"), ("pdf", b"%PDF-")):
        done = subprocess.run(
            [*command, "--format", name], capture_output=True, check=False,
            env={"PYTHONPATH": root, "PATH": ""},
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        assert done.stdout.startswith(start)


def test_no_binary_file_is_thrown_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("--format", "docx") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "recension: A file of the kind “docx” is nothing for a terminal. Name a file: "
        "--output changes.docx\n"
    )
    assert run("--format", "docx", "--output", "changes.docx") == 1


def test_what_was_compared_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    run("-o", "changes.md")
    remark = Path("changes.md").read_text("utf-8").partition("<<}")[0]
    for name, text in (("old.txt", EARLIER), ("new.txt", LATER)):
        assert f"{name} · SHA-256 {hashlib.sha256(text.encode()).hexdigest()}" in remark
    run("-o", "changes.patch")
    assert Path("changes.patch").read_text("utf-8").startswith("--- old.txt\n+++ new.txt\n")


def test_text_goes_into_a_file_too() -> None:
    assert run("--output", "changes.log") == 1
    text = Path("changes.log").read_text("utf-8")
    assert "Sunday" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "gif"), "There is no file of the kind “gif” of a comparison. There are"),
        (("-o", "nowhere/changes.md"), "“nowhere/changes.md” cannot be written: no such file"),
        (("-o", "."), "“.” is a folder. Name a file in it."),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"recension: {told}")
    assert said.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["new.txt", "old.txt"]
