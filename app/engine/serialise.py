"""A Comparison as plain data and back: the format recension/comparison/1.

Stable within its number: keys may be added, none changes its meaning. Sentences, links and
edits have the names of the Python values; spans are [start, end] in code points. A link has
``parts`` only where they are not simply its edits, an edit ``partner`` only if it moved. ``kept``
lists runs of unchanged blocks as [block of a, block of b, count]. A fact's ``link`` is the index in
``links`` where a reader finds it, null in such a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.engine.document import Block, BlockKind, Document
from app.engine.facts import find_facts, ledger
from app.engine.model import (
    Comparison,
    Edit,
    KeptRun,
    Kind,
    Link,
    Measures,
    Op,
    Options,
    Place,
    PlacedLink,
    Relation,
    Sentence,
    Side,
    Span,
)
from app.engine.pipeline import ENGINE_VERSION
from app.engine.reading import number_changes, read_through
from app.engine.record import Fact, Fate

FORMAT = "recension/comparison/1"

Json = dict[str, Any]


def to_json(comparison: Comparison) -> Json:
    """The comparison as dicts, lists, strings and numbers."""
    measures = comparison.measures
    change_of = {link: c.number for c in comparison.changes for link in c.links}
    kept = [part for part in comparison.reading if isinstance(part, KeptRun)]
    links = [[*map(comparison.a.place, link.a)] for link in comparison.links]
    places = _outside(kept, links)
    return {
        "format": FORMAT,
        "engine": ENGINE_VERSION,
        "options": {"max_cells": comparison.options.max_cells},
        "degraded": list(comparison.degraded),
        "a": _side_to_json(comparison.a),
        "b": _side_to_json(comparison.b),
        "kept": [[run.a, run.b, run.count] for run in kept],
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
        "facts": [_fact_to_json(fact, change_of, places) for fact in comparison.facts],
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


def _outside(kept: Sequence[KeptRun], links: Sequence[Sequence[Place]]) -> list[int]:
    """The indices of the links, given by their places in a, that are in no run of kept blocks."""
    blocks = {run.a + step for run in kept for step in range(run.count)}
    return [n for n, places in enumerate(links) if not (places and places[0][0] in blocks)]


def _fact_to_json(fact: Fact, change_of: dict[int, int], places: Sequence[int]) -> Json:
    """A fact: ``a_span`` and ``b_span`` are in the documents' texts, null where there is none."""
    data: Json = {
        "kind": fact.kind.value,
        "fate": fact.fate.value,
        "a": fact.a,
        "b": fact.b,
        "a_span": list(fact.a_span) if fact.a_span else None,
        "b_span": list(fact.b_span) if fact.b_span else None,
        "change": change_of.get(fact.link, 0),
        "link": places[fact.link] if fact.link >= 0 else None,
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
    """The comparison that ``to_json`` wrote. Raises ValueError for anything else.

    Nothing is looked for again in the texts: the cost is that of putting the parts together.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT}")
    try:
        return _comparison_from_json(data)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"a broken {FORMAT}") from error


def _comparison_from_json(data: Json) -> Comparison:
    a, b = _side_from_json(data["a"]), _side_from_json(data["b"])
    kept = [_kept_run(run, len(a.document.blocks), len(b.document.blocks)) for run in data["kept"]]
    links = [tuple(a.place(i) for i in link["a"]) for link in data["links"]]
    places = _outside(kept, links)
    given = [_placed_link(data["links"][n], links[n], b) for n in places]
    reading, placed = read_through(a, b, kept, given)
    if all("link" in fact for fact in data["facts"]):
        numbers: dict[int | None, int] = {place: number for number, place in enumerate(places)}
        facts = tuple(_fact_from_json(fact, numbers) for fact in data["facts"])
    else:  # written before facts said where they are
        facts = ledger(find_facts(a, b, placed))
    changes = tuple(
        replace(change, kinds=tuple(Kind(kind) for kind in told["kinds"]))
        for change, told in zip(number_changes(reading, placed, ()), data["changes"], strict=True)
    )
    measures, options = Measures(**data["measures"]), Options(**data["options"])
    degraded = tuple(data["degraded"])
    return Comparison(a, b, reading, placed, changes, facts, measures, options, degraded)


def _kept_run(run: list[int], blocks_a: int, blocks_b: int) -> KeptRun:
    a, b, count = run
    if count < 0 or not (0 <= a <= blocks_a - count and 0 <= b <= blocks_b - count):
        raise ValueError("blocks were kept that are not there")
    return KeptRun(a, b, count)


def _side_from_json(data: Json) -> Side:
    blocks = tuple(
        Block(BlockKind(block["kind"]), block["start"], block["end"], block["level"])
        for block in data["blocks"]
    )
    sentences = [Sentence(s["text"], s["start"], s["end"], s["block"]) for s in data["sentences"]]
    return Side.already_cut(Document(data["text"], blocks, data["title"]), sentences)


def _placed_link(data: Json, a: tuple[Place, ...], b: Side) -> PlacedLink:
    return PlacedLink(
        a,
        tuple(b.place(j) for j in data["b"]),
        Relation(data["relation"]),
        data["moved"],
        data["similarity"],
        tuple(_edit_from_json(edit) for edit in data.get("parts") or data["edits"]),
    )


def _fact_from_json(data: Json, numbers: dict[int | None, int]) -> Fact:
    return Fact(
        Kind(data["kind"]),
        Fate(data["fate"]),
        data["a"],
        data["b"],
        -1 if data["link"] is None else numbers[data["link"]],
        _span_from_json(data["a_span"]),
        _span_from_json(data["b_span"]),
        tuple(_edit_from_json(edit) for edit in data.get("edits", ())),
        data.get("speaker_a", ""),
        data.get("speaker_b", ""),
    )


def _span_from_json(data: Any) -> Span | None:
    if data is None:
        return None
    start, end = data
    return start, end


def _edit_from_json(data: Json) -> Edit:
    (start_a, end_a), (start_b, end_b) = data["a"], data["b"]
    spans = (start_a, end_a), (start_b, end_b)
    return Edit(Op(data["op"]), *spans, Kind(data["kind"]), data.get("partner"))
