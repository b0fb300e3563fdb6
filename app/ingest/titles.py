"""The title that a web page gives its article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from app.engine import BlockKind
from app.ingest.linked_data import LinkedData
from app.ingest.markup import Markup

_PARTS = r"[|·•:–—\-»›/~]"
_PARTED_BEFORE = re.compile(rf"{_PARTS}\s*$")
_PARTED_AFTER = re.compile(rf"\s*{_PARTS}")
_SHORTEST = 4
"""A text shorter than this is no title that the page's ``<title>`` names among others."""


def title_of(page: Markup, article: Sequence[int]) -> str:
    """The title, or "" when there is none; ``article`` has the indices of the article's blocks.

    What the page says to machines comes first (JSON-LD, then OpenGraph), because it is the
    article's title alone; then its main heading, and last ``<title>``, without the site's name.
    """
    headings = (
        page.blocks[index].text
        for index in article
        if page.blocks[index].place.kind is BlockKind.HEADING
        and page.blocks[index].place.level == 1
    )
    titles = Titles(page)
    named = (text for index in article if titles.name(text := page.blocks[index].text))
    site = page.properties.get("og:site_name", "")
    candidates = (
        *_headlines(page.linked_data),
        _without_site(page.properties.get("og:title", ""), site),
        next(headings, "") or next(named, ""),
        _without_site(page.title, site),
    )
    return next(filter(None, map(one_line, candidates)), "")


class Titles:
    """What a page calls its title, with the site's name or without."""

    def __init__(self, page: Markup) -> None:
        self._alone = one_line(page.properties.get("og:title", ""))
        self._whole = one_line(page.title)
        self._longest = max(len(self._alone), len(self._whole))

    def name(self, text: str) -> bool:
        """Whether this text is the title, or most of it and parted from the site's name."""
        if not 0 < len(text) <= self._longest:
            return False
        text = one_line(text)
        if text in (self._alone, self._whole):
            return True
        before, found, after = self._whole.partition(text)
        return (
            bool(found)
            and len(text) >= _SHORTEST
            and 2 * len(text) > len(self._whole)
            and (not before or bool(_PARTED_BEFORE.search(before)))
            and (not after or bool(_PARTED_AFTER.match(after)))
        )


def _headlines(scripts: Sequence[str]) -> Iterator[str]:
    """The headlines of the articles in JSON-LD scripts, the double escaping of some undone."""
    for node in LinkedData(scripts).articles():
        headline = node.get("headline")
        if isinstance(headline, str):
            yield html.unescape(headline)


def _without_site(title: str, site: str) -> str:
    """A ``<title>`` without the name of the site at its end."""
    title, site = one_line(title), one_line(site)
    if site and title.endswith(site) and title != site:
        return title.removesuffix(site).rstrip(" |·•:–—-»›/")
    return title


def one_line(text: str) -> str:
    """The text in one line; what JSON may hold of broken characters is shown as such."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.replace("\0", "\ufffd").split())
