"""Articles and their versions: storing them, finding them, reading them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.engine import Document
from app.engine.document_json import document_from_json, document_to_json
from app.errors import BadInput, Busy, Forbidden, RecensionError
from app.services.bounds import Load, make_room, version_load
from app.services.incoming import Incoming, count_words, given_title
from app.services.lines import one_line
from app.services.missing import LARGEST_NUMBER, missing_version, nothing_here
from app.services.rights import check_may_change
from app.services.slugs import check_slug, free_slug, slugify
from app.services.workspaces import founded, is_erased
from app.storage.contents import Packed, digest, fetch, keep, pack
from app.storage.database import writing
from app.storage.schema import SLUG_LENGTH, Article, Version, Workspace, now
from app.storage.search import IndexedText, index_versions, indexed_text
from app.storage.viewing import Viewer, see_as, viewer_of

ATTEMPTS = 5
"""How often storing is tried when somebody else takes the slug or the number first."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A version with all that is slow already done: read, counted, hashed, deflated."""

    incoming: Incoming
    content: Packed
    document: Packed
    words: int
    indexed: IndexedText

    @property
    def load(self) -> Load:
        """What it comes to in a workspace."""
        return version_load(self.incoming.source, self.content.size + self.document.size)


def create_article(
    session: Session,
    versions: Sequence[Incoming],
    *,
    title: str = "",
    slug: str = "",
    is_sample: bool = False,
    founding_key: str = "",
) -> Article:
    """Store an article with its versions, the earliest first: all of it or nothing.

    Without a title it gets that of the latest version that has one. A ``slug`` given is used as
    it is, or BadInput says why not; otherwise one is made from the title. It belongs to the
    workspace of the session's viewer, or founds one that ``founding_key`` opens. Raises Full when
    that may not hold it.
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
                workspace = _own_workspace(session, founding_key)
                make_room(session, workspace, [Load(articles=1), *(p.load for p in prepared)])
                article = Article(
                    slug=free_slug(session, slug or slugify(title), exact=bool(slug)),
                    title=title,
                    is_sample=is_sample,
                    last_number=len(prepared),
                    workspace=workspace,
                )
                for number, each in enumerate(prepared, start=1):
                    article.versions.append(_version(session, number, each))
                session.add(article)
                index_versions(session, article, _with_index(article.versions, prepared))
        except IntegrityError:
            continue
        if founding_key:
            see_as(session, Viewer(article.workspace_id))
        return article
    raise _crowded()


def add_version(session: Session, article: Article, incoming: Incoming) -> Version:
    """Store one more version of an article, numbered after the last."""
    (version,) = add_versions(session, article, [incoming])
    return version


def add_versions(session: Session, article: Article, incoming: Sequence[Incoming]) -> list[Version]:
    """Store further versions of an article, numbered after the last: all of them or none.

    Raises Forbidden when the session's viewer may not change the article, and Full when their
    workspace may not hold that much.
    """
    check_may_change(session, article)
    prepared = [_prepare(each) for each in incoming]
    article_id = article.id
    for _ in range(ATTEMPTS):
        try:
            with writing(session):
                stored = _load(session, Article.id == article_id)
                versions = [
                    _version(session, number, each)
                    for number, each in enumerate(prepared, start=stored.last_number + 1)
                ]
                stored.versions.extend(versions)
                stored.last_number += len(versions)
                stored.updated_at = now()
                make_room(session, _own_workspace(session), [p.load for p in prepared])
                index_versions(session, stored, _with_index(versions, prepared))
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
    """A version of the article by its number. Raises NotFound, naming those that exist, or Gone."""
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
            raise missing_version(session, article, number)
    return [found[number] for number in numbers]


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
        indexed_text(incoming.document),
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
        published=incoming.published,
        published_at=incoming.published_at,
    )


def _with_index(
    versions: Sequence[Version], prepared: Sequence[_Prepared]
) -> list[tuple[Version, IndexedText]]:
    return [(version, each.indexed) for version, each in zip(versions, prepared, strict=True)]


def _load(session: Session, where: ColumnElement[bool]) -> Article:
    # One's own comes before one of the same name in the library that everyone reads.
    article = session.scalar(
        select(Article)
        .where(where)
        .order_by(Article.workspace_id.desc())
        .limit(1)
        .options(selectinload(Article.versions))
        .execution_options(populate_existing=True)
    )
    if article is None:
        raise nothing_here()
    return article


def _own_workspace(session: Session, founding_key: str = "") -> Workspace:
    """The workspace of the session's viewer, or a new one, used just now."""
    if founding_key:
        return founded(founding_key)
    workspace = session.get(Workspace, viewer_of(session).workspace_id, populate_existing=True)
    if workspace is None or (workspace.locked_at and is_erased(session, workspace.id)):
        raise Forbidden(
            "This workspace was deleted a moment ago, so nothing was stored.",
            "Send the texts again, and they make a new one.",
        )
    workspace.used_at = now()
    return workspace


def _crowded() -> Busy:
    return Busy("Others are storing articles at this very moment.", "Try again.")
