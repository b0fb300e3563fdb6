"""How fast the whole comparison is, next to other tools: ``python -m tests.bench.speed``.

Ours is texts to Comparison, facts and measures included; the others only find what differs. All
run in turns in one run; figures are medians.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from statistics import median

from app.engine import Comparison, apply_to
from tests.bench import cases
from tests.bench.aims import Aim
from tests.bench.cases import Case
from tests.bench.external import HOW_TO_INSTALL, JSDIFF, WIKIDIFF2, version_of
from tests.bench.opponents import BY_CHARACTER, BY_WORD, DIFFLIB, PURE_PYTHON, opponents, seconds
from tests.bench.stages import REST, STAGES, time_stages
from tests.bench.tables import table
from tests.bench.timing import (
    HASHED,
    HASHED_SHA,
    OURS,
    WARM,
    Effort,
    Timed,
    in_turns,
    our_seconds,
    peak_memory,
    race,
    split_and_hashed,
    split_and_hashed_for_good,
    warm_seconds,
    whole_comparison,
)

CONTENDERS = (WIKIDIFF2, BY_CHARACTER, BY_WORD, PURE_PYTHON, DIFFLIB, JSDIFF)
THOROUGH = Effort(budget=4.0, limit=20.0, most=101)
QUICK = Effort(budget=0.5, limit=3.0, most=21)

RUNS = 5
"""For the stages of one size, and for how the time grows with the size."""
SHORT_RUNS = 5
"""Of the shorter texts beside each of the longer ones."""

TO_WIKIDIFF2 = Aim(0.3, at_most=True)
TO_BY_CHARACTER = Aim(0.2, at_most=True)
TO_HASHING = Aim(10, at_most=True)
TENFOLD = Aim(12, at_most=True)
MEMORY = Aim(500, at_most=True)
HOSTILE_SECONDS = Aim(10, at_most=True)

LEGEND = """\
Medians; in brackets ours as a share of the other's. The size is that of both texts, in thousands
of characters."""

GROWTH_LEGEND = """\
Each stage without those inside it, medians of five runs; × is how it grew over the size before."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all cases and print what came of it."""
    given = _parser().parse_args(arguments)
    effort = QUICK if given.quick else THOROUGH
    print("\n".join(_machine()), end="\n\n", flush=True)
    found: dict[str, dict[str, Timed]] = {}
    all_cases = _cases(given.pair)
    for case in all_cases:
        print(f"  {case.name} …", file=sys.stderr, flush=True)
        found[case.name] = race(case, opponents(), _external(), effort)
    print(_table(all_cases, found, markdown=given.markdown), LEGEND, sep="\n\n", end="\n\n")
    for line in (*_ratios(all_cases, found, effort), *_hostile(all_cases, found)):
        print(f"- {line}", flush=True)
    sizes = (20_000, 200_000) if given.quick else (20_000, 200_000, 2_000_000)
    print("", _growth(sizes, markdown=given.markdown), GROWTH_LEGEND, sep="\n\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed", description=__doc__)
    parser.add_argument("--pair", type=Path, nargs=2, metavar=("A", "B"), help="the first case")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and shorter ones")
    parser.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    return parser


def _machine() -> Iterator[str]:
    """What the figures were made on and with, and who is missing."""
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    cores = f"{os.cpu_count()} cores ({_processor()})"
    yield f"{cores}, {platform.system()} {platform.machine()}{load}"
    packages = ("numpy", "fast-diff-match-patch", "diff-match-patch")
    versions = (f"{package} {_version(package)}" for package in packages)
    yield f"Python {platform.python_version()}, {', '.join(versions)}"
    threads = {name: value for name, value in os.environ.items() if name.endswith("_NUM_THREADS")}
    yield from (f"{name}={value}" for name, value in threads.items())
    for name in (WIKIDIFF2, JSDIFF):
        found = version_of(name)
        yield f"{name} {found}" if found else f"{name} is not here; it needs {HOW_TO_INSTALL[name]}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "is not here"


def _external() -> list[str]:
    return [name for name in (WIKIDIFF2, JSDIFF) if version_of(name)]


def _cases(pair: Sequence[Path] | None) -> list[Case]:
    return [
        cases.read_pair(*pair) if pair else cases.story(),
        cases.one_word_changed(),
        cases.edited(200_000, cases.EDITED),
        cases.edited(2_000_000, cases.EDITED_LONG),
        *cases.hostile(),
    ]


def _table(
    all_cases: Sequence[Case], found: Mapping[str, Mapping[str, Timed]], *, markdown: bool
) -> str:
    rows = [
        (
            case.name,
            case.size,
            _shown(found[case.name][OURS]),
            *(_beside(found[case.name], name) for name in CONTENDERS),
        )
        for case in all_cases
    ]
    return table(("texts", "size", OURS, *CONTENDERS), rows, markdown=markdown)


def _beside(found: Mapping[str, Timed], name: str) -> str:
    if name not in found:
        return "–"
    ratio = _ratio(found, name)
    return (
        _shown(found[name])
        if ratio is None
        else f"{_shown(found[name])} ({ratio:{'.2f' if ratio < 10 else ',.0f'}}×)"
    )


