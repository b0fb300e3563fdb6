"""What is said in quotation marks, found in a block, and who says it.

Every pair of marks that newspapers use; one inside another belongs to it; a quotation may run
over several sentences, and one that is never closed ends with its block (as a speech set in
several paragraphs does). A word or two in marks is quoted too.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "'": "'",
}
_MARK = regex.compile(r"[“”„«»「」『』\"‘’‚‹›']")
_LETTER = regex.compile(r"[\p{L}\p{N}\p{M}]")
_CLOSERS = {"“": "”", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: the span with its marks, and the span of the words that count.

    The words leave out the closing comma or full stop that typesetters put inside the marks.
    """

    start: int
    end: int
    first: int
    last: int


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a block, in order."""
    found: list[Quotation] = []
    opened: int | None = None
    closers = ""
    for match in _MARK.finditer(text):
        place, mark = match.start(), match.group()
        if opened is None:
            if mark in _PAIRS and _opens(text, place, mark):
                opened, closers = place, _PAIRS[mark]
        elif mark in closers and _closes(text, place, mark):
            _add(found, text, opened, place + 1, place)
            opened = None
    if opened is not None and text[opened] in "“„«「『":
        _add(found, text, opened, len(text), len(text))
    return found


def _opens(text: str, place: int, mark: str) -> bool:
    """Whether a mark that may be an apostrophe, inch sign or closing mark opens a quotation."""
    if mark in "「『„‚‹":
        return True
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not after or (after.isspace() and mark not in "«»"):
        return False
    if mark == "»":
        return not before.strip() and _has(text, "«", place)
    if mark in "‘'":
        return not _LETTER.match(before or " ") and _has_single(text, place, mark)
    return not _LETTER.match(before or " ")


def _has(text: str, mark: str, place: int) -> bool:
    return text.find(mark, place + 1) >= 0


def _has_single(text: str, place: int, mark: str) -> bool:
    """Whether a single opening mark is closed later by one that is no apostrophe."""
    closer = _CLOSERS.get(mark, mark)
    at = text.find(closer, place + 2)
    while at >= 0:
        if _closes(text, at, closer):
            return True
        at = text.find(closer, at + 1)
    return False


def _closes(text: str, place: int, mark: str) -> bool:
    """An apostrophe inside a word closes nothing."""
    if mark not in "’'":
        return True
    after = text[place + 1 : place + 2]
    return not _LETTER.match(after or " ")


def _add(found: list[Quotation], text: str, start: int, end: int, last: int) -> None:
    first = start + 1
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] in ",.，،"):
        last -= 1
    if last > first and _LETTER.search(text, first, last):
        found.append(Quotation(start, end, first, last))


_SPEECH = regex.compile(
    r"\b(?:said|says|told|added|adds|asked|replied|wrote|writes|warned|insisted|explained|argued"
    r"|announced|called|claimed|stated|noted|admitted|according to|sagte|sagt|erklärte|so|dit|a dit"
    r"|affirmé|dijo|afirmó|сказал\p{L}*)\b",
    regex.IGNORECASE,
)
_NAME = regex.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|Professor|President|Minister|Captain|Colonel)\.?\s+)*"
    r"\p{Lu}[\p{L}\p{M}’'-]+(?:\s+(?:(?:de|von|van|der|den|al|bin|la|le|du)\s+)*\p{Lu}[\p{L}\p{M}’'.-]*)*"
)
_PLACED = regex.compile(r"\b(?:in|at|of|from|near|for|to|on)\s+$")
_NEAR = 60


def speaker(text: str, quotation: Quotation) -> str:
    """Who says a quotation, as named next to a verb of speech beside it; "" when nobody is."""
    after = text[quotation.end : quotation.end + _NEAR]
    verb = _SPEECH.search(after)
    if verb and not regex.search(r"[.!?]\s", after[: verb.start()]):
        named = _NAME.match(after, verb.end() + 1) or _NAME.search(after, endpos=verb.start())
        if named:
            return named.group()
    before = text[max(0, quotation.start - _NEAR) : quotation.start]
    verbs = list(_SPEECH.finditer(before))
    if verbs:
        named = _last(before[: verbs[-1].start()]) or _NAME.search(before, verbs[-1].end())
        if named:
            return named.group()
    return ""


def _last(text: str) -> regex.Match[str] | None:
    """The last name in a text that is not a place ("in Geneva", "of Port Ellery")."""
    matches = [m for m in _NAME.finditer(text) if not _PLACED.search(text, endpos=m.start())]
    return matches[-1] if matches else None
