"""The life of one sentence: what befell it from the version that brought it in to the last."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine import Relation
from app.engine.model import JOIN
from app.engine.provenance import Provenance, Turn
from app.presentation.page import Mark, Run
from app.presentation.prose import weave
from app.presentation.telling import count_in_words

MOST_TOLD = 24
"""Of a longer life the beginning and the end are told, unless all of it is asked for."""


@dataclass(frozen=True, slots=True)
class Event:
    """What befell the sentence in a version, in words, and its text with what changed marked.

    ``number`` is that of the sentence in this version; 0 where it is gone. ``before`` is the
    version before this one; None for the first. ``later`` says that the reader's version is
    earlier than this.
    """

    version: int
    before: int | None
    words: str
    runs: tuple[Run, ...]
    number: int
    later: bool

    @property
    def gone(self) -> bool:
        """Whether the sentence is not in this version."""
        return self.number == 0


@dataclass(frozen=True, slots=True)
class Life:
    """The life of the sentence that is the ``number``-th of version ``version``.

    Of its ``events``, in order, ``left_out`` are not told after the first. ``stands`` is the latest
    version of all when the sentence is still there, else 0; ``altered`` how often its words were.
    """

    version: int
    number: int
    text: str
    origin: int
    altered: int
    events: tuple[Event, ...]
    left_out: int
    stands: int

    @property
    def gone(self) -> int:
        """The version that removed it for good; 0 when it is still there, or in other sentences."""
        return 0 if self.stands else self.events[-1].version


def life(
    provenance: Provenance, version: int, number: int, *, seen: int = 0, whole: bool = False
) -> Life | None:
    """The life of a sentence that stands in a version; None when there is no such sentence.

    ``seen`` is the version that the reader looks at, when that is another; ``whole`` has nothing
    left out.
    """
    phases = provenance.sentences(version) if version in provenance.numbers else ()
    if not 1 <= number <= len(phases):
        return None
    phase = phases[number - 1]
    telling = _Telling(provenance, phase, seen or version)
    turns = [turn for turn in provenance.life(phase) if telling.words(provenance.turns[turn])]
    left_out = 0 if whole or len(turns) <= MOST_TOLD else len(turns) - MOST_TOLD
    told = [turns[0], *turns[1 + left_out :]]
    latest = provenance.numbers[-1]
    return Life(
        version,
        number,
        provenance.phases[phase].text,
        provenance.phases[phase].origin,
        len({provenance.turns[turn].version for turn in turns if provenance.turns[turn].reworded}),
        tuple(telling.event(turn) for turn in told),
        left_out,
        latest if telling.kin.intersection(provenance.sentences(latest)) else 0,
    )


class _Telling:
    """Tells the turns in one sentence's life; ``kin`` are the phases of that life."""

    def __init__(self, provenance: Provenance, phase: int, seen: int) -> None:
        self._provenance, self._seen = provenance, seen
        made = provenance.phases[phase].made
        life = provenance.life(phase)
        self._first = life[0]
        self.kin = {phase}
        for turn in life:
            self.kin.update(provenance.turns[turn].a if turn <= made else ())
            self.kin.update(provenance.turns[turn].b if turn > made else ())

    def event(self, index: int) -> Event:
        """One turn as it is told."""
        turn = self._provenance.turns[index]
        words = self.words(turn)
        if turn.relation is Relation.ADDED and not turn.a and index != self._first:
            words = "Another part of it first seen"
        return Event(
            turn.version,
            self._provenance.before(turn.version),
            words,
            tuple(self._runs(turn)),
            self._number(turn),
            turn.version > self._seen,
        )

    def words(self, turn: Turn) -> str:
        """What befell the sentence; "" for what cannot be seen."""
        match turn.relation:
            case Relation.ADDED:
                return "Back, word for word" if turn.returned else "First seen"
            case Relation.REMOVED:
                return "Removed"
            case Relation.SPLIT:
                told = f"Split into {count_in_words(len(turn.b))}"
            case Relation.MERGED:
                told = f"Joined from {count_in_words(len(turn.a))}"
            case Relation.EDITED:
                told = "" if turn.reworded else "Only marks changed"
            case Relation.SAME:
                told = ""
        parts = [told, "reworded" * turn.reworded, "moved" * turn.moved]
        words = " and ".join(part for part in parts if part)
        return words[:1].upper() + words[1:]

    def _runs(self, turn: Turn) -> list[Run]:
        a, b = (
            JOIN.join(self._provenance.phases[phase].text for phase in phases)
            for phases in (turn.a, turn.b)
        )
        if not turn.b:
            return [Run(a, Mark.DELETED)]
        return weave(a, b, turn.edits) if turn.edits else [Run(b)]

    def _number(self, turn: Turn) -> int:
        """Which sentence of its version it is then."""
        if not turn.b:
            return 0
        there = self._provenance.sentences(turn.version)
        became = self.kin.intersection(turn.b)
        return next(n for n, phase in enumerate(there, start=1) if phase in became)