def _ratio(found: Mapping[str, Timed], name: str) -> float | None:
    ours, theirs = found[OURS], found.get(name)
    return ours / theirs if isinstance(ours, float) and isinstance(theirs, float) else None


def _shown(timed: Timed) -> str:
    if isinstance(timed, str):
        return timed
    return f"{1000 * timed:.3g} ms" if timed < 1 else f"{timed:.3g} s"


def _ratios(
    all_cases: Sequence[Case], found: Mapping[str, Mapping[str, Timed]], effort: Effort
) -> Iterator[str]:
    by_name = {case.name: case for case in all_cases}
    for name, aim in ((WIKIDIFF2, TO_WIKIDIFF2), (BY_CHARACTER, TO_BY_CHARACTER)):
        ratio = _ratio(found[cases.PAIR], name)
        told = "not measured" if ratio is None else f"{ratio:.2f} × ({aim.told(ratio)})"
        yield f"{cases.PAIR}, to {name}: {told}"
    yield _warm(by_name[cases.PAIR], effort)
    case = by_name[cases.ONE_WORD]
    times = in_turns(
        {
            OURS: partial(our_seconds, case.a, case.b),
            HASHED: partial(seconds, split_and_hashed, case.a, case.b),
            HASHED_SHA: partial(seconds, split_and_hashed_for_good, case.a, case.b),
        },
        effort,
    )
    for name in (HASHED, HASHED_SHA):
        ratio = _ratio(times, name)
        assert ratio is not None
        told = f"{ratio:.1f} × ({TO_HASHING.told(ratio)})"
        yield f"{case.name}, to {name} ({_shown(times[name])}): {told}"
    growth = _tenfold(by_name[cases.EDITED_LONG], by_name[cases.EDITED])
    told = f"{growth:.1f} × ({TENFOLD.told(growth)})"
    yield f"{cases.EDITED_LONG}, to {cases.EDITED}: {told}"
    memory = peak_memory(by_name[cases.EDITED_LONG])
    told = f"{memory:.0f} MB ({MEMORY.told(memory)})"
    yield f"{cases.EDITED_LONG}, peak memory of the whole process: {told}"


def _tenfold(long: Case, short: Case) -> float:
    """How many times as long the long one takes; both at the same moments, for machines vary."""
    turns = [
        (
            our_seconds(long.a, long.b),
            median(our_seconds(short.a, short.b) for _ in range(SHORT_RUNS)),
        )
        for _ in range(RUNS)
    ]
    return median(long_seconds / short_seconds for long_seconds, short_seconds in turns)


def _warm(case: Case, effort: Effort) -> str:
    """The same beside itself with caches that other texts have filled; no aim is judged on it."""
    others = cases.other_stories(case)
    times = in_turns(
        {
            OURS: partial(our_seconds, case.a, case.b),
            WARM: partial(warm_seconds, case.a, case.b, others),
        },
        effort,
    )
    return (
        f"{case.name}, {WARM} (caches filled by {len(others)} other texts, never by these): "
        f"{_shown(times[WARM])}, where cold is {_shown(times[OURS])}"
    )


def _hostile(all_cases: Sequence[Case], found: Mapping[str, Mapping[str, Timed]]) -> Iterator[str]:
    for case in all_cases:
        if case.hostile:
            ours = found[case.name][OURS]
            assert isinstance(ours, float)
            comparison = whole_comparison(case.a, case.b)
            told = " ".join(comparison.degraded) or "not degraded"
            yield (
                f"{case.name}: {_shown(ours)} ({HOSTILE_SECONDS.told(ours)}); "
                f"{_invariants(case, comparison)}; {told}"
            )


def _invariants(case: Case, comparison: Comparison) -> str:
    """Whether every sentence is in one link, and a with the edits gives b."""
    broken: list[str] = []
    for side, places in (
        (comparison.a, Counter(i for link in comparison.links for i in link.a)),
        (comparison.b, Counter(j for link in comparison.links for j in link.b)),
    ):
        if places != Counter(range(len(side.sentences))):
            broken.append("a sentence is not in exactly one link")
    if apply_to(case.a, comparison) != case.b:
        broken.append("a and the edits do not give b")
    return f"BROKEN: {', '.join(broken)}" if broken else "invariants hold"


def _growth(sizes: Sequence[int], *, markdown: bool) -> str:
    runs: list[dict[str, float]] = []
    for size in sizes:
        case = cases.edited(size, "")
        several = [time_stages(case.a, case.b) for _ in range(RUNS)]
        runs.append({stage: median(run[stage] for run in several) for stage in several[0]})
    rows = [(stage, *_grown([run[stage] for run in runs])) for stage in (*STAGES, REST)]
    rows.append(("all", *_grown([sum(run.values()) for run in runs])))
    head = ["stage", f"{sizes[0] // 1000} KB"]
    for size in sizes[1:]:
        head += [f"{size // 1000:,} KB", "×"]
    return table(head, rows, markdown=markdown)


def _grown(times: Sequence[float]) -> Iterator[str]:
    yield f"{1000 * times[0]:.2f} ms"
    for before, now in pairwise(times):
        yield f"{1000 * now:.1f} ms"
        yield f"{now / before:.1f}" if before > 0 else "–"


if __name__ == "__main__":
    sys.exit(main())
