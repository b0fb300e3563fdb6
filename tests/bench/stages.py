"""Where the time goes: the stages of a comparison, each timed without the stages inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from time import perf_counter
from typing import Any

from tests.bench.timing import forget, whole_comparison

STAGES = {
    "parse": ("pipeline", "parse_text"),
    "anchor": ("linking", "anchor"),
    "cut": ("model", "sentence_spans"),
    "features": ("alignment", "features_of"),
    "candidates": ("alignment", "candidates"),
    "likeness": ("alignment", "likeness"),
    "align": ("linking", "align"),
    "edits": ("linking", "diff_texts"),
    "kinds": ("pipeline", "with_kinds"),
    "link": ("pipeline", "link"),
    "reading": ("pipeline", "read_through"),
    "facts": ("pipeline", "find_facts"),
    "changes": ("pipeline", "number_changes"),
    "measures": ("pipeline", "measure"),
}
"""Each stage's function by the module that calls it and the name it is called by there."""
REST = "all else"


class Clock:
    """Sums up the time of nested stages: while an inner one runs, the outer one stands still."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys([*STAGES, REST], 0.0)
        self._running = [REST]
        self._since = perf_counter()

    def turn_to(self, stage: str) -> None:
        """Begin a stage inside the one that runs."""
        self._settle()
        self._running.append(stage)

    def turn_back(self) -> None:
        """End the stage that runs."""
        self._settle()
        self._running.pop()

    def _settle(self) -> None:
        now = perf_counter()
        self.spent[self._running[-1]] += now - self._since
        self._since = now


def time_stages(a: str, b: str) -> dict[str, float]:
    """Compare two texts once: the seconds of each stage, and of all else."""
    forget()
    with _timed() as clock:
        whole_comparison(a, b)
    return clock.spent


@contextmanager
def _timed() -> Iterator[Clock]:
    clock = Clock()
    kept = [(stage, *_found(stage)) for stage in STAGES]
    try:
        for stage, module, name, function in kept:
            setattr(module, name, _wrapped(function, stage, clock))
        yield clock
    finally:
        clock.turn_back()
        for _, module, name, function in kept:
            setattr(module, name, function)


def _found(stage: str) -> tuple[Any, str, Callable[..., Any]]:
    """A stage's module, name and function; AttributeError when it is no longer there."""
    place, name = STAGES[stage]
    module = import_module(f"app.engine.{place}")
    return module, name, getattr(module, name)


def _wrapped(function: Callable[..., Any], stage: str, clock: Clock) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        clock.turn_to(stage)
        try:
            return function(*given, **named)
        finally:
            clock.turn_back()

    return timed
