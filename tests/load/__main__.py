"""What the server bears: ``python -m tests.load [--seconds 60] [--minutes 10]``.

One process and its workers on an empty library; 64 connections of wrk, which takes its share of the
same machine. First each load for so many seconds; then cached pages while ten comparisons of texts
of a megabyte are made; then everything mixed for so many minutes, while the memory is looked at.
What is watched is a server that has made and shown all of that: its memories are filled.
Ends with status 1 when anything was not answered as it should have been.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import linear_regression, median

from tests.bench.aims import Aim
from tests.bench.tables import table
from tests.load.plans import Filled, Load, loads, pair
from tests.load.serving import Served, served
from tests.load.wrk import Asked, answered, ask, asking

LONG = 1_000_000
LONG_ONES = 10
EVERY = 5.0
"""Seconds between two looks at the memory."""

AGAIN = 1.0
"""Seconds until it is asked again for what is being made."""

MOST_GROWTH = 0.05
"""By how much of itself memory that is called flat may grow in ten minutes."""

CACHED_RATE = Aim(300)
LATE_BESIDE = Aim(100, at_most=True)
"""In milliseconds: 99 in 100 cached pages, while long comparisons are made."""

MIB = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print what was found."""
    asked = _parser().parse_args(arguments)
    is_fine = True
    with served() as server:
        filled = server.fill()
        *single, mixed = loads(filled)
        answers = []
        for load in (*single, mixed):
            answers.append(ask(server.address, load, asked.seconds))
            print(_line(answers[-1], server), flush=True)
        beside, made = _beside_long_ones(server, filled, single[0], asked.seconds)
        print(f"{_line(beside, server)}; {made} of {LONG_ONES} were made meanwhile", flush=True)
        answers.append(beside)
        print(f"\n{_table(answers, markdown=asked.markdown)}")
        cached, known = answers[0], answers[1]
        print(f"cached pages a second: {CACHED_RATE.told(cached.rate)}")
        print(f"those that the browser has: {Aim(cached.rate).told(known.rate)}")
        print(f"p99 of cached pages beside long comparisons, ms: {LATE_BESIDE.told(beside.late)}")
        if asked.minutes:
            looks, answer = _memory(server, mixed, asked.minutes * 60)
            answers.append(answer)
            print(f"\n{_line(answer, server)}\n")
            for line in _told(looks):
                print(line)
        for answer in answers:
            if answer.errors:
                is_fine = False
                print(f"{answer.load.name}: {answer.broken} broken, {answer.unexpected}")
        if server.complaints:
            print(f"\nThe server's log:\n{server.complaints[-4000:]}")
    return 0 if is_fine else 1


def _beside_long_ones(
    server: Served, filled: Filled, load: Load, seconds: float
) -> tuple[Asked, int]:
    """Cached pages while long comparisons are made, and how many of those were done by the end.

    Returns when all of them are done and have been looked at.
    """
    mine = {"Cookie": filled.cookie}
    addresses = []
    for number in range(LONG_ONES):
        article, _ = server.store(*pair(100 + number, LONG), filled.cookie)
        addresses.append(f"{article}/compare/1..2")
    waits = [server.ask("GET", address, mine)[0].status for address in addresses]
    answer = ask(server.address, load, seconds)
    done = [server.ask("GET", address, mine)[0].status for address in addresses]
    shown = [_shown(server, address, mine) for address in addresses]
    wrong = {status: 1 for status in (*waits, *done, *shown) if status not in (200, 202)}
    name = f"cached pages beside {LONG_ONES} comparisons of 1 MB"
    renamed = Load(name, load.steps)
    told = Asked(
        renamed,
        answer.requests,
        answer.seconds,
        answer.median,
        answer.late,
        answer.most,
        answer.broken,
        answer.unexpected | wrong,
    )
    return told, done.count(200) - waits.count(200)


def _shown(server: Served, address: str, headers: dict[str, str]) -> int:
    """With what status a comparison is answered once it is no longer being made."""
    while (status := server.ask("GET", address, headers)[0].status) == 202:
        time.sleep(AGAIN)
    return status


def _memory(
    server: Served, load: Load, seconds: float
) -> tuple[list[tuple[float, int, int]], Asked]:
    """When, and how much memory the server and its workers had then."""
    looks, start = [], time.monotonic()
    with asking(server.address, load, seconds) as process:
        while process.poll() is None:
            looks.append((time.monotonic() - start, *server.memory()))
            time.sleep(EVERY)
        return looks, answered(process, load)


def _told(looks: Sequence[tuple[float, int, int]]) -> Iterator[str]:
    """Whether the memory stays what it is, in figures."""
    third = len(looks) // 3
    if third < 2:
        yield "That was too short to tell anything of the memory."
        return
    for name, place in (("server", 1), ("workers", 2)):
        sizes = [look[place] / MIB for look in looks]
        warm, middle, late = (median(sizes[i * third : (i + 1) * third]) for i in range(3))
        slope = linear_regression([look[0] / 60 for look in looks[third:]], sizes[third:]).slope
        yield (
            f"memory of the {name}, MiB: {warm:.0f}, {middle:.0f}, {late:.0f} (medians of three "
            f"thirds), {max(sizes):.0f} at most; {slope:+.2f} a minute after the first"
        )
        if place == 1:
            word = "flat" if slope * 10 <= middle * MOST_GROWTH else "growing"
            yield f"memory of the server: {word}"


def _line(answer: Asked, server: Served) -> str:
    own, below = (size / MIB for size in server.memory())
    return (
        f"{answer.load.name}: {answer.rate:.0f} a second, median {answer.median:.0f} ms, "
        f"p99 {answer.late:.0f} ms, {answer.errors} errors, {own:.0f} + {below:.0f} MiB"
    )


def _table(answers: Sequence[Asked], *, markdown: bool) -> str:
    head = ("load", "requests", "a second", "p50 ms", "p99 ms", "max ms", "errors")
    rows = [
        (
            answer.load.name,
            f"{answer.requests:,}",
            f"{answer.rate:,.0f}",
            f"{answer.median:,.0f}",
            f"{answer.late:,.0f}",
            f"{answer.most:,.0f}",
            f"{answer.errors}",
        )
        for answer in answers
    ]
    return table(head, rows, markdown=markdown)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="What the server bears.")
    parser.add_argument("--seconds", type=float, default=60, help="how long each load is asked")
    parser.add_argument("--minutes", type=float, default=10, help="how long memory is watched")
    parser.add_argument("--markdown", action="store_true", help="print tables as Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
