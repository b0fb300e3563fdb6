"""What somebody typed → what is looked for: words and phrases, whatever else is in it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.engine.terms import terms
from app.engine.tokens import UNSPACED

MOST_CHARACTERS = 400
MOST_PHRASES = 16
"""What is typed beyond these is passed over."""

SHORTEST_BEGINNING = 3
"""Fewer letters are looked for as a whole word only: half the library has words that begin so."""

_QUOTES = '"“”„‟«»″＂「」『』'
_CHUNK = regex.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}]|$)|([^\s{_QUOTES}]+)")
_UNSPACED = regex.compile(rf"[{UNSPACED}]", regex.VERSION1)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand side by side.

    ``prefix``: the last one may be only a beginning. ``begun``: it is too short for that, and
    seems to be a word that is still being typed.
    """

    terms: tuple[str, ...]
    prefix: bool = False
    begun: bool = False


Query = tuple[Phrase, ...]
"""Phrases that a text must all have. An empty one finds nothing."""


def read_query(typed: str) -> Query:
    """The phrases that somebody is looking for. Every text is a query; none is an error.

    What is in quotation marks is one phrase, and so is what stands between two spaces. The last
    word, unless a space follows it, may be only begun.
    """
    typed = typed[:MOST_CHARACTERS]
    found: list[Phrase] = []
    for chunk in _CHUNK.finditer(typed):
        quoted = chunk[1] is not None
        begun = not quoted and chunk.end() == len(typed)
        phrase = _phrase(chunk[1] if quoted else chunk[2], begun=begun)
        if phrase and phrase not in found:
            found.append(phrase)
    return tuple(found[:MOST_PHRASES])


def _phrase(text: str, *, begun: bool) -> Phrase | None:
    in_order = terms(text)
    if not in_order:
        return None
    last = in_order[-1]
    if not _UNSPACED.match(last):
        is_long = len(last) >= SHORTEST_BEGINNING
        return Phrase(tuple(in_order), prefix=begun and is_long, begun=begun and not is_long)
    # The last character of a run is a term of its own only where the run ends in the text too.
    if len(in_order) > 1 and _UNSPACED.match(in_order[-2]) and in_order[-2].endswith(last):
        return Phrase(tuple(in_order[:-1]))
    return Phrase(tuple(in_order), prefix=True)
