"""One article, written by LibreOffice in every format, comes back as the same article."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from app.engine import Document
from app.ingest import Hints, Tracked, read
from tests.bench.round_trips import FORMATS, articles, pairs, share, unexplained
from tests.ingest import libreoffice
from tests.ingest.pages import article_of, kinds_of
from tests.ingest.test_odt import changes, end, p, point, start
from tests.ingest.voyages import flat_opendocument

WHOLE = ("docx", "odt", "rtf", "pdf")
"""The formats into which LibreOffice carries everything over."""


@pytest.fixture(scope="module")
def found() -> dict[str, Document]:
    return articles()


def test_the_article_is_long_enough_to_say_something(found: dict[str, Document]) -> None:
    comparison = pairs({"a": found["docx"], "b": found["odt"]})["a", "b"]
    assert len(comparison.a.sentences) >= 60


@pytest.mark.parametrize("ending", ["odt", "rtf"])
def test_word_processors_files_give_the_same_blocks(
    found: dict[str, Document], ending: str
) -> None:
    assert kinds_of(found[ending]) == kinds_of(found["docx"])
    assert found[ending].title == found["docx"].title == "The lighthouse that counts ships"


@pytest.mark.parametrize(("a", "b"), [*combinations(FORMATS, 2)])
def test_every_pair_of_formats_is_told_the_same(found: dict[str, Document], a: str, b: str) -> None:
    comparison = pairs({a: found[a], b: found[b]})[a, b]
    assert unexplained(comparison, a, b) == []
    if a in WHOLE and b in WHOLE:
        assert share(comparison) >= 0.99
    else:
        assert share(comparison) >= 0.85


def test_without_libreoffice_it_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    with pytest.raises(RuntimeError, match="need LibreOffice, and there is none here"):
        articles()


TRACKED = (
    changes(
        ("c1", "deletion", p("six")),
        ("c2", "insertion", ""),
        ("c3", "deletion", p("and") + p("Gone.") + p("then ")),
        ("c4", "insertion", ""),
        ("c5", "deletion", p("Old.") + p("")),
    )
    + p(f"Sails at {point('c1')}{start('c2')}seven{end('c2')}.")
    + p(f"One {point('c3')}two.")
    + p(f"Kept.{start('c4')}")
    + p(f"All new.{end('c4')}")
    + p(f"{point('c5')}Stays.")
)


def test_tracked_changes_survive_the_journey(tmp_path: Path) -> None:
    source = tmp_path / "tracked.fodt"
    source.write_bytes(flat_opendocument(TRACKED))
    formats = {ending: FORMATS[ending] for ending in ("docx", "odt")}
    for ending, data in libreoffice.converted(source, formats, tmp_path).items():
        new = read(data, f"a.{ending}")
        old = read(data, f"a.{ending}", Hints(tracked=Tracked.ORIGINAL))
        assert article_of(new) == ["Sails at seven.", "One two.", "Kept.", "All new.", "Stays."]
        assert article_of(old) == [
            "Sails at six.",
            "One and",
            "Gone.",
            "then two.",
            "Kept.",
            "Old.",
            "Stays.",
        ]
        assert new.notices == ("This file has 5 tracked changes; they were taken as accepted.",)
