"""Web pages of our own, in the shapes that real sites have."""

from __future__ import annotations

from app.engine import BlockKind, Document

PARAGRAPHS = (
    "The crews of the island ferries will return to work on Friday, their union said, after nine "
    "days in which no boat left Port Ellery.",
    "Some 1,200 travellers have been stranded since the boats stopped, said the harbour office, "
    "and more are expected before the week is out.",
    "The operator said that all four boats would return, tides allowing, to their usual times, and "
    "that the first sailing would be kept for patients and post.",
)

HEAD = (
    "<!doctype html><html><head><title>Ferry strike ends | Harbour Gazette</title>"
    '<meta property="og:site_name" content="Harbour Gazette"><script src="/app.js"></script></head>'
)

NEWS = f"""{HEAD}<body>
<header><a href="/">Harbour Gazette</a>
  <nav><ul><li><a href="/p">Politics</a></li><li><a href="/s">Sport</a></li></ul></nav></header>
<main><article class="post">
<header><h1>Ferry strike ends</h1><p>Boats sail again on Friday</p></header>
<p>{PARAGRAPHS[0]}</p>
<div class="share-bar">Send this to a friend</div>
<h2>Politics</h2>
<p>{PARAGRAPHS[1].replace("harbour office", "<a href='/h'>harbour <b>office</b></a>")}</p>
<figure><img src="m.jpg"><figcaption>The <i>Marigold</i> at anchor.</figcaption></figure>
<blockquote><p>“A fair and honest settlement for every crew member,” said Marta Lindqvist.</p>
</blockquote>
<ul><li>First sailing: 06:15</li><li>Last sailing: 22:40<ul><li>Sundays 21:10</li></ul></li></ul>
<p>Fares stay.</p>
<p>{PARAGRAPHS[2]}</p>
<table><tr><th>Boat</th><th>Seats</th></tr><tr><td>Marigold</td><td>240</td></tr></table>
</article></main>
<aside><h3>Related</h3>
<ul><li><a href="/d">Harbour to be dredged, council says</a></li></ul></aside>
<section id="comments"><h3>Two readers wrote</h3>
<p>I have waited nine days at Port Ellery and nobody at the harbour office told me anything
at all.</p>
</section>
<form>Your name <input name="n"><button>Send</button></form>
<footer>Printed on the quay since 1907</footer></body></html>"""

SOUP = f"""{HEAD}<body><div class="top"><a href="/">Harbour Gazette</a></div>
<div class="menu"><a href="/p">Politics</a> <a href="/s">Sport</a></div>
<div class="story-body"><div class="headline"><h1>Ferry strike ends</h1></div>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}<p>It starts at noon.</p></div>
<div class="newsletter">Our letter reaches you each morning before the first boat.</div>
<div class="bottom">Printed on the quay since 1907</div></body></html>"""


def article_of(document: Document) -> list[str]:
    """The texts of the article, furniture left out."""
    return [document.text_of(block) for block in document.blocks if not block.is_furniture]


def furniture_of(document: Document) -> list[str]:
    """The texts of the page around it."""
    return [document.text_of(block) for block in document.blocks if block.is_furniture]


def kinds_of(document: Document) -> list[tuple[BlockKind, int, str]]:
    """Every block with its kind and level."""
    return [(block.kind, block.level, document.text_of(block)) for block in document.blocks]
