from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.services.filenames import grouped, named_file


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "work", "when", "number"),
    [
        ("story_v2.txt", "story", None, 2),
        ("Story-V2.txt", "story", None, 2),
        ("my story version 12.md", "my story", None, 12),
        ("story.v3.html", "story", None, 3),
        ("story draft 1.txt", "story", None, 1),
        ("story (2).txt", "story", None, 2),
        ("2.txt", "", None, 2),
        ("v2.txt", "", None, 2),
        ("2024-06-19 story.html", "story", moment(2024, 6, 19), None),
        ("2024-06-19T0740_story.html", "story", moment(2024, 6, 19, 7, 40), None),
        ("story 2024-06-19.html", "story", moment(2024, 6, 19), None),
        ("story_2024-06-19_v2.html", "story", moment(2024, 6, 19), 2),
        ("2024-06-19.html", "", moment(2024, 6, 19), None),
        ("story.txt", "story", None, None),
        ("chapter-2.txt", "chapter 2", None, None),
        ("apollo13.txt", "apollo13", None, None),
        ("Nov2.txt", "nov2", None, None),
        ("2024-13-45 story.txt", "2024 13 45 story", None, None),
        ("2024-06-19T9999 story.txt", "2024 06 19t9999 story", None, None),
        ("story of 1984.txt", "story of 1984", None, None),
        (".txt", "txt", None, None),
    ],
)
def test_a_name_tells_the_work_the_time_and_the_number(
    name: str, work: str, when: datetime | None, number: int | None
) -> None:
    file = named_file(Path("folder") / name)
    assert (file.work, file.moment, file.number) == (work, when, number)


def groups(*names: str) -> list[list[str]]:
    return [[str(file.path) for file in group] for group in grouped(map(Path, names))]


def test_versions_of_one_work_come_together_in_their_order() -> None:
    assert groups("a_v10.txt", "b.txt", "a-v2.md", "a.txt") == [
        ["a.txt", "a-v2.md", "a_v10.txt"],
        ["b.txt"],
    ]
    assert groups("2024-06-20 a.txt", "2024-06-19 a.txt") == [
        ["2024-06-19 a.txt", "2024-06-20 a.txt"]
    ]


def test_folders_are_kept_apart() -> None:
    assert groups("x/a_v1.txt", "y/a_v2.txt") == [["x/a_v1.txt"], ["y/a_v2.txt"]]


def test_two_files_of_one_name_without_a_number_are_two_articles() -> None:
    assert groups("a.txt", "a.html", "a_v1.txt", "a_v2.txt") == [
        ["a.txt"],
        ["a.html"],
        ["a_v1.txt", "a_v2.txt"],
    ]
    assert groups("a.txt", "a.html") == [["a.txt"], ["a.html"]]
