"""What the pages about many files show: what would become of each, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.services.bulk import LEAVE, NEW, FileResult, Upload
from app.services.proposals import Proposal, ProposedFile
from app.web.templating import counted, day, said


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was read; ``told`` is what would become of it, ``when`` its date in words."""

    name: str
    told: str
    when: str
    words: int
    problem: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Somewhere that the files of an article may go."""

    value: str
    label: str
    title: str
    detail: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """An article to be; without ``choices`` there is nothing to decide."""

    place: int
    title: str
    verdict: str
    problem: str
    files: tuple[FileView, ...]
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What became of all files: how many were stored, left as they are and not taken."""

    stored: int
    left: int
    failed: int
    files: tuple[FileResult, ...]

    @property
    def in_words(self) -> str:
        """All of it in a sentence."""
        said = [f"{counted(self.stored, 'version')} stored"]
        if self.left:
            said.append(f"{counted(self.left, 'file')} not stored again")
        if self.failed:
            said.append(f"{counted(self.failed, 'file')} could not be taken")
        return ", ".join(said)


def proposal_views(upload: Upload) -> list[ProposalView]:
    """What would become of the files, article by article."""
    return [_view(place, each) for place, each in enumerate(upload.proposals)]


LATELY = 8
"""So many results are shown while there are more to come."""


def results_view(upload: Upload) -> ResultsView:
    """What became of the files, those that were never taken among them; while at work the last."""
    refused = [FileResult(name, told=why, is_problem=True) for name, why in upload.refused]
    files = tuple(upload.results[-LATELY:]) if upload.is_working else (*refused, *upload.results)
    stored = sum(bool(each.number) for each in files)
    failed = sum(each.is_problem for each in files)
    return ResultsView(stored, len(files) - stored - failed, failed, files)


def read_choices(values: list[tuple[str, str]]) -> dict[int, str]:
    """The choices in the fields of a form, by the place of the article; other fields are not."""
    return {
        int(name[5:]): value
        for name, value in values
        if name.startswith("into-") and name[5:].isascii() and name[5:].isdigit() and len(name) < 12
    }


def suggestions(upload: Upload) -> dict[int, str]:
    """By the place of an article to be the one that it may be versions of, where there is any."""
    found: dict[int, str] = {}
    for place, proposal in enumerate(upload.proposals):
        if proposal.joins or proposal.is_doubled:
            continue
        slug = next((each.slug for each in proposal.likely if each.may_add), "")
        if slug:
            found[place] = slug
    return found


def with_suggestions(choices: dict[int, str], upload: Upload) -> dict[int, str]:
    """The choices, with the article that each resembles for those that nobody decided about."""
    open_ones = {p: s for p, s in suggestions(upload).items() if choices.get(p, NEW) == NEW}
    return {**choices, **open_ones}


def _view(place: int, proposal: Proposal) -> ProposalView:
    files = tuple(_files(proposal))
    if not proposal.versions or proposal.problem:
        return ProposalView(place, proposal.title, "", proposal.problem, files, ())
    return ProposalView(
        place, proposal.title, _verdict(proposal), "", files, tuple(_choices(proposal))
    )


def _verdict(proposal: Proposal) -> str:
    if proposal.twin:
        return f"The same text as {proposal.twin}, which was sent as well."
    if proposal.joins and proposal.new == 0:
        return "All of it is stored already."
    if proposal.joins:
        return f"Goes on with “{proposal.joins_title}”: {counted(proposal.new, 'new version')}."
    if proposal.same:
        return f"The same text as version {proposal.same.number} of “{proposal.same.title}”."
    return f"A new article, {counted(len(proposal.versions), 'version')}."


def _files(proposal: Proposal) -> Iterator[FileView]:
    number = proposal.latest
    for file in proposal.files:
        told = ""
        if file.is_known:
            told = "stored already"
        elif file.incoming and not (proposal.same or proposal.twin):
            number += 1
            told = f"version {number}"
        yield FileView(file.name, told, _when(file), file.words, file.problem, file.notices)


def _when(file: ProposedFile) -> str:
    if file.incoming is None:
        return ""
    if file.incoming.published:
        return said(file.incoming.published)
    return day(file.incoming.captured_at) if file.incoming.captured_at else ""


def _choices(proposal: Proposal) -> Iterator[ChoiceView]:
    """Where it may go: what happens unless something is chosen comes first."""
    doubled = proposal.is_doubled
    if proposal.joins:
        if not doubled:
            yield ChoiceView(proposal.joins, "add to", proposal.joins_title, "", is_chosen=True)
            yield ChoiceView(LEAVE, "leave it out", "", "", is_chosen=False)
        return
    if doubled:
        yield ChoiceView(LEAVE, "leave it out", "", "", is_chosen=True)
    yield ChoiceView(NEW, "a new article", "", "", is_chosen=not doubled)
    for each in proposal.likely:
        if each.may_add and not each.is_latest:
            detail = f"{each.percent} % like its version {each.number}"
            yield ChoiceView(each.slug, "add to", each.title, detail, is_chosen=False)
    if not doubled:
        yield ChoiceView(LEAVE, "leave it out", "", "", is_chosen=False)
