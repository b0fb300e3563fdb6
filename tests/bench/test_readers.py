from __future__ import annotations

import hashlib
import json
from pathlib import Path

from app.engine import compare_texts
from tests.bench.readers import LABELS, agreement, name_of, reader_of

A = (
    "The harbour opened at nine on Monday. Nobody came to see it. The band played two songs. "
    "“It was a cold and empty day,” the mayor said. “We had hoped for more guests,” she said."
)
B = (
    "The harbour opened at ten on Monday. The band played three songs. Tea was served. "
    "“It was a cold and quiet day,” the mayor said. “We had hoped for other guests,” she said."
)


def labelled(tmp_path: Path) -> Path:
    def named(*sentences: str) -> list[str]:
        return [name_of(sentence) for sentence in sentences]

    label = {
        "a": hashlib.sha256(A.encode()).hexdigest(),
        "b": hashlib.sha256(B.encode()).hexdigest(),
        "pairs": [
            named("The harbour opened at nine on Monday.", "The harbour opened at ten on Monday."),
            named("The band played two songs.", "The band played three songs."),
            named("Nobody came to see it.", "No such sentence."),
        ],
        "alone_a": named("Nobody came to see it."),
        "alone_b": named("Tea was served.", "The band played three songs."),
        "altered": named("“It was a cold and empty day”"),
    }
    path = tmp_path / "labels.json"
    path.write_text(json.dumps([label]))
    return path


def test_what_is_linked_is_counted_against_what_a_reader_did(tmp_path: Path) -> None:
    reader = reader_of(A.encode(), B.encode(), labelled(tmp_path))
    assert reader
    assert agreement(reader, compare_texts(A, B)) == (
        "A reader made 3 pairs: 2 of them are linked. "
        "Of 3 sentences that the reader left alone 1 are linked. "
        "Of 1 quotations that the reader called altered 1 are told so, and 1 more: "
        "“We had hoped for more guests”."
    )


def test_texts_that_nobody_labelled_have_no_labels(tmp_path: Path) -> None:
    assert reader_of(B.encode(), A.encode(), labelled(tmp_path)) is None
    assert reader_of(A.encode(), b"something else") is None


def test_labels_hold_no_text() -> None:
    for label in json.loads(LABELS.read_text("utf-8")):
        paired = [name for pair in label["pairs"] for name in pair]
        names = [*paired, *label["alone_a"], *label["alone_b"], *label["altered"]]
        assert all(int(name, 16) >= 0 and len(name) == 12 for name in names)
