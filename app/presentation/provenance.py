"""A version's text by the versions that brought its sentences in, and what did not survive.

Plain values for a page, and no addresses: those are the page's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from app.engine import BlockKind, Document
from app.engine.provenance import Provenance, TracedBlock

TINTS = 6
"""So many steps of age have a colour of their own, 1 the oldest."""
PART = 400
"""About so many sentences of a long text are drawn at a time."""
GONE_AT_ONCE = 20
"""So many sentences that did not survive are told at a time."""
_NAMED = 4
"""More versions that altered a sentence are counted, and only the last is named."""


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence of the text, ``number`` counted from 1 through its version.

    ``gap`` is what stands before it in its block. ``altered`` are the versions that altered it
    since ``origin`` brought it in; ``begins`` says that the one before it is of another origin.
    """

    number: int
    text: str
    gap: str
    origin: int
    tint: int
    altered: tuple[int, ...]
    begins: bool

    @property
    def told(self) -> str:
        """Where it is from, in words: "from version 1, reworded in versions 3 and 4"."""
        since = f", {reworded(self.altered)}" if self.altered else ""
        return f"from version {self.origin}{since}"


@dataclass(frozen=True, slots=True)
class TracedView:
    """A block of the text. Gaps and sentences, and ``rest``, joined, are its text."""

    kind: BlockKind
    level: int
    sentences: tuple[TracedSentence, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A version of which something is there: how many sentences, and the first of them."""

    version: int
    sentences: int
    first: int
    part: int


@dataclass(frozen=True, slots=True)
class Age:
    """The versions of one tint, earliest first; ``start`` and ``extent`` in thousandths of all
    letters.
    """

    tint: int
    sources: tuple[Source, ...]
    start: int
    extent: int

    @property
    def sentences(self) -> int:
        """How many sentences have this tint."""
        return sum(source.sentences for source in self.sources)

    @property
    def versions(self) -> str:
        """What they are called: "Version 3", "Versions 3 and 4", "Versions 3 to 90"."""
        numbers = [source.version for source in self.sources]
        if len(numbers) == 1:
            return f"Version {numbers[0]}"
        return f"Versions {numbers[0]} {'and' if len(numbers) == 2 else 'to'} {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class TracedText:
    """The text of version ``number``, ``part`` of ``parts`` drawn, and where all of it is from."""

    number: int
    blocks: tuple[TracedView, ...]
    ages: tuple[Age, ...]
    sentences: int
    altered: int
    part: int
    parts: int

    @property
    def lead(self) -> str:
        """The finding in a sentence or two."""
        if not self.sentences:
            return "There is no sentence in this version."
        sources = [source for age in self.ages for source in age.sources]
        oldest = sources[0]
        count = f"{self.sentences:,} sentence{'s' * (self.sentences > 1)}"
        if len(sources) == 1:
            these = {1: count, 2: "Both sentences"}.get(self.sentences, f"All {count}")
            lead = f"{these} came in with version {oldest.version}"
        else:
            are = "is" if oldest.sentences == 1 else "are"
            lead = (
                f"{count} from {len(sources)} versions; {oldest.sentences:,} {are} from version "
                f"{oldest.version}, the oldest"
            )
        return f"{lead}." if oldest.version == self.number else f"{lead}{self._since}"

    @property
    def _since(self) -> str:
        """Whether these sentences have been reworded: the end of the finding."""
        if not self.altered:
            none_has = "it has not" if self.sentences == 1 else "none has"
            return f", and {none_has} been reworded since."
        if self.altered == self.sentences:
            return f". {'It has' if self.sentences == 1 else 'All have'} been reworded since."
        return f". {self.altered:,} {'has' if self.altered == 1 else 'have'} been reworded since."


@dataclass(frozen=True, slots=True)
class GoneSentence:
    """A sentence that is not in this version: where it was brought in, and where it last stood."""

    text: str
    origin: int
    version: int
    number: int


@dataclass(frozen=True, slots=True)
class Removal:
    """What one version removed."""

    version: int
    sentences: tuple[GoneSentence, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What did not survive, what went last first: ``page`` of ``pages`` of ``total`` sentences."""

    removals: tuple[Removal, ...]
    total: int
    page: int
    pages: int


def reworded(versions: Sequence[int]) -> str:
    """In which versions a sentence was: "reworded in versions 3 and 4"."""
    if len(versions) == 1:
        return f"reworded in version {versions[0]}"
    if len(versions) <= _NAMED:
        listed = ", ".join(map(str, versions[:-1]))
        return f"reworded in versions {listed} and {versions[-1]}"
    return f"reworded {len(versions)} times, last in version {versions[-1]}"


def traced_text(
    provenance: Provenance, document: Document, number: int, *, part: int = 1, sentence: int = 0
) -> TracedText:
    """The text of the version with this number.

    Of a long one ``part`` is drawn, or the one that has the ``sentence``; what is out of range
    gives the nearest there is.
    """
    parts = _parts(provenance.blocks(number))
    if sentence:
        part = next((n for n, each in enumerate(parts, 1) if sentence <= each.last), len(parts))
    part = max(1, min(part, len(parts)))
    drawing = _Drawing(provenance, document, number)
    return TracedText(
        number,
        tuple(drawing.blocks(parts[part - 1])),
        drawing.ages(parts),
        len(drawing.phases),
        sum(map(bool, drawing.altered)),
        part,
        len(parts),
    )


def tints_of(origins: Sequence[int]) -> dict[int, int]:
    """A tint for each of these versions by its rank among them: the oldest 1, the latest last."""
    ranked = sorted(set(origins))
    most = len(ranked)
    if most > TINTS:
        return {version: 1 + rank * TINTS // most for rank, version in enumerate(ranked)}
    steps = max(1, most - 1)
    return {version: 1 + rank * (TINTS - 1) // steps for rank, version in enumerate(ranked)}


@dataclass(frozen=True, slots=True)
class _Part:
    """Some blocks by index, and the numbers of the sentences in them: none if last < first."""

    blocks: range
    first: int
    last: int


def _parts(blocks: Sequence[TracedBlock]) -> list[_Part]:
    parts: list[_Part] = []
    start, first, last = 0, 1, 0
    for index, block in enumerate(blocks):
        last += len(block.phases)
        if last - first + 1 >= PART:
            parts.append(_Part(range(start, index + 1), first, last))
            start, first = index + 1, last + 1
    if start < len(blocks) or not parts:
        parts.append(_Part(range(start, len(blocks)), first, last))
    return parts


class _Drawing:
    """Draws the text of one version."""

    def __init__(self, provenance: Provenance, document: Document, number: int) -> None:
        self._document, self._traced = document, provenance.blocks(number)
        self.phases = [provenance.phases[phase] for phase in provenance.sentences(number)]
        self.altered = [provenance.altered(phase) for phase in provenance.sentences(number)]
        self._tints = tints_of([phase.origin for phase in self.phases])

    def blocks(self, part: _Part) -> Iterator[TracedView]:
        """The blocks of a part of the text, the page around the article left out."""
        number = part.first
        for index in part.blocks:
            block, traced = self._document.blocks[index], self._traced[index]
            if block.is_furniture:
                continue
            text, at = self._document.text_of(block), 0
            sentences: list[TracedSentence] = []
            for start, end in traced.spans:
                begins = number == part.first or self._is_of_another_origin(number)
                sentences.append(self._sentence(number, text[start:end], text[at:start], begins))
                number, at = number + 1, end
            yield TracedView(block.kind, block.level, tuple(sentences), text[at:])

    def _is_of_another_origin(self, number: int) -> bool:
        return self.phases[number - 1].origin != self.phases[number - 2].origin

    def _sentence(self, number: int, text: str, gap: str, begins: bool) -> TracedSentence:
        origin = self.phases[number - 1].origin
        altered = self.altered[number - 1]
        return TracedSentence(number, text, gap, origin, self._tints[origin], altered, begins)

    def ages(self, parts: Sequence[_Part]) -> tuple[Age, ...]:
        """What is of each tint, the oldest first."""
        letters: Counter[int] = Counter()
        sources: dict[int, Source] = {}
        for number, phase in enumerate(self.phases, start=1):
            letters[self._tints[phase.origin]] += len(phase.text)
            source = sources.get(phase.origin)
            if source is None:
                part = next(n for n, part in enumerate(parts, start=1) if number <= part.last)
                sources[phase.origin] = Source(phase.origin, 1, number, part)
            else:
                sources[phase.origin] = replace(source, sentences=source.sentences + 1)
        ends = list(accumulate((letters[tint] for tint in sorted(letters)), initial=0))
        borders = [round(1000 * end / max(1, ends[-1])) for end in ends]
        return tuple(
            Age(
                tint,
                tuple(sources[v] for v in sorted(sources) if self._tints[v] == tint),
                start,
                end - start,
            )
            for tint, (start, end) in zip(sorted(letters), pairwise(borders), strict=True)
        )


def gone(provenance: Provenance, number: int, *, page: int = 1) -> Gone:
    """The sentences of earlier versions that are not in this one, by the version that removed them.

    A page that is out of range gives the nearest there is.
    """
    turns = provenance.gone(number)[::-1]
    pages = max(1, -(-len(turns) // GONE_AT_ONCE))
    page = max(1, min(page, pages))
    shown = turns[(page - 1) * GONE_AT_ONCE : page * GONE_AT_ONCE]
    by_version = groupby(shown, lambda turn: provenance.turns[turn].version)
    removals = tuple(_removal(provenance, version, list(these)) for version, these in by_version)
    return Gone(removals, len(turns), page, pages)


def _removal(provenance: Provenance, version: int, turns: Sequence[int]) -> Removal:
    """In the order of the text, though they come the last first."""
    before = provenance.before(version)
    assert before is not None, "nothing is removed by the first version"
    numbers = {phase: n for n, phase in enumerate(provenance.sentences(before), start=1)}
    phases = [provenance.turns[turn].a[0] for turn in reversed(turns)]
    return Removal(
        version,
        tuple(
            GoneSentence(
                provenance.phases[phase].text,
                provenance.phases[phase].origin,
                before,
                numbers[phase],
            )
            for phase in phases
        ),
    )
