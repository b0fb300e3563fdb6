"""How strongly something is claimed: modal verbs, hedges, negations, and who is said to say it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_STRENGTH: dict[str, int] = {
    **dict.fromkeys("might may could can perhaps possibly maybe".split(), 1),
    **dict.fromkeys("kann können könnte könnten dürfte vielleicht möglicherweise".split(), 1),
    **dict.fromkeys("peut peuvent pourrait pourraient puede podría podrían может могут".split(), 1),
    **dict.fromkeys("قد ربما".split(), 1),
    **dict.fromkeys(
        "should would likely probably expected ought intend intends plan plans hope hopes".split(),
        2,
    ),
    **dict.fromkeys("sollte sollten würde würden wohl wahrscheinlich devrait debería".split(), 2),
    **dict.fromkeys("will shall must wird werden muss müssen doit va deberá будет سوف".split(), 3),
}
"""How much a word commits its speaker: 1 it is possible, 2 it is likely, 3 it is so."""

_HEDGES = frozenset(
    "alleged allegedly reportedly apparently supposedly purported purportedly ostensibly suspected "
    "seemingly presumably unconfirmed rumoured rumored angeblich mutmaßlich mutmaßliche "
    "mutmaßlicher offenbar présumé présumée prétendument presunto presunta supuestamente".split()
)
_NEGATIONS = frozenset(
    "not never no none nobody nothing neither nor cannot without nicht kein keine keinen keiner "
    "nie niemals nichts ohne pas jamais aucun aucune ni nunca ningún ninguna не нет никогда "
    "لا لم لن ليس".split()
)
_CONTRACTED = regex.compile(r"n['’]t$")
_ATTRIBUTION = regex.compile(
    r"\b(?:according to|said|says|told|claimed|claims|stated|announced|reported|wrote|insisted"
    r"|warned|argued|laut|zufolge|sagte|erklärte|selon|d['’]après|a déclaré|según|dijo)\b"
    r"|\b(?:in|nach) (?:the )?(?:words|view|angaben) (?:of|von)\b",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"[\p{L}\p{M}’'-]+")


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """A word that bears on a claim: its span and its strength (hedge and negation have none)."""

    start: int
    end: int
    word: str
    role: str
    """``modal``, ``hedge`` or ``negation``."""
    strength: int = 0


def claim_words(text: str, start: int, end: int) -> list[ClaimWord]:
    """The modal verbs, hedges and negations in a stretch of a text."""
    found: list[ClaimWord] = []
    for match in _WORD.finditer(text, start, end):
        word = match.group().casefold()
        span = match.span()
        if word in _STRENGTH:
            found.append(ClaimWord(*span, word, "modal", _STRENGTH[word]))
        elif word in _HEDGES:
            found.append(ClaimWord(*span, word, "hedge"))
        elif word in _NEGATIONS or _CONTRACTED.search(word):
            found.append(ClaimWord(*span, word, "negation"))
    return found


def attributions(text: str, start: int, end: int) -> int:
    """How many words in a stretch of a text name a source."""
    return sum(1 for _ in _ATTRIBUTION.finditer(text, start, end))
