"""Names of people, places and bodies: by capital letters and the words around them, no model.

A name is a run of capitalised words, joined by small words that names have (van, of the) and led by
a title. A capital at the start of a sentence proves nothing by itself: such a word counts
when it stands capitalised inside a sentence elsewhere. Scripts without capitals have no names here;
in German, where every noun has one, only runs of two and more and names with a title count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import regex

from app.engine.matchkey import match_key

_TITLE = (
    r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|President|Prime Minister|Minister"
    r"|Secretary|Chancellor|Senator|Governor|Mayor|General|Gen|Colonel|Col|Captain|Capt|Judge"
    r"|Bishop|Father|Sister|Rabbi|Imam|King|Queen|Prince|Princess|Herr|Frau|Madame|Monsieur|Don)"
)
_CAPITALISED = r"\p{Lu}(?:[\p{L}\p{M}]|[’'](?!s\b)(?=\p{L})|-(?=\p{Lu}))*+(?:\.\p{Lu})*+(?!-\p{Ll})"
_JOINER = (
    r"(?:de|da|do|dos|del|della|di|du|des|la|le|van|von|der|den|ter|al|el|bin|ibn|zu|af|av|of"
    r"|of the|upon|on|sur|(?<=(?:Center|Centre|Institute|Ministry|Office|Department)\s+)for)"
)
_WORD = rf"(?:{_CAPITALISED}\.(?=\s\p{{Lu}})|{_CAPITALISED})"
_NAME = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:(?P<title>{_TITLE})\b\.?\s+)*"
    rf"{_WORD}(?:(?:\s+{_JOINER})?[\s]+{_WORD})*(?![\p{{N}}])"
)
_ABBREVIATION = regex.compile(r"(?:\p{Lu}\.){2,}")
_POSSESSIVE = regex.compile(r"[’']s?$")
_SENTENCE_START = regex.compile(r"(?:^|[.!?…:]\s+|[\"“„«‘(—–-]\s*|\n\s*(?:[-*•]\s+)?)$")
_NO_NAME = frozenset(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december the a an and but or if in on at by for "
    "from it he she they we you his her its their this that these those there then when while as "
    "not no yes so one two three four five six seven eight nine ten some many most all after "
    "before under over with without according however meanwhile earlier later last next both "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni "
    "juli oktober dezember der die das den dem des ein eine einen einem einer kein keine er sie es "
    "wir ihr im am vom zum zur bei mit nach auf für und oder aber nicht wenn als nur "
    "seine lundi mardi mercredi jeudi vendredi samedi dimanche mr mrs ms dr".split()
)
_GERMAN = regex.compile(r"\b(?:der|die|das|und|ist|nicht|ein|eine|den|von|mit|im|auf)\b")
_VARIANTS = {
    "kiev": "kyiv",
    "kharkov": "kharkiv",
    "lvov": "lviv",
    "odessa": "odesa",
    "dnieper": "dnipro",
    "peking": "beijing",
    "bombay": "mumbai",
    "calcutta": "kolkata",
    "madras": "chennai",
    "rangoon": "yangon",
    "turkey": "türkiye",
    "saint": "st",
    "united states": "us",
    "united kingdom": "uk",
    "united nations": "un",
    "mohammed": "muhammad",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: its span, and its key, equal for spellings of one name."""

    start: int
    end: int
    value: str


def names(text: str, known: Collection[str] = ()) -> list[Name]:
    """The names of a text, in order. ``known`` are words capitalised inside sentences elsewhere."""
    german = is_german(text)
    found: list[Name] = []
    for match in _NAME.finditer(text):
        start, end = _without_leading(text, *match.span(), known)
        shown = _POSSESSIVE.sub("", text[start:end])
        key = name_key(shown)
        words = key.split()
        if not words or all(word in _NO_NAME for word in words) or len(key) < 2:
            continue
        if german and len(words) < 2 and not match["title"]:
            continue
        found.append(Name(start, start + len(shown), key))
    return found


def _without_leading(text: str, start: int, end: int, known: Collection[str]) -> tuple[int, int]:
    """A run without the ordinary words that only the start of a sentence capitalised."""
    while start < end:
        word = regex.match(r"\S+", text[start:end])
        if word is None:
            break
        plain = word.group().strip("’'.").casefold()
        at_start = bool(_SENTENCE_START.search(text[max(0, start - 6) : start]))
        alone = word.end() == end - start
        stands = plain not in _NO_NAME and (
            not at_start
            or not alone
            or word.group().isupper()
            or _POSSESSIVE.sub("", word.group()) in known
        )
        if stands:
            break
        start += word.end()
        while start < end and text[start].isspace():
            start += 1
    return start, end


def name_key(name: str) -> str:
    """What is equal for two spellings of one name: U.S. and US, Kiev and Kyiv."""
    folded = match_key(name).replace(".", "").casefold()
    folded = _VARIANTS.get(folded, folded)
    return " ".join(_VARIANTS.get(word, word) for word in folded.split())


def known_names(text: str) -> set[str]:
    """The words that stand capitalised where no sentence begins."""
    return {_POSSESSIVE.sub("", match.group()) for match in _INSIDE.finditer(text)}


_INSIDE = regex.compile(rf"(?<=[\p{{Ll}}\p{{N}},;]\s){_CAPITALISED}")


def is_german(text: str) -> bool:
    """Whether a text reads like German, where every noun has a capital."""
    words = text.count(" ") + 1
    return len(_GERMAN.findall(text)) > 0.12 * words
