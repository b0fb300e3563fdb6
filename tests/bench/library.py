"""A library of 100,000 articles: finding things in it, and of what a text is a version.

``python -m tests.bench.library`` makes the library in a temporary folder, asks the services
directly and then the served pages, and removes it. ``--articles 2000`` is a quick run, ``--url
postgresql://…`` takes an empty database instead.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import httpx
from sqlalchemy import select

from app.services.library import open_library
from app.services.lookup import resembling
from app.services.searching import search_articles
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article
from app.storage.viewing import Viewer, see_as
from tests.bench.aims import Aim
from tests.bench.library_making import document_of_text, fill, slug
from tests.bench.library_texts import (
    ARTICLES_IN_A_TOPIC,
    SCRIPTS,
    Text,
    article,
    edited,
    script_of,
    text,
    vocabulary,
)
from tests.bench.tables import percent, table

CHANGED = 0.3
"""The share of the words in which a copy that is looked up differs from the version stored last."""

COPIES, STRANGERS, REQUESTS, QUERIES = 400, 400, 100, 100

FIRST_RIGHT = Aim(0.99)
LOOK_UP_MS = Aim(20, at_most=True)
FALSE_ALARMS = Aim(0.01, at_most=True)
REQUEST_MS = Aim(100, at_most=True)

SMALL = Viewer(2, may_write=False)
"""Who is in the workspace that has one article of its own, and reads all others."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A copy of an article, or a text that is a version of none, and what came of looking it up.

    ``first`` is the slug of the article that came first, "" when none was found. ``processor`` are
    the seconds of this process alone: on a busy machine, and with SQLite, the truer figure.
    """

    copy: Text
    of: int | None
    first: str
    share: float
    seconds: float
    processor: float

    @property
    def is_right(self) -> bool:
        """Whether the right article came first, or rightly none."""
        return self.first == ("" if self.of is None else slug(self.of))


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.library", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--url", default="", help="an empty database on PostgreSQL")
    parser.add_argument("--keep", type=Path, help="keep the library there, or take the one there")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=given.keep or Path(folder),
            database_url=given.url,
            access="single",
            load_samples=False,
        )
        for part in _parts(settings, given.articles, markdown=given.markdown):
            print(part, end="\n\n", flush=True)
    return 0


def _parts(settings: Settings, count: int, *, markdown: bool) -> Iterator[str]:
    database = open_library(settings)
    yield _filled(database, settings, count)
    yield _look_up_table(list(_look_ups(database, count)), markdown=markdown)
    yield _search_table(database, markdown=markdown)
    database.close()
    with _served(settings) as site:
        yield _request_table(site, count, markdown=markdown)


def _filled(database: Database, settings: Settings, count: int) -> str:
    start = perf_counter()
    with database.session() as session:
        is_new = session.scalar(select(Article.id).limit(1)) is None
    if is_new:
        fill(database, count)
    took = f"made in {perf_counter() - start:.0f} s" if is_new else "made before"
    size = sum(file.stat().st_size for file in settings.data_dir.glob("*") if file.is_file())
    told_size = f", {size / 1e6:,.0f} MB" if size else ""
    return f"{database.engine.dialect.name}: {count:,} articles × 3 versions, {took}{told_size}"


def _look_ups(database: Database, count: int) -> Iterator[LookedUp]:
    """Copies of articles from all over the library, then texts that are versions of none.

    Half of these are on a topic that the library has twenty articles on.
    """
    random = Random("copies")
    for number in random.sample(range(count), min(COPIES, count)):
        copy = edited(article(number)[-1], random, CHANGED)
        yield looked_up(database, copy, number)
    for number in range(STRANGERS):
        topic = f"1/{random.randrange(count // ARTICLES_IN_A_TOPIC)}" if number % 2 else ""
        yield looked_up(database, text(random, script_of(random), topic), None)


def looked_up(database: Database, copy: Text, of: int | None) -> LookedUp:
    """Look a text up that is a copy of the article of that number, or of none."""
    document = document_of_text(copy)
    with database.session() as session:
        start, start_here = perf_counter(), process_time()
        found = resembling(session, document)
        seconds, here = perf_counter() - start, process_time() - start_here
        first = found[0] if found else None
        name, share = (first.article.slug, first.share) if first else ("", 0.0)
        return LookedUp(copy, of, name, share, seconds, here)


def _look_up_table(all_of_them: Sequence[LookedUp], *, markdown: bool) -> str:
    copies = [each for each in all_of_them if each.of is not None]
    strangers = [each for each in all_of_them if each.of is None]
    rows = [
        _look_up_row(script.name, [each for each in copies if each.copy.script is script])
        for script in SCRIPTS
    ]
    rows.append(_look_up_row("all copies", copies))
    rows.append(_look_up_row("strangers", strangers))
    alarms = _share(not each.is_right for each in strangers)
    lines = (
        f"the right one first: {_told(FIRST_RIGHT, _share(each.is_right for each in copies))}",
        f"at the median: {_told(LOOK_UP_MS, 1000 * median(each.seconds for each in copies))} ms",
        f"false alarms: {_told(FALSE_ALARMS, alarms)}",
    )
    head = ("looked up", "texts", "right, %", "resemblance, %", "median ms", "95 % ms", "CPU ms")
    return "\n".join([table(head, rows, markdown=markdown), "", *(f"- {line}" for line in lines)])


def _look_up_row(name: str, looked_up: Sequence[LookedUp]) -> tuple[str, ...]:
    if len(looked_up) < 2:
        return (name, str(len(looked_up)), *["–"] * 5)
    shares = [each.share for each in looked_up if each.first]
    times = [1000 * each.seconds for each in looked_up]
    return (
        name,
        str(len(looked_up)),
        percent(_share(each.is_right for each in looked_up)),
        percent(median(shares) if shares else None),
        f"{median(times):.1f}",
        f"{quantiles(times, n=20)[-1]:.1f}",
        f"{1000 * median(each.processor for each in looked_up):.1f}",
    )


def _queries() -> dict[str, list[str]]:
    """What is searched for, by what it is."""
    random = Random("queries")
    kinds: dict[str, list[str]] = {
        name: []
        for name in ("one word", "three words", "phrase", "beginning", "common word", "common two")
    }
    for _ in range(QUERIES):
        number = random.randrange(1_000)
        sentence = random.choice(article(number)[-1].sentences)
        script = article(number)[-1].script
        words = [vocabulary(script.name)[each] for each in sentence]
        kinds["one word"].append(f"{random.choice(words)} ")
        kinds["three words"].append(f"{' '.join(random.sample(words, 3))} ")
        kinds["phrase"].append(f'"{script.space.join(words[2:5])}"')
        kinds["beginning"].append(random.choice(words)[:3])
        common = vocabulary(script.name)[:20]
        kinds["common word"].append(f"{random.choice(common)} ")
        kinds["common two"].append(f"{' '.join(random.sample(common, 2))} ")
    return kinds


def _search_table(database: Database, *, markdown: bool) -> str:
    rows = []
    for name, queries in _queries().items():
        cells: list[str] = []
        for viewer in (Viewer(None), SMALL):
            times, totals = [], []
            for query in queries:
                with database.session() as session:
                    see_as(session, viewer)
                    start = perf_counter()
                    totals.append(search_articles(session, query).total)
                    times.append(1000 * (perf_counter() - start))
            cells += [f"{median(times):.1f}", f"{quantiles(times, n=20)[-1]:.1f}"]
        rows.append((name, f"{median(totals):.0f}", *cells))
    head = ("search", "articles", "median ms", "95 % ms", "with own, ms", "95 % ms")
    return table(head, rows, markdown=markdown)


def _request_table(site: str, count: int, *, markdown: bool) -> str:
    random = Random("requests")
    queries = [query for each in _queries().values() for query in each]
    with httpx.Client(base_url=site, timeout=60) as client:

        def page(_: int) -> httpx.Response:
            return client.get("/articles", params={"page": random.randint(1, max(1, count // 20))})

        asked: dict[str, Callable[[int], httpx.Response]] = {
            "front page": lambda _: client.get("/"),
            "list, first page": lambda _: client.get("/articles"),
            "list, any page": page,
            "list, searched": lambda _: client.get(
                "/articles", params={"q": random.choice(queries)}
            ),
            "search": lambda _: client.get("/api/search", params={"q": random.choice(queries)}),
            "article": lambda _: client.get(f"/articles/{slug(random.randrange(count))}"),
            "look-up": lambda _: client.post(
                "/api/resembling",
                json={"text": str(edited(article(random.randrange(count))[-1], random, CHANGED))},
            ),
        }
        rows = [_request_row(name, ask) for name, ask in asked.items()]
    head = ("over HTTP", "requests", "median ms", "95 % ms", "aim")
    return table(head, rows, markdown=markdown)


def _request_row(name: str, ask: Callable[[int], httpx.Response]) -> tuple[str, ...]:
    times = []
    for number in range(REQUESTS):
        response = ask(number)
        response.raise_for_status()
        times.append(1000 * response.elapsed.total_seconds())
    middle = median(times)
    late = quantiles(times, n=20)[-1]
    return name, str(REQUESTS), f"{middle:.1f}", f"{late:.1f}", REQUEST_MS.told(middle)


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """The address of a server process with this library."""
    environment = os.environ | {
        "RECENSION_DATA_DIR": str(settings.data_dir),
        "RECENSION_DATABASE_URL": settings.database_url,
        "RECENSION_ACCESS": settings.access,
        "RECENSION_LOAD_SAMPLES": "false",
    }
    program = "from app.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


def _share(of: Iterable[bool]) -> float:
    each = list(of)
    return sum(each) / len(each)


def _told(aim: Aim, figure: float) -> str:
    return f"{figure:.3g} ({aim.told(figure)})"


if __name__ == "__main__":
    sys.exit(main())
