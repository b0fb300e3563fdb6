"""Every pattern of the program, what is hostile to it, and how its cost grows.

Patterns are found in the modules themselves, so that none can be forgotten. What is hostile is made
from each pattern's own parts: its runs, what stands before them, and endings that do not fit.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from time import thread_time
from types import ModuleType
from typing import Any

import regex

import app

COMPILED = (re.Pattern, type(regex.compile("")))


@dataclass(frozen=True)
class Found:
    """A pattern, where it is kept, and how it is used.

    ``at_start``: the methods by which it is tried at the start of a text and nowhere else; none
    when it may be tried at every place.
    """

    name: str
    pattern: Any
    at_start: frozenset[str]

    def over(self, text: str, window: int = 0) -> None:
        """Do with the pattern the most that the program does with it.

        With a ``window`` it is looked for in stretches of so many characters.
        """
        given = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        for start in range(0, len(given), window or len(given) or 1):
            stretch = given[start : start + window] if window else given
            if self.at_start:
                for method in self.at_start:
                    getattr(self.pattern, method)(stretch)
            else:
                deque(self.pattern.finditer(stretch), 0)


# Where the patterns are


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the program but those that run when they are taken in."""
    names = [found.name for found in pkgutil.walk_packages(app.__path__, "app.")]
    return tuple(importlib.import_module(name) for name in names if "__main__" not in name)


def patterns() -> list[Found]:
    """Every compiled pattern that a module keeps, whatever it keeps it in."""
    found: dict[int, Found] = {}
    for module in modules():
        tried = _tried_at_start(module)
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            for pattern in _within(value, 5):
                known = found.get(id(pattern))
                at_start = tried.get(name, frozenset())
                if known is None:
                    found[id(pattern)] = Found(f"{module.__name__}.{name}", pattern, at_start)
                elif not (known.at_start and at_start):
                    found[id(pattern)] = Found(known.name, pattern, frozenset())
    return list(found.values())


def _within(value: object, depth: int) -> Iterator[Any]:
    """The patterns in a value: itself, or in what it is made of."""
    if isinstance(value, COMPILED):
        yield value
    elif depth == 0 or isinstance(value, str | bytes | type | ModuleType):
        return
    elif isinstance(value, Mapping):
        for each in (*value.keys(), *value.values()):
            yield from _within(each, depth - 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each, depth - 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), depth - 1)
    elif callable(value) and (cells := getattr(value, "__closure__", None)):
        for cell in cells:
            yield from _within(cell.cell_contents, depth - 1)


def _tried_at_start(module: ModuleType) -> dict[str, frozenset[str]]:
    """The names that a module uses for nothing but ``NAME.match(text)`` and the like, and how."""
    tree = _tree_of(module)
    tries = {
        id(call.func.value): call.func.attr
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("match", "fullmatch")
        and len(call.args) == 1
    }
    uses: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses.setdefault(node.id, set()).add(tries.get(id(node), ""))
    return {name: frozenset(each) for name, each in uses.items() if "" not in each}


def made_in_functions() -> set[str]:
    """The functions in which a pattern is made or used by its text, as module and name."""
    found: set[str] = set()
    for module in modules():
        for function in ast.walk(_tree_of(module)):
            if isinstance(function, ast.FunctionDef) and any(map(_is_of_re, ast.walk(function))):
                found.add(f"{module.__name__}.{function.name}")
    return found


def _is_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("re", "regex")
        and node.func.attr != "escape"
    )


@cache
def _tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


# What is hostile to one

_ORDINARY = (
    *"aA1é中\u0301.,-'\"“”()[]<>&/\\*_#=:;| \t\r\n",
    *("Aa ", "a ", "a.", "1,", "1 ", "a\n", " \n", "\n\n", "<a", "</", "a-", "A."),
)
_ENDS = ("", "\0", "\n!")
_MOST_ATOMS = 4
_UNLIMITED = 40
"""A run that may be as long as this is taken for one without end."""


def hostile(pattern: Any) -> list[Callable[[int], str]]:
    """Makers of texts of about so many characters, each as bad for this pattern as one may be."""
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    pumps: dict[tuple[str, str, str], None] = {}
    for before, run, after in _runs(source, pattern.flags):
        for end in _ENDS:
            pumps[before, run, end] = None
        pumps["", before + run, ""] = None
        pumps["", before + run + after, ""] = None
        pumps["", run + after, "\0"] = None
        if after:
            pumps["", after, ""] = None
    for each in _ORDINARY:
        pumps["", each, ""] = None
    return [_pumped(*pump) for pump in pumps]


