"""The words of a PDF's page, and where they stand: the only place that asks pdfium for letters."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any

_LIGATURES = {0xFB00 + n: text for n, text in enumerate("ff fi fl ffi ffl st st".split())}
_LINE_END_HYPHEN = 0x02
"""What pdfium makes of a hyphen at the end of a line."""
_NO_LETTERS = {0x7F, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x80, 0xA0)}
_LINE_FEED, _GAP = 0x0A, 0
_LINE_ENDS = {_LINE_FEED, 0x0D}
_SPACES = {0x20, 0x09, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)}
_BOLD = re.compile(r"bold|black|heavy|demi", re.I)
_HEAVY = 600

_SPACE = 0.2
"""A gap of this share of the type's height parts two words that have no space between them."""
_BACK = 0.4
_SHIFT = 0.2
_OTHER_SIZE = 0.15
_QUARTER = math.pi / 2


@dataclass(slots=True)
class Word:
    """Letters that stand together, with their place (upright, whichever way they were turned)."""

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int = 0
    """By how many quarters the letters are turned; -1 when it is no such angle."""
    bold: bool = False
    artifact: bool = False
    """Marked in the file as of the page, not of the text."""
    spaced: bool = False
    """A space stands before it in the file; where none does, the gap alone has to tell."""
    opens: bool = False
    """By the order of the file it is the first of a line."""


class _Letters:
    """Asks for a page's letters one by one, and for the type of a word once."""

    def __init__(self, textpage: Any) -> None:
        # Imported here: other formats are read without it.
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

        self._pdfium, self._page = pdfium, textpage.raw
        self._code_at = pdfium.FPDFText_GetUnicode
        self._box_at = pdfium.FPDFText_GetLooseCharBox
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._into = ctypes.byref(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
        self._font = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()

    def code(self, place: int) -> int:
        found: int = self._code_at(self._page, place)
        return found

    def box(self, place: int, turn: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top, as if the letter stood upright."""
        box = self._box
        self._box_at(self._page, place, self._into)
        if turn == 0:
            return box.left, box.bottom, box.right, box.top
        return _upright(turn, box.left, box.bottom, box.right, box.top)

    def start(self, place: int, before: set[int]) -> Word:
        """A word that begins with this letter, as yet without any; ``before`` has the spaces."""
        pdfium, page = self._pdfium, self._page
        matrix, turn, scale = self._matrix, 0, 1.0
        if pdfium.FPDFText_GetMatrix(page, place, matrix):
            quarters = math.atan2(matrix.b, matrix.a) / _QUARTER
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.02 else -1
            scale = math.hypot(matrix.c, matrix.d)
        size = pdfium.FPDFText_GetFontSize(page, place) * scale
        pdfium.FPDFText_GetCharOrigin(page, place, self._x, self._y)
        left, base, *_ = _upright(turn, self._x.value, self._y.value, self._x.value, self._y.value)
        bold, artifact = self._is_bold(place), self._is_artifact(place)
        opens, spaced = _LINE_FEED in before, not before.isdisjoint(_SPACES)
        return Word("", left, left, base, size, turn, bold, artifact, spaced, opens)

    def is_drawn(self, place: int) -> bool:
        """Whether a space is in the file, and was not put in by pdfium for a gap."""
        return not self._pdfium.FPDFText_IsGenerated(self._page, place)

    def _is_bold(self, place: int) -> bool:
        pdfium = self._pdfium
        if pdfium.FPDFText_GetFontWeight(self._page, place) >= _HEAVY:
            return True
        length = pdfium.FPDFText_GetFontInfo(self._page, place, self._font, 96, self._flags)
        return 0 < length <= 96 and bool(_BOLD.search(self._font.value.decode("latin-1")))

    def _is_artifact(self, place: int) -> bool:
        pdfium = self._pdfium
        drawn = pdfium.FPDFText_GetTextObject(self._page, place)
        if not drawn:
            return False
        for number in range(min(pdfium.FPDFPageObj_CountMarks(drawn), 8)):
            mark = pdfium.FPDFPageObj_GetMark(drawn, number)
            name, length = self._name, self._length
            if pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length) and (
                bytes(name)[: length.value - 2].decode("utf-16-le", "replace") == "Artifact"
            ):
                return True
        return False


def _upright(
    turn: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """The box as it would be were the page turned back."""
    if turn == 1:
        return bottom, -right, top, -left
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return -top, left, -bottom, right
    return left, bottom, right, top


def words_of(textpage: Any, count: int) -> list[Word]:
    """The words among the first ``count`` letters of a page, in the order of the file."""
    letters = _Letters(textpage)
    found: list[Word] = []
    word: Word | None = None
    pieces: list[str] = []
    last = (0.0, 0.0, 0.0, 0.0)
    before: set[int] = {_LINE_FEED}

    def finish() -> None:
        if word is not None and (text := _text(pieces)):
            word.text = text
            found.append(word)
        pieces.clear()

    for place in range(count):
        code = letters.code(place)
        if code in _SPACES or code in _LINE_ENDS:
            before.add(code if code in _LINE_ENDS or letters.is_drawn(place) else _GAP)
            continue
        if code in _NO_LETTERS or (code < 0x20 and code != _LINE_END_HYPHEN):
            continue
        box = letters.box(place, word.turn if word else 0)
        if word is None or before or not _is_beside(last, box, code):
            finish()
            word = letters.start(place, before)
            box = letters.box(place, word.turn)
            word.left, word.right = box[0], box[2]
            before = set()
        pieces.append(_LIGATURES.get(code) or chr(code))
        word.left, word.right = min(word.left, box[0]), max(word.right, box[2])
        last = box
    finish()
    return found


def _is_beside(
    last: tuple[float, float, float, float], box: tuple[float, float, float, float], code: int
) -> bool:
    """Whether a letter belongs to the word of the last one, by their boxes."""
    if box == last:  # the second letter of a ligature
        return True
    height, tall = last[3] - last[1], box[3] - box[1]
    if abs(box[1] - last[1]) > _SHIFT * height or abs(tall - height) > _OTHER_SIZE * height:
        return False
    return -_BACK * height < box[0] - last[2] < _SPACE * height or is_right_to_left(code)


def is_right_to_left(code: int) -> bool:
    """Whether a letter is of a script that is written from right to left."""
    return 0x590 <= code <= 0x8FF or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC


def _text(letters: list[str]) -> str:
    """The letters as text: halves of characters put together, soft hyphens only at the end."""
    text = "".join(letters)
    if "\x02" in text:
        text = text.replace("\x02", "-")
    if "\xad" in text:
        text = text[:-1].replace("\xad", "") + text[-1]
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
