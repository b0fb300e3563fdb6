"""What is told to have moved: as little as explains the order, however much of it was edited."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Comparison, compare_texts
from app.engine.chains import move_weight
from app.engine.moving import Firm, Standing, moved_from

NEWS = [
    "The council met on Monday to discuss the closing of the old swimming bath.",
    "Three members spoke against the plan and left the room before the vote.",
    "A group of parents had gathered outside with placards and a brass band.",
    "The mayor said that the budget left her no other choice this year.",
    "It was opened in 1931 by a film star and last repaired twelve winters ago.",
    "Swimmers were told to use a lake nine kilometres from the town instead.",
]
LOG = (
    "The harbour master, who has kept the log of every ship since the spring of the great storm, "
    "wrote that night of a light seen twice beyond the pier and of a bell that nobody had rung."
)


def edited(text: str) -> str:
    """The same with another word of as many letters in it."""
    first, second, third, rest = text.split(" ", 3)
    return f"{first} {second} {third[::-1].lower()} {rest}"


def standing(order: list[int], weights: list[int]) -> list[Standing]:
    """Passage k of a stands at order[k] in b."""
    return [
        Standing(((k, 0),), ((at, 0),), weight)
        for k, (at, weight) in enumerate(zip(order, weights, strict=True))
    ]


def least(passages: list[Standing]) -> int:
    """The least weight that explains the order, by trying every set that may stay."""
    stays = (
        part
        for count in range(len(passages) + 1)
        for part in combinations(sorted(passages), count)
        if all(x.b < y.b for x, y in pairwise(part))
    )
    heaviest = max(sum(each.weight for each in part) for part in stays)
    return sum(each.weight for each in passages) - heaviest


@settings(max_examples=300, deadline=None)
@given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_no_less_could_have_moved(order: list[int], weights: list[int]) -> None:
    passages = standing(order, weights)
    gone = moved_from(passages)
    assert sum(each.weight for each in passages if each.a[0] in gone) == least(passages)
    left = sorted(each.b for each in passages if each.a[0] not in gone)
    assert left == [each.b for each in passages if each.a[0] not in gone]


@settings(max_examples=300, deadline=None)
@given(
    st.permutations(range(8)),
    st.lists(st.integers(1, 9), min_size=8, max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_what_is_firm_gives_way_to_more_all_the_same(
    order: list[int], weights: list[int], chosen: set[int]
) -> None:
    passages = standing(order, weights)
    firm: list[Standing] = []
    for each in passages:
        number = each.a[0][0]
        if number in chosen and (not firm or firm[-1].b < each.b):
            firm.append(each)
    loose = [each._replace(past=_past(each, firm)) for each in passages if each not in firm]
    gone = moved_from(
        loose, Firm([x.weight for x in firm], [(x.a[0], x.b[0]) for x in firm].__getitem__)
    )
    assert sum(each.weight for each in passages if each.a[0] in gone) == least(passages)


def _past(each: Standing, firm: list[Standing]) -> tuple[int, int]:
    before_a = sum(other.a < each.a for other in firm)
    before_b = sum(other.b < each.b for other in firm)
    return min(before_a, before_b), max(before_a, before_b)


def test_of_two_that_reach_into_each_other_the_lighter_one_moved() -> None:
    around = Standing(((0, 0), (2, 0)), ((0, 0), (2, 0)), 20)
    inside = Standing(((1, 0),), ((1, 0),), 10)
    assert moved_from([around, inside]) == {(1, 0)}
    assert moved_from([around, inside._replace(weight=30)]) == {(0, 0)}


def told(comparison: Comparison) -> dict[str, bool]:
    """Each sentence of a that has a counterpart, and whether it is told to have moved."""
    sentences = comparison.a.sentences
    return {sentences[link.a[0]].text: link.moved for link in comparison.links if link.a and link.b}


def long_text(text: str) -> str:
    """The same among so much that it is more than an article."""
    return "\n\n".join([*_chapters("before"), text, *_chapters("after")])


def _chapters(word: str) -> list[str]:
    """Paragraphs that are the same in all versions, 30,000 letters."""
    return [
        f"Page {number} of what was written {word} them: {'no entry, ' * 25}and that was all."
        for number in range(100)
    ]


@pytest.mark.parametrize("joint", ["\n\n", " "])
@pytest.mark.parametrize("among", [str, long_text])
def test_one_passage_that_goes_past_edited_ones_has_moved_not_they(
    joint: str, among: Callable[[str], str]
) -> None:
    a, b = joint.join([*NEWS, LOG]), joint.join([LOG, *map(edited, NEWS)])
    found = told(compare_texts(among(a), among(b)))
    assert {text for text, has_moved in found.items() if has_moved} == {LOG}
    assert found.keys() >= {*NEWS, LOG}
    back = told(compare_texts(among(b), among(a)))
    assert {text for text, has_moved in back.items() if has_moved} == {LOG}


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_a_new_order_is_explained_by_the_least(order: list[int], touched: set[int]) -> None:
    later = [edited(NEWS[k]) if k in touched else NEWS[k] for k in order]
    comparison = compare_texts("\n\n".join(NEWS), "\n\n".join(later))
    assert {(link.a, link.b) for link in comparison.links} == {
        ((k,), (at,)) for at, k in enumerate(order)
    }
    found = told(comparison)
    passages = standing(
        [order.index(k) for k in range(6)], [move_weight(len(text)) for text in NEWS]
    )
    assert sum(move_weight(len(text)) for text, has_moved in found.items() if has_moved) == least(
        passages
    )
