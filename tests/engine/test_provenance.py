"""Where sentences came from: small cases, a series read by hand, and what holds for any texts."""

from __future__ import annotations

import gc
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Comparison, KeptRun, Relation, Side, compare_texts, parse_text
from app.engine.matchkey import match_key
from app.engine.provenance import Provenance, Turn, trace

from .statements import STATEMENTS, TEXTS
from .texts import anything, articles, paragraphs, separators, words

FERRY = "The ferry leaves Port Ellery at noon on Friday with the mail."
TOLL = "A toll of four crowns is asked of every cart on the causeway."
LAMP = "Keepers will light the lamp at Great Skarn before dusk."
BAND = "A brass band from the mainland plays on the quay in the afternoon."


def traced(*texts: str, numbers: tuple[int, ...] = ()) -> Provenance:
    if len(texts) == 1:
        return trace(Side(parse_text(texts[0])), (), numbers)
    comparisons = [compare_texts(a, b) for a, b in pairwise(texts)]
    return trace(comparisons[0].a, comparisons, numbers)


def told(provenance: Provenance, number: int) -> list[tuple[str, int, tuple[int, ...]]]:
    """Each sentence of a version with its origin and what altered it."""
    return [
        (phase.text, phase.origin, provenance.altered(index))
        for index in provenance.sentences(number)
        for phase in [provenance.phases[index]]
    ]


def life(provenance: Provenance, number: int, sentence: int) -> list[Turn]:
    phase = provenance.sentences(number)[sentence]
    return [provenance.turns[turn] for turn in provenance.life(phase)]


def gone(provenance: Provenance, number: int) -> list[tuple[int, str]]:
    turns = [provenance.turns[turn] for turn in provenance.gone(number)]
    return [(turn.version, provenance.phases[turn.a[0]].text) for turn in turns]


@pytest.mark.parametrize("number", range(1, len(STATEMENTS) + 1))
def test_every_sentence_of_a_series_is_from_where_a_person_says(number: int) -> None:
    by_hand = [tuple(told) for paragraph in STATEMENTS[number - 1] for told in paragraph]

    assert told(traced(*TEXTS), number) == by_hand


def test_what_the_series_lost_is_told_as_of_any_version() -> None:
    provenance = traced(*TEXTS)

    assert [version for version, _ in gone(provenance, 2)] == []
    assert [text.split()[0] for _, text in gone(provenance, 4)] == ["Builders"]
    assert [(v, text.split()[0]) for v, text in gone(provenance, 9)] == [
        (5, "Lena"),
        (6, "Dearer"),
        (8, "The"),
    ]


def test_one_version_is_all_from_itself() -> None:
    provenance = traced(f"{FERRY} {TOLL}\n\n{LAMP}", numbers=(4,))

    assert told(provenance, 4) == [(FERRY, 4, ()), (TOLL, 4, ()), (LAMP, 4, ())]
    assert provenance.gone(4) == ()
    assert provenance.before(4) is None


def test_the_same_text_again_is_all_from_the_first() -> None:
    text = f"{FERRY} {TOLL}\n\n{LAMP}"
    provenance = traced(text, text, text)

    assert told(provenance, 3) == [(FERRY, 1, ()), (TOLL, 1, ()), (LAMP, 1, ())]
    assert provenance.standing[0][1] is provenance.standing[2][1]


def test_a_reworded_sentence_keeps_its_origin() -> None:
    later = FERRY.replace("noon", "dawn")
    latest = later.replace("mail", "mail and the milk")
    provenance = traced(f"{FERRY}\n\n{TOLL}", f"{later}\n\n{TOLL}", f"{latest}\n\n{TOLL}")

    assert told(provenance, 3) == [(latest, 1, (2, 3)), (TOLL, 1, ())]
    assert told(provenance, 2) == [(later, 1, (2,)), (TOLL, 1, ())]
    turns = life(provenance, 2, 0)
    assert [(turn.version, turn.relation) for turn in turns] == [
        (1, Relation.ADDED),
        (2, Relation.EDITED),
        (3, Relation.EDITED),
    ], "a life goes on after the version that it is asked for in"
    (edit,) = turns[1].edits
    assert (FERRY[slice(*edit.a)], later[slice(*edit.b)]) == ("noon", "dawn")


def test_typography_alone_alters_nothing() -> None:
    straight = 'The clerk said that the lamp at Great Skarn "burns all night" now.'
    curly = straight.replace(' "burns', " “burns").replace('night"', "night”")
    provenance = traced(f"{straight}\n\n{TOLL}", f"{curly}\n\n{TOLL}")

    assert told(provenance, 2) == [(curly, 1, ()), (TOLL, 1, ())]
    assert len(life(provenance, 2, 0)) == 2, "but it is told"


