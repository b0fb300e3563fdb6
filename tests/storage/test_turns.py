"""Those who write take turns in the order in which they came."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import Busy
from app.storage.turns import Turns


def until_waiting(turns: Turns, count: int) -> None:
    """Return when so many wait."""
    pause = threading.Event()
    while turns.waiting < count:
        pause.wait(0.001)


def test_who_came_first_is_first() -> None:
    turns, order = Turns(), list[int]()

    def write(number: int) -> None:
        with turns.turn():
            order.append(number)

    with ThreadPoolExecutor(8) as writers, turns.turn():
        for number in range(8):
            writers.submit(write, number)
            until_waiting(turns, number + 1)

    assert order == list(range(8))
    assert turns.waiting == 0


def test_nobody_is_in_the_block_beside_another() -> None:
    turns, inside, most = Turns(), list[int](), list[int]()

    def write(number: int) -> None:
        for _ in range(50):
            with turns.turn():
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))

    assert len(most) == 400
    assert set(most) == {1}


def test_who_waits_too_long_is_told_and_is_in_nobody_s_way() -> None:
    turns = Turns(patience=0)
    with turns.turn():
        with pytest.raises(Busy, match="written to by others"), turns.turn():
            raise AssertionError("somebody else is in there")
        assert turns.waiting == 0

    with turns.turn():
        pass


def test_a_turn_that_ends_in_an_error_is_passed_on() -> None:
    turns = Turns(patience=0)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError

    with turns.turn():
        pass
