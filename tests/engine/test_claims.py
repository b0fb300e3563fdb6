"""Claims that hardened or softened, negations and attributions that came or went."""

from __future__ import annotations

import pytest

from app.engine import Fate, Kind, compare_texts


def _told(a: str, b: str) -> list[tuple[Fate, str, str]]:
    facts = compare_texts(a, b).facts
    assert {fact.kind for fact in facts} <= {Kind.CLAIM, Kind.ATTRIBUTION}
    return [(fact.fate, fact.a, fact.b) for fact in facts]


_TURNED = {
    Fate.HARDENED: Fate.SOFTENED,
    Fate.NEGATED: Fate.AFFIRMED,
    Fate.AFFIRMED: Fate.NEGATED,
    Fate.REMOVED: Fate.ADDED,
}


@pytest.mark.parametrize(
    ("a", "b", "fate", "old", "new"),
    [
        ("It might return on Friday.", "It will return on Friday.", "hardened", "might", "will"),
        ("He allegedly took it all.", "He took it all.", "hardened", "allegedly", ""),
        ("An alleged thief was seen.", "A thief was seen.", "hardened", "alleged", ""),
        ("They plan to close it.", "They will close it.", "hardened", "plan to", "will"),
        ("They should close it.", "They must close it.", "hardened", "should", "must"),
        ("It may rain in May.", "It will rain in May.", "hardened", "may", "will"),
        ("Die Fähre könnte am Freitag fahren.", "Die Fähre wird am Freitag fahren.",
         "hardened", "könnte", "wird"),
        ("Le bac pourrait partir dans le port.", "Le bac va partir dans le port.",
         "hardened", "pourrait", "va"),
        ("El puente puede abrir el lunes en la isla.", "El puente debe abrir el lunes en la isla.",
         "hardened", "puede", "debe"),
        ("Il ponte potrebbe aprire oggi per i camion.", "Il ponte deve aprire oggi per i camion.",
         "hardened", "potrebbe", "deve"),
        ("Мост может открыться для всех.", "Мост должен открыться для всех.",
         "hardened", "может", "должен"),
        ("قد يفتح الجسر في المدينة.", "سوف يفتح الجسر في المدينة.", "hardened", "قد", "سوف"),
        ("It is safe for lorries.", "It is not safe for lorries.",
         "negated", "is safe", "is not safe"),
        ("It was opened to lorries.", "It was never opened to lorries.",
         "negated", "was opened", "was never opened"),
        ("It can carry lorries.", "It cannot carry lorries.",
         "negated", "can carry", "cannot carry"),
        ("There was damage to it.", "There was no damage to it.",
         "negated", "was damage", "was no damage"),
        ("It opened on Friday.", "It didn’t open on Friday.", "negated", "opened", "didn’t open"),
        ("Die Brücke ist sicher für alle.", "Die Brücke ist nicht sicher für alle.",
         "negated", "sicher", "nicht sicher"),
        ("El puente es seguro para los camiones.", "El puente no es seguro para los camiones.",
         "negated", "es", "no es"),
        ("Мост был открыт для всех.", "Мост не был открыт для всех.", "negated", "был", "не был"),
        ("It is closed, police said.", "It is closed.", "removed", "police said", ""),
        ("According to police, it is shut.", "It is shut.", "removed", "According to police", ""),
        ("Die Brücke ist laut Polizei nicht offen.", "Die Brücke ist nicht offen.",
         "removed", "laut Polizei", ""),
        ("Selon la police, le pont est fermé.", "Le pont est fermé.",
         "removed", "Selon la police", ""),
        ("Según la policía, el puente está cerrado.", "El puente está cerrado.",
         "removed", "Según la policía", ""),
        ("По словам полиции, мост закрыт.", "Мост закрыт.", "removed", "По словам полиции", ""),
    ],
)  # fmt: skip
def test_what_became_of_a_claim(a: str, b: str, fate: str, old: str, new: str) -> None:
    told = Fate(fate)
    assert _told(a, b) == [(told, old, new)]
    assert _told(b, a) == [(_TURNED[told], new, old)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("It is not safe for lorries.", "It isn’t safe for lorries."),
        ("The result is unknown to the council.", "The result is not known to the council."),
        ("He said he would come on Friday.", "He says he will come on Friday."),
        ("The council can vote today.", "The council is able to vote today."),
        ("Not only the bridge is closed.", "The bridge is closed."),
        ("The will of the people was clear.", "The wish of the people was clear."),
        ("It will probably open today.", "It will open, probably today."),
        ("Police said that it is closed.", "It is closed, police said."),
        ("The mayor said it was shut.", "It was shut, the mayor told reporters."),
    ],
)
def test_what_is_said_in_other_words_only(a: str, b: str) -> None:
    assert _told(a, b) == []
    assert _told(b, a) == []
