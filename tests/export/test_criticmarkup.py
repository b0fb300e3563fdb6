"""Markdown with CriticMarkup, read back by a reader that knows nothing of how it was written."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from app.engine import BlockKind, Comparison, Document, compare, compare_texts
from app.export.criticmarkup import criticmarkup
from tests.engine.golden import Case, read_cases
from tests.engine.texts import pairs, thorough

from .about import ABOUT, HASH_A

_MARK = re.compile(
    r"\{--(?P<gone>.*?)--\}|\{\+\+(?P<new>.*?)\+\+\}|\{~~(?P<old>.*?)~>(?P<now>.*?)~~\}|\{>>.*?<<\}",
    re.DOTALL,
)
_PREFIX = re.compile(r"\A(#{1,6}|>|\s*-) (?=\S)")
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)


def settled(text: str, *, accepted: bool) -> str:
    """The Markdown that is left when every change was accepted, or every one rejected."""

    def taken(mark: re.Match[str]) -> str:
        return (mark["new"] or mark["now"] if accepted else mark["gone"] or mark["old"]) or ""

    return _MARK.sub(taken, text)


def paragraphs(markdown: str) -> list[str]:
    """The texts of its paragraphs: what stands before headings and items, and backslashes, gone."""
    blocks = markdown.strip("\n").split("\n\n")
    return [_BACKSLASH.sub(r"\1", _PREFIX.sub("", block, count=1)) for block in blocks if block]


def texts(document: Document) -> list[str]:
    found = (document.text_of(block) for block in document.blocks)
    return [re.sub(r"\r\n?", "\n", text).replace("\0", "\ufffd") for text in found]


def assert_gives_both(comparison: Comparison) -> None:
    text = criticmarkup(comparison, ABOUT).decode()
    assert paragraphs(settled(text, accepted=False)) == texts(comparison.a.document)
    assert paragraphs(settled(text, accepted=True)) == texts(comparison.b.document)


def drawn(comparison: Comparison) -> str:
    return criticmarkup(comparison, ABOUT).decode().partition("<<}")[2]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_every_golden_case_gives_both_texts(case: Case) -> None:
    assert_gives_both(compare_texts(case.a, case.b))


@thorough
@given(pairs)
def test_any_two_texts_can_be_had_back(pair: tuple[str, str]) -> None:
    assert_gives_both(compare_texts(*pair))


def test_it_reads_as_an_editor_would_write_it() -> None:
    a = "The boat left at nine.\n\nNobody waved at the harbour.\n\nRain fell all night long."
    b = "The boat left at ten.\n\nRain fell all night long. It was cold."
    assert drawn(compare_texts(a, b)) == (
        "The boat left at {~~nine~>ten~~}.\n\n"
        "{--Nobody waved at the harbour.\n\n--}Rain fell all night long.{++ It was cold.++}\n"
    )


def test_headings_and_items_are_markdown_in_both_texts() -> None:
    a = Document.of_blocks([(BlockKind.HEADING, "Times", 2), (BlockKind.ITEM, "First: six", 1)])
    b = Document.of_blocks(
        [(BlockKind.HEADING, "Times", 3), (BlockKind.ITEM, "First: six", 1),
         (BlockKind.ITEM, "Last: ten", 2)]
    )  # fmt: skip
    text = criticmarkup(compare(a, b), ABOUT).decode()
    assert settled(text, accepted=False).strip() == "## Times\n\n- First: six"
    assert settled(text, accepted=True).strip() == "### Times\n\n- First: six\n\n  - Last: ten"


@pytest.mark.parametrize(
    "text",
    ["# no heading", "- no item", "1. no item", "*stars* and _lines_", "[no](link)", "<b>none</b>",
     "a {++mark++} of theirs", "{>>said<<}", "x ~> y", "&amp; &#42;", "back\\slash", "a | b", "+ x",
     "`code`", "> none", "=====", "~~gone~~"],
)  # fmt: skip
def test_a_text_means_nothing_in_markdown(text: str) -> None:
    document = Document.of_blocks([(BlockKind.PARAGRAPH, text)])
    same = compare(document, document)
    assert paragraphs(settled(drawn(same), accepted=True)) == [text]
    shown = MarkdownIt("commonmark").parse(drawn(same))
    assert [token.type for token in shown] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in shown[1].children or ()) == text


def test_what_moved_is_remarked_in_both_places() -> None:
    parts = ["The ferry to Port Ellery sails at nine.", "The council met on Monday evening.",
             "Tickets for the summer cost four crowns."]  # fmt: skip
    text = drawn(compare_texts("\n\n".join(parts), "\n\n".join((parts[2], *parts[:2]))))
    assert "{>>moved from another place, 1<<}" in text
    assert "{>>moved to another place, 1<<}" in text


def test_the_remark_tells_what_was_compared_and_cannot_be_ended_from_within() -> None:
    label = "<<} {++new++}\n\n# x"
    hostile = replace(ABOUT, a=replace(ABOUT.a, label=label), title="<<}{++t++}")
    comparison = compare_texts("The same.", "The same.")
    text = criticmarkup(comparison, hostile).decode()
    assert HASH_A in text
    assert settled(text, accepted=True) == "The same.\n"
