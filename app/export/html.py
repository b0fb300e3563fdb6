"""A comparison as one HTML file that needs nothing else: no server, no script, no fetched font.

It has all views of the page, and chooses among them with nothing but its own style sheet.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.engine import Comparison
from app.export.about import About
from app.presentation.ledger import Entry, LedgerPart, ledger
from app.presentation.look import Look, View
from app.presentation.measures import measures_view
from app.presentation.page import Fold
from app.presentation.rows import build_page
from app.presentation.sides import Sides, language_shown

STYLES = (
    "tokens",
    "base",
    "marks",
    "comparison",
    "ledger",
    "controls",
    "reading",
    "rows",
    "contrast",
    "standalone",
)

_ROOT = Path(__file__).resolve().parents[2]


class _Ledger:
    """A ledger without a server: it leads to places of the one page, and nowhere else."""

    def __init__(self, parts: tuple[LedgerPart, ...]) -> None:
        self.ledger = parts

    def place(self, entry: Entry) -> str:
        return f"#change-{entry.change}" if entry.change else f"#b-{entry.paragraph_b}"

    def whole_ledger(self, _part: LedgerPart) -> str:
        return ""


def html(comparison: Comparison, about: About) -> bytes:
    """The file, in UTF-8."""
    looks = {view.value: Look(view=view, open=None) for view in View if view is not View.CHANGES}
    pages = {name: build_page(comparison, look) for name, look in looks.items()}
    page = pages[View.SIDE]
    a, b = (side.document for side in (comparison.a, comparison.b))
    sides = Sides(
        about.a.name,
        about.b.name,
        about.a.language or language_shown(a),
        about.b.language or language_shown(b),
    )
    text = (
        _environment()
        .get_template("standalone/comparison.html")
        .render(
            about=about,
            title=about.title or b.title or a.title or about.b.name,
            pages=pages,
            page=page,
            view=_Ledger(ledger(comparison)),
            sides=sides,
            measures=measures_view(page.measures, sides.b.lower()),
            styles=_styles(),
        )
    )
    return text.encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.tests.update(fold=lambda item: isinstance(item, Fold))
    return environment


@cache
def _styles() -> Markup:
    sheets = (_ROOT / "static" / "css" / f"{name}.css" for name in STYLES)
    return Markup("\n".join(sheet.read_text("utf-8") for sheet in sheets))  # noqa: S704  # sheets of our own
