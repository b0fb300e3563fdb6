"""A reader of Word's tracked changes for the tests: small, and sharing nothing with the writer."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {True: (f"{W}del", f"{W}moveFrom"), False: (f"{W}ins", f"{W}moveTo")}
"""What is not there any more once all changes were accepted, or rejected."""


def body_of(data: bytes) -> etree._Element:
    """The body of a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("word/document.xml"))
    return root.find(f"{W}body")


def settled(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs when all changes are accepted, or all rejected."""
    gone = _GONE[accepted]
    found: list[str] = []
    text = ""
    for paragraph in body_of(data).iter(f"{W}p"):
        text += "".join(
            _text(run)
            for run in paragraph.iter(f"{W}r")
            if not any(ancestor.tag in gone for ancestor in run.iterancestors())
        )
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or not any(mark.find(name) is not None for name in gone):
            found.append(text)
            text = ""
    assert not text, "the last paragraph has no end"
    return found


def _text(run: etree._Element) -> str:
    read = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(
        read.get(part.tag, "") or (part.text or "" if part.tag in (f"{W}t", f"{W}delText") else "")
        for part in run
    )
