"""Lines that say who wrote an article and when, as they stand above it."""

from __future__ import annotations

import re

_LONGEST = 70
_MOST_WORDS = 7
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\d?[:.]\d\d")
_WITH = (
    r"(?:by|written by|von|par|por|di|door|av|af|te[kx]sto?:?|текст:?|автор:?|بقلم|كتب"
    r"|文|撰文|記者|记者)"
)
_BYLINE = re.compile(rf"{_WITH}[\s:：]+(?P<names>\S.*)", re.I)


def is_date_line(text: str) -> bool:
    """Whether a text is a date, with or without its time and a word or two about it."""
    if len(text) > _LONGEST or "\t" in text or not _YEAR.search(text):
        return False
    numbers = _NUMBER.findall(text)
    return len(numbers) >= 2 and len(_WORD.findall(text)) <= _MOST_WORDS and text[-1] not in "!?"


def is_post(text: str) -> bool:
    """Whether a text begins with a line that says who wrote what follows, and when."""
    first, _, rest = text.partition("\n")
    return bool(rest) and is_date_line(first) and bool(_WORD.search(first))


def is_byline(text: str) -> bool:
    """Whether a text is a name after the word that says who wrote something."""
    found = _BYLINE.fullmatch(text) if len(text) <= _LONGEST else None
    return found is not None and not re.search(r"[.!?]\s", found["names"])


def names_in(text: str) -> str:
    """The names in a byline, without the word before them."""
    found = _BYLINE.fullmatch(text)
    return found["names"] if found else text
