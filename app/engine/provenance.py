"""Where every sentence came from: the comparisons of consecutive versions, joined into lives.

A *phase* is a sentence as it stands, to the letter, for as long as nothing befalls it. A *turn* is
what befalls sentences from one version to the next, and leads from phases to phases: so all turns
before and after a phase are the life of its sentence.

A sentence is *brought in* by the version that first has it, in whatever words: its origin stays
that version however often it is reworded, moved, split or joined with others. Of sentences that
were joined the earliest origin counts. It is *altered* by each version that changes words of it;
marks and typography alone are no alteration, and neither are a move or a mere split. A sentence
that went and stands in a later version again, word for word, is the same one come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from app.engine.document import Document
from app.engine.matchkey import match_key
from app.engine.model import (
    Comparison,
    Edit,
    KeptRun,
    Kind,
    Place,
    PlacedLink,
    Relation,
    Side,
    Span,
)


class Phase(NamedTuple):
    """A sentence as it stands from version ``first`` on, until a turn leads away from it.

    ``origin`` is the version that brought the sentence in, ``made`` the index of the turn that led
    to this phase.
    """

    text: str
    first: int
    origin: int
    made: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What befell sentences in one version: phases ``a`` of the one before became ``b``.

    ``relation``, ``moved`` and ``edits`` are those of the link between the two versions; the edits'
    spans count in the phases' texts with one space between two. Where a sentence came in, ``a`` is
    empty, unless it came back; where it went, ``b`` is.
    """

    version: int
    relation: Relation
    a: tuple[int, ...] = ()
    b: tuple[int, ...] = ()
    moved: bool = False
    edits: tuple[Edit, ...] = ()

    @property
    def reworded(self) -> bool:
        """Whether words changed, and not only marks or typography."""
        return any(edit.kind is not Kind.TYPOGRAPHY for edit in self.edits)

    @property
    def returned(self) -> bool:
        """Whether sentences that had gone came back."""
        return self.relation is Relation.ADDED and bool(self.a)


@dataclass(frozen=True, slots=True)
class TracedBlock:
    """The sentences of a block: for each its phase, and its span in the block's own text.

    Furniture has none. A block that stays as it is is one value in all of its versions.
    """

    phases: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """The lives of all sentences of an article.

    ``numbers`` are those of its versions, ascending; ``standing`` has, for each of these, its
    blocks. Phases and turns are in the order of the versions and named by index; ``after`` has for
    each phase the turns that lead away from it (two where a sentence went and came back).
    ``coarse`` are the versions whose comparison with the one before met a bound on its work.
    """

    numbers: tuple[int, ...]
    phases: tuple[Phase, ...]
    turns: tuple[Turn, ...]
    after: tuple[tuple[int, ...], ...]
    standing: tuple[tuple[TracedBlock, ...], ...]
    coarse: tuple[int, ...] = ()

    def blocks(self, number: int) -> tuple[TracedBlock, ...]:
        """The blocks of the version with this number. Raises ValueError when there is none."""
        return self.standing[self._index(number)]

    def sentences(self, number: int) -> tuple[int, ...]:
        """The phases of all sentences of a version, in order. Raises ValueError likewise."""
        return tuple(phase for block in self.blocks(number) for phase in block.phases)

    def before(self, number: int) -> int | None:
        """The version before the one with this number; None for the first."""
        index = self._index(number)
        return self.numbers[index - 1] if index else None

    def altered(self, phase: int) -> tuple[int, ...]:
        """The versions that altered a sentence on its way to this phase, ascending."""
        turns = (self.turns[number] for number in self._earlier(phase))
        return tuple(sorted({turn.version for turn in turns if turn.reworded}))

    def life(self, phase: int) -> tuple[int, ...]:
        """The turns that led to a phase, and those that lead on from it, in order."""
        return tuple(sorted(self._earlier(phase) | self._later(phase)))

    def gone(self, number: int) -> tuple[int, ...]:
        """The turns in which a sentence went that is not in the version with this number.

        In order; none that is later, and none of a sentence that has come back by then.
        """
        return tuple(
            index
            for index, turn in enumerate(self.turns)
            if turn.relation is Relation.REMOVED
            and turn.version <= number
            and not any(self.turns[later].version <= number for later in self._returns(turn))
        )

    def _index(self, number: int) -> int:
        if number not in self.numbers:
            raise ValueError(f"there is no version {number}")
        return self.numbers.index(number)

    def _returns(self, turn: Turn) -> list[int]:
        return [later for later in self.after[turn.a[0]] if self.turns[later].returned]

    def _earlier(self, phase: int) -> set[int]:
        found: set[int] = set()
        waiting = [self.phases[phase].made]
        while waiting:
            turn = waiting.pop()
            if turn in found:
                continue
            found.add(turn)
            before = self.turns[turn].a
            waiting.extend(self.phases[each].made for each in before)
            if self.turns[turn].returned:  # it went before it came back
                found.update(gone for each in before for gone in self.after[each] if gone < turn)
        return found

    def _later(self, phase: int) -> set[int]:
        found: set[int] = set()
        waiting = list(self.after[phase])
        while waiting:
            turn = waiting.pop()
            if turn not in found:
                found.add(turn)
                waiting.extend(on for after in self.turns[turn].b for on in self.after[after])
        return found


