"""What the styles of an OpenDocument text make of its paragraphs and spans."""

from __future__ import annotations

import re

from app.engine import BlockKind
from app.ingest.trees import Tree, child_of, name_of, value_of

_HEADING = re.compile(r"heading ([1-9])")
_OF_CONTENTS = re.compile(r"contents (?:heading|\d+)")
_KINDS = {
    "title": (BlockKind.HEADING, 1),
    "quotations": (BlockKind.QUOTATION, 0),
    "quote": (BlockKind.QUOTATION, 0),
    "intense quote": (BlockKind.QUOTATION, 0),
    "caption": (BlockKind.CAPTION, 0),
}
_PLAIN = (BlockKind.PARAGRAPH, 0)
_LONGEST_CHAIN = 20


class OdtStyles:
    """The styles of a document by name, for paragraphs and for spans in them."""

    def __init__(self, lists: list[Tree]) -> None:
        self._styles: dict[tuple[str, str], Tree] = {}
        for style in (style for styles in lists for style in styles if name_of(style) == "style"):
            self._styles[value_of(style, "family"), value_of(style, "name")] = style
        self._kinds: dict[str, tuple[BlockKind, int]] = {}
        self._hidden: dict[tuple[str, str], bool] = {}

    def kind_of(self, paragraph: Tree) -> tuple[BlockKind, int]:
        """The kind and level that a paragraph has by its style."""
        style = value_of(paragraph, "style-name")
        if style not in self._kinds:
            names = map(_readable, self._chain("paragraph", style))
            self._kinds[style] = next((kind for kind in map(_kind, names) if kind), _PLAIN)
        return self._kinds[style]

    def is_hidden(self, element: Tree, family: str = "paragraph") -> bool:
        """Whether the style of an element hides its text."""
        style = (family, value_of(element, "style-name"))
        if style not in self._hidden:
            said = (_display(self._styles.get((family, name))) for name in self._chain(*style))
            self._hidden[style] = next((display for display in said if display), "") == "none"
        return self._hidden[style]

    def _chain(self, family: str, name: str) -> list[str]:
        """The names of a style and of those it takes after, the nearest first."""
        chain: list[str] = []
        while name and name not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(name)
            style = self._styles.get((family, name))
            name = "" if style is None else value_of(style, "parent-style-name")
        return chain


def _readable(name: str) -> str:
    """A style's name without the escapes of what XML does not allow in names."""
    return name.replace("_20_", " ").lower()


def _kind(name: str) -> tuple[BlockKind, int] | None:
    if heading := _HEADING.fullmatch(name):
        return BlockKind.HEADING, int(heading[1])
    if _OF_CONTENTS.fullmatch(name):
        return BlockKind.FURNITURE, 0
    return _KINDS.get(name)


def _display(style: Tree | None) -> str:
    properties = None if style is None else child_of(style, "text-properties")
    return "" if properties is None else value_of(properties, "display")
