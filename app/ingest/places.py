"""Where on a page a text stands, as the HTML elements around it tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
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
GROUPS = (
    _LISTS
    | _ITEMS
    | _CELLS
    | _names(
        "address article aside blockquote body center details dialog div fieldset figure footer "
        "form header hgroup html main nav search section table"
    )
)
"""The elements that group texts."""
BLOCKS = (
    (GROUPS - _CELLS)
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
_APART = _names("aside button dialog footer menu nav search select textarea")
_APART_ROLES = _names(
    "alertdialog banner complementary contentinfo dialog menu menubar navigation search "
    "tablist toolbar"
)
_APART_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|box|igation)?|menu|sidebar|footer|comments?|respond|share|sharing"
    r"|social|related|relatedposts|recommended|recommendations|recirc|newsletters?|cookies?|consent"
    r"|promos?|subscribe|signup|breadcrumbs?|crumbs?|widgets?|ads?|adverts?|advertisement|trending"
    r"|popular|paywall|toolbar|pagination|teasers?|bylines?|dateline|meta|metadata|byl|posted"
    r"|author[-_]*(?:box|bio|info|card|description|name)|bio|contact|contacts|tags|tagcloud|toc"
    r"|catlinks|copyright|license|login|outbrain|taboola|disqus|sharedaddy|sitenotice|(?:mw)?editsection|headerlink"
    r"|noprint|permalink)(?=$|[-_\s])",
    re.I,
)
_INLINE_APART_NAME = re.compile(
    r"(?:^|[-_\s])(?:editsection|headerlink|permalink|anchorjs-link)(?=$|[-_\s])", re.I
)
_CAPTION_NAME = re.compile(
    r"(?:^|[-_\s])(?:caption|captions|thumbcaption|cutline)(?:[-_]+text)?(?=$|[-_\s])", re.I
)
_AUTHOR_NAME = re.compile(
    r"(?:^|[-_\s])(?:post)?(?:author|byline|username|user|member|poster|nick|nickname|avatar|commenter"
    r"|profile)(?=$|[-_\s])",
    re.I,
)
_AUTHOR_ADDRESS = re.compile(r"/(?:@|u/|users?/|members?/|profiles?/|authors?/)", re.I)
_WHOLE_PAGE = _names("article body html main")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

_LONGEST_ADDRESS = 2_000
_LONGEST_NAMES = 1_000
_DIGITS = re.compile(r"\d+")

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
    address: str = ""
    """Where the link leads that it is in, as it stands there."""
    form: int = 0
    """The number of the outermost form that it is in, or 0."""
    preformatted: bool = False
    unseen: bool = False
    """Inside an element of which a browser shows no text."""

    def inside(self, tag: str, attributes: Attributes, number: int) -> Place:
        """The place of the texts in an element here, the page's ``number``-th."""
        if self.unseen:
            return self
        if tag in _UNSEEN:
            return self._replace(unseen=True)
        if tag in GROUPS:
            place = self._with_kind(tag, attributes)
            place = place._replace(container=number, landmark=self._landmark(tag, attributes))
            if tag == "form" and not place.form:
                place = place._replace(form=number)
            return place._set_apart(tag, attributes)
        if tag in BLOCKS:
            return self._with_kind(tag, attributes)._set_apart(tag, attributes)
        if _is_hidden(attributes):
            return self._replace(unseen=True)
        if tag == "a":
            address = attributes.get("href", "").strip()
            kept = address if len(address) <= _LONGEST_ADDRESS else ""
            place = self._replace(linked=True, address=kept)
        else:
            place = self
        if attributes and _names_of(attributes).apart_inline:
            return place._replace(apart=True)
        return place

    def _with_kind(self, tag: str, attributes: Attributes) -> Place:
        """What the element makes of its texts; the innermost one that says something counts."""
        if tag not in _KINDS and _names_of(attributes).caption:
            return self._replace(kind=BlockKind.CAPTION, level=0)
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
        named = tag not in _WHOLE_PAGE and _names_of(attributes).apart
        if not (apart or named):
            return self
        return self._replace(apart=self.apart or apart, named_apart=self.named_apart or named)


def _is_hidden(attributes: Attributes) -> bool:
    return bool(attributes) and (
        "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
    )


class _Names(NamedTuple):
    """What an element's class and id say of it."""

    apart: bool
    apart_inline: bool
    caption: bool
    author: bool


@lru_cache(maxsize=10_000)
def _said_by(classes: str, identity: str) -> _Names:
    # Cached: a page has few names, each many times.
    both = f"{classes} {identity}"
    return _Names(
        bool(_APART_NAME.search(both)),
        bool(_INLINE_APART_NAME.search(classes)),
        bool(_CAPTION_NAME.search(classes)),
        bool(_AUTHOR_NAME.search(classes)),
    )


def _names_of(attributes: Attributes) -> _Names:
    if not ("class" in attributes or "id" in attributes):
        return _NAMELESS
    classes, identity = attributes.get("class", ""), attributes.get("id", "")
    return _said_by(classes[:_LONGEST_NAMES], _DIGITS.sub("", identity[:_LONGEST_NAMES]))


_NAMELESS = _Names(False, False, False, False)


def says_author(tag: str, attributes: Attributes) -> bool:
    """Whether an element is of the kind that names who wrote what is beside it."""
    if "author" in (attributes.get("rel"), attributes.get("itemprop")):
        return True
    if _names_of(attributes).author:
        return True
    return tag == "a" and bool(_AUTHOR_ADDRESS.search(attributes.get("href", "")))
