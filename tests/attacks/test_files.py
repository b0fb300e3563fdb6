"""Files made to do harm: each ends in what it is, or in a sentence, and nothing else happens.

Bombs are read within the limits of the process for it, by ``read`` itself; that its processes can
be broken and nothing else is in tests/ingest/test_apart.py. Damaged and locked files of each kind
are beside its reader, in tests/ingest.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import BadInput, EmptyText, RecensionError, TooLarge, UnknownType, UnreadableText
from app.ingest import read
from app.ingest.archive import members
from app.ingest.packed import MOST_MEMBERS
from app.services.planning import plan_paths
from app.settings import Settings
from tests.attacks import hostile
from tests.attacks.hostile import MIB, PROSE
from tests.ingest.files import check, zipped
from tests.ingest.packing import docx, odt, opendocument, packed, word
from tests.ingest.site import Site, served
from tests.ingest.test_epub import CONTAINER, book, package
from tests.pace import cost

DEEP = 100_000
SLOWEST = 400
"""Many times a fixed piece of work (see tests/pace.py): some ten seconds of a fast core."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site that would know of it if somebody came."""
    with served() as made:
        yield made


def outcome(data: bytes, name: str = "a") -> str:
    """What becomes of a file: its text, or the sentence that it is refused with."""
    try:
        document = read(data, name)
    except RecensionError as error:
        return f"{type(error).__name__}: {error.sentence}"
    check(document)
    return document.text


# Archives

