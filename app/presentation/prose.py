"""A comparison as prose: one text with what went and what came woven into it.

For where there are no columns: a terminal. Paragraphs follow b; what is in a only stands where
it would be read. Unchanged stretches are counted, not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.engine import Comparison, Edit, KeptRun, Passage, PlacedLink, Relation
from app.presentation.page import Mark, Phrase, Run
from app.presentation.paragraphs import paragraph_numbers
from app.presentation.readable import Group, groups
from app.presentation.summary import count_in_words

_FIRST_WORDS = 8


class Sign(StrEnum):
    """What befell a paragraph, in one character."""

    CHANGED = "~"
    ADDED = "+"
    REMOVED = "-"
    MOVED_HERE = ">"
    MOVED_AWAY = "<"
    KEPT = "="
    FURNITURE = "."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the woven text, or a note in its place (``runs`` is then empty)."""

    sign: Sign
    runs: tuple[Run, ...] = ()
    note: str = ""
    changes: tuple[int, ...] = ()
    """The numbers of the changes in it."""


def woven(comparison: Comparison) -> Iterator[Paragraph]:
    """The whole comparison in reading order."""
    weaver = _Weaver(comparison)
    kept = furniture = 0
    for part in comparison.reading:
        if isinstance(part, KeptRun):
            kept += sum(
                not block.is_furniture
                for block in comparison.b.document.blocks[part.b : part.b + part.count]
            )
            continue
        if not part.links:
            furniture += max(len(part.a), len(part.b))
            continue
        paragraphs = list(weaver.passage(part))
        if not paragraphs:
            kept += len(part.b)
            continue
        yield from _counted(kept, furniture)
        kept = furniture = 0
        yield from paragraphs
    yield from _counted(kept, furniture)


def _counted(kept: int, furniture: int) -> Iterator[Paragraph]:
    if kept:
        yield Paragraph(Sign.KEPT, note=f"{kept} paragraph{'s' * (kept > 1)} the same")
    if furniture:
        noun = "passage" if furniture == 1 else "passages"
        yield Paragraph(Sign.FURNITURE, note=f"{furniture} {noun} of the page, not of the article")


class _Weaver:
    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._change_of = {n: c.number for c in comparison.changes for n in c.links}
        self._numbers_a = paragraph_numbers(comparison.a)
        self._numbers_b = paragraph_numbers(comparison.b)

    def passage(self, passage: Passage) -> Iterator[Paragraph]:
        """The paragraphs of a passage; none when nothing in it changed."""
        links = [(n, self._comparison.placed[n]) for n in passage.links]
        if not any(n in self._change_of for n, _ in links):
            return
        gathered: list[tuple[int, PlacedLink]] = []
        for number, link in links:
            if link.moved and link.b[0][0] not in passage.b:
                yield from self._paragraph(gathered)
                gathered = []
                yield self._moved_away(number, link)
            elif gathered and _starts_block(gathered, link):
                yield from self._paragraph(gathered)
                gathered = [(number, link)]
            else:
                gathered.append((number, link))
        yield from self._paragraph(gathered)

    def _paragraph(self, links: Sequence[tuple[int, PlacedLink]]) -> Iterator[Paragraph]:
        if not links:
            return
        runs: list[Run] = []
        for _, link in links:
            if runs:
                runs.append(Run(self._gap_before(link)))
            runs.extend(self._woven_link(link))
        changes = tuple(dict.fromkeys(c for n, _ in links if (c := self._change_of.get(n))))
        yield Paragraph(_sign(links), tuple(runs), self._note(links), changes)

    def _woven_link(self, link: PlacedLink) -> list[Run]:
        text_a, text_b = self._comparison.a.joined(link.a), self._comparison.b.joined(link.b)
        if not link.b:
            return [Run(text_a, Mark.DELETED)]
        if not link.a:
            return [Run(text_b, Mark.INSERTED)]
        return weave(text_a, text_b, link.edits)

    def _gap_before(self, link: PlacedLink) -> str:
        """The white space before a link's first sentence, where another one stands before it."""
        side = self._comparison.b if link.b else self._comparison.a
        block, index = (link.b or link.a)[0]
        if index == 0:
            return " "
        before, first = side.at((block, index - 1)), side.at((block, index))
        return side.document.text[before.end : first.start]

    def _moved_away(self, number: int, link: PlacedLink) -> Paragraph:
        words = self._comparison.a.joined(link.a).split()
        first = " ".join(words[:_FIRST_WORDS]) + " …" * (len(words) > _FIRST_WORDS)
        note = f"moved to ¶ {self._numbers_b[link.b[0][0]]}: {first}"
        changes = (self._change_of[number],) if number in self._change_of else ()
        return Paragraph(Sign.MOVED_AWAY, note=note, changes=changes)

    def _note(self, links: Sequence[tuple[int, PlacedLink]]) -> str:
        notes = []
        for _, link in links:
            if link.moved:
                notes.append(f"moved from ¶ {self._numbers_a[link.a[0][0]]}")
            if link.relation is Relation.SPLIT:
                notes.append(f"split into {count_in_words(len(link.b))} sentences")
            elif link.relation is Relation.MERGED:
                notes.append(f"joined from {count_in_words(len(link.a))} sentences")
        return ", ".join(dict.fromkeys(notes))


