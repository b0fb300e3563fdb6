"""That the bench of reading reads what it says."""

from __future__ import annotations

import pytest

from app.ingest import read
from tests.bench.prose import Writer, text_of
from tests.bench.reading import files

STORY = text_of(Writer(3, 2_000).paragraphs(3_000))
FILES = files(STORY, STORY, STORY)


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_the_bench_has_the_whole_story(name: str) -> None:
    words = read(FILES[name]()).text.split()
    assert {word for word in STORY.split() if word.isascii()} <= set(words)
    assert len(words) <= len(STORY.split()) + len("Home News Ferry".split())
