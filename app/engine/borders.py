"""Where the border between two sentences went: half of one was given to the next.

"The board closed the pool, because the roof leaks. Swimmers protested." became "The board closed
the pool. Because the roof leaks, swimmers protested." Each sentence has its own counterpart, and
the half in between belongs to both: so all four are one link, in which a full stop moved, and
nothing was taken out here and put in there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.engine.alignment import Group
from app.engine.function_words import FUNCTION_WORDS

_PROBE = 12
"""Letters by which the beginning of a sentence is looked for in the one before."""
_LEAST_LETTERS, _LEAST_WORDS = 15, 3
"""A shorter half may stand in two sentences by chance."""
_MOST_SENTENCES = 4
"""More on a side become two links: where every border of a text went, one would hold all of it."""
_MARKS = " \t\n.!?…,;:—–-\"'“”‘’«»()"

Follows = Callable[[int], bool]
"""Whether the sentence of this number stands right behind the one before, in one paragraph."""


def with_borders(
    groups: Sequence[Group],
    a: Sequence[str],
    b: Sequence[str],
    follows_a: Follows,
    follows_b: Follows,
) -> list[Group]:
    """The groups, two that follow each other as one where a half went from one to the other."""
    done: list[Group] = []
    for group in groups:
        last = done[-1] if done else None
        if (
            last
            and (last.a[-1] + 1, last.b[-1] + 1) == (group.a[0], group.b[0])
            and len(last.a + group.a) <= _MOST_SENTENCES >= len(last.b + group.b)
            and follows_a(group.a[0])
            and follows_b(group.b[0])
            and _is_shared((a[last.a[-1]], a[group.a[0]]), (b[last.b[-1]], b[group.b[0]]))
        ):
            done[-1] = Group(
                last.a + group.a, last.b + group.b, max(last.similarity, group.similarity)
            )
        else:
            done.append(group)
    return done


def _is_shared(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether the end of a sentence became the beginning of the next one, or the other way."""
    return _is_given(*a, *b) or _is_given(*b, *a)


def _is_given(giver: str, next_to_it: str, kept: str, taker: str) -> bool:
    """Whether the end of ``giver`` is the beginning of ``taker``.

    ``kept`` is what is left of the giver, ``next_to_it`` what the taker was: the words on either
    side of the half are still the same there. Where they are not, two phrases changed places.
    """
    giver, taker = giver.lower(), taker.lower()
    at = giver.rfind(taker[:_PROBE])
    if at <= 0 or giver[at - 1].isalnum():
        return False
    half = giver[at:].rstrip(_MARKS)
    return (
        len(half) >= _LEAST_LETTERS
        and len(half.split()) >= _LEAST_WORDS
        and taker.startswith(half)
        and not taker[len(half) : len(half) + 1].isalnum()
        and _telling(giver[:at])[-1:] == _telling(kept.lower())[-1:]
        and _telling(taker[len(half) :])[:1] == _telling(next_to_it.lower())[:1]
    )


def _telling(text: str) -> list[str]:
    """The words of a text without marks; those that join clauses count for nothing."""
    words = (word.strip(_MARKS) for word in text.split())
    return [word for word in words if word and word not in FUNCTION_WORDS]
