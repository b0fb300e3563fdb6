"""Who says a quotation."""

from __future__ import annotations

import pytest

from app.engine.context import Context
from app.engine.quotations import quotations
from app.engine.speakers import speaker


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“We go,” said Marta Lind.", "Marta Lind"),
        ("“We go,” Marta Lind said on Monday.", "Marta Lind"),
        ("“We go!” Marta Lind told Rut Berg.", "Marta Lind"),
        ("“We go,” said the mayor, Rut Berg.", "Rut Berg"),
        ("“We go,” said Dr. Ola Venn, who runs the yard.", "Dr. Ola Venn"),
        ("“We go,” Marta Lind, the mayor of Port Ellery, said.", "Marta Lind"),
        ("The mayor, Marta Lind, said: “We go.”", "Marta Lind"),
        ("In a letter to Rut Berg, Marta Lind wrote: “We go.”", "Marta Lind"),
        ("According to Rut Berg, it was “a fair deal”.", "Rut Berg"),
        ("«Nous partons pour le port», a déclaré Marie Lind.", "Marie Lind"),
        ("«Мы идём», — сказал Иван Петров.", "Иван Петров"),
        ("„Wir gehen nicht auf die Brücke“, sagte Rut Berg.", "Rut Berg"),
        ("“We go,” she said.", None),
        ("“We go,” he told Marta Lind.", None),
        ("“We go.” Rut Berg said nothing.", None),
        ("Rut Berg said nothing. “We go.”", None),
        ("Rut Berg left. It was “a fair deal”.", None),
        ("“We go.”", None),
    ],
)
def test_the_speaker(text: str, who: str | None) -> None:
    found = speaker(text, quotations(text)[0], (0, len(text)), Context.of(text))
    assert (text[found.start : found.end] if found else None) == who
