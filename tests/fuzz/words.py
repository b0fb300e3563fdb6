"""What the code under test looks for in its input: the words that mutations are made of."""

# Lists are easier to read in long lines than in columns.
# ruff: noqa: E501

from __future__ import annotations

from app.ingest.rtf_words import ENTERED, SIGNS, SKIPPED
from tests.engine import texts as known


def split(text: str, before: str = "", after: str = "") -> tuple[bytes, ...]:
    """The words of a line, each with something before and after it."""
    return tuple(f"{before}{word}{after}".encode() for word in text.split())


def elements(prefix: str, names: str) -> tuple[bytes, ...]:
    """The tags of XML elements: opening, closing, and of empty ones."""
    tags = (f"<{prefix}:{{}}>", f"</{prefix}:{{}}>", f"<{prefix}:{{}}/>")
    return tuple(tag.format(name).encode() for name in names.split() for tag in tags)


TAGS = (
    "html head body title meta link base article section main nav aside header footer div p h1 h2 h6 "
    "ul ol li dl dt dd table tr td th thead blockquote figure figcaption pre code br hr a b i em span "
    "img picture video time form input textarea button select option script style template noscript "
    "svg math iframe object details summary center font del ins sup ruby rt wbr plaintext xmp"
)
HTML = (
    *split(TAGS, "<", ">"),
    *split(TAGS, "</", ">"),
    *split("hidden class=byline id=comments role=dialog itemprop=articleBody dir=rtl", " "),
    *split("&amp; &#0; &#x1F6A2; &#xD800; &nbsp; <!-- --> <![CDATA[ ]]> <!doctype <?xml"),
    b' style="display:none"', b' href="javascript:x"', b' href="//a b/"', b' datetime="0000"',
)  # fmt: skip
WORDML = (
    "p r t ins del delText tbl tr tc sdt sdtContent hyperlink fldChar fldSimple pPr rPr txbxContent "
    "drawing footnoteReference endnoteReference ruby rubyBase sectPr moveFrom moveTo numPr br tab sym"
)
ODF = (
    "p h a s tab line-break span list list-item note note-body change change-start change-end section "
    "tracked-changes deletion insertion ruby soft-page-break table-of-content bookmark"
)
XML = (*split("<x> </x> <x/> ]]> <![CDATA[ <!-- <?x?> &lt; &#1; &x; xmlns=''"),
        b'<!DOCTYPE x [<!ENTITY x "xx">]>', b'<?xml version="1.0" encoding="utf-16"?>')  # fmt: skip
MIME = tuple(
    word.encode()
    for word in (
        "\n\n", "\r\n\r\n", "--x", "--x--", "Content-Type: ", "text/html", "text/plain", "multipart/mixed",
        "multipart/alternative", "multipart/related", "message/rfc822", "multipart/digest", '; boundary="x"',
        "; charset=utf-7", "; charset*=utf-8''%ff", "; charset=idna", "Content-Transfer-Encoding: base64\n",
        "quoted-printable", "x-uuencode", "begin 644 a\n", "=?utf-8?B?/w==?=", "=?utf-8?Q?=00?=", "=\n", "=0A",
        "Subject: ", "From: ", "Date: ", "(", "<a@b>", "\n> ", "\nFrom x\n", "-- \n", "; format=flowed",
        "filename*0*=utf-8''%e2%82", "; name=", "Content-ID: <a@b>\n", "Content-Location: cid:a\n", "; start=",
    )
)  # fmt: skip
RTF = (
    *split(" ".join([*ENTERED, *SKIPPED, *filter(str.isalpha, SIGNS)]), "\\", " "),
    *split(
        r"\par \pard \plain \s1 \f1 \f9 \u-1 \u55357 \u57006? \uc0 \uc9 \'e9 \'81 \bin9 \bin-1 \* { } \cell \row"
        r" \nestcell \nestrow \trowd \intbl \itap2 \itap99 \deleted \revised \field \fldinst \fldrslt \footnote"
        r" \chftn \ls1 \ilvl8 \outlinelevel3 \ansicpg932 \ansicpg65001 \ansicpg99999 \mac \pca \fcharset128 \v \up6"
    ),
)
PDF = split(
    "obj endobj stream endstream << >> [ ] ( ) R /Type /Page /Pages /Kids /Count /Parent /Contents /Resources "
    "/Font /Subtype /Type0 /Type3 /ToUnicode /Encoding /Widths /MediaBox /Rotate /Filter /FlateDecode /LZWDecode "
    "/ASCIIHexDecode /ASCII85Decode /RunLengthDecode /DecodeParms /Predictor /XObject /Form /Matrix /BBox /Annots "
    "/Outlines /ObjStm /XRef /Length /Encrypt /Lang /ActualText /MCID BT ET Tf Td TD Tm Tj TJ T* Tc Tw Tz Ts Tr cm q Q Do"
    " BMC BDC EMC BI ID EI 0 -1 1e9 1e-9 NaN true null <FFFE> <feff> 65536 0.00001"
)
JSON = split('{ } [ ] : , "text" "blocks" "kind" "level" "versions" \\u0000 \\ud800 1e999 NaN null')
MARKDOWN = (*split("# ### > - * 1. ``` ~~~ | :-: [x](y) ![]() <b> &lt; ** __ ~~ --- === [^1] [x]: \\"),
             b"\n\n", b"\n    ", b"\n---\n", b"\ntitle: ", b"<!--", b"\t")  # fmt: skip
