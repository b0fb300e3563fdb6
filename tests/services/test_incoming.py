from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.engine import BlockKind, Document, parse_text
from app.errors import (
    BadInput,
    EmptyText,
    RecensionError,
    TooLarge,
    UnknownType,
    Unreachable,
    UnreadableText,
)
from app.ingest import Hints
from app.services.incoming import (
    MAX_TITLE,
    Incoming,
    count_words,
    from_address,
    from_archive,
    from_file,
    from_html_paste,
    from_paste,
)
from app.services.lines import in_bytes, one_line, shortened
from app.settings import Settings
from tests.ingest.files import zipped
from tests.ingest.site import STORY, Site, served

Paste = Callable[..., Incoming]

TITLE = "Ferry may resume, union says"
PROSE = (
    "Ferry crews may return to work this week, their union said on Monday, nine days after the "
    "last boat left."
)
EARLIER = f"{TITLE}\n\n{PROSE}\n\nSome 1,200 travellers waited."


def test_a_paste_keeps_its_text_and_what_it_was(paste: Paste) -> None:
    incoming = paste(EARLIER)
    assert incoming.data.decode() == EARLIER
    assert incoming.document.text == EARLIER
    assert (incoming.source, incoming.media_type, incoming.name) == ("paste", "text/plain", "")


def test_line_ends_of_a_form_are_those_of_the_text(paste: Paste) -> None:
    assert paste("One.\r\n\r\nTwo.\rThree.").data == b"One.\n\nTwo.\nThree."


def test_the_title_does_not_change_what_the_text_is_known_by(paste: Paste) -> None:
    assert paste(EARLIER, title="Mine").document == paste(EARLIER).document


def test_a_file_keeps_its_bytes_and_its_name(settings: Settings) -> None:
    data = b"\xef\xbb\xbf" + EARLIER.replace("\n", "\r\n").encode()
    incoming = from_file(data, "C:\\Desk\\ferry.txt", settings=settings)
    assert incoming.data == data
    assert (incoming.name, incoming.label, incoming.source) == ("ferry.txt", "ferry.txt", "file")
    assert "1,200 travellers" in incoming.document.text


def test_the_type_of_a_file_is_known(settings: Settings) -> None:
    page = b"<!doctype html><title>Ferry</title><article><h1>Ferry</h1><p>" + PROSE.encode()
    assert from_file(page, "ferry.txt", settings=settings).media_type == "text/html"
    assert from_file(b"# Ferry\n\n" + PROSE.encode(), "a.md", settings=settings).media_type == (
        "text/markdown"
    )


@pytest.mark.parametrize("text", ["", "   \n\t\r\n ", "\u200b\ufeff\u00a0", "\n" * 10_000])
def test_a_text_without_anything_to_see_is_empty(settings: Settings, text: str) -> None:
    with pytest.raises(EmptyText, match="no text") as told:
        from_paste(text, settings=settings, field="b")
    assert told.value.field == "b"
    with pytest.raises(EmptyText) as told:
        from_file(text.encode(), "a.txt", settings=settings, field="a")
    assert told.value.field == "a"


def test_too_long_a_text_names_the_limit() -> None:
    with pytest.raises(TooLarge, match=r"has 1,001 characters, .* up to 1,000") as told:
        from_paste("x" * 1001, settings=Settings(max_text_chars=1000), field="a")
    assert told.value.status == 413
    assert told.value.field == "a"
    assert from_paste("x" * 1000, settings=Settings(max_text_chars=1000)).data == b"x" * 1000


def test_too_large_a_file_names_itself_and_the_limit() -> None:
    settings = Settings(max_upload_bytes=2 * 1024 * 1024)
    with pytest.raises(
        TooLarge, match=r"“big\.txt” is too large: it has 3 MB, .* up to 2 MB"
    ) as told:
        from_file(b"x" * 3 * 1024 * 1024, "big.txt", settings=settings, field="a")
    assert told.value.field == "a"


def test_a_file_with_too_long_a_text_is_refused_too() -> None:
    with pytest.raises(TooLarge, match=r"“long\.txt” is too long: it has 2,000 characters"):
        from_file(b"x" * 2000, "long.txt", settings=Settings(max_text_chars=1000))


@pytest.mark.parametrize(
    ("text", "what"), [("Ferry\0crews", "NUL"), ("Ferry \ud83d crews", "halves of characters")]
)
def test_characters_that_no_article_has_are_told(settings: Settings, text: str, what: str) -> None:
    with pytest.raises(UnreadableText, match=what) as told:
        from_paste(text, settings=settings, field="a")
    assert told.value.field == "a"
    assert told.value.advice
    assert "Ferry" not in told.value.sentence


