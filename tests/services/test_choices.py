"""What a person changed about a text before it was stored."""

from __future__ import annotations

import pytest

from app.services.choices import Choices, is_address, mark
from app.services.incoming import Incoming, from_paste
from app.settings import Settings

TEXT = "The well is dry.\n\nIt was dug in 1890.\n\nLeave a Reply\n\nCancel reply"


@pytest.fixture
def incoming(settings: Settings) -> Incoming:
    """Two paragraphs, and two blocks of a comment form."""
    return from_paste(TEXT, settings=settings)


def left_out(incoming: Incoming) -> list[str]:
    document = incoming.document
    return [document.text_of(block) for block in document.blocks if block.is_furniture]


def test_a_passage_is_put_back_or_taken_out(incoming: Incoming) -> None:
    chosen = Choices(
        of=mark(incoming.document), shown=frozenset({1, 2, 3}), kept=frozenset({2})
    ).applied(incoming)

    assert left_out(incoming) == ["Leave a Reply", "Cancel reply"]
    assert left_out(chosen) == ["It was dug in 1890.", "Cancel reply"]
    assert chosen.document.text == incoming.document.text


def test_choices_made_for_another_text_count_for_nothing(incoming: Incoming) -> None:
    choices = Choices(of="of something else", shown=frozenset({0}), byline="Somebody")

    assert choices.applied(incoming) is incoming


def test_not_everything_can_be_left_out(incoming: Incoming) -> None:
    everything = Choices(of=mark(incoming.document), shown=frozenset(range(4)))

    assert left_out(everything.applied(incoming)) == left_out(incoming)


def test_who_wrote_it_and_when(incoming: Incoming) -> None:
    chosen = Choices(
        of=mark(incoming.document), byline="  Rut\nLind ", published="2026-05-04"
    ).applied(incoming)

    assert chosen.document.metadata.byline == "Rut Lind"
    assert chosen.published_at is not None
    assert chosen.published_at.date().isoformat() == "2026-05-04"


def test_a_date_that_is_none_is_not_kept(incoming: Incoming) -> None:
    chosen = Choices(of=mark(incoming.document), published="yesterday").applied(incoming)

    assert chosen.published_at is None
    assert chosen.document.metadata.published == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://paper.example/a?b=1#c", True),
        ("  http://paper.example \n", True),
        ("See https://paper.example/a", False),
        ("https://paper.example/a https://paper.example/b", False),
        ("paper.example", False),
        ("ftp://paper.example/a", False),
        ("https://paper.example/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_is_address(text: str, expected: bool) -> None:
    assert is_address(text) is expected
