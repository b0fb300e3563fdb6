"""Where on a page a text stands, as the HTML elements around it tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.engine import BlockKind


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_KINDS = {
    "blockquote": (BlockKind.QUOTATION, 0),
    "caption": (BlockKind.CAPTION, 0),
    "figcaption": (BlockKind.CAPTION, 0),
} | {f"h{level}": (BlockKind.HEADING, level) for level in range(1, 7)}
_ITEMS = _names("dd dt li")
_LISTS = _names("dl menu ol ul")
_CELLS = _names("td th")
_GROUPS = _LISTS | _names(
    "address article aside body center details dialog div fieldset figure footer form header "
    "hgroup html main nav search section table"
)
BLOCKS = (
    _GROUPS
    | _ITEMS
    | frozenset(_KINDS)
    | _names(
        "button hr legend optgroup option p pre select summary tbody textarea tfoot thead title tr"
    )
)
"""The elements whose text a browser sets apart from what comes before and after."""

_UNSEEN = _names(
    "applet audio canvas datalist embed iframe noembed noframes noscript object script style svg "
    "template video"
)
_APART = _names("aside button dialog footer form menu nav search select textarea")
_APART_ROLES = _names(
    "alertdialog banner complementary contentinfo dialog menu menubar navigation search "
    "tablist toolbar"
)
_APART_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|menu|sidebar|footer|comments?|respond|share|sharing|social"
    r"|related|recommended|recommendations|newsletter|cookies?|consent|promos?|subscribe|signup"
    r"|breadcrumbs?|widgets?|ads?|adverts?|advertisement|trending|popular|paywall|toolbar"
    r"|pagination|teasers?)(?=$|[-_\s])",
    re.I,
)
_WHOLE_PAGE = _names("article body html main")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

Attributes = Mapping[str, str]


class Place(NamedTuple):
    """Where a text stands; each element inside another makes it narrower."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    container: int = 0
    """The number of the element that groups it with others; the page's own is 0."""
    landmark: str = ""
    """``article``, ``main``, or ``header`` when outside both."""
    apart: bool = False
    """Inside an element for what is not the article (a menu, a form, a footer), or a hidden one."""
    named_apart: bool = False
    """Inside an element whose class or id says so: comments, share, sidebar."""
    lists: int = 0
    linked: bool = False
    preformatted: bool = False
    unseen: bool = False
    """Inside an element of which a browser shows no text."""

    def inside(self, tag: str, attributes: Attributes, number: int) -> Place:
        """The place of the texts in an element here, the page's ``number``-th."""
        if self.unseen:
            return self
        if tag in _UNSEEN:
            return self._replace(unseen=True)
        if tag in BLOCKS:
            place = self._with_kind(tag)
            if tag in _GROUPS:
                place = place._replace(container=number, landmark=self._landmark(tag, attributes))
            return place._set_apart(tag, attributes)
        if tag in _CELLS:
            return self._set_apart(tag, attributes)
        if _is_hidden(attributes):
            return self._replace(unseen=True)
        return self._replace(linked=True) if tag == "a" else self

    def _with_kind(self, tag: str) -> Place:
        """What the element makes of its texts; the innermost one that says something counts."""
        if tag in _KINDS:
            kind, level = _KINDS[tag]
            return self._replace(kind=kind, level=level)
        if tag in _ITEMS:
            return self._replace(kind=BlockKind.ITEM, level=max(self.lists, 1))
        if tag in _LISTS:
            return self._replace(lists=self.lists + 1)
        return self._replace(preformatted=True) if tag == "pre" else self

    def _landmark(self, tag: str, attributes: Attributes) -> str:
        named = attributes.get("role") or tag
        if "main" in (named, self.landmark):
            return "main"
        if "article" in (named, self.landmark):
            return "article"
        return "header" if tag == "header" else self.landmark

    def _set_apart(self, tag: str, attributes: Attributes) -> Place:
        if not attributes:
            return self._replace(apart=True) if tag in _APART else self
        apart = tag in _APART or attributes.get("role") in _APART_ROLES or _is_hidden(attributes)
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        named = tag not in _WHOLE_PAGE and bool(_APART_NAME.search(names))
        if not (apart or named):
            return self
        return self._replace(apart=self.apart or apart, named_apart=self.named_apart or named)


def _is_hidden(attributes: Attributes) -> bool:
    return bool(attributes) and (
        "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
    )
