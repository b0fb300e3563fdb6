"""Packed files for the tests, made member by member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from app.errors import RecensionError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)
_ODF += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def told(read: Callable[[], object]) -> str:
    """What a person is told of a file that is not read; "" when it is."""
    try:
        read()
    except RecensionError as error:
        return f"{error.sentence} {error.advice}"
    return ""


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members; one that tells the type is not packed, as the formats ask."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return into.getvalue()


def word(element: str, content: str) -> str:
    """A part of a Word document, with the names of its elements declared."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{element} xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps" '
        f'xmlns:m="urn:math">{content}</w:{element}>'
    )


def relationships(*links: tuple[str, str, str]) -> str:
    """The list of what a part refers to: (id, last word of the type, target or address)."""
    listed = [
        f'<Relationship Id="{link_id}" Type="{R}/{sort}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for link_id, sort, target in links
    ]
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(listed)}</Relationships>'


def docx(body: str, members: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this body."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relationships(
                ("s", "styles", "styles.xml"),
                ("f", "footnotes", "footnotes.xml"),
                ("e", "endnotes", "/word/endnotes.xml"),
                ("h1", "hyperlink", "https://harbour.example/times"),
            ),
            **(members or {}),
        }
    )


def opendocument(element: str, content: str) -> str:
    """A part of an OpenDocument text, with the names of its elements declared."""
    return f'<?xml version="1.0"?><office:{element} {_ODF}>{content}</office:{element}>'


def odt(body: str, styles: str = "", members: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text with this body and these automatic styles."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": opendocument(
                "document-content",
                f"<office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>",
            ),
            **(members or {}),
        }
    )
