"""One case, all contenders: who takes how long, in turns, in one process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from app.engine import Comparison, compare_texts
from tests.bench.cases import Case
from tests.bench.external import External
from tests.bench.opponents import Opponent, seconds

OURS = "ours"
WARM = "ours, warm"
HASHED = "split and hashed"
HASHED_SHA = "split, SHA-256"

Timed = float | str
"""Seconds, or why there are none."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much time measuring may take: for a contender, for one run of it, and the most runs."""

    budget: float
    limit: float
    most: int

    def runs(self, first: float) -> int:
        """How often to run what took so long the first time (an odd number)."""
        if first > self.budget:
            return 1
        return max(3, min(self.most, int(self.budget / max(first, 1e-6)))) | 1


def whole_comparison(a: str, b: str) -> Comparison:
    """Texts to Comparison, with all that is worked out at once."""
    comparison = compare_texts(a, b)
    _ = comparison.facts, comparison.measures, comparison.changes
    return comparison


def our_seconds(a: str, b: str) -> float:
    """How long ours takes when it remembers nothing from before."""
    forget()
    start = perf_counter()
    whole_comparison(a, b)
    return perf_counter() - start


def warm_seconds(a: str, b: str, others: Sequence[Case]) -> float:
    """How long ours takes when it has just compared other texts, and never these."""
    forget()
    for case in others:
        whole_comparison(case.a, case.b)
    return seconds(whole_comparison, a, b)


def forget(room: str = "app.engine") -> None:
    """Empty every cache of the functions in a room; those of the engine where none is named."""
    for name, module in list(sys.modules.items()):
        if name.startswith(room):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def split_and_hashed(a: str, b: str) -> object:
    """The least a comparison of paragraphs must do: split both texts and hash the pieces."""
    return [hash(paragraph) for text in (a, b) for paragraph in text.split("\n\n")]


def split_and_hashed_for_good(a: str, b: str) -> object:
    """The same with a hash that may be stored."""
    return [
        sha256(paragraph.encode()).digest() for text in (a, b) for paragraph in text.split("\n\n")
    ]


def race(
    case: Case, opponents: Mapping[str, Opponent], external: Sequence[str], effort: Effort
) -> dict[str, Timed]:
    """The median seconds of ours and of each opponent, run in turns.

    An opponent in Python is first tried in a process of its own, which is ended when the limit is
    over; what took longer than the budget there is not run again.
    """
    found: dict[str, Timed] = {}
    with _on_disk(case) as paths, ExitStack() as running:
        runners = {OURS: partial(our_seconds, case.a, case.b)}
        for name in external:
            opponent = running.enter_context(External(name, *paths))
            runners[name] = partial(opponent.seconds, effort.limit)
        for name, function in opponents.items():
            tried = found[name] = _tried(name, paths, effort.limit)
            if isinstance(tried, float) and tried <= effort.budget:
                runners[name] = partial(seconds, function, case.a, case.b)
        found.update(in_turns(runners, effort))
    return found


def in_turns(runners: Mapping[str, Callable[[], float]], effort: Effort) -> dict[str, Timed]:
    """The median of several runs of each, one run of each after the other."""
    times: dict[str, list[float]] = {name: [] for name in runners}
    failed: dict[str, str] = {}
    going = list(runners)
    while going:
        for name in list(going):
            try:
                times[name].append(runners[name]())
            except TimeoutError:
                failed[name] = f"> {effort.limit:g} s"
            except OSError:
                failed[name] = "failed"
            if name in failed or len(times[name]) >= effort.runs(times[name][0]):
                going.remove(name)
    return {name: failed.get(name) or median(runs) for name, runs in times.items()}


def _tried(name: str, paths: tuple[Path, Path], limit: float) -> Timed:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.opponents", name, *map(str, paths)]
    try:
        tried = subprocess.run(
            command, capture_output=True, text=True, timeout=limit + 1, check=True
        )
    except subprocess.TimeoutExpired:
        return f"> {limit:g} s"
    except subprocess.CalledProcessError:
        return "failed"
    return float(tried.stdout)


@contextmanager
def _on_disk(case: Case) -> Iterator[tuple[Path, Path]]:
    with TemporaryDirectory() as folder:
        paths = Path(folder) / "a.txt", Path(folder) / "b.txt"
        for path, text in zip(paths, (case.a, case.b), strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        yield paths


def peak_memory(case: Case) -> float:
    """The most memory, in megabytes, that a process of its own took for this comparison."""
    with _on_disk(case) as paths:
        command = [sys.executable, "-m", "tests.bench.peak", *map(str, paths)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
