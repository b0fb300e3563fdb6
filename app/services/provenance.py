"""Where the sentences of an article came from: out of the comparisons of its versions.

What is missing of these is made, and stored for everybody: short ones while the reader waits, so
many at a time that he does not wait long, and long ones apart (``computing``). So an article of
any length is worked through in a number of requests, and what one of them made is never lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison, Document, Side
from app.engine.pipeline import ENGINE_VERSION
from app.engine.provenance import Provenance, trace
from app.services.articles import document_of, get_version
from app.services.computing import Computing, Pending, compared_in_the_end, compared_soon
from app.services.memory import Memory
from app.storage.comparisons import comparison_key, known_keys, stored_comparison
from app.storage.schema import Article, Content, Version

AT_ONCE = 4_000_000
"""Documents of so many bytes in all are compared in one request."""
MOST_APART = 4
"""So many long comparisons of one article are made, or wait for their turn, at a time."""
_NAMES = 500
"""So many names are looked for in one query."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A version of an article, its text, and the lives of its sentences."""

    article: Article
    version: Version
    document: Document
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Tracing:
    """Not known yet: of ``total`` comparisons ``done`` have been made.

    ``failure`` says why no more will be, and ``advice`` what to do; empty while it goes on.
    """

    article: Article
    version: Version
    done: int
    total: int
    failure: str = ""
    advice: str = ""


class ProvenanceMemory(Memory[Provenance]):
    """The provenances looked at last, of whose sentences at most ``chars`` characters are held."""

    def __init__(self, items: int = 16, chars: int = 20_000_000) -> None:
        super().__init__(items, chars, _chars)


def traced_soon(
    session: Session,
    article: Article,
    number: int,
    *,
    computing: Computing,
    memory: ProvenanceMemory,
    again: bool = False,
) -> Traced | Tracing:
    """A version with the lives of its sentences, or word of how far these have been worked out.

    ``again`` has comparisons that failed tried once more. Raises NotFound when there is no such
    version, and Busy when too much is being compared.
    """
    version = get_version(session, article, number)
    document = document_of(session, version)
    key = provenance_key(article.versions)
    provenance = memory.get(key)
    if provenance is None:
        session.commit()
        with computing.turn(key):  # others who ask meanwhile get the same
            provenance = memory.get(key)
            if provenance is None:
                series = _Series(session, article, computing)
                unready = series.made_ready(version, again=again)
                if unready is not None:
                    return unready
                provenance = series.traced()
                memory.put(key, provenance)
    return Traced(article, version, document, provenance)


def provenance_key(versions: Sequence[Version]) -> str:
    """The name of the provenance of these versions; it changes with each of them."""
    made_from = [ENGINE_VERSION, [(version.number, version.document_hash) for version in versions]]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _chars(provenance: Provenance) -> int:
    return sum(len(phase.text) for phase in provenance.phases)


class _Series:
    """The versions of an article, and the comparisons of each with the next."""

    def __init__(self, session: Session, article: Article, computing: Computing) -> None:
        self._session, self._article, self._computing = session, article, computing
        self._pairs = {
            (a.number, b.number): comparison_key(a.document_hash, b.document_hash)
            for a, b in pairwise(article.versions)
        }

    def made_ready(self, version: Version, *, again: bool) -> Tracing | None:
        """Make the comparisons that are not there; None when all are."""
        known = known_keys(self._session, self._pairs.values())
        missing = [pair for pair, key in self._pairs.items() if key not in known]
        sizes = self._sizes() if missing else {}
        done, apart, spent = len(self._pairs) - len(missing), 0, 0
        for a, b in missing:
            if spent >= AT_ONCE or apart >= MOST_APART:
                break
            result = compared_soon(
                self._session, self._article, a, b, computing=self._computing, again=again
            )
            if not isinstance(result, Pending):
                done += 1
                spent += sizes[a] + sizes[b]
            elif result.failure:
                told = result.failure, result.advice
                return Tracing(self._article, version, done, len(self._pairs), *told)
            else:
                apart += 1
        if done == len(self._pairs):
            return None
        return Tracing(self._article, version, done, len(self._pairs))

    def traced(self) -> Provenance:
        """All lives, once the comparisons are there."""
        numbers = [version.number for version in self._article.versions]
        comparisons = self._comparisons()
        first = next(comparisons, None)
        if first is None:
            return trace(Side(document_of(self._session, self._article.versions[0])), (), numbers)
        return trace(first.a, chain([first], comparisons), numbers)

    def _comparisons(self) -> Iterator[Comparison]:
        """One after the other, so that never all of them are in memory."""
        for (a, b), key in self._pairs.items():
            comparison = stored_comparison(self._session, key)
            if comparison is None:  # what is stored is damaged, or could not be stored
                comparison = compared_in_the_end(
                    self._session, self._article, a, b, computing=self._computing
                ).comparison
            yield comparison

    def _sizes(self) -> dict[int, int]:
        """The bytes of each version's document."""
        versions = self._article.versions
        sizes: dict[str, int] = {}
        for start in range(0, len(versions), _NAMES):
            hashes = {version.document_hash for version in versions[start : start + _NAMES]}
            found = select(Content.hash, Content.size).where(Content.hash.in_(hashes))
            sizes.update((name, size) for name, size in self._session.execute(found))
        return {version.number: sizes[version.document_hash] for version in versions}
