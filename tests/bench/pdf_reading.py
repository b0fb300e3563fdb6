"""How long a PDF of 300 pages takes to read, and in how much memory.

python -m tests.bench.pdf_reading
"""

from __future__ import annotations

import resource
import sys
import time

from app.ingest import read
from tests.ingest.pdfs import Page, Text, fill, pdf

PAGES = 300
STORY = (
    "The crews of the island ferries will return to work on Friday, their union said, after nine "
    "days in which no boat left Port Ellery. Some 1,200 travellers have been stranded since the "
    "boats stopped, said the harbour office, and more are expected before the week is out. "
)


def book(pages: int) -> bytes:
    """Pages of two columns, with a head and a number each: about 4,000 letters a page."""
    made = []
    for number in range(1, pages + 1):
        page = Page([Text("The Harbour Gazette", 240, 785), Text(str(number), 295, 15)])
        for left in (50, 310):
            page.lines(fill(STORY * 7, 40)[:61], left, 760)
        made.append(page)
    return pdf(made, packed=True)


def main() -> None:
    """Print the figures."""
    data = book(PAGES)
    before, started = time.perf_counter(), time.process_time()
    document = read(data, "book.pdf")
    took, worked = time.perf_counter() - before, time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024 * 1024 if sys.platform == "darwin" else 1024
    )
    print(
        f"{PAGES} pages, {len(document.text):,} letters, {len(document.blocks)} blocks: "
        f"{took:.1f} s ({worked:.1f} s of work), {memory} MB at most"
    )


if __name__ == "__main__":
    main()