def _starts_block(gathered: Sequence[tuple[int, PlacedLink]], link: PlacedLink) -> bool:
    """Whether a link begins another block than those before it (of b; of a where there is none)."""
    if link.b:
        last = next((other.b[-1][0] for _, other in reversed(gathered) if other.b), None)
        return last is not None and last != link.b[0][0]
    before = gathered[-1][1]
    return not before.b and before.a[-1][0] != link.a[0][0]


def _sign(links: Sequence[tuple[int, PlacedLink]]) -> Sign:
    if all(link.moved for _, link in links):
        return Sign.MOVED_HERE
    if all(link.relation is Relation.ADDED for _, link in links):
        return Sign.ADDED
    if all(link.relation is Relation.REMOVED for _, link in links):
        return Sign.REMOVED
    return Sign.CHANGED


def weave(a: str, b: str, edits: Sequence[Edit]) -> list[Run]:
    """b with its insertions marked, and what went from a marked where it stood.

    The runs that are not deleted, joined, are b, but for white space around the deleted ones.
    """
    return weave_groups(a, b, groups(a, b, edits), {})


def weave_groups(
    a: str, b: str, found: Sequence[Group], phrases: Mapping[int, Phrase]
) -> list[Run]:
    """The same for what is to be marked together; ``phrases`` by the numbers they have there."""
    runs: list[Run] = []
    at = 0
    for group in found:
        start, end = group.b
        phrase = phrases.get(group.phrase)
        runs.extend(_with_deletion(b[at:start], a, group, b[start : start + 1], phrase))
        runs.extend(_inserted(b[start:end], group.kind, phrase))
        at = end
    runs.append(Run(b[at:]))
    return [run for run in runs if run.text]


def _with_deletion(
    before: str, a: str, group: Group, following: str, phrase: Phrase | None
) -> list[Run]:
    """The text before a deletion and the deletion, spaced from its neighbours as in a."""
    start, end = group.a
    gone = a[start:end].strip()
    if not gone:
        return [Run(before)]
    deleted = Run(gone, Mark.DELETED, group.kind, phrase)
    if a[start - 1 : start].strip() and a[start].strip():  # it clung to the word before
        word = before.rstrip()
        return [Run(word), deleted, Run(before[len(word) :])]
    space_before = " " if before[-1:].strip() else ""
    stood_apart = following.isalnum() or not a[end : end + 1].strip()
    space_after = " " if following.strip() and stood_apart else ""
    return [Run(before + space_before), deleted, Run(space_after)]


def _inserted(text: str, kind: str, phrase: Phrase | None) -> Iterator[Run]:
    """An insertion, the white space at its ends unmarked."""
    word = text.strip()
    start = text.index(word)
    yield Run(text[:start])
    yield Run(word, Mark.INSERTED, kind, phrase) if word else Run("")
    yield Run(text[start + len(word) :])
