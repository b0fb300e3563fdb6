"""Plain text: wrapped lines joined where that is clear, and nothing else touched."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Document
from app.ingest import read

JOINED = "The lines of this text were wrapped; they were joined into paragraphs."

MILL = (
    "The miller’s daughter has bought back the mill that her father lost at cards in 1979, and she "
    "means to grind flour in it again. She paid one crown for the building and ninety thousand for "
    "the well-known water rights, which two- and three-year leases had kept from her."
)
STONES = (
    "The stones are the old ones. They were found in a garden, where they had served for forty "
    "years as a table and a bench. Nobody in the valley knew how they had come there, and the "
    "gardener, who did, had been dead for eleven years."
)
LANGUAGES = {
    "German": "Die Tochter des Müllers hat die Mühle zurückgekauft, die ihr Vater beim Kartenspiel "
    "verloren hatte, und will dort wieder Mehl mahlen. Für das Gebäude zahlte sie eine Krone, für "
    "das Wasserrecht neunzigtausend, und die Steine fand sie in einem Garten am Rand des Dorfes.",
    "Russian": "Дочь мельника выкупила мельницу, которую её отец проиграл в карты, и хочет снова "
    "молоть в ней муку. За здание она заплатила одну крону, за право на воду девяносто тысяч, а "
    "старые жернова нашла в саду на краю деревни, где они сорок лет служили столом и скамьёй.",
    "Greek": "Η κόρη του μυλωνά αγόρασε πίσω τον μύλο που είχε χάσει ο πατέρας της στα χαρτιά και "
    "θέλει να αλέσει ξανά αλεύρι. Για το κτίριο πλήρωσε μία κορόνα, για το νερό ενενήντα χιλιάδες, "
    "και τις παλιές πέτρες τις βρήκε σε έναν κήπο στην άκρη του χωριού.",
    "Arabic": "اشترت ابنة الطحان الطاحونة التي خسرها أبوها في لعبة الورق وتريد أن تطحن فيها الدقيق "
    "من جديد. دفعت كرونا واحدة ثمنا للمبنى وتسعين ألفا ثمنا لحق الماء ووجدت الأحجار القديمة في "
    "حديقة على طرف القرية حيث كانت طاولة ومقعدا طوال أربعين عاما.",
    "Hindi": "चक्की वाले की बेटी ने वह चक्की वापस ख़रीद ली है जिसे उसके पिता ताश में हार गए "
    "थे और वह उसमें फिर से आटा पीसना चाहती है। इमारत के लिए उसने एक क्रोन दिया और पानी के अधिकार के "
    "लिए नब्बे हज़ार और पुराने पत्थर उसे गाँव के किनारे एक बग़ीचे में मिले जहाँ वे चालीस साल तक मेज़ और बेंच बने रहे थे।",
}
CHINESE = (
    "磨坊主的女儿买回了父亲打牌输掉的磨坊,她想在那里重新磨面粉。她为房子付了一个克朗,为用水权付了九万克朗。"
    * 3
)

POEM = """Shall I go down to where the river bends
And count the boats that come in from the sea
Or shall I wait until the summer ends
And see what boats the autumn brings to me

