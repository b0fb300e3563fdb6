"""What the page of a version's provenance shows, and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.errors import NotFound
from app.presentation.lives import Event, Life, life
from app.presentation.provenance import (
    Gone,
    GoneSentence,
    Source,
    TracedSentence,
    TracedText,
    gone,
    traced_text,
)
from app.presentation.sides import language_of
from app.services.provenance import Traced
from app.web import urls
from app.web.views import VersionView

_SENTENCE = re.compile(r"(?:([1-9][0-9]{0,8})\.)?([1-9][0-9]{0,8})", re.ASCII)
_PAGE = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for besides the version.

    ``sentence`` is the one whose life is open: its number, or "4.12" for one of another version;
    ``whole`` has nothing of that life left out. ``gone`` is the page of what did not survive (0:
    folded away), ``part`` that of a long text (0: the one with the sentence).
    """

    sentence: str = ""
    whole: bool = False
    gone: int = 0
    part: int = 0

    @property
    def query(self) -> str:
        """The shortest query that asks for it."""
        said = {
            "part": self.part or "",
            "sentence": self.sentence,
            "whole": "1" if self.whole and self.sentence else "",
            "gone": self.gone or "",
        }
        return "&".join(f"{name}={value}" for name, value in said.items() if value)


def read_asked(query: Mapping[str, str]) -> Asked:
    """What a query asks for. Raises NotFound for what is no sentence, and no page."""
    sentence = query.get("sentence", "")
    if sentence and not _SENTENCE.fullmatch(sentence):
        raise NotFound(
            "This address names no sentence.", "Sentences are numbered from 1: sentence=12."
        )
    return Asked(
        sentence, bool(query.get("whole")), _page(query.get("gone")), _page(query.get("part"))
    )


def _page(value: str | None) -> int:
    if not value:
        return 0
    if not _PAGE.fullmatch(value):
        raise NotFound("This address names no page.", "Pages are numbered from 1.")
    return int(value)


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """A version's text by origin, what did not survive, and the life of a sentence."""

    title: str
    slug: str
    version: VersionView
    versions: Mapping[int, VersionView]
    language: str
    asked: Asked
    text: TracedText
    gone: Gone
    life: Life | None
    coarse: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all versions, ascending."""
        return tuple(self.versions)

    @property
    def address(self) -> str:
        """The address that says what is on the screen."""
        return self._at(self.asked)

    @property
    def before(self) -> int | None:
        """The version before this one."""
        return max((n for n in self.numbers if n < self.version.number), default=None)

    @property
    def after(self) -> int | None:
        """The version after this one."""
        return min((n for n in self.numbers if n > self.version.number), default=None)

    @property
    def opened(self) -> str:
        """The id of the sentence whose life is open; "" for none."""
        if self.life is None:
            return ""
        return self._id(self.life.version, self.life.number)

    def of(self, number: int) -> str:
        """The same page for another version."""
        return urls.provenance(self.slug, number)

    def opening(self, sentence: TracedSentence) -> str:
        """The address with the life of a sentence of this text."""
        asked = Asked(str(sentence.number), gone=self.asked.gone, part=self._drawn_part)
        return self._at(asked, f"s-{sentence.number}")

    def opening_gone(self, sentence: GoneSentence) -> str:
        """The address with the life of a sentence that is not in this text."""
        spot = f"{sentence.version}.{sentence.number}"
        asked = Asked(spot, gone=self.gone.page, part=self._drawn_part)
        return self._at(asked, self.id_of(sentence))

    def id_of(self, sentence: GoneSentence) -> str:
        """The id of a sentence that is not in this text."""
        return self._id(sentence.version, sentence.number)

    @property
    def closing(self) -> str:
        """The address with no life open."""
        return self._at(replace(self.asked, sentence="", whole=False), self.opened)

    @property
    def told_whole(self) -> str:
        """The address with nothing of the life left out."""
        return self._at(replace(self.asked, whole=True), "life")

    def event(self, event: Event) -> str:
        """The sentence as it stands in the version of an event."""
        return urls.provenance(
            self.slug, event.version, f"sentence={event.number}", f"s-{event.number}"
        )

    def first_of(self, source: Source) -> str:
        """The first sentence that a version brought in."""
        if source.part == self.text.part:
            return f"#s-{source.first}"
        return self._at(Asked(part=source.part, gone=self.asked.gone), f"s-{source.first}")

    def part(self, number: int) -> str:
        """A part of a long text."""
        return self._at(Asked(part=number), "text")

    def gone_page(self, page: int) -> str:
        """A page of what did not survive."""
        return self._at(replace(self.asked, gone=page), "gone")

    @property
    def _drawn_part(self) -> int:
        """What an address says to have the same part of the text drawn; 0 where it is all."""
        return self.text.part if self.text.parts > 1 else 0

    def _id(self, version: int, number: int) -> str:
        return f"s-{number}" if version == self.version.number else f"gone-{version}-{number}"

    def _at(self, asked: Asked, anchor: str = "") -> str:
        return urls.provenance(self.slug, self.version.number, asked.query, anchor)


def provenance_view(traced: Traced, asked: Asked) -> ProvenanceView:
    """The page that is asked for. Raises NotFound for a sentence or a page that is not there."""
    number, provenance = traced.version.number, traced.provenance
    versions = {
        version.number: VersionView(
            version.number,
            f"Version {version.number}",
            version.label,
            version.captured_at,
            version.published,
        )
        for version in traced.article.versions
    }
    told = _life(traced, asked)
    here = told.number if told and told.version == number and not asked.part else 0
    text = traced_text(provenance, traced.document, number, part=asked.part or 1, sentence=here)
    lost = gone(provenance, number, page=asked.gone or 1)
    for page, found in ((asked.part, text.part), (asked.gone, lost.page)):
        if page and page != found:
            raise NotFound(f"There is no page {page} here.", "Start from the first.")
    return ProvenanceView(
        traced.article.title,
        traced.article.slug,
        versions[number],
        versions,
        language_of(traced.document),
        asked,
        text,
        lost,
        told,
        tuple(version for version in provenance.coarse if version <= number),
    )


def _life(traced: Traced, asked: Asked) -> Life | None:
    if not asked.sentence:
        return None
    named = _SENTENCE.fullmatch(asked.sentence)
    assert named, "it was read by the same rule"
    seen = traced.version.number
    version, number = int(named[1] or seen), int(named[2])
    told = life(traced.provenance, version, number, seen=seen, whole=asked.whole)
    if told is None and version not in traced.provenance.numbers:
        raise NotFound(
            f"There is no version {version} of this article.", "Choose a sentence below."
        )
    if told is None:
        count = len(traced.provenance.sentences(version))
        has = f"{count:,} sentence{'' if count == 1 else 's'}"
        raise NotFound(
            f"There is no sentence {number:,} in version {version}, which has {has}.",
            "Go to the version, and choose one of them.",
        )
    return told
