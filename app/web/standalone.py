"""A comparison as one HTML file that needs nothing else: for the command line and for keeping."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from app.engine import Comparison
from app.presentation.ledger import Entry, LedgerPart, ledger
from app.presentation.look import Look, View
from app.presentation.rows import build_page
from app.web.assets import load_assets
from app.web.templating import Templates
from app.web.views import Sides, measures_view

STYLES = ("tokens", "base", "marks", "comparison", "ledger", "reading", "rows")
CSS = Path(__file__).resolve().parents[2] / "static" / "css"


class _Ledger:
    """A ledger without a server: it leads to places of the one page, and nowhere else."""

    def __init__(self, parts: tuple[LedgerPart, ...]) -> None:
        self.ledger = parts

    def place(self, entry: Entry) -> str:
        return f"#change-{entry.change}" if entry.change else f"#b-{entry.paragraph_b}"

    def whole_ledger(self, _part: LedgerPart) -> str:
        return ""


def standalone_html(comparison: Comparison, name_a: str, name_b: str) -> str:
    """The whole comparison as a page; the names say which texts were compared."""
    pages = {
        view.value: build_page(comparison, Look(view=view, open=None))
        for view in (View.SIDE, View.SINGLE)
    }
    page = pages[View.SIDE]
    sides = Sides("Version 1", "Version 2", page.lang_a, page.lang_b)
    styles = "\n".join((CSS / f"{name}.css").read_text("utf-8") for name in STYLES)
    template = Templates(load_assets()).environment.get_template("standalone/comparison.html")
    return template.render(
        title=comparison.b.document.title or comparison.a.document.title or name_b,
        name_a=name_a,
        name_b=name_b,
        pages=pages,
        view=_Ledger(ledger(comparison)),
        sides=sides,
        measures=measures_view(page.measures, sides.b.lower()),
        styles=Markup(styles),  # noqa: S704 our own style sheets
    )
