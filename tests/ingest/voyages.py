"""An article of our own that has all that articles have, as a flat OpenDocument text.

It goes through LibreOffice into the other formats and comes back. Each block of it is one
line below: a mark of its kind and its text.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# T title, H and h headings, I item, Q quotation, C caption, R row of the table, else paragraph.
ARTICLE = """\
T|The lighthouse that counts ships
|For ninety-one years the lamp on Cape Merrow has done two things at once. It has kept vessels off the rocks, and it has counted them. Every keeper since 1934 has written down each hull that passed between dusk and dawn, with its bearing, its lights and the state of the sea. The ledgers now fill a wall, and a small team of historians has begun to read them.
|“Nobody asked them to do it,” says Ingrid Solberg, who leads the work from a rented room above the chandler’s shop. “They simply did it, and then the next keeper did it, because the last one had.” She has read 214 of the 388 volumes so far. The oldest is bound in sailcloth; the newest is a school exercise book with a picture of a horse on its cover.
H|A habit becomes a record
|The counting began with a quarrel. In the autumn of 1934 a coaster called the Annelise ran aground half a mile to the south, and her master swore that the lamp had been dark. The keeper, Tobias Renn, swore that it had not. An inquiry sat for three days, heard eleven witnesses and decided nothing. Renn went back up his stairs, ruled a page into five columns and wrote at the top of it, in capitals, a single word: PROOF.
|He was as good as that word. Between 3 November 1934 and his retirement on 30 June 1957 he missed nine nights. Four of them were for the births of his children, two for funerals, and three he never explained. His hand is small and upright — “like a fence”, Solberg says — and it does not change in twenty-three years.
|What makes the record worth more than a curiosity is its evenness. Harbour books tell us what arrived, and newspapers tell us what sank. Almost nothing tells us what merely went by. At Cape Merrow there are about 1,460,000 entries of ships that came to no harm and paid no dues, and that nobody else had any reason to remember.
h|What a line holds
|A typical line runs to some forty characters.[[Renn used a private shorthand of about sixty signs. A key to it was found inside the clock case in 1988.]] It gives the hour, the bearing in degrees, the lights as seen, and a guess at the tonnage. After 1961 the keepers added the name of the ship when the radio gave it. After 1979 they added the wind.
|The guesses are better than they ought to be. When the team checked 2,300 of them against registers of the time, the median error was 6.5 per cent. For ships above 10,000 tonnes it was under 4 per cent. “I would not have believed it from a machine,” says Pavel Hruška, a statistician who joined the project last year, “and I am paid to believe machines.”
C|The wall of ledgers in the keeper’s kitchen, photographed in March.
R|Decade\tShips a night\tNights missed
R|1934–1943\t31.2\t14
R|1944–1953\t38.9\t6
R|1954–1963\t52.4\t11
R|1964–1973\t61.7\t9
H|Voices from other shores
|The ledgers are not only in English. Between 1946 and 1949 the light was kept by Édouard Lemoine, who wrote as he spoke. “Mer belle, rien à signaler”, he noted on most nights; on one he added: « Trois baleines. J’ai éteint ma pipe pour mieux les entendre. » The remark cost him a reprimand, since a keeper was meant to look and not to listen. He pasted the letter into the book beneath the whales.
|His successor, Hanne Vogt, preferred to argue. „Der Nebel zählt auch“, she wrote in January 1951, when the office asked why she had filled a whole page on a night without ships. She had counted the minutes between one blast of the horn and the next — 720 of them — and ruled a line under the sum. The office did not write again.
|A Spanish relief keeper left only one sentence, in the spring of 1968: «¿Quién cuenta al que cuenta?». Solberg has had it printed on a card. It hangs above her desk, next to a Polish one — „Światło nie śpi” — that arrived from a reader in Gdynia. A third card, in Greek, says «Η θάλασσα θυμάται», and nobody can tell any more who sent it.
Q|“There are nights when I think that the sea is a very long sentence, and that I have been asked to put in the commas.”
|The words are those of Vogt, in a letter to her sister that was never posted. It lay between two pages of the ledger for 1953. The team found it on a Tuesday, and nobody did any more work that day.
H|How the pages are read
|Reading is slow. The damp has welded some of the leaves together, and each volume must spend a week in a dry room before it can be opened. After that there are four steps:
I|every page is photographed twice, once in plain and once in slanting light;
I|a program proposes a reading of each line, and marks the signs it doubts;
I|two volunteers who do not know each other correct it;
I|where they disagree, Solberg decides, and writes down why.
|The program is not clever, and that is on purpose. An earlier one filled the gaps with what it thought likely, and so it invented a convoy. “It was a beautiful convoy,” Hruška says. “Fourteen ships, well spaced, on a plausible course. It would have been in the textbooks by now if Marit hadn’t looked at the tide tables.” Marit Oyelaran, a retired pilot, is one of eighty-six volunteers. She had noticed that the ships would have had to sail over a sandbank.
|Since then the rule has been that an empty place stays empty. In the edition there will be gaps of every size — a letter, a night, the whole of February 1962 — and each will be shown as it is. That makes for an uneven page. It also makes for one that can be trusted.
h|Money, and what comes after it
|The work costs about £84,000 a year. Of that sum £31,500 comes from the county, £22,000 from a foundation in Bergen and the rest from a jar, as Solberg puts it, although the jar is a website. The present grant ends on 31 March. A decision on the next one was due in May, was moved to July, and is now expected “in due course”.
|If the money stops, the ledgers will go to the county archive, 140 km inland. The shelves there are dry, and the staff are willing. But the archive closes at 4.30 p.m., and most of the volunteers have jobs. “You can move the paper,” says Oyelaran. “You can’t move the people who look up from it and see the ships.”
|There is, besides, the matter of the lamp. It was made automatic in 1996, and since then no keeper has been needed. Yet the counting never stopped. The last man to hold the post, Joseph Adeyemi-Clarke, bought the cottage below the tower, and every night at dusk he still sits down at the kitchen window with a pair of binoculars. He is eighty-two. He uses a pencil, because, he says, ink freezes.
H|One more column
|On a clear evening in October he let a visitor sit beside him. For two hours nothing passed. Then, at 9.47 p.m., a single white light came round the point; he watched it for a full minute before he wrote anything at all. What did he see? “A boat,” he said. “Forty feet. Somebody going home.”
|He turned the book round, so that the page could be read. There were six columns on it, and not five. The sixth had no heading, and on most lines it was empty; here and there it held a tick. Asked what it was for, he took his time. “Those,” he said, “are the ones that flashed their lights at me. You’d be surprised how many do… I’ve never told the historians. I suppose I have now.”
|It is e-mailed questions, these days, that reach him most: schoolchildren, sailors, a choir. He answers all of them — by hand, on the backs of old tide tables — and he ends each reply in the same way. “Thank you for passing,” he writes. “I saw you.”
"""  # noqa: E501

NOTE = ("[[", "]]")
_NOTE = re.compile(r"\[\[(.*)\]\](.*)")

_STYLES = """\
<office:styles>
 <style:style style:name="Standard" style:family="paragraph"/>
 <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"/>
 <style:style style:name="Quotations" style:family="paragraph" \
