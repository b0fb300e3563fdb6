"""What became of quotations: altered, given to another speaker, removed, added.

Only those that an edit touches, or that stand in a sentence without counterpart, are looked at: all
others say what they said.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from app.engine.changed import ChangedLink
from app.engine.context import Context, Evidence
from app.engine.edits import diff_texts
from app.engine.mentions import one_person
from app.engine.model import Edit, Kind, Side, Span, op_of
from app.engine.quotations import quotations
from app.engine.record import Fact, Fate
from app.engine.sayings import Saying, find_sayings, put_together
from app.engine.speakers import speaker

_FACING = 0.25
"""Quotations in each other's place that share this much of their words are one, altered…"""
_SMALL = 3
"""…and so are two of so few words, whatever they share."""
_WHOLE = 0.6
"""What quotations in several parts must share, put together, to be one."""
_ALIKE = 0.5
"""Quotations that share this much of their words are one, altered, wherever they stand."""
_MOST_FACING = 12
"""So many quotations in the place of one are looked at."""
_RARE, _COMMON = 6, 20
"""So many of a quotation's rarest words lead to others, and each to so many."""
_LOOKED_AT = 3
"""So many places where the words of a quotation stand are looked at for marks around them."""

Pair = tuple[Saying, Saying]
Group = tuple[list[Saying], list[Saying]]
"""Quotations of a and of b that stand in each other's place."""


def quoted(links: Sequence[ChangedLink], a: Side, b: Side, context: Context) -> Iterator[Fact]:
    """The quotations of the passages that changed, unless they were simply kept."""
    places_a = {place: (link, link.a) for link in links for place in link.a.places}
    places_b = {place: (link, link.b) for link in links for place in link.b.places}
    in_a = find_sayings(a, places_a, context.language)
    in_b = find_sayings(b, places_b, context.language)
    pairs: list[Pair] = []
    lonely_a: list[Saying] = []
    lonely_b: list[Saying] = []
    for group in _groups(in_a, in_b):
        found, (rest_a, rest_b) = _paired(*group)
        pairs.extend(found)
        lonely_a.extend(rest_a)
        lonely_b.extend(rest_b)
    pairs.extend(_matched(lonely_a, lonely_b))
    for x, y in pairs:
        yield from _judged(x, y, context)
    paired = {saying for pair in pairs for saying in pair}
    yield from _alone(lonely_a, paired, _Elsewhere(b, context.b), Fate.REMOVED)
    yield from _alone(lonely_b, paired, _Elsewhere(a, context.a), Fate.ADDED)


def _alone(
    lonely: Sequence[Saying], paired: set[Saying], elsewhere: _Elsewhere, fate: Fate
) -> Iterator[Fact]:
    """What one side alone quotes, unless the other has it inside a longer quotation somewhere."""
    for saying in lonely:
        if saying in paired or elsewhere.quotes(saying):
            continue
        number, span = saying.link.number, saying.span
        if fate is Fate.REMOVED:
            yield Fact(Kind.QUOTE, fate, saying.shown, "", number, span, None)
        else:
            yield Fact(Kind.QUOTE, fate, "", saying.shown, number, None, span)


def _groups(in_a: list[Saying], in_b: list[Saying]) -> Iterator[Group]:
    """Quotations that stand in each other's place, where an edit is in or beside one."""
    for sayings, others in ((in_a, in_b), (in_b, in_a)):
        starts = [other.span[0] for other in others]
        ends = [other.span[1] for other in others]
        for saying in sayings:
            if not (saying.touched or saying.beside):
                continue
            for start, end in _across(saying):
                first = bisect_right(ends, start)
                last = min(bisect_left(starts, end), first + _MOST_FACING)
                for other in others[first:last]:
                    saying.faces.append(other)
                    other.faces.append(saying)
    of_a = set(in_a)
    seen: set[Saying] = set()
    for saying in (*in_a, *in_b):
        if saying in seen or not (saying.touched or saying.beside):
            continue
        group = [saying]
        seen.add(saying)
        for member in group:
            fresh = [other for other in dict.fromkeys(member.faces) if other not in seen]
            group.extend(fresh)
            seen.update(fresh)
        group.sort(key=lambda member: member.span)
        yield [x for x in group if x in of_a], [y for y in group if y not in of_a]


def _across(saying: Saying) -> Iterator[Span]:
    """Where a quotation stands in the other document, as far as its links lead there."""
    for link, half in saying.halves:
        if link.both:
            span = link.across(half, half.from_document(saying.span))
            yield link.other(half).in_document(span)


def _paired(group_a: list[Saying], group_b: list[Saying]) -> tuple[list[Pair], Group]:
    """Which quotations of a group are one, and what is left on either side.

    One that is interrupted on one side only ("We," he said, "go.") is put together first.
    """
    if not group_a or not group_b:
        return [], (group_a, group_b)
    x, y = put_together(group_a), put_together(group_b)
    if len(group_a) == len(group_b) == 1:
        kept = not (x.touched or y.touched)
        if kept or max(len(x.words), len(y.words)) <= _SMALL or x.share(y) >= _FACING or x.same(y):
            return [(x, y)], ([], [])
        return [], (group_a, group_b)
    if x.share(y) >= _WHOLE:
        return [(x, y)], ([], [])
    pairs: list[Pair] = []
    taken: set[Saying] = set()
    for x in group_a:
        facing = [y for y in dict.fromkeys(x.faces) if y not in taken]
        best = max(facing, key=x.share, default=None)
        if best is not None and x.share(best) >= _FACING:
            pairs.append((x, best))
            taken.update((x, best))
    left = [x for x in group_a if x not in taken], [y for y in group_b if y not in taken]
    return pairs, left


