"""The scores are right on examples that were worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.bench.aims import Aim
from tests.bench.floors import at_its_best, exact_lcs, likeness, monotone_dp, mutual_best
from tests.bench.gold import BadGold, Pair, read_gold
from tests.bench.scoring import Count, Found, ours, score_pair, score_set
from tests.bench.unrelated import false_links, strangers

PAIR = Pair(
    "example",
    ("The first.", "The second.", "The third.", "The fourth."),
    ("The first.", "The 2nd.", "The fourth.", "The third."),
    links=frozenset({(0, 0), (1, 1), (2, 3), (3, 2)}),
    moved=frozenset({(2, 3)}),
)


def test_counts_give_precision_recall_and_f1() -> None:
    count = Count(found=4, right=3, wanted=6)
    assert (count.precision, count.recall, count.f1) == (0.75, 0.5, 0.6)
    assert (Count().precision, Count().recall, Count().f1) == (1, 1, 1)
    assert (Count(found=2).precision, Count(wanted=2).recall) == (0, 0)


def test_scores_split_by_what_differs_and_what_moved() -> None:
    found = Found(frozenset({(0, 0), (1, 1), (3, 2), (1, 3)}), moved=frozenset({(3, 2)}))
    score = score_pair(PAIR, found)
    assert score.every == Count(found=4, right=3, wanted=4)
    assert score.edited == Count(found=2, right=1, wanted=1)
    assert score.moved.recall == 0
    assert score.told == Count(found=1, right=0, wanted=1)


def test_what_is_called_moved_counts_neither_way_in_order() -> None:
    found = Found(frozenset({(0, 0), (1, 1), (3, 2), (2, 3)}), moved=frozenset({(3, 2)}))
    assert score_pair(PAIR, found, in_order=True).every == Count(found=3, right=3, wanted=4)


def test_a_set_sums_links_rather_than_shares() -> None:
    small = Pair("small", ("One.",), ("Two.",), frozenset({(0, 0)}))
    perfect = Found(PAIR.links)
    assert score_set([PAIR, small], [perfect, Found(frozenset())]).every == Count(4, 4, 5)


def test_a_split_is_several_links_for_the_engine_too() -> None:
    a = ("The tower was built in 1869 by Anna Lund and it stood empty for many years.",)
    b = ("The tower was built in 1869 by Anna Lund.", "It stood empty for many years.")
    assert ours(a, b) == Found(frozenset({(0, 0), (0, 1)}))


def test_exact_lcs_links_equal_sentences_in_order() -> None:
    links = exact_lcs(PAIR).links
    assert (0, 0) in links
    assert len(links & {(2, 3), (3, 2)}) == 1
    assert len(links) == 2


def test_exact_lcs_never_links_a_sentence_twice() -> None:
    twice = Pair("twice", ("Yes.", "Yes."), ("Yes.", "Yes.", "Yes."), frozenset())
    links = sorted(exact_lcs(twice).links)
    assert len(links) == 2
    assert len({i for i, _ in links}) == len({j for _, j in links}) == 2


def test_mutual_best_finds_what_moved_and_calls_it_so() -> None:
    alike = np.array([[0.9, 0.1, 0.0], [0.2, 0.1, 0.8], [0.0, 0.7, 0.3]])
    found = mutual_best(alike, 0.5)
    assert found.links == {(0, 0), (1, 2), (2, 1)}
    assert len(found.moved) == 1
    assert found.moved < {(1, 2), (2, 1)}
    assert mutual_best(alike, 0.75).links == {(0, 0), (1, 2)}


def test_monotone_dp_gives_one_sentence_several_partners() -> None:
    alike = np.array([[0.6, 0.5, 0.1], [0.0, 0.1, 0.7], [0.9, 0.0, 0.0]])
    assert monotone_dp(alike, 0.2).links == {(0, 0), (0, 1), (1, 2)}


def test_likeness_is_one_for_equal_and_nothing_for_foreign_sentences() -> None:
    alike = likeness(["Ferries sail again.", "…"], ["ferries sail again", "Nobody knows.", "…"])
    assert alike == pytest.approx(np.array([[1, 0, 0], [0, 0, 1]]))


def test_a_simple_method_stands_at_its_best_threshold() -> None:
    pair = Pair(
        "like and unlike",
        ("The ferries sail again.", "A vote is due."),
        ("The ferries sail today.", "Due to rain a show is off."),
        frozenset({(0, 0)}),
    )
    score, threshold = at_its_best(mutual_best, [pair], in_order=False)
    assert score.every == Count(1, 1, 1), "with the unlike pair left out by the threshold"
    assert 0 < threshold < 0.8


def test_documents_with_a_common_sentence_are_no_strangers() -> None:
    def pair(name: str, *sentences: str) -> Pair:
        return Pair(name, sentences, sentences, frozenset())

    met = strangers([pair("x", "Yes."), pair("y", "No.", "yes. "), pair("z", "Perhaps.")])
    names = {(a.name, b.name) for a, b in met}
    assert names == {("x", "z"), ("z", "x"), ("y", "z"), ("z", "y")}


def test_links_between_strangers_are_counted_by_relation() -> None:
    same = Pair(
        "x", ("All the ferries sail again.",), ("All the ferries sail again.",), frozenset()
    )
    found = false_links([(same, same)])
    assert found.by_relation == {"same": 1}
    assert found.per_hundred == 100


def test_an_aim_is_met_on_its_line() -> None:
    assert Aim(97.5).told(97.5) == "≥ 97.5 met"
    assert Aim(97.5).told(97.49) == "≥ 97.5 NOT MET"
    assert Aim(10, at_most=True).told(10) == "≤ 10 met"
    assert Aim(10, at_most=True).told(10.1) == "≤ 10 NOT MET"


def test_sets_are_told_apart_by_their_fields(tmp_path: Path) -> None:
    (tmp_path / "links.jsonl").write_text(
        '{"id": "d", "a_sentences": ["A."], "b_sentences": ["B.", "C."],'
        ' "gold": [[0, 0, "split"], [0, 1, "moved split"]]}\n'
    )
    (tmp_path / "edits.jsonl").write_text('{"a": "x", "b": "y", "edits": []}\n')
    (tmp_path / "other.jsonl").write_text('{"versions": []}\n')
    gold = read_gold(tmp_path)
    (pair,) = gold.links["links"]
    assert pair.links == {(0, 0), (0, 1)}
    assert pair.moved == {(0, 1)}
    assert list(gold.links) == ["links"]
    assert list(gold.edits) == ["edits"]


@pytest.mark.parametrize(
    "line", ["{", '{"a_sentences": ["A."], "b_sentences": [], "gold": [[0, 0]]}']
)
def test_what_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "set.jsonl").write_text(f"{line}\n")
    with pytest.raises(BadGold, match=r"set\.jsonl, line 1"):
        read_gold(tmp_path)
