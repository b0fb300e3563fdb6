"""Small files of every kind that is read, full of what their readers look for."""

# Markup is easier to read in long lines than in pieces.
# ruff: noqa: E501

from __future__ import annotations

import json
from email.message import EmailMessage

from tests.ingest.packing import docx, odt, packed, word
from tests.ingest.pdfs import Page, Text, fill, nested_drawings, pdf

STORY = (
    "The council will close the harbour bridge in May, its engineer Ola Venn said on Monday. “We "
    "may need nine weeks,” she said; the work costs £340,000, or about 4 per cent of the budget."
)
TEXTS = [
    f"Bridge to close\n\nBy Ola Venn\n4 May 2026, 07:40\n\n{STORY}\n\n- One\n- Two\n\nLeave a reply\n".encode(),
    ("Die Fähre fährt um halb neun.\r\n" * 4).encode("cp1252"),
    "Паром отходит в девять часов утра.\n\nМосты закрыты на ремонт.".encode("koi8-r"),
    "船は九時に出ると書記は言った。\n\n橋は閉まる。".encode("shift_jis"),
    "船は九時に出る。".encode("iso2022_jp"),
    f"\ufeff{STORY}".encode("utf-16"),
    STORY.encode("utf-16-le"),
    STORY.encode().decode("cp1252", "replace").encode(),
    "\n".join(fill(STORY * 3, 60)).encode(),
]
MARKDOWN = [
    f"---\ntitle: Bridge\n---\n# Bridge to close\n\n{STORY}\n\n> We *may* [need](https://a.example/x 'y')\n>> nine\n\n"
    "1. One\n   - Two\n\n```py\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![Boat](m.jpg)\n<b>raw</b> &amp; \\* ~~x~~\n".encode()
]
HTML = [
    (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge | Gazette</title>'
        '<meta property="og:title" content="Bridge"><meta name="author" content="Ola Venn">'
        '<meta property="article:published_time" content="2026-05-04T07:40:00+01:00">'
        '<link rel="canonical" href="/bridge"><base href="https://a.example/"><script type="application/ld+json">'
        '{"@graph":[{"@type":"NewsArticle","headline":"Bridge","author":[{"@id":"#p","name":"Ola"}],'
        '"datePublished":"2026-05-04","articleBody":"x"}]}</script><style>p{}</style></head><body>'
        '<nav><ul><li><a href="/">Home</a><li>News</ul></nav><main><article><h1>Bridge</h1>'
        '<p class="byline">By Ola Venn</p><time datetime="2026-05-04">4 May</time>'
        f"<p>{STORY}</p><blockquote>We <em>may</em> need<br>weeks</blockquote><figure><img src=a.jpg>"
        "<figcaption>The Marigold.</figcaption></figure><ul><li>One<ol><li>Two</ol></ul><table><tr><td>a"
        f'<td>b</table><pre> x\n y</pre><div hidden>no</div><p style="display:none">no</p><p>{STORY}</p>'
        '</article></main><aside class="related">More</aside><form><textarea>x</textarea></form>'
        '<div id="comments"><p>Leave a reply</p></div><svg><text>s</text></svg><template>t</template>'
        "<noscript>n</noscript><footer>&copy; 2026 &#8212; &#x0;</footer></body></html>"
    ).encode(),
    f"<p>{STORY}<p>{STORY}".encode(),
    f"<html><head><meta http-equiv=content-type content='text/html; charset=iso-8859-2'><body><h2>Most</h2>{STORY}".encode(
        "iso8859-2", "replace"
    ),
]
_BODY = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Bridge</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">Crews </w:t></w:r><w:del w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del>'
    '<w:ins w:id="2"><w:r><w:t>will</w:t><w:tab/><w:br/><w:noBreakHyphen/></w:r></w:ins><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>'
    '<w:hyperlink r:id="h1"><w:r><w:t>times</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText> HYPERLINK "https://a.example" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>link</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:sdt><w:sdtContent><w:moveTo><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveTo></w:sdtContent></w:sdt>"
    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p>"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:p/></mc:Fallback></mc:AlternateContent>"
    "<w:ruby><w:rt/><w:rubyBase><w:r><w:t>r</w:t></w:r></w:rubyBase></w:ruby><m:oMath><m:t>x</m:t></m:oMath></w:r></w:p>"
)
DOCX = [
    docx(
        _BODY,
        {
            "word/styles.xml": word(
                "styles",
                '<w:style w:styleId="Heading1" w:type="paragraph"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
                '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:styleId="Normal"><w:name w:val="Normal"/>'
                '<w:basedOn w:val="Heading1"/></w:style>',
            ),
            "word/footnotes.xml": word(
                "footnotes",
                '<w:footnote w:id="2"><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>',
            ),
            "docProps/core.xml": '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>Bridge</dc:title><dc:creator>Ola</dc:creator></c:coreProperties>",
        },
    )
]
ODT = [
    odt(
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>may</text:p></text:deletion></text:changed-region>'
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
        '<text:h text:outline-level="1">Bridge</text:h><text:p text:style-name="P1">Crews <text:change text:change-id="c1"/>'
        '<text:change-start text:change-id="c2"/>will<text:change-end text:change-id="c2"/><text:s text:c="3"/><text:tab/>'
        "<text:line-break/><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Note.</text:p></text:note-body></text:note>"
        '<text:a xlink:href="https://a.example">times</text:a></text:p><text:list><text:list-item><text:p>One</text:p><text:list>'
        "<text:list-item><text:p>Two</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
        "<text:section><draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame></text:section>",
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading"/>',
        {"meta.xml": "<x/>", "styles.xml": "<x/>"},
    )
]
RTF = [
    (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}{\f2\fcharset128 M;}}"
        rb"{\stylesheet{\s1\sbasedon2 heading 1;}{\s2\sbasedon1 Quote;}}{\info{\title Bridge}{\author Ola}{\creatim\yr2026\mo5\dy4}}"
        rb"\pard\s1 Bridge\par\pard\s2 Crews {\deleted may}{\revised will} go\'e9 \f1\'cf\u8364?\uc2\u55357??\u57006??\emdash\par"
        rb"{\listtext\'b7\tab}\ls1\ilvl1 One\par\trowd\intbl a\cell b\cell\row\itap2 n\nestcell{\nesttableprops\trowd\nestrow}"
        rb"{\footnote\pard\chftn Note.}{\field{\*\fldinst{HYPERLINK \"https://a.example\"}}{\fldrslt link}}{\*\shpinst{\shptxt Box}}"
        rb"{\pict\bin4 \}\{x}{\upr{a}{\*\ud{b}}}\line\tab\~\_x\par}"
    )
]
_LINES = fill(STORY * 2, 60)
PDF = [
    pdf(
        [
            Page([Text("Bridge to close", 50, 760, 18, bold=True), *(Text(line, 50, 720 - 12 * n) for n, line in enumerate(_LINES))]),
            Page([*(Text(line[:26], 50 + 280 * (n % 2), 700 - 12 * (n // 2)) for n, line in enumerate(_LINES * 2)), Text("2", 300, 20, artifact=True)], picture=True, rotated=90),
        ],
        information={"Title": "Bridge", "Author": "Ola", "CreationDate": "D:20260504074000+01'00'"},
        language="en",
    ),
    pdf([Page([Text("Turned", 50, 700, turn=90), Text("Crews-", 50, 500), Text("men go", 50, 488)])]),
    nested_drawings(2, 2),
    pdf([Page()], encrypted=True),
]  # fmt: skip
_PAGE = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body{0}</body></html>'
EPUB = [
    packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="o/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "o/b.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>Bridge</dc:title><dc:creator>Ola</dc:creator><dc:date>2026-05-04</dc:date><dc:language>en</dc:language></metadata><manifest>"
            '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="a" href="t/a%20b.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="n"/><itemref idref="a" linear="yes"/></spine></package>',
            "o/n.xhtml": _PAGE.format(
                '><nav epub:type="toc"><ol><li><a href="t/a%20b.xhtml">One</a></li></ol></nav>'
            ),
            "o/t/a b.xhtml": _PAGE.format(
                f'><h1>Bridge</h1><p>{STORY}<a epub:type="noteref" href="#n">1</a></p><aside epub:type="footnote" id="n"><p>Note.</p></aside>'
            ),
            "META-INF/encryption.xml": "<encryption/>",
        }
    )
]


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = (
        "Ola Venn <o@a.example>",
        "d@a.example",
        "Mon, 4 May 2026 07:40:00 +0100",
    )
    mail["Subject"] = "Fwd: Brücke"
    mail.set_content(f"{STORY}\n\n> quoted\n-- \nOla\n", cte="quoted-printable")
    mail.add_alternative(f"<html><body><p>{STORY}</p></body></html>", subtype="html", cte="8bit")
    mail.add_attachment(
        TEXTS[0], maintype="text", subtype="plain", filename="bridge ü.txt", cte="base64"
    )
    return mail


MAIL = [
    _mail().as_bytes(),
    b"From a@b Mon May  4\nFrom: =?utf-8?Q?Ola_V=C3=A9nn?= <a@b.example>\nSubject: =?iso-8859-1?B?QnL8Y2tl?=\nMIME-Version: 1.0\n"
    b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\nContent-Transfer-Encoding: 8bit\n\nCrews may \nreturn. \n> said\n\nOn 4 May x wrote:\n> y\n",
    b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: message/rfc822\n\nSubject: In\nFrom: a@b.example\n\nNoon.\n'
    b"--x\nContent-Type: application/json\nContent-Disposition: attachment; filename*=utf-8''a%C3%A9.json\n\n{}\n--x--\n",
]
MHTML = [
    b'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--x"; start="<a@b>"\r\n\r\n'
    b"----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.example/b\r\n\r\n"
    b"<html><body><article><h1>Bridge</h1><p>Crews may return on Monday=2C the council said=20today.</p></article></body></html>\r\n"
    b"----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://a.example/c\r\n\r\nAAAA\r\n----x--\r\n"
]
ARTICLE = {
    "title": "Bridge", "byline": "Ola", "published": "2026-05-04T07:40:00+01:00", "language": "en", "address": "https://a.example",
    "blocks": [{"kind": "heading", "text": "Bridge", "level": 2}, {"kind": "item", "text": "One"}, "A string."],
}  # fmt: skip
JSON = [
    json.dumps(ARTICLE).encode(),
    json.dumps({"text": STORY, "modified": "2026"}).encode(),
    b'{"format":"recension/document/1","title":"B","text":"One two.","blocks":[["paragraph",0,8,0]],"links":[[0,3,"https://a.example"]],"metadata":{"byline":"Ola"},"notices":["x."]}',
]
SERIES = [
    json.dumps(
        {
            "slug": "bridge",
            "title": "Bridge",
            "versions": [{"published": "2026-05-04", "label": "wire", "text": STORY}, ARTICLE],
        }
    ).encode(),
    json.dumps([{"id": "a", "versions": [{"t": "2026", "rev": "1", "text": "Noon."}]}]).encode()
    + b"\n{}",
    b'{"text": "One."}\n{"text": "Two."}\nbroken\n',
]
ZIP = [
    packed({"bridge_v1.txt": TEXTS[0], "bridge_v2.txt": STORY, "__MACOSX/x": b"", "page_files/a.css": b"", "p\u00e4ge.html": HTML[1]}),
    packed({"a/b/2026-05-04 bridge.md": MARKDOWN[0]}),
    packed({"in.zip": packed({"in.zip": packed({"a.txt": STORY})})}),
]  # fmt: skip
ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\nETag: x\r\n\r\nNoon.",
    b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n4\r\n\x1f\x8b\x08\0\r\n0\r\n\r\n",
]
MANIFEST = [
    b'[[article]]\nslug = "bridge"\ntitle = "Bridge"\n\n[[article.version]]\nfile = "a/1.txt"\ntitle = "One"\n'
    b'label = "wire"\ncaptured = 2026-05-04T07:40:00+01:00\npublished = "2026"\n[[article.version]]\nfile = "2.txt"\n'
]
_FACTS = json.dumps({"outcome": "document", "members": [["a", 3]]}).encode()
MESSAGES = [len(_FACTS).to_bytes(4, "big") + (4).to_bytes(4, "big") + _FACTS + b"body"]
DATES = [b"2026-05-04T07:40:00.5+01:00", b"2026-05-04|07:40|UTC+2", b"2026"]
QUERIES = ["ferry “Port Ellery” sa 船は".encode(), b'"a b" c']
LOOKS = [b"view=single&context=3&only=numbers,names&open=1,2&base=bridge@2&page=2"]
ADDRESSES = [b"https://a.example:443/b?c#d", b"a@1,b@3"]
NAMES = [b"a/2026-05-04 story_v2.txt|a/story (3).md|Story"]
