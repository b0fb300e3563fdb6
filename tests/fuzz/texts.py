"""The engine and what is drawn from it: the properties of its own tests, on texts of the fuzzer.

A target's bytes are texts in UTF-8 with NUL between them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any
from unittest.mock import patch

from app.engine import compare_texts, kept_facts
from app.export.formats import FORMATS
from app.export.table import table
from app.presentation.find import find
from app.presentation.ledger import ledger
from app.presentation.summary import headline, in_words
from app.presentation.terminal import Look, terminal_lines
from tests.engine import (
    test_collation,
    test_edits,
    test_edits_marked,
    test_edits_moved,
    test_figures,
    test_properties_edits,
    test_properties_facts,
    test_properties_links,
    test_properties_mirror,
    test_properties_reading,
    test_provenance,
    test_quotations,
    test_segmentation,
)
from tests.export import test_criticmarkup, test_docx, test_patch, test_script
from tests.export.about import ABOUT
from tests.presentation import test_map, test_rows, test_runs, test_views

Property = Callable[..., None]

MOST_LETTERS = 4_000
"""Of the two texts together: an alignment of more takes longer than it finds."""

OF_PAIRS = (
    test_properties_edits.test_both_texts_can_be_rebuilt_and_a_becomes_b,
    test_properties_edits.test_edits_are_in_order_and_whole_words,
    test_properties_edits.test_what_lies_between_edits_is_equal,
    test_properties_links.test_links_cover_every_sentence_once,
    test_properties_links.test_a_bound_on_work_changes_nothing_of_all_this,
    test_properties_mirror.test_swapping_keeps_the_links_and_swaps_insert_and_delete,
    test_properties_mirror.test_json_gives_the_comparison_back,
    test_properties_mirror.test_swapping_the_texts_turns_every_fact_round,
    test_properties_reading.test_measures_add_up,
    test_properties_reading.test_every_block_is_read_once,
    test_properties_facts.test_each_fact_is_what_stands_in_its_link,
    test_properties_facts.test_what_is_kept_was_neither_taken_out_nor_put_in,
    test_properties_facts.test_the_ledger_tells_each_fact_once,
    test_edits.test_no_edit_cuts_a_token,
    test_edits_marked.test_every_part_lies_in_an_edit_and_every_edit_has_a_part,
    test_edits_moved.test_partners_name_each_other_and_say_the_same,
)
OF_ONE_TEXT = (
    test_properties_reading.test_a_text_compared_with_itself_is_only_same,
    test_figures.test_any_text_can_be_searched,
    test_quotations.test_quotations_of_any_text_stand_apart_and_in_order,
    test_segmentation.test_between_sentences_is_only_white_space,
    test_segmentation.test_tokens_tile_the_text,
)
OF_HISTORIES = (
    test_provenance.test_every_sentence_has_one_origin_and_a_life_that_leads_to_it,
    test_provenance.test_lives_are_those_of_the_comparisons,
)
OF_COLLATIONS = (
    test_collation.test_every_sentence_stands_in_one_row_and_each_column_gives_its_text,
    test_collation.test_what_is_not_marked_as_moved_stands_in_the_order_of_its_version,
)
OF_PAGES = (
    test_rows.test_every_letter_of_both_texts_is_on_the_page_once,
    test_rows.test_every_change_has_one_anchor_and_rows_say_what_they_are,
    test_runs.test_a_phrase_that_moved_is_on_both_sides_once,
    test_runs.test_marks_are_in_order_apart_and_cover_every_edit_that_can_be_seen,
    test_map.test_the_bands_cover_the_whole_and_lead_to_what_is_there,
    test_views.test_the_one_column_has_b_to_the_letter_and_all_that_went,
    test_views.test_every_change_is_of_some_kind_and_in_sight_or_in_a_fold,
)
OF_FILES = (
    test_script.test_any_two_texts_can_be_had_back,
    test_criticmarkup.test_any_two_texts_can_be_had_back,
    test_docx.test_any_two_texts_can_be_had_back,
    test_patch.test_any_patch_applies,
)


def check_engine(data: bytes) -> None:
    """All that must hold of one text, and of two."""
    a, b = _texts(data, 2)
    with _compared_once(OF_PAIRS):
        _hold(OF_PAIRS, (a, b))
    _hold(OF_ONE_TEXT, b)
    kept_facts(compare_texts(a, b))


def check_histories(data: bytes) -> None:
    """Two to four versions: where each sentence came from, and all of them side by side."""
    versions = [text for text in _texts(data, 4) if text] or ["", ""]
    versions = versions if len(versions) > 1 else versions * 2
    _hold(OF_HISTORIES, versions)
    _hold(OF_COLLATIONS, versions, len(data) % min(3, len(versions)))


def check_pages(data: bytes) -> None:
    """What is shown of a comparison, on a page and on a terminal."""
    a, b = _texts(data, 2)
    with _compared_once(OF_PAGES):
        _hold(OF_PAGES, (a, b))
    comparison = compare_texts(a, b)
    assert headline(comparison)
    assert all(in_words(comparison))
    ledger(comparison)
    find(comparison, b[:12])
    for line in terminal_lines(comparison, a[:20], b[:20], Look(width=20 + len(data) % 90)):
        assert not any(char < " " or "\x7f" <= char < "\xa0" for char in line)


def check_files(data: bytes) -> None:
    """The files that are made of a comparison give both texts back."""
    a, b = _texts(data, 2)
    with _compared_once(OF_FILES):
        _hold(OF_FILES, (a, b))
    comparison = compare_texts(a, b)
    assert table(comparison, ABOUT)
    for name in ("html", "json"):
        assert FORMATS[name].make(comparison, ABOUT).decode("utf-8")


def _texts(data: bytes, most: int) -> list[str]:
    """So many texts, empty ones for those that are missing."""
    longest = MOST_LETTERS // most
    found = [part.decode("utf-8", "replace")[:longest] for part in data.split(b"\0")]
    return [*found, *[""] * most][:most]


def _hold(properties: Sequence[Property], *given: Any) -> None:
    for each in properties:
        each.hypothesis.inner_test(*given)  # type: ignore[attr-defined]


@contextmanager
def _compared_once(properties: Sequence[Property]) -> Iterator[None]:
    """Let the properties look at one comparison rather than each make its own."""
    once = lru_cache(maxsize=8)(compare_texts)
    with ExitStack() as stack:
        for module in _modules(tuple(properties)):
            stack.enter_context(patch.object(module, "compare_texts", once))
        yield


@lru_cache
def _modules(properties: tuple[Property, ...]) -> list[ModuleType]:
    modules = {sys.modules[each.__module__] for each in properties}
    return [module for module in modules if hasattr(module, "compare_texts")]
