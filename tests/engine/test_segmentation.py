"""Blocks, sentences and tokens."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings

from app.engine import BlockKind, parse_text
from app.engine.sentences import sentence_spans
from app.engine.tokens import tokenise
from tests.engine.texts import anything

SENTENCES = [
    ["Mr. Orme met Dr. Vail.", "They spoke for an hour."],
    ["It cost 3.5 million.", "Nobody had asked."],
    ["J. R. Holm said so.", "She agreed."],
    ["The U.S. Army came.", "It stayed."],
    ["“Stop.”", "He left."],
    ["“Why?” he asked.", "Nobody knew."],
    ["“We counted the trees.", "None is old,” said the forester."],
    ["It was proof of the consequences. of its weapons tests.", "So they said."],
    ["They crossed into the dark…", "The tape ends there."],
    ["Well… perhaps it will."],
    ["1. First the boats."],
    ["Das gilt z. B. für Dr. Lange.", "Er kam am 3. Mai an."],
    ["„Halt!“", "Er ging."],
    ["これは文です。", "次の文です。"],
    ["「はい。」と言った。", "それだけだ。"],
    ["他说完了。", "她走了。"],
    ["यह वाक्य है।", "दूसरा वाक्य।"],
    ["هذا نص.", "وهذا آخر؟"],
    ["See e.g. the annex.", "It is long."],
    ["Gen. Marsh and Lt. Poole left.", "The rest stayed."],
    ["Go to https://a.example/x.html?y=1.2 first.", "Then write."],
]


@pytest.mark.parametrize("expected", SENTENCES, ids=lambda e: e[0][:24])
def test_sentences(expected: list[str]) -> None:
    joiner = "" if "\u3000" <= expected[0][0] <= "\u9fff" else " "
    text = joiner.join(expected)
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_a_text_in_lower_case_is_cut_all_the_same() -> None:
    text = "the fort was built in 1750 . it was given up later ."
    assert len(sentence_spans(text)) == 2


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2003\u00a0"])
def test_a_wide_space_before_a_full_stop_does_no_harm(space: str) -> None:
    text = f"Il reste le groupe A{space}. Les autres sont partis."
    assert text[slice(*sentence_spans(text)[0])].startswith(f"Il reste le groupe A{space}.")


@settings(max_examples=500, deadline=None)
@given(anything)
def test_between_sentences_is_only_white_space(text: str) -> None:
    at = 0
    for start, end in sentence_spans(text):
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


@settings(max_examples=500, deadline=None)
@given(anything)
def test_tokens_tile_the_text(text: str) -> None:
    tokens = tokenise(text)
    for token, following in pairwise(tokens):
        assert token.end == following.start
    assert not text[: tokens[0].start if tokens else len(text)].strip()
    assert not tokens or tokens[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's nuclear-armed, they say.", ["It's", "nuclear-armed", ",", "they", "say", "."]),
        ("£1,200.50 (3.5%)", ["£1,200.50", "(", "3.5", "%", ")"]),
        ("at 07:40 on 4 May 2026.", ["at", "07:40", "on", "4 May 2026", "."]),
        ("In May 10,000 came", ["In", "May", "10,000", "came"]),
        ("the U.S. and e.g. U.N.", ["the", "U.S.", "and", "e.g.", "U.N."]),
        ("mail a.b@c.example.", ["mail", "a.b@c.example", "."]),
        ("東京で会議", ["東", "京", "で", "会", "議"]),
        ("80,000册", ["80,000", "册"]),
        ("👩‍👩‍👧 e\u0301te\u0301", ["👩‍👩‍👧", "e\u0301te\u0301"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [text[t.start : t.stop] for t in tokenise(text)] == tokens


def _blocks(text: str) -> list[tuple[str, str]]:
    document = parse_text(text)
    return [(block.kind.value, document.text_of(block)) for block in document.blocks]


def test_empty_lines_part_paragraphs_and_a_short_first_line_is_the_title() -> None:
    text = "Ferry to sail again\n\nThe boats go on Friday.\n\n\nFood is short.\n"
    assert _blocks(text) == [
        ("heading", "Ferry to sail again"),
        ("paragraph", "The boats go on Friday."),
        ("paragraph", "Food is short."),
    ]
    assert parse_text(text).title == "Ferry to sail again"


def test_lines_are_paragraphs_unless_they_were_clearly_wrapped() -> None:
    wrapped = (
        "The ferry company said that the boats would sail again on Friday if\n"
        "the tides allowed, and that patients and post would go first, then\n"
        "food for the outer islands."
    )
    assert _blocks(wrapped) == [("paragraph", wrapped)]
    lines = "The boats sail on Friday.\nPatients go first.\nThen food."
    assert [kind for kind, _ in _blocks(lines)] == ["paragraph"] * 3


def test_list_items_stand_alone() -> None:
    text = "Bring these things along:\n- a torch\n- a map\n\nThen wait."
    assert [kind for kind, _ in _blocks(text)] == ["paragraph", "item", "item", "paragraph"]


def test_a_byline_is_no_heading() -> None:
    text = "Ferry to sail again\n\nBy Marta Lind\n\nThe boats go on Friday, she said."
    assert [kind for kind, _ in _blocks(text)] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u2028\u2029"])
def test_white_space_has_no_blocks(text: str) -> None:
    assert _blocks(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "This story was originally published on",
        "Share this article on Facebook",
        "Facebook | Twitter | WhatsApp | Email",
        "Sign up for our daily newsletter",
        "Related stories",
        "Advertisement",
        "© 2031 The Harbour Gazette. All rights reserved.",
        "Hinterlasse einen Kommentar",
        "Laisser un commentaire",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert _blocks(f"The boats sail on Friday.\n\n{line}") == [
        ("paragraph", "The boats sail on Friday."),
        ("furniture", line),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The minister asked firms to share data on cookies with the regulator.",
        "Sign up for the vote ended on Monday, the clerk said, and no one had come.",
        "He was first published in 1911.",
        "Search parties went out at dawn.",
        "More on the strike was to be said on Tuesday by the council.",
    ],
)
def test_prose_is_not_taken_for_furniture(line: str) -> None:
    assert _blocks(f"The boats sail on Friday.\n\n{line}")[1][0] == "paragraph"


def test_titles_under_related_stories_are_furniture_too() -> None:
    text = (
        "It rained.\n\nRelated stories\n\nMore rain to come\n\nWhere to stay dry\n\nThe sun came."
    )
    kinds = [kind for kind, _ in _blocks(text)]
    assert kinds == ["paragraph", "furniture", "furniture", "furniture", "paragraph"]


def test_a_text_of_nothing_but_furniture_is_an_article() -> None:
    assert [kind for kind, _ in _blocks("Advertisement")] == [BlockKind.PARAGRAPH]


def test_hostile_lines_stay_linear() -> None:
    """Twice the text must not cost much more than twice the time."""

    def cost(text: str) -> float:
        took = []
        for _ in range(3):
            start = time.process_time()
            sentence_spans(text)
            tokenise(text)
            took.append(time.process_time() - start)
        return min(took)

    for unit in ("“", "a", "a. ", "。", "(", "1.", "A. ", "“A. B. "):
        once, twice = cost(unit * 20_000), cost(unit * 40_000)
        assert twice < 6 * once + 0.5, unit
