"""What a terminal shows: lines that fit, colours or marks, and nothing that commands it."""

from __future__ import annotations

import re

import pytest

from app.engine import compare_texts
from app.presentation.terminal import Look, terminal_lines

A = "The boats leave Port Ellery at noon. Some 1,200 travellers have waited since Monday."
B = "The boats sail from Port Ellery at noon. Some 2,000 travellers have waited since Monday."


def lines(a: str, b: str, look: Look | None = None) -> list[str]:
    look = look or Look(100)
    return list(terminal_lines(compare_texts(a, b), "a.txt", "b.txt", look))


def test_what_changed_is_told_first_and_shown_after() -> None:
    found = lines(A, B)
    assert found[:2] == ["a  a.txt", "b  b.txt"]
    assert "Two sentences were reworded." in "\n".join(found)
    assert any(line.startswith("Of b: ") for line in found)
    assert "~ 1–2  The boats [-leave-] {+sail from+} Port Ellery at noon. Some" in found[-2]


def test_equal_texts_have_nothing_to_show() -> None:
    found = lines(A, A)
    assert found[-1] == "Nothing changed. Both versions say the same, word for word."


@pytest.mark.parametrize("width", [40, 64, 100])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_asked(width: int, colour: bool) -> None:
    found = lines(A * 3, B * 3 + "x" * 300, Look(width, colour))
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in found) <= width


def test_words_are_not_broken_where_a_line_has_room_for_them() -> None:
    words = {word for line in lines(A, B, Look(40)) for word in line.split()}
    assert {"travellers", "Ellery", "waited"} <= words


def test_scripts_without_spaces_are_broken_by_their_double_width() -> None:
    text = "渡轮在九天罢工后将恢复运行。" * 8
    found = [line for line in lines("船", text, Look(40)) if "渡" in line or "轮" in line]
    assert len(found) > 5
    assert all(2 * len(re.findall(r"[^\x00-\xff]", line)) <= 40 for line in found)


def test_colours_come_instead_of_marks_and_end_with_the_line() -> None:
    found = lines(A, B, Look(60, colour=True))
    text = "\n".join(found)
    assert "\x1b[33;9mleave\x1b[0m" in text
    assert "\x1b[36;4msail from\x1b[0m" in text
    assert "[-" not in text
    assert all(line.count("\x1b[") == 2 * line.count("\x1b[0m") for line in found)


def test_a_phrase_that_moved_has_signs_of_its_own_with_colours_too() -> None:
    a = "The minister on Wednesday promised aid to the coast."
    b = "The minister pledged aid to the coast on Wednesday."
    plain, coloured = ("\n".join(lines(a, b, Look(100, colour))) for colour in (False, True))
    assert "The minister [<on Wednesday<] [-promised-] {+pledged+} aid" in plain
    assert "aid to the coast {>on Wednesday>}." in plain
    assert "\x1b[35;2m[<on Wednesday<]\x1b[0m" in coloured
    assert "\x1b[35;4m{>on Wednesday>}\x1b[0m" in coloured
    assert "\x1b[33;9mpromised\x1b[0m" in coloured


def test_a_text_cannot_command_the_terminal() -> None:
    found = "\n".join(lines("Noon.", "Noon \x1b]0;owned\x07 \x9b31m \u202e and later."))
    assert "\x1b" not in found
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", found)
    assert "owned" in found
