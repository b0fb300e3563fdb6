"""How fast this machine is just now: what a test's work may cost is told as so many times that."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from time import process_time

_WORDS = re.compile(r"\w+")
_TEXT = "Boat 7 may leave Port Ellery at noon, they said; boat 8 will not. " * 400


def pace() -> float:
    """Processor seconds that a fixed piece of ordinary work takes here: about 0.03 of a fast core.

    It has loops, objects, strings and a regular expression in it, as what is measured has.
    """
    start = process_time()
    for _ in range(24):
        counted: dict[str, int] = {}
        for word in _WORDS.findall(_TEXT):
            counted[word.casefold()] = counted.get(word.casefold(), 0) + len(word)
        sorted((count, word) for word, count in counted.items())
    return process_time() - start


def cost(work: Callable[[], object]) -> float:
    """What a piece of work costs: how many times the fixed one, the slower one before and after."""
    gc.collect()
    before = pace()
    start = process_time()
    work()
    seconds = process_time() - start
    return seconds / max(before, pace())