def trace(
    first: Side, comparisons: Iterable[Comparison] = (), numbers: Sequence[int] = ()
) -> Provenance:
    """Join the comparisons of each version with the next: one pass, none of them held.

    ``first`` is the first version; alone, all of it is from there. ``numbers`` are those of the
    versions, 1, 2, 3 … unless given. Raises ValueError when a comparison does not follow the one
    before, and when the numbers do not ascend or are not as many as the versions.
    """
    if list(numbers) != sorted(set(numbers)):
        raise ValueError(f"these numbers do not ascend: {numbers}")
    tracer = _Tracer(first, numbers[0] if numbers else 1)
    later = zip(comparisons, numbers[1:], strict=True) if numbers else zip(comparisons, count(2))
    for comparison, number in later:
        tracer.follow(comparison, number)
    return tracer.traced()


class _Tracer:
    """The versions up to one of them."""

    def __init__(self, first: Side, number: int) -> None:
        self._numbers: list[int] = []
        self._phases: list[Phase] = []
        self._turns: list[Turn] = []
        self._standing: list[tuple[TracedBlock, ...]] = []
        self._coarse: list[int] = []
        self._gone: dict[str, list[int]] = {}
        """Phases that went and have not come back, by match key; the last gone is at the end."""
        self._last: Document = first.document
        places = [
            (i, k) for i in range(len(first.document.blocks)) for k in range(len(first.cut(i)))
        ]
        phases = {place: self._added(first.at(place).text, number) for place in places}
        self._stand(number, first, phases, {})

    def follow(self, comparison: Comparison, number: int) -> None:
        """Go on to the next version."""
        a, b = comparison.a, comparison.b
        if (a.document.text, a.document.blocks) != (self._last.text, self._last.blocks):
            raise ValueError(f"the comparison for version {number} does not follow the one before")
        before = self._standing[-1]
        kept = {
            run.b + step: before[run.a + step]
            for run in comparison.reading
            if isinstance(run, KeptRun)
            for step in range(run.count)
        }
        phases: dict[Place, int] = {}
        for link in comparison.placed:
            if link.b:
                found = [before[block].phases[k] for block, k in link.a]
                texts = [b.at(place).text for place in link.b]
                phases.update(zip(link.b, self._linked(link, found, texts, number), strict=True))
        # A sentence can only come back when it has been away: what goes now, goes last.
        gone = [
            before[link.a[0][0]].phases[link.a[0][1]] for link in comparison.placed if not link.b
        ]
        for phase in reversed(gone):
            self._gone.setdefault(match_key(self._phases[phase].text), []).append(phase)
        self._turns.extend(Turn(number, Relation.REMOVED, (phase,)) for phase in gone)
        self._stand(number, b, phases, kept)
        if comparison.degraded:
            self._coarse.append(number)

    def _stand(
        self, number: int, side: Side, phases: dict[Place, int], kept: dict[int, TracedBlock]
    ) -> None:
        """Note what stands in a version: of blocks that stayed, what stood there before."""
        self._numbers.append(number)
        self._last = side.document
        self._standing.append(
            tuple(
                kept.get(index) or _block(side, index, phases)
                for index in range(len(side.document.blocks))
            )
        )

    def _linked(
        self, link: PlacedLink, found: list[int], texts: list[str], number: int
    ) -> list[int]:
        """The phases in which sentences that were ``found`` before stand now."""
        if not found:
            return [self._added(text, number) for text in texts]
        stays = link.relation is Relation.SAME and not link.moved
        if stays and [self._phases[phase].text for phase in found] == texts:
            return found
        origin = min(self._phases[phase].origin for phase in found)
        made = len(self._turns)
        phases = [self._phase(text, number, origin, made) for text in texts]
        self._turns.append(
            Turn(number, link.relation, tuple(found), tuple(phases), link.moved, link.edits)
        )
        return phases

    def _added(self, text: str, number: int) -> int:
        """The phase of a sentence that came in, or came back."""
        waiting = self._gone.get(match_key(text))
        before = (waiting.pop(),) if waiting else ()
        origin = self._phases[before[0]].origin if before else number
        phase = self._phase(text, number, origin, len(self._turns))
        self._turns.append(Turn(number, Relation.ADDED, before, (phase,)))
        return phase

    def _phase(self, text: str, first: int, origin: int, made: int) -> int:
        self._phases.append(Phase(text, first, origin, made))
        return len(self._phases) - 1

    def traced(self) -> Provenance:
        """All that is known."""
        after: list[list[int]] = [[] for _ in self._phases]
        for index, turn in enumerate(self._turns):
            for phase in turn.a:
                after[phase].append(index)
        return Provenance(
            tuple(self._numbers),
            tuple(self._phases),
            tuple(self._turns),
            tuple(map(tuple, after)),
            tuple(self._standing),
            tuple(self._coarse),
        )


def _block(side: Side, index: int, phases: dict[Place, int]) -> TracedBlock:
    sentences, start = side.cut(index), side.document.blocks[index].start
    return TracedBlock(
        tuple(phases[index, k] for k in range(len(sentences))),
        tuple((sentence.start - start, sentence.end - start) for sentence in sentences),
    )
