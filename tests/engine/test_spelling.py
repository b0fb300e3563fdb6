"""Spellings of one word, and words that only look like it."""

from __future__ import annotations

import pytest

from app.engine.spelling import spelling_key, spelt_alike


@pytest.mark.parametrize(
    "pair",
    "organise organize, organisations organizations, analyse analyze, colour color, "
    "neighbourhood neighborhood, centre center, theatres theaters, metre meter, defence defense, "
    "practise practice, cancelled canceled, travelling traveling, fulfil fulfill, skilful skillful,"
    " paediatric pediatric, manoeuvre maneuver, judgement judgment, programme program, grey gray, "
    "towards toward, adviser advisor, catalogue catalog, encyclopaedia encyclopedia".split(", "),
)
def test_british_and_american(pair: str) -> None:
    british, american = pair.split()
    assert spelling_key(british) == spelling_key(american)
    assert spelt_alike(british, american)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("cult-like", "cultlike"),
        ("e-mail", "email"),
        ("u.s.", "us"),
        ("nuclear-armed", "nuclear armed"),
        ("the centre of colour", "the center of color"),
        ("recieve", "receive"),
        ("goverment", "government"),
        ("gaol", "jail"),
        ("a tyre", "a tire"),
        ("accomodation", "accommodation"),
    ],
)
def test_hyphens_stops_and_slips(x: str, y: str) -> None:
    assert spelt_alike(x, y)
    assert spelt_alike(y, x)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("woman", "women"),
        ("north", "south"),
        ("open", "opens"),
        ("killed", "billed"),
        ("form", "from"),
        ("casual", "causal extra"),
        ("price", "prize"),
        ("size", "seize"),
        ("might", "night"),
        ("hour", "hor"),
        ("our", "or"),
        ("four", "for"),
        ("1200", "1300"),
    ],
)
def test_other_words(x: str, y: str) -> None:
    assert not spelt_alike(x, y)
    assert not spelt_alike(y, x)
