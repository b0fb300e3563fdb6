"""How a reader looks at a collation: what the query of its address says, read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import quote

USUAL = "most"
"""The name of the base that is no version: what most versions have."""

_PAGE = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class CollationLook:
    """How a collation is looked at.

    ``base`` is the column that the others are marked against, and that orders the rows; with
    ``usual`` they are marked against what most have. ``contested`` leaves out the rows in which all
    versions agree. ``page`` counts from 1.
    """

    base: int = 0
    usual: bool = False
    contested: bool = False
    page: int = 1

    def having(self, **changes: Any) -> Self:
        """The same look with something else about it, from its first page on."""
        return replace(self, **{"page": 1, **changes})

    def query(self, keys: Sequence[str]) -> str:
        """The shortest query that says the same; ``keys`` are the names of the columns."""
        base = USUAL if self.usual else quote(keys[self.base], safe="@") if self.base else ""
        said = {
            "base": base,
            "show": "contested" if self.contested else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return "&".join(f"{name}={value}" for name, value in said.items() if value)


def read_collation_look(
    query: Mapping[str, str], keys: Sequence[str]
) -> tuple[CollationLook, tuple[str, ...]]:
    """The look that a query asks for, and a sentence for each thing in it that was not understood.

    ``keys`` are the names of the columns.
    """
    unread: list[str] = []
    base, show, page = (query.get(name, "").strip() for name in ("base", "show", "page"))
    look = CollationLook()
    if base == USUAL:
        look = look.having(usual=True)
    elif base in keys:
        look = look.having(base=keys.index(base))
    elif base:
        unread.append("The version that was asked for as the base is not among these.")
    if show == "contested":
        look = look.having(contested=True)
    elif show not in ("", "all"):
        unread.append("All rows are shown: only “all” or “contested” can be asked for.")
    if _PAGE.fullmatch(page):
        look = look.having(page=int(page))
    elif page:
        unread.append("There is no such page: this is the first one.")
    return look, tuple(unread)
