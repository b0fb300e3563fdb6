"""What a Word document has around its text: styles, a footer, properties, and the list of these."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from app.export.about import About, VersionAbout

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNFIT = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEVELS = 9

_KINDS = {
    "document": f"{_TYPE}.document.main+xml",
    "styles": f"{_TYPE}.styles+xml",
    "numbering": f"{_TYPE}.numbering+xml",
    "footer": f"{_TYPE}.footer+xml",
}


def package(body: str, about: About) -> dict[str, str]:
    """The files of the archive by their names; ``body`` is the text with its markup."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
        'w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("document", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(about),
        "word/document.xml": _part("document", f"<w:body>{body}{section}</w:body>"),
        "word/_rels/document.xml.rels": _relationships(
            *((name, f"{_OFFICE}/{name}", f"{name}.xml") for name in _KINDS if name != "document")
        ),
        "word/styles.xml": _part("styles", _styles()),
        "word/numbering.xml": _part("numbering", _numbering()),
        "word/footer.xml": _part("ftr", _footer(about)),
    }


def fit(text: str) -> str:
    """A text as XML may hold it, what it may not hold replaced."""
    return escape(_UNFIT.sub("\ufffd", text))


def moment(value: datetime) -> str:
    """A moment as the format writes it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _part(name: str, content: str) -> str:
    return f'{_HEAD}<w:{name} xmlns:w="{_W}" xmlns:r="{_OFFICE}">{content}</w:{name}>'


def _content_types() -> str:
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in _KINDS.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{kinds}"
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _relationships(*relations: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(about: About) -> str:
    made = ""
    if about.b.captured:
        made = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment(about.b.captured)}</dcterms:{name}>'
            for name in ("created", "modified")
        )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{fit(about.title)}</dc:title><dc:creator>Recension</dc:creator>"
        f"<dc:description>{fit(' → '.join((about.a.stated, about.b.stated)))}</dc:description>"
        f"{made}</cp:coreProperties>"
    )


def _styles() -> str:
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>',
        )
        for level, size in enumerate((36, 30, 26, 24, 22, 22), start=1)
    )
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="288" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        + headings
        + _style(
            "Item",
            "List Bullet",
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:contextualSpacing/></w:pPr>',
        )
        + _style("Quote", "Quote", '<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr>')
        + _style("Caption", "caption", '<w:rPr><w:i/><w:iCs/><w:sz w:val="19"/></w:rPr>')
        + _style("Furniture", "Page", '<w:rPr><w:color w:val="6F6B65"/><w:sz w:val="19"/></w:rPr>')
        + _style(
            "Footer",
            "footer",
            '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
            '<w:rPr><w:color w:val="5A5752"/><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr>',
        )
    )


def _style(name: str, shown: str, properties: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/>{properties}</w:style>'
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )
    return (
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )


def _footer(about: About) -> str:
    page = '<w:r><w:t xml:space="preserve"> · </w:t></w:r><w:fldSimple w:instr=" PAGE "/>'
    lines = [_stated("From", about.a), _stated("To", about.b)]
    if about.address:
        lines.append(about.address)
    styled = '<w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    return "".join(
        f'<w:p>{styled}<w:r><w:t xml:space="preserve">{fit(line)}</w:t></w:r>'
        f"{page if number == len(lines) else ''}</w:p>"
        for number, line in enumerate(lines, start=1)
    )


def _stated(words: str, version: VersionAbout) -> str:
    return f"{words}: {version.stated}" + (f" · SHA-256 {version.sha256}" if version.sha256 else "")
