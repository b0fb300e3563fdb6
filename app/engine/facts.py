"""The ledger of facts: what each side states, and what became of it.

Quotations, numbers, dates, names and addresses are found on both sides of every link
that changed; a fact that no edit touches is kept, one that faces another of its sort is
altered. What finds no partner in its own link may have moved: it is kept if the other
side has an equal one to spare. Claims are judged by the words that came in and went out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from app.engine.claims import ClaimWord, attributions, claim_words
from app.engine.figures import ADDRESS, figures
from app.engine.matchkey import match_key
from app.engine.model import Kind, PlacedLink, Side
from app.engine.names import known_names, names
from app.engine.projection import Projection
from app.engine.quoted import quoted_facts
from app.engine.record import Fact, Fate


@dataclass(frozen=True, slots=True)
class Mention:
    """A fact where it stands in the joined text of one side of a link."""

    kind: Kind
    start: int
    end: int
    value: str
    text: str
    link: int


class LinkTexts:
    """The joined texts of one link and the way from one to the other."""

    def __init__(self, a: Side, b: Side, number: int, link: PlacedLink) -> None:
        self.number, self.link = number, link
        self.a, self.b = a.joined(link.a), b.joined(link.b)
        self.to_b = Projection(self.a, self.b, [(edit.a, edit.b) for edit in link.edits])
        self.to_a = Projection(self.b, self.a, [(edit.b, edit.a) for edit in link.edits])


def changed_links(a: Side, b: Side, placed: Sequence[PlacedLink]) -> list[LinkTexts]:
    """The links in which a fact may have changed."""
    return [
        LinkTexts(a, b, number, link)
        for number, link in enumerate(placed)
        if link.edits or not link.a or not link.b
    ]


def find_facts(a: Side, b: Side, placed: Sequence[PlacedLink]) -> tuple[Fact, ...]:
    """All facts that are not simply kept, by kind and then in reading order."""
    links = changed_links(a, b, placed)
    found = [*_mentioned(a, b, links), *_claimed(links), *quoted_facts(a, b, placed)]
    order = {kind: place for place, kind in enumerate(Kind)}
    return tuple(sorted(found, key=lambda fact: (order[fact.kind], fact.link)))


def _mentioned(a: Side, b: Side, links: list[LinkTexts]) -> Iterator[Fact]:
    """Numbers, dates, names and addresses that were altered, removed or added."""
    known = known_names(a.document.text) | known_names(b.document.text) if links else set()
    altered: Pairs = []
    spare_a: list[Mention] = []
    spare_b: list[Mention] = []
    for texts in links:
        in_a = _mentions(texts.a, texts.number, known)
        in_b = _mentions(texts.b, texts.number, known)
        if texts.link.a and texts.link.b:
            pairs, in_a, in_b = _facing(texts, in_a, in_b)
            altered.extend(pairs)
        spare_a.extend(in_a)
        spare_b.extend(in_b)
    yield from (Fact(x.kind, Fate.ALTERED, x.text, y.text, x.link) for x, y in _told_once(altered))
    gone, new = _unpaired(spare_a, spare_b)
    whole_b = match_key(b.document.text).casefold() if gone else ""
    whole_a = match_key(a.document.text).casefold() if new else ""
    for m in _once(gone):
        if not _stays(m, whole_b):
            yield Fact(m.kind, Fate.REMOVED, m.text, "", m.link)
    for m in _once(new):
        if not _stays(m, whole_a):
            yield Fact(m.kind, Fate.ADDED, "", m.text, m.link)


_LONGEST = 3_000
"""A passage of more letters that has no sentence end is no prose, and states no facts."""


def _mentions(text: str, link: int, known: set[str]) -> list[Mention]:
    if len(text) > _LONGEST:
        return []
    found = [
        Mention(figure.kind, figure.start, figure.end, figure.value, "", link)
        for figure in figures(text)
    ]
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    found.extend(Mention(Kind.LINK, s, e, text[s:e].casefold(), "", link) for s, e in addresses)
    taken = [(m.start, m.end) for m in found]
    found.extend(
        Mention(Kind.NAME, name.start, name.end, name.value, "", link)
        for name in names(text, known)
        if not any(name.start < end and start < name.end for start, end in taken)
    )
    return [
        Mention(m.kind, m.start, m.end, m.value, text[m.start : m.end].strip(), link)
        for m in sorted(found, key=lambda m: m.start)
    ]


_SMALL_WORD = regex.compile(r"(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)")

Pairs = list[tuple[Mention, Mention]]

_CLOSE = 48
"""In an edit of up to this many letters two facts of a kind face each other in any unit."""


def _facing(
    texts: LinkTexts, in_a: list[Mention], in_b: list[Mention]
) -> tuple[Pairs, list[Mention], list[Mention]]:
    """Pair what faces each other: the altered pairs, and what is left on either side."""
    touched_a = [m for m in in_a if _is_touched(texts.to_b, m)]
    touched_b = [m for m in in_b if _is_touched(texts.to_a, m)]
    left_a = [m for m in in_a if m in touched_a or _stands_for(m, touched_b, texts.to_a)]
    left_b = [m for m in in_b if m in touched_b or _stands_for(m, touched_a, texts.to_b)]
    altered: Pairs = []
    for m in list(left_a):
        start, end = texts.to_b.project((m.start, m.end))
        facing = [n for n in left_b if n.kind is m.kind and n.start < end and n.end > start]
        equal = [n for n in facing if n.value == m.value]
        likely = equal or [n for n in facing if _comparable(m, n, end - start)]
        if likely:
            left_a.remove(m)
            left_b.remove(likely[0])
            if not equal:
                altered.append((m, likely[0]))
    left_a, left_b = _unpaired(left_a, left_b)
    return altered, left_a, left_b


def _stands_for(m: Mention, others: list[Mention], projection: Projection) -> bool:
    """Whether a mention that no edit touches faces one that was: 300 faces nearly 300."""
    for other in others:
        start, end = projection.project((other.start, other.end))
        if other.kind is m.kind and m.start < end and m.end > start:
            return True
    return False


def _is_touched(projection: Projection, m: Mention) -> bool:
    """Whether an edit changed a mention, or put a word of it in at its very ends."""
    return bool(projection.touched((m.start, m.end))) or any(
        (source == (m.start, m.start) or source == (m.end, m.end)) and m.kind is Kind.NAME
        for source, _ in projection.pairs
    )


def _comparable(m: Mention, n: Mention, room: int) -> bool:
    if m.kind is Kind.NAME:
        return bool(set(m.value.split()) & set(n.value.split())) or _spelt_alike(m.value, n.value)
    if room <= _CLOSE:
        return True
    return m.kind is not Kind.NUMBER or m.value.split()[1:] == n.value.split()[1:]


def _spelt_alike(x: str, y: str) -> bool:
    """Whether two names share their beginning or are nearly as long with the same letters."""
    common = len(set(x) & set(y)) / max(len(set(x) | set(y)), 1)
    return x[:3] == y[:3] or common > 0.7


def _unpaired(
    gone: Iterable[Mention], new: Iterable[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """What is left on both sides when equal facts have cancelled each other, one by one."""
    spare: dict[tuple[Kind, str], list[Mention]] = {}
    for m in new:
        spare.setdefault((m.kind, m.value), []).append(m)
    left = []
    for m in gone:
        equal = spare.get((m.kind, m.value))
        if equal:
            equal.pop(0)
        else:
            left.append(m)
    return left, sorted((m for ms in spare.values() for m in ms), key=lambda m: (m.link, m.start))


def _once(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Each fact once, where it is mentioned first; small bare numbers in words are no facts."""
    seen: set[tuple[Kind, str]] = set()
    for m in mentions:
        if (m.kind, m.value) not in seen and not _SMALL_WORD.fullmatch(m.text):
            seen.add((m.kind, m.value))
            yield m