ARCHIVES: dict[str, tuple[Callable[[], bytes], type[RecensionError]]] = {
    "a flat bomb": (hostile.flat, TooLarge),
    "a bomb of many small bombs": (
        lambda: zipped({f"{n}.txt": bytes(3 * MIB) for n in range(90)}),
        TooLarge,
    ),
    "an archive in an archive and so on": (lambda: hostile.nested(60), UnknownType),
    "archives in archives, many times each": (lambda: hostile.nested(4, 16), BadInput),
    "files that share their bytes": (hostile.overlapping, UnreadableText),
    "more files than are there": (lambda: hostile.said_to_hold(65_535, 46, 0), UnreadableText),
    "a list beyond the end": (
        lambda: hostile.said_to_hold(1, 0xFFFF_FFF0, 0xFFFF_FFF0),
        UnreadableText,
    ),
    "a list beyond any end": (lambda: hostile.of_64_bits(2**64 - 1, 2**64 - 1), UnreadableText),
    "a list before the start": (lambda: hostile.of_64_bits(2**63, 0), UnreadableText),
    "an empty list at the end of 64 bits": (lambda: hostile.of_64_bits(0, 2**64 - 1), EmptyText),
    "a million files, as a comment says": (
        lambda: hostile.with_comment(zipped({"a.txt": PROSE}), b"PK\x01\x02" * 16_000),
        TooLarge,
    ),
    "sixteen thousand ends": (
        lambda: hostile.with_comment(zipped({"a.txt": PROSE}), b"PK\x05\x06" * 16_000),
        UnreadableText,
    ),
    "a million files": (
        lambda: zipped({"a.txt": PROSE}) + b"PK\x01\x02" * 1_000_000,
        TooLarge,
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_told(name: str) -> None:
    made, error = ARCHIVES[name]
    data = made()
    with pytest.raises(RecensionError) as told:
        read(data, "a.zip")
    assert type(told.value) is error
    assert told.value.advice


@pytest.mark.parametrize("wrapped", [docx, odt])
def test_documents_are_packed_as_archives_are_and_bounded_alike(
    wrapped: Callable[..., bytes],
) -> None:
    bomb = wrapped(" " * (40 * MIB))
    assert len(bomb) < MIB
    assert "unpacks to far more than is read" in outcome(bomb)


def test_of_a_bomb_no_more_is_unpacked_than_is_let_through() -> None:
    bomb = hostile.flat()
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            members(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * MIB


def test_a_list_of_too_many_files_is_not_made() -> None:
    data = zipped({"a.txt": PROSE}) + b"PK\x01\x02" * (MOST_MEMBERS + 1)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="too many files"):
            members(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * MIB


# Names

LEADING_OUT = [
    "../up.txt",
    "/etc/passwd.txt",
    "..\\up.txt",
    "\\\\host\\share\\a.txt",
    "C:\\a.txt",
    "c:a.txt",
    "a/../../b.txt",
    "a\\..\\..\\b.txt",
]


@pytest.mark.parametrize("name", LEADING_OUT)
def test_a_file_whose_name_leads_out_of_its_archive_is_not_there(name: str) -> None:
    data = zipped({name: PROSE * 2, "story.txt": PROSE})
    assert [member.name for member in members(data)] == ["story.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("~/a.txt", "~/a.txt"),
        ("a\nb\x1b[2J.txt", "ab[2J.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\u2066b\u2069.txt", "ab.txt"),
        ("..∕..∕etc∕passwd.txt", "..∕..∕etc∕passwd.txt"),  # look like slashes, and are letters
        ("．．／etc.txt", "．．／etc.txt"),
        ("..;/a.txt", "..;/a.txt"),
        ("%2e%2e/a.txt", "%2e%2e/a.txt"),
        ("a" * 60_000 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    found = [member.name for member in members(zipped({name: PROSE}))]
    # A look-alike slash may be taken for a real one, and the file is then not there.
    assert found in ([shown], [])
    assert all(".." not in name.split("/") for name in found)


def test_what_stands_after_a_nul_is_no_part_of_a_name() -> None:
    assert [member.name for member in members(zipped({"a.txt\0/../../b": PROSE}))] == ["a.txt"]


def test_a_link_in_an_archive_is_not_there() -> None:
    data = hostile.with_link("passwords.txt", "/etc/passwd")
    assert [member.name for member in members(data)] == ["story.txt"]


def test_what_is_attached_to_a_mail_is_called_by_its_last_name() -> None:
    mail = (
        b"MIME-Version: 1.0\nFrom: ann@a.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\n" + PROSE.encode() + b"\n--b\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment; filename=../../etc/pass\x1bwd.txt\n\nNo.\n--b--\n"
    )
    (notice,) = read(mail, "a.eml").notices
    assert notice == "Attached to this mail, and not read: “passwd.txt”."


def test_parts_of_documents_are_looked_for_inside_alone(tmp_path: Path) -> None:
    """What a part refers to is one of the parts, whatever it is called."""
    secret = tmp_path / "secret.xhtml"
    secret.write_text("<html><body><p>Keep this to yourself.</p></body></html>")
    out = "../" * 30 + str(secret).lstrip("/")
    for href in (out, str(secret), secret.as_uri(), out.replace("/", "\\")):
        told = outcome(book(**{"OEBPS/book.opf": package().replace("text/", f"{href}#")}))
        told += outcome(
            book(**{"META-INF/container.xml": CONTAINER.replace("OEBPS/book.opf", href)})
        )
        moved = '<Relationships><Relationship Type="x/officeDocument" Target="%s"/></Relationships>'
        told += outcome(docx("", {"_rels/.rels": moved % href}))
        assert "yourself" not in told


def test_a_link_in_a_folder_opens_no_file_outside_of_it(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "secret.txt").write_text("Keep this to yourself.")
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "a.txt").write_text(PROSE)
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "d").symlink_to(tmp_path)
    failed: list[tuple[object, str]] = []
    plans = plan_paths([folder], settings, lambda place, why: failed.append((place, why)))
    assert [file.path.name for plan in plans for file in plan.files] == ["a.txt"]
    assert failed == [(folder / "c.txt", "It is a link that leads out of its folder.")]
    # Who names a link means what it leads to.
    (plan,) = plan_paths([folder / "c.txt"], settings, lambda *_: None)
    assert len(plan.files) == 1


# XML


def in_every_format(declared: str, meant: str) -> dict[str, bytes]:
    """This in XML of every kind that is read."""

    def part(root: str) -> str:
        head, _, rest = root.partition("?>")
        return f"{head}?>{declared}{rest}"

    said = f"{PROSE}{meant}"
    text = word("document", f"<w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:body>")
    office = opendocument(
        "document-content",
        f"<office:body><office:text><text:p>{said}</text:p></office:text></office:body>",
    )
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{said}</p></body></html>'
    return {
        "docx": docx("", {"word/document.xml": part(text)}),
        "docx styles": docx(
            f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>",
            {"word/styles.xml": part(word("styles", meant))},
        ),
        "odt": odt("", "", {"content.xml": part(office)}),
        "epub chapter": packed(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": CONTAINER,
                "OEBPS/book.opf": package(),
                **dict.fromkeys(
                    (f"OEBPS/text/{name}.xhtml" for name in ("one", "two", "end", "notes")),
                    part(f'<?xml version="1.0"?>{chapter}'),
                ),
            }
        ),
        "epub package": book(**{"OEBPS/book.opf": part('<?xml version="1.0"?>' + package())}),
        "epub container": book(
            **{"META-INF/container.xml": part('<?xml version="1.0"?>' + CONTAINER)}
        ),
        "xhtml": part(f'<?xml version="1.0"?>{chapter}').encode(),
        "svg": part(
            f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>{said}</text></svg>'
        ).encode(),
        "feed": part(
            f'<?xml version="1.0"?><rss><channel><title>{said}</title></channel></rss>'
        ).encode(),
    }


@pytest.mark.parametrize("made", [hostile.laughs, hostile.blow_up])
def test_entities_do_not_multiply(made: Callable[[], tuple[str, str]]) -> None:
    for kind, data in in_every_format(*made()).items():
        told: list[str] = []
        tracemalloc.start()
        try:
            told.append(outcome(data))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 32 * MIB, kind
        assert "laughlaugh" not in told[0], kind


def test_xml_opens_no_other_place(tmp_path: Path, site: Site) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Keep this to yourself.")
    before = len(site.seen)
    for address in (secret.as_uri(), str(secret), site.at("/story")):
        for way in hostile.reaching(address).values():
            for kind, data in in_every_format(*way).items():
                told = outcome(data)
                assert "yourself" not in told, kind
                assert "Besatzungen" not in told, kind
    page = (
        f"<!doctype html><base href='{site.at('/')}'><link rel=stylesheet href='{site.at('/a')}'>"
        f"<article><h1>Ferry</h1><p>{PROSE * 4}<img src='{site.at('/b')}'>"
        f"<iframe src='{site.at('/c')}'></iframe><object data='{secret.as_uri()}'></object>"
        '<script type="application/ld+json">{"@context": "' + site.at("/d") + '"}</script>'
    )
    assert PROSE.strip() in outcome(page.encode())
    assert len(site.seen) == before


# PDF

PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    "packed in packed": (hostile.flate_in_flate, "EmptyText: "),
    "digits of digits": (hostile.hexadecimal, "EmptyText: "),
    "a picture of billions of points": (hostile.large_picture, "Noon."),
    "a tree that is its own branch": (hostile.pages_of_pages, "EmptyText: "),
    "a million pages": (hostile.many_pages, "TooLarge: This PDF has 1,000,000 pages"),
    "a billion pages that are not there": (hostile.promised_pages, "Noon."),
    "a table that goes on where it begins": (hostile.table_of_itself, "EmptyText: "),
    "objects that lie in themselves": (hostile.objects_in_themselves, "EmptyText: "),
    "lists in lists": (hostile.deep_objects, "EmptyText: "),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_ends_well(name: str) -> None:
    made, said = PDFS[name]
    data = made()
    told: list[str] = []
    assert cost(lambda: told.append(outcome(data, "a.pdf"))) < SLOWEST
    assert told[0].startswith(said)


# Depth, and what is written to be slow


def page(body: str) -> bytes:
    return f"<!doctype html><article><h1>Ferry</h1><p>{PROSE * 4}</p>{body}</article>".encode()


def mail(more: bytes) -> bytes:
    return b"MIME-Version: 1.0\nFrom: ann@a.example\nSubject: Ferry\n" + more


DEPTHS: dict[str, tuple[bytes, str]] = {
    **{
        f"html {tag}": (page(f"<{tag}>" * DEEP), "Ferry\n\n")
        for tag in ("div", "b", "b><p", "a href=x", "table><tr><td", "ul><li", "blockquote", "svg")
    },
    "html <": (page("<" * DEEP), "Ferry\n\n"),
    "html &": (page("&" * DEEP + "&#x" * DEEP), "Ferry\n\n"),
    "html <!--": (page("<!--" * DEEP), "Ferry\n\n"),
    "html <![CDATA[": (page("<![CDATA[" * DEEP), "Ferry\n\n"),
    "html attributes": (page(f"<b {' '.join(f'a{n}=1' for n in range(DEEP))}>"), "Ferry\n\n"),
    "html formatting": (page("<b><i><u><p>" * 20_000), "Ferry\n\n"),
    "json-ld lists": (
        page(f"<script type=application/ld+json>{'[' * DEEP}</script>"),
        "Ferry\n\n",
    ),
    "json-ld objects": (
        page('<script type=application/ld+json>{"@graph":' + '{"a":' * DEEP + "</script>"),
        "Ferry\n\n",
    ),
    "docx": (docx("<w:p>" * DEEP + "</w:p>" * DEEP), "UnreadableText: "),
    "odt": (odt("<text:section>" * DEEP + "</text:section>" * DEEP), "UnreadableText: "),
    "rtf groups": (b"{\\rtf1 " + b"{" * DEEP + b"Deep." + b"}" * DEEP, "TooLarge: "),
    "rtf fields": (b"{\\rtf1 " + b"{\\field{\\fldrslt " * DEEP, "TooLarge: "),
    "json lists": (b'{"text": ' + b"[" * DEEP, "UnreadableText: "),
    "json objects": (b'{"text": ' * DEEP, "UnreadableText: "),
    "json number": (b'{"text": ' + b"9" * 1_000_000 + b"}", "UnreadableText: "),
    "mail parts in parts": (
        mail(
            b"".join(
                b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
                for n in range(DEEP)
            )
        ),
        "TooLarge: ",
    ),
    "mail in mail": (mail(b"Content-Type: message/rfc822\n\n" * DEEP), "UnreadableText: "),
    "mail of many parts": (
        mail(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000),
        "TooLarge: ",
    ),
    "mail of many headers": (mail(b"X-A: b\n" * DEEP + b"\n" + PROSE.encode()), PROSE.strip()),
}


@pytest.mark.parametrize("name", DEPTHS)
def test_what_lies_deep_ends_well(name: str) -> None:
    data, said = DEPTHS[name]
    told: list[str] = []
    assert cost(lambda: told.append(outcome(data))) < SLOWEST
    assert told[0].startswith(said)


@pytest.mark.parametrize(
    "unit",
    ["> ", "* ", "1. ", "[", "![", "[[a](", "[a]: <b\n", "*a **b ", "_a__b_", "`a ``", "<a ",
     "<http:", "&", "\\", "~~a ", "> * "],
)  # fmt: skip
def test_markdown_made_to_be_slow_is_not(unit: str) -> None:
    data = (unit * (40_000 // len(unit))).encode()
    assert cost(lambda: outcome(data, "a.md")) < SLOWEST
