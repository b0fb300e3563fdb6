"""All kinds of files that a comparison can be had as, by the ends of their names.

What makes a file is taken in when the first of its kind is made: some of it takes its time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from app.engine import Comparison, to_json
from app.errors import NotFound, RecensionError
from app.export.about import About
from app.export.outcome import Unset


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: ``name`` is how those of its kind end, without the first dot.

    ``words`` and ``meaning`` are what a reader chooses by; ``binary`` is nothing for a terminal;
    ``apart`` is made in a process of its own, however short the texts are.
    """

    name: str
    media_type: str
    words: str
    meaning: str
    make: Callable[[Comparison, About], bytes]
    binary: bool = False
    apart: bool = False

    def file_name(self, about: About) -> str:
        """What a file of this kind is called."""
        return f"{about.stem}.{self.name}"


def _html(comparison: Comparison, about: About) -> bytes:
    from app.export.html import html

    return html(comparison, about)


def _pdf(comparison: Comparison, about: About) -> bytes:
    from app.export.pdf import pdf

    return pdf(comparison, about)


def _pdf_columns(comparison: Comparison, about: About) -> bytes:
    from app.export.pdf import pdf_columns

    return pdf_columns(comparison, about)


def _docx(comparison: Comparison, about: About) -> bytes:
    from app.export.docx import docx

    return docx(comparison, about)


def _criticmarkup(comparison: Comparison, about: About) -> bytes:
    from app.export.criticmarkup import criticmarkup

    return criticmarkup(comparison, about)


def _json(comparison: Comparison, _about: About) -> bytes:
    return f"{json.dumps(to_json(comparison), ensure_ascii=False)}\n".encode("utf-8", "replace")


def _table(comparison: Comparison, about: About) -> bytes:
    from app.export.table import table

    return table(comparison, about)


def _patch(comparison: Comparison, about: About) -> bytes:
    from app.export.patch import patch

    return patch(comparison, about)


FORMATS = {
    each.name: each
    for each in (
        Format("html", "text/html; charset=utf-8", "HTML", "one page with all views", _html),
        Format(
            "pdf", "application/pdf", "PDF", "with tracked changes, for print and as evidence",
            _pdf, binary=True, apart=True,
        ),
        Format(
            "columns.pdf", "application/pdf", "PDF, side by side", "in two columns",
            _pdf_columns, binary=True, apart=True,
        ),
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Word", "with tracked changes, to accept or reject", _docx, binary=True,
        ),
        Format(
            "md", "text/markdown; charset=utf-8", "Markdown", "with CriticMarkup", _criticmarkup
        ),
        Format("csv", "text/csv; charset=utf-8", "CSV", "one change a row", _table),
        Format("json", "application/json", "JSON", "the whole comparison as data", _json),
        Format("patch", "text/x-diff; charset=utf-8", "Patch", "for plain text", _patch),
    )
}  # fmt: skip
"""By name, in the order in which they are offered."""


def unknown_format(
    name: str, error: type[RecensionError] = NotFound, *, field: str = ""
) -> RecensionError:
    """What is told of a kind of file that there is none of: an error of this class."""
    return error(
        f"There is no file of the kind “{name[:20]}” of a comparison.",
        f"There are these: {', '.join(FORMATS)}.",
        field=field,
    )


def made(comparison: Comparison, about: About, form: Format) -> bytes:
    """The file. Raises RecensionError when it could not be made."""
    try:
        return form.make(comparison, about)
    except Unset as error:
        raise RecensionError(
            f"The {form.words} file could not be made: the fault is here, not with the texts.",
            "Take a file of another kind.",
        ) from error
