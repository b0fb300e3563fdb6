"""Claims that hardened or softened, negations and attributions that came or went.

Judged by the words that an edit takes out and puts in, and only where what is claimed stays: the
word that a modal verb, a hedge or a negation belongs to must stand on the other side, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from app.engine.changed import MARKS, ChangedLink, Half
from app.engine.claims import CERTAIN, Cue, Role, Word, cues, has_source, is_source, words_of
from app.engine.languages import Language
from app.engine.model import Kind, Span
from app.engine.record import Fact, Fate

_SHORT = 4
"""In an edit of up to so many words two modal verbs face each other whatever verbs follow."""
_LONGEST_SOURCE = 14
"""Words of the longest clause that is taken to name a source."""
_BACKSHIFTED = ({"will", "would"}, {"can", "could"}, {"shall", "should"})
"""Pairs that reported speech exchanges without meaning anything."""
_NEEDS_VERB = frozenset("is are was were be been being am has have had do does did".split())
"""Auxiliaries that say nothing without the word after the negation."""
_OPPOSITE = ("un", "in", "im", "ir", "il", "dis", "non")
_FAR = 60
"""Letters before and after a cue in which the words that it belongs to are looked for."""


class _Part(NamedTuple):
    """One side of an edit: the half of the link it is in, its span, its words and its cues."""

    half: Half
    span: Span
    words: list[Word]
    cues: list[Cue]

    def of(self, role: Role) -> list[Cue]:
        """The cues that play a role."""
        return [cue for cue in self.cues if cue.role is role]

    def before(self, place: int) -> Word | None:
        """The word right before a place."""
        found = words_of(self.half.text, max(0, place - _FAR), place)
        return found[-1] if found and self._only_space(found[-1].end, place) else None

    def after(self, place: int) -> Word | None:
        """The word right after a place."""
        found = words_of(self.half.text, place, self._reach(place))
        return found[0] if found and self._only_space(place, found[0].start) else None

    def following(self, place: int) -> list[Word]:
        """The words after a place."""
        return words_of(self.half.text, place, self._reach(place))

    def _reach(self, place: int) -> int:
        return min(len(self.half.text), place + _FAR)

    def _only_space(self, start: int, end: int) -> bool:
        return self.half.text[start:end].isspace()


def claimed(links: Iterable[ChangedLink], language: Language) -> Iterator[Fact]:
    """The facts about claims and attributions in the links that have two sides."""
    for link in links:
        if link.both and _may_tell(link.all_words, language):
            yield from _Judge(link, language).facts()


def _may_tell(words: Collection[str], language: Language) -> bool:
    """A cheap test before the edits of a link, or an edit, are looked at closely."""
    return not language.telling.isdisjoint(words) or any(
        word.endswith(("n't", "n’t")) for word in words
    )


Parts = tuple[_Part, _Part]
"""What an edit takes out of a, and what it puts into b; or the other way round."""


class _Judge:
    """Finds the facts of one link."""

    def __init__(self, link: ChangedLink, language: Language) -> None:
        self.link, self.language = link, language
        self._speaks: dict[int, bool] = {}

    def facts(self) -> Iterator[Fact]:
        """The facts, edit by edit."""
        edits = [
            (self._part(self.link.a, number), self._part(self.link.b, number))
            for number, words in enumerate(self.link.words)
            if _may_tell(words, self.language)
        ]
        _cancel_moved(edits)
        for old, new in edits:
            if old.cues or new.cues:
                yield from self._strength(old, new)
                yield from self._negation(old, new)
            yield from self._source(old, new)
            yield from self._source(new, old)

    def _part(self, half: Half, number: int) -> _Part:
        span = half.spans[number]
        words = words_of(half.text, *span)
        return _Part(half, span, words, cues(half.text, words, self.language))

    def _fact(self, kind: Kind, fate: Fate, a: Span | None, b: Span | None) -> Iterator[Fact]:
        """An entry with these spans of the link's texts; none where one leaves its sentence."""
        link = self.link
        if (a and not link.a.in_one_sentence(a)) or (b and not link.b.in_one_sentence(b)):
            return
        yield Fact(
            kind,
            fate,
            link.a.text[slice(*a)] if a else "",
            link.b.text[slice(*b)] if b else "",
            link.number,
            link.a.in_document(a) if a else None,
            link.b.in_document(b) if b else None,
        )

    def _strength(self, old: _Part, new: _Part) -> Iterator[Fact]:
        cues_a, cues_b = old.of(Role.STRENGTH), new.of(Role.STRENGTH)
        strength_a = min((cue.strength for cue in cues_a), default=CERTAIN)
        strength_b = min((cue.strength for cue in cues_b), default=CERTAIN)
        if strength_a == strength_b or not self._is_one_claim(old, cues_a, new, cues_b):
            return
        fate = Fate.HARDENED if strength_b > strength_a else Fate.SOFTENED
        yield from self._fact(
            Kind.CLAIM, fate, self._phrase(old, cues_a), self._phrase(new, cues_b)
        )

    def _is_one_claim(self, old: _Part, cues_a: list[Cue], new: _Part, cues_b: list[Cue]) -> bool:
        """Whether it is one and the same claim that is made more or less surely."""
        if not cues_b:
            return self._stays(old, cues_a[-1], new) and not _is_infinitive(new)
        if not cues_a:
            return self._stays(new, cues_b[-1], old) and not _is_infinitive(old)
        if {cue.word for cue in (*cues_a, *cues_b)} in _BACKSHIFTED and (
            self._names_a_source(old.half) or self._names_a_source(new.half)
        ):
            return False
        if len(old.words) <= _SHORT and len(new.words) <= _SHORT:
            return True
        verb_a, verb_b = self._belongs_to(old, cues_a[-1]), self._belongs_to(new, cues_b[-1])
        return bool(verb_a and verb_b and _one_stem(verb_a.word, verb_b.word))

    def _phrase(self, part: _Part, found: list[Cue]) -> Span | None:
        """The whole edit when it has only cues and their small words, else the weakest cue."""
        if part.words and all(self._is_small(word.word) for word in part.words):
            return part.words[0].start, part.words[-1].end
        weakest = min(found, key=lambda cue: cue.strength, default=None)
        return (weakest.start, weakest.end) if weakest else None

    def _is_small(self, word: str) -> bool:
        """Whether a word is a cue, an auxiliary or both in one."""
        language = self.language
        return (
            word in language.strength
            or word in language.negations
            or word in language.auxiliaries
            or word.endswith(("n't", "n’t", "'ll", "’ll"))
        )

    def _belongs_to(self, part: _Part, cue: Cue) -> Word | None:
        """What a cue belongs to: the next word that is no auxiliary, negation or adverb."""
        for word in part.following(cue.end):
            if not self._is_small(word.word) and not word.word.endswith("ly"):
                return word
        return None

    def _stays(self, own: _Part, cue: Cue, other: _Part) -> bool:
        """Whether the word that a cue belongs to stands on the other side, too."""
        word = self._belongs_to(own, cue)
        if word is None:
            return len(own.words) <= 2 and not other.words
        if word.start >= own.span[1] and not own.half.edits.touch(word.start, word.end):
            return True
        there = [*other.words, *other.following(other.span[1])[:2]]
        return any(_one_stem(word.word, facing.word) for facing in there)

    def _negation(self, old: _Part, new: _Part) -> Iterator[Fact]:
        cues_a, cues_b = old.of(Role.NEGATION), new.of(Role.NEGATION)
        if bool(cues_a) == bool(cues_b):
            return
        own, other, cue = (old, new, cues_a[0]) if cues_a else (new, old, cues_b[0])
        if not self._stays(own, cue, other) or self._is_reworded(own, cue, other):
            return
        denied = self._around(own, cue)
        facing = _trimmed(other.half.text, self.link.across(own.half, denied))
        if own is old:
            yield from self._fact(Kind.CLAIM, Fate.AFFIRMED, denied, facing)
        else:
            yield from self._fact(Kind.CLAIM, Fate.NEGATED, facing, denied)

    def _is_reworded(self, own: _Part, cue: Cue, other: _Part) -> bool:
        """Whether the other side says it in other words, or with a prefix: not known, unknown."""
        word = self._belongs_to(own, cue)
        if word is None:
            return bool(other.words)
        strange = [
            there.word
            for there in other.words
            if not self._is_small(there.word) and not _one_stem(there.word, word.word)
        ]
        return len(strange) > 1 or any(
            there.startswith(_OPPOSITE) and there.endswith(word.word[-4:]) for there in strange
        )

    def _around(self, part: _Part, cue: Cue) -> Span:
        """A negation with its auxiliary, and with the next word where that alone tells something.

        "would not", but "was not known" and "no damage".
        """
        start, end = cue.start, cue.end
        shown = part.half.text[start:end].lower()
        before, after = part.before(start), part.after(end)
        if shown not in self.language.negations:
            needs_next = shown.startswith(tuple(_NEEDS_VERB))
        elif before and before.word in self.language.auxiliaries:
            start, needs_next = before.start, before.word in _NEEDS_VERB
        else:
            needs_next = True
        if needs_next and after:
            end = after.end
        elif needs_next and before:
            start = before.start
        return start, end

    def _source(self, own: _Part, other: _Part) -> Iterator[Fact]:
        """A clause that names a source, on one side only, while the rest stays."""
        words = _without_common(own.words, other.words)
        if len(words) > _LONGEST_SOURCE or len(other.words) > 2:
            return
        if not is_source(words, own.half.text, self.language) or self._names_a_source(other.half):
            return
        span = words[0].start, words[-1].end
        if own.half is self.link.a:
            yield from self._fact(Kind.ATTRIBUTION, Fate.REMOVED, span, None)
        else:
            yield from self._fact(Kind.ATTRIBUTION, Fate.ADDED, None, span)

    def _names_a_source(self, half: Half) -> bool:
        """Whether a side of the link names a source anywhere."""
        known = self._speaks.get(id(half))
        if known is None:
            known = self._speaks[id(half)] = has_source(half.text, self.language)
        return known