style:parent-style-name="Standard"/>
 <style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard"/>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" \
style:parent-style-name="Standard" style:default-outline-level="1"/>
 <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" \
style:parent-style-name="Standard" style:default-outline-level="2"/>
 <text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" \
text:bullet-char="•"><style:list-level-properties text:space-before="0.5cm" \
text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" \
fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" \
fo:margin-right="2cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles>
 <style:master-page style:name="Standard" style:page-layout-name="A4"/>
</office:master-styles>"""

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def lines(kind: str, holding: str = "") -> list[str]:
    """The texts of this kind that hold a sign: cells parted by a space, a note after its text."""
    parted = (line.partition("|") for line in ARTICLE.splitlines())
    texts = [text for mark, _, text in parted if mark == kind and holding in text]
    return [_NOTE.sub(r"\2 \1", text.replace("\t", " ")) for text in texts]


def flat_opendocument(body: str = "") -> bytes:
    """The article, or another body, as a .fodt file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_STYLES}<office:body><office:text>{body or _body()}</office:text></office:body>"
        "</office:document>"
    ).encode()


def _body() -> str:
    parts: list[str] = []
    before = ""
    for line in ARTICLE.splitlines():
        kind, _, text = line.partition("|")
        if before in "IR" and before and kind != before:
            parts.append(_CLOSE[before])
        if kind in "IR" and kind and kind != before:
            parts.append(_OPEN[kind])
        parts.append(_block(kind, text))
        before = kind
    return "".join(parts)


_OPEN = {
    "I": '<text:list text:style-name="Bullets">',
    "R": '<table:table table:name="Ships"><table:table-column table:number-columns-repeated="3"/>',
}
_CLOSE = {"I": "</text:list>", "R": "</table:table>"}
_PARAGRAPHS = {
    "T": ('<text:p text:style-name="Title">', "</text:p>"),
    "H": ('<text:h text:style-name="Heading_20_1" text:outline-level="1">', "</text:h>"),
    "h": ('<text:h text:style-name="Heading_20_2" text:outline-level="2">', "</text:h>"),
    "I": ('<text:list-item><text:p text:style-name="Standard">', "</text:p></text:list-item>"),
    "Q": ('<text:p text:style-name="Quotations">', "</text:p>"),
    "C": ('<text:p text:style-name="Caption">', "</text:p>"),
    "": ('<text:p text:style-name="Standard">', "</text:p>"),
}


def _block(kind: str, text: str) -> str:
    if kind == "R":
        cells = "".join(
            f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in text.split("\t")
        )
        return f"<table:table-row>{cells}</table:table-row>"
    before, after = _PARAGRAPHS[kind]
    start, end = NOTE
    written = (
        escape(text)
        .replace(
            start,
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>",
        )
        .replace(end, "</text:p></text:note-body></text:note>")
    )
    return f"{before}{written}{after}"