def test_bytes_that_are_no_text_are_refused_with_the_field(settings: Settings) -> None:
    with pytest.raises(RecensionError) as told:
        from_file(f"{PROSE}\0{PROSE}".encode(), "a.txt", settings=settings, field="a")
    assert told.value.status in (415, 422)
    assert told.value.field == "a"
    with pytest.raises(UnknownType) as told:
        from_file(b"\x89PNG\r\n\x1a\n\0\0", "a.txt", settings=settings, field="b")
    assert told.value.field == "b"


def test_a_line_of_200000_characters_works(paste: Paste) -> None:
    assert count_words(paste("x" * 200_000).document) == 1


# Titles: the given one, the document's, the first words, the file's name, "Untitled".


def test_a_given_title_wins(paste: Paste) -> None:
    assert paste(EARLIER, title="  My own\ntitle ").shown_title == "My own title"


def test_else_the_title_of_the_document(paste: Paste) -> None:
    assert paste(EARLIER).shown_title == TITLE


def test_else_the_first_words_cut_at_a_word(paste: Paste) -> None:
    title = paste(PROSE).shown_title
    assert (
        title == "Ferry crews may return to work this week, their union said on Monday, nine days…"
    )
    assert len(title) <= 80


def test_else_the_name_of_the_file(settings: Settings) -> None:
    only_furniture = Document.of_blocks([(BlockKind.FURNITURE, "Share this article")])
    incoming = from_file(b"Share", "the ferry.txt", settings=settings)
    assert replace(incoming, document=only_furniture).shown_title == ("the ferry")
    assert replace(incoming, document=only_furniture, name="").shown_title == "Untitled"


def test_a_title_loses_what_would_act_on_the_page(paste: Paste) -> None:
    assert paste(EARLIER, title="A\0\x1b[31m\u202e\ud800 <b>B</b>").shown_title == "A [31m <b>B</b>"


def test_a_title_may_be_long_but_not_endless(paste: Paste) -> None:
    assert paste(EARLIER, title="t" * MAX_TITLE).shown_title == "t" * MAX_TITLE
    with pytest.raises(TooLarge, match="has 501 characters, and titles of up to 500"):
        paste(EARLIER, title="t" * 501)


def test_a_title_found_in_the_page_is_cut_rather_than_refused(settings: Settings) -> None:
    page = f"<!doctype html><title>{'word ' * 300}</title><article><p>{PROSE}</p></article>"
    title = from_file(page.encode(), "a.html", settings=settings).shown_title
    assert len(title) <= MAX_TITLE
    assert title.startswith("word word")


# What is said of a text by whoever brings it


def test_hints_are_for_the_reader(settings: Settings) -> None:
    data = "Паром снова ходит, сообщили в порту в понедельник утром.".encode("koi8-r")
    incoming = from_file(data, "a.txt", settings=settings, hints=Hints(charset="koi8-r"))
    assert incoming.document.text.startswith("Паром")


def test_the_date_that_a_page_gives_is_when_it_was_published(settings: Settings) -> None:
    said = '<meta property="article:published_time" content="2026-05-04T07:40:00+01:00">'
    page = f"<!doctype html><title>T</title>{said}<article><p>{PROSE}</article>"
    incoming = from_file(page.encode(), "a.html", settings=settings)
    assert incoming.published_at == datetime(2026, 5, 4, 6, 40, tzinfo=UTC)


# Rich text from a browser


RICH = f"<meta charset='utf-8'><h2>{TITLE}</h2><p>{PROSE}</p><ul><li>One boat</li></ul>"
AS_TEXT = f"{TITLE}\n{PROSE}\n\u2022 One boat"


def test_what_is_pasted_keeps_its_headings_and_lists(settings: Settings) -> None:
    incoming = from_html_paste(RICH, AS_TEXT, settings=settings)
    assert [block.kind for block in incoming.document.blocks] == ["heading", "paragraph", "item"]
    assert (incoming.data, incoming.media_type) == (RICH.encode(), "text/html")
    assert (incoming.source, incoming.name) == ("paste", "")
    chosen = from_html_paste(RICH, AS_TEXT, title="Mine", settings=settings)
    assert chosen.title == "Mine"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "  ",
        "<p></p>",
        f"<p>{TITLE}</p>",
        "<p>Something else altogether.</p>",
        "<p>\0</p>",
        "<p>\ud800</p>",
        f"<script>{PROSE}</script>",
    ],
)
def test_html_without_the_words_is_passed_over_for_the_text(settings: Settings, html: str) -> None:
    incoming = from_html_paste(html, AS_TEXT, settings=settings, field="a")
    assert incoming.data == AS_TEXT.encode()
    assert incoming.media_type == "text/plain"


