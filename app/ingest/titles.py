"""The title that a web page gives its article."""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from app.engine import BlockKind
from app.ingest.markup import Markup

_MOST_NODES = 10_000


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
    candidates = (
        *_headlines(page.linked_data),
        page.properties.get("og:title", ""),
        next(headings, ""),
        _without_site(page.title, page.properties.get("og:site_name", "")),
    )
    return next(filter(None, map(_one_line, candidates)), "")


def _headlines(scripts: Sequence[str]) -> Iterator[str]:
    """The headlines of the articles in JSON-LD scripts, the double escaping of some undone."""
    for script in scripts:
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            headline = node.get("headline")
            if isinstance(headline, str) and any(
                isinstance(kind, str) and kind.endswith(("Article", "Posting", "Report"))
                for kind in named
            ):
                yield html.unescape(headline)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The objects in parsed JSON, the outer ones first."""
    waiting = deque([data])
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node.values())


def _without_site(title: str, site: str) -> str:
    """A ``<title>`` without the name of the site at its end."""
    title, site = _one_line(title), _one_line(site)
    if site and title.endswith(site) and title != site:
        return title.removesuffix(site).rstrip(" |·•:–—-»›/")
    return title


def _one_line(text: str) -> str:
    """The text in one line; what JSON may hold of broken characters is shown as such."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.replace("\0", "\ufffd").split())
