"""How the edits of a sentence are marked for a reader: few, whole, and no confetti."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine import compare_sentences, compare_texts
from app.engine.edits import diff_texts
from app.engine.kinds import kinds_of
from app.presentation.page import Mark, Run
from app.presentation.readable import MOVED, groups
from app.presentation.rows import build_page
from app.presentation.runs import marked_spans
from tests.engine.texts import pairs


def marked(a: str, b: str) -> list[tuple[str, str]]:
    """What is marked together, as (what went, what came)."""
    edits = kinds_of(a, b, diff_texts(a, b))
    return [(a[slice(*group.a)], b[slice(*group.b)]) for group in groups(a, b, edits)]


def test_two_changes_in_a_sentence_stay_two() -> None:
    assert marked("It lost thirteen of forty boats.", "It lost ten of fifty boats.") == [
        ("thirteen", "ten"),
        ("forty", "fifty"),
    ]


def test_little_words_are_swallowed_where_much_changed() -> None:
    a = "Boats of the old line left for the far isles in heavy rain after the long delay."
    b = "Ships of the new firm sailed for the near ports in bright sun after the short stop."
    (group,) = marked(a, b)
    assert group == (a[:-1], b[:-1])


def test_telling_words_are_not_swallowed() -> None:
    a = "Some crews of the line left the harbour of Ellery for the far isles in heavy rain."
    b = "Most of those from the firm left the harbour of Ellery for two near ports in bright sun."
    kept = "left the harbour of Ellery for"
    assert not any(kept in old or kept in new for old, new in marked(a, b))
    assert len(marked(a, b)) == 2


def test_a_sentence_of_which_little_is_left_is_one_replacement() -> None:
    a = "The board shut the smelter, and many of the workers learnt it from the radio at home."
    b = "Most staff, who heard by phone that owners had chosen to close it, were stunned and angry."
    assert len(marked(a, b)) == 1


def test_a_clause_stays_apart_from_what_changed_before_it() -> None:
    a = "It was fair, said Oskar Lindh, the manager of the mine."
    b = "It was fair, said Amina Sule, the doctor of the town."
    assert marked(a, b) == [
        ("Oskar Lindh", "Amina Sule"),
        ("manager", "doctor"),
        ("mine", "town"),
    ]


def test_typography_can_be_folded_away_beside_a_change_of_words() -> None:
    a = 'She said "no", and the mayor and the council of the old town left the hall.'
    b = "She said “no”, and a clerk with some members from our new port left the hall."
    edits = kinds_of(a, b, diff_texts(a, b))
    kinds = [group.kind for group in groups(a, b, edits)]
    assert kinds == ["typography", "wording"]


def test_what_cannot_be_seen_is_not_marked() -> None:
    assert marked("The cafe\u0301 opened.", "The café closed.") == [("opened", "closed")]


def _kinds(a: str, b: str) -> list[tuple[str, str, str]]:
    edits = kinds_of(a, b, diff_texts(a, b))
    return [(a[slice(*g.a)], b[slice(*g.b)], g.kind) for g in groups(a, b, edits)]


def test_a_phrase_that_moved_has_a_mark_of_its_own() -> None:
    a = "The minister on Wednesday promised aid to the coast."
    b = "The minister pledged aid to the coast on Wednesday."
    assert _kinds(a, b) == [
        ("on Wednesday", "", MOVED),
        ("promised", "pledged", "wording"),
        ("", "on Wednesday", MOVED),
    ]


def test_a_phrase_that_was_turned_round_is_one_replacement() -> None:
    a = "A passing trawler rescued the two kayakers shortly before midnight."
    b = "The two kayakers were rescued by a passing trawler shortly before midnight."
    assert marked(a, b) == [
        (
            "A passing trawler rescued the two kayakers",
            "The two kayakers were rescued by a passing trawler",
        )
    ]


def test_a_word_or_two_amid_other_changes_are_not_told_as_moved() -> None:
    a = "A driver who knew what could be lurking over the hill slowed down at once and stopped."
    b = "A driver slowed down at once and stopped for fear of what might be lurking near the hill."
    assert any(edit.partner is not None for edit in diff_texts(a, b))
    assert MOVED not in [kind for _, _, kind in _kinds(a, b)]


def _runs(a: str, b: str) -> tuple[list[tuple[str, Mark, str]], list[tuple[str, Mark, str]]]:
    (row,) = build_page(compare_texts(a, b)).items
    return tuple(  # type: ignore[return-value]
        [
            (run.text, run.mark, run.kind)
            for block in cell.blocks
            for part in block.parts
            for run in part.runs
        ]
        for cell in (row.a, row.b)  # type: ignore[union-attr]
    )


def test_runs_of_a_page_tell_what_moved() -> None:
    in_a, in_b = _runs(
        "The minister on Wednesday promised aid to the coast.",
        "The minister pledged aid to the coast on Wednesday.",
    )
    assert in_a == [
        ("The minister ", Mark.PLAIN, ""),
        ("on Wednesday", Mark.DELETED, MOVED),
        (" ", Mark.PLAIN, ""),
        ("promised", Mark.DELETED, "wording"),
        (" aid to the coast.", Mark.PLAIN, ""),
    ]
    assert in_b == [
        ("The minister ", Mark.PLAIN, ""),
        ("pledged", Mark.INSERTED, "wording"),
        (" aid to the coast ", Mark.PLAIN, ""),
        ("on Wednesday", Mark.INSERTED, MOVED),
        (".", Mark.PLAIN, ""),
    ]


def _phrases(a: str, b: str) -> tuple[list[Run], list[Run]]:
    """The runs of each side that moved inside their sentence."""
    (row,) = (item for item in build_page(compare_texts(a, b)).items if item.changes)
    return tuple(  # type: ignore[return-value]
        [
            run
            for block in cell.blocks
            for part in block.parts
            for run in part.runs
            if run.phrase is not None
        ]
        for cell in (row.a, row.b)  # type: ignore[union-attr]
    )


def test_both_places_of_a_phrase_tell_where_the_other_is() -> None:
    early = "The minister on Wednesday promised aid to the coast."
    late = "The minister pledged aid to the coast on Wednesday."
    (went,), (came,) = _phrases(early, late)
    assert (went.text, went.moved, went.arrow) == ("on Wednesday", "moved to a later place", "→")
    assert (came.text, came.moved, came.arrow) == (
        "on Wednesday",
        "moved from an earlier place",
        "→",
    )
    (went,), (came,) = _phrases(late, early)
    assert (went.moved, went.arrow) == ("moved to an earlier place", "←")
    assert (came.moved, came.arrow) == ("moved from a later place", "←")


def test_phrases_of_two_sentences_are_not_mistaken_for_each_other() -> None:
    in_a, in_b = _phrases(
        "The minister on Wednesday promised aid to the coast. "
        "The admiral on Thursday promised ships to the town.",
        "The minister pledged aid to the coast on Wednesday. "
        "The admiral pledged ships to the town on Thursday.",
    )
    assert (
        [run.text for run in in_a]
        == [run.text for run in in_b]
        == [
            "on Wednesday",
            "on Thursday",
        ]
    )
    assert [run.phrase for run in in_a] == [run.phrase for run in in_b]
    assert len({run.phrase for run in in_a}) == 2


def test_an_arrow_points_the_way_that_the_text_runs() -> None:
    (went,), _ = _phrases(
        "قال الوزير يوم الأربعاء إن الحكومة سترسل السفن إلى المدينة.",
        "قال الوزير إن الحكومة سترسل السفن إلى المدينة يوم الأربعاء.",
    )
    assert (went.moved, went.arrow) == ("moved to a later place", "←")


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_a_phrase_that_moved_is_on_both_sides_once(texts: tuple[str, str]) -> None:
    comparison = compare_sentences([texts[0]], [texts[1]])
    for link in comparison.placed:
        if link.a and link.b:
            joined = comparison.a.joined(link.a), comparison.b.joined(link.b)
            in_a, in_b = (
                sorted(span.phrase.id for span in spans if span.phrase)
                for spans in marked_spans(*joined, link.edits)
            )
            assert in_a == in_b
            assert len(in_a) == len(set(in_a))


@pytest.mark.parametrize("text", ["Tea was flown in.", "東京で会議。"])
def test_a_text_that_stayed_has_no_marks(text: str) -> None:
    assert marked_spans(text, text, ()) == ([], [])


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_marks_are_in_order_apart_and_cover_every_edit_that_can_be_seen(
    texts: tuple[str, str],
) -> None:
    comparison = compare_sentences([texts[0]], [texts[1]])
    for link in comparison.placed:
        if not (link.a and link.b):
            continue
        joined = comparison.a.joined(link.a), comparison.b.joined(link.b)
        sides = marked_spans(*joined, link.edits)
        for text, spans, edits in zip(
            joined, sides, ([e.a for e in link.edits], [e.b for e in link.edits]), strict=True
        ):
            at = 0
            for start, end, *_ in spans:
                assert at <= start < end <= len(text)
                at = end
            covered = {place for start, end, *_ in spans for place in range(start, end)}
            seen = any(covered)
            if seen and text.isascii() and joined[0].isascii() and joined[1].isascii():
                assert all(covered.issuperset(range(*span)) for span in edits)
