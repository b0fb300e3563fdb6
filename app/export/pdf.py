"""A comparison as a PDF, for print and as evidence: real text, tagged, with what proves the texts.

The passages are those of the page, drawn as one text with tracked changes or in two columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from app.engine import BlockKind, Comparison
from app.export.about import About, VersionAbout
from app.export.letters import breakable, printable, runs_leftward
from app.export.typesetting import faces, set_pdf
from app.presentation.look import Look, View
from app.presentation.page import BlockView, Cell, Fold, Note, Row, Run
from app.presentation.rows import build_page
from app.presentation.summary import shares

_MEASURES = ("verbatim", "reworded", "moved", "new")
_LONGEST_WORD = 36
"""Longer ones may be broken between any two letters: a column has no room for more."""
_MOST_NAMED = 12
"""So many characters that cannot be shown are named."""

_Data = dict[str, Any]


def pdf(comparison: Comparison, about: About) -> bytes:
    """The file with both texts as one: what was removed struck through, what was added underlined.

    Raises Unset.
    """
    return _pdf(comparison, about, View.SINGLE)


def pdf_columns(comparison: Comparison, about: About) -> bytes:
    """The file with both texts side by side. Raises Unset."""
    return _pdf(comparison, about, View.SIDE)


def _pdf(comparison: Comparison, about: About, view: View) -> bytes:
    data = _data(comparison, about, view)
    made, unshown = set_pdf("pdf.typ", data, about.b.captured)
    if unshown:
        made, _ = set_pdf("pdf.typ", {**data, "notice": _notice(unshown)}, about.b.captured)
    return made


def _notice(unshown: frozenset[str]) -> str:
    """What is said of characters that no font can show."""
    codes = [f"U+{ord(letter):04X}" for letter in sorted(unshown)]
    named = ", ".join(codes[:_MOST_NAMED]) + (" and others" if len(codes) > _MOST_NAMED else "")
    return (
        "No font on the machine that made this file can show some characters of these texts: empty "
        f"boxes stand for them ({named}). The other files of this comparison have them."
    )


def _data(comparison: Comparison, about: About, view: View) -> _Data:
    """All that is set, as the template reads it."""
    page = build_page(comparison, Look(view=view, open=None))
    rows = chain.from_iterable(
        _fold(item, about) if isinstance(item, Fold) else [_row(item, about)] for item in page.items
    )
    return {
        "title": breakable(printable(about.title), _LONGEST_WORD),
        "leftward": runs_leftward(about.title),
        "faces": faces(about.b.language),
        "columns": view is View.SIDE,
        "versions": [_version(about.a), _version(about.b)],
        "address": printable(about.address),
        "lead": printable(page.lead),
        "rest": printable(page.rest),
        "told": list(page.degraded),
        "changes": page.changes,
        "measures": [
            {"name": name, "percent": percent}
            for name, percent in zip(_MEASURES, shares(page.measures), strict=True)
        ],
        "gone": round(100 * page.measures.gone),
        "notice": "",
        "rows": list(_in_order(rows)),
    }


def _version(version: VersionAbout) -> _Data:
    return {
        "name": printable(version.name),
        "label": printable(version.label),
        "moment": version.moment,
        "published": version.published,
        "sha256": version.sha256,
    }


def _fold(fold: Fold, about: About) -> Iterator[_Data]:
    """The rows of a fold, which paper does not have; what is of the page only is told as such."""
    for number, row in enumerate(fold.rows):
        label = fold.label if fold.furniture and not number else ""
        yield {**_row(row, about), "label": label, "furniture": fold.furniture}


def _row(row: Row, about: About) -> _Data:
    only_a = row.kind.value == "only-a"
    cells = (
        [_cell(row.flow, about.a if only_a else about.b)]
        if row.flow
        else [_cell(row.a, about.a), _cell(row.b, about.b)]
    )
    return {
        "kind": row.kind.value,
        "changes": list(row.changes),
        "cells": cells,
        "label": "",
        "furniture": False,
    }


def _cell(cell: Cell, version: VersionAbout) -> _Data:
    return {
        "blocks": [_block(block) for block in cell.blocks],
        "notes": [_note(note) for note in cell.notes],
        "lang": version.language.split("-")[0].lower(),
        "faces": faces(version.language),
    }


def _block(block: BlockView) -> _Data:
    return {
        "kind": block.kind.value,
        "level": (2 if block.level <= 2 else 3) if block.kind is BlockKind.HEADING else 0,
        "indent": max(block.level - 1, 0) if block.kind is BlockKind.ITEM else 0,
        "leftward": runs_leftward(block.text),
        "runs": [_run(run) for part in block.parts for run in part.runs],
    }


def _run(run: Run) -> tuple[str, str]:
    """A stretch of text and how it is marked; an arrow tells where a phrase went."""
    text = breakable(printable(run.text), _LONGEST_WORD)
    if run.phrase is None:
        return text, run.mark.value
    after = (run.mark.value == "del") == run.phrase.onward
    return (f"{text}{run.arrow}" if after else f"{run.arrow}{text}"), "moved"


def _note(note: Note) -> str:
    return printable(note.text)


def _in_order(rows: Iterator[_Data]) -> Iterator[_Data]:
    """The rows; no heading of the third level comes before any of the second."""
    seen = False
    for row in rows:
        for cell in row["cells"]:
            for block in cell["blocks"]:
                seen = seen or block["level"] == 2
                if block["level"] == 3 and not seen:
                    block["level"], seen = 2, True
        yield row
