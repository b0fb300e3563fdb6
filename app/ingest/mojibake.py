"""Text that went through a wrong encoding before it came here: “â€œ” where “ should stand.

It is told in a notice, and put right only when asked. ftfy knows what such text looks like; it is
shown only the lines with letters in a row that could be the bytes of another one in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate, chain, pairwise

from app.engine import Document, TextLink

_MISTAKEN_FOR = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253")
# In these two nearly any letters in a row could be such bytes; so only the usual ones are.
_OTHERS = (
    ("mac-roman", "[¬√ƒ≈∆]|‚Ä"),
    ("cp437", "[┬├╨╤]|ΓÇ"),
)
_LOST = "\ufffd"
_NO_TEXT = re.compile("[\0\r\ud800-\udfff]")
"""What no text may hold; Java's own UTF-8 has a way to write NUL, and ftfy knows it."""


def checked(document: Document, *, mend: bool) -> Document:
    """The document, with a notice when its text was clearly saved in a wrong encoding.

    With ``mend`` it is put right; nothing else in it is changed.
    """
    notices: list[str] = []
    mistake = next(_mistakes(document.text), None)
    if mistake is not None and mend:
        document = _mended(document)
        notices.append(
            "This text had been saved in the wrong encoding, and was put right"
            f"{_example(*mistake, 'became {}')}."
        )
    elif mistake is not None:
        notices.append(
            "This text looks as if it was saved in the wrong encoding"
            f"{_example(*mistake, 'where {} should stand')}."
        )
    if lost := document.text.count(_LOST):
        notices.append(
            f"{lost:,} letters of this text were lost before it came here: {_LOST} stands for them."
            if lost > 1
            else f"A letter of this text was lost before it came here: {_LOST} stands for it."
        )
    return replace(document, notices=(*document.notices, *notices)) if notices else document


def _mistakes(text: str) -> Iterator[tuple[str, str]]:
    """The lines that are wrong, each with what it should be."""
    if text.isascii():
        return
    place = 0
    while found := _suspects().search(text, place):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        place = len(text) if end < 0 else end
        right = _put_right(text[start:place])
        if right != text[start:place]:
            yield text[start:place], right


def _put_right(text: str) -> str:
    # Imported here: few texts need it, and it takes longer than reading one.
    from ftfy import TextFixerConfig, fix_encoding

    right = fix_encoding(text, TextFixerConfig(explain=False, replace_lossy_sequences=False))
    return text if _NO_TEXT.search(right) else right


def _mended(document: Document) -> Document:
    """The document put right, its blocks and links still on the same words."""
    text = document.text
    ends = chain(
        *((block.start, block.end) for block in document.blocks),
        *((link.start, link.end) for link in document.links),
    )
    bounds = sorted({0, len(text), *ends})
    pieces = [_mended_text(text[start:end]) for start, end in pairwise(bounds)]
    moved = dict(zip(bounds, accumulate(map(len, pieces), initial=0), strict=True))
    text = "".join(pieces)
    blocks = []
    for block in document.blocks:
        start, end = moved[block.start], moved[block.end]
        body = text[start:end]
        start, end = start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())
        if start < end:
            blocks.append(block._replace(start=start, end=end))
    links = (TextLink(moved[link.start], moved[link.end], link.address) for link in document.links)
    return replace(
        document,
        text=text,
        blocks=tuple(blocks),
        links=tuple(links),
        title=_mended_text(document.title),
        metadata=replace(document.metadata, byline=_mended_text(document.metadata.byline)),
    )


def _mended_text(text: str) -> str:
    if text.isascii():
        return text
    return "\n".join(
        _put_right(line) if _suspects().search(line) else line for line in text.split("\n")
    )


def _example(wrong: str, right: str, said: str) -> str:
    """The first letter that is wrong, in brackets: `` (“â€œ” where “ should stand)``; or ""."""
    same = next((i for i, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), 0)
    found = _suspects().match(wrong, same)
    letter = right[same : same + 1]
    if not found or letter.isspace() or not letter.isprintable() or not found[0].isprintable():
        return ""
    return f" (“{found[0]}” {said.format(letter)})"


@cache
def _suspects() -> re.Pattern[str]:
    """Letters that could be the bytes of one letter in UTF-8, read in another encoding."""
    patterns = []
    for encoding in _MISTAKEN_FOR:
        follows = _letters(encoding, 0x80, 0xBF)
        two, three, four = (
            _letters(encoding, *leads) for leads in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4))
        )
        patterns += [f"{two}{follows}", f"{three}{follows}{{2}}", f"{four}{follows}{{3}}"]
    patterns += [f"(?:{leads}){_letters(encoding, 0x80, 0xBF)}" for encoding, leads in _OTHERS]
    return re.compile(f"(?=[^\\0-\\x7f])(?:{'|'.join(patterns)})")


def _letters(encoding: str, first: int, last: int) -> str:
    """A class of the letters at these places of an encoding; a place without one counts as such."""
    letters = bytes(range(first, last + 1)).decode(encoding, "ignore")
    return f"[{re.escape(letters)}\x80-\x9f]" if first == 0x80 else f"[{re.escape(letters)}]"
