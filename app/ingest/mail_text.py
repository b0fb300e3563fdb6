"""The text of a mail: lines joined that were parted for the way, quoted replies marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.engine import BlockKind, Document
from app.ingest.text import parse_lines

_QUOTED = re.compile(r"(?:>[ ]?)+")
_SIGNATURE = "-- "
_LONGEST_ATTRIBUTION = 300
_LONGEST_SIGNATURE = 800
_MOST_SIGNATURE_LINES = 20

# "On 4 May 2026 at 07:40, Anna Berg <anna@ferry.example> wrote:" in any language: there is a
# number or an address in it, and a colon at its end.
_ATTRIBUTION = re.compile(r"(?=.*(?:\d|@)).*[:：]\s*$", re.S)
_MOMENT = re.compile(r"\d[:.h]\d\d|\S@\S")
_REPLY = re.compile(
    r"-{3,}\s*(?:original message|ursprüngliche nachricht|message d['’]origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|исходное сообщение)\s*-{3,}$",
    re.I,
)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|doorgestuurd bericht|пересланное сообщение)\b.*|begin forwarded message:"
    r"|anfang der weitergeleiteten nachricht:|début du message réexpédié\s?:",
    re.I,
)
_HEADER = re.compile(
    r"\*?(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|kopie|betreff|de|envoyé"
    r"|date|à|objet|enviado|fecha|para|asunto|da|inviato|data|a|oggetto|от|дата|кому|тема)"
    r"\s?:\*?(?:\s|$)",
    re.I,
)


def joined_flow(text: str, *, glued: bool) -> str:
    """The text of ``format=flowed`` with its lines joined again (RFC 3676).

    A line that ends with a space goes on in the next one; with ``glued`` (``DelSp=yes``) that
    space is not of the text. Marks of quotation stay, once for a paragraph.
    """
    paragraphs: list[str] = []
    pieces: list[str] = []
    depth_before = 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        if pieces and depth != depth_before:
            paragraphs.append("".join(pieces))
            pieces = []
        if not pieces and depth:
            pieces.append(">" * depth + " ")
        depth_before = depth
        flows = body.endswith(" ") and body != _SIGNATURE
        pieces.append(body[:-1] if flows and glued else body)
        if not flows:
            paragraphs.append("".join(pieces))
            pieces = []
    return "\n".join([*paragraphs, *(["".join(pieces)] if pieces else [])])


def parse_mail_text(text: str) -> Document:
    """The blocks of a plain text in a mail, those that are not of the article as furniture."""
    return marked(parse_lines("\n".join(_parted(text.split("\n")))))


def marked(document: Document) -> Document:
    """The document with quoted replies and the signature as furniture; never all of it."""
    texts = [document.text_of(block) for block in document.blocks]
    found = _around(document, texts) | {
        index for index, block in enumerate(document.blocks) if block.is_furniture
    }
    if len(found) == len(texts):
        return document
    blocks = tuple(
        block._replace(kind=BlockKind.FURNITURE, level=0) if index in found else block
        for index, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks)


def _parted(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with an empty one wherever quoted ones begin or end."""
    before = False
    for number, line in enumerate(lines):
        quoted = line.startswith(">")
        if number and quoted != before:
            yield ""
        before = quoted
        yield line
        if line.rstrip() == "--":
            yield ""


def _around(document: Document, texts: Sequence[str]) -> set[int]:
    """The indices of the blocks around the message itself."""
    found: set[int] = set()
    end = len(texts)
    for index, text in enumerate(texts):
        if index in found:
            continue
        if _QUOTED.match(text):
            found.add(index)
        elif _introduces(document, texts, index):
            found |= {index, *_quotation(document, index + 1)}
        elif text == "--" and index and (signature := _signature(texts, index)):
            found |= signature
        elif _FORWARDED.match(text) or (_REPLY.match(text) and index == len(found)):
            found |= {index, *_headers(texts, index + 1)}
        elif _REPLY.match(text):
            found.update(range(index, end))
    return found


def _introduces(document: Document, texts: Sequence[str], index: int) -> bool:
    """Whether this is the line over a quoted reply."""
    text = texts[index]
    if index + 1 == len(texts) or len(text) > _LONGEST_ATTRIBUTION or not _ATTRIBUTION.match(text):
        return False
    if document.blocks[index + 1].kind is BlockKind.QUOTATION:  # as articles have them too
        return _MOMENT.search(text) is not None
    return _QUOTED.match(texts[index + 1]) is not None


def _quotation(document: Document, start: int) -> Iterator[int]:
    for index in range(start, len(document.blocks)):
        if document.blocks[index].kind is not BlockKind.QUOTATION:
            return
        yield index


def _signature(texts: Sequence[str], start: int) -> set[int]:
    """The lines from the two dashes to the end or to a quoted reply, if they are few."""
    found = {start}
    length = 0
    for index, text in enumerate(texts[start + 1 : start + 2 + _MOST_SIGNATURE_LINES], start + 1):
        if _QUOTED.match(text):
            return found
        found.add(index)
        length += len(text)
    few = len(found) <= _MOST_SIGNATURE_LINES + 1 and length <= _LONGEST_SIGNATURE
    return found if few else set()


def _headers(texts: Sequence[str], start: int) -> Iterator[int]:
    """The lines with sender, date and subject of a mail inside a mail."""
    for index in range(start, len(texts)):
        if not _HEADER.match(texts[index]):
            return
        yield index
