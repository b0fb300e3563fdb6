"""Bytes → text: which encoding a file is in.

The order is the one that errs least: a byte order mark, then UTF-8 (which text in
another encoding almost never happens to be), then UTF-16 known by its zero bytes,
then what the file or its server declares, and only then a guess.
"""

from __future__ import annotations

import codecs
import re

from app.errors import UnreadableText

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What a browser takes for the labels that are often given wrongly.
_AS_A_BROWSER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}

# The encodings that text on the web is, or was, written in; those that are told apart by guessing
# first. UTF-16 is not among them: by the time a label is asked for, the bytes are known not to be.
_GUESSED = [
    *(f"cp{page}" for page in range(1250, 1259)),
    *("koi8-r", "koi8-u", "mac-roman", "cp866", "gb18030", "big5", "euc_jp", "cp932", "cp949"),
    *("iso8859-2", "iso8859-5", "iso8859-7"),
]
_DECLARED = {
    *_GUESSED,
    *(f"iso8859-{part}" for part in (3, 4, 6, 8, 10, 13, 14, 15, 16)),
    *("cp874", "big5hkscs", "iso2022_jp", "mac-cyrillic"),
}
_SAMPLE = 64 * 1024

# Letters of western European languages and usual signs. “õ” counts before e only (ações): elsewhere
# it is as likely the Hungarian ő, which sits at the same byte.
_WESTERN = re.compile(
    r"(?:[\x00-\x7f]|[ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØŒÙÚÛÜßàáâãäåæçèéêëìíîïñòóôöøœùúûüÿ]|õ(?=e)"
    r"|[\u00a0¡¿«»‹›“”‘’‚„–—…•·°§©®™€£¥ªº½¼¾×±²³])*+"
)
_LONE_SIGN = re.compile(r"(?<!\S)[–—•·…](?!\S)")
_SIGN_IN_A_WORD = re.compile(r"(?<=[^\W\d_])[¿¡¥§©®×±³½¼¾£](?=[^\W\d_])")

# Those of the second sort may also be the rest of a letter that was read as bytes (“â€\x9d”), which
# is told, and can be put right.
_CONTROLS = re.compile(
    r"[\x01-\x08\x0b\x0e-\x1f\x7f]"
    r"|(?<![\xc2-\xf4\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])[\x80-\x84\x86-\x9f]"
)
_MOST_CONTROLS = 0.005
"""Past this share of control characters it is no text; a stray one now and then is let through."""
_FEWEST_ZEROS_IN_ASCII = 0.7
_FEWEST_ZEROS = 0.1
_SOUND_TO_DAMAGED = 20
"""A text in UTF-8 has so many good characters past ASCII for each bad byte in it, or it is none."""
_LEAST_ASCII = 0.6
"""Western European languages write at least this share of their characters in ASCII."""

_ADVICE = "Open it in the program that made it, and save it as plain text in UTF-8."


def decode(data: bytes, declared: str = "") -> str:
    """The text in ``data``, its line ends as plain newlines and without a byte order mark.

    ``declared`` is the encoding that the file or its server names, if any. The text holds
    neither NUL nor a lone surrogate. Raises UnreadableText when the bytes are no text.
    """
    text = _decoded(data, declared)
    if "\0" in text:
        raise UnreadableText("There are NUL bytes in this file: it is no text.", _ADVICE)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > 2 + _MOST_CONTROLS * min(len(text), _SAMPLE):
        raise UnreadableText("This file is full of control characters: it is no text.", _ADVICE)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x1b$" in data and (text := _attempt(data, "iso2022_jp")) is not None:
        return text
    text = _as_utf8(data)
    if text is None or "\0" in text:
        text = _as_utf16(data) or text
    if text is None and b"\0" in data:
        raise UnreadableText("There are NUL bytes in this file: it is no text.", _ADVICE)
    if text is None:
        text = _attempt(data, _known(declared)) or _guessed(data)
    return text


def _strictly(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise UnreadableText(
            f"This file says that it is in {encoding[:6].upper()}, and is not.", _ADVICE
        )
    return text


def _attempt(data: bytes, encoding: str) -> str | None:
    """The text, or None when the bytes are not in this encoding.

    A character cut off by the end of the file is left out.
    """
    if not encoding:
        return None
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeError:
        return None


def _as_utf8(data: bytes) -> str | None:
    """The text, also where a few bytes among many good ones are damaged (U+FFFD stands there).

    Of a character cut off by the end of the file nothing is left, when others show that it was one.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        repaired = data.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    sound = len(data) - len(repaired)  # each sound character past ASCII took two bytes or more
    if damaged == 1 and repaired.endswith("\ufffd") and sound:
        return repaired[:-1]
    return repaired if sound > _SOUND_TO_DAMAGED * damaged else None


def _as_utf16(data: bytes) -> str | None:
    """The text, when its zero bytes lie as those of UTF-16 without a mark do: on one side only.

    A text of ASCII bytes has one in nearly every pair; among others a few, for the spaces, will do.
    """
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    fewest = _FEWEST_ZEROS_IN_ASCII if sample.isascii() else _FEWEST_ZEROS
    if (even and odd) or even + odd < fewest * len(sample) / 2:
        return None
    return _attempt(data, "utf-16-le" if odd else "utf-16-be")


def _known(label: str) -> str:
    """The codec for a declared encoding as browsers read it; "" for none of ours."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    name = _AS_A_BROWSER.get(name, name)
    return name if name in _DECLARED else ""


def _is_western(text: str) -> bool:
    """Whether this reads like a western European language: mostly ASCII, and no odd letters."""
    if _WESTERN.fullmatch(text) is None or _SIGN_IN_A_WORD.search(text):
        return False
    letters = _LONE_SIGN.sub("", text)
    return len(letters.encode("ascii", "ignore")) >= _LEAST_ASCII * len(letters)


def _guessed(data: bytes) -> str:
    western = _attempt(data, "cp1252")
    if western and _is_western(western):
        return western
    # Imported here: most files never get this far.
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1] or sample
    for match in from_bytes(sample, cp_isolation=_GUESSED, preemptive_behaviour=False):
        text = _attempt(data, match.encoding)
        if text is not None:
            return text
    raise UnreadableText("This file is in no encoding that is known: it may be no text.", _ADVICE)
