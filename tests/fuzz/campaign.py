"""``make fuzz TARGET=docx SECONDS=600``: a campaign against one target, or against all in turn.

The fuzzer runs in a process of its own (``led``), which a segmentation fault, a lack of memory or
an input that takes for ever may end; then the next one goes on with what was found so far. What
reached new code is kept in build/fuzz/TARGET/corpus, what broke something in found beside it.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import RecensionError
from app.ingest.apart import close_workers, read_apart

ROOT = Path(__file__).parents[2]
HTTP = "http"
"""The whole web app, which a fuzzer of its own knows how to ask."""
READ_APART = ("html", "docx", "rtf", "pdf", "mail", "odt", "epub", "mhtml", "archive")
"""What is read by workers, which may be ended."""

_UNITS = re.compile(r"stat::number_of_executed_units: (\d+)")
_PROGRESS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)")
_LONGEST_INPUT = 64 * 1024
_SECONDS_FOR_ONE = 300
"""By the clock, on a machine that is busy; what takes seconds of the processor is found as well."""
_MEGABYTES = 2048


@dataclass
class Figures:
    """What a campaign did.

    ``cover`` counts places in the code, at its start and at its end; ``contained`` inputs that
    ended the process of the fuzzer, and that a worker with its limits deals with all the same.
    """

    target: str
    executions: int = 0
    seconds: float = 0
    processor: float = 0
    cover_first: int = 0
    cover: int = 0
    corpus: int = 0
    contained: int = 0
    found: int = 0

    def row(self) -> str:
        """The figures as a row of a table in Markdown."""
        return (
            f"| {self.target} | {self.executions:,} | {self.seconds:,.0f} | {self.processor:,.0f} "
            f"| {self.cover_first:,} → {self.cover:,} | {self.corpus:,} | {self.contained} "
            f"| {self.found} |"
        )


HEAD = (
    "| target | executions | seconds | of the processor | places reached | corpus "
    "| ended the reader | found |\n|---|---:|---:|---:|---:|---:|---:|---:|"
)


def main() -> None:
    """Run what the command line asks for; the exit status is 1 when something was found."""
    parser = argparse.ArgumentParser(description="Fuzz one target, or several in turn.")
    parser.add_argument("targets", nargs="+")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--executions", type=int, default=0, help="stop sooner after so many")
    asked = parser.parse_args()
    if asked.targets == [HTTP]:
        sys.exit(subprocess.call([sys.executable, "-m", "tests.fuzz.http", str(asked.seconds)]))
    print(HEAD, flush=True)
    found = 0
    for target in asked.targets:
        figures = campaign(target, asked.seconds, asked.executions)
        found += figures.found
        print(figures.row(), flush=True)
    sys.exit(found > 0)


def campaign(target: str, seconds: int, executions: int = 0) -> Figures:
    """Fuzz a target for so many seconds, or so many executions if that is sooner."""
    folder = ROOT / "build" / "fuzz" / target
    for name in ("corpus", "found"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    figures = Figures(target)
    start, used = time.monotonic(), _processor()
    with (folder / "log.txt").open("a", encoding="utf-8") as log:
        while (left := seconds - (time.monotonic() - start)) > 1 and (
            not executions or figures.executions < executions
        ):
            most = [f"-runs={executions - figures.executions}"] if executions else []
            done = subprocess.run(
                [
                    sys.executable, "-m", "tests.fuzz.led", target, str(folder / "corpus"),
                    f"-max_total_time={left:.0f}", f"-max_len={_LONGEST_INPUT}", *most,
                    f"-timeout={_SECONDS_FOR_ONE}", f"-rss_limit_mb={_MEGABYTES}",
                    f"-artifact_prefix={folder / 'found'}/", "-print_final_stats=1", "-verbosity=1",
                    "-detect_leaks=0", "-reload=0", "-len_control=0",
                ],
                cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
            )  # fmt: skip
            said = done.stdout + done.stderr
            log.write(said)
            log.flush()
            ran = _note(figures, said)
            if not ran and "SUMMARY: libFuzzer" not in said:
                raise SystemExit(f"The fuzzer did not start:\n{said[-2000:]}")
            figures.executions += ran
    figures.seconds = time.monotonic() - start
    figures.processor = _processor() - used
    figures.corpus = sum(1 for _ in (folder / "corpus").iterdir())
    ended = [path for path in (folder / "found").glob("*-*") if _is_contained(path, target)]
    figures.contained = len(ended)
    figures.found = sum(1 for path in (folder / "found").iterdir() if path.suffix != ".txt")
    figures.found -= len(ended)
    close_workers()
    return figures


def _processor() -> float:
    """How many seconds of the processor what was run here has used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _is_contained(path: Path, target: str) -> bool:
    """Whether what ended the fuzzer ends a worker at most, with an answer for who sent it."""
    if target not in READ_APART:
        return False
    with suppress(RecensionError):
        read_apart(path.read_bytes(), f"a.{target}")
    return True


def _note(figures: Figures, said: str) -> int:
    """Take from what one run said how far it came; how many executions it made."""
    progress = [[int(number) for number in found] for found in _PROGRESS.findall(said)]
    if progress:
        figures.cover_first = figures.cover_first or progress[0][1]
        figures.cover = max(figures.cover, progress[-1][1])
    if units := _UNITS.findall(said):
        return int(units[-1])
    return progress[-1][0] if progress else 0


if __name__ == "__main__":
    main()