def test_white_space_alone_is_kept_to_the_letter() -> None:
    wide = FERRY.replace("at noon", "at  noon")
    provenance = traced(f"{FERRY}\n\n{TOLL}", f"{wide}\n\n{TOLL}")

    assert told(provenance, 2) == [(wide, 1, ()), (TOLL, 1, ())]


def test_a_sentence_that_comes_back_is_the_same_one() -> None:
    with_it, without = f"{FERRY}\n\n{TOLL}\n\n{LAMP}", f"{FERRY}\n\n{LAMP}"
    provenance = traced(with_it, with_it, without, without, with_it)

    assert told(provenance, 5) == [(FERRY, 1, ()), (TOLL, 1, ()), (LAMP, 1, ())]
    assert [(turn.version, turn.relation, turn.returned) for turn in life(provenance, 5, 1)] == [
        (1, Relation.ADDED, False),
        (3, Relation.REMOVED, False),
        (5, Relation.ADDED, True),
    ]
    assert gone(provenance, 3) == gone(provenance, 4) == [(3, TOLL)]
    assert gone(provenance, 5) == []


def test_of_two_that_went_each_comes_back_as_itself() -> None:
    full = f"{FERRY} {TOLL}\n\n{LAMP}\n\n{TOLL}"
    provenance = traced(full, f"{FERRY}\n\n{LAMP}", full)

    first, second = (life(provenance, 3, at) for at in (1, 3))
    assert [turn.a for turn in first if turn.returned] == [(provenance.sentences(1)[1],)]
    assert [turn.a for turn in second if turn.returned] == [(provenance.sentences(1)[3],)]


def test_a_sentence_that_went_for_good_has_its_life_too() -> None:
    provenance = traced(f"{FERRY}\n\n{TOLL}", f"{FERRY}\n\n{TOLL}\n\n{BAND}", f"{FERRY}\n\n{BAND}")

    assert gone(provenance, 3) == [(3, TOLL)]
    assert gone(provenance, 2) == []
    assert [(turn.version, turn.relation) for turn in life(provenance, 2, 1)] == [
        (1, Relation.ADDED),
        (3, Relation.REMOVED),
    ]


def test_a_split_has_one_origin_and_a_merge_the_earliest() -> None:
    one = "The harbour board met on Monday and it put the fare up to nine crowns a head."
    two = "The harbour board met on Monday. It put the fare up to nine crowns a head."
    other = f"{LAMP}\n\n{one}"
    provenance = traced(LAMP, other, f"{LAMP}\n\n{two}", other)

    origins = [origin for _, origin, _ in told(provenance, 3)]
    assert origins == [1, 2, 2]
    assert told(provenance, 4)[1][1] == 2
    relations = [turn.relation for turn in life(provenance, 4, 1)]
    assert relations == [Relation.ADDED, Relation.SPLIT, Relation.MERGED]
    assert [t.relation for t in life(provenance, 3, 1)] == relations


def test_a_move_is_told_and_alters_nothing() -> None:
    provenance = traced(
        f"{FERRY}\n\n{TOLL}\n\n{LAMP}\n\n{BAND}", f"{BAND}\n\n{FERRY}\n\n{TOLL}\n\n{LAMP}"
    )

    assert told(provenance, 2)[0] == (BAND, 1, ())
    (_, turn) = life(provenance, 2, 0)
    assert turn.moved
    assert not turn.reworded


def test_furniture_takes_no_part() -> None:
    button = "Share this article"
    page = f"{FERRY}\n\n{TOLL}\n\nLeave a Reply\n\nYour email address will not be published."
    provenance = traced(page, f"{page}\n\n{button}")

    assert [text for text, _, _ in told(provenance, 2)] == [FERRY, TOLL]


def test_versions_keep_their_numbers() -> None:
    provenance = traced(FERRY, f"{FERRY}\n\n{TOLL}", f"{FERRY}\n\n{LAMP}", numbers=(2, 5, 9))

    assert [origin for _, origin, _ in told(provenance, 9)] == [2, 9]
    assert gone(provenance, 9) == [(9, TOLL)]
    assert (provenance.before(9), provenance.before(5)) == (5, 2)
    with pytest.raises(ValueError, match="3"):
        provenance.sentences(3)


def test_what_does_not_fit_together_is_refused() -> None:
    comparison, stranger = compare_texts(FERRY, TOLL), compare_texts(LAMP, BAND)

    with pytest.raises(ValueError, match="does not follow"):
        trace(comparison.a, [comparison, stranger])
    with pytest.raises(ValueError, match="ascend"):
        trace(comparison.a, [comparison], (2, 1))
    for numbers in ((1,), (1, 2, 3)):
        with pytest.raises(ValueError, match="zip"):
            trace(comparison.a, [comparison], numbers)


