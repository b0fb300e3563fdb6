"""The entries of the ledger of facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.engine.model import Edit, Kind


class Fate(StrEnum):
    """What became of a fact."""

    KEPT = "kept"
    ALTERED = "altered"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    HARDENED = "hardened"
    SOFTENED = "softened"
    NEGATED = "negated"
    AFFIRMED = "affirmed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the ledger.

    ``a`` and ``b`` are the texts as they stand (empty where there is none); ``link`` is the
    index in ``Comparison.placed`` where a reader finds it. A quotation has its own ``edits``
    (spans in ``a`` and ``b``) and, where it went to another speaker, both speakers.
    """

    kind: Kind
    fate: Fate
    a: str
    b: str
    link: int
    edits: tuple[Edit, ...] = ()
    speaker_a: str = ""
    speaker_b: str = ""