def _told_once(altered: Pairs) -> Iterator[tuple[Mention, Mention]]:
    """Altered names once: a surname that changed is not told again after the full name."""
    told: list[tuple[set[str], set[str]]] = []
    for x, y in altered:
        words = set(x.value.split()), set(y.value.split())
        if x.kind is Kind.NAME:
            if any(words[0] <= old and words[1] <= new for old, new in told):
                continue
            told.append(words)
        yield x, y


def _stays(m: Mention, text: str) -> bool:
    """Whether the other side's text states the same somewhere: then nothing went or came."""
    shown = match_key(m.text).casefold()
    if m.kind is Kind.NAME:
        last = shown.split()[-1]
        return shown in text or (len(last) > 3 and last in text)
    return m.kind is not Kind.NUMBER and shown in text


def _claimed(links: list[LinkTexts]) -> Iterator[Fact]:
    """Claims that hardened or softened, negations and attributions that came or went."""
    for texts in links:
        if not (texts.link.a and texts.link.b):
            continue
        old = [w for e in texts.link.edits for w in claim_words(texts.a, *e.a)]
        new = [w for e in texts.link.edits for w in claim_words(texts.b, *e.b)]
        old, new = _cancelled(old, new)
        yield from _strengths(texts, old, new)
        yield from _negations(texts, old, new)
        yield from _sources(texts)


