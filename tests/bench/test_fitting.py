"""That weights can be learnt from labels: on a few made-up documents, of which all is known."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from app.engine.alignment import heaviest
from tests.bench import fitting
from tests.bench.gold import Gold, Pair


def _pair(number: int) -> Pair:
    """Ten sentences; later the third is gone, the sixth is divided, and all others are reworded."""
    boats = [f"boat {number}{k} of the {place}" for k, place in enumerate(PLACES)]
    a = [f"At noon {boat} left its berth and sailed for the open sea." for boat in boats]
    b: list[str] = []
    links: set[tuple[int, int]] = set()
    for i, boat in enumerate(boats):
        if i == 2:
            continue
        links.add((i, len(b)))
        if i == 5:
            b.append(f"At noon {boat} left its berth.")
            links.add((i, len(b)))
            b.append(f"Then {boat} sailed for the open sea.")
        else:
            b.append(f"For the open sea {boat} has sailed, leaving at noon.")
    return Pair(str(number), tuple(a), tuple(b), frozenset(links))


PLACES = "Holm Kerrin Thorn Ellery Marle Skerry Dunning Vale Orrin Bracken".split()


def test_what_is_learnt_finds_the_labelled_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "ROUNDS", 4)
    monkeypatch.setattr(fitting, "OF_STRANGERS", 0.02)
    taught = fitting.lessons(Gold({"made up": [_pair(number) for number in range(8)]}, {}))
    assert {lesson.of for lesson in taught} == {"made up", fitting.STRANGERS}

    weights = fitting.fit([lesson for lesson in taught if lesson.fold])

    held_out = [lesson for lesson in taught if not lesson.fold and lesson.matters == 1]
    assert len(held_out) == 2
    for lesson in held_out:
        score = lesson.signs @ list(astuple(weights))
        chain = heaviest(lesson.matter.cells, lesson.matter.settled(score))
        assert set(chain) == set(lesson.labelled.nonzero()[0])


def test_the_command_prints_both_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fitting, "ROUNDS", 2)
    monkeypatch.setattr(fitting, "SEEDS", 1)
    monkeypatch.setattr(
        fitting, "read_gold", lambda _: Gold({"made up": [_pair(n) for n in range(8)]}, {})
    )
    fitting.main([str(tmp_path)])
    printed = capsys.readouterr().out
    assert "made up" in printed
    assert all(f"{sign}=" in printed for sign in fitting.SIGNS)
