"""What the styles of a Word document make of its paragraphs and runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.engine import BlockKind
from app.ingest.trees import Tree, child_of, name_of, value_of

_LEVEL = re.compile("[0-9]{1,2}")
_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list (?:bullet|number) ([2-9])")
_OF_A_TABLE_OF_CONTENTS = re.compile(r"toc (?:\d|heading)|contents (?:\d|heading)|table of figures")
_KINDS = {
    "title": (BlockKind.HEADING, 1),
    "caption": (BlockKind.CAPTION, 0),
    "quote": (BlockKind.QUOTATION, 0),
    "intense quote": (BlockKind.QUOTATION, 0),
    "quotations": (BlockKind.QUOTATION, 0),
}
_BODY = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""
_ON, _OFF = {"1", "true", "on"}, {"0", "false", "off"}
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is: its kind, its level, and whether it is hidden from readers."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    hidden: bool = False


class Styles:
    """The styles of a document, by id. Their names are English in every language of Word."""

    def __init__(self, root: Tree | None = None) -> None:
        styles = [] if root is None else [s for s in root if name_of(s) == "style"]
        self._styles = {value_of(style, "styleId"): style for style in styles}
        self._default = next(
            (
                value_of(style, "styleId")
                for style in styles
                if value_of(style, "type") == "paragraph" and value_of(style, "default") in _ON
            ),
            "",
        )
        self._looks: dict[str, Look] = {}

    def look_of(self, properties: Tree | None) -> Look:
        """What these properties of a paragraph (``w:pPr``) make of it."""
        look = self._look(_value(properties, "pStyle") or self._default)
        level = _number(properties, "outlineLvl")
        if level is not None:
            return _outlined(level) or Look(hidden=look.hidden)
        numbering = None if properties is None else child_of(properties, "numPr")
        if numbering is not None and look.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return _listed(numbering, look)
        return look

    def is_hidden(self, properties: Tree | None, paragraph: Look) -> bool:
        """Whether a run with these properties (``w:rPr``) is hidden, in such a paragraph."""
        own = _vanish(properties)
        if own is not None:
            return own
        style = _value(properties, "rStyle")
        return paragraph.hidden or (bool(style) and self._look(style).hidden)

    def _look(self, style_id: str) -> Look:
        if style_id not in self._looks:
            self._looks[style_id] = self._resolved(style_id)
        return self._looks[style_id]

    def _resolved(self, style_id: str) -> Look:
        """The look of a style, of which what it says itself comes before what it is based on."""
        found: Look | None = None
        hidden: bool | None = None
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                break
            found = found or _own_look(style)
            hidden = _vanish(child_of(style, "rPr")) if hidden is None else hidden
            style_id = _value(style, "basedOn")
        look = found or Look()
        return Look(look.kind, look.level, bool(hidden))


def _vanish(properties: Tree | None) -> bool | None:
    """Whether properties of a run hide it; None when they do not say."""
    switch = None if properties is None else child_of(properties, "vanish")
    return None if switch is None else value_of(switch, "val") not in _OFF


def _own_look(style: Tree) -> Look | None:
    """What a style says by its name or its properties; None when it says nothing."""
    name = _value(style, "name").lower()
    if heading := _HEADING.fullmatch(name):
        return Look(BlockKind.HEADING, int(heading[1]))
    if name in _KINDS:
        return Look(*_KINDS[name])
    if _OF_A_TABLE_OF_CONTENTS.fullmatch(name):
        return Look(BlockKind.FURNITURE)
    properties = child_of(style, "pPr")
    level = _number(properties, "outlineLvl")
    if level is not None:
        return _outlined(level) or Look()
    numbering = None if properties is None else child_of(properties, "numPr")
    if numbering is None:
        return None
    look = _listed(numbering, Look())
    deeper = _LIST.fullmatch(name)
    return Look(look.kind, int(deeper[1])) if deeper and look.level else look


def _outlined(level: int) -> Look | None:
    return Look(BlockKind.HEADING, level + 1) if level < _BODY else None


def _listed(numbering: Tree, look: Look) -> Look:
    """The look of a list item; a list of number 0 is none."""
    if _value(numbering, "numId") == "0":
        return Look(hidden=look.hidden)
    level = _number(numbering, "ilvl")
    depth = max(look.level, 1) if level is None else level + 1
    return Look(BlockKind.ITEM, min(depth, _BODY), look.hidden)


def _number(element: Tree | None, name: str) -> int | None:
    value = _value(element, name)
    return int(value) if _LEVEL.fullmatch(value) else None


def _value(element: Tree | None, name: str) -> str:
    """The value of a child element (``<w:pStyle w:val="Title"/>``), or ""."""
    child = None if element is None else child_of(element, name)
    return "" if child is None else value_of(child, "val")
