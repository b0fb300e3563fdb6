"""What comparisons say, on small texts of our own."""

from __future__ import annotations

import pytest

from app.engine import (
    Comparison,
    Document,
    KeptRun,
    Kind,
    Op,
    Options,
    Passage,
    Relation,
    apply_to,
    compare,
    compare_sentences,
    compare_texts,
    from_json,
    parse_text,
    to_json,
)
from app.engine.document import BlockKind

PLAN = """The council met on Monday.

It approved four million crowns for the bridge.

Work begins in May."""


def _relations(comparison: Comparison) -> list[tuple[str, bool]]:
    return [(link.relation.value, link.moved) for link in comparison.links]


def _edits(a: str, b: str) -> list[tuple[str, str, str]]:
    (link,) = compare_sentences([a], [b]).links
    return [(e.op.value, a[slice(*e.a)], b[slice(*e.b)]) for e in link.parts]


def test_one_number_changed() -> None:
    comparison = compare_texts(PLAN, PLAN.replace("four", "five"))
    assert _relations(comparison) == [("same", False), ("edited", False), ("same", False)]
    (change,) = comparison.changes
    assert (change.number, change.anchor, change.kinds) == (1, "change-1", (Kind.NUMBER,))


def test_whole_words_are_replaced() -> None:
    assert _edits("He pushed the plan hard.", "He pressed the plan hard.") == [
        ("replace", "pushed", "pressed")
    ]


def test_a_comma_does_not_hold_the_words() -> None:
    assert _edits("He came, saw and won.", "He came saw, and won.") == [
        ("delete", ",", ""),
        ("insert", "", ","),
    ]


def test_spans_leave_white_space_out() -> None:
    a, b = "Boats sail.", "All boats sail."
    (link,) = compare_sentences([a], [b]).links
    assert [(e.op, e.a, e.b) for e in link.edits] == [(Op.REPLACE, (0, 5), (0, 9))]


def test_typography_is_an_edit_of_its_kind() -> None:
    comparison = compare_texts('He said "no" twice.', "He said “no” twice.")
    (link,) = comparison.links
    assert link.relation is Relation.EDITED
    assert {edit.kind for edit in link.edits} == {Kind.TYPOGRAPHY}


def test_white_space_and_composed_letters_are_no_change() -> None:
    assert compare_texts("The  café opened.", "The cafe\u0301 opened.").equal


def test_a_moved_paragraph_is_the_same_and_moved() -> None:
    a = "First the mayor spoke.\n\nThen the band played old songs.\n\nAt last it rained on all."
    b = "At last it rained on all.\n\nFirst the mayor spoke.\n\nThen the band played old songs."
    comparison = compare_texts(a, b)
    assert _relations(comparison) == [("same", True), ("same", False), ("same", False)]
    assert comparison.measures.moved == pytest.approx(
        len("At last it rained on all.") / 78, abs=0.01
    )


def test_a_sentence_too_short_to_move_is_linked_to_what_stands_in_its_place() -> None:
    before, after = "The ferry is late again this week.", "The harbour board meets on Monday."
    comparison = compare_sentences(
        [before, "He said no.", after], [before, "He said yes.", after, "He said no."]
    )
    told = [(link.a, link.b, link.relation) for link in comparison.links]
    assert ((1,), (1,), Relation.EDITED) in told
    assert ((), (3,), Relation.ADDED) in told


def test_a_split_sentence() -> None:
    a = "The bridge, which opened in 1974 and was never widened, will close for repairs in June."
    b = "The bridge opened in 1974 and was never widened. It will close for repairs in June."
    (link,) = compare_texts(a, b).links
    assert (link.a, link.b, link.relation) == ((0,), (0, 1), Relation.SPLIT)
    (back,) = compare_texts(b, a).links
    assert back.relation is Relation.MERGED


def test_strangers_are_not_linked() -> None:
    comparison = compare_texts(
        "The ferry sails at noon with forty people.",
        "Bakers in Tarn Hill won a prize for rye bread.",
    )
    assert _relations(comparison) == [("removed", False), ("added", False)]


def test_furniture_takes_part_in_nothing() -> None:
    comparison = compare_texts(PLAN, f"{PLAN}\n\nLeave a Reply")
    assert comparison.equal
    assert len(comparison.b.sentences) == 3


def test_neighbouring_added_sentences_are_one_change() -> None:
    comparison = compare_texts(PLAN, f"{PLAN}\n\nThe mayor left early. Nobody knew why.")
    assert [len(change.links) for change in comparison.changes] == [2]


def test_in_a_book_blocks_that_stayed_are_not_cut() -> None:
    a = "\n\n".join(f"Paragraph {n} says this. And it says that." for n in range(2000))
    comparison = compare_texts(a, a.replace("Paragraph 25 says", "Paragraph 25 said"))
    assert comparison.reading == (
        KeptRun(0, 0, 25),
        Passage((25,), (25,), (0, 1)),
        KeptRun(26, 26, 1974),
    )
    assert len(comparison.a._cut) == 1
    assert len(comparison.links) == 4000


def test_documents_of_blocks() -> None:
    a = Document.of_blocks(
        [(BlockKind.HEADING, " Plan ", 1), (BlockKind.PARAGRAPH, ""), (BlockKind.PARAGRAPH, "Go.")]
    )
    assert a.text == "Plan\n\nGo."
    assert compare(a, parse_text("Plan\n\nGo.")).equal


def test_blocks_that_overlap_are_refused() -> None:
    block = parse_text("Some words here.").blocks[0]
    with pytest.raises(ValueError, match="overlap"):
        Document("Some words here.", (block, block))


def test_a_bound_met_is_told() -> None:
    a = "\n\n".join(f"The {n} boats left the harbour at dawn on day {n}." for n in range(9))
    b = "\n\n".join(f"All {n} ships reached the port at dusk by day {n}." for n in range(9))
    assert compare_texts(a, b).degraded == ()
    (told,) = compare_texts(a, b, Options(max_cells=20)).degraded
    assert "only the likeliest" in told


def test_a_comparison_proves_itself() -> None:
    comparison = compare_texts(PLAN, PLAN.replace("four", "five"))
    assert apply_to(PLAN, comparison) == PLAN.replace("four", "five")
    with pytest.raises(ValueError, match="not the text"):
        apply_to("something else", comparison)


@pytest.mark.parametrize("data", [{}, [], {"format": "recension/comparison/1"}, None])
def test_other_json_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="recension/comparison/1"):
        from_json(data)  # type: ignore[arg-type]


def test_json_has_the_documented_names() -> None:
    data = to_json(compare_texts(PLAN, PLAN.replace("four", "five")))
    assert data["format"] == "recension/comparison/1"
    assert data["a"]["sentences"][1] == {
        "text": "It approved four million crowns for the bridge.",
        "start": 28,
        "end": 75,
        "block": 1,
    }
    (edited,) = [link for link in data["links"] if link["relation"] == "edited"]
    assert set(edited) == {"a", "b", "relation", "moved", "similarity", "edits"}
    assert edited["edits"] == [{"op": "replace", "a": [12, 16], "b": [12, 16], "kind": "number"}]
    assert set(data["measures"]) == {"verbatim", "reworded", "moved", "new", "gone"}
