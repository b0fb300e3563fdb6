"""Where an insertion or a deletion stands, when several places would do.

"has a [cat and a] dog" is as true as "has [a cat and] a dog", and worse to read. Such a
stretch can slide as long as the word that leaves it at one end is the one that enters at the
other. Of all its places that one is taken whose borders are most like those of a phrase; an
insertion and a deletion are treated alike. The model is the shifting of edits in VS Code's
diff, and git's indent heuristic before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.function_words import FUNCTION_WORDS

Gap = tuple[int, int, int, int]
"""Words i to j of a stand against words k to l of b, as (i, j, k, l)."""

_CLOSING = "\"'”’»›)]}」』*_"
_OPENING = frozenset('"“„«‹([{「『—–')
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
_CLAUSE_ENDS = frozenset(";:—–；：")
_COMMAS = frozenset(",，、،")

_AT_SENTENCE = 5
_AT_CLAUSE = 4
_AT_COMMA = 3
_BEFORE_FUNCTION_WORD = 1
_AFTER_FUNCTION_WORD = -2
_NEXT_TO_A_CHANGE = 4
"""How good a border is, by what it stands at; none of these: 0. A stretch that comes to
touch another change is one with it, and the reader has one change less."""


def slid(a: Sequence[str], b: Sequence[str], gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps, each insertion and deletion where it reads best; touching ones as one."""
    done: list[Gap] = []
    for number, gap in enumerate(gaps):
        i, j, k, l = gap
        if i == j or k == l:
            before = done[-1] if done else (0, 0, 0, 0)
            after = gaps[number + 1] if number + 1 < len(gaps) else (len(a), 0, len(b), 0)
            room = i - before[1], after[0] - j
            step = _best_step(b, k, l, room) if i == j else _best_step(a, i, j, room)
            i, j, k, l = i + step, j + step, k + step, l + step
        if done and (done[-1][1], done[-1][3]) == (i, k):
            i, _, k, _ = done.pop()
        done.append((i, j, k, l))
    return done


def _best_step(words: Sequence[str], start: int, end: int, room: tuple[int, int]) -> int:
    """By how many words to slide a stretch, forward or back, within what is equal around it."""
    back = forth = 0
    while back < room[0] and words[start - 1 - back] == words[end - 1 - back]:
        back += 1
    while forth < room[1] and words[start + forth] == words[end + forth]:
        forth += 1
    if not back and not forth:
        return 0

    def worth(step: int) -> int:
        touches = (step == -room[0] and start + step > 0) + (
            step == room[1] and end + step < len(words)
        )
        borders = _border(words, start + step) + _border(words, end + step)
        return borders + _NEXT_TO_A_CHANGE * touches

    return max(range(-back, forth + 1), key=worth)


def _border(words: Sequence[str], place: int) -> int:
    """How good a border it is that lies before the word at ``place``."""
    if place in (0, len(words)):
        return _AT_SENTENCE
    before, after = words[place - 1], words[place]
    last = before.rstrip(_CLOSING)[-1:]
    if last in _SENTENCE_ENDS:
        return _AT_SENTENCE
    if last in _CLAUSE_ENDS or after[0] in _OPENING:
        return _AT_CLAUSE
    if last in _COMMAS:
        return _AT_COMMA
    if before.lower() in FUNCTION_WORDS:
        return _AFTER_FUNCTION_WORD
    return _BEFORE_FUNCTION_WORD if after.lower() in FUNCTION_WORDS else 0
