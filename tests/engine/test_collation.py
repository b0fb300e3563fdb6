"""Versions side by side: which sentences share a row, in which order, and how contested each is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import (
    BlockKind,
    Collation,
    Document,
    collate,
    collate_documents,
    collation_pairs,
    contested,
    parse_text,
    variants,
)
from tests.engine.texts import articles, pairs, thorough

A = "The ferry sails at noon."
B = "A storm is forecast for the north coast."
C = "Passengers may claim their fares back."
D = "Extra trains will run between Marlow and Ellery."


def collated(*texts: str, base: int = 0) -> Collation:
    return collate_documents([parse_text(text) for text in texts], base)


def forms(collation: Collation) -> list[str]:
    """Each row as a letter for the form of each cell, a stroke for nothing, ' for a move."""
    return [
        "".join(
            ("abcdefgh"[cell.form] if cell.places else "-") + "'" * cell.moved for cell in row.cells
        )
        for row in collation.rows
    ]


def texts(collation: Collation) -> list[str]:
    return [row.text_of(0) for row in collation.rows]


def test_equal_texts_are_all_agreement() -> None:
    collation = collated(*[f"{A} {B}\n\n{C}"] * 4)

    assert forms(collation) == ["aaaa"] * 3
    assert all(row.agreed and row.complete and row.contested == 0 for row in collation.rows)
    assert collation.contested == 0


def test_a_sentence_that_was_reworded_again_and_again_stays_in_one_row() -> None:
    collation = collated(
        f"{B}\n\nThe ferry sails at noon on Monday.",
        f"{B}\n\nThe ferry sails at one on Monday.",
        f"{B}\n\nThe last ferry sails at one on Tuesday.",
    )

    assert forms(collation) == ["aaa", "abc"]


def test_what_two_versions_brought_in_has_one_row_though_the_base_has_it_not() -> None:
    collation = collated(f"{A}\n\n{C}", f"{A}\n\n{B}\n\n{C}", f"{A}\n\n{B}\n\n{C}")

    assert forms(collation) == ["aaa", "-aa", "aaa"]
    assert texts(collation) == [A, B, C]


def test_what_was_dropped_and_came_back_has_one_row() -> None:
    whole = f"{A}\n\n{B}\n\n{C}"

    assert forms(collated(whole, f"{A}\n\n{C}", whole)) == ["aaa", "a-a", "aaa"]


def test_what_is_new_goes_before_the_next_row_that_its_version_has() -> None:
    collation = collated(f"{A}\n\n{C}", f"{A}\n\n{B}\n\n{C}", f"{A}\n\n{D}\n\n{C}")

    assert texts(collation) == [A, B, D, C]


def test_a_passage_that_moved_stands_once_and_is_marked_where_it_moved() -> None:
    first, later = f"{A}\n\n{B}\n\n{C}\n\n{D}", f"{D}\n\n{A}\n\n{B}\n\n{C}"

    assert forms(collated(first, later, first)) == ["aaa", "aaa", "aaa", "aa'a"]
    based_on_later = collated(first, later, first, base=1)
    assert texts(based_on_later) == [D, A, B, C]
    assert forms(based_on_later) == ["a'aa'", "aaa", "aaa", "aaa"]


def test_what_was_split_and_joined_stays_in_one_row() -> None:
    whole = (
        "The council voted on Monday to close the bridge and the mayor called the vote a mistake."
    )
    halves = "The council voted on Monday to close the bridge. The mayor called the vote a mistake."
    collation = collated(f"{A} {whole} {C}", f"{A} {halves} {C}", f"{A} {halves} {C}")

    assert forms(collation) == ["aaa", "abb", "aaa"]
    assert [len(cell.places) for cell in collation.rows[1].cells] == [1, 2, 2]


def test_titles_share_a_row_however_they_read() -> None:
    documents = [
        Document.of_blocks([(BlockKind.HEADING, title, 1), (BlockKind.PARAGRAPH, A)])
        for title in ("Harbour closed", "No boats until Monday", "Coast cut off")
    ]

    assert forms(collate_documents(documents)) == ["abc", "aaa"]


def test_furniture_takes_no_part() -> None:
    document = Document.of_blocks(
        [(BlockKind.PARAGRAPH, A), (BlockKind.FURNITURE, "Share this"), (BlockKind.PARAGRAPH, C)]
    )
    collation = collate_documents([document, parse_text(f"{A}\n\n{C}"), document])

    assert texts(collation) == [A, C]


