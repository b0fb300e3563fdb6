"""Texts made fit for one line: titles, names, sizes, first words."""

from __future__ import annotations

import regex

# Controls, lone surrogates, and the marks that turn the direction of what comes after them.
_UNSAFE_IN_A_LINE = regex.compile(r"[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text as one line fit for a title: white space single, nothing invisible that acts."""
    return " ".join(_UNSAFE_IN_A_LINE.sub(" ", text).split())


def shortened(text: str, length: int) -> str:
    """The text, or as many whole words of it as fit into ``length`` with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-") + "…"


_SIZES = ("bytes", "KB", "MB", "GB")


def in_bytes(size: int) -> str:
    """A size as a person says it: 812 bytes, 40 KB, 12 MB, 2 GB."""
    if size < 1024:
        return f"{size} byte{'s' * (size != 1)}"
    power = min((size.bit_length() - 1) // 10, 3)
    return f"{size / 1024**power:.1f}".removesuffix(".0") + f" {_SIZES[power]}"
