"""Setting type with Typst: a template of ours and data go in, a PDF or a picture comes out.

Text only ever comes in as data, never as markup, so that nothing in it is obeyed. Fonts for most
scripts come with the program; those of the system are used besides. What no font can show is told:
a text must not turn into boxes without a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import typst

from app.export.outcome import Unset

TEMPLATES = Path(__file__).with_name("typst")

_FONTS = ("font_source_serif_pro", "manimgx_fonts", "manimgx_fonts_cjk")
"""The packages that hold fonts, and nothing else."""
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
"""PDF for archives, and for who has it read out."""
_SCRIPTS = (
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Thai",
    "Bengali",
    "Gujarati",
    "Gurmukhi",
    "Kannada",
    "Malayalam",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Armenian",
    "Georgian",
    "Ethiopic",
    "Khmer",
    "Lao",
    "Myanmar",
    "Symbols",
)
_CHINESE_ABROAD = {"hk": "HK", "mo": "HK", "tw": "TC", "hant": "TC"}
_UNSHOWN = re.compile(r"the text `\"((?:[^\"\\]|\\.)*)\"` could not be displayed")


def set_pdf(
    template: str, data: Mapping[str, Any], made: datetime | None
) -> tuple[bytes, frozenset[str]]:
    """The PDF, and the characters in it that no font can show.

    It is a tagged one for archives as long as there are none of these: the standards forbid them.
    ``made`` is when it was made by its own account. Raises Unset.
    """
    try:
        return _set(template, data, "pdf", standards=_STANDARDS, made=made), frozenset()
    except typst.TypstError as error:
        unshown = frozenset("".join(map(_plain, _UNSHOWN.findall(str(error.diagnostic)))))
        try:
            return _set(template, data, "pdf", made=made), unshown
        except typst.TypstError as second:
            raise Unset(str(second)) from second


def set_picture(template: str, data: Mapping[str, Any]) -> bytes:
    """The first page as a PNG, one pixel for each point. Raises Unset."""
    try:
        return _set(template, data, "png")
    except typst.TypstError as error:
        raise Unset(str(error)) from error


def _set(
    template: str,
    data: Mapping[str, Any],
    kind: Literal["pdf", "png"],
    *,
    standards: list[Literal["a-2a", "ua-1"]] | None = None,
    made: datetime | None = None,
) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_font_folders(),
        format=kind,
        ppi=72.0,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=[*standards] if standards else [],
        timestamp=made.replace(microsecond=0) if made else None,
    )


def _font_folders() -> list[Path]:
    """Where fonts are; a package that is not there leaves its scripts to the system's fonts."""
    specs = (find_spec(name) for name in _FONTS)
    return [
        Path(folder) for spec in specs if spec for folder in spec.submodule_search_locations or ()
    ]


def faces(language: str) -> list[str]:
    """The fonts to try for a text in this language, in order."""
    tag = language.lower().split("-")
    if tag[0] == "zh":
        east = next((_CHINESE_ABROAD[part] for part in tag if part in _CHINESE_ABROAD), "SC")
    else:
        east = "KR" if tag[0] == "ko" else "JP"
    return [
        "Source Serif Pro",
        "Noto Sans",
        *(f"Noto Sans {script}" for script in _SCRIPTS),
        f"Noto Sans CJK {east}",
        "Noto Emoji",
        "Libertinus Serif",
    ]


def _plain(quoted: str) -> str:
    """What Typst says in quotation marks, as the text that it was."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), quoted)
