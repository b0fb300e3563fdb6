"""The reader of rich text files (.rtf).

Our own, because the library for it drops notes, headings, lists, links and tracked changes.
"""

from __future__ import annotations

import codecs
from collections import defaultdict

from app.engine import Document, Metadata
from app.errors import TooLarge, UnreadableText
from app.ingest.flow import Paragraph, document_of, note, roman
from app.ingest.hints import Hints
from app.ingest.noticed import Changes, Noticed, date_in
from app.ingest.rtf_story import PLAIN, Instruction, State, Story, Style, Styles
from app.ingest.rtf_words import (
    CHARSETS,
    CODEPAGES,
    ENDS,
    ENTERED,
    HEEDED,
    INFORMATION,
    NUMBERS,
    SIGNS,
    SILENT,
    SKIPPED,
    SPACES,
    SWITCHES,
    SYMBOLS,
    TOKEN,
)
from app.ingest.symbols import sign

_WHAT = "rich text file"
_START = b"{\\rtf"
_MOST_TOKENS = 3_000_000
_DEEPEST = 1_000
_LONGEST_NAME = 1_000
_TIMES = ("yr", "mo", "dy", "hr", "min")


def read_rtf(data: bytes, hints: Hints) -> Document:
    """The text of the file: body, then footnotes, then endnotes; what a reader would see of it.

    Tracked changes count as accepted, or as never made when ``hints.tracked`` says so. Comments,
    hidden text, headers and footers are left out. Raises UnreadableText and TooLarge.
    """
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith(_START):
        raise UnreadableText(
            f"This is no {_WHAT}: it does not begin as one.",
            "Open it in the program that made it, and save it again.",
        )
    machine = _Machine(Noticed(Changes(hints.tracked)))
    machine.run(text.decode("latin-1"))
    return machine.document()


