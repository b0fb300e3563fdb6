"""Texts for property tests: made of few words, so that sentences resemble each other."""

from __future__ import annotations

from hypothesis import strategies as st

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
