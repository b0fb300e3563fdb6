"""Likeness, which is found in three ways, is the same in each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import likeness as module
from app.engine.cells import Cells
from app.engine.features import features_of
from app.engine.likeness import Likeness, likeness
from tests.engine.texts import sentences


def found(a: list[str], b: list[str], *, cells: int, table: int) -> Likeness:
    """What is found with these bounds: by products, in a table or by searching."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_DENSE_CELLS", cells)
        patch.setattr(module, "_LARGE_TABLE", table)
        return likeness(*features_of(a, b), Cells.all_of(len(a), len(b)))


@settings(max_examples=200, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=6), st.lists(sentences, min_size=1, max_size=6))
def test_all_ways_say_the_same(a: list[str], b: list[str]) -> None:
    """But for the gains of products, which may take another of two best partners for the first."""
    searched, looked_up = found(a, b, cells=0, table=0), found(a, b, cells=0, table=10**6)
    for name in ("similarity", "gain_a", "gain_b"):
        assert getattr(looked_up, name).tolist() == getattr(searched, name).tolist()
    multiplied = found(a, b, cells=100, table=0)
    assert np.allclose(multiplied.similarity, searched.similarity, atol=1e-5)
