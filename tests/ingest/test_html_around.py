"""Web pages: what the article carries with it, and what other people wrote below it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.errors import RecensionError
from app.ingest import Hints, read
from tests.ingest.pages import HEAD, PARAGRAPHS, article_of, furniture_of, kinds_of

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
REPLIES = (
    "I waited at Port Ellery for nine days, and nobody at the office told me anything at all.",
    "The same here. We slept in the church hall, which was warm, and the soup was good.",
    "My uncle is with the crews. He says that they would have settled a week ago.",
)


def document(html: str, address: str = "") -> Document:
    return read(html.encode(), "page.html", Hints(address=address))


def page(head: str, body: str = f"<h1>Ferry strike ends</h1>{TEXT}") -> Document:
    return document(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")


def linked(found: Document) -> list[tuple[str, str]]:
    return [(found.text[link.start : link.end], link.address) for link in found.links]


def data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


class TestByline:
    @pytest.mark.parametrize(
        ("head", "byline"),
        [
            (
                data('{"@type": "NewsArticle", "author": {"name": "Marta Lindqvist"}}'),
                "Marta Lindqvist",
            ),
            (
                data(
                    '{"@type": "Article", "author":'
                    ' [{"name": "A. One"}, "B. Two", {"name": "A. One"}]}'
                ),
                "A. One, B. Two",
            ),
            (
                data(
                    '{"@graph": [{"@type": "BlogPosting", "author": {"@id": "#p"}},'
                    '{"@type": "Person", "@id": "#p", "name": "Tom &amp; Ida"}]}'
                ),
                "Tom & Ida",
            ),
            (data('{"@type": "WebSite", "author": {"name": "Nobody"}}'), ""),
            (data('{"@type": "Article", "author": {"@id": "#a", "name": 4}}'), ""),
            ('<meta name="author" content="By Marta Lindqvist">', "Marta Lindqvist"),
            (
                '<meta property="article:author" content="https://social.example/marta">'
                '<meta name="dc.creator" content="Marta Lindqvist">',
                "Marta Lindqvist",
            ),
        ],
    )
    def test_from_what_the_page_tells_machines(self, head: str, byline: str) -> None:
        assert page(head).metadata.byline == byline

    @pytest.mark.parametrize(
        "line",
        [
            '<p>By <a rel="author" href="/m">Marta Lindqvist</a></p>',
            '<span itemprop="author">Marta Lindqvist</span>',
            '<div class="post-byline">By Marta Lindqvist</div>',
            '<div><a href="/authors/m">Marta Lindqvist</a> · 4 min</div>',
        ],
    )
    def test_from_the_line_above_the_text_which_is_not_of_the_text(self, line: str) -> None:
        found = page("<script></script>", f"<div><h1>Ferry strike ends</h1>{line}{TEXT}</div>")
        assert found.metadata.byline == "Marta Lindqvist"
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS]

    def test_who_comments_did_not_write_the_article(self) -> None:
        comments = "".join(
            f'<div class="c"><b class="author">{n}</b><p>{text}</p></div>'
            for n, text in enumerate(REPLIES)
        )
        assert page("", f"<h1>Ferry strike ends</h1>{TEXT}{comments}").metadata.byline == ""


class TestDates:
    @pytest.mark.parametrize(
        ("head", "published"),
        [
            (data('{"@type": "Article", "datePublished": "2026-03-14"}'), "2026-03-14"),
            (
                '<meta property="article:published_time" content="2026-03-14T09:20:00Z">',
                "2026-03-14T09:20:00+00:00",
            ),
            ('<meta name="date" content="2026/03/14">', "2026-03-14"),
            (
                '<meta name="date" content="Sat, 14 Mar 2026 09:20:00 +0100">',
                "2026-03-14T09:20:00+01:00",
            ),
            ('<meta itemprop="datePublished" content="2026-03-14">', "2026-03-14"),
            ('<meta name="date" content="tomorrow">', ""),
            (
                data('{"@type": "Article", "datePublished": "2026-13-40"}')
                + '<meta name="dcterms.issued" content="2026-03-14">',
                "2026-03-14",
            ),
        ],
    )
    def test_when_it_was_published(self, head: str, published: str) -> None:
        assert page(head).metadata.published == published

    def test_from_time_elements(self) -> None:
        found = page(
            "",
            '<h1>Ferry</h1><time class="entry-date published" datetime="2026-03-14">14 March</time>'
            f'<time class="updated" datetime="2026-03-15T10:00">15 March</time>{TEXT}',
        )
        assert found.metadata.published == "2026-03-14"
        assert found.metadata.modified == "2026-03-15T10:00:00"

    def test_times_that_may_be_of_anything_are_not_taken(self) -> None:
        times = '<time datetime="2026-03-14">a</time><time datetime="2026-03-15">b</time>'
        assert page("", f"<h1>Ferry</h1>{times}{TEXT}").metadata.published == ""


class TestAddressAndLanguage:
    @pytest.mark.parametrize(
        ("head", "address"),
        [
            ('<link rel="canonical" href="https://quay.example/a">', "https://quay.example/a"),
            ('<link rel="canonical" href="/a">', "https://fetched.example/a"),
            ('<meta property="og:url" content="https://quay.example/b">', "https://quay.example/b"),
            (
                data('{"@type": "Article", "mainEntityOfPage": {"@id": "https://quay.example/c"}}'),
                "https://quay.example/c",
            ),
            ('<link rel="canonical" href="javascript:alert(1)">', ""),
            ('<link rel="canonical" href="http://[broken">', ""),
        ],
    )
    def test_where_it_stands(self, head: str, address: str) -> None:
        html = f"<!doctype html><head>{head}</head><body>{TEXT}"
        assert document(html, "https://fetched.example/x").metadata.address == address

    @pytest.mark.parametrize(
        ("html", "language"),
        [
            ('<html lang="de">', "de"),
            ('<html lang="pt_br">', "pt-BR"),
            ('<html lang="zh-hant-tw">', "zh-Hant-TW"),
            ('<html lang="???"><meta property="og:locale" content="fr_FR">', "fr-FR"),
            (data('{"@type": "Article", "inLanguage": "sv"}'), "sv"),
            ("<html>", ""),
        ],
    )
    def test_in_which_language(self, html: str, language: str) -> None:
        assert document(f"<!doctype html>{html}<p>{PARAGRAPHS[0]}").metadata.language == language


class TestLinks:
    def test_they_are_spans_of_the_text(self) -> None:
        found = document(
            "<!doctype html><body><p>First.</p><p>The  <b>new </b>"
            "<a href='/boats?a=1&amp;b=2'> boat <i>Marigold</i> </a> sails<br>from <a href='https://ness.example/'>Ness</a>.</p>",
            "https://quay.example/news/1",
        )
        assert found.text == "First.\n\nThe new boat Marigold sails\nfrom Ness."
        assert linked(found) == [
            ("boat Marigold", "https://quay.example/boats?a=1&b=2"),
            ("Ness", "https://ness.example/"),
        ]

    def test_a_link_about_several_paragraphs_is_one_in_each(self) -> None:
        html = "<body><p>One. <a href='https://a.example/'>Two <br><br> Three</a> four.</p>"
        assert linked(document(html)) == [
            ("Two", "https://a.example/"),
            ("Three", "https://a.example/"),
        ]

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:go()",
            "mailto:a@b.example",
            "#note",
            "http://[x",
            "data:text/html,x",
            "",
            "ftp://a.example",
        ],
    )
    def test_what_leads_to_no_page_is_no_link(self, address: str) -> None:
        html = f"<body><p>The <a href='{address}'>boat</a> sails.</p>"
        assert linked(document(html, "https://quay.example/")) == []

    def test_what_cannot_be_told_without_the_page_s_address_is_left_out(self) -> None:
        assert linked(document("<body><p>The <a href='/b'>boat</a> sails.</p>")) == []

    def test_the_page_says_what_its_links_start_from(self) -> None:
        html = "<html><base href='https://quay.example/x/'><p>The <a href='b'>boat</a> sails.</p>"
        assert linked(document(html)) == [("boat", "https://quay.example/x/b")]

    def test_those_in_a_table_are_where_they_are_shown(self) -> None:
        html = (
            "<body><table><tr><td>Ness</td><td><p><a href='https://m.example/'>Marigold</a></p></td>"
            "</tr></table>"
        )
        assert linked(document(html)) == [("Marigold", "https://m.example/")]

    def test_menus_have_none(self) -> None:
        found = document(f"<nav><a href='https://a.example/'>Home</a></nav><main>{TEXT}</main>")
        assert linked(found) == []


class TestTables:
    def test_a_row_is_a_line_with_its_cells_parted_by_tabs(self) -> None:
        html = (
            "<body><table><caption>Boats</caption><tr><th>Boat<th>Seats</tr>"
            "<tr><td><p>Mari<b>gold</b></p></td><td></td><td><div>240</div></td></tr></table>"
        )
        assert kinds_of(document(html)) == [
            (BlockKind.CAPTION, 0, "Boats"),
            (BlockKind.PARAGRAPH, 0, "Boat\tSeats"),
            (BlockKind.PARAGRAPH, 0, "Marigold\t240"),
        ]

    def test_the_columns_of_a_page_are_no_row(self) -> None:
        html = (
            "<body><table><tr><td><a href=/>Home</a><br><a href=/p>Politics</a><br>"
            f"<a href=/s>Sport</a><br><a href=/j>Jobs</a></td><td>{'<br><br>'.join(PARAGRAPHS)}"
            "</td></tr></table><script></script>"
        )
        found = document(html)
        assert article_of(found) == list(PARAGRAPHS)
        assert furniture_of(found) == ["Home\nPolitics\nSport\nJobs"]


class TestOthersTexts:
    """What readers wrote is not the article, however their posts are named."""

    @pytest.mark.parametrize(
        "post",
        [
            '<div class="q7"><a href="/u/{n}">reader {n}</a><div>{text}</div></div>',
            '<li class="x"><b class="username">reader {n}</b><p>{text}</p></li>',
            "<p><b>reader {n}</b> 2026-05-0{n}<br>{text}</p>",
        ],
    )
    def test_comments(self, post: str) -> None:
        thread = "".join(post.format(n=n, text=text) for n, text in enumerate(REPLIES, 1))
        found = document(
            f"{HEAD}<body><div><h1>Ferry strike ends</h1>{TEXT}</div><div>{thread}</div>"
        )
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS]

    def test_of_a_forum_s_thread_the_first_post_is_the_article(self) -> None:
        posts = "".join(
            f'<div class="post"><div class="user"><a href="/members/{n}">reader {n}</a></div>'
            f'<div class="body">{text}</div></div>'
            for n, text in enumerate((TEXT, *(f"<p>{text}</p>" for text in REPLIES)))
        )
        found = document(f"{HEAD}<body><h1>Ferry strike ends</h1>{posts}")
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS]

    def test_a_live_report_is_whole(self) -> None:
        entries = "".join(
            f'<div class="entry"><span class="author">Ida</span><p>{text}</p></div>'
            for text in PARAGRAPHS
        )
        found = page(
            data('{"@type": "LiveBlogPosting", "headline": "Ferry strike ends"}'),
            f"<h1>Ferry strike ends</h1><main>{entries}</main>",
        )
        assert set(PARAGRAPHS) <= set(article_of(found))

    def test_a_form_about_the_whole_page_takes_nothing_away(self) -> None:
        found = document(f"{HEAD}<body><form action=x><h1>Ferry strike ends</h1>{TEXT}</form>")
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS]

    def test_the_words_about_a_form_amid_the_text_go_with_it(self) -> None:
        box = "<div><p>Our letter is with you every morning, before the first boat.</p>{}</div>"
        form = box.format("<form><input type=email><button>Send</button></form>")
        first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
        found = document(
            f"{HEAD}<body><h1>Ferry strike ends</h1><div>{first}{form}{''.join(rest)}</div>"
        )
        assert article_of(found) == ["Ferry strike ends", *PARAGRAPHS]


class TestListsOfAKind:
    """Parts of an article that look like what sites put around one."""

    def test_recommendations_one_after_the_other_are_an_article(self) -> None:
        cards = "".join(
            f"<div class=item><h3><a href='/b{n}'>Boat {n}</a></h3><p>{text}</p></div>"
            for n, text in enumerate(PARAGRAPHS)
        )
        found = article_of(document(f"{HEAD}<body><article><h1>Three boats</h1>{cards}</article>"))
        assert set(PARAGRAPHS) <= set(found)

    def test_questions_and_answers_are_an_article(self) -> None:
        entries = "".join(
            f"<div class=qa><p><b>Question {n}?</b></p><p>{text}</p></div>"
            for n, text in enumerate(PARAGRAPHS * 2)
        )
        found = article_of(document(f"{HEAD}<body><article><h1>Why?</h1>{entries}</article>"))
        assert found[1:4] == ["Question 0?", PARAGRAPHS[0], "Question 1?"]
        assert found.count(PARAGRAPHS[2]) == 2

    def test_a_list_of_dates_is_an_article(self) -> None:
        events = "".join(
            f"<p>Quay, 1{n} March 2026<br>{text}</p>" for n, text in enumerate(PARAGRAPHS)
        )
        found = article_of(document(f"{HEAD}<body><article><h1>Events</h1>{events}</article>"))
        assert len(found) == 1 + len(PARAGRAPHS)


class TestSetInTheText:
    def test_an_edit_link_is_not_of_its_heading(self) -> None:
        edit = '<span class="mw-editsection">[<a href="?e">edit</a>]</span>'
        found = document(f"{HEAD}<body><h1>Ferry</h1><h2>The strike{edit}</h2>{TEXT}")
        assert (BlockKind.HEADING, 2, "The strike") in kinds_of(found)
        assert "[edit]" in furniture_of(found)

    def test_marks_of_notes_are_kept(self) -> None:
        found = document('<body><p>The boat sails.<sup><a href="#n1">[1]</a></sup></p>')
        assert article_of(found) == ["The boat sails.[1]"]

    def test_an_embedded_post_is_a_quotation(self) -> None:
        post = (
            '<blockquote class="twitter-tweet"><p>We sail at noon.</p>— Quay (@quay)</blockquote>'
        )
        first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
        found = document(
            f"{HEAD}<body><article><h1>Ferry</h1>{first}<div>{post}</div>{''.join(rest)}</article>"
        )
        assert (BlockKind.QUOTATION, 0, "We sail at noon.") in kinds_of(found)

    @pytest.mark.parametrize(
        "caption",
        [
            '<div class="wp-caption"><img src=x><p class="wp-caption-text">{}</p></div>',
            '<div class="thumbcaption">{}</div>',
            "<figure><img src=x><figcaption><span>{}</span></figcaption></figure>",
        ],
    )
    def test_captions_are_known_by_their_element_or_its_name(self, caption: str) -> None:
        first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
        shown = caption.format("The Marigold at anchor.")
        found = document(
            f"{HEAD}<body><article><h1>Ferry</h1>{first}{shown}{''.join(rest)}</article>"
        )
        assert (BlockKind.CAPTION, 0, "The Marigold at anchor.") in kinds_of(found)


BYTES = (
    '<!doctype html><html lang="en"><head><script type="application/ld+json">{"@graph": [{"@type":'
    ' "Article", "author": [{"@id": "#p"}], "datePublished": "2026-03-14"}]}</script></head><body>'
    '<h1>Ferry</h1><table><tr><td>a<td><p>b</p></table><ul><li><a href="/b">c</a></ul><form>'
    f'<p class="byline">By A</p></form><pre> x\n</pre>{TEXT}<div><i class=author>x</i></div>'
).encode()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(BYTES)), st.integers(0, 40), st.binary(max_size=12))))
def test_whatever_becomes_of_a_page_it_is_read_or_refused(
    cuts: list[tuple[int, int, bytes]],
) -> None:
    changed = b"<!doctype html>" + BYTES
    for place, length, put_in in cuts:
        changed = changed[:place] + put_in + changed[place + length :]
    try:
        found = read(changed, "page.html")
    except RecensionError:
        return
    assert found.blocks
    for link in found.links:
        words = found.text[link.start : link.end]
        assert words == words.strip() != ""
        assert link.address.startswith(("http://", "https://"))
