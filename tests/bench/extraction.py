"""How well articles are found in web pages: ``python -m tests.bench.extraction``.

The F1 of words against the truth of the pages made for it (``tests/bench/pages``), over all words
of all pages of a kind, next to two libraries alone. To the libraries, the title they tell is put
before their text when it is not in it.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterable, Sequence

from app.ingest import read
from tests.bench import extraction_large
from tests.bench.aims import Aim
from tests.bench.pages import BenchPage, pages
from tests.bench.scoring_words import Score
from tests.bench.tables import percent, table

Extractor = Callable[[str], str]

WORDS = Aim(0.97)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read all pages and print what came of it."""
    given = _parser().parse_args(arguments)
    logging.disable(logging.CRITICAL)
    if given.page:
        return _show(given.page)
    if given.large:
        print(extraction_large.report(markdown=given.markdown))
        return 0
    extractors: dict[str, Extractor] = {
        "ours": ours,
        "trafilatura": trafilatura_alone,
        "readability": readability_alone,
    }
    all_pages = list(pages())
    found = {
        name: [extract(page.html) for page in all_pages] for name, extract in extractors.items()
    }
    rows = [
        [
            name,
            str(len(numbers)),
            *(percent(_score(all_pages, of, numbers).f1) for of in found.values()),
        ]
        for name, numbers in _groups(all_pages, by_shape=given.shapes)
    ]
    print(table(["F1 of words", "pages", *extractors], rows, markdown=given.markdown))
    in_all = _score(all_pages, found["ours"], range(len(all_pages))).f1
    print(f"\nOurs in all: {in_all:.4f}, aim {WORDS.told(in_all)}")
    return 0 if WORDS.met(in_all) else 1


def ours(html: str) -> str:
    """What our reader takes for the article."""
    document = read(html.encode(), "page.html")
    return "\n".join(document.text_of(b) for b in document.blocks if not b.is_furniture)


def trafilatura_alone(html: str) -> str:
    """What trafilatura takes for the article."""
    from trafilatura import bare_extraction

    found = bare_extraction(html, include_comments=False)
    return _titled(found.title or "", found.text or "") if found else ""


def readability_alone(html: str) -> str:
    """What readability takes for the article."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(html)
    return _titled(document.short_title(), "\n".join(fromstring(document.summary()).itertext()))


def _titled(title: str, text: str) -> str:
    return text if title in text else f"{title}\n{text}"


def _score(all_pages: Sequence[BenchPage], found: Sequence[str], numbers: Iterable[int]) -> Score:
    score = Score()
    for number in numbers:
        score.add("\n".join(all_pages[number].truth), found[number])
    return score


def _groups(all_pages: Sequence[BenchPage], *, by_shape: bool) -> list[tuple[str, list[int]]]:
    """The rows of the table, each with the numbers of its pages."""
    rows: dict[str, list[int]] = {}
    for number, page in enumerate(all_pages):
        rows.setdefault(page.shape if by_shape else page.kind, []).append(number)
    halves = [
        (name, [number for number, page in enumerate(all_pages) if page.held_out is held_out])
        for name, held_out in (("tuned on", False), ("held out", True))
    ]
    return [*rows.items(), *halves, ("all", list(range(len(all_pages))))]


def _show(name: str) -> int:
    """What is missed and what is too much on the pages of one shape."""
    for page in pages():
        if name in (page.shape, f"{page.shape}.{page.language}"):
            found = ours(page.html).split("\n")
            truth = "\n".join(page.truth).split("\n")
            print(f"{page.shape}.{page.language}")
            print(*(f"  missed: {line[:100]}" for line in truth if line not in found), sep="\n")
            print(*(f"  too much: {line[:100]}" for line in found if line not in truth), sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    parser.add_argument("--shapes", action="store_true", help="a row for each shape of site")
    parser.add_argument("--page", metavar="SHAPE", help="what is wrong on the pages of one shape")
    parser.add_argument("--large", action="store_true", help="time and memory for 10 MB of HTML")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
