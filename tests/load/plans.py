"""What is asked of the server: steps, each a request that comes as often as its weight says."""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.prose import Writer, text_of

SEED_SIZE = 6_500
"""About as many characters as an article of an agency has."""

_PLACE = re.compile(r"@(\d+)@")
_WORD = re.compile(r"\b[a-z]{4,}\b")


@dataclass(frozen=True, slots=True)
class Step:
    """A request, and the statuses that answer it as it should be.

    In its body @1@, @2@ and so on stand for words that are others in each request.
    """

    path: str
    expects: frozenset[int]
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """Steps that are asked at random, by the name that the table has for them."""

    name: str
    steps: Sequence[Step]

    @property
    def expects(self) -> frozenset[int]:
        """The statuses that any of its answers may have."""
        return frozenset().union(*(step.expects for step in self.steps))


@dataclass(frozen=True, slots=True)
class Filled:
    """What a server was filled with: the cookie that opens it, an article, and its page's tag."""

    cookie: str
    article: str
    tag: str

    @property
    def comparison(self) -> str:
        """The address of the article's comparison."""
        return f"{self.article}/compare/1..2"


def pair(seed: int, size: int = SEED_SIZE) -> tuple[str, str]:
    """Two made-up versions of a story, of about so many characters each."""
    writer = Writer(seed)
    paragraphs = writer.paragraphs(size)
    return text_of(paragraphs), text_of(writer.revised(paragraphs))


def _without_words(*texts: str) -> list[str]:
    """The texts with a place in stead of each of their longer words, the same for the same word."""
    places: dict[str, str] = {}
    return [
        _WORD.sub(lambda found: places.setdefault(found[0], f"@{len(places)}@"), text)
        for text in texts
    ]


def with_new_words(body: str) -> str:
    """A step's body with words in its places that it never had."""
    words: dict[str, str] = {}
    return _PLACE.sub(
        lambda found: words.setdefault(
            found[1], "".join(random.choices(string.ascii_lowercase, k=8))
        ),
        body,
    )


def loads(filled: Filled) -> tuple[Load, ...]:
    """The loads of the campaign, the last of them all others mixed."""
    a, b = _without_words(*pair(2))
    mine = {"Cookie": filled.cookie}
    cached = Step(filled.comparison, frozenset({200}), headers=mine)
    known = Step(filled.comparison, frozenset({304}), headers={**mine, "If-None-Match": filled.tag})
    small = Step(
        "/api/compare",
        frozenset({200}),
        method="POST",
        headers={"Content-Type": "application/json"},
        body=json.dumps({"a": {"text": a}, "b": {"text": b}}),
    )
    upload = Step(
        "/articles",
        frozenset({303}),
        method="POST",
        headers={**mine, "Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode({"a_text": a, "b_text": b, "into": "new"}, safe="@"),
    )
    return (
        Load("cached pages", [cached]),
        Load("pages that the browser has", [known]),
        Load("small comparisons, each a new one", [small]),
        Load("uploads of two texts", [upload]),
        Load("all of it mixed", _mixed(cached, known, small, upload)),
    )


def _mixed(cached: Step, known: Step, small: Step, upload: Step) -> list[Step]:
    article = cached.path.partition("/compare")[0]
    seen = (
        "/",
        "/articles",
        "/articles?q=notes",
        "/api/search?q=signed",
        article,
        f"{article}/versions/2",
        f"{article}/provenance/2",
        f"{article}/compare/1..2.md",
        f"{article}/compare/1..2.docx",
        f"/api{article}/compare/1..2",
        "/how-it-works",
    )
    return [
        _weighed(cached, 50),
        _weighed(known, 20),
        _weighed(small, 4),
        _weighed(upload, 2),
        *(Step(path, frozenset({200}), headers=cached.headers, weight=2) for path in seen),
    ]


def _weighed(step: Step, weight: int) -> Step:
    return Step(step.path, step.expects, step.method, step.headers, step.body, weight)


def in_lua(load: Load) -> str:
    """A load as the script for wrk reads it."""
    return "return {\n" + ",\n".join(_step_in_lua(step) for step in load.steps) + "\n}\n"


def _step_in_lua(step: Step) -> str:
    headers = ", ".join(f"[{_quoted(k)}] = {_quoted(v)}" for k, v in step.headers.items())
    body = f", body = {_quoted(step.body)}" if step.body else ""
    return (
        f"{{weight = {step.weight}, method = {_quoted(step.method)}, path = {_quoted(step.path)}, "
        f"headers = {{{headers}}}{body}}}"
    )


def _quoted(text: str) -> str:
    """A string of Lua, byte by byte where it is not plain."""
    plain = (
        chr(b) if 32 <= b < 127 and chr(b) not in '"\\' else f"\\{b:03}" for b in text.encode()
    )
    return f'"{"".join(plain)}"'
