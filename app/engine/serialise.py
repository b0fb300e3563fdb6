"""A Comparison as plain data and back: the format recension/comparison/1.

Stable within its number: keys may be added, none changes its meaning. Sentences, links and
edits have the names of the Python values; spans are [start, end] in code points. A link has
``parts`` only where they are not simply its edits, an edit ``partner`` only if it moved. ``kept``
lists runs of unchanged blocks as [block of a, block of b, count].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.engine.document import Block, BlockKind, Document
from app.engine.model import (
    Comparison,
    Edit,
    KeptRun,
    Kind,
    Link,
    Op,
    Options,
    PlacedLink,
    Relation,
    Sentence,
    Side,
)
from app.engine.pipeline import ENGINE_VERSION, assemble
from app.engine.record import Fact

FORMAT = "recension/comparison/1"

Json = dict[str, Any]


def to_json(comparison: Comparison) -> Json:
    """The comparison as dicts, lists, strings and numbers."""
    measures = comparison.measures
    change_of = {link: c.number for c in comparison.changes for link in c.links}
    return {
        "format": FORMAT,
        "engine": ENGINE_VERSION,
        "options": {"max_cells": comparison.options.max_cells},
        "degraded": list(comparison.degraded),
        "a": _side_to_json(comparison.a),
        "b": _side_to_json(comparison.b),
        "kept": [[r.a, r.b, r.count] for r in comparison.reading if isinstance(r, KeptRun)],
        "links": [
            {
                "a": list(link.a),
                "b": list(link.b),
                "relation": link.relation.value,
                "moved": link.moved,
                "similarity": round(link.similarity, 4),
                **_edits_to_json(link),
            }
            for link in comparison.links
        ],
        "changes": [
            {
                "number": change.number,
                "anchor": change.anchor,
                "relation": change.relation.value,
                "moved": change.moved,
                "kinds": [kind.value for kind in change.kinds],
            }
            for change in comparison.changes
        ],
        "facts": [_fact_to_json(fact, change_of) for fact in comparison.facts],
        "measures": {
            "verbatim": measures.verbatim,
            "reworded": measures.reworded,
            "moved": measures.moved,
            "new": measures.new,
            "gone": measures.gone,
        },
    }


def _edits_to_json(link: Link) -> Json:
    """The edits, and their parts where these are not the same."""
    edits = [_edit_to_json(edit) for edit in link.edits]
    parts = [_edit_to_json(part) for part in link.parts]
    return {"edits": edits} if parts == edits else {"edits": edits, "parts": parts}


def _edit_to_json(edit: Edit) -> Json:
    data: Json = {
        "op": edit.op.value,
        "a": list(edit.a),
        "b": list(edit.b),
        "kind": edit.kind.value,
    }
    if edit.partner is not None:
        data["partner"] = edit.partner
    return data


def _fact_to_json(fact: Fact, change_of: dict[int, int]) -> Json:
    """A fact: ``a_span`` and ``b_span`` are in the documents' texts, null where there is none."""
    data: Json = {
        "kind": fact.kind.value,
        "fate": fact.fate.value,
        "a": fact.a,
        "b": fact.b,
        "a_span": list(fact.a_span) if fact.a_span else None,
        "b_span": list(fact.b_span) if fact.b_span else None,
        "change": change_of.get(fact.link, 0),
    }
    if fact.edits:
        data["edits"] = [_edit_to_json(edit) for edit in fact.edits]
    if fact.speaker_a or fact.speaker_b:
        data |= {"speaker_a": fact.speaker_a, "speaker_b": fact.speaker_b}
    return data


def _side_to_json(side: Side) -> Json:
    document = side.document
    return {
        "title": document.title,
        "text": document.text,
        "blocks": [
            {"kind": block.kind.value, "level": block.level, "start": block.start, "end": block.end}
            for block in document.blocks
        ],
        "sentences": [
            {"text": s.text, "start": s.start, "end": s.end, "block": s.block}
            for s in side.sentences
        ],
    }


def from_json(data: Json) -> Comparison:
    """The comparison that ``to_json`` wrote. Raises ValueError for anything else."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT}")
    try:
        a, b = _side_from_json(data["a"]), _side_from_json(data["b"])
        kept = [KeptRun(*run) for run in data["kept"]]
        placed = tuple(_placed_links(data, a, b, kept))
        options = Options(**data["options"])
        return assemble(a, b, kept, placed, options, tuple(data["degraded"]))
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"a broken {FORMAT}") from error


def _side_from_json(data: Json) -> Side:
    blocks = tuple(
        Block(BlockKind(block["kind"]), block["start"], block["end"], block["level"])
        for block in data["blocks"]
    )
    sentences = [Sentence(s["text"], s["start"], s["end"], s["block"]) for s in data["sentences"]]
    return Side.already_cut(Document(data["text"], blocks, data["title"]), sentences)


def _placed_links(data: Json, a: Side, b: Side, kept: list[KeptRun]) -> Iterator[PlacedLink]:
    kept_a = {run.a + step for run in kept for step in range(run.count)}
    for link in data["links"]:
        places_a = tuple(a.place(i) for i in link["a"])
        places_b = tuple(b.place(j) for j in link["b"])
        if places_a and places_a[0][0] in kept_a:
            continue
        yield PlacedLink(
            places_a,
            places_b,
            Relation(link["relation"]),
            link["moved"],
            link["similarity"],
            tuple(_edit_from_json(edit) for edit in link.get("parts", link["edits"])),
        )


def _edit_from_json(data: Json) -> Edit:
    (start_a, end_a), (start_b, end_b) = data["a"], data["b"]
    spans = (start_a, end_a), (start_b, end_b)
    return Edit(Op(data["op"]), *spans, Kind(data["kind"]), data.get("partner"))