def test_two_sentences_of_a_version_are_in_one_row_only_where_a_link_ties_them() -> None:
    twice = f"{A}\n\n{B}\n\n{A}"
    collation = collated(twice, f"{A}\n\n{B}", twice)

    assert all(len(cell.places) <= 1 for row in collation.rows for cell in row.cells)
    assert forms(collation) == ["aaa", "aaa", "a-a"]


def test_the_usual_form_is_that_of_most_versions_and_of_several_the_first() -> None:
    one, other = "The vote is on Monday.", "The vote is on Friday."

    assert collated(one, other, other).rows[0].usual == 1
    assert collated(one, other).rows[0].usual == 0


def test_variants_tell_what_makes_each_other_text_out_of_one() -> None:
    (row,) = collated("The vote is on Monday.", "The vote is on Friday.", "The vote is off.").rows

    found = variants(row, 0)

    assert sorted(found) == [1, 2]
    (edit,) = found[1]
    assert "The vote is on Monday."[slice(*edit.a)] == "Monday"
    assert "The vote is on Friday."[slice(*edit.b)] == "Friday"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["one two three"] * 3, 0),
        (["one two", "three four", "five six"], 1),
        (["one two", "two one", "one two"], 0),  # the place of a word does not count
        (["one two", "one three"], 1 / 2),
        (["one two", "", ""], 1),
        (["one two", "one two", ""], 1 / 2),  # of two others, one has it
        (["one one", "one"], 1 / 3),  # of three words, two are found in the other
        (["", ""], 0),
        (["one"], 0),
    ],
)
def test_how_contested_a_passage_is(versions: list[str], expected: float) -> None:
    assert contested(versions) == pytest.approx(expected)


def test_it_is_the_chance_that_a_word_of_one_version_is_missing_in_another() -> None:
    versions = ["the bridge is shut", "the bridge is open", "bridge open again"]
    missing = [
        word not in other.split()
        for one in range(3)
        for word in versions[one].split()
        for number, other in enumerate(versions)
        if number != one
    ]

    assert contested(versions) == pytest.approx(sum(missing) / len(missing))


@given(st.lists(articles(), min_size=1, max_size=5))
def test_it_lies_between_0_and_1_whatever_the_order(versions: list[str]) -> None:
    found = contested(versions)

    assert 0 <= found <= 1
    assert contested(versions[::-1]) == pytest.approx(found)


def test_the_comparisons_grow_with_the_versions_not_with_their_pairs() -> None:
    assert collation_pairs(3) == ((0, 1), (0, 2), (1, 2))
    assert collation_pairs(4, base=2) == ((0, 1), (2, 0), (2, 1), (2, 3))
    assert all(len(collation_pairs(n, base)) < 2 * n for n in range(2, 40) for base in range(n))


def test_too_few_comparisons_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        collate({})
    with pytest.raises(ValueError, match="missing"):
        collate_documents([parse_text(A)])


several = st.one_of(
    st.tuples(pairs, pairs).map(lambda found: [*found[0], *found[1]]),
    pairs.map(lambda pair: [*pair, pair[0]]),
)
"""Three or four texts, some made from each other."""


@thorough
@given(several, st.integers(0, 2))
def test_every_sentence_stands_in_one_row_and_each_column_gives_its_text(
    versions: list[str], base: int
) -> None:
    collation = collated(*versions, base=base)

    for column, side in enumerate(collation.sides):
        assert side.document.text == parse_text(versions[column]).text
        places = sorted(place for row in collation.rows for place in row.cells[column].places)
        assert [side.at(place) for place in places] == list(side.sentences)
    for row in collation.rows:
        assert any(cell.places for cell in row.cells)
        assert 0 <= row.contested <= 1
        assert {cell.form for cell in row.cells if cell.places} == set(
            range(max(cell.form for cell in row.cells) + 1)
        )


@thorough
@given(several, st.integers(0, 2))
def test_what_is_not_marked_as_moved_stands_in_the_order_of_its_version(
    versions: list[str], base: int
) -> None:
    collation = collated(*versions, base=base)

    for column in range(len(versions)):
        cells = [row.cells[column] for row in collation.rows]
        starts = [cell.places[0] for cell in cells if cell.places and not cell.moved]
        assert starts == sorted(starts)
    assert not any(row.cells[base].moved for row in collation.rows)


@thorough
@given(articles(), st.integers(2, 5))
def test_copies_of_a_text_agree(text: str, copies: int) -> None:
    collation = collated(*[text] * copies)

    assert all(row.agreed for row in collation.rows)
    assert not any(cell.moved for row in collation.rows for cell in row.cells)
    assert collation.contested == 0
