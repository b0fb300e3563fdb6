"""What ours is timed against, as far as Python has it.

Each takes two texts and returns what it found. ``python -m tests.bench.opponents NAME A B`` runs
one once, in a process of its own that can be ended, and prints the seconds.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from diff_match_patch import diff_match_patch

Opponent = Callable[[str, str], Any]

BY_CHARACTER = "fast-dmp, characters"
BY_WORD = "fast-dmp, words"
PURE_PYTHON = "diff-match-patch"
DIFFLIB = "difflib, words"

_FAST = "fast_diff_match_patch"
"""Not on every Python that Recension runs on."""
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800


def by_character(a: str, b: str) -> Any:
    """fast-diff-match-patch as it comes (lines first), without a time limit, cleaned up."""
    return import_module(_FAST).diff(a, b, timelimit=0, cleanup="Semantic")


def by_word(a: str, b: str) -> Any:
    """The same over words, each coded as a character."""
    codes: dict[str, str] = {}
    coded_a, coded_b = (
        "".join(codes.setdefault(word, _code(len(codes))) for word in _WORD.findall(text))
        for text in (a, b)
    )
    diff = import_module(_FAST).diff
    return diff(coded_a, coded_b, timelimit=0, cleanup="Semantic", checklines=False)


def pure_python(a: str, b: str) -> Any:
    """diff-match-patch in Python as it comes, but without its limit of a second, cleaned up."""
    dmp = diff_match_patch()
    dmp.Diff_Timeout = 0
    found = dmp.diff_main(a, b)
    dmp.diff_cleanupSemantic(found)
    return found


def difflib_words(a: str, b: str) -> Any:
    """difflib over words, as it comes."""
    return difflib.SequenceMatcher(None, _WORD.findall(a), _WORD.findall(b)).get_opcodes()


def _code(number: int) -> str:
    code = number + 1
    return chr(code if code < _FIRST_SURROGATE else code + _SURROGATES)


def opponents() -> dict[str, Opponent]:
    """Those that can run here, by name."""
    fast = {BY_CHARACTER: by_character, BY_WORD: by_word}
    return {
        **(fast if find_spec(_FAST) else {}),
        PURE_PYTHON: pure_python,
        DIFFLIB: difflib_words,
    }


def seconds(opponent: Opponent, a: str, b: str) -> float:
    """How long one run takes."""
    start = perf_counter()
    opponent(a, b)
    return perf_counter() - start


if __name__ == "__main__":
    name, path_a, path_b = sys.argv[1:]
    text_a, text_b = (Path(path).read_text(encoding="utf-8") for path in (path_a, path_b))
    print(seconds(opponents()[name], text_a, text_b))
