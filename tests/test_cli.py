"""The command line: what it prints, where, and with which status it leaves."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.cli.serving import who_may
from app.settings import Settings
from tests.ingest.packing import odt
from tests.ingest.site import served

EARLIER = """Ferry may resume, union says

Ferry crews may return to work this week, their union said on Monday. Some 1,200 travellers waited.
"""
LATER = """Ferry to resume after strike

Ferry crews will return to work this week, their union said on Monday. Some 1,400 travellers waited.
"""

TRACKED = odt(
    """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>
    <dc:creator>A</dc:creator><dc:date>2026-05-04T06:40:00</dc:date></office:change-info>
    <text:p>may </text:p></text:deletion></text:changed-region></text:tracked-changes>
    <text:p>Ferry crews <text:change text:change-id="c1"/>return to work this week.</text:p>"""
)


def page_of(text: str) -> bytes:
    """The text as a web page."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.strip().split("\n\n"))
    return f"<!doctype html><meta charset=utf-8><body>{paragraphs}".encode()


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder that holds the two texts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in list(os.environ):
        if name.startswith("RECENSION_") or name in ("NO_COLOR", "TERM"):
            monkeypatch.delenv(name)
    Path("a.txt").write_text(EARLIER, encoding="utf-8")
    Path("b.txt").write_text(LATER, encoding="utf-8")

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Outcome(left.value.code, out, err)

    return run


ELSEWHERE = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(sys.path),
    "RECENSION_LOAD_SAMPLES": "false",
}