class _Machine:
    """Goes through the file's control words, and gathers its text."""

    def __init__(self, noticed: Noticed) -> None:
        self._noticed = noticed
        self._body = Story()
        self._state = State(self._body)
        self._around: list[State | None] = []
        """The states of the groups around; None for one in a group that is skipped anyway."""
        self._bytes: list[bytes] = []
        self._high = 0
        self._skip = 0
        self._starred = False
        self._styles = Styles()
        self._style = Style()
        self._codepage = "cp1252"
        self._charsets: dict[int, int] = {}
        self._font = 0
        self._default_font: int | None = None
        self._said: defaultdict[str, str] = defaultdict(str)
        self._times: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._footnotes: list[Paragraph] = []
        self._endnotes: list[Paragraph] = []
        self._numbers = {False: 0, True: 0}
        self._roman = False
        """Whether endnotes have Roman numbers."""
        self._complete = False

    def run(self, text: str) -> None:
        """Read the file, until its outermost group ends."""
        place, tokens = 0, 0
        while place < len(text) and not self._complete:
            token = TOKEN.match(text, place)
            assert token is not None, "every text begins with a token"
            place = token.end()
            tokens += 1
            if tokens > _MOST_TOKENS or len(self._around) > _DEEPEST:
                raise TooLarge(f"This {_WHAT} has too many parts.", "Keep the article only.")
            match token.lastindex:
                case 6:
                    self._plain(token[6])
                case 3:
                    self._byte(int(token[3], 16))
                case 5:
                    self._brace(token[5])
                case 4:
                    self._word(token[4], None)
                case 1 | 2 if token[1] not in HEEDED and not self._starred:
                    self._skip = 0
                case 1 | 2 if token[1] == "bin":
                    place += max(int(token[2] or 0), 0)
                case 1 | 2:
                    self._word(token[1], int(token[2]) if token[2] else None)

    def document(self) -> Document:
        """What was read."""
        self._flush()
        paragraphs = [*self._body.paragraphs(), *self._footnotes, *self._endnotes]
        notices = self._noticed.notices()
        if not self._complete:
            notices.append("This file breaks off before its end; the end of its text may be gone.")
        metadata = Metadata(
            byline=" ".join(self._said["author"].split()),
            published=self._date("creatim"),
            modified=self._date("revtim"),
        )
        return document_of(paragraphs, self._said["title"], metadata, notices)

    def _date(self, name: str) -> str:
        year, month, day, hour, minute = (self._times[name].get(part, 0) for part in _TIMES)
        return date_in(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00")

    # Characters

    def _plain(self, text: str) -> None:
        if self._state.place:
            text = text.replace("\r", "").replace("\n", "").replace("\0", "")
            passed, self._skip = min(self._skip, len(text)), max(self._skip - len(text), 0)
            if len(text) > passed:
                self._bytes.append(text[passed:].encode("latin-1"))

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif value:
            self._bytes.append(bytes((value,)))

    def _flush(self) -> None:
        """Bytes are gathered as long as they can belong together, and decoded together."""
        if self._bytes:
            data = b"".join(self._bytes)
            self._bytes.clear()
            font = self._state.f if self._state.f is not None else self._default_font
            charset = self._charsets.get(font, 1) if font is not None else 1
            if charset == SYMBOLS and not data.isascii():
                self._text(
                    "".join(sign(0xF000 + byte) if byte > 127 else chr(byte) for byte in data)
                )
            else:
                self._text(data.decode(self._encoding(charset), "replace"))

    def _encoding(self, charset: int) -> str:
        """The encoding of a character set; Western fonts do not mean one when all are Western."""
        if charset == 0 and not set(self._charsets.values()) <= {0, 1, SYMBOLS}:
            return "cp1252"
        return CHARSETS.get(charset, self._codepage)

    def _unit(self, code: int) -> None:
        """A unit of UTF-16, of which two in a row may make a character."""
        code = code + 0x10000 if code < 0 else code
        if 0xDC00 <= code <= 0xDFFF and self._high:
            high, self._high = self._high, 0
            self._text(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00))
        elif 0xD800 <= code <= 0xDBFF:
            self._high = code
        else:
            self._text(sign(code) or ("\ufffd" if code >= 0xD800 else ""))

    def _text(self, text: str) -> None:
        if self._high:
            self._high = 0
            text = "\ufffd" + text
        state = self._state
        if state.place == "body":
            self._of_body(text)
        elif state.place == "instruction" and state.instruction:
            state.instruction.add(text)
        elif state.place == "stylesheet" and len(self._style.name) < _LONGEST_NAME:
            self._style.name += text
        elif state.place in INFORMATION and len(self._said[state.place]) < _LONGEST_NAME:
            self._said[state.place] += text

    def _of_body(self, text: str) -> None:
        state = self._state
        if state.v:
            self._noticed.hidden |= not text.isspace()
            return
        if not self._is_gone():
            flow = state.story.flow(state.depth)
            flow.address = state.address
            flow.add(text)

    def _is_gone(self) -> bool:
        """Whether a tracked change takes away what is here; changes are counted."""
        state, changes = self._state, self._noticed.changes
        if not state.deleted and not state.revised:
            changes.met_text()
            return False
        sort = "deletion" if state.deleted else "insertion"
        changes.met(sort, str(state.revauth), str(state.revdttm))
        return state.revised if changes.original else state.deleted

    # Groups and words

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip, self._starred = 0, False
        if brace == "{":
            self._around.append(self._state if self._state.place else None)
            if self._state.place:
                in_styles = self._state.place == "stylesheet"
                self._state = self._state.inside()
                if in_styles:
                    self._style, self._state.closing = Style(), self._end_style
            return
        if self._state.closing and self._around[-1] is not None:
            self._state.closing()
        outer = self._around.pop()
        self._state = outer or self._state
        self._complete = not self._around

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        if not self._state.place:
            return
        if word == "u" and number is not None:
            self._unit(number)
            self._skip = max(self._state.uc, 0)
            return
        if self._skip and word in SIGNS:
            self._skip -= 1
            return
        self._skip = 0
        starred, self._starred = self._starred, word == "*"
        if word in SIGNS or word in SPACES:
            self._text(SIGNS.get(word) or SPACES[word])
        elif word in ENDS:
            self._end_paragraph()
        elif word in SWITCHES:
            setattr(self._state, SWITCHES[word], number != 0)
        elif word in NUMBERS:
            setattr(self._state, NUMBERS[word], number or 0)
        elif not self._begins(word, starred):
            self._other(word, number or 0)

    def _begins(self, word: str, starred: bool) -> bool:
        """Heed a word that says what its group is; tell whether it was one."""
        state = self._state
        if word == "annotation":
            self._noticed.comments += state.place == "body"
        if word == "pntext":
            state.story.item = True
        if word == "fldinst":
            state.place = "instruction"
        elif word == "fldrslt" and state.instruction and state.place == "body":
            state.address = state.instruction.address or state.address
        elif word == "footnote":
            gone = state.v or (state.place == "body" and self._is_gone())
            state.begin_story("body" if state.place == "body" and not gone else "silent")
            state.closing = self._end_note
        elif word in ("shptxt", "dptxbxtext"):
            state.begin_story()
            state.closing = self._end_box
        elif word in SILENT:
            state.place = "silent"
        elif word in ("fonttbl", "stylesheet") or (word in INFORMATION and state.place == "silent"):
            state.place = word
        elif word in SKIPPED or (starred and word not in ENTERED):
            state.place = ""
        else:
            return False
        return True

    def _other(self, word: str, number: int) -> None:
        state = self._state
        match word:
            case "pard":
                state.begin_paragraph()
            case "plain":
                state.begin_run(self._default_font)
            case "field":
                state.instruction = Instruction()
            case "chftn":
                state.story.refers = state.place == "body"
            case "s" | "sbasedon" | "outlinelevel" | "cs" | "ds" | "ts":
                self._of_style(word, number)
            case "aftnnrlc" | "saftnnrlc":
                self._roman = True
            case "trowd":
                state.story.in_row = True
            case "cell" | "nestcell":
                depth = 1 if word == "cell" else max(state.itap, 2)
                state.story.end_cell(state.look(self._styles), depth)
            case "row" | "nestrow":
                state.story.end_row(1 if word == "row" else max(state.itap, 2))
                state.story.in_row = state.story.in_row and word != "row"
            case "f" | "fcharset" | "deff" | "ansicpg" | "ansi" | "mac" | "pc" | "pca":
                self._of_font(word, number)
            case "yr" | "mo" | "dy" | "hr" | "min":
                self._times[state.place][word] = number

    def _of_style(self, word: str, number: int) -> None:
        state = self._state
        if state.place != "stylesheet":
            if word == "s":
                state.s = number
            elif word == "outlinelevel":
                state.outlinelevel = number
        elif word == "s":
            self._style.number = number
        elif word == "sbasedon":
            self._style.based_on = number
        elif word == "outlinelevel":
            self._style.outline = number
        else:
            state.place = ""

    def _of_font(self, word: str, number: int) -> None:
        if word == "f" and self._state.place == "fonttbl":
            self._font = number
        elif word == "f":
            self._state.f = number
        elif word == "fcharset":
            self._charsets[self._font] = number
        elif word == "deff":
            self._default_font = number
        elif word in CODEPAGES:
            self._codepage = CODEPAGES[word]
        else:
            try:
                self._codepage = codecs.lookup(f"cp{number}").name
            except LookupError:
                return

    def _end_paragraph(self) -> None:
        """End a paragraph; one whose end is gone goes on in the next."""
        state = self._state
        tracked = state.deleted or state.revised
        if state.place != "body":
            return
        look = state.look(self._styles)
        if tracked and self._is_gone():
            state.story.go_on(look, state.depth)
        else:
            state.story.end(look, state.depth)

    def _end_style(self) -> None:
        if self._state.place == "stylesheet":
            self._styles.listed[self._style.number] = self._style

    def _end_note(self) -> None:
        """Set the mark of a note where it is referred to, and keep the note for the end."""
        state, outer = self._state, self._around[-1]
        if outer is None:
            return
        refers, outer.story.refers = outer.story.refers, False
        if state.place != "body":
            return
        endnote, mark = state.endnote, ""
        if refers:
            self._numbers[endnote] += 1
            number = self._numbers[endnote]
            mark = roman(number) if endnote and self._roman else str(number)
            outer.story.flow(outer.depth).add(f"[{mark}]")
        paragraphs = state.story.paragraphs()
        kept = self._endnotes if endnote else self._footnotes
        kept.extend(note(mark, paragraphs) if mark else paragraphs)

    def _end_box(self) -> None:
        outer = self._around[-1]
        if outer is not None:
            outer.story.flow(outer.depth).add_aside(self._state.story.paragraphs(PLAIN))