def _cancelled(
    old: list[ClaimWord], new: list[ClaimWord]
) -> tuple[list[ClaimWord], list[ClaimWord]]:
    """Words that only changed their place count for nothing."""
    spare = list(new)
    left = []
    for word in old:
        equal = next((w for w in spare if w.word == word.word), None)
        if equal:
            spare.remove(equal)
        else:
            left.append(word)
    return left, spare


def _strengths(texts: LinkTexts, old: list[ClaimWord], new: list[ClaimWord]) -> Iterator[Fact]:
    modal_a = [w for w in old if w.role == "modal"]
    modal_b = [w for w in new if w.role == "modal"]
    for x, y in zip(modal_a, modal_b, strict=False):
        if x.strength != y.strength:
            fate = Fate.HARDENED if y.strength > x.strength else Fate.SOFTENED
            yield Fact(Kind.CLAIM, fate, x.word, y.word, texts.number)
    for w in modal_a[len(modal_b) :]:
        if w.strength < 3:
            yield Fact(Kind.CLAIM, Fate.HARDENED, w.word, "", texts.number)
    for w in modal_b[len(modal_a) :]:
        if w.strength < 3:
            yield Fact(Kind.CLAIM, Fate.SOFTENED, "", w.word, texts.number)
    hedge_a = [w for w in old if w.role == "hedge"]
    hedge_b = [w for w in new if w.role == "hedge"]
    for w in hedge_a[len(hedge_b) :]:
        yield Fact(Kind.CLAIM, Fate.HARDENED, w.word, "", texts.number)
    for w in hedge_b[len(hedge_a) :]:
        yield Fact(Kind.CLAIM, Fate.SOFTENED, "", w.word, texts.number)


def _negations(texts: LinkTexts, old: list[ClaimWord], new: list[ClaimWord]) -> Iterator[Fact]:
    gone = [w for w in old if w.role == "negation"]
    come = [w for w in new if w.role == "negation"]
    for w in gone[len(come) :]:
        around = _around(texts.a, w)
        yield Fact(Kind.CLAIM, Fate.AFFIRMED, around, "", texts.number)
    for w in come[len(gone) :]:
        around = _around(texts.b, w)
        yield Fact(Kind.CLAIM, Fate.NEGATED, "", around, texts.number)


def _around(text: str, word: ClaimWord) -> str:
    """A word with the one before it and the one after it."""
    before = text[: word.start].split()[-1:]
    after = text[word.end :].split()[:1]
    return " ".join([*before, text[word.start : word.end], *after]).strip(" .,;:”\"'")


def _sources(texts: LinkTexts) -> Iterator[Fact]:
    """Attributions, counted: one fewer on a side means that a source was dropped or named."""
    lost = [e for e in texts.link.edits if attributions(texts.a, *e.a)]
    won = [e for e in texts.link.edits if attributions(texts.b, *e.b)]
    balance = sum(attributions(texts.b, *e.b) for e in won) - sum(
        attributions(texts.a, *e.a) for e in lost
    )
    if balance < 0:
        shown = _clause(texts.a[slice(*lost[0].a)])
        yield Fact(Kind.ATTRIBUTION, Fate.REMOVED, shown, "", texts.number)
    elif balance > 0:
        shown = _clause(texts.b[slice(*won[0].b)])
        yield Fact(Kind.ATTRIBUTION, Fate.ADDED, "", shown, texts.number)


def _clause(text: str) -> str:
    """An attribution without the word or two after its comma that merely changed case."""
    head, comma, tail = text.strip(" ,.;:").rpartition(",")
    return head if comma and len(tail.split()) <= 2 else text.strip(" ,.;:")
