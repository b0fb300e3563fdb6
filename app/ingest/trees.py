"""XML → trees, with nothing that XML can do to its reader.

No entity is resolved, no other file is opened, and depth and number of elements are bounded.
"""

from __future__ import annotations

import re
from typing import Any

from app.errors import TooLarge, UnreadableText

MOST_ELEMENTS = 2_000_000
"""Tags; a novel has a few hundred thousand."""
MOST_ATTRIBUTES = 3_000_000

_ENTITY = b"<!ENTITY"
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
_READ = re.compile(rb"utf-?(?:8|16(?:[bl]e)?)|us-ascii|iso-8859-\d+|windows-125\d", re.I)

_SAVE_AGAIN = "Open it in the program that made it, and save it again."

Tree = Any
"""An element of lxml, which has no types."""


def parse_xml(data: bytes, what: str) -> Tree:
    """The root of the XML document in ``data``, a part of what a person would call a ``what``.

    Comments and processing instructions are left out. Elements can be as deep as 256, so that
    the tree can be walked by recursion. Raises UnreadableText and TooLarge.
    """
    # Imported here: plain text is read without it.
    from lxml.etree import LxmlError, XMLParser, fromstring

    plain = data.replace(b"\0", b"")  # as if UTF-16 were ASCII
    declared = _ENCODING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if _ENTITY in plain or (declared and not _READ.fullmatch(declared[1])):
        raise UnreadableText(f"There is XML in this {what} that is not read.", _SAVE_AGAIN)
    if plain.count(b"<") > MOST_ELEMENTS or plain.count(b"=") > MOST_ATTRIBUTES:
        raise TooLarge(f"This {what} has too many parts.", "Keep the article only.")
    parser = XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return fromstring(data, parser)
    except (LxmlError, ValueError) as error:
        raise UnreadableText(f"This {what} is damaged, or not complete.", _SAVE_AGAIN) from error


def name_of(element: Tree) -> str:
    """The local name of an element, without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: Tree, name: str) -> str:
    """The attribute of this local name, whatever its namespace; "" when there is none."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return ""


def child_of(element: Tree, name: str) -> Tree | None:
    """The first child of this local name."""
    return next((child for child in element if name_of(child) == name), None)
