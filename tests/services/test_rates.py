"""How often something may be done, by whom, and how much of it is remembered."""

from __future__ import annotations

import threading

import pytest

from app.errors import TooOften
from app.services.rates import Doing, Rates
from app.settings import Settings
from tests.moments import Moment

pytestmark = pytest.mark.sqlite


def rates(rate: str, moment: Moment, most_hits: int = 1000) -> Rates:
    return Rates({Doing.WRITING: rate}, most_hits=most_hits, clock=moment)


def test_so_much_is_let_within_the_time_and_then_again() -> None:
    moment = Moment()
    some = rates("3/minute", moment)
    for _ in range(3):
        some.count(Doing.WRITING, "here")
        moment.time += 10
    with pytest.raises(TooOften, match="stored or changed") as told:
        some.count(Doing.WRITING, "here")
    assert (told.value.status, told.value.seconds) == (429, 30)
    assert told.value.advice == "Try again in 30 seconds."
    some.count(Doing.WRITING, "there")
    some.count(Doing.READING, "here")  # which has no rate
    moment.time += 30
    some.count(Doing.WRITING, "here")  # the first of the three is a minute ago
    with pytest.raises(TooOften):
        some.count(Doing.WRITING, "here")


def test_what_is_refused_counts_for_nobody() -> None:
    moment = Moment()
    some = rates("2/minute", moment)
    some.count(Doing.WRITING, "workspace", "here")
    some.count(Doing.WRITING, "workspace", "there")
    for _ in range(5):
        with pytest.raises(TooOften):
            some.count(Doing.WRITING, "workspace", "elsewhere")
    moment.time += 60
    some.count(Doing.WRITING, "workspace", "elsewhere")
    some.count(Doing.WRITING, "workspace", "elsewhere")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ("1 second", 0.5),
        ("90 seconds", 90),
        ("2 minutes", 91),
        ("2 hours", 7000),
        ("2 days", 1.5e5),
    ],
)
def test_the_wait_is_told_in_words(seconds: str, said: float) -> None:
    moment = Moment()
    some = rates("1/1000 days", moment)
    some.count(Doing.WRITING, "here")
    moment.time += 1000 * 86_400 - said
    with pytest.raises(TooOften) as told:
        some.count(Doing.WRITING, "here")
    assert told.value.advice == f"Try again in {seconds}."


def test_of_several_rates_each_holds() -> None:
    moment = Moment()
    some = rates("2/second; 3/minute", moment)
    for _ in range(2):
        some.count(Doing.WRITING, "here")
    with pytest.raises(TooOften) as told:
        some.check(Doing.WRITING, "here")
    assert told.value.seconds == 1
    moment.time += 1
    some.count(Doing.WRITING, "here")
    with pytest.raises(TooOften) as told:
        some.check(Doing.WRITING, "here")
    assert told.value.seconds == 59


def test_what_is_forgotten_was_never_done() -> None:
    some = rates("1/day", Moment())
    for _ in range(3):
        some.count(Doing.WRITING, "here")
        some.forget(Doing.WRITING, "here")
    assert some.windows.hits == 0


def test_many_at_the_same_moment_are_no_way_around() -> None:
    some, let_in, barrier = rates("3/minute", Moment()), [], threading.Barrier(16)

    def do() -> None:
        barrier.wait()
        try:
            some.count(Doing.WRITING, "here")
        except TooOften:
            return
        let_in.append(1)

    threads = [threading.Thread(target=do) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == 3


def test_a_crowd_of_strangers_takes_no_more_room_than_there_is() -> None:
    moment = Moment()
    some = rates("5/minute", moment, most_hits=200)
    for number in range(20_000):
        some.count(Doing.WRITING, f"from {number}")
        if number % 40 == 0:
            moment.time += 1
            some.count(Doing.WRITING, "a regular") if number % 800 == 0 else None
    assert some.windows.hits <= 200
    assert len(some.windows._moments) <= 200
    for _ in range(5):
        some.count(Doing.WRITING, "from the last")
    with pytest.raises(TooOften):
        some.count(Doing.WRITING, "from the last")


def test_who_comes_again_and_again_is_not_forgotten_for_those_who_come_once() -> None:
    some = rates("50/day", Moment(), most_hits=200)
    for number in range(50):
        some.count(Doing.WRITING, "here")
        for other in range(100):
            some.count(Doing.WRITING, f"from {number}.{other}")
    with pytest.raises(TooOften):
        some.count(Doing.WRITING, "here")


def test_who_lets_only_this_machine_in_is_held_up_by_guesses_alone() -> None:
    alone = Rates.of(Settings())
    for doing in Doing:
        if doing not in (Doing.GUESSING, Doing.GUESSING_TOGETHER):
            for _ in range(500):
                alone.count(doing, "here")
    for _ in range(10):
        alone.count(Doing.GUESSING, "here")
    with pytest.raises(TooOften):
        alone.count(Doing.GUESSING, "here")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(host="0.0.0.0"),
        Settings(public_url="https://desk.example"),
        Settings(trusted_proxies="127.0.0.1"),
        Settings(write_rate="120/minute"),
    ],
    ids=["every network", "public address", "proxy", "chosen"],
)
def test_where_others_come_in_the_rates_hold(settings: Settings) -> None:
    open_to_others = Rates.of(settings)
    for _ in range(120):
        open_to_others.count(Doing.WRITING, "here")
    with pytest.raises(TooOften):
        open_to_others.count(Doing.WRITING, "here")


def test_none_is_no_rate() -> None:
    free = Rates.of(Settings(host="0.0.0.0", write_rate="none", guess_rate="None"))
    for _ in range(1000):
        free.count(Doing.WRITING, "here")
        free.count(Doing.GUESSING, "here")
        free.count(Doing.GUESSING_TOGETHER, "here")
