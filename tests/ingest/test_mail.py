"""Mails: the article in them, to the letter, and nothing that mail programs put around it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Document
from app.errors import EmptyText, RecensionError, TooLarge, UnknownType, UnreadableText
from app.ingest import Hints, media_type, read
from tests.ingest.files import check_any, zipped
from tests.ingest.pages import article_of, furniture_of
from tests.pace import cost

STORY = ["The boats sail again on Friday, the union said.", "Fares stay as they were."]
PLAIN = "\n\n".join(STORY) + "\n"
MIXED = "Content-Type: multipart/mixed; boundary=x\n"
HTML = "<html><body>" + "".join(f"<p>{text}</p>" for text in STORY) + "</body></html>"


def mail(text: str | None = PLAIN, html: str | None = None, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Anna Berg <anna@ferry.example>"
    message["To"] = "desk@ferry.example"
    message["Subject"] = "Ferry strike ends"
    message["Date"] = "Mon, 04 May 2026 07:40:00 +0100"
    for name, value in headers.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is None:
        message.set_content(html, subtype="html")
    elif html is not None:
        message.add_alternative(html, subtype="html")
    return message


def raw(body: str, headers: str = "") -> bytes:
    """A mail as it would be on the way, with this body and a few more headers."""
    usual = "From: Anna Berg <anna@ferry.example>\nSubject: Ferry\nMIME-Version: 1.0\n"
    return f"{usual}{headers}\n{body}".encode()


def document(data: bytes | EmailMessage) -> Document:
    return read(data if isinstance(data, bytes) else data.as_bytes(), "story.eml")


def attach(message: EmailMessage, data: bytes, name: str, kind: str = "application/pdf") -> None:
    maintype, subtype = kind.split("/")
    message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)


class TestHeaders:
    def test_subject_sender_and_date_are_title_byline_and_date(self) -> None:
        found = document(mail())
        assert found.title == "Ferry strike ends"
        assert found.metadata.byline == "Anna Berg"
        assert found.metadata.published == "2026-05-04T07:40:00+01:00"
        assert article_of(found) == STORY
        assert not found.notices

    @pytest.mark.parametrize(
        ("line", "byline"),
        [
            ("From: anna@ferry.example", "anna@ferry.example"),
            ("From: anna@ferry.example (Anna Berg)", "Anna Berg"),
            ('From: "Berg, Anna" <anna@ferry.example>', "Berg, Anna"),
            ("From: Berg, Anna <anna@ferry.example>", "Berg, Anna"),
            ('From: "Anna \\"Ann\\" Berg" <anna@ferry.example>', 'Anna "Ann" Berg'),
            ("From: =?utf-8?Q?=C3=85sa_Berg?= <asa@ferry.example>", "Åsa Berg"),
            ("From: Åsa Berg <asa@ferry.example>", "Åsa Berg"),
            ("From: <anna@ferry.example>", "anna@ferry.example"),
            ("From: <@@,;(", "<@@,;("),
            ("From:", ""),
        ],
    )
    def test_the_sender_may_be_written_in_many_ways(self, line: str, byline: str) -> None:
        data = f"{line}\nMIME-Version: 1.0\nSubject: Ferry\n\n{PLAIN}"
        assert document(data.encode()).metadata.byline == byline

    @pytest.mark.parametrize(
        ("subject", "title"),
        [
            ("=?iso-8859-1?Q?F=E4hre?= =?iso-8859-1?Q?_f=E4hrt?=", "Fähre fährt"),
            ("=?UTF-8?B?RsOkaHJl?=\n =?UTF-8?B?IGbDpGhydA==?=", "Fähre fährt"),
            ("=?no-such-code?Q?F=C3=A4hre?=", "Fähre"),
            ("=?utf-8?B?!!!?= boats", "boats"),
            ("Fähre", "Fähre"),
            ("one\n  two\n\tthree", "one two three"),
            ("", ""),
        ],
    )
    def test_the_subject_may_be_written_in_many_ways(self, subject: str, title: str) -> None:
        data = f"From: a@b.example\nMIME-Version: 1.0\nSubject: {subject}\n\nNoon.\n"
        found = document(data.encode())
        assert found.title == title
        assert article_of(found) == ["Noon."]

    @pytest.mark.parametrize("date", ["", "yesterday", "99 Foo 2026", "Mon, 04 May 99999 07:40:00"])
    def test_a_date_that_is_none_is_left_out(self, date: str) -> None:
        assert document(raw(PLAIN, f"Date: {date}\n")).metadata.published == ""

    def test_a_mailbox_of_one_mail_is_a_mail(self) -> None:
        data = b"From anna@ferry.example Mon May  4 07:40:00 2026\n" + raw(PLAIN)
        assert article_of(document(data)) == STORY


class TestParts:
    def test_of_two_forms_the_fuller_one_is_read(self) -> None:
        both = document(mail(PLAIN, HTML.replace("Friday", "<b>Friday</b>")))
        assert article_of(both) == STORY
        stub = "Please read this mail in a program that shows HTML."
        assert article_of(document(mail(stub, HTML))) == STORY
        assert article_of(document(mail(PLAIN, "<p>Read the text.</p>"))) == STORY

    def test_html_alone_is_read_as_html(self) -> None:
        found = document(mail(None, "<h1>Ferry</h1>" + HTML))
        assert article_of(found) == ["Ferry", *STORY]
        assert found.title == "Ferry strike ends"

    def test_texts_one_after_the_other_are_one_text(self) -> None:
        message = mail(STORY[0])
        message.make_mixed()
        more = EmailMessage()
        more.set_content(STORY[1])
        message.attach(more)
        assert article_of(document(message)) == STORY

    @pytest.mark.parametrize(
        ("encoding", "label"),
        [("cp1252", "windows-1252"), ("utf-8", "iso-8859-1"), ("cp1252", "no-such"), ("utf-8", "")],
    )
    def test_a_wrong_or_unknown_charset_does_no_harm(self, encoding: str, label: str) -> None:
        head = f"Content-Type: text/plain; charset={label}\nContent-Transfer-Encoding: 8bit\n"
        data = raw("", head) + "Die Fähre fährt früh.".encode(encoding)
        assert article_of(document(data)) == ["Die Fähre fährt früh."]

    @pytest.mark.parametrize("way", ["quoted-printable", "base64"])
    def test_a_text_packed_for_the_way_is_unpacked(self, way: str) -> None:
        message = mail()
        message.set_content("Die Fähre fährt früh.", charset="iso-8859-15", cte=way)
        assert article_of(document(message)) == ["Die Fähre fährt früh."]

    def test_attached_files_are_told(self) -> None:
        message = mail()
        attach(message, b"%PDF-1.4", "tide.pdf")
        assert document(message).notices == ("Attached to this mail, and not read: “tide.pdf”.",)
        attach(message, b"x", "Fähre, neu.docx")
        for number in range(7):
            attach(message, b"x", f"{number}.png", "image/png")
        found = document(message)
        assert article_of(found) == STORY
        assert found.notices == (
            "Attached to this mail, and not read: “tide.pdf”, “Fähre, neu.docx”, “0.png”, “1.png”, "
            "“2.png” and 4 more.",
        )

    def test_what_mail_programs_attach_is_not_told(self) -> None:
        message = mail()
        attach(message, b"BEGIN:VCARD", "anna.vcf", "text/vcard")
        attach(message, b"x", "signature.asc", "application/pgp-signature")
        message.add_attachment(b"x", maintype="image", subtype="png", filename="a.png", cid="<a@b>")
        assert not document(message).notices


class TestAround:
    def test_a_quoted_reply_and_the_line_over_it_are_furniture(self) -> None:
        found = document(
            mail(
                PLAIN + "\nOn Sun, 3 May 2026 at 10:00, Ben <ben@ferry.example>\nwrote:\n"
                "> Is it over?\n> Tell me.\n>> It goes on.\n"
            )
        )
        assert article_of(found) == STORY
        assert any("It goes on." in text for text in furniture_of(found))

    @pytest.mark.parametrize(
        "line",
        [
            "Am 3. Mai 2026 um 10:00 schrieb Ben:",
            "Le 3 mai 2026 à 10:00, Ben a écrit :",
            "El 3/5/2026, Ben escribió:",
            "ben@ferry.example 写道：",
        ],
    )
    def test_the_line_over_a_reply_may_be_in_any_language(self, line: str) -> None:
        found = document(mail(f"{PLAIN}\n{line}\n> Is it over?\n"))
        assert article_of(found) == STORY

    def test_answers_between_quoted_lines_are_the_article(self) -> None:
        found = document(mail(f"> Is it over?\n{STORY[0]}\n> And the fares?\n{STORY[1]}\n"))
        assert article_of(found) == STORY

    def test_a_mail_that_is_all_quoted_is_read(self) -> None:
        assert len(article_of(document(mail("> The boats sail again.\n> Fares stay.\n")))) == 2

    def test_a_signature_is_furniture(self) -> None:
        found = document(mail(PLAIN + "\n-- \nAnna Berg\nFerry Desk, Kerrin\n"))
        assert article_of(found) == STORY
        assert furniture_of(found) == ["--", "Anna Berg", "Ferry Desk, Kerrin"]

    def test_a_dash_before_much_text_is_no_signature(self) -> None:
        more = " ".join(STORY * 20)
        assert article_of(document(mail(f"{PLAIN}\n--\n\n{more}\n")))[-1] == more

    def test_a_forwarded_article_is_the_article(self) -> None:
        found = document(
            mail(
                "---------- Forwarded message ---------\nFrom: Ben <ben@ferry.example>\n"
                f"Date: Sun, 3 May 2026\nSubject: Ferry\nTo: Anna\n\n{PLAIN}"
            )
        )
        assert article_of(found) == STORY
        assert len(furniture_of(found)) == 5

    def test_what_follows_an_original_message_is_furniture(self) -> None:
        found = document(
            mail(f"{PLAIN}\n-----Original Message-----\nFrom: Ben\nSent: Sunday\n\nIs it over?\n")
        )
        assert article_of(found) == STORY

    def test_a_quoted_reply_in_html_is_furniture(self) -> None:
        reply = "<div>On 3 May 2026 at 10:00 Ben wrote:</div><blockquote>Is it over?</blockquote>"
        found = document(mail(None, HTML.replace("</body>", f"{reply}</body>")))
        assert article_of(found) == STORY

    def test_a_quotation_of_the_article_is_of_the_article(self) -> None:
        line = "In its report of 3 May the union writes:"
        quoted = f"<p>{line}</p><blockquote><p>“At last, after nine days.”</p></blockquote>"
        found = document(mail(None, HTML.replace("</body>", f"{quoted}</body>")))
        assert article_of(found) == [*STORY, line, "“At last, after nine days.”"]


class TestFlow:
    def test_flowed_lines_are_joined(self) -> None:
        data = raw(
            "The boats sail again on \nFriday, the union \nsaid.\n\n Fares stay as \nthey were.\n"
            "-- \nAnna\n\n>> deep and \n>> long\n> short\n",
            'Content-Type: text/plain; charset="utf-8"; format=flowed\n',
        )
        found = document(data)
        assert article_of(found) == STORY
        assert furniture_of(found) == ["--", "Anna", ">> deep and long", "> short"]

    def test_spaces_that_are_not_of_the_text_go(self) -> None:
        data = raw(
            "The boats sail  \nagain on Fri \nday.\n",
            "Content-Type: text/plain; format=Flowed; delsp=YES\n",
        )
        assert article_of(document(data)) == ["The boats sail again on Friday."]

    def test_lines_wrapped_by_the_program_are_joined_and_told(self) -> None:
        text = "The boats sail again on Friday, the union said, and the fares will\nstay as they "
        text += (
            "were before the strike began nine days ago, when the crews\nleft their ships at the "
        )
        text += "northern pier and walked home over the hills\nbecause the last bus had gone.\n"
        found = document(mail(text))
        assert article_of(found) == [" ".join(text.split())]
        assert "wrapped" in found.notices[0]


class TestAttachedArticle:
    def test_the_one_article_of_a_mail_without_text_is_read(self) -> None:
        message = mail("\n-- \n")
        attach(message, HTML.encode(), "story.html", "text/html")
        attach(message, b"\x89PNG\r\n\x1a\n", "a.png", "image/png")
        found = document(message)
        assert article_of(found) == STORY
        assert found.notices == (
            "This mail has no text of its own; the file attached to it was read: “story.html”.",
        )

    def test_a_forwarded_mail_is_read(self) -> None:
        message = mail(None)
        message.add_attachment(mail())
        found = document(message)
        assert article_of(found) == STORY
        assert found.title == "Ferry strike ends"
        assert "“Ferry strike ends.eml”" in found.notices[0]

    def test_a_name_that_lies_is_told_here_too(self) -> None:
        message = mail(None)
        attach(message, HTML.encode(), "story.docx")
        assert document(message).notices[1] == (
            "This file is named .docx, but it is a web page (HTML)."
        )

    def test_of_several_articles_none_is_chosen(self) -> None:
        message = mail(None)
        for name in ("1.txt", "2.txt"):
            attach(message, b"Noon.", name)
        with pytest.raises(EmptyText, match="2 files are attached") as caught:
            document(message)
        assert "Save the one you mean" in caught.value.advice

    def test_a_mail_in_a_mail_in_a_mail_is_not_opened(self) -> None:
        inner = mail()
        for _ in range(3):
            outer = mail(None)
            outer.add_attachment(inner)
            inner = outer
        with pytest.raises(UnknownType, match="lies a file with another one in it"):
            document(inner)
        assert article_of(read(zipped({"a.eml": mail().as_bytes()}))) == STORY


HOSTILE = {
    "nothing but headers": (raw("", ""), EmptyText, "no text in this mail"),
    "a picture alone": (
        raw("iVBORw0KGgo=\n", "Content-Type: image/png\nContent-Transfer-Encoding: base64\n"),
        EmptyText,
        "no text in this mail",
    ),
    "encrypted": (
        raw("--x\n\nVersion: 1\n--x--\n", "Content-Type: multipart/encrypted; boundary=x\n"),
        UnreadableText,
        "encrypted",
    ),
    "encrypted in the text": (
        raw("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"),
        UnreadableText,
        "encrypted",
    ),
    "S/MIME": (
        raw("MIAGCSqGSIb3DQEHA6CAMIACAQAx\n", "Content-Type: application/pkcs7-mime\n"),
        UnreadableText,
        "encrypted",
    ),
    "a mailbox": (
        b"From a@b.example Mon May  4 07:40:00 2026\n"
        + raw(PLAIN)
        + b"\n\nFrom a@b.example Mon May  4 07:41:00 2026\n"
        + raw(PLAIN),
        UnreadableText,
        "several mails",
    ),
    "bytes that are no text": (
        raw("", "Content-Type: text/plain\n") + bytes(range(1, 32)) * 50,
        UnreadableText,
        "control characters",
    ),
    "a text that was cut off in its headers": (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; bound",
        EmptyText,
        "no text in this mail",
    ),
    "more boundaries than anybody needs": (
        raw("\n" * 9_000, "X-Boundary: boundary\n" * 2_000),
        TooLarge,
        "too many parts",
    ),
    "thousands of parts": (
        raw("--x\n\na\n" * 3_000 + "--x--", "Content-Type: multipart/mixed; boundary=x\n"),
        TooLarge,
        "too many parts",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_told(name: str) -> None:
    data, error, said = HOSTILE[name]
    with pytest.raises(RecensionError, match=said) as caught:
        read(data, "story.eml", Hints())
    assert type(caught.value) is error
    assert caught.value.advice


def test_a_mail_of_mails_in_mails_ends() -> None:
    data = b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 20_000 + b"Noon."
    assert media_type(data) == "message/rfc822"
    with pytest.raises(UnreadableText, match="damaged"):
        read(data)
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
    )
    check_any(f"MIME-Version: 1.0\n{nested}\nNoon.".encode())


WHOLE = mail(PLAIN, HTML)
attach(WHOLE, b"%PDF-1.4", "tide.pdf")


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE.as_bytes())),
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"\n\n", b"boundary=", b"charset*=utf-8''%ff", b"=?q?", b"--", b"; ", b"\0"]
                ),
            ),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_a_mail_with_damaged_places_is_read_or_refused(
    damage: list[tuple[int, bytes]], cut: bool
) -> None:
    data = WHOLE.as_bytes()
    for place, piece in damage:
        data = data[:place] + piece + (b"" if cut else data[place + len(piece) :])
    check_any(data)


@pytest.mark.parametrize(
    "data",
    [
        raw("--\n" * 100_000),
        raw("-" * 1_000_000 + "\n"),
        raw("> " * 500_000),
        raw("x\n\nFrom a " + "12:12" * 200_000 + "\n"),
        raw("Noon.", 'Content-Type: text/plain; a="' + "; " * 200_000 + '"\n'),
        raw('--x\nContent-Type: text/plain; a="' + "; " * 200_000 + '"\n\nx', MIXED),
        f"From: {' ' * 60_000}x\nMIME-Version: 1.0\n\nNoon.".encode(),
        f"From: {'(' * 60_000}x\nMIME-Version: 1.0\n\nNoon.".encode(),
        f"Subject: {'=?utf-8?Q?a?= ' * 4_000}\nMIME-Version: 1.0\n\nNoon.".encode(),
        f"Date: {'1 ' * 30_000}\nMIME-Version: 1.0\n\nNoon.".encode(),
        raw("a \n" * 300_000, "Content-Type: text/plain; format=flowed\n"),
    ],
)
def test_a_mail_made_to_be_slow_is_not(data: bytes) -> None:
    assert cost(lambda: check_any(data)) < 250
