"""The text index, on both databases: what goes in is found, what goes is not, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from app.engine import Document, parse_text
from app.engine.document_json import document_to_json
from app.engine.query import read_query
from app.storage.contents import keep, pack
from app.storage.database import Database, writing
from app.storage.schema import SHARED_ID, Article, Content, Version, Workspace
from app.storage.search import index_versions, indexed_text, retitle, same_text, search, similar
from app.storage.search.upkeep import is_current, rebuild
from app.storage.viewing import STRANGER, Viewer, see_as

FERRY = "Ferry crews may return to work this week. The harbour board offered four per cent."
FERRY_LATER = "Ferry crews will return to work this week. The harbour board promised six per cent."
MUSEUM = "A museum in the old quarter shows maps that nobody has seen since the war."
SCRIPTS = (
    "Паромщики в Ёлкино. Le café de l’hôtel. 東京都の図書館で地図を見る。 ภาษาไทยสวยงาม إلى الميناء"
)


def store(
    session: Session, texts: Sequence[str], title: str, workspace: int = SHARED_ID
) -> Article:
    documents = [parse_text(each) for each in texts]
    with writing(session):
        article = Article(workspace_id=workspace, slug=title, title=title)
        article.versions = [
            _version(session, number, title, document)
            for number, document in enumerate(documents, start=1)
        ]
        session.add(article)
        indexed = zip(article.versions, map(indexed_text, documents), strict=True)
        index_versions(session, article, indexed)
    return article


def _version(session: Session, number: int, title: str, document: Document) -> Version:
    packed = pack(document_to_json(document))
    keep(session, packed)
    return Version(
        number=number,
        title=title,
        label="",
        source="paste",
        name="",
        media_type="text/plain",
        content_hash=packed.hash,
        document_hash=packed.hash,
        words=1,
        captured_at=datetime(2026, 5, 4, tzinfo=UTC),
    )


def own_workspace(session: Session) -> int:
    with writing(session):
        workspace = Workspace()
        session.add(workspace)
    return workspace.id


def found(session: Session, typed: str) -> list[tuple[str, int]]:
    """Titles of articles and numbers of versions, the best first."""
    return [
        (session.get_one(Article, match.article_id).title, number_of(session, match.version_id))
        for match in search(session, read_query(typed)).matches
    ]


def number_of(session: Session, version_id: int) -> int:
    return session.get_one(Version, version_id).number


@pytest.fixture
def library(session: Session) -> dict[str, Article]:
    return {
        "ferry": store(session, [FERRY, FERRY_LATER], "Boats"),
        "museum": store(session, [MUSEUM], "Maps"),
        "scripts": store(session, [SCRIPTS], "Scripts"),
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("museum ", [("Maps", 1)]),
        ("MUSEUM War", [("Maps", 1)]),
        ("muse", [("Maps", 1)]),
        ("muse ", []),
        ("museum ferry", []),
        ("promised ", [("Boats", 2)]),
        ("offered ", [("Boats", 1)]),
        ('"return to work"', [("Boats", 2)]),
        ('"work to return"', []),
        ("return-to-work", [("Boats", 2)]),
        ("паромщики ", [("Scripts", 1)]),
        ("елкино ", [("Scripts", 1)]),
        ("HOTEL cafe", [("Scripts", 1)]),
        ("図書館", [("Scripts", 1)]),
        ("図書", [("Scripts", 1)]),
        ("館", [("Scripts", 1)]),
        ("る", [("Scripts", 1)]),
        ("書図", []),
        ("ไทย", [("Scripts", 1)]),
        ("الى الميناء", [("Scripts", 1)]),
        ("boats", [("Boats", 2)]),
        ("boats harbour", [("Boats", 2)]),
        ("zeppelin", []),
        ("", []),
    ],
)
def test_texts_are_found_by_their_words(
    session: Session, library: dict[str, Article], typed: str, expected: list[tuple[str, int]]
) -> None:
    assert found(session, typed) == expected


def test_a_word_of_the_title_counts_more(session: Session) -> None:
    store(session, [MUSEUM], "Zeppelin")
    store(session, [f"{MUSEUM} The zeppelin came back. {FERRY}"], "Maps")
    assert [title for title, _ in found(session, "zeppelin")] == ["Zeppelin", "Maps"]


HOSTILE = (
    "\" ' a'b \\ 'ferry':* NOT title:boats {title}:boats ^ferry ferry* -ferry + <-> ferry:A "
    "1·ferry % _ (ferry)|museum ferry&!museum NEAR(ferry,2) \x00 \u2028 😀 ferry\x00museum"
).split(" ")


@pytest.mark.parametrize(
    "typed",
    [
        *HOSTILE,
        "ferry OR museum",
        "'; DROP TABLE article; --",
        "\u00a0",
        "(" * 500,
        "a " * 5_000,
        " ".join(HOSTILE),
    ],
)
def test_no_query_is_an_error(session: Session, library: dict[str, Article], typed: str) -> None:
    assert search(session, read_query(typed)).is_complete


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_whatever_is_stored_is_found_by_all_of_itself(session: Session, some: str) -> None:
    title = f"t{abs(hash(some))}"
    with writing(session):
        session.execute(delete(Article))
        session.execute(delete(Content))
    session.expunge_all()
    article = store(session, [some.replace("\x00", "")], title)
    query = read_query(f'"{some} "'.replace("\x00", ""))
    if len(query) == 1 and not article_is_furniture(some):
        assert [match.article_id for match in search(session, query).matches] == [article.id]


def article_is_furniture(some: str) -> bool:
    document = parse_text(some)
    return document.text != some or any(block.is_furniture for block in document.blocks)


def test_others_never_find_what_is_ones_own(session: Session, library: dict[str, Article]) -> None:
    own = own_workspace(session)
    store(session, [MUSEUM + " Zeppelin."], "Own", own)
    document = parse_text(MUSEUM + " Zeppelin.")
    for stranger in (STRANGER, Viewer(own_workspace(session))):
        see_as(session, stranger)
        assert found(session, "zeppelin") == []
        assert [title for title, _ in found(session, "museum")] == ["Maps"]
        assert {m.article_id for m in similar(session, document)} == {library["museum"].id}
        assert same_text(session, document) == []
    see_as(session, Viewer(own))
    assert {title for title, _ in found(session, "museum")} == {"Own", "Maps"}
    assert len(same_text(session, document)) == 1


def test_what_is_deleted_is_not_found_and_leaves_nothing(
    session: Session, library: dict[str, Article]
) -> None:
    ferry = library["ferry"]
    with writing(session):
        ferry.versions[1].deleted_at = datetime.now(UTC)
    assert found(session, "ferry") == [("Boats", 1)]
    with writing(session):
        ferry.versions[1].deleted_at = None
    assert found(session, "promised") == [("Boats", 2)]
    with writing(session):
        session.execute(delete(Version).where(Version.id == ferry.versions[1].id))
    assert (found(session, "promised"), found(session, "ferry")) == ([], [("Boats", 1)])
    with writing(session):
        session.execute(delete(Workspace))  # and all that is in it, by the database's own hand
    assert session.scalar(text("SELECT count(*) FROM version_text")) == 0


def test_a_number_given_again_brings_no_ghost(session: Session) -> None:
    """SQLite gives the id of the last row that was deleted to the next one."""
    store(session, [FERRY], "Boats")
    with writing(session):
        session.execute(delete(Article))
    session.expunge_all()
    store(session, [MUSEUM], "Maps")
    assert (found(session, "ferry"), found(session, "museum")) == ([], [("Maps", 1)])


def test_an_article_is_found_by_its_new_title(
    session: Session, library: dict[str, Article]
) -> None:
    ferry = library["ferry"]
    with writing(session):
        ferry.title = "Vessels"
        retitle(session, ferry)
    assert [title for title, _ in found(session, "vessels")] == ["Vessels"]
    assert [title for title, _ in found(session, "vessels harbour")] == ["Vessels"]
    with writing(session):
        ferry.title = "Barges"
        retitle(session, ferry)
    assert found(session, "vessels") == []


def test_a_transaction_that_fails_indexes_nothing(session: Session) -> None:
    def fails() -> None:
        with writing(session):
            document = parse_text(FERRY)
            article = Article(workspace_id=SHARED_ID, slug="x", title="x")
            article.versions = [_version(session, 1, "x", document)]
            session.add(article)
            index_versions(session, article, [(article.versions[0], indexed_text(document))])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert found(session, "ferry") == []


def test_similar_texts_come_likeliest_first(session: Session, library: dict[str, Article]) -> None:
    changed = parse_text(FERRY_LATER.replace("this week", "tomorrow").replace("six", "seven"))
    matches = similar(session, changed)
    assert [number_of(session, match.version_id) for match in matches] == [2, 1]
    assert {match.article_id for match in matches} == {library["ferry"].id}
    assert similar(session, parse_text("Zeppelins everywhere!")) == []
    assert similar(session, parse_text("")) == []


def test_the_same_text_is_known_whatever_is_around_it(
    session: Session, library: dict[str, Article]
) -> None:
    matches = same_text(session, parse_text(FERRY))
    assert [number_of(session, match.version_id) for match in matches] == [1]
    assert same_text(session, parse_text(FERRY + "!")) == []


def test_more_versions_than_are_weighed_are_told(session: Session) -> None:
    store(session, [f"{FERRY} {n}" for n in range(6)], "Boats")
    assert search(session, read_query("ferry "), most=7).is_complete
    cut = search(session, read_query("ferry "), most=3)
    assert not cut.is_complete
    assert number_of(session, cut.matches[0].version_id) in (4, 5, 6)


def test_a_long_text_is_found_by_its_end(session: Session) -> None:
    words = " ".join(f"word{n}" for n in range(20_000))
    store(session, [f"{words} zeppelin. {'字' * 9_000}終"], "Long")
    assert found(session, "zeppelin") == found(session, "字終") == [("Long", 1)]
    assert found(session, "word19999 ") == [("Long", 1)]


def test_texts_that_were_stored_before_are_indexed_anew(
    session: Session, library: dict[str, Article], caplog: pytest.LogCaptureFixture
) -> None:
    own = own_workspace(session)
    store(session, ["A zeppelin of my own."], "Own", own)
    before = [found(session, typed) for typed in ("ferry", "boats", "museum", "zeppelin")]
    with writing(session):
        session.execute(text("DELETE FROM version_text"))
        session.execute(text("UPDATE text_index SET terms_version = ''"))
        session.execute(
            text("UPDATE content SET data = :data WHERE hash = :hash"),
            {"data": b"damaged", "hash": library["scripts"].versions[0].document_hash},
        )
    assert not is_current(session)
    assert found(session, "ferry") == []
    with writing(session):
        rebuild(session)
    assert is_current(session)
    assert [found(session, t) for t in ("ferry", "boats", "museum", "zeppelin")] == before
    assert "cannot be indexed" in caplog.text
    see_as(session, Viewer(own))
    assert found(session, "zeppelin") == [("Own", 1)]


def test_reading_goes_on_while_something_is_indexed(database: Database, session: Session) -> None:
    store(session, [FERRY], "Boats")
    assert found(session, "ferry") == [("Boats", 1)]
    with database.session() as other:
        store(other, [FERRY_LATER], "More")
    assert found(session, "ferry") == [("Boats", 1)]
    session.rollback()
    assert len(found(session, "ferry")) == 2