def _cancel_moved(edits: Sequence[Parts]) -> None:
    """Cues that only changed their place, within an edit or between two, count for nothing."""
    common = Counter(cue.word for old, _ in edits for cue in old.cues)
    common &= Counter(cue.word for _, new in edits for cue in new.cues)
    if not common:
        return
    for parts in ([old for old, _ in edits], [new for _, new in edits]):
        spare = Counter(common)
        for part in parts:
            kept = []
            for cue in part.cues:
                if spare[cue.word]:
                    spare[cue.word] -= 1
                else:
                    kept.append(cue)
            part.cues[:] = kept


def _is_infinitive(part: _Part) -> bool:
    """Whether what faces a cue is "to" or "is able to" and no more: able to open, can open."""
    words = [word.word for word in part.words]
    return words == ["to"] or words[-2:] == ["able", "to"]


def _one_stem(x: str, y: str) -> bool:
    """Whether two words are forms of one: open, opened, opens."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(x, y, strict=False)))
    return x == y or common >= max(3, min(len(x), len(y)) - 2)


def _trimmed(text: str, span: Span) -> Span | None:
    """A span without marks and white space at its ends; None when nothing is left."""
    start, end = span
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return (start, end) if start < end else None


def _without_common(words: list[Word], others: list[Word]) -> list[Word]:
    """Words without those at their ends that the other side has, too (the → The)."""
    start, end, last = 0, len(words), len(others)
    while end > start and last and words[end - 1].word == others[last - 1].word:
        end, last = end - 1, last - 1
    first = 0
    while start < end and first < last and words[start].word == others[first].word:
        start, first = start + 1, first + 1
    return words[start:end]
