"""Every route, asked rightly and wrongly, by somebody with a workspace and by a stranger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.http import Answers, ask_all, serving


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What came back when each operation was asked a few times."""
    folder: Path = tmp_path_factory.mktemp("asked")
    with serving(folder) as app:
        return ask_all(app, examples=3)


def test_no_answer_is_a_fault_of_the_server_or_other_than_described(answers: Answers) -> None:
    assert not answers.wrong, "\n\n".join(f"{k}\n{v}" for k, v in answers.wrong.items())


def test_every_route_was_asked_and_some_of_it_was_done(answers: Answers) -> None:
    asked = {label.partition(" ")[2] for label in answers.operations}
    assert {"/", "/articles", "/s/{token}", "/api/compare", "/workspace", "/oembed"} <= asked
    assert answers.statuses[200] > 50
    assert answers.statuses[303] > 5