def test_a_paste_without_words_is_empty_either_way(settings: Settings) -> None:
    with pytest.raises(EmptyText) as told:
        from_html_paste("<p> </p>", " ", settings=settings, field="a")
    assert told.value.field == "a"


# Archives


PICTURE = b"\x89PNG\r\n\x1a\n\0\0"


def test_an_archive_is_the_articles_in_it(settings: Settings) -> None:
    files = {"v10.txt": b"Tenth.", "v2.txt": b"Second.", "a.png": PICTURE, "blank.txt": b" "}
    data = zipped(files)
    found = from_archive(data, "ferry.zip", settings=settings, field="a")
    assert [(each.name, each.data) for each in found] == [
        ("v2.txt", b"Second."),
        ("v10.txt", b"Tenth."),
    ]


def test_another_file_is_itself(settings: Settings) -> None:
    (found,) = from_archive(EARLIER.encode(), "ferry.txt", settings=settings)
    assert (found.name, found.data) == ("ferry.txt", EARLIER.encode())
    with pytest.raises(UnknownType, match="picture") as told:
        from_archive(b"\x89PNG\r\n\x1a\n\0\0", "a.png", settings=settings, field="a")
    assert told.value.field == "a"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"a.png": PICTURE, "b.txt": b""}), "no article in “ferry.zip”"),
        (zipped({}), "no article in “ferry.zip”"),
        (zipped({"a.txt": b"First.", "b.txt": b"Second."})[:70], ""),
    ],
    ids=["other files", "empty", "truncated"],
)
def test_an_archive_without_articles_is_told(settings: Settings, data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as told:
        from_archive(data, "ferry.zip", settings=settings, field="a")
    assert said in told.value.sentence
    assert told.value.field == "a"


# Addresses


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with served() as made:
        yield made


@pytest.fixture
def open_settings(settings: Settings) -> Settings:
    """Settings of somebody who lets this very machine be fetched from."""
    return settings.model_copy(update={"allow_private_addresses": True})


def test_a_page_is_fetched_and_read(site: Site, open_settings: Settings) -> None:
    incoming = from_address(site.at("/story#top"), settings=open_settings)
    assert incoming.shown_title == "Fähre fährt wieder"
    assert (incoming.source, incoming.name) == ("address", site.at("/story"))
    assert incoming.label == "127.0.0.1"
    assert incoming.media_type == "text/html"
    assert incoming.data.decode() == STORY
    assert incoming.captured_at is not None


def test_the_encoding_is_as_the_server_says(site: Site, open_settings: Settings) -> None:
    text = from_address(site.at("/latin"), settings=open_settings).document.text
    assert "Fähre fährt wieder" in text


def test_the_site_is_told_who_asks(site: Site, open_settings: Settings) -> None:
    named = open_settings.model_copy(update={"public_url": "https://recension.example"})
    from_address(site.at("/story"), settings=named)
    assert site.seen[-1]["user-agent"].endswith("(+https://recension.example)")


def test_no_private_address_is_fetched_unless_the_settings_say_so(
    site: Site, settings: Settings
) -> None:
    before = len(site.seen)
    for address in (site.at("/story"), "http://127.0.0.1/", "http://localhost:8080/"):
        with pytest.raises(Unreachable) as told:
            from_address(address, settings=settings, field="a")
        assert told.value.field == "a"
    assert len(site.seen) == before


def test_a_page_without_text_is_told(site: Site, open_settings: Settings) -> None:
    site.pages["/empty"] = b"<!doctype html><title></title><body></body>"
    with pytest.raises(EmptyText) as told:
        from_address(site.at("/empty"), settings=open_settings, field="a")
    assert told.value.field == "a"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One two three.", 3),
        ("Don't stop — 1,200 people’s 3.5 % (U.S.)", 6),
        ("- - —", 0),
        ("船員は今週", 5),
        ("会議 on Monday", 4),
        ("ข่าว", 3),
        ("हिन्दी में", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(text: str, words: int) -> None:
    assert count_words(parse_text(text)) == words


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("exactly 10", 10, "exactly 10"),
        ("one two three", 8, "one two…"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("unbroken", 5, "unbr…"),
    ],
)
def test_shortening_keeps_whole_words(text: str, length: int, expected: str) -> None:
    assert shortened(text, length) == expected
    assert len(shortened(text, length)) <= length


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 byte"),
        (812, "812 bytes"),
        (1024, "1 KB"),
        (40_000, "39.1 KB"),
        (12 * 1024 * 1024, "12 MB"),
    ],
)
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert in_bytes(size) == said


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\tb\u2028c\u2066 ") == "a b c"
