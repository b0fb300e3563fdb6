"""Texts for property tests: made of few words, so that sentences resemble each other."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st

thorough = settings(max_examples=400 if os.environ.get("CI") else 2000, deadline=None)
"""For properties that must hold for any two texts. A build machine tries the first of the same
examples each time, which whoever changed something has seen hold for all."""

WORDS = [
    "the",
    "harbour",
    "council",
    "bridge",
    "ferry",
    "crews",
    "pay",
    "offer",
    "vote",
    "on",
    "Monday",
    "Tuesday",
    "in",
    "of",
    "a",
    "to",
    "and",
    "said",
    "Lind",
    "Port",
    "Ellery",
    "will",
    "might",
    "not",
    "1,200",
    "three",
    "4.5",
    "per",
    "cent",
    "“fair”",
    "'deal'",
    "U.S.",
    "Dr.",
    "boats",
    "return",
    "never",
    "again—but",
    "nuclear-armed",
    "été",
    "Straße",
    "東京",
    "で",
    "会議",
    "قال",
    "हिन्दी",
    "👩‍👩‍👧",
    "https://a.example/x?y=1",
]

words = st.sampled_from(WORDS)
ends = st.sampled_from([".", ".", ".", "?", "!", "…", ".”", ""])
sentences = st.builds(
    lambda start, rest, end: " ".join([start, *rest]) + end,
    st.sampled_from(["The", "“We", "Crews", "On", "He", "la", "3."]),
    st.lists(words, min_size=1, max_size=12),
    ends,
)
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
separators = st.sampled_from(["\n\n", "\n\n", "\n", "\r\n\r\n", "\n \n\n"])


@st.composite
def articles(draw: st.DrawFn) -> str:
    """A text of a few paragraphs."""
    found = draw(st.lists(paragraphs, max_size=6))
    return draw(separators).join(found)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what became of it: words replaced, sentences moved, dropped, added."""
    a = draw(st.lists(paragraphs, min_size=1, max_size=6))
    b = list(a)
    for _ in range(draw(st.integers(0, 5))):
        if not b:
            break
        at = draw(st.integers(0, len(b) - 1))
        match draw(st.sampled_from(["drop", "add", "move", "replace", "cut", "join", "twice"])):
            case "drop":
                b.pop(at)
            case "add":
                b.insert(at, draw(paragraphs))
            case "move":
                b.insert(draw(st.integers(0, len(b) - 1)), b.pop(at))
            case "replace":
                parts = b[at].split(" ")
                parts[draw(st.integers(0, len(parts) - 1))] = draw(words)
                b[at] = " ".join(parts)
            case "cut":
                middle = len(b[at]) // 2
                b[at : at + 1] = [b[at][:middle], b[at][middle:]]
            case "join":
                b[at : at + 2] = [" ".join(b[at : at + 2])]
            case "twice":
                b.insert(at, b[at])
    separator = draw(separators)
    return separator.join(a), draw(separators).join(b)


anything = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \n\t\r.,!?“”\"'’-…«»「」()ab AB12é\u0301\u00a0\u200b\u2028\x1c"),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)
pairs = st.one_of(versions(), st.tuples(articles(), articles()), st.tuples(anything, anything))

_SAID = [
    "said Lind",
    "said Marta Lind",
    "Rut Berg said",
    "police said",
    "according to the council",
    "sagte Lind",
]
_STATED = [
    "1,200",
    "about 2,000",
    "£3.4m",
    "two hours",
    "61 per cent",
    "10 to 12",
    "half a million",
    "-5",
    "4 May",
    "Tuesday",
    "9.30 p.m.",
    "2027",
    "Kiev",
    "Kyiv",
    "Dr Ola Venn",
    "Venn’s",
    "North Fjord",
    "the U.S.",
    "https://a.example/x",
    "lind@a.example",
]
_SWAYING = ["might", "will", "not", "never", "allegedly", "won’t", "cannot", "may", "would not"]
_COMMON = ["the", "ferry", "run", "boats", "to", "on", "of", "fair", "deal", "it", "is", "pay"]
_MARKS = ["“{}”", "“{},”", '"{}"', "‘{}’", "«{}»", "„{}“", "“{}", "{}”", "'{}'", "「{}」"]

_told = st.one_of(*map(st.sampled_from, (_SAID, _STATED, _SWAYING, _COMMON, _COMMON)))
_clauses = st.lists(_told, min_size=1, max_size=5).map(" ".join)
_quoted = st.builds(lambda marks, words: marks.format(words), st.sampled_from(_MARKS), _clauses)
_factual = st.builds(
    lambda parts, end: " ".join(parts) + end,
    st.lists(st.one_of(_clauses, _quoted), min_size=1, max_size=4),
    st.sampled_from([".", ".", "?", ",", ""]),
)


@st.composite
def _reports(draw: st.DrawFn) -> tuple[str, str]:
    """Two versions of a text full of facts, some of its words and sentences exchanged."""
    a = draw(st.lists(_factual, min_size=1, max_size=5))
    b = list(a)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(b) - 1))
        match draw(st.sampled_from(["word", "word", "sentence", "swap"])):
            case "word":
                parts = b[at].split(" ")
                parts[draw(st.integers(0, len(parts) - 1))] = draw(_told)
                b[at] = " ".join(parts)
            case "sentence":
                b[at] = draw(_factual)
            case "swap":
                other = draw(st.integers(0, len(b) - 1))
                b[at], b[other] = b[other], b[at]
    spaces = st.sampled_from([" ", "\n\n", "\n\n“"])
    return draw(spaces).join(a), draw(spaces).join(b)


reports = st.one_of(_reports(), _reports(), _reports(), pairs)
"""Pairs of texts in which facts stand."""