def _pumped(before: str, run: str, end: str) -> Callable[[int], str]:
    def made(size: int) -> str:
        return before + run * (size // len(run)) + end

    made.__name__ = f"{before[:20]!r} + {run[:20]!r} × n + {end!r}"
    return made


def _runs(source: str, flags: int) -> set[tuple[str, str, str]]:
    """Every run of the pattern: what stands before it, what is repeated, what comes after it."""
    parsed = _parsed(source, flags)
    found: set[tuple[str, str, str]] = set()
    if parsed is not None:
        _walk(list(parsed), "", found)
    return {(before, run, after) for before, run, after in found if run}


_SET_WITHOUT = re.compile(
    r"\[(?:\[(?:[^][\\]|\\.)*\]|\\[pP]\{\^?\w+\})--(?:\[(?:[^][\\]|\\.)*\]|\\[pP]\{\^?\w+\})\]"
)
_PROPERTY_IN_SET = re.compile(r"(?<=\[\^)\\[pP]\{\^?\w+\}")
_PROPERTY = re.compile(r"\\[pP]\{\^?\w+\}")


def _parsed(source: str, flags: int) -> Any:
    """The parts of a pattern; those of ``regex`` that ``re`` does not know, as something near."""
    near = _SET_WITHOUT.sub("[A-Zaé中]", source)
    near = _PROPERTY_IN_SET.sub("A-Zaé中", near)
    near = _PROPERTY.sub("[A-Zaé中]", near).replace(r"\X", ".").replace("(?r)", "")
    for text in (source, near):
        with suppress(re.error, OverflowError), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return sre_parser.parse(text, flags & (re.I | re.M | re.S | re.X))
    return None


def _walk(parts: list[Any], before: str, found: set[tuple[str, str, str]]) -> None:
    for place, (op, value) in enumerate(parts):
        after = _sample(parts[place + 1 :], 0)
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            if most is sre.MAXREPEAT or most >= _UNLIMITED:
                for variant in range(_MOST_ATOMS):
                    found.add((before, _sample(list(body), variant), after))
            _walk(list(body), before, found)
        elif op is sre.SUBPATTERN:
            _walk(list(value[3]), before, found)
        elif op is sre.BRANCH:
            for branch in value[1]:
                _walk(list(branch), before, found)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            _walk(list(value[1]), before, found)
        elif op is sre.ATOMIC_GROUP:
            _walk(list(value), before, found)
        before += _sample([(op, value)], 0)


def _sample(parts: list[Any], variant: int) -> str:
    """A text that these parts match, or nearly."""
    return "".join(_sampled(op, value, variant) for op, value in parts)


def _sampled(op: Any, value: Any, variant: int) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.NOT_LITERAL:
        return next(c for c in "a \n" if ord(c) != value)
    if op is sre.ANY:
        return "a .\t"[variant % 4]
    if op is sre.IN:
        chosen = _of_class(value)
        return chosen[variant % len(chosen)] if chosen else ""
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, _, body = value
        return _sample(list(body), variant) * max(1, min(int(least), _UNLIMITED))
    if op is sre.SUBPATTERN:
        return _sample(list(value[3]), variant)
    if op is sre.ATOMIC_GROUP:
        return _sample(list(value), variant)
    if op is sre.BRANCH:
        branches = value[1]
        return _sample(list(branches[variant % len(branches)]), 0)
    return ""  # places and backward references take up nothing


_CANDIDATES = "a1 \n.A-,'é\t\"“<>/&:=_中\u0301()[]*#;|@%$+–—0zZ\r\\{}!?"


def _of_class(members: list[Any]) -> list[str]:
    """A few characters of a class, unlike each other."""
    negated = bool(members) and members[0][0] is sre.NEGATE
    inside = [c for c in _CANDIDATES if any(_is_member(c, *m) for m in members) != negated]
    if inside or negated:
        return inside
    op, value = members[0]
    return [chr(value[0] if op is sre.RANGE else value)] if op in (sre.RANGE, sre.LITERAL) else []


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _is_member(character: str, op: Any, value: Any) -> bool:
    if op is sre.LITERAL:
        return ord(character) == value
    if op is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if op is sre.CATEGORY:
        return re.fullmatch(_CATEGORIES[value], character) is not None
    return False


# How its cost grows

STEEPEST = 24
"""Eight times the text may cost so much more; were the cost quadratic, it would be 64 times."""
_SIZES = (10, 20, 40, 160, 4_096)
_NOTHING = 0.002
"""Seconds; what takes less at every size is as quick as anybody could wish."""
_TRIES = 4


def is_steep(work: Callable[[str], object], made: Callable[[int], str]) -> bool:
    """Whether the cost grows faster than the text, as far as it can be told from small ones.

    Sizes grow until there is something to measure; then it is looked whether eight times less text
    cost about eight times less. It is told by the least of several tries, so that a machine that
    is busy otherwise changes nothing.
    """
    for size in _SIZES:
        text = made(size)
        if _cost(work, text, 1) < _NOTHING:
            continue
        small = made(size // 8)
        if not any(_cost(work, text, 1) < STEEPEST * _cost(work, small, 12) for _ in range(_TRIES)):
            return True
    return False


def _cost(work: Callable[[str], object], text: str, tries: int) -> float:
    """Seconds of this thread's own work, the least of several tries."""
    least = float("inf")
    for _ in range(tries):
        start = thread_time()
        work(text)
        least = min(least, thread_time() - start)
    return least