The harbour light is older than the town
And older still the stones on which it stands
The keeper lights it when the sun goes down
And warms beside the lamp his older hands"""
LINES = {
    "verses": POEM,
    "a list": "\n".join(f"- {thing}" for thing in ("flour, two sacks", "salt", "yeast") * 4),
    "an address": "Anna Berg\nThe Old Mill\n4 Water Lane\nKerrin\n\n" * 3,
    "a table": "\n".join(
        f"{ship:<20}{seats:<20}{sails:<24}" + "from the northern pier"
        for ship, seats, sails in [("Marigold", "240", "06:15"), ("Juniper", "180", "22:40")] * 4
    ),
    "tabs": "\n".join(
        "The Marigold of Kerrin\tdaily at a quarter past six, and at noon" for _ in "abcd"
    ),
    "code": "\n".join(
        ["def sailing(boat, hour, minute, pier, harbour, weather):"]
        + ["    return harbour.pier(pier).sail(boat, hour, minute, weather);"] * 6
    ),
    "short paragraphs": "The boats sail again on Friday.\nFares stay as they were before "
    "the strike began.\nNobody was hurt.\n"
    "The union has said that it is content with what it got, and more.\n"
    "The harbour opens at six.\nThe last boat leaves twenty minutes before eleven at night.",
    "one line to a paragraph": f"{MILL}\n{STONES}\n{MILL}\n{STONES}",
    "a key": "\n".join(["mQINBGJd0x8BEADKq7vQq5o1nYtq3nUe0Zb1gJ8h2kWc4rTs9uVx6yAz0d3f5g7h"] * 9),
    "headlines": "\n".join(
        f"{who} Says That the Northern Boats Will Not Sail Again Today"
        for who in ("Union", "Mayor", "Captain", "Minister", "Owner", "Baker")
    ),
}


def document(text: str) -> Document:
    return read(text.encode())


def paragraphs(text: str) -> list[str]:
    found = document(text)
    return [found.text_of(block) for block in found.blocks]


@pytest.mark.parametrize("width", [50, 64, 72, 78, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n \t\n", "\n\n\n"])
def test_wrapped_lines_are_joined_into_paragraphs_and_that_is_told(
    width: int, between: str
) -> None:
    wrapped = between.join(textwrap.fill(text, width) for text in (MILL, STONES, MILL))
    found = document(wrapped)
    assert [found.text_of(block) for block in found.blocks] == [MILL, STONES, MILL]
    assert found.notices == (JOINED,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrapped_lines_are_joined_in_any_language(language: str) -> None:
    text = LANGUAGES[language]
    assert paragraphs(f"{textwrap.fill(text, 66)}\n\n{textwrap.fill(text, 66)}") == [text, text]


def test_a_script_without_spaces_is_joined_without_one() -> None:
    wrapped = "\n".join(CHINESE[start : start + 36] for start in range(0, len(CHINESE), 36))
    assert paragraphs(wrapped) == [CHINESE]


def test_paragraphs_may_be_told_by_their_indents() -> None:
    wrapped = "\n".join(
        textwrap.fill(text, 66, initial_indent="    ") for text in (MILL, STONES, MILL)
    )
    assert paragraphs(wrapped) == [MILL, STONES, MILL]


def test_paragraphs_may_be_told_by_their_short_last_lines() -> None:
    wrapped = "\n".join(textwrap.fill(text, 66) for text in (MILL, STONES, MILL))
    assert paragraphs(wrapped) == [MILL, STONES, MILL]


@pytest.mark.parametrize("mark", ["- ", "• ", "3. "])
def test_the_items_of_a_wrapped_list_stay_apart(mark: str) -> None:
    wrapped = "\n".join(
        textwrap.fill(text, 70, initial_indent=mark, subsequent_indent=" " * len(mark))
        for text in (MILL, STONES, MILL)
    )
    assert paragraphs(wrapped) == [f"{mark}{text}" for text in (MILL, STONES, MILL)]


def test_verses_in_a_wrapped_text_stay_verses() -> None:
    verses = (
        "Flour for the baker,\nwater for the wheel,\nstones to lay a table\nfor a miller’s meal."
    )
    body = textwrap.fill(f"{MILL} {STONES}", 72)
    found = document(f"{body}\n\n{verses}\n\n{body}")
    assert found.text == f"{MILL} {STONES}\n\n{verses}\n\n{MILL} {STONES}"


def test_a_long_address_or_headline_does_not_hide_the_width() -> None:
    body = textwrap.fill(f"{MILL} {STONES}", 72)
    headline = (
        "Miller’s daughter buys back the mill that her father lost at cards when she was a child"
    )
    assert paragraphs(f"{headline}\n\n{body}") == [headline, f"{MILL} {STONES}"]
    long = "https://mill.example/" + "flour-and-water/" * 6
    lines = [*textwrap.wrap(f"{MILL} {STONES} " * 12, 72), long, *textwrap.wrap(STONES, 72)]
    assert "\n" not in document("\n".join(lines)).text


@pytest.mark.parametrize("lines", LINES)
def test_line_ends_that_mean_something_stay(lines: str) -> None:
    found = document(LINES[lines])
    assert found.text == LINES[lines]
    assert not found.notices


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system_are_the_same(end: str) -> None:
    wrapped = textwrap.fill(f"{MILL} {STONES}", 72)
    assert paragraphs(wrapped.replace("\n", end)) == [f"{MILL} {STONES}"]


@pytest.mark.parametrize("end", ["\f", "\u2028", "\x85", "\x0b"])
def test_other_line_ends_part_lines_and_stay(end: str) -> None:
    text = f"The boats sail again.{end}Fares stay."
    found = document(text)
    assert found.text == text
    assert len(found.blocks) == 2


def test_a_page_break_inside_a_wrapped_paragraph_is_white_space() -> None:
    lines = textwrap.wrap(f"{MILL} {STONES}", 72)
    lines[3] = f"\f{lines[3]}"
    assert paragraphs("\n".join(lines)) == [f"{MILL} {STONES}"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*textwrap.wrap(MILL, 60), "", "- a", "\tb", "\f", "\u2028"]),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90),
        ),
        max_size=12,
    )
)
def test_joining_changes_nothing_but_white_space(lines: list[str]) -> None:
    text = "\n".join(["The mill", *lines])
    assert "".join(document(text).text.split()) == "".join(text.split())
