"""Names of people, places and bodies: by capital letters and the words around them, no model.

A name is a run of capitalised words, joined by small words that names have (van, of the) and led by
a title. A capital at the start of a sentence proves nothing by itself: such a word counts
when it stands capitalised inside a sentence elsewhere. Scripts without capitals have no names here;
in German, where every noun has one, only runs of two and more and names with a title count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from app.engine.context import CAPITALS, Context, Evidence
from app.engine.matchkey import word_key
from app.engine.model import Span
from app.engine.ordinary import (
    BODIES_FOR,
    CALENDAR,
    DEMONYMS,
    HONORIFICS,
    INITIALISMS,
    ORDINARY,
    QUALIFIERS,
    TITLES,
    VARIANTS,
)

_LETTER = r"\w\u0300-\u036f"
_REST = rf"[{_LETTER}]*(?:['’\-‐‑&.][{_LETTER}]+)*"
_FULL_STOP = (
    rf"(?:(?:\.[{CAPITALS}])+\.|(?:|rs?|s|t|en|ol|ep|ev|gt|ov|rof|apt)\.(?=\s[{CAPITALS}]))"
)
"""The end of what has a full stop: U.S., and J., Dr., Prof. before a name."""
_START = rf"[{CAPITALS}](?<!\w.)"
_WORD = rf"[{CAPITALS}](?:{_FULL_STOP}|{_REST})"
_JOINER = (
    r"(?:of the|of|for|de la|de los|de las|del|della|dello|degli|dei|delle|de|da|dos|do|di|du|des"
    r"|la|le|van der|van den|van|von der|von|der|den|ter|al|el|bin|ibn|zu|af|av|&)"
)
_RUN = re.compile(rf"{_START}(?:{_FULL_STOP}|{_REST})(?:\s(?:{_JOINER}\s)?{_WORD})*", re.DOTALL)
_IN_NAMES = frozenset(["van", "van der", "van den", "von der", "bin", "ibn", "al", "&"])
"""Small words that join nothing but names."""
_WORDS = re.compile(rf"{_WORD}|{_JOINER}(?!\w)")
_BEFORE_SENTENCE = re.compile(
    r"(?:[.!?:;…•*|—–\n-]|^|(?:^|\n)\(?\d[\d.]*\)?)[\s\"'“”„«»‘’(\[]*$|[\"“„«‘(\[]$"
)
_HAS_END = re.compile(r"[.!?…:;][\"”’»)]*$")
_LONGEST_HEADING = 200
_LEADING = TITLES | HONORIFICS
_COMPOUND = re.compile(r"[-‑][^\W\d_A-Z]{3}")
"""Russian-made, U.S.-led: no names."""
_ENUMERATED = 8
"""Letters before a word in which a mark or a number says that a sentence begins."""
_LONGEST_INITIALS = 4
_SPELLINGS: dict[str, list[str]] = {}
for _variant, _usual in VARIANTS.items():
    _SPELLINGS.setdefault(_usual, [_usual]).append(_variant)
    _SPELLINGS.setdefault(_variant, [_variant]).append(_usual)
_MOST_WORDS = max(len(name.split()) for names in VARIANTS.items() for name in names)
"""In a name that has other spellings."""
_CYRILLIC_ENDING = re.compile(
    r"(?<=[а-яё]{3})(?:ого|ому|ыми|ами|ями|ым|им|ом|ем|ой|ей|ою|ах|ях|ам|ям|ов|ев|[аяуюыиеоьй])$"
)


Piece = tuple[int, int, str]
"""A word of a run of capitals: its span, and itself."""


class Name(NamedTuple):
    """A name in a text: its span, and its words, equal for spellings of one name.

    ``titles`` are those that say something of the person (Dr, President).
    """

    start: int
    end: int
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    joined: bool = False
    """Whether small words join it, as in the names of bodies."""

    @property
    def value(self) -> str:
        """Equal for two mentions that are alike, title and all."""
        return " ".join((*self.titles, *self.words))


Run = re.Match[str]
"""A run of capitalised words, in which names may be."""


def capital_runs(text: str, within: Span | None = None) -> Iterator[Run]:
    """The runs of capitalised words of a text, or of a stretch of it."""
    return _RUN.finditer(text, *(within or (0, len(text))))


def names(text: str, context: Context, within: Span | None = None) -> list[Name]:
    """The names of a text, or of a stretch ``within`` it, in order."""
    return names_of(text, capital_runs(text, within), context)


def names_of(text: str, runs: Iterable[Run], context: Context) -> list[Name]:
    """The names in some of a text's runs of capitals, in order."""
    title_case = _is_title_case(text)
    found: list[Name] = []
    for run in runs:
        at, shown = run.start(), run[0]
        at_start = bool(_BEFORE_SENTENCE.search(text, max(0, at - _ENUMERATED), at))
        key = shown, at_start, title_case
        known = context.names.get(key)
        if known is None:
            known = context.names[key] = list(_names_in(shown, at_start, title_case, context))
        for start, end, words, titles, joined in known:
            found.append(Name(at + start, at + end, words, titles, joined))
    return found


