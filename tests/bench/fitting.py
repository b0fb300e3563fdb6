"""Fits the weights of the third pass to labelled links: ``python -m tests.bench.fitting FOLDER``.

Structured learning (Collins 2002; Tsochantaridis et al. 2005): a document's labelled chain should
weigh more than any other chain, by as much as that one is wrong. Of each document the heaviest such
rival is sought; the signs of the labelled links are added to the weights, those of the rival's
links subtracted, and the weights of the later rounds averaged. All sets are fitted at once, as they
are and made harder (``harder``), for no set is as mixed as what people write; documents paired at
random teach what a link is not.

What a quarter of the documents would say of weights that were fitted to the others is printed too,
for weights that merely know their documents by heart would be worth nothing.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from unittest.mock import patch

import numpy as np

from app.engine.alignment import believed, heaviest, matter_of
from app.engine.anchors import anchor
from app.engine.cells import Cells, Flags
from app.engine.features import Floats, Indices, features_of
from app.engine.scores import SECOND, THIRD, Matter, Weights, later_score
from tests.bench.gold import Gold, Pair, read_gold
from tests.bench.harder import harder
from tests.bench.quality import in_order
from tests.bench.scoring import Score, ours, score_set
from tests.bench.tables import percent, table
from tests.bench.unrelated import FalseLinks, false_links, strangers

ROUNDS = 16
STEP = 0.05
FOLDS = 4
SEEDS = 3
"""The weights are the mean of so many fits, each of which sees the documents in another order."""
STRANGERS = "strangers"
MATTERS = {"argrewrite": 3.0, "bible_perturbed": 3.0, "deplain_open": 3.0, "wikisplit": 0.7}
"""How much a link of a set matters; elsewhere 1."""
OF_HARDER = 0.35
"""How much a document that was made harder matters, where the document itself is 1."""
OF_STRANGERS = 0.3
FALSE_LINK = {"argrewrite": 2.0, "deplain_open": 0.7}
"""How wrong a false link is, where a missed one is 1; elsewhere 1 too."""
LEAST_SCALE = 0.05
EVERY = 5.0
"""What a labelled link is worth beyond its score, so that none is left out of the chain of them."""

SIGNS = tuple(field.name for field in fields(Weights))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A pair of documents as the third pass sees it: signs of each cell, and which are links."""

    of: str
    fold: int
    matters: float
    matter: Matter
    signs: Floats
    labelled: Flags


def lessons(gold: Gold) -> list[Lesson]:
    """All labelled pairs, as they are and made harder, and strangers made of them."""
    found: list[Lesson] = []
    for name, pairs in gold.links.items():
        matters = MATTERS.get(name, 1.0)
        found += _lessons(name, pairs, matters)
        found += _lessons(name, harder(pairs), matters * OF_HARDER)
        drawn = [Pair("", this.a, other.b, frozenset()) for this, other in strangers(pairs)]
        found += _lessons(STRANGERS, drawn, OF_STRANGERS)
    return found


def _lessons(of: str, pairs: Iterable[Pair], matters: float) -> Iterable[Lesson]:
    for number, pair in enumerate(pairs):
        a, b = pair.a, pair.b
        if a and b:
            cells = Cells.all_of(len(a), len(b))
            everywhere = np.ones(len(cells), dtype=np.bool_)
            matter = matter_of(*features_of(a, b), cells, everywhere, anchor(a, b))
            labelled = np.zeros(len(cells), dtype=np.bool_)
            labelled[[i * len(b) + j for i, j in pair.links]] = True
            yield Lesson(of, number % FOLDS, matters, matter, _signs(matter), labelled)


def _signs(matter: Matter) -> Floats:
    """The signs of every cell, a column each."""
    chain, score = believed(matter, [SECOND])
    columns = [
        later_score(matter, chain, score, Weights(*(float(sign == one) for sign in SIGNS)))
        for one in SIGNS
    ]
    return np.stack(columns, axis=1)


