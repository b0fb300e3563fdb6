"""How a load gets on: a bar that is drawn again and again on a terminal, lines everywhere else."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from app.presentation.terminal import printable
from app.services.loading import LoadReport, Watch

OUTCOMES = ("created", "extended", "unchanged")
BAR = 24
AT_LEAST = 0.1
"""So many seconds lie between two drawings of the bar."""


def tell(report: LoadReport, out: TextIO) -> None:
    """A line for each article that a report names."""
    _Told(out).stored(report)


@contextmanager
def watch_for(out: TextIO, err: TextIO) -> Iterator[Watch]:
    """What writes lines about articles to ``out``, and to ``err`` a bar if that is a terminal."""
    watch = _Bar(out, err) if err.isatty() else _Told(out)
    try:
        yield watch
    finally:
        watch.end()


class _Told(Watch):
    """A line for each article as soon as it is stored."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._told = dict.fromkeys(OUTCOMES, 0)

    def stored(self, report: LoadReport) -> None:
        """Tell what is new in the report."""
        for outcome in OUTCOMES:
            slugs = getattr(report, outcome)
            for slug in slugs[self._told[outcome] :]:
                print(f"{outcome:<9}  {slug}", file=self._out, flush=True)
            self._told[outcome] = len(slugs)

    def end(self) -> None:
        """Nothing is left to be put in order."""


class _Bar(_Told):
    """The same, and below the lines how much is done."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        super().__init__(out)
        self._err = err
        self._done = self._total = 0
        self._drawn_at = 0.0

    def begins(self, total: int) -> None:
        """Draw the bar, empty."""
        self._total = total
        self._draw("")

    def step(self, what: str, number: int = 1) -> None:
        """Draw it a little fuller."""
        self._done += number
        if time.monotonic() - self._drawn_at >= AT_LEAST:
            self._draw(what)

    def stored(self, report: LoadReport) -> None:
        """Lines stand above the bar."""
        self._erase()
        super().stored(report)

    def end(self) -> None:
        """Leave nothing of it on the screen."""
        self._erase()

    def _draw(self, what: str) -> None:
        self._drawn_at = time.monotonic()
        share = self._done / self._total if self._total else 1.0
        full = round(BAR * min(share, 1.0))
        line = f"[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}  {printable(what)}"
        self._err.write(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}")
        self._err.flush()

    def _erase(self) -> None:
        self._err.write("\r\x1b[K")
        self._err.flush()
