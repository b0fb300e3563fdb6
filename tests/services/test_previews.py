"""What a person sees of a text before it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.engine import BlockKind, Document
from app.engine.document import Metadata
from app.services.incoming import Incoming, from_paste
from app.services.previews import preview
from app.settings import Settings

Paste = Callable[..., Incoming]


def test_a_preview_tells_what_was_understood() -> None:
    document = Document.of_blocks(
        [
            (BlockKind.HEADING, "Ferry may resume", 1),
            (BlockKind.PARAGRAPH, "Crews may return. " * 20),
            (BlockKind.ITEM, "One point."),
            (BlockKind.FURNITURE, "Share this\narticle"),
        ],
        "Ferry may resume",
    )
    incoming = from_paste("x", settings=Settings())
    shown = preview(replace(incoming, document=document, title=document.title))
    assert shown.title == "Ferry may resume"
    assert shown.words == 3 + 60 + 2
    assert shown.paragraphs == 2
    assert shown.first_words.startswith("Crews may return. Crews")
    assert shown.first_words.endswith("…")
    assert len(shown.first_words) <= 160
    assert [b.text for b in shown.blocks if b.is_furniture] == ["Share this article"]
    assert shown.furniture_total == 1


def test_a_preview_stays_small_whatever_comes(paste: Paste) -> None:
    incoming = paste("x")
    document = Document.of_blocks([(BlockKind.FURNITURE, "Share " * 400)] * 500)
    shown = preview(replace(incoming, document=document))
    assert shown.furniture_total == 500
    assert len(shown.blocks) + len(shown.others) < 250
    assert all(len(block.text) <= 80 for block in shown.blocks)
    assert shown.words == 0
    assert shown.first_words == ""


def test_a_preview_shows_where_the_border_of_the_furniture_runs(paste: Paste) -> None:
    kinds = [BlockKind.FURNITURE] + [BlockKind.PARAGRAPH] * 4 + [BlockKind.FURNITURE] * 2
    document = Document.of_blocks([(kind, f"Block {n}.") for n, kind in enumerate(kinds)])
    shown = preview(replace(paste("x"), document=document))
    assert [(block.index, block.is_furniture) for block in shown.blocks] == [
        (0, True),
        (1, False),
        (4, False),
        (5, True),
        (6, True),
    ]
    assert shown.blocks[1].text == "Block 1."


def test_a_preview_tells_what_the_text_says_of_itself(paste: Paste) -> None:
    incoming = paste("One.")
    said = Metadata("Ann\nOther", "2026-05-04", "", "", "en-GB")
    notices = ("This file has 3 tracked changes; they were taken as accepted.",)
    document = replace(incoming.document, metadata=said, notices=notices)
    shown = preview(replace(incoming, document=document))
    assert (shown.byline, shown.published, shown.language) == ("Ann Other", "2026-05-04", "en-GB")
    assert shown.notices == notices
    assert shown.tracked
    plain = preview(incoming)
    assert (plain.byline, plain.published, plain.language, plain.notices) == ("", "", "", ())
    assert not plain.tracked
