"""What would become of files that were sent together, for somebody to look at and to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import BadInput, RecensionError, TooLarge
from app.ingest.archive import natural_order
from app.services.articles import get_article, identity_of
from app.services.filing import Likely, lacks, likely_articles
from app.services.incoming import Incoming, count_words
from app.services.lines import one_line, shortened
from app.services.loading import stored_already
from app.services.planning import Plan, Source, plan_files, read_planned
from app.services.rights import check_may_change
from app.settings import Settings
from app.storage.schema import Article

MOST_FILES = 1_000
"""So many files are taken at once, those in archives among them."""

LONGEST_NAME, MOST_FOLDERS = 200, 20

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came, under the name it came under; ``data`` is None when it is too large."""

    name: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class ProposedFile:
    """A file that was read: the version that it would be, or what is wrong with it.

    ``is_known``: the article that it goes to has it already.
    """

    name: str
    incoming: Incoming | None = None
    words: int = 0
    problem: str = ""
    is_known: bool = False

    @property
    def notices(self) -> tuple[str, ...]:
        """What there is to tell of it."""
        return self.incoming.document.notices if self.incoming else ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An article to be, its files in order.

    ``joins`` is the article that they go to unless somebody decides otherwise: it was asked for
    (``is_asked``), or has the first of them already. ``latest`` is the number of its last version.
    ``likely`` are others that they may belong to. ``twin`` is the name of a file, sent as well,
    with just the same text.
    """

    title: str
    slug: str
    files: tuple[ProposedFile, ...]
    joins: str = ""
    joins_title: str = ""
    is_asked: bool = False
    latest: int = 0
    likely: tuple[Likely, ...] = ()
    twin: str = ""
    problem: str = ""

    @property
    def versions(self) -> list[Incoming]:
        """Those that could be read, in order."""
        return [file.incoming for file in self.files if file.incoming]

    @property
    def new(self) -> int:
        """How many versions there are to be stored."""
        return sum(1 for file in self.files if file.incoming and not file.is_known)

    @property
    def same(self) -> Likely | None:
        """The version that it equals, when it is one text that is stored already."""
        return next((each for each in self.likely if each.is_same), None)

    @property
    def is_doubled(self) -> bool:
        """Whether there is nothing in it that was not stored, or sent, already."""
        return bool(self.twin or self.same) or self.new == 0


def named_apart(files: Iterable[SentFile]) -> tuple[dict[Path, bytes], list[tuple[Path, str]]]:
    """The files by name, and those that are not taken with the reason.

    Equal names are told apart by a folder of their own; hidden files are passed over.
    """
    taken: dict[Path, bytes] = {}
    refused: list[tuple[Path, str]] = []
    for file in files:
        parts = [one_line(part) for part in file.name.replace("\\", "/").split("/")]
        parts = [part[-LONGEST_NAME:] for part in parts if part and part not in (".", "..")]
        if not parts or any(part.startswith(".") for part in parts):
            continue
        plain = path = Path(*parts[-MOST_FOLDERS:])
        number = 1
        while path in taken:
            number += 1
            path = Path(f"({number})") / plain
        if file.data is None:
            refused.append((path, "It is too large."))
        else:
            taken[path] = file.data
    return taken, refused


def planned(
    files: Mapping[Path, bytes], settings: Settings, into: str
) -> tuple[list[Plan], list[tuple[Source, str]]]:
    """Which files would be versions of which article, and what cannot be taken, with the reason.

    ``into``: all are versions of one. Raises TooLarge when there are too many.
    """
    refused: list[tuple[Source, str]] = []

    def refuse(place: Source, why: str) -> None:
        refused.append((place, why))

    plans = list(plan_files(files, settings, refuse, refuse))
    count = sum(len(plan.files) for plan in plans)
    if count > MOST_FILES:
        raise TooLarge(
            f"There are {count:,} files in this, and up to {MOST_FILES:,} are taken at once.",
            "Send them in parts.",
        )
    if into and plans:
        every = [file for plan in plans for file in plan.files]
        first = datetime.min.replace(tzinfo=UTC)
        every.sort(key=lambda file: (file.captured or first, natural_order(file.path.name)))
        plans = [Plan(plans[0].place, tuple(every), into)]
    return plans, refused


def proposed(session: Session, plan: Plan, settings: Settings, into: str, read: Step) -> Proposal:
    """The files of a plan read, and where they would go; ``read`` is told of each by its name."""
    files: list[ProposedFile] = []
    for each in plan.files:
        name = str(each.path)
        try:
            incoming = read_planned(each, settings)
            files.append(ProposedFile(name, incoming, count_words(incoming.document)))
        except RecensionError as error:
            files.append(ProposedFile(name, problem=f"{error.sentence} {error.advice}".strip()))
        read(name)
    titles = [file.incoming.shown_title for file in files if file.incoming]
    title = one_line(plan.title) or (titles[-1] if titles else plan.files[0].path.name)
    proposal = Proposal(shortened(title, LONGEST_NAME), plan.slug, tuple(files))
    if not titles:
        return proposal
    try:
        return _placed(session, proposal, into)
    except RecensionError as error:
        return replace(proposal, problem=error.sentence)


def _placed(session: Session, proposal: Proposal, into: str) -> Proposal:
    versions = proposal.versions
    if into:
        article = get_article(session, into)
        check_may_change(session, article)
        asked = replace(proposal, is_asked=True)
        return _joining(asked, article, [not new for new in lacks(article, versions)])
    found = stored_already(session, proposal.slug, [identity_of(each) for each in versions])
    if found is not None:
        article, known = found
        return _joining(proposal, article, [place < known for place in range(len(versions))])
    likely = likely_articles(session, versions[-1].document)
    if len(versions) > 1:
        likely = [replace(each, is_same=False) for each in likely]
    return replace(proposal, likely=tuple(likely))


def _joining(proposal: Proposal, article: Article, known: Sequence[bool]) -> Proposal:
    is_known = iter(known)
    return replace(
        proposal,
        title=article.title,
        files=tuple(
            replace(file, is_known=next(is_known)) if file.incoming else file
            for file in proposal.files
        ),
        joins=article.slug,
        joins_title=article.title,
        latest=article.versions[-1].number,
    )


def with_twins(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The same; of articles with one and the same text all but the first are told to be twins."""
    first: dict[tuple[str, ...], str] = {}
    told: list[Proposal] = []
    for proposal in proposals:
        versions = tuple(identity_of(each)[1] for each in proposal.versions)
        name = proposal.files[0].name
        twin = first.setdefault(versions, name) if versions else name
        told.append(replace(proposal, twin=twin) if twin != name else proposal)
    return told


def check_not_too_many(number: int) -> None:
    """Raise BadInput for no file, and TooLarge for more than are taken at once."""
    if number == 0:
        raise BadInput("No file was chosen.", "Choose files or a folder, then look at them.")
    if number > MOST_FILES:
        raise TooLarge(
            f"These are more than {MOST_FILES:,} files, and so many are taken at once.",
            "Send them in parts.",
        )
