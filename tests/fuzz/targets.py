"""Everything that is fuzzed: what is checked, what it starts from, and how that is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from app.engine import compare_texts, to_json
from app.ingest import media
from tests.engine.golden import read_cases
from tests.fuzz import seeds, words
from tests.fuzz.answers import check_answers
from tests.fuzz.imports import check_import, exported, in_export
from tests.fuzz.mutation import Shape, changed, in_json, in_pdf, in_texts, in_zip, plain
from tests.fuzz.readers import (
    Check,
    check_any,
    check_archive,
    check_comparison,
    check_kept,
    check_messages,
    check_reader,
    check_series,
)
from tests.fuzz.said import (
    check_addresses,
    check_dates,
    check_looks,
    check_manifests,
    check_names,
    check_queries,
)
from tests.fuzz.texts import check_engine, check_files, check_histories, check_pages

CORPUS = Path(__file__).parent / "corpus"
"""What once broke a target, by its name: replayed in every run."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed.

    ``check`` raises when something is wrong with what becomes of an input. ``seeds`` are inputs to
    start from, ``words`` what the code looks for in them, ``shape`` how they are put together.
    ``examples``: how many mutations the suite tries.
    """

    name: str
    check: Check
    seeds: Callable[[], Sequence[bytes]]
    shape: Shape = plain
    words: tuple[bytes, ...] = ()
    examples: int = 100

    def mutated(self, data: bytes, chance: Random) -> bytes:
        """An input made from another; a pure function of its arguments."""
        return self.shape(data, lambda part: changed(part, chance, self.words), chance)

    def replayed(self) -> list[bytes]:
        """What is tried in every run, first of all: the seeds, and what once broke it."""
        kept = sorted((CORPUS / self.name).glob("*"))
        return [*self.seeds(), *(path.read_bytes() for path in kept)]


def _pairs() -> list[bytes]:
    """Some of the golden cases, the short ones."""
    pairs = [f"{case.a}\0{case.b}".encode() for case in read_cases()]
    return [pair for pair in pairs if len(pair) < 1_500][::4]


def _histories() -> list[bytes]:
    pairs = _pairs()[::2]
    return [one + b"\0" + other for one, other in zip(pairs, pairs[::-1], strict=True)] + pairs


def _comparisons() -> list[bytes]:
    compared = [compare_texts(*pair.decode().split("\0")) for pair in _pairs()[::8]]
    return [json.dumps(to_json(each), separators=(",", ":")).encode() for each in compared]


def _of_each() -> list[bytes]:
    kinds = (seeds.HTML, seeds.RTF, seeds.PDF, seeds.MAIL, seeds.MHTML, seeds.JSON, seeds.ZIP)
    return [*(kind[0] for kind in kinds), *seeds.TEXTS, seeds.DOCX[0], seeds.ODT[0], seeds.EPUB[0]]


def _target(
    name: str, check: Check, start: Callable[[], Sequence[bytes]] | Sequence[bytes],
    used: tuple[bytes, ...] = (), shape: Shape = plain, examples: int = 100,
) -> Target:  # fmt: skip
    given = start if callable(start) else lambda: start
    return Target(name, check, given, shape, used, examples)


_DOCX = (*words.XML, *words.elements("w", words.WORDML))
_ODT = (*words.XML, *words.elements("text", words.ODF))
_PLAIN = (*words.PROSE, b"\0", b"\x1b$B", b"\xff\xfe")
_ANY = (*words.HTML[:20], *words.MIME[:12], *words.PDF[:4], b"PK\x03\x04", b"{\\rtf1 ")

TARGETS = {
    target.name: target
    for target in (
        _target("engine", check_engine, _pairs, words.PROSE, in_texts, 60),
        _target("html", check_reader(media.HTML), seeds.HTML, words.HTML),
        _target("docx", check_reader(media.DOCX), seeds.DOCX, _DOCX, in_zip),
        _target("rtf", check_reader(media.RTF), seeds.RTF, words.RTF),
        _target("pdf", check_reader(media.PDF), seeds.PDF, words.PDF, in_pdf),
        _target("mail", check_reader(media.MAIL), seeds.MAIL, words.MIME),
        _target("markdown", check_reader(media.MARKDOWN), seeds.MARKDOWN, words.MARKDOWN),
        _target("odt", check_reader(media.ODT), seeds.ODT, _ODT, in_zip),
        _target("epub", check_reader(media.EPUB), seeds.EPUB, words.EPUB, in_zip),
        _target("mhtml", check_reader(media.MHTML), seeds.MHTML, (*words.MIME, *words.HTML[:30])),
        _target("json", check_reader(media.JSON), seeds.JSON, words.JSON, in_json),
        _target("archive", check_archive, seeds.ZIP, words.NAMES, in_zip),
        _target("text", check_reader(media.PLAIN), seeds.TEXTS, _PLAIN),
        _target("series", check_series, seeds.SERIES, words.JSON, in_json),
        _target("media", check_any, _of_each, _ANY),
        _target("messages", check_messages, seeds.MESSAGES, words.JSON),
        _target("kept", check_kept, seeds.JSON[-1:], words.JSON, in_json),
        _target("comparison", check_comparison, _comparisons, words.JSON, in_json, 60),
        _target("answers", check_answers, seeds.ANSWERS, words.HTTP, examples=40),
        _target("manifest", check_manifests, seeds.MANIFEST, words.TOML),
        _target("import", check_import, lambda: [exported()], words.IMPORT, in_export, 25),
        _target("dates", check_dates, seeds.DATES, words.DATES),
        _target("queries", check_queries, seeds.QUERIES, words.PROSE),
        _target("looks", check_looks, seeds.LOOKS, words.LOOK),
        _target("addresses", check_addresses, seeds.ADDRESSES, words.ADDRESS),
        _target("names", check_names, seeds.NAMES, words.NAMES),
        _target("histories", check_histories, _histories, words.PROSE, in_texts, 25),
        _target("pages", check_pages, _pairs, words.PROSE, in_texts, 40),
        _target("files", check_files, _pairs, words.PROSE, in_texts, 40),
    )
}
"""By name, in the order in which a campaign goes through them."""
