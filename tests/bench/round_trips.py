"""Does an article come back from every format as the same article?

    python -m tests.bench.round_trips

One article goes through LibreOffice into each format; what is read from each is compared with
what is read from every other. The figure of a pair is the share of sentences, of both sides
together, that are told to be the same and in their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from app.engine import Comparison, Document, Link, Relation, compare
from app.ingest import read
from tests.bench.tables import percent, table
from tests.ingest.libreoffice import converted
from tests.ingest.voyages import NOTE, flat_opendocument, lines

FORMATS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "rtf": "Rich Text Format",
    "pdf": "writer_pdf_Export",
    "html": "HTML (StarWriter):UTF8",
    "txt": "Text (encoded):UTF8",
}

_MARKS = re.compile(r"^\[1\] |^1(?=[^\W\d])|^• |(?<=\.)\[1\]|(?<=\.)1(?= )|(?<=\.)1$")
_NOTED = lines("", holding=NOTE[0])
LOSSES: dict[str, list[str]] = {
    "html": _NOTED,
    "txt": [*_NOTED, *lines("R"), *lines("I")],
}
"""What LibreOffice does not carry over, so that no reader can tell the same of it.

In HTML the mark of a note is a bare figure, and stands right before the note. In plain text the
note is gone and its mark is a bare figure, each cell of a table is on a line of its own, and list
items begin with a bullet that nothing tells from a typed one.
"""


def articles() -> dict[str, Document]:
    """The article as it is read from each format."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "article.fodt"
        source.write_bytes(flat_opendocument())
        files = converted(source, FORMATS, folder)
    return {ending: read(data, f"article.{ending}") for ending, data in files.items()}


def pairs(found: Mapping[str, Document]) -> dict[tuple[str, str], Comparison]:
    """Each format compared with each other."""
    return {(a, b): compare(found[a], found[b]) for a, b in combinations(found, 2)}


def share(comparison: Comparison) -> float:
    """How many of the sentences, of both sides together, are the same and in their place."""
    total = sum(len(link.a) + len(link.b) for link in comparison.links)
    return 1 - sum(len(link.a) + len(link.b) for link in different(comparison)) / total


def different(comparison: Comparison) -> list[Link]:
    """The links that are not the same, or not in their place."""
    return [link for link in comparison.links if link.relation is not Relation.SAME or link.moved]


def unexplained(comparison: Comparison, *names: str) -> list[Link]:
    """Those of the different links that the formats (by the ends of their names) do not explain."""
    lost = " ".join(loss for name in names for loss in LOSSES.get(name, ()))
    return [
        link
        for link in different(comparison)
        if not all(_bare(text) in lost for texts in _texts(comparison, link) for text in texts)
    ]


def _bare(text: str) -> str:
    """A sentence without the signs that LOSSES tell of."""
    return _MARKS.sub("", text).replace("\t", " ").strip()


def _texts(comparison: Comparison, link: Link) -> tuple[list[str], list[str]]:
    a = [comparison.a.sentences[index].text for index in link.a]
    b = [comparison.b.sentences[index].text for index in link.b]
    return a, b


def main() -> None:
    """Print the table, and below it what differs from the first format."""
    found = articles()
    compared = pairs(found)
    names = list(found)
    rows = [
        [a, *(percent(share(compared[a, b])) if (a, b) in compared else "" for b in names[1:])]
        for a in names[:-1]
    ]
    print(table(["same, %", *names[1:]], rows))
    first = names[0]
    for name in names[1:]:
        comparison = compared[first, name]
        left = unexplained(comparison, first, name)
        for link in different(comparison):
            why = "not explained" if link in left else "explained"
            print(f"\n{first} → {name}: {link.relation}, {why}")
            for sign, texts in zip("-+", _texts(comparison, link), strict=True):
                for text in texts:
                    print(f"  {sign} {text}")


if __name__ == "__main__":
    main()