EPUB = (
    *HTML,
    *split("full-path href idref linear spine manifest item %2e%2e/ #x ../ / http://"),
)
PROSE = tuple(
    f"{word} ".encode()
    for word in (
        *known.WORDS, *known._SAID, *known._STATED, *known._SWAYING, "“", "”", ".”", "!", "?", "\n\n", "\n",
        "\n\n- ", "\n\n1. ", "# ", "’", "«", "»", "e\u0301", "\u200b", "\u00ad", "ﬁ", "Ǆ", "İ", "ß", "１２", "½", "²",
        "twenty-one", "per cent", "%", "12:45", "halb neun", "May 4th", "2026-05-04", "3,5 Mio.", "€5bn", "not", "—",
    )
)  # fmt: skip
DATES = split(
    "2026 -05 -04 T07:40 Z +01:00 -14:00 +23:59 UTC GMT 24:00 0001 9999 W01 -366 | : . , − ٤"
)
LOOK = split(
    "view= context= only= hide= open= ledger= & = , all side single changes a b %00 %ff + 9 -1 numbers q= sort= whose= "
    "base= show= page= contested most bridge@1 bridge@2 quotations spelling typography links"
)
ADDRESS = split(
    "http:// https:// // : @ [ ] ::1 [::ffff:127.0.0.1] 127.1 0x7f.1 2130706433 .. / \\ ? # %00 %2f xn-- xn--a ß 。 "
    "localhost :0 :65536 :443 javascript: file: data: a.example 1..2 1,2 a@1,b@2"
)
NAMES = split(
    "_v1 v2 (2) 2026-05-04 2026-13-45 .txt .html / | . .. %00 ٢ ² 99999999999999999999 con 東京 - _"
)
TOML = (*split('[[article]] [[article.version]] file title slug label captured published format = " \' """ [ ] { } , #'),
         b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"inf", b"1979-05-27", b"\n")  # fmt: skip
HTTP = tuple(
    word.encode()
    for word in (
        "HTTP/1.1 200 OK\r\n", "HTTP/1.0 302 x\r\n", "HTTP/2 200\r\n", "304", "100", "101", "206", "999", "Location: ",
        "Content-Length: ", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "Content-Type: ",
        "text/html; charset=", "image/png", "Set-Cookie: a=b\r\n", "\r\n\r\n", "\r\n", "0\r\n\r\n", "5;x\r\n", "ffffffffff\r\n",
        "http://[", "//a.example", "https://127.0.0.1/", "http://a:b@c/", "\x1f\x8b\x08", "ETag: \xff",
    )
)  # fmt: skip
IMPORT = (*TOML, *JSON)