def spawn(*arguments: str) -> subprocess.Popen[str]:
    """A Python process in the test's folder, with an environment of its own."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ELSEWHERE,
        encoding="utf-8",
    )


class TestCompare:
    def test_texts_that_differ_leave_1_and_show_what_changed(self, run: Run) -> None:
        done = run("compare", "a.txt", "b.txt")
        assert done.status == 1
        assert "Ferry crews [-may-] {+will+} return to work this week" in done.out
        assert "[-1,200-] {+1,400+}" in done.out
        assert done.err == ""

    def test_texts_that_say_the_same_leave_0(self, run: Run) -> None:
        done = run("compare", "a.txt", "a.txt")
        assert done.status == 0
        assert "Nothing changed." in done.out

    def test_a_text_may_come_from_standard_input(self, run: Run) -> None:
        done = run("compare", "-", "b.txt", stdin=EARLIER.encode("utf-16"))
        assert done.status == 1
        assert "[-may-]" in done.out

    def test_not_both_texts_can(self, run: Run) -> None:
        done = run("compare", "-", "-")
        assert (done.status, done.out) == (2, "")
        assert "Only one" in done.err

    def test_a_page_is_fetched(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RECENSION_ALLOW_PRIVATE_ADDRESSES", "true")
        with served() as site:
            site.pages["/old"] = page_of(EARLIER)
            site.pages["/new"] = page_of(LATER)
            done = run("compare", site.at("/old"), site.at("/new"))
            missing = run("compare", site.at("/old"), site.at("/404"))
        assert done.status == 1
        assert "Ferry crews [-may-] {+will+} return to work this week" in done.out
        assert missing.status == 2
        assert "/404”: There is no page at this address (404)." in missing.err

    def test_a_file_is_compared_with_what_it_was_before_its_tracked_changes(self, run: Run) -> None:
        Path("story.odt").write_bytes(TRACKED)
        done = run("compare", "--tracked", "story.odt")
        assert done.status == 1
        assert done.out.startswith("a  story.odt (original)")
        assert "b  story.odt (changes accepted)" in done.out
        assert "[-may-]" in done.out
        assert done.err == (
            "recension: “story.odt”: This file has 1 tracked change; it was taken as accepted.\n"
        )
        done = run("compare", "a.txt", "--tracked")
        assert done.status == 0
        assert "Nothing changed." in done.out
        done = run("compare", "a.txt", "b.txt", "--tracked")
        assert done.status == 2
        assert "Name only that one." in done.err

    def test_the_settings_limit_what_reading_may_take(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("page.html").write_bytes(page_of(LATER))
        monkeypatch.setenv("RECENSION_READER_SECONDS", "none")
        done = run("compare", "a.txt", "page.html")
        assert done.status == 2
        assert "RECENSION_READER_SECONDS" in done.err
        assert run("compare", "a.txt", "b.txt").status == 1

    def test_what_there_is_to_tell_of_a_file_goes_to_standard_error(self, run: Run) -> None:
        Path("page.txt").write_bytes(page_of(LATER))
        done = run("compare", "b.txt", "page.txt")
        assert done.err.startswith("recension: “page.txt”: ")
        assert "web page" in done.err
        assert done.err.count("\n") == 1

    def test_json_has_the_whole_comparison(self, run: Run) -> None:
        done = run("compare", "a.txt", "b.txt", "--format", "json")
        data = json.loads(done.out)
        assert done.status == 1
        assert data["format"] == "recension/comparison/1"
        for side, text in (("a", EARLIER), ("b", LATER)):
            for sentence in data[side]["sentences"]:
                assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert {"a", "b", "relation", "moved", "similarity", "edits"} <= data["links"][0].keys()
        assert set(data["measures"]) == {"verbatim", "reworded", "moved", "new", "gone"}

    def test_html_is_a_page_that_needs_nothing_else(self, run: Run) -> None:
        done = run("compare", "a.txt", "b.txt", "--format", "html")
        assert done.status == 1
        assert done.out.startswith("<!doctype html>")
        assert "<del" in done.out
        assert "<ins" in done.out
        assert "Ferry to resume after strike" in done.out
        assert "src=" not in done.out

    def test_colours_are_for_terminals_or_who_asks(self, run: Run) -> None:
        assert "\x1b[" not in run("compare", "a.txt", "b.txt").out
        assert "\x1b[" in run("compare", "a.txt", "b.txt", "--color", "always").out
        assert "\x1b[" not in run("compare", "a.txt", "b.txt", "--colour", "never").out

    def test_html_files_are_compared_by_their_text(self, run: Run) -> None:
        paragraphs = "".join(f"<p>{text}</p>" for text in LATER.strip().split("\n\n"))
        Path("b.html").write_text(f"<!doctype html><body>{paragraphs}", encoding="utf-8")
        assert run("compare", "b.txt", "b.html").status == 0

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("missing.txt", None, "there is no such file"),
            (".", None, "it is a folder"),
            ("empty.txt", b"", "is empty"),
            ("blank.txt", b" \n\n ", "no text"),
            ("nul.txt", b"a\0b and some more text", "NUL"),
            ("story.txt", b"%PDF-1.7 ...", "This PDF is damaged"),
            ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)"),
            ("http://127.0.0.1:1/", None, "not fetched from port 1"),
            ("http://127.0.0.1/", None, "private network"),
            ("https://me:secret@a.example/", None, "a user name or a password in this address"),
            ("\x1b[31mred.txt", None, "there is no such file"),
        ],
    )
    def test_what_cannot_be_read_is_one_line_and_2(
        self, run: Run, name: str, content: bytes | None, said: str
    ) -> None:
        if content is not None:
            Path(name).write_bytes(content)
        done = run("compare", "a.txt", name)
        assert (done.status, done.out) == (2, "")
        assert said in done.err
        assert done.err.startswith("recension: ")
        assert done.err.count("\n") == 1
        assert "\x1b" not in done.err

    def test_a_file_that_may_not_be_opened(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", refuse)
        done = run("compare", "a.txt", "b.txt")
        assert done.status == 2
        assert "“a.txt” cannot be read: it may not be opened." in done.err

    def test_it_does_not_wait_for_what_it_does_not_need(self, run: Run) -> None:
        code = (
            "import sys; from app.cli import main\n"
            "try: main(['compare', 'a.txt', 'b.txt'])\n"
            "finally: print(*sys.modules, file=sys.stderr)"
        )
        with spawn("-c", code) as done:
            _, modules = done.communicate()
        loaded = {name.partition(".")[0] for name in modules.split()}
        heavy = {
            "fastapi",
            "sqlalchemy",
            "trafilatura",
            "lxml",
            "pydantic",
            "jinja2",
            "markdown_it",
        }
        assert "numpy" in loaded
        assert not loaded & (heavy | {"charset_normalizer", "uvicorn", "rich"})

    def test_two_files_of_seven_kilobytes_take_no_time_to_speak_of(self, run: Run) -> None:
        paragraphs = [f"Boat {n} may leave Port Ellery at {n} o’clock. " * 3 for n in range(50)]
        Path("a.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
        Path("b.txt").write_text("\n\n".join(paragraphs).replace("may", "will"), encoding="utf-8")

        def seconds(*arguments: str, status: int) -> float:
            start = time.perf_counter()
            with spawn(*arguments) as done:
                done.communicate()
            assert done.returncode == status
            return time.perf_counter() - start

        def times_nothing() -> float:
            nothing = seconds("-c", "import numpy, sentencex", status=0)
            return seconds("-m", "app.cli", "compare", "a.txt", "b.txt", status=1) / nothing

        assert any(times_nothing() < 5 for _ in range(5))

    def test_a_reader_that_has_had_enough_is_no_error(self, run: Run) -> None:
        Path("long.txt").write_text("\n\n".join(f"Boat {n} sails." for n in range(9_000)))
        command = f"{sys.executable} -m app.cli compare a.txt long.txt | head -n 1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, env=ELSEWHERE)
        assert done.stdout.startswith("a  a.txt")
        assert done.stderr == ""


class TestArguments:
    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("compare",),
            ("compare", "a.txt"),
            ("compare", "a.txt", "b.txt", "c.txt"),
            ("serve", "--port", "http"),
            ("serve", "--port", "70000"),
            ("load",),
            ("sail",),
            ("workspaces",),
            ("workspaces", "delete"),
            ("export",),
        ],
    )
    def test_wrong_ones_are_one_line_and_2(self, run: Run, arguments: tuple[str, ...]) -> None:
        done = run(*arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith("recension: ")
        assert done.err.count("\n") == 1
        assert "--help" in done.err

    @pytest.mark.parametrize(
        "command", ["", "serve", "compare", "load", "migrate", "workspaces", "export"]
    )
    def test_every_command_has_help(self, run: Run, command: str) -> None:
        done = run(*command.split(), "--help")
        assert done.status == 0
        assert "usage: recension" in done.out

    def test_an_error_of_the_program_is_told_without_a_trace(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError("of the text")

        monkeypatch.setattr("app.ingest.apart.read_apart", fail)
        done = run("compare", "a.txt", "b.txt")
        assert done.status == 2
        assert "ZeroDivisionError" in done.err
        assert "of the text" not in done.err
        assert "Traceback" not in done.err


class TestLibrary:
    def test_loading_tells_what_became_of_everything(self, run: Run) -> None:
        Path("story").mkdir()
        Path("story/ferry_v1.txt").write_text(EARLIER)
        Path("story/ferry_v2.txt").write_text(LATER)
        done = run("load", "story", "missing.txt")
        assert done.status == 2
        assert done.out == "created    ferry-to-resume-after-strike\n"
        assert done.err == "recension: missing.txt: It is not there.\n"
        done = run("load", "story")
        assert (done.status, done.err) == (0, "")
        assert done.out == "unchanged  ferry-to-resume-after-strike\n"

    def test_loading_tells_what_was_noticed(self, run: Run) -> None:
        Path("story.odt").write_bytes(TRACKED)
        done = run("load", "story.odt")
        assert done.status == 0
        assert done.out.startswith("created ")
        assert done.err == (
            "recension: story.odt: This file has 1 tracked change; it was taken as accepted.\n"
        )

    def test_migrating_makes_a_database_and_can_be_done_again(self, run: Run) -> None:
        for _ in range(2):
            done = run("migrate")
            assert (done.status, done.err) == (0, "")
            assert done.out == "The database is up to date.\n"
        assert Path("data/recension.sqlite3").is_file()

    def test_a_folder_that_cannot_be_made_is_told(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("RECENSION_DATA_DIR", "a.txt/data")
        done = run("migrate")
        assert done.status == 2
        folder = Path.cwd() / "a.txt" / "data"
        assert done.err.startswith(f"recension: The data folder {folder} cannot be made")

    def test_a_setting_that_is_wrong_is_told(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("RECENSION_PAGE_SIZE", "many")
        done = run("load", "a.txt")
        assert done.status == 2
        assert "RECENSION_PAGE_SIZE" in done.err


class TestServe:
    def test_it_prints_where_it_is_and_serves_there(self, run: Run) -> None:
        with spawn("-m", "app.cli", "serve", "--port", "0") as server:
            try:
                assert server.stdout is not None
                said = server.stdout.readline()
                assert said.startswith("Recension is at http://127.0.0.1:")
                who = server.stdout.readline()
                assert who == (
                    "Whoever reaches it may store texts, each in a workspace of their own "
                    "(RECENSION_ACCESS=open).\n"
                )
                with urllib.request.urlopen(said.split()[-1], timeout=30) as answer:
                    assert answer.status == 200
            finally:
                server.terminate()

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            ({"access": "single"}, "the one library that is here (RECENSION_ACCESS=single)"),
            ({"access": "invite", "invitations": "lark"}, "Who knows an invitation may store"),
            ({"access": "invite"}, "Nobody can store anything yet: RECENSION_INVITATIONS is empty"),
            ({"host": "0.0.0.0"}, "Nobody can store anything yet"),
            ({"host": "::1"}, "(RECENSION_ACCESS=open)"),
        ],
    )
    def test_it_says_who_may_store_texts(self, settings: dict[str, str], said: str) -> None:
        assert said in who_may(Settings(**settings))  # type: ignore[arg-type]

    def test_an_interrupt_ends_it_quietly(self, run: Run) -> None:
        with spawn("-m", "app.cli", "serve", "--port", "0") as server:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            with urllib.request.urlopen(address, timeout=30):
                pass
            server.send_signal(2)
            _, err = server.communicate(timeout=30)
        assert server.returncode == 0
        told = [json.loads(line) for line in err.splitlines()]
        assert {line["level"] for line in told} == {"info"}
        events = [line["event"] for line in told if line["event"] != "request"]
        assert events[-2:] == ["stopping", "stopped"]

    def test_a_port_that_is_taken_is_told(self, run: Run) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = run("serve", "--port", str(port))
        assert done.status == 2
        assert done.err == (
            f"recension: Port {port} is taken by another program. "
            "Stop that one, or choose another port with --port.\n"
        )

    def test_an_address_of_another_machine_is_told(self, run: Run) -> None:
        done = run("serve", "--host", "192.0.2.1", "--port", "0")
        assert done.status == 2
        assert "192.0.2.1" in done.err
