"""What a reader paired by hand in two texts, and how much of it the engine finds.

``readers.json`` has labels and no text: the texts are known by the SHA-256 of their files, the
sentences by the first digits of that of their own text. ``pairs`` are sentences that say the same
thing to a reader; ``alone`` are those of which a reader is sure that nothing on the other side
corresponds to them. What could be argued about stands in neither list. ``altered`` are the
quotations of the earlier text that say something else in the later one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine import Comparison, Fact, Fate, Kind, Sentence

LABELS = Path(__file__).with_name("readers.json")
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """The labels of one pair of texts: pairs of sentences, those alone on each side, quotations."""

    pairs: frozenset[tuple[str, str]]
    alone_a: frozenset[str]
    alone_b: frozenset[str]
    altered: frozenset[str]


def reader_of(data_a: bytes, data_b: bytes, labels: Path = LABELS) -> Reader | None:
    """The labels of the texts in these two files, or None when nobody made any."""
    wanted = [_digest(data_a), _digest(data_b)]
    for label in json.loads(labels.read_text("utf-8")):
        if [label["a"], label["b"]] == wanted:
            return _reader(label)
    return None


def agreement(reader: Reader, comparison: Comparison) -> str:
    """How far the links and the altered quotations of a comparison are those of a reader."""
    names_a, names_b = _names(comparison.a.sentences), _names(comparison.b.sentences)
    linked = {(names_a[a], names_b[b]) for link in comparison.links for a in link.a for b in link.b}
    found = reader.pairs & linked
    alone = len(reader.alone_a) + len(reader.alone_b)
    forced = len(reader.alone_a & {a for a, _ in linked}) + len(
        reader.alone_b & {b for _, b in linked}
    )
    altered = [fact.a for fact in comparison.facts if _is_altered_quotation(fact)]
    known = [quotation for quotation in altered if name_of(quotation) in reader.altered]
    more = [quotation for quotation in altered if quotation not in known]
    return (
        f"A reader made {len(reader.pairs)} pairs: {len(found)} of them are linked. "
        f"Of {alone} sentences that the reader left alone {forced} are linked. "
        f"Of {len(reader.altered)} quotations that the reader called altered {len(known)} are told"
        f" so, and {len(more)} more{': ' if more else ''}{' '.join(more)}."
    )


def _is_altered_quotation(fact: Fact) -> bool:
    return fact.kind is Kind.QUOTE and fact.fate is Fate.ALTERED


def name_of(sentence: str) -> str:
    """What a sentence is called in the labels."""
    return _digest(sentence.strip().encode())[:DIGITS]


def _reader(label: dict[str, Any]) -> Reader:
    return Reader(
        frozenset((a, b) for a, b in label["pairs"]),
        frozenset(label["alone_a"]),
        frozenset(label["alone_b"]),
        frozenset(label["altered"]),
    )


def _names(sentences: Sequence[Sentence]) -> list[str]:
    return [name_of(sentence.text) for sentence in sentences]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
