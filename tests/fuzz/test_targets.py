"""A short campaign against every target, the same in every run: its seeds, and changes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from zlib import crc32

import pytest

from app.errors import RecensionError
from app.ingest.apart import close_workers, read_apart
from tests.fuzz.readers import check_document
from tests.fuzz.targets import CORPUS, TARGETS, Target

TIMES_CHANGED = (1, 1, 2, 4)
NATIVE = ("pdf",)
"""Read by a library in C all the way: a fault of it ends a process rather than raises."""


def made_by_chance(target: Target, most: int) -> Iterator[bytes]:
    """Inputs for a target: other ones for each target, and for each the same in every run."""
    chance = Random(crc32(target.name.encode()))
    seeds = target.replayed()
    for _ in range(most):
        data = chance.choice(seeds)
        for _ in range(chance.choice(TIMES_CHANGED)):
            data = target.mutated(data, chance)
        yield data


def end_well(target: Target, data: bytes) -> None:
    """An input is dealt with, by a worker if it may end the process."""
    if target.name not in NATIVE:
        target.check(data)
        return
    with suppress(RecensionError):
        check_document(read_apart(data, f"a.{target.name}"))


@pytest.fixture(autouse=True, scope="module")
def workers() -> Iterator[None]:
    """The workers that this module starts end with it."""
    yield
    close_workers()


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_once_broke_it_and_what_it_starts_from_end_well(target: Target) -> None:
    for data in target.replayed():
        end_well(target, data)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_whatever_becomes_of_the_seeds_ends_well(target: Target) -> None:
    inputs = list(made_by_chance(target, target.examples))
    assert len(set(inputs)) > target.examples / 2
    for data in inputs:
        end_well(target, data)


def test_the_corpus_is_small_and_each_of_it_has_its_target() -> None:
    kept = [path for path in CORPUS.glob("*/*") if path.is_file()]
    assert {path.parent.name for path in kept} <= set(TARGETS)
    assert all(path.stat().st_size <= 4096 for path in kept)