def _matched(lonely_a: Sequence[Saying], lonely_b: Sequence[Saying]) -> Iterator[Pair]:
    """Quotations that found no partner in their place and have one elsewhere."""
    if not lonely_a or not lonely_b:
        return
    by_key: dict[str, list[Saying]] = {}
    by_word: dict[str, list[Saying]] = {}
    for y in reversed(lonely_b):
        by_key.setdefault(y.key, []).append(y)
        for word in y.words:
            by_word.setdefault(word, []).append(y)
    taken: set[Saying] = set()
    left: list[Saying] = []
    for x in lonely_a:
        if by_key.get(x.key):
            y = by_key[x.key].pop()
            taken.add(y)
            yield x, y
        else:
            left.append(x)
    for x in left:
        shared = sorted(x.words & by_word.keys(), key=lambda word: (len(by_word[word]), word))
        met = dict.fromkeys(y for word in shared[:_RARE] for y in by_word[word][:_COMMON])
        best = max((y for y in met if y not in taken), key=x.share, default=None)
        if best is not None and x.share(best) >= _ALIKE:
            taken.add(best)
            yield x, best


def _judged(x: Saying, y: Saying, context: Context) -> Iterator[Fact]:
    """Whether a quotation was altered or, word for word the same, is another's now."""
    number, spans = y.link.number, (x.span, y.span)
    if (x.touched or y.touched) and not x.same(y):
        yield Fact(Kind.QUOTE, Fate.ALTERED, x.shown, y.shown, number, *spans, _edits(x, y))
        return
    who_x = speaker(x.text, x.parts[0], x.around, context)
    who_y = speaker(y.text, y.parts[0], y.around, context) if who_x else None
    if who_x and who_y and not one_person(who_x, who_y):
        names = x.text[who_x.start : who_x.end], y.text[who_y.start : who_y.end]
        yield Fact(Kind.QUOTE, Fate.MOVED, x.shown, y.shown, number, *spans, (), *names)


def _edits(x: Saying, y: Saying) -> tuple[Edit, ...]:
    """The edits from one quotation to the other, spans in what is shown of them.

    Those of the link that both stand in, where all that touch one lie within both.
    """
    link, half_a = x.halves[0]
    if len(x.halves) == len(y.halves) == len(x.parts) == len(y.parts) == 1 and link is y.link:
        at_a, end_a = half_a.from_document(x.span)
        at_b, end_b = link.other(half_a).from_document(y.span)
        last_a, last_b = at_a + len(x.shown) - 1, at_b + len(y.shown) - 1
        half_b = link.other(half_a)
        if (
            link.across(half_a, (at_a, end_a)) != (at_b, end_b)
            or not half_a.text.startswith(x.shown[:-1], at_a)
            or not half_b.text.startswith(y.shown[:-1], at_b)
        ):
            return diff_texts(x.shown, y.shown)
        pairs = list(zip(half_a.spans, half_b.spans, strict=True))
        inner = [
            (old, new)
            for old, new in pairs
            if (old[0] < end_a and old[1] > at_a) or (new[0] < end_b and new[1] > at_b)
        ]
        if inner and all(
            at_a < old[0] and old[1] <= last_a and at_b < new[0] and new[1] <= last_b
            for old, new in inner
        ):
            moved = [
                ((old[0] - at_a, old[1] - at_a), (new[0] - at_b, new[1] - at_b))
                for old, new in inner
            ]
            return tuple(Edit(op_of(old, new), old, new, Kind.QUOTE) for old, new in moved)
    return diff_texts(x.shown, y.shown)


class _Elsewhere:
    """The quotations of a whole document, looked at where their words stand."""

    def __init__(self, side: Side, evidence: Evidence) -> None:
        self._evidence = evidence
        self.text, self.blocks = side.document.text, side.document.blocks
        self._starts = [block.start for block in self.blocks]
        self._found: dict[int, list[Span]] = {}

    def quotes(self, saying: Saying) -> bool:
        """Whether the document has the very words of a quotation inside one somewhere."""
        said = saying.text[saying.parts[0].first : saying.parts[-1].last]
        if self._evidence.lacks(said):
            return False
        at = self.text.find(said)
        for _ in range(_LOOKED_AT):
            if at < 0:
                return False
            spans = self._in_block(bisect_right(self._starts, at) - 1)
            place = bisect_right(spans, (at, at)) - 1
            if place >= 0 and at < spans[place][1]:
                return True
            at = self.text.find(said, at + 1)
        return False

    def _in_block(self, block: int) -> list[Span]:
        """The quotations of a block, as spans of the document."""
        found = self._found.get(block)
        if found is None:
            start, end = self.blocks[block].start, self.blocks[block].end
            found = [(start + q.start, start + q.end) for q in quotations(self.text[start:end])]
            self._found[block] = found
        return found