def _names_in(text: str, at_start: bool, title_case: bool, context: Context) -> Iterator[Name]:
    """The names in a run of capitals, which is cut where an ordinary word stands in it."""
    if text.lower() in ORDINARY[context.language.code]:
        return
    pieces = [(*match.span(), match[0]) for match in _WORDS.finditer(text)]
    kept: list[Piece] = []
    for place, piece in enumerate(pieces):
        if _belongs(pieces, place, kept, context, at_start and not place, title_case):
            kept.append(piece)
            if not _owns(piece[2], context):
                continue
        name = _name(text, kept, context, at_start and len(kept) == place == 1)
        if name:
            yield name
        kept = []
    name = _name(text, kept, context, at_start and len(kept) == len(pieces) == 1)
    if name:
        yield name


def _owns(word: str, context: Context) -> bool:
    """Whether a name ends here because another begins: Putin's North Korea, not King's College."""
    return word.endswith(("'s", "’s")) and context.inside(bare(word))


def _belongs(
    pieces: list[Piece],
    place: int,
    kept: list[Piece],
    context: Context,
    first: bool,
    title_case: bool,
) -> bool:
    """Whether a word of a run is part of a name; ``first``: a capital that its place explains."""
    word = pieces[place][2]
    if _is_joiner(word):
        return bool(kept) and (word != "for" or kept[-1][2].lower() in BODIES_FOR)
    lower = word.lower().replace("’", "'")
    if lower in CALENDAR:
        return False
    if first and lower in ORDINARY[context.language.code]:
        return lower in QUALIFIERS and len(pieces) > 1 and not _is_joiner(pieces[1][2])
    if _COMPOUND.search(word):
        return False
    if not first and not title_case:
        return True
    if lower.rstrip(".") in TITLES or context.inside(bare(word)):
        return True
    if title_case:
        return False
    of_something = len(pieces) > 1 and _is_loose(pieces[1][2], context)
    return not of_something and not context.common(lower)


def bare(word: str) -> str:
    """A word without the ending of a possessive."""
    if word.endswith(("'s", "’s")):
        return word[:-2]
    return word[:-1] if word.endswith(("'", "’")) else word


def _name(text: str, pieces: list[Piece], context: Context, alone_at_start: bool) -> Name | None:
    """A name of these pieces; None when they make none."""
    while pieces and _is_joiner(pieces[-1][2]):
        pieces.pop()
    while len(pieces) > 1 and _folded(pieces[0]) in DEMONYMS and _folded(pieces[1]) in TITLES:
        pieces.pop(0)
    led = 0
    while led < len(pieces) and _folded(pieces[led]) in _LEADING:
        led += 1
    titles, core = pieces[:led], pieces[led:]
    if titles and core and _is_joiner(core[0][2]):
        titles, core = (pieces[: led + 2], core[2:]) if len(core) > 3 else ([], core[1:])
    if not core:
        return None
    start = titles[0][0] if titles else core[0][0]
    shown = text[start : core[-1][1]]
    words = _keys(core)
    if not words or not _can_be_a_name(core, words, context, alone_at_start, bool(titles)):
        return None
    said = tuple(_folded(piece) for piece in titles if _folded(piece) not in HONORIFICS)
    joined = any(_is_joiner(word) for _, _, word in core)
    return Name(start, start + len(bare(shown)), words, said, joined)


