"""What has moved: as few and as short passages as explain the order of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from app.engine.chains import heaviest_increasing
from app.engine.model import Place, Span


class Standing(NamedTuple):
    """A passage that stands on both sides: its places in a and in b, ascending, and its weight.

    ``past`` are the firm places, by number, that it stands before on one side and after on the
    other.
    """

    a: tuple[Place, ...]
    b: tuple[Place, ...]
    weight: int
    past: Span = (0, 0)


class Firm(NamedTuple):
    """What stands on both sides in the same order, and is much: what each weighs, in that order,
    and its places in a and b by number."""

    weights: Sequence[int]
    places: Callable[[int], tuple[Place, Place]]

    def passage(self, number: int) -> Standing:
        """One of them."""
        a, b = self.places(number)
        return Standing((a,), (b,), self.weights[number])


def moved_from(passages: Sequence[Standing], firm: Firm | None = None) -> set[Place]:
    """The first place in a of each passage that has moved; no two share a sentence.

    Those that have not are the heaviest that are in the same order on both sides; of two that
    reach into each other the heavier one. What is ``firm`` is looked at only where what goes past
    it may outweigh it.
    """
    past = [each for each in passages if each.past[0] < each.past[1]]
    hopeless = _outweighed(past, firm.weights) if firm else set()
    among = [each for each in passages if each.a[0] not in hopeless]
    if firm:
        doubtful = {k for each in past if each.a[0] not in hopeless for k in range(*each.past)}
        among.extend(map(firm.passage, doubtful))
    ordered = sorted(among)
    crossing = _crossing(ordered)
    stay = heaviest_increasing([each.b[0] for each in crossing], [each.weight for each in crossing])
    gone = {each.a[0] for each in crossing}.difference([crossing[k].a[0] for k in stay])
    gone |= _reaching([each for each in ordered if each.a[0] not in gone])
    return gone | hopeless


def _outweighed(passages: Sequence[Standing], weights: Sequence[int]) -> set[Place]:
    """The first places of those that go past more than all of them together weigh."""
    sums = list(accumulate(weights, initial=0))
    weighed = [(sums[each.past[1]] - sums[each.past[0]], each) for each in passages]
    most = sum(each.weight for each in passages)
    gone: set[Place] = set()
    for outweighs, each in sorted(weighed, reverse=True):
        if outweighs <= most:
            break
        most -= each.weight
        gone.add(each.a[0])
    return gone


def _crossing(passages: Sequence[Standing]) -> list[Standing]:
    """Those of passages in order of a that stand, in b, before an earlier or after a later one."""
    values = [each.b[0] for each in passages]
    if all(x < y for x, y in pairwise(values)):
        return []
    highest = accumulate(values, max)
    lowest = list(accumulate(reversed(values), min))[::-1]
    return [
        each
        for each, high, low in zip(passages, highest, lowest, strict=True)
        if low < each.b[0] or each.b[0] < high
    ]


def _reaching(passages: Sequence[Standing]) -> set[Place]:
    """The first places of those, in order on both sides, that reach into a heavier one."""
    gone: set[Place] = set()
    stack: list[Standing] = []
    for here in passages:
        while stack and not _is_before(stack[-1], here):
            if stack[-1].weight >= here.weight:
                gone.add(here.a[0])
                break
            gone.add(stack.pop().a[0])
        else:
            stack.append(here)
    return gone


def _is_before(x: Standing, y: Standing) -> bool:
    return x.a[-1] < y.a[0] and x.b[-1] < y.b[0]
