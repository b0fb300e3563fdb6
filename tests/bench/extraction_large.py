"""Time and memory for pages of 10 MB: ``python -m tests.bench.extraction --large``.

Each page is read by a process of its own, so that its peak of memory is its own as well.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from app.ingest import read
from tests.bench.pages import Text, page_of, texts
from tests.bench.peak import megabytes
from tests.bench.scoring_words import Score
from tests.bench.tables import percent, table

SIZE = 10_000_000


def large_pages() -> dict[str, Callable[[], tuple[str, str]]]:
    """By name, what makes a page's HTML and the truth of it."""
    return {
        "a huge thread, marked": lambda: _with_thread(
            '<div id="comments">',
            '<div class="comment"><b class="author">{name}</b><p>{text}</p></div>',
        ),
        "a huge thread, unmarked": lambda: _with_thread(
            '<div class="x9"><div>',
            '<div class="x3"><i>{name}</i><div class="y">{text}</div></div>',
        ),
        "a huge article": _huge_article,
        "a huge menu": lambda: _with_thread("<div><ul>", '<li><a href="/{name}">{text}</a></li>'),
    }


def report(*, markdown: bool) -> str:
    """A table of all large pages."""
    rows = []
    for name in large_pages():
        command = [sys.executable, "-m", "tests.bench.extraction_large", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append([name, *done.stdout.strip().split("\t")])
    return table(["10 MB of HTML", "seconds", "peak MB", "F1 of words"], rows, markdown=markdown)


def _with_thread(opening: str, post: str) -> tuple[str, str]:
    page = page_of("news-semantic", texts()["en"])
    comments = texts()["en"].pairs("comment")
    posts = []
    size = 0
    while size < SIZE:
        name, text = comments[len(posts) % len(comments)]
        posts.append(post.format(name=f"{name} {len(posts)}", text=f"{text} No. {len(posts)}."))
        size += len(posts[-1])
    before, foot, after = page.html.partition('<section class="c-recirc">')
    html = f"{before}{opening}{''.join(posts)}</div></div>{foot}{after}"
    return html, "\n".join(page.truth)


def _huge_article() -> tuple[str, str]:
    text = texts()["en"]
    body = text.pieces[2:]
    times = SIZE // sum(len(piece) + 40 for _, piece in body)
    huge = Text(text.language, text.pieces[:2] + body * times, text.around)
    page = page_of("news-semantic", huge)
    return page.html, "\n".join(page.truth)


def _measure(name: str) -> str:
    html, truth = large_pages()[name]()
    data = html.encode()
    start = time.perf_counter()
    document = read(data, "page.html")
    seconds = time.perf_counter() - start
    peak = megabytes()
    score = Score()
    found = (document.text_of(block) for block in document.blocks if not block.is_furniture)
    score.add(truth, "\n".join(found))
    return f"{seconds:.1f}\t{peak:.0f}\t{percent(score.f1)}"


if __name__ == "__main__":
    print(_measure(sys.argv[1]))
