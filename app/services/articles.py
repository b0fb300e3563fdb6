"""Articles and their versions: storing them, finding them, reading them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.engine import Document, Measures
from app.engine.document_json import document_from_json, document_to_json
from app.errors import BadInput, Busy, NotFound, RecensionError
from app.services.incoming import Incoming, count_words, given_title
from app.services.lines import one_line
from app.services.slugs import check_slug, free_slug, slugify
from app.storage.comparisons import ComparisonSummary, comparison_key, summaries
from app.storage.contents import Packed, digest, fetch, keep, pack
from app.storage.database import writing
from app.storage.schema import SLUG_LENGTH, Article, Version, now

ATTEMPTS = 5
"""How often storing is tried when somebody else takes the slug or the number first."""

LARGEST_NUMBER = 2**31 - 1
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A version with all that is slow already done: read, counted, hashed, deflated."""

    incoming: Incoming
    content: Packed
    document: Packed
    words: int


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article as a list shows it.

    ``last_pair`` has the numbers of its last version and, first, of the one before: None when
    there is only one. ``measures``, ``changes`` and ``headline`` tell of that pair, and are None,
    None and "" as long as it has not been compared. ``last_change`` is when the last version was
    captured.
    """

    slug: str
    title: str
    versions: int
    last_pair: tuple[int, int] | None
    last_change: datetime
    is_sample: bool
    measures: Measures | None = None
    changes: int | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: ``page`` of ``pages``, both from 1, and how many there are in all."""

    items: list[ArticleSummary]
    page: int
    pages: int
    total: int


def nothing_here() -> NotFound:
    """The one answer for all that is not there, so that it tells nothing about what is."""
    return NotFound(
        "There is nothing at this address.", "It may be mistyped, or what was here is gone."
    )


def create_article(
    session: Session,
    versions: Sequence[Incoming],
    *,
    title: str = "",
    slug: str = "",
    is_sample: bool = False,
) -> Article:
    """Store an article with its versions, the earliest first: all of it or nothing.

    Without a title it gets that of the latest version that has one. A ``slug`` given is used as
    it is, or BadInput says why not; otherwise one is made from the title.
    """
    if not versions:
        raise BadInput("An article needs at least one version.")
    if slug:
        check_slug(slug)
    named = (v.title for v in reversed(versions) if v.title)
    title = given_title(title) or next(named, "") or versions[-1].shown_title
    prepared = [_prepare(incoming) for incoming in versions]
    for _ in range(ATTEMPTS):
        try:
            with writing(session):
                article = Article(
                    slug=free_slug(session, slug or slugify(title), exact=bool(slug)),
                    title=title,
                    is_sample=is_sample,
                )
                for number, each in enumerate(prepared, start=1):
                    article.versions.append(_version(session, number, each))
                session.add(article)
        except IntegrityError:
            continue
        return article
    raise _crowded()


def add_version(session: Session, article: Article, incoming: Incoming) -> Version:
    """Store one more version of an article, numbered after the last."""
    (version,) = add_versions(session, article, [incoming])
    return version


def add_versions(session: Session, article: Article, incoming: Sequence[Incoming]) -> list[Version]:
    """Store further versions of an article, numbered after the last: all of them or none."""
    prepared = [_prepare(each) for each in incoming]
    article_id = article.id
    for _ in range(ATTEMPTS):
        try:
            with writing(session):
                stored = _load(session, Article.id == article_id)
                last = _last_number(session, article_id)
                versions = [
                    _version(session, number, each)
                    for number, each in enumerate(prepared, start=last + 1)
                ]
                stored.versions.extend(versions)
                stored.updated_at = now()
        except IntegrityError:
            continue
        return versions
    raise _crowded()


def refuse_the_same(session: Session, article: Article, incoming: Incoming, field: str) -> None:
    """Raise BadInput when a text is that of the article's latest version, to the letter."""
    latest = article.versions[-1]
    document = document_of(session, latest)
    if document.text == incoming.document.text and document.blocks == incoming.document.blocks:
        raise BadInput(
            f"This is the same text as version {latest.number}, to the letter.",
            "There is nothing to add.",
            field=field,
        )


def get_article(session: Session, slug: str) -> Article:
    """The article with this slug, its versions loaded. Raises NotFound."""
    if len(slug) > SLUG_LENGTH or not slug.isprintable():
        raise nothing_here()
    return _load(session, Article.slug == slug)


def get_version(session: Session, article: Article, number: int) -> Version:
    """A version of the article by its number. Raises NotFound, naming those that exist."""
    return _versions(session, article, (number,))[0]


def get_pair(session: Session, article: Article, a: int, b: int) -> tuple[Version, Version]:
    """Two versions of the article to be compared, in the order asked for.

    Raises NotFound for the first that is missing, and BadInput when they are one.
    """
    if a == b:
        raise BadInput(
            "A version cannot be compared with itself.", "Choose two different versions."
        )
    version_a, version_b = _versions(session, article, (a, b))
    return version_a, version_b


def _versions(session: Session, article: Article, numbers: Sequence[int]) -> list[Version]:
    asked = {n for n in numbers if 0 < n <= LARGEST_NUMBER}
    found = {
        version.number: version
        for version in session.scalars(
            select(Version).where(Version.article_id == article.id, Version.number.in_(asked))
        )
    }
    for number in numbers:
        if number not in found:
            raise _no_such_version(session, article, number)
    return [found[number] for number in numbers]


