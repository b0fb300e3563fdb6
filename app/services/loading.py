"""Files, folders, archives and addresses into the library. Doing it twice doubles nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from app.engine import Document
from app.errors import BadInput, RecensionError
from app.ingest.addresses import is_web_address
from app.services.articles import add_versions, create_article, document_of, identity_of
from app.services.comparisons import uncompared_neighbours, versions_compared
from app.services.incoming import ADDRESS, Incoming, from_address
from app.services.planning import Plan, Source, plan_paths, read_planned, unreadable
from app.settings import Settings
from app.storage.schema import Article, Version
from app.storage.viewing import viewer_of

Failure = tuple[Source, str]
Identity = tuple[str, str]


@dataclass
class LoadReport:
    """What became of what was to be loaded.

    ``created``, ``extended`` (new versions were added) and ``unchanged`` have the slugs of
    articles, ``failed`` paths and addresses with a sentence that says why, ``noticed`` those of
    which there is something to tell besides.
    """

    created: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    noticed: list[Failure] = field(default_factory=list)


class Watch:
    """Is told how loading gets on; this one keeps it to itself."""

    def begins(self, total: int) -> None:
        """There are so many steps to be done."""

    def step(self, what: str, number: int = 1) -> None:
        """So many of them are done; the last was about this."""

    def stored(self, report: LoadReport) -> None:
        """One more article has been dealt with, and is in the report."""


def load_paths(
    session: Session,
    sources: Sequence[Source],
    *,
    is_sample: bool = False,
    settings: Settings,
    watch: Watch | None = None,
) -> LoadReport:
    """Store the articles that files, folders, archives and addresses hold, each by itself.

    They go to the workspace of the session's viewer. ``planning`` tells which files are versions of
    one article. What is stored already is left alone, and gets the versions that are new; so does
    an article that came from the same address. Every version is compared with the one before it.
    What cannot be read is told in the report and stops nothing else; whoever is interrupted does it
    again, and only the rest is done.
    """
    watch = watch or Watch()
    report = LoadReport()
    addresses = dict.fromkeys(s for s in sources if isinstance(s, str) and is_web_address(s))
    paths = [Path(source) for source in sources if source not in addresses]
    plans = list(plan_paths(paths, settings, lambda place, why: report.failed.append((place, why))))
    watch.begins(len(addresses) + sum(map(_steps, plans)))
    for address in addresses:
        try:
            _load_address(session, address, is_sample, settings, report)
        except RecensionError as error:
            report.failed.append((address, error.sentence))
        watch.step(address)
        watch.stored(report)
    for plan in plans:
        try:
            versions = _read_all(plan, settings, report, watch)
            if versions:
                article = _store(session, plan, versions, is_sample, report)
                _compare_all(session, article, plan, watch)
        except RecensionError as error:
            report.failed.append((plan.place, error.sentence))
        watch.stored(report)
    return report


def stored_already(
    session: Session,
    slug: str,
    identities: Sequence[Identity],
    *,
    is_sample: bool = False,
) -> tuple[Article, int] | None:
    """The viewer's own article that these are versions of, and how many of them it has.

    It is looked for by its slug, or without one by its texts. ``identities`` are those of
    ``articles.identity_of``. Raises BadInput when the article of that slug is another.
    """
    for article in _candidates(session, slug, identities[0], is_sample):
        there = [(version.content_hash, version.document_hash) for version in article.versions]
        if (known := _known(there, identities)) is not None:
            return article, known
        if slug:
            raise BadInput(
                f"The library has another text for a version of “{slug}”, and versions do not "
                "change. List the new text as a further version, or choose another slug."
            )
    return None


def _steps(plan: Plan) -> int:
    """Every file is read, and every one but the first compared."""
    return 2 * len(plan.files) - 1


def _load_address(
    session: Session, address: str, is_sample: bool, settings: Settings, report: LoadReport
) -> None:
    """The page at an address: a new article, or a further version of the one from there."""
    incoming = from_address(address, settings=settings)
    report.noticed.extend((address, notice) for notice in incoming.document.notices)
    article = session.scalar(
        select(Article)
        .join(Version)
        .where(
            Article.workspace_id == viewer_of(session).workspace_id,
            Article.is_sample.is_(is_sample),
            Version.source == ADDRESS,
            Version.name == incoming.name,
        )
        .order_by(Article.id.desc())
        .limit(1)
        .options(selectinload(Article.versions))
    )
    if article is None:
        article = create_article(session, [incoming], is_sample=is_sample)
        report.created.append(article.slug)
    elif _prose(document_of(session, article.versions[-1])) == _prose(incoming.document):
        report.unchanged.append(article.slug)
    else:
        add_versions(session, article, [incoming])
        report.extended.append(article.slug)
        for before, version in uncompared_neighbours(session, article.id):
            versions_compared(session, article, before, version)


def _prose(document: Document) -> list[str]:
    """The text of the article, without the page around it, of which some is new at every look."""
    return [document.text_of(block) for block in document.blocks if not block.is_furniture]


def _read_all(plan: Plan, settings: Settings, report: LoadReport, watch: Watch) -> list[Incoming]:
    """All versions of an article, or none when one cannot be read."""
    versions: list[Incoming] = []
    failed: list[Failure] = []
    for file in plan.files:
        try:
            versions.append(read_planned(file, settings))
        except RecensionError as error:
            failed.append((file.path, error.sentence))
        except OSError as error:
            failed.append((file.path, unreadable(error)))
        watch.step(file.path.name)
    if not failed:
        report.noticed.extend(
            (file.path, notice)
            for file, version in zip(plan.files, versions, strict=True)
            for notice in version.document.notices
        )
        return versions
    others = " The other versions of its article were not stored either." * bool(versions)
    report.failed.extend((path, sentence + others) for path, sentence in failed)
    return []


def _store(
    session: Session,
    plan: Plan,
    versions: list[Incoming],
    is_sample: bool,
    report: LoadReport,
) -> Article:
    identities = [identity_of(incoming) for incoming in versions]
    found = stored_already(session, plan.slug, identities, is_sample=is_sample)
    if found is None:
        article = create_article(
            session, versions, title=plan.title, slug=plan.slug, is_sample=is_sample
        )
        report.created.append(article.slug)
        return article
    article, known = found
    new = versions[known:]
    if new:
        add_versions(session, article, new)
    (report.extended if new else report.unchanged).append(article.slug)
    return article


def _compare_all(session: Session, article: Article, plan: Plan, watch: Watch) -> None:
    """Compare what was not compared before, so that pages can tell what each version changed."""
    waiting = uncompared_neighbours(session, article.id)
    watch.step(article.title, max(0, len(plan.files) - 1 - len(waiting)))
    for before, version in waiting:
        versions_compared(session, article, before, version)
        watch.step(article.title)


def _candidates(session: Session, slug: str, first: Identity, is_sample: bool) -> Iterable[Article]:
    """The viewer's own article with this slug, or without one those that begin so."""
    query = select(Article).where(Article.workspace_id == viewer_of(session).workspace_id)
    if slug:
        query = query.where(Article.slug == slug)
    else:
        content, document = first
        begins_so = or_(Version.content_hash == content, Version.document_hash == document)
        query = (
            query.join(Version)
            .where(Article.is_sample.is_(is_sample), Version.number == 1, begins_so)
            .order_by(Article.id)
            .limit(50)
        )
    return session.scalars(
        query.options(selectinload(Article.versions)).execution_options(populate_existing=True)
    )


def _known(there: Sequence[Identity], identities: Sequence[Identity]) -> int | None:
    """Up to which of these an article has them; None when it is another article.

    Some of those between may have been deleted there, and are not stored again.
    """
    if len(identities) < len(there):
        return len(identities) if _matched(identities, there) else None
    return _matched(there, identities)


def _matched(fewer: Sequence[Identity], more: Sequence[Identity]) -> int | None:
    """Where all of the fewer have been found among the others, in order; None when they are not."""
    place = 0
    for wanted in fewer:
        while place < len(more) and not _same(wanted, more[place]):
            place += 1
        if place == len(more):
            return None
        place += 1
    return place


def _same(one: Identity, other: Identity) -> bool:
    """Whether two versions hold the same, in bytes or in what was read from them."""
    return one[0] == other[0] or one[1] == other[1]
