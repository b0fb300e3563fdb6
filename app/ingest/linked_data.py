"""What a page tells machines about its article, as JSON-LD."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

_MOST_NODES = 10_000
_ARTICLES = ("Article", "Posting", "Report")
"""How the names of the kinds of articles end: NewsArticle, BlogPosting, Report."""

Node = dict[str, Any]


class LinkedData:
    """The objects of a page's JSON-LD scripts; scripts that are broken are passed over."""

    def __init__(self, scripts: Sequence[str]) -> None:
        self._nodes: list[Node] = []
        for script in scripts:
            try:
                self._nodes += _nodes(json.loads(script))
            except (ValueError, RecursionError):
                continue
        self._by_id = {
            node["@id"]: node
            for node in reversed(self._nodes)
            if isinstance(node.get("@id"), str) and len(node) > 1
        }

    def articles(self) -> list[Node]:
        """The objects that are articles, the outer ones first."""
        return [node for node in self._nodes if _is_article(node)]

    def whole(self, value: Any) -> Any:
        """The object that a mere reference stands for; everything else as it is."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self._by_id.get(str(value.get("@id")), value)
        return value


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in named)


def _nodes(data: Any) -> Iterator[Node]:
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