def fit(taught: Sequence[Lesson], seed: int = 0) -> Weights:
    """The weights that serve these documents best."""
    scale = _scale(taught)
    weights = np.array(astuple(SECOND)) * scale
    total, count = np.zeros(len(SIGNS)), 0
    order, dice = list(taught), random.Random(seed)
    for turn in range(ROUNDS):
        dice.shuffle(order)
        for lesson in order:
            wanted, rival = _chains(lesson, weights / scale)
            signs = lesson.signs[wanted].sum(axis=0) - lesson.signs[rival].sum(axis=0)
            weights = weights + STEP / np.sqrt(1 + turn) * lesson.matters * signs / scale
            if turn >= ROUNDS // 2:
                total, count = total + weights, count + 1
    return Weights(*(total / count / scale).tolist())


def _scale(taught: Sequence[Lesson]) -> Floats:
    """How large each sign is, on average, where there is a link."""
    sums = sum(np.abs(lesson.signs[lesson.labelled]).sum(axis=0) for lesson in taught)
    found: Floats = np.maximum(sums / sum(lesson.labelled.sum() for lesson in taught), LEAST_SCALE)
    return found


def _chains(lesson: Lesson, weights: Floats) -> tuple[Indices, Indices]:
    """The chain of labelled links, and its rival: the heaviest, where what is wrong adds weight."""
    cells, settled = lesson.matter.cells, lesson.matter.settled
    score = lesson.signs @ weights
    wanted = heaviest(cells, settled(np.where(lesson.labelled, np.maximum(score, 0) + EVERY, 0)))
    wrong = np.where(lesson.labelled, -1, FALSE_LINK.get(lesson.of, 1.0))
    return wanted, heaviest(cells, settled(score + wrong))


def fitted(taught: Sequence[Lesson]) -> Weights:
    """The mean of several fits, brought to the size of the weights in use: all bounds suit that."""
    mean = Weights(*np.mean([astuple(fit(taught, seed)) for seed in range(SEEDS)], axis=0).tolist())
    size = THIRD.greater_margin / mean.greater_margin
    return Weights(*(weight * size for weight in astuple(mean)))


def held_out(gold: Gold, taught: Sequence[Lesson]) -> str:
    """How good the links of each fold are with weights that were fitted to the other folds."""
    sets = {
        **gold.links,
        **{f"{name}, harder": harder(pairs) for name, pairs in gold.links.items()},
    }
    scores = dict.fromkeys(sets, Score())
    false = dict.fromkeys(gold.links, FalseLinks(0, Counter()))
    for fold in range(FOLDS):
        others = fitted([lesson for lesson in taught if lesson.fold != fold])
        with patch("app.engine.alignment.PASSES", (SECOND, others)):
            for name, pairs in sets.items():
                part = pairs[fold::FOLDS]
                links = [ours(pair.a, pair.b) for pair in part]
                scores[name] += score_set(part, links, in_order=in_order(name))
            for name, pairs in gold.links.items():
                false[name] += false_links(strangers(pairs)[fold::FOLDS])
    rows = [
        (
            name,
            percent(score.every.f1),
            percent(score.edited.f1),
            percent(score.moved.recall if score.moved.wanted else None),
            f"{false[name].per_hundred:.2f}" if name in false else "",
        )
        for name, score in scores.items()
    ]
    return table(("set, held out", "all", "non-id.", "moved", "false links per 100"), rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights that are fitted to a folder, and what they are worth elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="a folder of labelled sets (*.jsonl)")
    gold = read_gold(parser.parse_args(arguments).gold)
    taught = lessons(gold)
    print(held_out(gold, taught), end="\n\n")
    for sign, weight in asdict(fitted(taught)).items():
        print(f"{sign}={weight:.2f},  # now {asdict(THIRD)[sign]}")


if __name__ == "__main__":
    main()
