"""Which texts of a web page are the article, and which the page around it.

A library that knows thousands of sites says what the article is; its answer is used to
choose among the page's own texts, which are kept in their order and to the letter. What
is not the article is furniture: kept as well, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.engine import BlockKind
from app.engine.furniture import furniture_of
from app.ingest.markup import Markup, PageBlock

# Within these the library takes a second, and five on pages made to hurt it; past them it can take
# minutes, and pages are read by their landmarks alone.
_MOST_ELEMENTS = 20_000
_MOST_NESTING = 400_000
_MOST_ATTRIBUTES = 200
_MOST_LETTERS = 3_000_000

_WORD = re.compile(r"\w+")
_RUN = 3
"""So many words in a row are compared; a shorter text must be found as a whole."""
_ENOUGH = 0.6
"""A text is the library's when this share of its runs is: it may have parted words at a tag."""
_MOSTLY_LINKS = 0.5
_FEW_LINKS = 0.2
"""In a document somebody wrote, a smaller share of the letters than this is links."""
_LONG = 40
"""From this many letters on, a text is found in two places only when it was put there twice."""


def furniture_in(page: Markup, html: str) -> set[int]:
    """The indices of the blocks that are furniture; never all of them."""
    blocks = page.blocks
    everything = set(range(len(blocks)))
    for article in _readings(page, html):
        texts = sorted(article)
        phrases = furniture_of([blocks[index].text for index in texts])
        article -= {texts[place] for place in phrases}
        if article:
            return everything - article
    return set()


def _readings(page: Markup, html: str) -> Iterator[set[int]]:
    """The article as it may be read, the best way first."""
    unset = {index for index, block in enumerate(page.blocks) if not block.place.apart}
    if not _is_plain(page):
        if _is_moderate(page, html) and (extract := _extracted(html)):
            yield _chosen(page, extract) & unset
        yield _by_landmarks(page) & unset
    yield unset


def _is_plain(page: Markup) -> bool:
    """Whether this is a document rather than a page of a site: nothing in it stands apart."""
    letters = sum(len(block.text) for block in page.blocks)
    linked = sum(block.linked * len(block.text) for block in page.blocks)
    return (
        not page.scripts
        and not any(b.place.apart or b.place.named_apart or b.place.landmark for b in page.blocks)
        and linked <= _FEW_LINKS * letters
    )


def _is_moderate(page: Markup, html: str) -> bool:
    return (
        page.elements <= _MOST_ELEMENTS
        and page.nesting <= _MOST_NESTING
        and page.most_attributes <= _MOST_ATTRIBUTES
        and len(html) <= _MOST_LETTERS
    )


class _Extract:
    """What the library took for the article: its runs of words, and its texts as wholes."""

    def __init__(self, body: Any) -> None:
        self._runs = set(_runs(_WORD.findall(" ".join(body.itertext()))))
        self._wholes = {tuple(_WORD.findall(" ".join(part.itertext()))) for part in body.iter("*")}

    def has(self, text: str) -> bool:
        """Whether the library took this text, or most of it."""
        words = _WORD.findall(text)
        runs = _runs(words)
        if not runs:
            return tuple(words) in self._wholes
        return sum(run in self._runs for run in runs) >= _ENOUGH * len(runs)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[step:] for step in range(_RUN)), strict=False))


def _extracted(html: str) -> _Extract | None:
    # Imported here: a quarter of a second that plain text need not wait for.
    import trafilatura

    try:
        found = trafilatura.bare_extraction(html, include_comments=False)
    except Exception:  # whatever it stumbled over, the page's landmarks are still there
        return None
    body = getattr(found, "body", None)
    return None if body is None else _Extract(body)


def _chosen(page: Markup, extract: _Extract) -> set[int]:
    """The blocks that the library took, and those that lie among them as their like.

    A short text alone proves little (a menu may say what a heading says), so the long ones set
    the range in which the short ones count.
    """
    blocks = page.blocks
    taken = {index for index, block in enumerate(blocks) if extract.has(block.text)}
    sure = [
        index
        for index in sorted(taken)
        if len(blocks[index].text) >= _LONG and _is_prose(blocks[index])
    ]
    if not sure:
        return taken
    first, last = sure[0], sure[-1]
    containers = {blocks[index].place.container for index in sure}
    headline = _headline(page, first)
    if headline is not None:
        first = headline
        containers.add(blocks[headline].place.container)

    def belongs(index: int) -> bool:
        block = blocks[index]
        return _is_prose(block) and (index in taken or block.place.container in containers)

    while first > 0 and belongs(first - 1):
        first -= 1
    while last + 1 < len(blocks) and belongs(last + 1):
        last += 1
    return {
        index
        for index in range(first, last + 1)
        if index in taken or belongs(index) or blocks[index].place.kind is BlockKind.CAPTION
    }


def _by_landmarks(page: Markup) -> set[int]:
    """The blocks inside ``<main>``, or ``<article>``, or outside the page's header."""
    blocks = page.blocks
    landmarks = {block.place.landmark for block in blocks}
    wanted = next((mark for mark in ("main", "article") if mark in landmarks), "")
    article = {
        index
        for index, block in enumerate(blocks)
        if block.place.landmark == wanted and _is_prose(block)
    }
    headline = _headline(page, min(article)) if article else None
    return article if headline is None else article | {headline}


def _is_prose(block: PageBlock) -> bool:
    return not block.place.named_apart and block.linked < _MOSTLY_LINKS


def _headline(page: Markup, first: int) -> int | None:
    """The main heading before the article's first block, but not the one with the site's name."""
    for index in range(first - 1, -1, -1):
        text, place, _ = page.blocks[index]
        if place.kind is BlockKind.HEADING and place.level == 1:
            beside = place.landmark == page.blocks[first].place.landmark
            return index if beside or page.title.strip().startswith(text) else None
    return None