def test_blocks_that_stay_are_never_cut_again() -> None:
    long = "\n\n".join(f"Boat {n} of the fleet lies at quay {n} tonight." for n in range(2_000))
    first = compare_texts(long, f"{long}\n\n{FERRY}")
    second = compare_texts(f"{long}\n\n{FERRY}", f"{long}\n\n{FERRY}\n\n{TOLL}")
    assert any(isinstance(run, KeptRun) for run in second.reading)

    provenance = trace(first.a, [first, second])

    assert len(provenance.sentences(3)) == 2_002
    assert len(provenance.phases) == 2_002
    assert len(second.b._cut) < 10, "only what changed was looked into"


def test_work_follows_the_number_of_versions() -> None:
    def seconds(rounds: int) -> float:
        comparisons = [compare_texts(a, b) for a, b in pairwise([*TEXTS, TEXTS[0]])]
        gc.disable()  # going through what other tests left behind is no part of the work
        start = process_time()
        for _ in range(5):
            trace(comparisons[0].a, comparisons * rounds)
        spent = process_time() - start
        gc.enable()
        return spent

    seconds(2)
    assert any(seconds(80) < 25 * max(seconds(8), 1e-4) for _ in range(3))


@st.composite
def series(draw: st.DrawFn) -> list[str]:
    """A few versions made of the same few paragraphs, some with a word replaced, some gone."""
    pool = draw(st.lists(paragraphs, min_size=2, max_size=5))
    texts: list[str] = []
    for _ in range(draw(st.integers(2, 5))):
        chosen = draw(st.lists(st.sampled_from(pool), max_size=6))
        if chosen and draw(st.booleans()):
            at = draw(st.integers(0, len(chosen) - 1))
            first, _, rest = chosen[at].partition(" ")
            chosen[at] = f"{first} {draw(words)} {rest}"
        texts.append(draw(separators).join(chosen))
    return texts


any_series = st.one_of(
    series(), series(), st.lists(st.one_of(articles(), anything), min_size=2, max_size=4)
)


@settings(max_examples=300, deadline=None)
@given(any_series)
def test_every_sentence_has_one_origin_and_a_life_that_leads_to_it(texts: list[str]) -> None:
    provenance = traced(*texts)

    for number, text in enumerate(texts, start=1):
        sentences = [s.text for s in Side(parse_text(text)).sentences]
        assert [text for text, _, _ in told(provenance, number)] == sentences
        for index in provenance.sentences(number):
            phase, altered = provenance.phases[index], provenance.altered(index)
            assert 1 <= phase.origin <= phase.first <= number
            assert all(phase.origin < version <= number for version in altered)
            turns = [provenance.turns[turn] for turn in provenance.life(index)]
            assert turns[0].relation is Relation.ADDED
            assert turns[0].a == ()
            assert turns[0].version == phase.origin
            assert [turn.version for turn in turns] == sorted(turn.version for turn in turns)


@settings(max_examples=200, deadline=None)
@given(any_series)
def test_lives_are_those_of_the_comparisons(texts: list[str]) -> None:
    comparisons = [compare_texts(a, b) for a, b in pairwise(texts)]
    provenance = trace(comparisons[0].a, comparisons)

    for number, comparison in enumerate(comparisons, start=2):
        before, now = provenance.sentences(number - 1), provenance.sentences(number)
        for link in comparison.links:
            check(provenance, comparison, number, [before[i] for i in link.a], link.b, now)


def check(
    provenance: Provenance,
    comparison: Comparison,
    number: int,
    before: list[int],
    b: tuple[int, ...],
    now: tuple[int, ...],
) -> None:
    """What a link says of its sentences is what their phases say."""
    after = [now[j] for j in b]
    if not before:
        for index in after:
            phase, made = provenance.phases[index], provenance.turns[provenance.phases[index].made]
            assert (made.version, made.relation) == (number, Relation.ADDED)
            if made.returned:
                assert match_key(provenance.phases[made.a[0]].text) == match_key(phase.text)
            else:
                assert phase.origin == number
    elif not after:
        assert any(
            provenance.turns[turn].relation is Relation.REMOVED
            and provenance.turns[turn].version == number
            for turn in provenance.after[before[0]]
        )
    else:
        earliest = min(provenance.phases[index].origin for index in before)
        assert {provenance.phases[index].origin for index in after} == {earliest}
        if before != after:
            (made,) = {provenance.phases[index].made for index in after}
            assert provenance.turns[made].a == tuple(before)


@settings(max_examples=100, deadline=None)
@given(articles())
def test_a_text_twice_is_all_from_version_1(text: str) -> None:
    provenance = traced(text, text)

    assert {origin for _, origin, _ in told(provenance, 2)} <= {1}
    assert provenance.sentences(1) == provenance.sentences(2)
    assert provenance.gone(2) == ()
