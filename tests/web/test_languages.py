"""What a text is written in, told to who reads it aloud and to who sets it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from .reading import Submit, of_class, read

GERMAN = "Die Brücke\n\nDer Rat wird die Brücke im {} schließen, sagte der Ingenieur am Montag."
FRENCH = (
    "<html lang=fr><title>Le pont</title><article><p>Le maire ferme le pont en {}.</p></article>"
)
FINNISH = (
    "Silta\n\nKaupunki sulkee sillan {}, koska sen kansi korjataan. Asukkaat kiertävät joen "
    "toista kautta, ja lautta kulkee tunnin välein aamusta iltaan, kertoi insinööri."
)
UKRAINIAN = "Міст\n\nМісто закриє міст у {}, бо його настил ремонтують, сказав інженер."


def languages(client: TestClient, address: str) -> set[str | None]:
    """Those that the cells of both columns are said to be in."""
    page = read(client.get(address))
    found = {cell.get("lang") for cell in of_class(page, "cell")}
    (clean,) = of_class(read(client.get(f"{address}?view=b")), "clean")
    assert clean.get("lang") in found
    return found


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        (GERMAN, ("Mai", "Juni"), "de"),
        (FINNISH, ("toukokuussa", "kesäkuussa"), ""),
        (UKRAINIAN, ("травні", "червні"), ""),
    ],
    ids=["German", "one that is not known", "one that is known by its script alone"],
)
def test_a_text_is_told_to_be_in_the_language_of_its_words(
    client: TestClient, submit: Submit, text: str, words: tuple[str, str], language: str
) -> None:
    a, b = (text.format(word) for word in words)
    response = submit(a_text=a, b_text=b)
    assert response.status_code == 303
    assert languages(client, response.headers["location"]) == {language}


def test_what_a_page_says_of_itself_comes_first(client: TestClient, submit: Submit) -> None:
    files = {
        f"{side}_file": (f"{side}.html", FRENCH.format(month).encode())
        for side, month in (("a", "mai"), ("b", "juin"))
    }
    assert languages(client, submit(files=files).headers["location"]) == {"fr"}
