"""Words that bear on a claim: how sure it is, whether it is denied, and who is said to make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from app.engine.languages import Language

CERTAIN = 3
"""The strength of a plain statement; see ``Language.strength``."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONTRACTED = re.compile(r"n['’]t$|^cannot$")
_NOT = ("n't", "n’t")
_WILL = ("'ll", "’ll")
_STEMS = {"won": "will", "wo": "will", "ca": "can", "sha": "shall", "can": "can"}
_NOUN_BEFORE = re.compile(r"\b(?:the|an?|his|her|its|their|our|your|my|of|free|good|last) $", re.I)
_NOUNS = frozenset("will might can must may".split())
_SET_PHRASE = re.compile(
    r"(?:not|no) (?:only|just|least|doubt|matter|more than|fewer than|less than|wonder|sooner)\b"
    r"|no\. ?\d|(?<=or )not\b|nicht (?:nur|zuletzt)\b|pas seulement\b|no sólo\b|no solo\b|не "
    r"только\b",
    re.I,
)
_ONLY = re.compile(r" (?:only|just)\b", re.I)
_FINDINGS = frozenset("found finds shows showed suggests suggested revealed reveals".split())
"""Verbs that name a source beside a study or a poll, but more often something else."""
_WHEN = frozenset(
    "on in at late early earlier later last this today yesterday also again has have had that dass "
    "que che что am im the week month mit".split()
)
"""What may follow the verb in a clause that names a source."""


_LONGEST_SUBJECT = 7
"""Words before the verb in a clause that ends with it (the mayor of Port Ellery said)."""


_NO_SOURCE = frozenset("as that being to in".split())
_PASSIVE = frozenset("is are was were be been being to certain these those".split())
"""Before a verb of speech these make it something else: being said, to say, certain states."""
_DETERMINERS = frozenset(
    "the a an his her its one he she they it officials police der die das ein eine le la les l’ l' "
    "un une el los las il lo gli".split()
)


class Role(StrEnum):
    """What a word does to a claim."""

    STRENGTH = "strength"
    NEGATION = "negation"


class Word(NamedTuple):
    """A word of a text, in lower case, and its span."""

    start: int
    end: int
    word: str


class Cue(NamedTuple):
    """A word that bears on a claim; ``strength`` is 1 to 3, for a negation 0."""

    start: int
    end: int
    word: str
    role: Role
    strength: int = 0


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch of a text."""
    return [Word(*match.span(), match[0].lower()) for match in _WORD.finditer(text, start, end)]


def cues(text: str, words: Sequence[Word], language: Language) -> list[Cue]:
    """The modal verbs, hedges and negations among some words of a text."""
    found: list[Cue] = []
    for word in words:
        shown, start, end = word.word, word.start, word.end
        negated = language.code == "en" and (shown.endswith(_NOT) or shown == "cannot")
        if negated:
            stem = _CONTRACTED.sub("", shown)
            shown = _STEMS.get(stem, stem or "can")
        elif shown.endswith(_WILL):
            shown = "will"
        strength = language.strength.get(shown)
        if strength and _is_claim(text, start, end, shown, language):
            denied = negated or text.startswith((" not ", " never "), end)
            if denied and shown in ("can", "could"):
                strength = CERTAIN
            found.append(Cue(start, end, shown, Role.STRENGTH, strength))
        if negated or shown in language.negations:
            set_phrase = _SET_PHRASE.match(text, start) or (negated and _ONLY.match(text, end))
            if not set_phrase:
                found.append(Cue(start, end, "not" if negated else shown, Role.NEGATION))
    return found


def _is_claim(text: str, start: int, end: int, word: str, language: Language) -> bool:
    """Whether a word that may be something else (the month, a noun, a past tense) is a claim's."""
    if language.code != "en":
        return True
    if word in language.before_to:
        return text.startswith(" to ", end)
    if word == "may" and text[start] == "M" and (start or text[end : end + 2].strip().isdigit()):
        return False
    return word not in _NOUNS or not _NOUN_BEFORE.search(text, max(0, start - 8), start)


def has_source(text: str, language: Language) -> bool:
    """Whether a text names a source for what it says."""
    words = {word.lower() for word in _WORD.findall(text)}
    if not (language.speech.isdisjoint(words) and _FINDINGS.isdisjoint(words)):
        return True
    low = text.lower()
    return any(phrase in low for phrase in language.according)


def is_source(words: Sequence[Word], text: str, language: Language) -> bool:
    """Whether these words are a clause that names a source: said the mayor, according to police."""
    if len(words) < 2 or words[0].word in _NO_SOURCE:
        return False
    low = text[words[0].start : words[-1].end].lower()
    if any(low.startswith(phrase) or low.endswith(f" {phrase}") for phrase in language.according):
        return True
    if words[0].word in language.speech:
        return words[1].word in _DETERMINERS or text[words[1].start].isupper()
    last = len(words) - 1
    while last > 0 and (words[last].word in _WHEN or words[last].word in language.weekdays):
        last -= 1
    before = words[last - 1].word
    return (
        0 < last < _LONGEST_SUBJECT
        and words[last].word in language.speech
        and before not in _PASSIVE
        and not text[words[last].start].isupper()
    )
