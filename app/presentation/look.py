"""How a reader looks at a comparison: what the query of its address says, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from app.presentation.categories import HIDEABLE, OF_KIND, Category


class View(StrEnum):
    """How the two texts are laid out."""

    SIDE = "side"
    SINGLE = "single"
    CHANGES = "changes"
    A = "a"
    B = "b"

    @property
    def clean(self) -> bool:
        """Whether it is one of the texts, with nothing marked."""
        return self in (View.A, View.B)


LEDGERS = (
    Category.QUOTATIONS,
    Category.NUMBERS,
    Category.NAMES,
    Category.CLAIMS,
    Category.LINKS,
)
"""The categories that the ledger keeps."""

MOST_CONTEXT = 9
_LONGEST = 24
"""So many letters of what was not understood are said back."""
_MOST_SAID = 3
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_FOLD = re.compile(r"[1-9][0-9]{0,8}")
_ALIASES: Mapping[str, Category] = {
    **{kind.value: category for kind, category in OF_KIND.items()},
    **{category.value.removesuffix("s"): category for category in Category},
    "quotes": Category.QUOTATIONS,
    "dates": Category.NUMBERS,
    "addresses": Category.LINKS,
    **{category.value: category for category in Category},
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is on the screen, and how. ``open`` are numbers of folds, None is all of them.

    ``context`` is how many unchanged rows stay beside a change; None leaves it to the view.
    ``ledger`` is the part of the ledger that is told in full.
    """

    view: View = View.SIDE
    context: int | None = None
    only: frozenset[Category] = frozenset()
    hide: frozenset[Category] = frozenset()
    open: frozenset[int] | None = frozenset()
    ledger: Category | None = None

    @property
    def rows_around(self) -> int:
        """How many unchanged rows stay beside a change."""
        return _context_of(self.view) if self.context is None else self.context

    @property
    def query(self) -> str:
        """The shortest query that says the same, without its question mark."""
        said = {
            "view": "" if self.view is View.SIDE else self.view.value,
            "context": "" if self.context in (None, _context_of(self.view)) else str(self.context),
            "only": _names(self.only),
            "hide": _names(self.hide),
            "open": "all" if self.open is None else ",".join(map(str, sorted(self.open))),
            "ledger": self.ledger or "",
        }
        return "&".join(f"{name}={value}" for name, value in said.items() if value)

    def having(self, **changes: Any) -> Self:
        """The same look with something else about it.

        Folds are numbered in their view: where the rows fold otherwise, none stays open.
        """
        other = replace(self, **changes)
        if "open" in changes or other.open is None or other.folds_like(self):
            return other
        return replace(other, open=frozenset())

    def toggled(self, fold: int, folds: Iterable[int]) -> Self:
        """The look once this fold is opened, or closed; ``folds`` are all there are."""
        before = frozenset(folds) if self.open is None else self.open
        return replace(self, open=before ^ {fold})

    def folds_like(self, other: Look) -> bool:
        """Whether the same rows are folded in both."""
        return self._folding == other._folding

    @property
    def _folding(self) -> tuple[object, ...]:
        return self.view is View.CHANGES, self.rows_around, self.only, self.hide


def _context_of(view: View) -> int:
    return 0 if view is View.CHANGES else 1


def _names(chosen: frozenset[Category]) -> str:
    return ",".join(category for category in Category if category in chosen)


def read_look(query: Iterable[tuple[str, str]]) -> tuple[Look, tuple[str, ...]]:
    """The look that a query asks for, and a sentence for each thing in it that was not understood.

    A name may come several times, as a form sends it, or with several values between commas.
    Names that mean nothing here are passed over.
    """
    reading = _Reading()
    for name, value in query:
        read = _READERS.get(name)
        if read is not None and value.strip():
            read(reading, value.strip())
    look = reading.look
    if look.context == _context_of(look.view):
        look = replace(look, context=None)
    return look, tuple(dict.fromkeys(reading.unread))[:_MOST_SAID]


class _Reading:
    """A query, read as far as it has been."""

    def __init__(self) -> None:
        self.look = Look()
        self.unread: list[str] = []

    def view(self, value: str) -> None:
        known = {view.value: view for view in View}
        view = known.get(value.lower())
        if view is None:
            self.unread.append(
                f"There is no view {_said(value)}: the versions are shown side by side."
            )
        self.look = replace(self.look, view=view or View.SIDE)

    def context(self, value: str) -> None:
        if not _NUMBER.fullmatch(value):
            self.unread.append(f"{_said(value)} is no number of rows around a change.")
            return
        if int(value) > MOST_CONTEXT:
            self.unread.append(f"At most {MOST_CONTEXT} rows are shown around a change.")
        self.look = replace(self.look, context=min(int(value), MOST_CONTEXT))

    def only(self, value: str) -> None:
        self.look = replace(self.look, only=self.look.only | self._categories(value))

    def hide(self, value: str) -> None:
        found = self._categories(value)
        if not found <= set(HIDEABLE):
            self.unread.append("Only spelling and typography can be hidden.")
        self.look = replace(self.look, hide=self.look.hide | (found & set(HIDEABLE)))

    def open(self, value: str) -> None:
        if value == "all" or self.look.open is None:
            self.look = replace(self.look, open=None)
            return
        asked = [part.strip() for part in value.split(",") if part.strip()]
        known = {int(part) for part in asked if _FOLD.fullmatch(part)}
        if len(known) < len(set(asked)):
            self.unread.append(NO_SUCH_FOLD)
        self.look = replace(self.look, open=self.look.open | known)

    def ledger(self, value: str) -> None:
        category = _ALIASES.get(value.lower())
        if category in LEDGERS:
            self.look = replace(self.look, ledger=category)
        else:
            self.unread.append(f"The ledger has no {_said(value)}.")

    def _categories(self, value: str) -> set[Category]:
        names = [name.strip() for name in value.lower().split(",") if name.strip()]
        self.unread.extend(
            f"There is no kind of change called {_said(name)}."
            for name in names
            if name not in _ALIASES
        )
        return {_ALIASES[name] for name in names if name in _ALIASES}


NO_SUCH_FOLD = "Something that this address asks to open is not folded here."
_READERS = {
    "view": _Reading.view,
    "context": _Reading.context,
    "only": _Reading.only,
    "hide": _Reading.hide,
    "open": _Reading.open,
    "ledger": _Reading.ledger,
}


def _said(value: str) -> str:
    shown = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return f"“{shown}”"
