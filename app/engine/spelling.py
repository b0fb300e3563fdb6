"""Spellings of one word: British and American, hyphenated or not, a slip put right."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (letters, re.compile(pattern), replacement)
    for letters, pattern, replacement in (
        # organize, organise; analyze, analyse
        ("iz", r"(?<=\w{3})iz(e[ds]?|ers?|ing|ations?|able)$", r"is\1"),
        ("yz", r"(?<=[lr]y)z(e[ds]?|ers?|ing)$", r"s\1"),
        # colour, color
        (
            "our",
            r"^(\w*(?:col|fav|hon|lab|neighb|behavi|harb|hum|rum|vap|vig|flav|glam|od|parl|tum|ard"
            r"|arm|endeav|sav|splend|val|clam|cand|demean|ranc|rig))our",
            r"\1or",
        ),
        # centre, center
        (
            "re",
            r"^(\w*(?:cent|theat|met|lit|fib|calib|spect|lust|meag|sab|maneuv|manoeuv))re(s?|d)$",
            r"\1er\2",
        ),
        ("ring", r"^(\w*(?:cent|maneuv|manoeuv))ring$", r"\1ering"),
        ("ogue", r"(?<=[al]|n)ogue(s?|d)$", r"og\1"),
        # defence, defense; practise, practice
        ("enc", r"^(def|off|lic|pret)enc", r"\1ens"),
        ("practis", r"^practis", "practic"),
        # cancelled, canceled
        (
            "ll",
            r"^(\w*(?:cancel|travel|label|model|signal|fuel|dial|counsel|level|marvel|quarrel|rival"
            r"|total|tunnel|channel|equal|panel|pedal|shovel|spiral|towel|unravel|duel|jewel|medal"
            r"|libel|initial))l(ed|ing|ers?|ors?|ery)$",
            r"\1\2",
        ),
        ("ll", r"^(fulfil|enrol|instal|distil|appal|instil)l(?=$|s$|ment)", r"\1"),
        ("ll", r"^(skil|wil)l(?=ful)", r"\1"),
        # paediatric, pediatric
        (
            "ae",
            r"^(\w*(?:p|an|h|leuk|f|gyn|orthop|encyclop|medi|arch))ae(?=diat|mi|mo|sth|c|d|v|olog)",
            r"\1e",
        ),
        ("oe", r"^(man|diarrh|f|am)oe(?=uv|a|t|b)", r"\1e"),
        ("gement", r"^(acknowledg|judg)ement", r"\1ment"),
    )
)
"""Each with letters that a word must have for the rule to apply."""
_MAY_APPLY = re.compile("|".join(sorted({letters for letters, _, _ in _RULES})))
"""Most words have none of these letters, and are spared all the rules."""
_PAIRS = (
    "programme program programmes programs grey gray greys grays cheque check cheques checks "
    "plough plow ploughs plows ploughed plowed storey story storeys stories tyre tire tyres tires "
    "kerb curb kerbs curbs draught draft draughts drafts aluminium aluminum aeroplane airplane "
    "aeroplanes airplanes moustache mustache pyjamas pajamas sceptic skeptic sceptics skeptics "
    "sceptical skeptical scepticism skepticism mould mold mouldy moldy sulphur sulfur jewellery "
    "jewelry cosy cozy enquiry inquiry enquiries inquiries ageing aging mum mom mums moms learnt "
    "learned burnt burned spelt spelled dreamt dreamed leapt leaped towards toward afterwards "
    "afterward backwards backward forwards forward yoghurt yogurt whisky whiskey gaol jail "
    "omelette omelet adviser advisor advisers advisors okay ok"
).split()
_OTHER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_HYPHEN = " .'’‐‑–-"
_HYPHENS = re.compile(rf"[{_HYPHEN}]+")
_NOT_A_SLIP = frozenset("woman women".split())


@lru_cache(maxsize=16_384)
def spelling_key(word: str) -> str:
    """Equal for spellings of one word; the word in lower case."""
    if len(word) < 4 or not word.isascii():
        return _OTHER.get(word, word)
    if word in _OTHER:
        return _OTHER[word]
    if _MAY_APPLY.search(word):
        for letters, pattern, replacement in _RULES:
            if letters in word:
                word = pattern.sub(replacement, word)
    return word


def spelt_alike(x: str, y: str) -> bool:
    """Whether two stretches say the same words in other spellings; in lower case both.

    Hyphens, spaces and the stops of abbreviations count for nothing: cult-like, cultlike; U.S., US.
    """
    if _ends(x) == _ends(y) and _HYPHENS.sub("", x) == _HYPHENS.sub("", y):
        return True
    words_x, words_y = x.split(), y.split()
    if len(words_x) != len(words_y):
        return False
    if len(words_x) == 1 and _is_slip(x, y):
        return True
    return all(map(_one_word, words_x, words_y))


def _one_word(x: str, y: str) -> bool:
    """Whether two words are spellings of one; hardly any have another beginning (gaol, jail)."""
    if x == y:
        return True
    if x[0] != y[0] and x not in _OTHER and y not in _OTHER:
        return False
    return spelling_key(x) == spelling_key(y)


def _ends(text: str) -> tuple[str, str]:
    """The first and the last character that is no hyphen: they tell most texts apart."""
    return text.lstrip(_HYPHEN)[:1], text.rstrip(_HYPHEN)[-1:]


def _is_slip(x: str, y: str) -> bool:
    """Whether one of two words is a slip of the pen for the other.

    Two letters exchanged, one too many or too few, or (in long words) another one; never at the
    beginning or the end, where other words and other forms of a word differ.
    """
    if not (x.isalpha() and y.isalpha()) or min(len(x), len(y)) < 5 or x in _NOT_A_SLIP:
        return False
    head = 0
    while head < min(len(x), len(y)) and x[head] == y[head]:
        head += 1
    tail = 0
    while tail < min(len(x), len(y)) - head and x[-1 - tail] == y[-1 - tail]:
        tail += 1
    inner_x, inner_y = x[head : len(x) - tail], y[head : len(y) - tail]
    if head < 1 or tail < 2:
        return False
    if sorted((len(inner_x), len(inner_y))) == [0, 1]:
        return True
    if len(inner_x) == len(inner_y) == 2:
        return inner_x == inner_y[::-1]
    return len(inner_x) == len(inner_y) == 1 and min(len(x), len(y)) >= 7
