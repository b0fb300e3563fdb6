"""The pictures for chats: their size, what they show, and that no text breaks them."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from app.engine import Comparison, compare_texts
from app.export.about import About
from app.export.card import HEIGHT, WIDTH, _data, card, most_telling
from tests.engine.golden import read_cases

from .about import ABOUT


def told(comparison: Comparison, change: int = 0, about: About = ABOUT) -> str:
    """The text of the change that a card shows, its marks in brackets."""
    signs = {"": "{}", "del": "[-{}]", "ins": "[+{}]", "moved": "[~{}]"}
    return "".join(
        signs[mark].format(text) for text, mark in _data(comparison, about, change)["runs"]
    )


def size_of(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("name", ["01", "02", "42", "58", "60", "61", "89", "91", "95", "99"])
def test_every_case_has_a_card(name: str) -> None:
    case = next(case for case in read_cases() if case.name.startswith(f"{name}-"))
    comparison = compare_texts(case.a, case.b)
    assert size_of(card(comparison, ABOUT)) == (WIDTH, HEIGHT) == (1200, 630)


@pytest.mark.parametrize(
    "title", ["", "x" * 500, "東京" * 200, "عبارات " * 90, "#panic()", "\0\x1b[31m", "נמל\u202e"]
)
def test_any_title_fits(title: str) -> None:
    comparison = compare_texts("The boats may sail.", "The boats will sail.")
    data = card(comparison, replace(ABOUT, title=title, a=replace(ABOUT.a, label=title)))
    assert size_of(data) == (WIDTH, HEIGHT)


def test_the_most_telling_change_is_shown() -> None:
    a = "Boats\n\nIt was very cold at sea.\n\nSome 1,200 people wait in the port.\n\nNobody waved."
    b = "Boats\n\nIt was quite cold at sea.\n\nSome 1,400 people wait in the port.\n\nTea came."
    comparison = compare_texts(a, b)
    chosen = most_telling(comparison)
    assert chosen
    assert told(comparison) == told(comparison, chosen.number)
    assert told(comparison) == "Some [-1,200] [+1,400] people wait in the port."
    assert _data(comparison, ABOUT, 0)["change"] == (
        f"Change {chosen.number} · number: Some 1,200 → Some 1,400"
    )
    assert told(comparison, 1) == "It was [-very] [+quite] cold at sea."


def test_a_change_far_into_its_sentence_is_in_sight() -> None:
    start = "When the boats had come back from the outer islands in the night, " * 4
    comparison = compare_texts(f"{start}ten men spoke of it.", f"{start}six men spoke of it.")
    shown = told(comparison)
    assert shown.startswith("… ")
    assert "[-ten] [+six] men spoke of it." in shown


def test_a_long_one_is_cut_between_words() -> None:
    comparison = compare_texts("", "The boats came back from the islands again and again. " * 20)
    (shown,) = [text for text, _ in _data(comparison, ABOUT, 0)["runs"]]
    assert shown.endswith(" …")
    assert len(shown) < 400


def test_a_change_that_there_is_none_of_has_no_card() -> None:
    with pytest.raises(LookupError):
        card(compare_texts("A.", "B."), ABOUT, 9)
    assert most_telling(compare_texts("A.", "A.")) is None
