"""The page of a version's provenance, as values."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.engine import Document, compare_texts, parse_text
from app.engine.provenance import Provenance, trace
from app.presentation import lives
from app.presentation import provenance as presentation
from app.presentation.lives import life
from app.presentation.page import Mark
from app.presentation.provenance import gone, reworded, tints_of, traced_text
from tests.engine.statements import STATEMENTS, TEXTS

LAST = len(TEXTS)


def traced(*texts: str) -> tuple[Provenance, list[Document]]:
    comparisons = [compare_texts(a, b) for a, b in pairwise(texts)]
    return trace(comparisons[0].a, comparisons), [parse_text(text) for text in texts]


STATEMENT, DOCUMENTS = traced(*TEXTS)
LONE = "Schoolchildren on Tern counted eleven kinds of moss."
OTHER = "Lightning struck a mast of the coastguard."
NEWS = """\
Herring was landed at Port Ellery before dawn.
Nobody claimed the prize of the winter raffle.
A kiln in the old brickyard is to be fired again.
Two otters have moved under the swing bridge.
Schoolchildren counted eleven kinds of moss.
Lightning struck the mast of the coastguard.
The cinema shows a silent film with an organist.
Rye is dearer than it was at Easter.
Someone has painted the pump outside the chapel green.
Divers raised a bell with no name on it.
Midsummer will be kept on the meadow this year.
Our oldest reader turned one hundred and four.
Frost took the plums on the northern slope.""".splitlines()


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_the_text_is_all_there_to_the_letter(number: int) -> None:
    text = traced_text(STATEMENT, DOCUMENTS[number - 1], number)
    drawn = [
        "".join(each.gap + each.text for each in block.sentences) + block.rest
        for block in text.blocks
    ]

    assert drawn == TEXTS[number - 1].split("\n\n")
    by_hand = [told for paragraph in STATEMENTS[number - 1] for told in paragraph]
    sentences = [each for block in text.blocks for each in block.sentences]
    assert [(s.text, s.origin, s.altered) for s in sentences] == by_hand
    assert [s.number for s in sentences] == list(range(1, text.sentences + 1))


def test_the_number_of_a_version_stands_where_its_sentences_begin() -> None:
    text = traced_text(STATEMENT, DOCUMENTS[2], 3)
    sentences = [each for block in text.blocks for each in block.sentences]

    assert [(s.number, s.origin) for s in sentences if s.begins] == [(1, 1), (4, 2), (5, 1), (8, 3)]


def test_the_legend_has_the_versions_that_brought_in_what_is_still_there() -> None:
    text = traced_text(STATEMENT, DOCUMENTS[LAST - 1], LAST)

    sources = [(s.version, s.sentences, s.first) for age in text.ages for s in age.sources]
    assert sources == [(1, 6, 3), (4, 2, 1), (9, 1, 7)]
    assert [age.tint for age in text.ages] == [1, 3, 6]
    assert text.ages[0].start == 0
    assert [a.start + a.extent for a in text.ages] == [*[a.start for a in text.ages[1:]], 1000]
    assert text.lead == (
        "9 sentences from 3 versions; 6 are from version 1, the oldest. 7 have been reworded since."
    )


@pytest.mark.parametrize(
    ("texts", "number", "lead"),
    [
        (TEXTS, 1, "All 7 sentences came in with version 1."),
        (
            [f"{LONE} {OTHER}", f"{OTHER} {LONE}"],
            2,
            "Both sentences came in with version 1, and none has been reworded since.",
        ),
        (
            [f"{LONE}\n\n{OTHER}", f"{LONE}\n\n{OTHER}".replace("a", "the", 1)],
            2,
            "Both sentences came in with version 1. 1 has been reworded since.",
        ),
        ([LONE, LONE], 2, "1 sentence came in with version 1, and it has not been reworded since."),
        (
            [LONE, LONE.replace("eleven", "twelve")],
            2,
            "1 sentence came in with version 1. It has been reworded since.",
        ),
        (
            [LONE, f"{LONE} {OTHER}"],
            2,
            "2 sentences from 2 versions; 1 is from version 1, the oldest, and none has been "
            "reworded since.",
        ),
        ([LONE, ""], 2, "There is no sentence in this version."),
    ],
)
def test_the_finding_in_words(texts: list[str], number: int, lead: str) -> None:
    provenance, documents = traced(*texts)

    assert traced_text(provenance, documents[number - 1], number).lead == lead


@pytest.mark.parametrize(
    ("origins", "tints"),
    [
        ([3], {3: 1}),
        ([9, 3, 9], {3: 1, 9: 6}),
        ([1, 2, 3], {1: 1, 2: 3, 3: 6}),
        ([1, 2, 3, 4, 5, 6], {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}),
        (range(1, 13), {n: (n + 1) // 2 for n in range(1, 13)}),
        ([], {}),
    ],
)
def test_the_older_a_version_the_lower_its_tint(origins: list[int], tints: dict[int, int]) -> None:
    assert tints_of(origins) == tints


def test_versions_that_share_a_tint_are_told_together() -> None:
    texts = ["\n\n".join(NEWS[:count]) for count in range(1, len(NEWS) + 1)]
    provenance, documents = traced(*texts)
    text = traced_text(provenance, documents[-1], len(texts))

    assert len(text.ages) == presentation.TINTS
    assert [age.versions for age in text.ages][:2] == ["Versions 1 to 3", "Versions 4 and 5"]
    assert sum(age.sentences for age in text.ages) == 13


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ((4,), "reworded in version 4"),
        ((4, 7), "reworded in versions 4 and 7"),
        ((2, 4, 7, 9), "reworded in versions 2, 4, 7 and 9"),
        ((2, 4, 7, 9, 11), "reworded 5 times, last in version 11"),
    ],
)
def test_rewordings_in_words(versions: tuple[int, ...], words: str) -> None:
    assert reworded(versions) == words


def test_a_long_text_is_drawn_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presentation, "PART", 3)
    drawn: list[int] = []
    first = traced_text(STATEMENT, DOCUMENTS[0], 1)
    for part in range(1, first.parts + 1):
        text = traced_text(STATEMENT, DOCUMENTS[0], 1, part=part)
        sentences = [each for block in text.blocks for each in block.sentences]
        assert sentences[0].begins, "each part says where it begins"
        drawn.extend(each.number for each in sentences)

    assert first.parts > 1
    assert drawn == list(range(1, first.sentences + 1))
    assert traced_text(STATEMENT, DOCUMENTS[0], 1, sentence=7).part == first.parts
    assert traced_text(STATEMENT, DOCUMENTS[0], 1, part=99).part == first.parts
    assert first.ages == traced_text(STATEMENT, DOCUMENTS[0], 1, part=2).ages


def test_what_did_not_survive_is_told_by_the_version_that_removed_it() -> None:
    found = gone(STATEMENT, LAST)

    assert found.total == 3
    assert [(r.version, [s.text.split()[0] for s in r.sentences]) for r in found.removals] == [
        (8, ["The"]),
        (6, ["Dearer"]),
        (5, ["Lena"]),
    ]
    (lena,) = found.removals[2].sentences
    assert (lena.origin, lena.version, lena.number) == (3, 4, 9)
    assert gone(STATEMENT, 1).total == 0
    assert [r.version for r in gone(STATEMENT, 4).removals] == [3], "the builders are back later"


def test_what_did_not_survive_is_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presentation, "GONE_AT_ONCE", 2)

    assert [r.version for r in gone(STATEMENT, LAST).removals] == [8, 6]
    last = gone(STATEMENT, LAST, page=2)
    assert ([r.version for r in last.removals], last.page, last.pages) == ([5], 2, 2)
    assert gone(STATEMENT, LAST, page=9) == last


def told(version: int, number: int, **more: bool) -> list[tuple[int, str]]:
    found = life(STATEMENT, version, number, **more)
    assert found is not None
    return [(event.version, event.words) for event in found.events]


def test_a_life_from_first_to_last() -> None:
    assert told(9, 1) == [
        (4, "First seen"),
        (5, "Split into two and reworded"),
        (6, "Moved"),
    ]
    assert told(9, 5) == [(1, "First seen"), (3, "Removed"), (5, "Back, word for word")]
    assert told(3, 9 - 1) == [(3, "First seen"), (5, "Removed")]


def test_sentences_that_were_joined_have_two_beginnings() -> None:
    assert told(9, 8) == [
        (1, "First seen"),
        (1, "Another part of it first seen"),
        (7, "Joined from two and reworded"),
    ]


def test_typography_is_told_as_what_it_is() -> None:
    assert (4, "Only marks changed") in told(4, 3)


def test_a_life_shows_each_rewording_word_by_word() -> None:
    found = life(STATEMENT, 2, 1)
    assert found is not None
    marked = [
        [run.text for run in event.runs if run.mark is mark]
        for event in found.events[1:2]
        for mark in (Mark.DELETED, Mark.INSERTED)
    ]

    assert marked == [["keep", "at 3"], ["raise", "to 3.25"]]
    assert [(e.version, e.later, e.number) for e in found.events[:3]] == [
        (1, False, 1),
        (2, False, 1),
        (3, True, 1),
    ]
    assert (found.origin, found.altered, found.stands, found.gone) == (1, 5, 9, 0)
    assert found.events[-1].number == 3, "it stands elsewhere by then"


def test_a_life_that_ended_says_when() -> None:
    found = life(STATEMENT, 7, 4)
    assert found is not None
    assert (found.text.split()[:2], found.stands, found.gone) == (["The", "storm"], 0, 8)
    last = found.events[-1]
    assert last.gone
    assert [run.mark for run in last.runs] == [Mark.DELETED]


def test_of_a_long_life_the_middle_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives, "MOST_TOLD", 3)
    found = life(STATEMENT, 9, 3)
    assert found is not None

    assert [event.version for event in found.events] == [1, 7, 8]
    assert found.left_out == 3
    assert [version for version, _ in told(9, 3, whole=True)] == [1, 2, 3, 5, 7, 8]
    assert found.altered == 5, "what is left out is counted"


@pytest.mark.parametrize(("version", "number"), [(9, 0), (9, 10), (10, 1), (0, 1)])
def test_there_is_no_life_of_what_is_not_there(version: int, number: int) -> None:
    assert life(STATEMENT, version, number) is None
