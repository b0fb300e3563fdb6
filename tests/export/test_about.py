from __future__ import annotations

import json

import pytest

from app.export.about import About, safe_stem

from .about import ABOUT


def test_another_process_is_told_the_same() -> None:
    assert About.from_json(json.loads(json.dumps(ABOUT.to_json()))) == ABOUT


@pytest.mark.parametrize(
    ("parts", "stem"),
    [
        (("ferry-strike", 1, 3), "ferry-strike-1-3"),
        (("../etc/passwd", 1), "etc-passwd-1"),
        (("東京", 1, 2), "1-2"),
        (("con",), "text-con"),
        (("Aux.old",), "text-Aux.old"),
        (('a "b"\r\n<c>|?*', 2), "a-b-c-2"),
        (("...",), "text"),
        (("x" * 300, 1, 2), "x" * 100 + "-1-2"),
    ],
)
def test_a_name_is_one_that_every_file_system_takes(
    parts: tuple[str, *tuple[object, ...]], stem: str
) -> None:
    assert safe_stem(*parts) == stem
