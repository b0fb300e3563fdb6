"""What a long series costs its reader: ``python -m tests.bench.provenance FILE.jsonl``.

Of the series in the file (one JSON object a line: "title", "versions" with "t", a date, and "text")
the longest is loaded into a temporary library, and its pages are asked for through HTTP: the
provenance of the last version cold, when no two versions have been compared, then warm; then the
article's page. Warm figures are medians.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import uvicorn
from sqlalchemy import delete

from app.main import create_app
from app.services.library import open_library
from app.services.loading import load_paths
from app.settings import Settings
from app.storage.database import writing
from app.storage.schema import StoredComparison
from tests.bench.aims import Aim
from tests.bench.tables import table

SLUG = "the-series"
RUNS = 15
COLD = Aim(10_000, at_most=True)
"""In milliseconds, like the next."""
WARM = Aim(300, at_most=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """How long a page took, in milliseconds, and how many bytes it has."""

    name: str
    milliseconds: float
    size: int
    aim: Aim


def longest_series(path: Path) -> dict[str, Any]:
    """The series with the most versions."""
    with path.open(encoding="utf-8") as lines:
        found: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    return max(found, key=lambda series: len(series["versions"]))


def write_folder(series: dict[str, Any], folder: Path) -> None:
    """The series as a folder that can be loaded: a file a version, and a manifest."""
    manifest = ["[[article]]", f'slug = "{SLUG}"', f"title = {json.dumps(series['title'])}"]
    for number, version in enumerate(series["versions"], start=1):
        (folder / f"{number}.txt").write_text(version["text"], encoding="utf-8")
        manifest += [
            "[[article.version]]",
            f'file = "{number}.txt"',
            f"captured = {version['t'][:10]}T00:00:00Z",
        ]
    (folder / "manifest.toml").write_text("\n".join(manifest), encoding="utf-8")


def load(series: dict[str, Any], settings: Settings) -> int:
    """Load it as ``recension load`` does, and forget what was compared meanwhile.

    How many versions there are then.
    """
    with TemporaryDirectory() as folder:
        write_folder(series, Path(folder))
        database = open_library(settings)
        try:
            with database.session() as session:
                report = load_paths(session, [Path(folder)], settings=settings)
                with writing(session):
                    session.execute(delete(StoredComparison))
        finally:
            database.close()
    if report.failed:
        raise SystemExit("; ".join(sentence for _, sentence in report.failed))
    return len(series["versions"])


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """A client of the site with these settings, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        running.start()
        while not server.started and running.is_alive():
            time.sleep(0.02)
        try:
            base = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx.Client(base_url=base, timeout=120) as client:
                yield client
        finally:
            server.should_exit = True
            running.join()


def once(client: httpx.Client, path: str) -> tuple[float, int]:
    """How long a page takes until it is there, asked for as long as it is on its way; its bytes."""
    start = time.perf_counter()
    while (response := client.get(path)).status_code == httpx.codes.ACCEPTED:
        time.sleep(0.05)
    response.raise_for_status()
    return 1000 * (time.perf_counter() - start), len(response.content)


def warm(client: httpx.Client, path: str) -> tuple[float, int]:
    """The same for a page that has been looked at: the median of some runs."""
    _, size = once(client, path)
    return median(once(client, path)[0] for _ in range(RUNS)), size


def figures(client: httpx.Client, versions: int) -> list[Figure]:
    """All that is measured, in the order in which it has to be."""
    article = f"/articles/{SLUG}"
    provenance = f"{article}/provenance/{versions}"
    return [
        Figure("provenance, cold", *once(client, provenance), COLD),
        Figure("provenance, warm", *warm(client, provenance), WARM),
        Figure("with a life open", *warm(client, f"{provenance}?sentence=1"), WARM),
        Figure("article page", *warm(client, article), WARM),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit status whether every aim is met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="series, one JSON object a line")
    parser.add_argument("--markdown", action="store_true", help="print a table for a document")
    asked = parser.parse_args(arguments)
    series = longest_series(asked.file)
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), load_samples=False)
        versions = load(series, settings)
        with serving(settings) as client:
            found = figures(client, versions)
    print(f"{series['title']}: {versions} versions\n")
    rows = [
        (f.name, f"{f.milliseconds:,.0f}", f"{f.size / 1000:,.0f}", f.aim.told(f.milliseconds))
        for f in found
    ]
    print(table(("page", "ms", "kB", "aim, ms"), rows, markdown=asked.markdown))
    return 0 if all(f.aim.met(f.milliseconds) for f in found) else 1


if __name__ == "__main__":
    sys.exit(main())
