"""Labelled data: pairs of sentence lists with their links, and pairs of texts with their edits.

A folder holds sets, one JSON object a line. A set whose objects have ``a_sentences``,
``b_sentences`` and ``gold`` ([i, j] or [i, j, label], counted from 0; a split or a merge is several
links) is one of links; one whose objects have ``a``, ``b`` and ``edits`` is one of edit spans. Any
other set is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cell = tuple[int, int]
"""Sentence i of a and sentence j of b, from 0."""


class BadGold(Exception):
    """A set cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists of sentences and the links between them. ``moved`` are those labelled so."""

    name: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    links: frozenset[Cell]
    moved: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class EditedPair:
    """Two texts and the labelled edits between them, as they stand in the file."""

    name: str
    a: str
    b: str
    edits: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """All sets of a folder by their names (file names without ``.jsonl``)."""

    links: dict[str, list[Pair]]
    edits: dict[str, list[EditedPair]]


def read_gold(folder: Path) -> Gold:
    """Read every ``*.jsonl`` of a folder. Raises BadGold, OSError when there is no folder."""
    links: dict[str, list[Pair]] = {}
    edits: dict[str, list[EditedPair]] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix == ".jsonl"):
        for number, record in _records(path):
            name = str(record.get("id", number))
            try:
                if {"a_sentences", "b_sentences", "gold"} <= record.keys():
                    links.setdefault(path.stem, []).append(_pair(name, record))
                elif {"a", "b", "edits"} <= record.keys():
                    edited = EditedPair(name, record["a"], record["b"], tuple(record["edits"]))
                    edits.setdefault(path.stem, []).append(edited)
            except (TypeError, ValueError, IndexError) as error:
                raise BadGold(f"{path}, line {number}: {error}") from error
    return Gold(links, edits)


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise BadGold(f"{path}, line {number}: {error}") from error


def _pair(name: str, record: dict[str, Any]) -> Pair:
    a, b = tuple(record["a_sentences"]), tuple(record["b_sentences"])
    links: set[Cell] = set()
    moved: set[Cell] = set()
    for i, j, *label in record["gold"]:
        if not (0 <= i < len(a) and 0 <= j < len(b)):
            raise ValueError(f"link {i}, {j} of {name} names a sentence that is not there")
        links.add((i, j))
        if label and "moved" in str(label[0]):
            moved.add((i, j))
    return Pair(name, a, b, frozenset(links), frozenset(moved))
