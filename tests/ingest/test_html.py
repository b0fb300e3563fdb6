"""Web pages: the article kept to the letter, the page around it marked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.ingest import Hints, read
from tests.ingest.pages import HEAD, NEWS, PARAGRAPHS, SOUP, article_of, furniture_of, kinds_of
from tests.pace import cost


def document(html: str, name: str | None = None) -> Document:
    return read(html.encode(), name)


def body(html: str) -> list[str]:
    return article_of(document(f"<!doctype html><body>{html}"))


class TestNewsPage:
    def test_the_article_is_kept_whole_and_in_order(self) -> None:
        assert article_of(document(NEWS)) == [
            "Ferry strike ends",
            "Boats sail again on Friday",
            PARAGRAPHS[0],
            "Politics",
            PARAGRAPHS[1],
            "The Marigold at anchor.",
            "“A fair and honest settlement for every crew member,” said Marta Lindqvist.",
            "First sailing: 06:15",
            "Last sailing: 22:40",
            "Sundays 21:10",
            "Fares stay.",
            PARAGRAPHS[2],
            "Boat\tSeats",
            "Marigold\t240",
        ]

    def test_each_text_is_what_it_is_on_the_page(self) -> None:
        kinds = {text: (kind, level) for kind, level, text in kinds_of(document(NEWS))}
        assert kinds["Ferry strike ends"] == (BlockKind.HEADING, 1)
        assert kinds["The Marigold at anchor."] == (BlockKind.CAPTION, 0)
        assert kinds["First sailing: 06:15"] == (BlockKind.ITEM, 1)
        assert kinds["Sundays 21:10"] == (BlockKind.ITEM, 2)
        assert kinds["Boat\tSeats"] == (BlockKind.PARAGRAPH, 0)
        quotation = "“A fair and honest settlement for every crew member,” said Marta Lindqvist."
        assert kinds[quotation] == (BlockKind.QUOTATION, 0)

    def test_the_page_around_it_is_kept_as_furniture(self) -> None:
        assert furniture_of(document(NEWS)) == [
            "Harbour Gazette",
            "Politics",  # of the menu; the heading of the same name is the article's
            "Sport",
            "Send this to a friend",
            "Related",
            "Harbour to be dredged, council says",
            "Two readers wrote",
            "I have waited nine days at Port Ellery and nobody at the harbour office told me "
            "anything at all.",
            "Your name",
            "Send",
            "Printed on the quay since 1907",
        ]

    def test_a_page_of_nothing_but_divisions_is_told_apart_too(self) -> None:
        found = document(SOUP)
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS, "It starts at noon."]
        assert furniture_of(found) == [
            "Harbour Gazette",
            "Politics Sport",
            "Our letter reaches you each morning before the first boat.",
            "Printed on the quay since 1907",
        ]

    def test_a_page_too_large_to_look_at_closely_is_read_by_its_groups(self) -> None:
        many = "".join(f"<p>The {n}th boat <b>sails</b>.</p>" for n in range(12_000))
        found = document(
            f"{HEAD}<body><nav>Menu of the day</nav><header><h1>Ferry strike ends</h1></header>"
            f"<main>{many}</main><footer>Quay</footer>"
        )
        assert furniture_of(found) == ["Menu of the day", "Quay"]
        assert article_of(found)[0] == "Ferry strike ends"
        assert len(article_of(found)) == 12_001

    def test_reading_twice_gives_the_same(self) -> None:
        assert document(NEWS) == document(NEWS)

    def test_a_page_that_is_all_furniture_is_an_article(self) -> None:
        assert article_of(document("<nav>Politics</nav><footer>Printed on the quay</footer>")) == [
            "Politics",
            "Printed on the quay",
        ]


WRAPPERS = [
    *(
        "div",
        "section",
        "article",
        "main",
        "nav",
        "aside",
        "footer",
        "header",
        "form",
        "blockquote",
    ),
    *(
        "li",
        "td",
        "figcaption",
        "div class=share",
        "div id=comments",
        "div hidden",
        "div role=menu",
    ),
]
TEXTS = st.sampled_from(
    [*PARAGRAPHS, "Fares stay.", "Leave a Reply", "Politics", "06:15", "船が出る。"]
)
PASSAGES = st.lists(st.tuples(TEXTS, st.lists(st.sampled_from(WRAPPERS), max_size=4)), min_size=1)


@settings(max_examples=300, deadline=None)
@given(PASSAGES, st.booleans())
def test_nothing_of_a_page_is_lost(passages: list[tuple[str, list[str]]], scripted: bool) -> None:
    html = "".join(
        "".join(f"<{tag}>" for tag in tags)
        + f"<p>{text}</p>"
        + "".join(f"</{tag.split()[0]}>" for tag in reversed(tags))
        for text, tags in passages
    )
    found = document("<!doctype html><body>" + "<script></script>" * scripted + html)
    assert [found.text_of(block) for block in found.blocks] == [text for text, _ in passages]
    assert article_of(found)


class TestPlainDocument:
    """A document somebody wrote or exported: no menus, so nothing is taken from it."""

    def test_every_text_of_it_is_the_article(self) -> None:
        assert body("<h1>Ferry</h1>Loose text<p>A.</p>tail<ul><li>One<li>Two</ul>") == [
            "Ferry",
            "Loose text",
            "A.",
            "tail",
            "One",
            "Two",
        ]

    def test_phrases_of_comment_forms_are_furniture_all_the_same(self) -> None:
        found = document("<body><p>The boat sails at noon.</p><p>Leave a Reply</p>")
        assert furniture_of(found) == ["Leave a Reply"]


class TestText:
    def test_white_space_is_as_a_browser_shows_it(self) -> None:
        assert body("<p>\n  The   <b>boat</b>\n\tsails <i> at</i> noon .</p>") == [
            "The boat sails at noon ."
        ]

    def test_a_tag_inside_a_word_does_not_part_it(self) -> None:
        assert body("<p><b>F</b>erry<wbr>boat<!-- x -->s</p>") == ["Ferryboats"]

    def test_a_break_is_a_line_and_two_are_a_paragraph(self) -> None:
        assert body("<p>One <br> two<br><br/>three<br></p>") == ["One\ntwo", "three"]

    def test_spaces_that_hold_are_kept(self) -> None:
        assert body("<p>20&nbsp;km, 5&thinsp;m</p>") == ["20\u00a0km, 5\u2009m"]

    def test_preformatted_lines_are_kept(self) -> None:
        assert body("<pre>  06:15  Ellery\n  22:40  Ness\n\nAll days</pre>") == [
            "06:15  Ellery\n  22:40  Ness",
            "All days",
        ]

    def test_short_quotations_get_the_marks_that_a_browser_draws(self) -> None:
        assert body("<p>She said <q>noon</q>.</p>") == ["She said “noon”."]

    def test_what_a_browser_does_not_show_is_not_there(self) -> None:
        assert body(
            "<p>The boat<span hidden> never</span><script>sails()</script><style>p{}</style> "
            '<span style="display: none">not</span>sails.</p><template>no</template>'
        ) == ["The boat sails."]

    def test_a_hidden_passage_is_furniture(self) -> None:
        found = document("<body><p>The boat sails.</p><div hidden>Low tide</div>")
        assert furniture_of(found) == ["Low tide"]

    def test_characters_by_number(self) -> None:
        assert body("<p>&#8220;Noon&#x201D; &amp; later &lt;b&gt; &#xD800;&#0;</p>") == [
            "“Noon” & later <b> \ufffd\ufffd"
        ]

    def test_markup_that_is_not_closed(self) -> None:
        assert body("<p>One<p>Two<ul><li>a<li>b</ul><p>Thr<b>ee") == [
            "One",
            "Two",
            "a",
            "b",
            "Three",
        ]


class TestTitle:
    @pytest.mark.parametrize(
        ("html", "title"),
        [
            (
                '<script type="application/ld+json">{"@graph": [{"@type": "WebSite",'
                '"headline": "No"}, {"@type": ["NewsArticle"],'
                '"headline": "From  data &#8211; yes"}]}</script>'
                '<meta property="og:title" content="From OpenGraph"><h1>From a heading</h1><p>x',
                "From data – yes",
            ),
            (
                '<meta property="og:title" content=" From OpenGraph "><h1>Heading</h1>',
                "From OpenGraph",
            ),
            (
                "<title>Of the page</title><h1>From\n a <i>heading</i></h1><p>x</p>",
                "From a heading",
            ),
            (
                '<title>Of the page | Gazette</title><meta property="og:site_name" '
                'content="Gazette"><p>x',
                "Of the page",
            ),
            ("<title>Of the page</title><svg><title>Of a drawing</title></svg><p>x", "Of the page"),
            ("<p>No title at all</p>", ""),
            ('<script type="application/ld+json">{broken</script><h1>Heading</h1>', "Heading"),
            (
                f'<script type="application/ld+json">{"[" * 100_000}</script><h1>Heading</h1>',
                "Heading",
            ),
            (
                '<script type="application/ld+json">{"@type": "Article",'
                '"headline": "a\\ud800b"}</script><p>x</p>',
                "a\ufffdb",
            ),
        ],
    )
    def test_the_best_title_is_found(self, html: str, title: str) -> None:
        assert document("<!doctype html>" + html).title == title

    def test_the_title_of_a_page_whose_header_names_the_site(self) -> None:
        html = (
            "<title>Ferry strike ends</title><header><h1>Harbour Gazette</h1></header>"
            f"<main><h2>Ferry strike ends</h2>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</main>"
        )
        found = document("<!doctype html>" + html)
        assert found.title == "Ferry strike ends"
        assert "Harbour Gazette" in furniture_of(found)


class TestEncoding:
    def test_a_page_says_its_encoding(self) -> None:
        html = '<html><head><meta charset="windows-1251"></head><body><p>Паром</p>'
        assert article_of(read(html.encode("cp1251"))) == ["Паром"]

    def test_the_server_is_believed_before_the_page(self) -> None:
        html = '<html><head><meta charset="windows-1252"></head><body><p>Паром</p>'
        assert article_of(read(html.encode("cp1251"), hints=Hints(charset="windows-1251"))) == [
            "Паром"
        ]

    def test_a_page_in_utf8_that_says_otherwise_is_read_as_what_it_is(self) -> None:
        html = '<html><head><meta charset="iso-8859-1"></head><body><p>Fähre “früh”</p>'
        assert article_of(document(html)) == ["Fähre “früh”"]


class TestHostile:
    """Pages made to hurt a parser: read in seconds, and nothing of their text lost.

    The seconds are the process's own, so that a busy machine fails no test.
    """

    @pytest.mark.parametrize(
        "html",
        [
            "<div>x" * 100_000 + "<p>The end.",
            "<b>x" * 100_000 + "<p>The end.",
            "<table><tr><td>x" * 30_000 + "<p>The end.",
            "<ul><li>x" * 50_000 + "<p>The end.",
            "<p><a href=x>x</a> " * 20_000 + "<p>The end.",
            "<p>" + "<span>x</span>" * 19_000 + "<p>The end.",
            "<div>" * 90 + "x" + "</div>" * 90 + "<p>The end.",
            "<p " + " ".join(f"a{n}='<'" for n in range(100_000)) + "><p>The end.",
            "<p>" + "&amp;" * 500_000 + "<p>The end.",
            "<p>" + "<" * 500_000 + "<p>The end.",
            "<p>" + "x" * 11_000_000 + "<p>The end.",
            "<p>" + "<br>" * 200_000 + "<p>The end.",
            "<p>" + "<b> </b>" * 200_000 + "<p>The end.",
            "<p>" + "</b>" * 500_000 + "<p>The end.",
            "<table><tr>" + "<td><p>x" * 50_000 + "<tr><td><p>The end.",
            "<div class=c><b class=author>A</b><p>He said it all at once, and then no more.</p>"
            * 9_000
            + "<p>The end.",
            "<table><tr>" + f"<td>{'x' * 390}" * 25_000 + "<tr><td>The end.",
            "<h2>x</h2>" * 100_000 + "<p>The end.",
            "<ol><li><i class=user>A</i><p>"
            + "He said it all at once, and then no more. " * 2
            + "<li><i class=user>B</i><p>He said it all at once, and then no more.</ol>" * 20_000
            + "<p>The end.",
            "<form><p>x" * 20_000 + "<p>The end.",
            "".join(f"<i class='c{n} share'>x</i>" for n in range(60_000)) + "<p>The end.",
            "<p>"
            + "<a href='//[x'>a</a> <time datetime='9999-99'>b</time> " * 20_000
            + "<p>The end.",
        ],
        ids=lambda html: html[:12],
    )
    def test_it_is_read_quickly_and_to_its_end(self, html: str) -> None:
        found: list[Document] = []
        whole = f"<!doctype html><body><script></script>{html}"
        assert cost(lambda: found.append(document(whole))) < 300
        assert found[0].text.endswith("The end.")

    def test_ten_megabytes_are_read_in_time(self) -> None:
        line = '<div class="a b"><p>Some <b>bold</b> words &amp; <a href="x">more</a>.</p></div>\n'
        found: list[Document] = []
        whole = HEAD + "<body><nav>Home</nav>" + line * 130_000
        assert cost(lambda: found.append(document(whole))) < 400
        assert len(article_of(found[0])) == 130_000


def test_the_mark_of_a_note_does_not_run_into_the_word_before_it() -> None:
    page = """<!doctype html><title>Signs</title><h1>Signs</h1>
    <p>He wrote in signs.<a href="#n1" id="r1"><sup>1</sup></a> Nobody reads them.
    See <a href="#s2"><span>2</span> Shorthand</a>.</p>
    <div id="n1"><p><a href="#r1">1</a>There are sixty.</p></div>"""
    document = read(page.encode(), "signs.html")

    assert document.text.split("\n\n") == [
        "Signs",
        "He wrote in signs.[1] Nobody reads them. See 2 Shorthand.",
        "[1] There are sixty.",
    ]
