"""What the page of a comparison costs: ``python -m tests.bench.page [--pair A B] [--markdown]``.

Its drawing (rows, ledger, map and HTML) beside the comparison itself, as medians of the CPU time of
one run with nothing remembered from before; and what a first visit has to fetch.
"""

from __future__ import annotations

import argparse
import gc
import re
from collections.abc import Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from urllib.parse import parse_qsl

from lxml import html
from starlette.requests import Request
from starlette.testclient import TestClient

from app.engine import Comparison, Document, compare
from app.ingest import read
from app.main import create_app
from app.presentation.ledger import ledger
from app.presentation.look import Look, read_look
from app.presentation.portions import portions
from app.presentation.rows import build_page
from app.services.comparisons import Compared
from app.settings import Settings
from app.storage.schema import Article, Version, now
from app.web.assets import load_assets
from app.web.reading import reading_view
from app.web.templating import Templates
from tests.bench.aims import Aim
from tests.bench.cases import STORY
from tests.bench.tables import table
from tests.bench.timing import forget

LOOKS = ("", "open=all", "view=single", "view=changes", "only=quotations")
RUNS = 31
TO_COMPARING = Aim(1, at_most=True)
"""Drawing, as a share of comparing."""
FIRST_LOAD = Aim(300, at_most=True)
"""In thousands of bytes."""

_IMPORT = re.compile(r'^import .*?"(\./[\w.-]+)";$', re.MULTILINE)
_FONT = re.compile(r'url\("([^"]+)"\)')


class Drawer:
    """Draws the page of a comparison as the server does once it has the texts and the result."""

    def __init__(self) -> None:
        self._templates = Templates(load_assets())
        self._a, self._b = (Version(number=n, label="", captured_at=now()) for n in (1, 2))
        self._article = Article(title="A story", slug="a-story", versions=[self._a, self._b])
        # The app is not started: pages only ask it for its settings.
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
        self._request = Request({**scope, "app": create_app(Settings(load_samples=False))})

    def draw(self, comparison: Comparison, look: Look) -> bytes:
        """The page, from nothing but the comparison."""
        page = build_page(comparison, look)
        view = reading_view(
            Compared(self._article, self._a, self._b, comparison),
            page,
            "/articles/a-story/compare/1..2",
            look,
            cut=portions(page),
            ledger=ledger(comparison, look.ledger),
        )
        context = {"view": view, "swapped": False}
        response = self._templates.page(self._request, "comparison/comparison.html", context)
        return bytes(response.body)


def whole_comparison(a: Document, b: Document) -> Comparison:
    """The comparison with all that is worked out at once."""
    comparison = compare(a, b)
    _ = comparison.facts, comparison.measures, comparison.changes
    return comparison


def costs(a: Document, b: Document, runs: int = RUNS) -> tuple[float, dict[str, float]]:
    """What comparing and drawing cost, in milliseconds, the latter by the look's query.

    Medians. Each time nothing is remembered when the comparison begins, and the page is drawn right
    after.
    """
    drawer, looks = Drawer(), {query: read_look(parse_qsl(query))[0] for query in LOOKS}
    drawer.draw(whole_comparison(a, b), Look())
    comparing: list[float] = []
    drawing: dict[str, list[float]] = {query: [] for query in LOOKS}
    for _ in range(runs):
        for query, look in looks.items():
            forget("app")
            gc.collect()
            start = process_time()
            comparison = whole_comparison(a, b)
            made = process_time()
            drawer.draw(comparison, look)
            comparing.append(1000 * (made - start))
            drawing[query].append(1000 * (process_time() - made))
    return median(comparing), {query: median(found) for query, found in drawing.items()}


def first_load(files: Sequence[Path]) -> dict[str, int]:
    """The bytes that a first visit to the page of two files fetches, by what they are."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Settings(data_dir=Path(folder), load_samples=False, allowed_hosts="testserver")
        )
        with TestClient(app, follow_redirects=True) as client:
            sent = {
                f"{side}_file": (path.name, path.read_bytes())
                for side, path in zip("ab", files, strict=True)
            }
            address = str(client.post("/articles", files=sent).url)
            page = client.get(address)
            tree = html.document_fromstring(page.text)
            sheets = tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
            modules = _with_imports(client, tree.xpath("//script/@src"))
            faces = {
                normpath(join(dirname(sheet), face))
                for sheet in sheets
                for face in _FONT.findall(client.get(sheet).text)
            }
            return {
                "the page": int(page.headers["content-length"]),
                "style sheets": _sum(client, sheets),
                "scripts": _sum(client, modules),
                "faces, where the reader has none of ours": _sum(client, faces),
            }


def _with_imports(client: TestClient, addresses: Sequence[str]) -> list[str]:
    """Scripts, and the modules that they take in."""
    found = list(addresses)
    for address in found:
        taken = (
            join(dirname(address), name[2:]) for name in _IMPORT.findall(client.get(address).text)
        )
        found.extend(other for other in dict.fromkeys(taken) if other not in found)
    return found


def _sum(client: TestClient, addresses: Sequence[str] | set[str]) -> int:
    """The bytes of all these, packed where they are sent packed."""
    return sum(int(client.get(address).headers["content-length"]) for address in addresses)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", nargs=2, type=Path, metavar=("A", "B"))
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args(arguments)
    files = given.pair or sorted(STORY.iterdir())[:2]
    a, b = (read(path.read_bytes(), path.name) for path in files)
    comparing, drawing = costs(a, b)
    rows = [["the comparison itself", f"{comparing:.1f}", "", ""]]
    for query, took in drawing.items():
        share = took / comparing
        name = f"the page, {query}" if query else "the page"
        rows.append([name, f"{took:.1f}", f"{share:.2f} ×", TO_COMPARING.told(share)])
    print(table(("CPU time", "ms", "of comparing", "aim"), rows, markdown=given.markdown))
    weights = first_load(files)
    rows = [[name, f"{size / 1000:.1f}", ""] for name, size in weights.items()]
    whole = sum(weights.values()) / 1000
    rows.append(["all of it", f"{whole:.1f}", FIRST_LOAD.told(whole)])
    print()
    print(table(("first visit", "KB", "aim"), rows, markdown=given.markdown))


if __name__ == "__main__":
    main()