def _is_joiner(word: str) -> bool:
    return word[:1].islower() or word == "&"


def _is_loose(word: str, context: Context) -> bool:
    """Whether a small word joins other things than names, too: Parts of London, Teile von Köln."""
    if not _is_joiner(word) or word in _IN_NAMES:
        return False
    return context.language.code != "en" or word in ("of", "of the", "for")


def _folded(piece: Piece) -> str:
    return piece[2].rstrip(".").lower()


def _can_be_a_name(
    core: list[Piece], words: tuple[str, ...], context: Context, alone_at_start: bool, titled: bool
) -> bool:
    if words[-1] in DEMONYMS or words == ("state",):
        return False
    if len(core) > 1:
        return True
    word = bare(core[0][2])
    if (
        words[0] in INITIALISMS
        or words[0] in QUALIFIERS
        or len(words[0]) < 2
        or any(map(str.isdigit, word))
    ):
        return False
    if titled or (word.isupper() and len(word) > 1):
        return True
    if context.language.nouns_have_capitals:
        return False
    return not alone_at_start or context.inside(word)


def _keys(core: list[Piece]) -> tuple[str, ...]:
    """The words of a name as they count, small ones left out: Kiev as Kyiv, U.S. as US."""
    return tuple(name_key(" ".join(word for _, _, word in core if not _is_joiner(word))).split())


def shows(evidence: Evidence, run: str) -> bool:
    """Whether a run of capitals stands in a document word for word."""
    return evidence.has(bare(run))


def tells_of(evidence: Evidence, name: Name, shown: str) -> bool:
    """Whether a document speaks of a name, be it by its last word only, in any spelling."""
    last = shown.split()[-1]
    if evidence.folded.has(last.lower()):
        whole = name.joined or (len(name.words) > 1 and name.words[0] in QUALIFIERS)
        if evidence.folded.has(shown.lower()) or (not whole and evidence.has(last)):
            return True
    letters = last.replace(".", "")
    forms = set(_written(letters)) if letters.isupper() else set()
    for key in (name.words[-1], " ".join(name.words)):
        forms.update(form for spelling in _SPELLINGS.get(key, ()) for form in _written(spelling))
    forms.discard(last)
    if forms and any(map(evidence.has, sorted(forms))):
        return True
    stem = _CYRILLIC_ENDING.sub("", last) if evidence.text and last[0] > "\u0400" else last
    return stem != last and evidence.has_stem(stem)


def _written(spelling: str) -> list[str]:
    """How a name may stand in a text: United States; US, U.S."""
    if len(spelling) > _LONGEST_INITIALS:
        return [spelling.title()]
    return [
        spelling.upper(),
        "".join(f"{letter}." for letter in spelling.upper()),
        spelling.title(),
    ]


def name_key(name: str) -> str:
    """Equal for spellings of one name: U.S. and US, Kiev and Kyiv."""
    joined = " ".join([_key(word) for word in name.split()])
    return VARIANTS.get(joined, joined)


def one_spelling(x: str, y: str) -> bool:
    """Whether two stretches of a text are spellings of one name; in lower case none is a name."""
    if x.islower() or y.islower() or max(x.count(" "), y.count(" ")) >= _MOST_WORDS:
        return False
    return name_key(x) == name_key(y)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    folded = word_key(bare(word)).replace(".", "").casefold()
    usual = VARIANTS.get(folded)
    return usual or (folded if folded.isascii() else _CYRILLIC_ENDING.sub("", folded))


def _is_title_case(text: str) -> bool:
    """Whether a text is a heading with capitals throughout, so that they prove nothing."""
    if len(text) > _LONGEST_HEADING or _HAS_END.search(text, max(0, len(text) - 4)):
        return False
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)
