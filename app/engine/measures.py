"""How much of a text stayed, was reworded, moved, came in or went: by letters, adding up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.engine.model import KeptRun, Measures, Passage, PlacedLink, Relation, Side


def measure(
    a: Side, b: Side, reading: Iterable[KeptRun | Passage], placed: Sequence[PlacedLink]
) -> Measures:
    """The shares of ``Measures``, from the lengths of sentences (blocks where uncut)."""
    kept = sum(
        b.document.blocks[run.b + step].end - b.document.blocks[run.b + step].start
        for run in reading
        if isinstance(run, KeptRun)
        for step in range(run.count)
    )
    same = reworded = moved = new = gone = of_a = 0
    for link in placed:
        length_a = sum(len(a.at(place).text) for place in link.a)
        length_b = sum(len(b.at(place).text) for place in link.b)
        of_a += length_a
        if link.relation is Relation.REMOVED:
            gone += length_a
        elif link.relation is Relation.ADDED:
            new += length_b
        elif link.moved:
            moved += length_b
        elif link.relation is Relation.SAME:
            same += length_b
        else:
            reworded += length_b
    whole_b = kept + same + reworded + moved + new
    return Measures(
        verbatim=_share(kept + same, whole_b),
        reworded=_share(reworded, whole_b),
        moved=_share(moved, whole_b),
        new=_share(new, whole_b),
        gone=_share(gone, kept + of_a),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
