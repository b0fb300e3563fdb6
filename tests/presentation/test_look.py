"""What the query of an address says about how to look at a comparison."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presentation.categories import HIDEABLE, Category
from app.presentation.look import LEDGERS, Look, View, read_look

looks = st.builds(
    Look,
    view=st.sampled_from(View),
    context=st.none() | st.integers(2, 9),
    only=st.frozensets(st.sampled_from(Category)),
    hide=st.frozensets(st.sampled_from(HIDEABLE)),
    open=st.none() | st.frozensets(st.integers(1, 999), max_size=5),
    ledger=st.none() | st.sampled_from(LEDGERS),
)


def read(query: str) -> tuple[Look, tuple[str, ...]]:
    return read_look(parse_qsl(query, keep_blank_values=True))


@given(looks)
def test_what_is_written_is_read_again(look: Look) -> None:
    assert read(look.query) == (look, ())


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=30)), max_size=6))
def test_any_query_gives_a_look_that_can_be_written(query: list[tuple[str, str]]) -> None:
    look, _ = read_look(query)
    assert read(look.query) == (look, ())


names = st.sampled_from(("view", "context", "only", "hide", "open", "ledger"))


@given(st.lists(st.tuples(names, st.text(max_size=30)), max_size=8))
def test_any_value_of_a_known_name_gives_a_look_and_few_words(query: list[tuple[str, str]]) -> None:
    look, unread = read_look(query)
    assert read(look.query) == (look, ())
    assert len(unread) <= 3
    assert all(len(sentence) < 120 for sentence in unread)


@pytest.mark.parametrize(
    ("query", "shortest"),
    [
        ("", ""),
        ("view=side&context=1&only=&hide=&open=", ""),
        ("view=changes&context=0", "view=changes"),
        ("view=changes&context=1", "view=changes&context=1"),
        ("VIEW=side", ""),
        ("view=Single", "view=single"),
        ("only=names&only=quotations", "only=quotations,names"),
        ("only=quote,date,number", "only=quotations,numbers"),
        ("only=Quotation, claim", "only=quotations,claims"),
        ("open=3,1,1", "open=1,3"),
        ("open=1&open=all", "open=all"),
        ("utm_source=x&view=b", "view=b"),
    ],
)
def test_one_look_has_one_query(query: str, shortest: str) -> None:
    look, unread = read(query)
    assert look.query == shortest
    assert unread == ()


@pytest.mark.parametrize(
    ("query", "shortest", "sentence"),
    [
        ("view=upside", "", "There is no view “upside”: the versions are shown side by side."),
        ("context=77", "context=9", "At most 9 rows are shown around a change."),
        ("context=-1", "", "“-1” is no number of rows around a change."),
        ("context=٣", "", "“٣” is no number of rows around a change."),
        ("only=tone", "", "There is no kind of change called “tone”."),
        ("hide=names", "", "Only spelling and typography can be hidden."),
        ("open=x", "", "Something that this address asks to open is not folded here."),
        ("ledger=moved", "", "The ledger has no “moved”."),
        (
            "view=" + "x" * 500,
            "",
            f"There is no view “{'x' * 24}…”: the versions are shown side by ",
        ),
    ],
)
def test_what_is_not_understood_is_said_and_the_nearest_taken(
    query: str, shortest: str, sentence: str
) -> None:
    look, unread = read(query)
    assert look.query == shortest
    assert len(unread) == 1
    assert unread[0].startswith(sentence)


def test_open_folds_stay_open_where_the_same_rows_fold() -> None:
    look = Look(open=frozenset({2}))
    assert look.having(view=View.SINGLE).open == {2}
    assert look.having(view=View.B).having(view=View.SIDE).open == {2}
    assert look.having(view=View.CHANGES).open == frozenset()
    assert look.having(only=frozenset({Category.NAMES})).open == frozenset()
    assert Look(open=None).having(view=View.CHANGES).open is None


def test_closing_one_of_all_leaves_the_others_open() -> None:
    assert Look(open=None).toggled(2, [1, 2, 3]).open == {1, 3}
    assert Look(open=frozenset({1})).toggled(2, [1, 2, 3]).open == {1, 2}
