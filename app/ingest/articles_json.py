"""The reader of articles in JSON, for programs that have the text already.

An article is an object. ``text`` holds it as plain text::

    {"title": "Ferry strike ends", "text": "The boats sail again.\\n\\nFares stay."}

or ``blocks`` says what each part of it is::

    {
      "title": "Ferry strike ends",
      "byline": "Anna Berg",
      "published": "2026-05-04T07:40:00+01:00",
      "modified": "2026-05-05",
      "language": "en",
      "address": "https://ferry.example/strike",
      "blocks": [
        {"kind": "heading", "text": "Ferry strike ends", "level": 1},
        {"kind": "paragraph", "text": "The boats sail again."},
        "A string alone is a paragraph.",
        {"kind": "item", "text": "Fares stay.", "level": 1}
      ]
    }

``kind`` is paragraph (also when it is left out), heading, item, quotation, caption or furniture;
``level`` is the depth of a heading (1 for the title) or of a list item, from 1 to 9. Everything but
``text`` or ``blocks`` may be left out, and other keys are passed over. The program's own documents
(``"format": "recension/document/1"``), whose blocks are spans of their ``text``, are read as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, NoReturn

from app.engine import BlockKind, Document, Metadata, TextLink
from app.engine.document_json import FORMAT, document_from_json
from app.errors import TooLarge, UnreadableText
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.text import parse_lines

_NO_LETTER = re.compile("[\0\ud800-\udfff]")
_MOST_VALUES = 1_000_000
_DEEPEST_LEVEL = 9
_KINDS = ", ".join(BlockKind)
_ADVICE = "Mend it there, or save the article as plain text."


def read_json(data: bytes, hints: Hints) -> Document:
    """The article in the form that this module describes.

    Raises UnreadableText, which names the place, when it is not in that form, and TooLarge when
    it is made of more than a million values.
    """
    text = decode(data, hints.charset)
    value = _parsed(text)
    if isinstance(value, list):
        _refuse("This JSON is a list, and an article is an object with “text” or “blocks”.")
    if value.get("format") == FORMAT:
        return _own_document(text)
    title = _one_line(_string(value, "title"))
    if "blocks" in value:
        blocks = _list(value, "blocks")
        document = Document.of_blocks(
            [_block(block, f"blocks[{place}]") for place, block in enumerate(blocks)], title
        )
    elif "text" in value:
        document = parse_lines(_string(value, "text"))
        document = replace(document, title=title or document.title)
    else:
        _refuse("There is neither “text” nor “blocks” in this JSON.")
    return replace(document, metadata=_metadata(value))


def _parsed(text: str) -> Any:
    """The object or the list in a text."""
    if sum(map(text.count, ",[{")) > _MOST_VALUES:
        raise TooLarge("This JSON has too many values.", "Keep the article only.")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        _refuse(f"This JSON is broken in line {error.lineno}, at character {error.colno}.")
    except RecursionError:
        _refuse("This JSON cannot be read: it is nested too deeply.")
    except ValueError:  # Python refuses to take in numbers of thousands of digits
        _refuse("This JSON cannot be read: a number in it is too long.")
    if not isinstance(value, dict | list):
        _refuse("There is no article in this JSON.")
    return value


def _own_document(text: str) -> Document:
    """A document as the program writes it."""
    try:
        found = document_from_json(text.encode("utf-8"))
    except ValueError:
        _refuse(f"This JSON says that it is {FORMAT}, and is not in that form.")
    # Each of these is one letter before and after, so that the spans stay where they are.
    whole = _without_halves(found.text).replace("\r\n", " \n").replace("\r", "\n")
    said = {each.name: getattr(found.metadata, each.name) for each in fields(Metadata)}
    found = replace(
        found,
        text=whole,
        title=_one_line(_sound(found.title)),
        metadata=_metadata(said),
        links=tuple(_sound_links(found.links)),
        notices=(),
    )
    for place, block in enumerate(found.blocks):
        body = found.text_of(block)
        if body != body.strip() or not body:
            _refuse(f"“blocks[{place}]” begins or ends with white space, or is empty.")
    return found


def _sound_links(links: Iterable[TextLink]) -> Iterator[TextLink]:
    """The links that have words and lead somewhere."""
    for link in links:
        address = _one_line(_sound(link.address))
        if address and link.start < link.end:
            yield link._replace(address=address)


def _block(found: Any, where: str) -> tuple[BlockKind, str, int]:
    if isinstance(found, str):
        return BlockKind.PARAGRAPH, _sound(found), 0
    if not isinstance(found, dict):
        _refuse(f"“{where}” is neither an object nor a string.")
    if "text" not in found:
        _refuse(f"There is no “text” in “{where}”.")
    kind = _kind(found.get("kind", BlockKind.PARAGRAPH), where)
    usual = 2 if kind is BlockKind.HEADING else 1 if kind is BlockKind.ITEM else 0
    level = _level(found.get("level", usual), where)
    return kind, _string(found, "text", f"{where}.text"), level if usual else 0


def _kind(found: Any, where: str) -> BlockKind:
    try:
        return BlockKind(found)
    except ValueError:
        _refuse(f"The kind of “{where}” is none of {_KINDS}.")


def _level(found: Any, where: str) -> int:
    if type(found) is not int or not 0 <= found <= _DEEPEST_LEVEL:
        _refuse(f"The level of “{where}” is no number from 0 to {_DEEPEST_LEVEL}.")
    return found


def _metadata(value: Mapping[str, Any]) -> Metadata:
    return Metadata(
        **{each.name: _one_line(_string(value, each.name)) for each in fields(Metadata)}
    )


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key, [])
    if not isinstance(found, list):
        _refuse(f"“{key}” is no list in this JSON.")
    return found


def _string(value: Mapping[str, Any], key: str, where: str = "") -> str:
    """The text under a key, or "" when there is none."""
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        _refuse(f"“{where or key}” is no string in this JSON.")
    return _sound(found)


def _sound(text: str) -> str:
    """The text with plain newlines, and with what no text may hold shown as such."""
    return _without_halves(text).replace("\r\n", "\n").replace("\r", "\n")


def _without_halves(text: str) -> str:
    """The text without halves of characters and NUL, each shown as a letter that was lost."""
    return _NO_LETTER.sub("\ufffd", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse(sentence: str) -> NoReturn:
    raise UnreadableText(sentence, _ADVICE)
