"""The control words of rich text files that matter to their text."""

from __future__ import annotations

import re

from app.engine import BlockKind

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,40})(-?[0-9]{1,10})? ?"  # 1, 2: a control word and its number
    r"|\\'([0-9a-fA-F]{2})"  # 3: a byte
    r"|\\([^a-zA-Z])"  # 4: a control sign
    r"|([{}])"  # 5: a group begins or ends
    r"|([^\\{}]+)"  # 6: text
    r"|\\",
    re.S,
)

SIGNS = {
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "zwbo": "\u200b",
    "zwnbo": "\u2060",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
"""What can stand for a character; after ``\\u`` it may also be one that is to be passed over."""
SPACES = {
    "tab": "\t",
    "\t": "\t",
    "line": "\n",
    "softline": "\n",
    "lbr": "\n",
    "page": "\n\n",
    "column": "\n\n",
}
ENDS = frozenset({"par", "sect", "\n", "\r"})

SKIPPED = frozenset(
    "aftncn aftnsep aftnsepc atrfend atrfstart background bkmkend bkmkstart colorschememapping "
    "colortbl comment company datafield datastore doccomm factoidname falt filetbl footer footerf "
    "footerl footerr formfield ftncn ftnsep ftnsepc generator header headerf headerl headerr "
    "hlinkbase keywords latentstyles levelnumbers leveltext listname listoverridetable "
    "listtable listtext mailmerge manager nonesttables nonshppict objalias objclass objdata "
    "objname operator panose pgptbl pict pntext printim private revtbl rsidtbl rxe shprslt subject "
    "svb tc template themedata txe userprops windowcaption wgrffmtfilter xe xmlnstbl".split()
)
"""Groups without text of the article, also those that are not marked as such."""
ENTERED = frozenset(
    "shpinst shptxt do dptxbxtext moMath moMathPara nesttableprops footnote".split()
)
"""Groups that are marked to be passed over by programs that do not know them; these are known."""
INFORMATION = frozenset({"title", "author", "creatim", "revtim"})

STYLE_KINDS = {
    "title": (BlockKind.HEADING, 1),
    "caption": (BlockKind.CAPTION, 0),
    "quote": (BlockKind.QUOTATION, 0),
    "intense quote": (BlockKind.QUOTATION, 0),
    "quotations": (BlockKind.QUOTATION, 0),
}
HEADING_STYLE = re.compile(r"heading ([1-9])")
CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)|contents (?:\d|heading)")

CODEPAGES = {
    "ansi": "cp1252",
    "mac": "mac-roman",
    "pc": "cp437",
    "pca": "cp850",
}
CHARSETS = {
    77: "mac-roman",
    78: "cp932",
    79: "big5",
    80: "cp949",
    81: "mac-arabic",
    83: "mac-greek",
    84: "mac-cyrillic",
    85: "gb2312",
    86: "mac-romanian",
    88: "mac-turkish",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SYMBOLS = 2
"""The character set of fonts whose codes are signs."""

SWITCHES = {
    "v": "v",
    "deleted": "deleted",
    "mvf": "deleted",
    "revised": "revised",
    "mvt": "revised",
    "intbl": "intbl",
    "ftnalt": "endnote",
}
"""Words that turn something on or, with 0, off; and what (a field of State)."""
NUMBERS = {
    "uc": "uc",
    "ls": "ls",
    "ilvl": "ilvl",
    "itap": "itap",
    "revauth": "revauth",
    "revdttm": "revdttm",
    "revauthdel": "revauth",
    "revdttmdel": "revdttm",
}
"""Words whose number is kept as it is; and where (a field of State)."""
SILENT = frozenset({"shpinst", "do", "nesttableprops", "info"})
"""Groups whose own text is none of the article, but in which there may be groups that are."""

_OTHERS = (
    "u pard plain field fldinst fldrslt chftn s sbasedon outlinelevel cs ds ts aftnnrlc saftnnrlc "
    "trowd cell nestcell row nestrow f fcharset deff ansicpg yr mo dy hr min footnote shptxt "
    "dptxbxtext fonttbl stylesheet annotation pntext bin"
)
HEEDED = frozenset(_OTHERS.split()).union(
    *(SIGNS, SPACES, ENDS, SWITCHES, NUMBERS, SILENT, SKIPPED, ENTERED, INFORMATION, CODEPAGES)
)
"""The words that are looked at; most words of a file only say how its text looks."""
