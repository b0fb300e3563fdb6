"""What it costs to compare apart from the server: ``python -m tests.bench.workers``.

For pairs of several lengths: the comparison in this process, made and packed to be stored; the same
by a worker, sent there and back and rebuilt; and how much this process works for that. Then the
start of a worker, and what hostile pairs of 1 MB texts take of memory and of time.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from app.engine import Document, compare, parse_text
from app.engine.document_json import document_to_json
from app.engine.packed import pack, unpack
from app.presentation.summary import headline
from app.services.comparer import JSON, STORED
from app.services.computing import COMMAND, SHORT, limits_of
from app.settings import Settings
from app.workers.pool import Limits, Pool, Stock
from tests.bench.cases import edited

SEEDS = Path(__file__).parents[2] / "seeds" / "island-ferry-strike"


class Took(NamedTuple):
    """Milliseconds by the clock, and of this process's own work."""

    clock: float
    own: float


def main() -> None:
    """Print the figures."""
    limits = limits_of(Settings())[SHORT]
    stock = Stock(COMMAND)
    pool = Pool(stock)
    print("Comparing by a worker, in milliseconds (median):")
    print(f"  {'pair':<24}{'here':>9}{'worker':>9}{'more':>9}{'own work':>10}")
    for name, a, b in pairs():
        here = timed(lambda a=a, b=b: made_here(a, b))
        there = timed(lambda a=a, b=b: by_worker(pool, limits, a, b))
        more = there.clock - here.clock
        print(f"  {name:<24}{here.clock:>9.1f}{there.clock:>9.1f}{more:>+9.1f}{there.own:>10.1f}")
    stock.close()
    print("\nThe start of a worker, until it is ready and has answered: ", end="")
    print(f"{timed(lambda: started(limits), 5).clock:.0f} ms")
    print("\nTwo hostile texts of 1 MB each, by a worker that may take what a long one may:")
    for name, a, b in hostile():
        print(f"  {name:<44}{judged(a, b)}")


def pairs() -> list[tuple[str, Document, Document]]:
    """Pairs to compare, the shortest first."""
    found = []
    versions = [parse_text(path.read_text()) for path in sorted(SEEDS.glob("*.txt"))[:2]]
    found.append((f"sample story, {size_of(*versions)}", *versions))
    for size in (4_000, 40_000, 90_000):
        case = edited(size, "pair")
        a, b = parse_text(case.a), parse_text(case.b)
        found.append((f"edited, {size_of(a, b)}", a, b))
    return found


def size_of(a: Document, b: Document) -> str:
    """How long a pair is, in words."""
    return f"{(len(a.text) + len(b.text)) / 1000:.0f} KB"


def made_here(a: Document, b: Document) -> object:
    """The comparison as it was made and stored where nothing is made apart."""
    comparison = compare(a, b)
    return headline(comparison), pack(comparison)


def by_worker(pool: Pool, limits: Limits, a: Document, b: Document) -> object:
    """The comparison as the server gets it."""
    parts = document_to_json(a), document_to_json(b)
    request = {"wanted": STORED, "border": len(parts[0])}
    return pool.ask(request, b"".join(parts), limits, lambda _, payload: unpack(payload))


def started(limits: Limits) -> None:
    """A worker asked as soon as it is there, and ended."""
    stock = Stock(COMMAND)
    document = document_to_json(parse_text("One."))
    request = {"wanted": JSON, "border": len(document)}
    Pool(stock).ask(request, document * 2, limits, lambda _, data: data)
    stock.close()


def timed(work: Callable[[], object], times: int = 15) -> Took:
    """How long it takes, the first time left out."""
    work()
    clocks, owns = [], []
    for _ in range(times):
        clock, own = time.perf_counter(), time.process_time()
        work()
        clocks.append(1000 * (time.perf_counter() - clock))
        owns.append(1000 * (time.process_time() - own))
    return Took(median(clocks), median(owns))


def hostile() -> list[tuple[str, str, str]]:
    """Pairs that are as much work as anybody found."""
    size, chance = 1_000_000, random.Random(7)

    def made(words: list[str], mark: str, seed: int) -> str:
        chance.seed(seed)
        parts: list[str] = []
        length = 0
        while length < size:
            sentence = " ".join(chance.choices(words, k=chance.randint(2, 12))).capitalize() + mark
            parts.append(sentence)
            length += len(sentence) + 1
        return " ".join(parts)

    few = ["said", "may", "12", "“he", "Ann", "Lind”,", "not", "4", "May", "1,000", "pounds"]
    many = [f"w{number}" for number in range(3000)]
    return [
        ("one word again and again", "a " * (size // 2), "b " * (size // 2)),
        ("no space at all", "ab" * (size // 2), "ba" * (size // 2)),
        ("short sentences of few words", made(few, ".", 1), made(few, ".", 2)),
        ("sentences of many words, none the same", made(many, ".", 3), made(many, ".", 4)),
        ("one sentence", made(many, ",", 5), made(many, ",", 6)),
        ("a line for each letter", "a\n\n" * (size // 3), "b\n\n" * (size // 3)),
    ]


def judged(a: str, b: str) -> str:
    """What became of a pair, how long it took, and the memory that the worker filled."""
    limits = limits_of(Settings())["long"]
    stock = Stock(COMMAND)
    before = time.perf_counter()
    try:
        documents = document_to_json(parse_text(a)), document_to_json(parse_text(b))
        request = {"wanted": STORED, "border": len(documents[0])}
        payload = Pool(stock).ask(request, b"".join(documents), limits, lambda _, data: data)
        told = f"{len(payload) / 1e6:5.1f} MB of answer"
    except Exception as failure:
        told = f"{type(failure).__name__}: {failure}"
    took = time.perf_counter() - before
    stock.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{told:<28}{took:7.1f} s; most memory of any so far {peak:,.0f} MB"


if __name__ == "__main__":
    main()
