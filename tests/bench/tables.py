"""Tables for the terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[str]


def table(head: Row, rows: Sequence[Row], *, markdown: bool = False) -> str:
    """Columns as wide as their widest cell; the first to the left, all others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    rule = ["-" * width for width in widths]
    if markdown:
        rule = [rule[0], *(f"{line[1:]}:" for line in rule[1:])]
        return "\n".join(f"| {' | '.join(_padded(row, widths))} |" for row in (head, rule, *rows))
    return "\n".join("  ".join(_padded(row, widths)).rstrip() for row in (head, rule, *rows))


def _padded(row: Row, widths: Sequence[int]) -> list[str]:
    return [
        row[0].ljust(widths[0]),
        *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
    ]


def percent(share: float | None) -> str:
    """A share as percent, to a tenth; a dash for none."""
    return "–" if share is None else f"{100 * share:.1f}"