def recent_articles(
    session: Session, *, samples: bool | None = None, page: int = 1, size: int = 20
) -> Listing:
    """Articles, those with the newest version first: only samples, only others, or (None) all.

    Costs four queries however long the page. Raises NotFound for a page that is not there.
    """
    size = max(1, min(size, LARGEST_PAGE))
    chosen = [] if samples is None else [Article.is_sample.is_(samples)]
    total = session.scalar(select(func.count(Article.id)).where(*chosen)) or 0
    pages = max(1, -(-total // size))
    if not 1 <= page <= pages:
        has = f"{pages} pages" if pages > 1 else "one page"
        raise NotFound(
            f"There is no such page: the list has {has}.",
            "Go back to its first page.",
        )
    articles = session.scalars(
        select(Article)
        .where(*chosen)
        .order_by(Article.updated_at.desc(), Article.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return Listing(_summarised(session, articles), page, pages, total)


def document_of(session: Session, version: Version) -> Document:
    """The version's text with its blocks. Raises RecensionError when what is stored is damaged."""
    try:
        return document_from_json(fetch(session, version.document_hash))
    except ValueError as error:
        raise RecensionError(
            "The text stored for this version cannot be read.",
            "It was written by another release of Recension; use that one, or a backup.",
        ) from error


def identity_of(incoming: Incoming) -> tuple[str, str]:
    """What a version that holds the same is known by: the hashes of its bytes and its document."""
    return digest(incoming.data), digest(document_to_json(incoming.document))


def _prepare(incoming: Incoming) -> _Prepared:
    return _Prepared(
        incoming,
        pack(incoming.data),
        pack(document_to_json(incoming.document)),
        count_words(incoming.document),
    )


def _version(session: Session, number: int, prepared: _Prepared) -> Version:
    """A row for the version, its contents kept."""
    keep(session, prepared.content)
    keep(session, prepared.document)
    incoming = prepared.incoming
    return Version(
        number=number,
        title=incoming.shown_title,
        label=one_line(incoming.label),
        source=incoming.source,
        name=incoming.name,
        media_type=incoming.media_type,
        content_hash=prepared.content.hash,
        document_hash=prepared.document.hash,
        words=prepared.words,
        captured_at=incoming.captured_at or now(),
        published_at=incoming.published_at,
    )


def _load(session: Session, where: ColumnElement[bool]) -> Article:
    article = session.scalar(
        select(Article)
        .where(where)
        .options(selectinload(Article.versions))
        .execution_options(populate_existing=True)
    )
    if article is None:
        raise nothing_here()
    return article


def _last_number(session: Session, article_id: int) -> int:
    last = session.scalar(select(func.max(Version.number)).where(Version.article_id == article_id))
    return last or 0


@dataclass(frozen=True, slots=True)
class _End:
    """One of the last two versions of an article that has ``count`` of them."""

    number: int
    document_hash: str
    captured_at: datetime
    count: int


def _summarised(session: Session, articles: Sequence[Article]) -> list[ArticleSummary]:
    ends = _last_two(session, [article.id for article in articles])
    keys = {
        article_id: comparison_key(before.document_hash, last.document_hash)
        for article_id, (last, *rest) in ends.items()
        for before in rest
    }
    known = summaries(session, keys.values())
    return [
        _summary(article, ends[article.id], known.get(keys.get(article.id, "")))
        for article in articles
        if article.id in ends  # it may be deleted between two queries
    ]


def _summary(
    article: Article, ends: Sequence[_End], compared: ComparisonSummary | None
) -> ArticleSummary:
    last = ends[0]
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        versions=last.count,
        last_pair=(ends[1].number, last.number) if len(ends) > 1 else None,
        last_change=last.captured_at,
        is_sample=article.is_sample,
        measures=compared.measures if compared else None,
        changes=compared.changes if compared else None,
        headline=compared.headline if compared else "",
    )


def _last_two(session: Session, article_ids: Sequence[int]) -> dict[int, list[_End]]:
    """Of each article the last version and, where there is one, the one before it."""
    ranked = (
        select(
            Version.article_id,
            Version.number,
            Version.document_hash,
            Version.captured_at,
            func.count().over(partition_by=Version.article_id).label("count"),
            func.row_number()
            .over(partition_by=Version.article_id, order_by=Version.number.desc())
            .label("place"),
        )
        .where(Version.article_id.in_(article_ids))
        .subquery()
    )
    rows = session.execute(
        select(*list(ranked.c)[:5]).where(ranked.c.place <= 2).order_by(ranked.c.place)
    )
    found: dict[int, list[_End]] = {}
    for article_id, *end in rows:
        found.setdefault(article_id, []).append(_End(*end))
    return found


def _no_such_version(session: Session, article: Article, number: int) -> NotFound:
    numbers = sorted(
        session.scalars(select(Version.number).where(Version.article_id == article.id))
    )
    shown = number if abs(number) <= LARGEST_NUMBER else "of that number"
    return NotFound(
        f"There is no version {shown} of this article; there {_in_words(numbers)}.",
        "Choose one of its versions.",
    )


def _in_words(numbers: Sequence[int]) -> str:
    """``is version 1``, ``are versions 1 and 2``, ``are versions 1 to 5``, ``… 1, 3 and 4``."""
    if not numbers:
        return "are none"
    if len(numbers) == 1:
        return f"is version {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"are versions {numbers[0]} to {numbers[-1]}"
    return f"are versions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _crowded() -> Busy:
    return Busy("Others are storing articles at this very moment.", "Try again.")
