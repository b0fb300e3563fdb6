"""What speed rests on, told by counting rather than by a clock; and that the bench itself works."""

from __future__ import annotations

import pytest

from app.engine import compare_texts, parse_text
from app.engine.sentences import sentence_spans
from tests.bench import cases
from tests.bench.prose import Writer, text_of
from tests.bench.stages import REST, STAGES, time_stages
from tests.bench.timing import OURS, Effort, in_turns


def test_one_word_changed_cuts_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cases.one_word_changed()
    cut: list[str] = []

    def counted(text: str) -> list[tuple[int, int]]:
        cut.append(text)
        return sentence_spans(text)

    monkeypatch.setattr("app.engine.model.sentence_spans", counted)
    comparison = compare_texts(case.a, case.b)
    assert len(comparison.changes) == 1
    assert len(comparison.facts) <= 1
    assert len(cut) == 2, "the changed block of a and that of b, and no other"
    assert len(parse_text(case.a).blocks) > 500


def test_caches_are_never_warmed_with_the_texts_that_are_timed() -> None:
    story = cases.story()
    others = cases.other_stories(story)
    assert len(others) > 3
    assert {story.a, story.b}.isdisjoint(text for case in others for text in (case.a, case.b))


def test_prose_is_the_same_for_the_same_seed_and_of_the_size_asked_for() -> None:
    text = text_of(Writer(3, 2_000).paragraphs(20_000))
    assert text == text_of(Writer(3, 2_000).paragraphs(20_000))
    assert 20_000 <= len(text) < 22_000


def test_revised_prose_has_about_a_tenth_changed() -> None:
    writer = Writer(3, 2_000)
    paragraphs = writer.paragraphs(60_000)
    revised = writer.revised(paragraphs)
    before = [sentence for sentences in paragraphs for sentence in sentences]
    after = {sentence for sentences in revised for sentence in sentences}
    gone = sum(1 for sentence in before if sentence not in after)
    assert 0.04 < gone / len(before) < 0.1, "edited or dropped; what moved is still there"
    assert len(after - set(before)) > 0


def test_every_stage_is_found_in_the_engine_and_timed() -> None:
    case = cases.edited(20_000, "short")
    spent = time_stages(case.a, case.b)
    assert list(spent) == [*STAGES, REST]
    assert all(seconds > 0 for seconds in spent.values())


def test_contenders_take_turns_and_the_slow_ones_fewer() -> None:
    ran: list[str] = []

    def runner(name: str, seconds: float) -> float:
        ran.append(name)
        return seconds

    def too_slow() -> float:
        raise TimeoutError

    effort = Effort(budget=1, limit=2, most=5)
    found = in_turns(
        {OURS: lambda: runner("fast", 0.1), "y": lambda: runner("slow", 1.5), "z": too_slow}, effort
    )
    assert found == {OURS: 0.1, "y": 1.5, "z": "> 2 s"}
    assert ran == ["fast", "slow", "fast", "fast", "fast", "fast"]


@pytest.mark.parametrize("case", cases.hostile(), ids=lambda case: case.name)
def test_hostile_texts_differ_and_are_as_large_as_they_say(case: cases.Case) -> None:
    assert case.a != case.b
    assert len(case.a) > 90_000
