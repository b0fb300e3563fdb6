"""Signs of symbol fonts, which word processors keep as codes of the font."""

from __future__ import annotations

# What Word's AutoCorrect makes of typed arrows and faces, and usual bullets, by code in Wingdings.
_WINGDINGS = {
    0xF04A: "☺",
    0xF04B: "😐",
    0xF04C: "☹",
    0xF0A7: "▪",
    0xF0B7: "•",
    0xF0DF: "←",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0F3: "⇔",
    0xF0FC: "✓",
}
_LAST = 0x10FFFF


def sign(code: int) -> str:
    """The character for a code; a sign without a counterpart stays in the private area.

    What is no character (a control code, half of a pair, a number past the last) is "".
    """
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code > _LAST:
        return ""
    return _WINGDINGS.get(code) or chr(code)
