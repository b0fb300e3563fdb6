"""That documents are made harder and stay the same documents."""

from __future__ import annotations

from tests.bench.gold import Pair
from tests.bench.harder import harder

PLACES = "Holm Kerrin Thorn Ellery Marle Skerry Dunning Vale".split()
SAID = [f"The ferry number {k} of {place} sailed at noon." for k, place in enumerate(PLACES)]


def _documents() -> list[Pair]:
    return [
        Pair(
            place,
            tuple(f"{said} It was bound for {place}." for said in SAID),
            tuple(f"{said} Its harbour was {place}." for said in SAID),
            frozenset((k, k) for k in range(len(SAID))),
            frozenset({(3, 3)}),
        )
        for place in PLACES * 5
    ]


def test_every_link_still_ties_the_same_two_sentences() -> None:
    documents = _documents()
    made = harder(documents)
    assert len(made) == len(documents)
    for was, now in zip(documents, made, strict=True):
        assert len(now.links) == len(was.links)
        assert len(now.moved) == 1
        for (i, j), (k, _) in zip(sorted(now.links), sorted(was.links), strict=True):
            assert now.a[i] == was.a[k]
            assert len(now.b[j]) == len(was.b[k])
            assert str(k) in now.b[j]


def test_sentences_of_others_are_put_in_and_words_exchanged() -> None:
    documents = _documents()
    made = harder(documents)
    grown = [
        (len(now.a) > len(was.a), len(now.b) > len(was.b))
        for was, now in zip(documents, made, strict=True)
    ]
    assert set(grown) == {(False, False), (False, True), (True, False), (True, True)}
    shares = {sum("ferry" in text for text in pair.b) / len(pair.b) for pair in made}
    assert shares == {0, 1}


def test_a_word_is_exchanged_for_the_same_word_wherever_it_stands() -> None:
    exchanged = [pair for pair in harder(_documents()) if not any("ferry" in b for b in pair.b)]
    assert exchanged
    for pair in exchanged:
        assert len({text.split()[1] for text in pair.b}) == 1


def test_the_same_is_made_each_time() -> None:
    assert harder(_documents()) == harder(_documents())
    assert harder(_documents(), seed=1) != harder(_documents(), seed=2)
