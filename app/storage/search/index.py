"""The text index as its two sides see it: what is kept of a version, what a query gives back.

Each term is kept together with the workspace whose text it is in ("12·ferry"). So a query reads no
more of the index than what one workspace has of a word, be that three versions of 300,000 or
all of them; it cannot find what is another workspace's, and nobody's results depend on the
texts of others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Subquery

from app.engine import Document
from app.engine.query import Phrase, Query
from app.engine.terms import article_text, terms
from app.storage.contents import digest

TITLE_WEIGHT = 6.0
"""How much more a word of the title counts than one of the text."""

PARTING = "·"
"""Stands between a workspace and a term, and is in no term itself."""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """What of a text is indexed: its terms, with spaces between them, and by what it is the same
    as another one."""

    terms: str
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as it is indexed; ``title`` are the terms of its titles."""

    version_id: int
    workspace_id: int
    title: str
    body: IndexedText


class TextIndex(Protocol):
    """What both databases can do. What is deleted from ``version`` leaves the index by itself."""

    def put(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index versions that are not indexed yet."""

    def retitle(self, connection: Connection, titles: Mapping[int, str]) -> None:
        """Exchange the terms of the titles of versions (by id)."""

    def found(self, workspaces: Collection[int], query: Query, most: int) -> Subquery:
        """The versions that have all of the query; of more than ``most`` the newest.

        Rows of ``version_id`` and ``score``, the higher the better, in no order.
        """

    def having(
        self, connection: Connection, workspaces: Collection[int], terms: Sequence[str], most: int
    ) -> dict[str, list[int]]:
        """For each term the newest versions that have it, ``most`` at most."""

    def clear(self, connection: Connection) -> None:
        """Forget all versions."""

    def settle(self, connection: Connection, *, begun: bool) -> bool:
        """Let go, a step at a time, of what the index itself keeps of versions that are gone.

        ``begun``: this is not the first step. Whether there is more to do.
        """


def indexed_text(document: Document) -> IndexedText:
    """What of a text is indexed, the page around it left out.

    The slow part of indexing, to be had before others have to wait.
    """
    text = article_text(document)
    return IndexedText(" ".join(terms(text)), text_hash(text))


def text_hash(text: str) -> str:
    """What the text of an article is known by, whatever kind of file it came in."""
    return digest(text.encode())


def title_terms(article: str, version: str) -> str:
    """What of a version's title and of its article's is indexed."""
    return " ".join(terms(version if article == version else f"{article}\n{version}"))


def qualified(workspace: int, term: str) -> str:
    """A term as the index has it."""
    return f"{workspace}{PARTING}{term}"


def expression(
    workspaces: Iterable[int],
    query: Query,
    written: Callable[[int, Phrase], str],
    both: str,
    either: str,
) -> str:
    """The query in a database's own language: all its phrases in one workspace, or in another."""
    return either.join(
        f"({both.join(written(workspace, phrase) for phrase in query)})" for workspace in workspaces
    )
