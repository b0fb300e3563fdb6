"""What is kept at hand: bounded, the latest, and the same for all threads."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from app.services.memory import Memory


def held(memory: Memory[str], keys: Iterable[str]) -> str:
    return "".join(key for key in keys if memory.get(key) is not None)


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    memory = Memory[str](2)
    memory.put("a", "1")
    memory.put("b", "2")
    assert memory.get("a") == "1"
    memory.put("c", "3")
    assert (len(memory), held(memory, "abc")) == (2, "ac")


def test_sizes_are_bounded_in_all() -> None:
    memory = Memory[str](9, 10, len)
    memory.put("a", "x" * 6)
    memory.put("b", "x" * 4)
    assert held(memory, "ab") == "ab"
    memory.put("c", "x")
    assert held(memory, "abc") == "bc"


def test_what_is_too_large_alone_is_not_kept_and_drives_nothing_out() -> None:
    memory = Memory[str](9, 10, len)
    memory.put("a", "x")
    memory.put("b", "x" * 11)
    assert held(memory, "ab") == "a"


def test_a_value_put_again_takes_the_place_of_the_first() -> None:
    memory = Memory[str](9, 10, len)
    for _ in range(5):
        memory.put("a", "x" * 6)
    memory.put("a", "y")
    memory.put("b", "x" * 9)
    assert (memory.get("a"), held(memory, "ab")) == ("y", "ab")


def test_a_memory_of_none_keeps_nothing() -> None:
    memory = Memory[str](0)
    memory.put("a", "1")
    assert not len(memory)


def test_it_is_for_many_threads() -> None:
    memory = Memory[str](7, 50, len)

    def use(start: int) -> None:
        for number in range(start, start + 2_000):
            memory.put(number % 23, "x" * (number % 13))
            memory.get((number * 7) % 23)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(use, range(4)))
    values = [value for key in range(23) if (value := memory.get(key)) is not None]
    assert len(values) == len(memory) <= 7
    assert sum(map(len, values)) <= 50
    memory.put("last", "x" * 50)
    assert held(memory, ["last"]) == "last"
    assert len(memory) == 1
