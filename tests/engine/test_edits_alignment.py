"""What two sequences have in common, against a slow reference that tries everything."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.edits import diff_texts
from app.engine.sequences import Work, common
from app.engine.words import cut, parts

words = st.sampled_from(["a", "of", "the", "boat", "crew", "harbour", "Wednesday"])
lists = st.lists(words, max_size=10)


def most_letters(a: Sequence[str], b: Sequence[str]) -> int:
    """The letters of the heaviest common subsequence, by the table of all prefixes."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = row
        row = [0]
        for j, y in enumerate(b):
            kept = before[j] + len(x) if x == y else 0
            row.append(max(before[j + 1], row[j], kept))
    return row[-1]


def _is_in_order(a: Sequence[str], b: Sequence[str], pairs: list[tuple[int, int]]) -> bool:
    ascending = all(x[0] < y[0] and x[1] < y[1] for x, y in pairwise(pairs))
    return ascending and all(a[i] == b[j] for i, j in pairs)


@settings(max_examples=2000, deadline=None)
@given(lists, lists)
def test_short_sequences_keep_as_many_letters_as_can_be(a: list[str], b: list[str]) -> None:
    pairs = common(a, b, Work())
    assert _is_in_order(a, b, pairs)
    assert sum(len(a[i]) for i, _ in pairs) == most_letters(a, b)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=80), st.lists(words, max_size=80))
def test_long_sequences_are_in_order_and_keep_no_more_than_can_be(
    a: list[str], b: list[str]
) -> None:
    pairs = common(a, b, Work())
    kept = sum(len(a[i]) for i, _ in pairs)
    assert _is_in_order(a, b, pairs)
    assert kept <= most_letters(a, b)
    assert kept >= most_letters(a, b) // 2


@settings(max_examples=500, deadline=None)
@given(lists, lists)
def test_the_edits_of_plain_words_leave_out_as_few_letters_as_can_be(
    a: list[str], b: list[str]
) -> None:
    text_a, text_b = " ".join(a), " ".join(b)
    edits = diff_texts(text_a, text_b)
    gone = sum(len(text_a[slice(*edit.a)].replace(" ", "")) for edit in edits)
    come = sum(len(text_b[slice(*edit.b)].replace(" ", "")) for edit in edits)
    everything = len("".join(a)) + len("".join(b))
    assert gone + come == everything - 2 * most_letters(a, b)


def test_a_long_sequence_is_cut_at_runs_that_occur_once() -> None:
    dice = random.Random(3)
    a = [str(dice.randrange(40)) for _ in range(3000)]
    b = [key for n, key in enumerate(a) if n % 100]
    work = Work()
    pairs = common(a, b, work)
    assert work.refused == 0
    assert len(pairs) == len(b)


def test_what_is_too_much_work_is_refused_and_counted() -> None:
    work = Work(cells=10)
    keys = ["a", "b"] * 20
    assert common(["x", *keys, "x"], ["y", *keys[::-1], "y"], work) == []
    assert work.refused == 1


def test_words_part_at_white_space_and_dates_stay_whole() -> None:
    assert cut(" On 4 May,\n he\tleft ") == ["On", "4 May,", "he", "left"]
    assert cut("May 4, 2031 was wet") == ["May 4, 2031", "was", "wet"]
    assert cut("12\u00a0500 crowns") == ["12\u00a0500", "crowns"]
    assert cut("東京 2031年5月4日") == ["東", "京", "2031年5月4日"]
    assert cut("") == []


def test_marks_that_cling_to_a_word() -> None:
    assert parts("“fair,”") == ("“", "fair", ",”")
    assert parts("U.S.,") == ("", "U.S.", ",")
    assert parts("crowns.") == ("", "crowns", ".")
    assert parts("£5") == ("", "£5", "")
    assert parts("—") == ("—", "", "")


@given(st.text(max_size=30))
def test_words_and_their_parts_are_the_whole_text(text: str) -> None:
    found = cut(text)
    assert "".join(found) == "".join(text.split())
    for word in found:
        assert "".join(parts(word)) == word
