"""An article and its surroundings as text files, and what a template takes from them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

_INLINE = re.compile(r"\*(?P<bold>[^*]+)\*|\[(?P<words>[^]]+)\]\((?P<address>[^)]+)\)")
_MARKS = {
    "# ": "headline",
    "= ": "standfirst",
    "## ": "h",
    "> ": "q",
    "- ": "li",
    "! ": "fig",
    "| ": "tr",
}
_WRAPPERS = {
    "p": "<p>%s</p>",
    "h": "<h2>%s</h2>",
    "q": "<blockquote><p>%s</p></blockquote>",
    "ul": "<ul>%s</ul>",
    "li": "<li>%s</li>",
    "fig": '<figure><img src="/i/1.jpg" alt=""><figcaption>%s</figcaption></figure>',
    "table": "<table>%s</table>",
    "tr": "<tr>%s</tr>",
    "td": "<td>%s</td>",
    "b": "<strong>%s</strong>",
    "a": '<a href="%s">%s</a>',
}
_GROUPS = {"li": "ul", "tr": "table"}


@dataclass
class Text:
    """An article, and in ``around`` what stands about it on a page in its language."""

    language: str
    pieces: list[tuple[str, str]] = field(default_factory=list)
    around: dict[str, list[str]] = field(default_factory=dict)

    def plain(self, kind: str) -> str:
        """The first piece of a kind, without markup, for a page's head."""
        return _plain(next(text for found, text in self.pieces if found == kind))

    def pairs(self, name: str) -> list[list[str]]:
        """What stands about it in two halves: a teaser's title and text, a comment's author."""
        return [line.split(" :: ") for line in self.around[name]]

    def words(self, name: str) -> list[str]:
        """What stands about it in short words: a menu's entries, the tags."""
        return self.around[name][0].split("; ")


def parse_text(path: Path) -> Text:
    """Read a text file; a line is a piece, and its first characters say of what kind."""
    found = Text(path.stem)
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            name, _, rest = line[1:].partition(" ")
            found.around.setdefault(name, []).append(rest)
            continue
        mark = line.partition(" ")[0] + " "
        kind = _MARKS.get(mark, "p")
        found.pieces.append((kind, line if kind == "p" else line.removeprefix(mark)))
    return found


class Taking:
    """Renders pieces of a text for a template, and keeps in mind what was taken."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self.taken: list[str] = []

    def line(self, kind: str) -> Markup:
        """The first piece of a kind, such as the headline."""
        plain = self._text.plain(kind)
        self.taken.append(plain)
        return escape(plain)

    def body(
        self,
        *,
        skip: str = "",
        first: int = 0,
        last: int = sys.maxsize,
        after: Mapping[int, Markup] | None = None,
        **wrappers: str,
    ) -> Markup:
        """The pieces numbered ``first`` to ``last`` in the wrappers given for their kinds.

        ``after`` has what the site puts in after a piece, by its number. ``skip`` lists kinds
        that are left out.
        """
        pieces = [
            (number, kind, text)
            for number, (kind, text) in enumerate(self._text.pieces[2:])
            if kind not in skip.split() and first <= number <= last
        ]
        return Markup("\n").join(self._rendered(pieces, _WRAPPERS | wrappers, after or {}))

    def _rendered(
        self,
        pieces: list[tuple[int, str, str]],
        wrappers: Mapping[str, str],
        after: Mapping[int, Markup],
    ) -> Iterator[Markup]:
        for kind, group in groupby(pieces, key=lambda piece: piece[1]):
            inner = []
            for number, _, text in group:
                cells = text.split(" | ") if kind == "tr" else [text]
                self.taken.append("\t".join(map(_plain, cells)))
                shown = [_inline(cell, wrappers) for cell in cells]
                if kind == "tr":
                    shown = [Markup(wrappers["td"]) % cell for cell in shown]
                inner.append(Markup(wrappers[kind]) % Markup("").join(shown))
                if kind not in _GROUPS and number in after:
                    inner.append(after[number])
            whole = Markup("\n").join(inner)
            yield Markup(wrappers[_GROUPS[kind]]) % whole if kind in _GROUPS else whole
            if kind in _GROUPS and number in after:
                yield after[number]


def _plain(text: str) -> str:
    return _INLINE.sub(lambda found: found["bold"] or found["words"], text)


def _inline(text: str, wrappers: Mapping[str, str]) -> Markup:
    """A piece's text as HTML, with its bold words and links."""
    parts: list[Markup] = []
    place = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[place : found.start()]))
        if found["bold"]:
            parts.append(Markup(wrappers["b"]) % found["bold"])
        else:
            parts.append(Markup(wrappers["a"]) % (found["address"], found["words"]))
        place = found.end()
    return Markup("").join([*parts, escape(text[place:])])
