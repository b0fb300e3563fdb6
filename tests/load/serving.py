"""A server as people run it, one process and its workers, on a library of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

from app.settings import Settings
from app.web.keys import COOKIE
from tests.load.plans import Filled, pair

UNBOUNDED = {
    f"RECENSION_{name.upper()}": "none" if name.endswith("_rate") else "0"
    for name in Settings.model_fields
    if name.endswith("_rate") or name.startswith("workspace_")
}
"""What is to be measured is how much the server bears, not when it asks for patience."""


class Served:
    """A server that runs: its address, and how much memory it has."""

    def __init__(self, process: subprocess.Popen[str], address: str, log: Path) -> None:
        self.address, self._process, self._log = address, process, log

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: str = ""
    ) -> tuple[HTTPResponse, bytes]:
        """One request, and its answer with the body."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=600)
        try:
            connection.request(method, path, body.encode() or None, headers or {})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def store(self, a: str, b: str, cookie: str = "") -> tuple[str, str]:
        """Store two texts as an article; gives its address, and the cookie that opens it."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if cookie:
            headers["Cookie"] = cookie
        response, body = self.ask(
            "POST", "/articles", headers, urlencode({"a_text": a, "b_text": b, "into": "new"})
        )
        if response.status != 303:
            raise RuntimeError(f"nothing was stored ({response.status}): {body[:2000]!r}")
        address = (response.headers["location"] or "").partition("/compare")[0]
        given = (response.headers["set-cookie"] or "").partition(";")[0]
        return address, given if given.startswith(COOKIE) else cookie

    def fill(self) -> Filled:
        """Found a workspace with one article, whose comparison has been looked at."""
        article, cookie = self.store(*pair(1))
        response, _ = self.ask("GET", f"{article}/compare/1..2", {"Cookie": cookie})
        if response.status != 200:
            raise RuntimeError(f"the comparison was not shown ({response.status})")
        return Filled(cookie, article, response.headers["etag"] or "")

    def memory(self) -> tuple[int, int]:
        """How many bytes of memory the server has, and its workers together."""
        parents: dict[int, list[int]] = {}
        sizes: dict[int, int] = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                told = dict(line.split(":", 1) for line in status.read_text().splitlines())
            except (OSError, ValueError):
                continue  # it has just ended
            pid = int(told["Pid"])
            parents.setdefault(int(told["PPid"]), []).append(pid)
            sizes[pid] = int(told.get("VmRSS", "0 kB").split()[0]) * 1024
        below, waiting = 0, list(parents.get(self._process.pid, ()))
        while waiting:
            pid = waiting.pop()
            below += sizes[pid]
            waiting.extend(parents.get(pid, ()))
        return sizes.get(self._process.pid, 0), below

    @property
    def complaints(self) -> str:
        """What it has written to its log so far: warnings and errors."""
        return self._log.read_text()


@contextmanager
def served(**settings: str) -> Iterator[Served]:
    """A server on an empty library, with these variables besides; it ends with the block."""
    with TemporaryDirectory(prefix="recension-load-") as folder:
        log = Path(folder) / "log"
        environment = {
            **{name: value for name, value in os.environ.items() if "RECENSION" not in name},
            **UNBOUNDED,
            "RECENSION_DATA_DIR": f"{folder}/data",
            "RECENSION_LOAD_SAMPLES": "false",
            "RECENSION_LOG_LEVEL": "warning",
            **settings,
        }
        command = [sys.executable, "-P", "-m", "app.cli", "serve", "--port", "0"]
        with (
            log.open("w") as errors,
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
            ) as process,
        ):
            try:
                assert process.stdout is not None
                first = process.stdout.readline().split()
                if not first:
                    raise RuntimeError(f"the server did not start: {log.read_text()}")
                yield Served(process, first[-1], log)
            finally:
                process.terminate()
