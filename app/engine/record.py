"""The entries of the ledger of facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.engine.model import Edit, Kind, Op, Span


class Fate(StrEnum):
    """What became of a fact.

    *Moved* is a quotation given to another speaker; *negated* and *affirmed* are a negation that
    came in and one that went out.
    """

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

    ``a`` and ``b`` are the texts as they stand (empty where there is none), ``a_span`` and
    ``b_span`` where they stand in the documents' texts (None likewise). ``link`` is the index in
    ``Comparison.placed`` where a reader finds it, -1 in a run of blocks that were kept. A quotation
    has its own ``edits`` (spans in ``a`` and ``b``) and, where it went to another speaker, both
    speakers.
    """

    kind: Kind
    fate: Fate
    a: str
    b: str
    link: int
    a_span: Span | None = None
    b_span: Span | None = None
    edits: tuple[Edit, ...] = ()
    speaker_a: str = ""
    speaker_b: str = ""


_MIRRORED = {
    Fate.REMOVED: Fate.ADDED,
    Fate.HARDENED: Fate.SOFTENED,
    Fate.NEGATED: Fate.AFFIRMED,
}
_MIRRORED |= {back: forth for forth, back in _MIRRORED.items()}
_MIRRORED_OP = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}


def mirrored(fact: Fact) -> Fact:
    """The same entry seen from the other side."""
    return Fact(
        fact.kind,
        _MIRRORED.get(fact.fate, fact.fate),
        fact.b,
        fact.a,
        fact.link,
        fact.b_span,
        fact.a_span,
        tuple(
            Edit(_MIRRORED_OP.get(op, op), b, a, kind, partner)
            for op, a, b, kind, partner in fact.edits
        ),
        fact.speaker_b,
        fact.speaker_a,
    )
