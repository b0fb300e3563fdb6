"""How long it takes to read a file: ``python -m tests.bench.reading [--markdown]``.

The same made-up story in the formats that are written quickly by code, and long ones. The first
reading of a format, which takes in its library, is shown apart from the median of those after it.
"""

from __future__ import annotations

import argparse
import io
import json
import textwrap
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from statistics import median
from time import perf_counter

from app.engine import compare
from app.ingest import read
from tests.bench.aims import Aim, told
from tests.bench.prose import Writer, text_of
from tests.bench.tables import table

STORY, LONG, PAGE = 7_000, 3_000_000, 10_000_000
MOST_RUNS, BUDGET = 101, 1.0

AIMS = {"plain text": Aim(5, at_most=True), "web page, long": Aim(10_000, at_most=True)}
"""In milliseconds, for the median."""


def files(story: str, long: str, page: str) -> dict[str, Callable[[], bytes]]:
    """The files to read, by what they are; each is made when it is asked for."""
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in story.split("\n\n"))
    return {
        "plain text": lambda: story.encode(),
        "plain text, wrapped": lambda: wrapped.encode(),
        "plain text, UTF-16": lambda: story.encode("utf-16"),
        "plain text, Windows-1252": lambda: story.encode("cp1252"),
        "plain text, wrong encoding": lambda: story.encode().decode("latin-1").encode(),
        "JSON": lambda: json.dumps({"blocks": story.split("\n\n")}).encode(),
        "mail": lambda: mail(wrapped),
        "web page": lambda: html(story).encode(),
        "zip archive": lambda: zipped(story),
        "plain text, long": lambda: long.encode(),
        "web page, long": lambda: html(page).encode(),
    }


def mail(text: str) -> bytes:
    """A mail with this text."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna Berg <anna@ferry.example>", "Ferry"
    message.set_content(text)
    return message.as_bytes()


def html(text: str) -> str:
    """A web page with this text as its article."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
    menu = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>"
    return f"<!doctype html><title>Ferry</title>{menu}<article><h1>Ferry</h1>{body}</article>"


def zipped(text: str) -> bytes:
    """A zip archive with this text in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("story.txt", text)
    return packed.getvalue()


def timed(data: bytes) -> tuple[float, float]:
    """How long the first reading took, and the median of the others, in milliseconds."""
    times: list[float] = []
    while len(times) < 2 or (len(times) < MOST_RUNS and sum(times) < BUDGET):
        start = perf_counter()
        read(data)
        times.append(perf_counter() - start)
    return 1000 * times[0], 1000 * median(times[1:])


def what_is_read(path: Path) -> str:
    """How many sentences the article in a file has, and what was taken for furniture."""
    document = read(path.read_bytes(), path.name)
    furniture = [document.text_of(block) for block in document.blocks if block.is_furniture]
    count = len(compare(document, document).a.sentences)
    return f"{path.name}: {count} sentences; furniture: {' | '.join(furniture) or 'none'}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("files", nargs="*", type=Path, help="tell what is read from these instead")
    options = parser.parse_args()
    if options.files:
        for path in options.files:
            print(what_is_read(path))
        return
    markdown = options.markdown
    story, long, page = (text_of(Writer(7).paragraphs(size)) for size in (STORY, LONG, PAGE))
    rows = []
    for name, make in files(story, long, page).items():
        data = make()
        first, others = timed(data)
        aim = told(AIMS.get(name), others)
        rows.append([name, f"{len(data) / 1000:,.1f}", f"{first:,.1f}", f"{others:,.1f}", aim])
    print(table(["file", "KB", "first, ms", "median, ms", "aim"], rows, markdown=markdown))


if __name__ == "__main__":
    main()
