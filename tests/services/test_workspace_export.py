"""Everything out as a zip, and in again: nothing is lost, nothing doubled, nothing believed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.errors import Forbidden, RecensionError
from app.services import workspace_export
from app.services.articles import create_article, document_of, get_article
from app.services.incoming import Incoming, from_file
from app.services.originals import original_of
from app.services.searching import search_articles
from app.services.workspace_export import write_export
from app.services.workspace_import import is_export, load_export
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import Article, Content, Version, now
from app.storage.viewing import STRANGER, see_as, viewer_of

Paste = Callable[..., Incoming]
Texts = Any

MADE = datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def exported(
    session: Session, settings: Settings, paste: Paste, texts: Texts, tmp_path: Path
) -> Path:
    """The export of a workspace with two articles, one of which was looked after."""
    found_workspace(session)
    page = b"<!doctype html><body><p>The boats sail on Friday, the clerk said.</p></body>"
    read = from_file(page, 'a "page" of\u00a0boats\x7f.html', settings=settings)
    chosen = replace(read, document=read.document.with_furniture({0}))
    versions = [
        replace(paste(texts.earlier), label="wire \u201ccopy\u201d", captured_at=MADE),
        replace(chosen, published="2024-02-29"),
        replace(
            paste(texts.latest),
            source="address",
            name="https://boats.example/a?b=1",
            published="2024-02-29T13:30+01:00",
        ),
    ]
    article = create_article(session, versions, title='Boats \U0001f6f6 "and" \\ ferries')
    with writing(session):
        article.created_at = article.updated_at = MADE
        article.versions[0].deleted_at = now()
    create_article(session, [paste("船が出る\n\n船は金曜日に出ると書記は言った。")])
    deleted = create_article(session, [paste("Gone\n\nNobody will read this.")])
    with writing(session):
        deleted.deleted_at = now()
    path = tmp_path / "export.zip"
    with path.open("wb") as file:
        assert write_export(session, file) == 2
    return path


def told(session: Session) -> dict[str, Any]:
    """Everything that can be told of the articles of the session's workspace."""
    articles = session.scalars(
        select(Article)
        .where(Article.workspace_id == viewer_of(session).workspace_id)
        .options(selectinload(Article.versions))
        .execution_options(populate_existing=True)
    )
    return {
        article.slug: (
            article.title,
            article.last_number,
            article.created_at,
            article.updated_at,
            [
                (
                    *(
                        getattr(version, column.name)
                        for column in Version.__table__.columns
                        if column.name not in ("id", "article_id", "deleted_at")
                    ),
                    original_of(session, version, article.slug),
                    document_of(session, version),
                )
                for version in article.versions
            ],
        )
        for article in articles
    }


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with its files changed, or left out where the change gives None."""
    out = path.with_name("changed.zip")
    with ZipFile(path) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            data = change(name, before.read(name))
            if data is not None:
                after.writestr(name, data)
    return out


def test_everything_comes_back_as_it_was(
    session: Session, settings: Settings, exported: Path
) -> None:
    before = told(session)
    assert len(before) == 2
    assert [v[0] for v in before["boats-and-ferries"][4]] == [2, 3]
    found_workspace(session)
    report = load_export(session, exported, settings=settings)
    assert (report.failed, report.noticed) == ([], [])
    assert sorted(report.created) == sorted(before)
    assert told(session) == before


def test_it_comes_back_into_the_shared_library_of_another_site(
    database: Database, session: Session, settings: Settings, exported: Path
) -> None:
    before = told(session)
    with database.session() as keeper:
        assert load_export(keeper, exported, settings=settings).failed == []
        assert told(keeper) == before


def test_what_came_back_is_found_by_its_words(
    session: Session, settings: Settings, exported: Path
) -> None:
    found_workspace(session)
    load_export(session, exported, settings=settings)
    for asked in ("金曜日", "Port Ellery"):
        found = search_articles(session, asked)
        assert found.total == 1, asked


def test_doing_it_again_doubles_nothing(
    session: Session, settings: Settings, exported: Path
) -> None:
    before = told(session)
    again = load_export(session, exported, settings=settings)
    assert (again.created, again.extended, again.failed) == ([], [], [])
    assert sorted(again.unchanged) == sorted(before)
    assert told(session) == before


def test_versions_that_are_missing_are_added_under_their_numbers(
    session: Session, settings: Settings, exported: Path
) -> None:
    found_workspace(session)
    fewer = rewritten(exported, _without_last_version)
    load_export(session, fewer, settings=settings)
    assert [v.number for v in get_article(session, "boats-and-ferries").versions] == [2]
    report = load_export(session, exported, settings=settings)
    assert report.extended == ["boats-and-ferries"]
    article = get_article(session, "boats-and-ferries")
    assert [version.number for version in article.versions] == [2, 3]
    assert article.last_number == 3


def _without_last_version(name: str, data: bytes) -> bytes:
    if not name.endswith("ferries/article.toml"):
        return data
    return data[: data.rindex(b"[[version]]")]


def test_another_article_at_the_same_address_stays(
    session: Session, settings: Settings, paste: Paste, exported: Path
) -> None:
    found_workspace(session)
    create_article(session, [paste("Other boats.")], title="Boats and ferries")
    report = load_export(session, exported, settings=settings)
    assert report.failed == []
    assert "boats-and-ferries-2" in report.created
    assert report.noticed == [
        (
            "boats-and-ferries",
            "It could not be at the same address, and is at “boats-and-ferries-2”.",
        )
    ]
    assert load_export(session, exported, settings=settings).created == []


def test_files_in_it_can_be_opened_by_people(exported: Path) -> None:
    with ZipFile(exported) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = archive.read("manifest.toml").decode()
    assert {
        "manifest.toml",
        "articles/boats-and-ferries/article.toml",
        "articles/boats-and-ferries/2.html",
        "articles/boats-and-ferries/2.document.json",
        "articles/boats-and-ferries/3.txt",
    } <= set(names)
    assert 'format = "recension/workspace/1"' in manifest
    assert "articles = 2" in manifest
    assert "recension load" in manifest


def test_an_empty_workspace_gives_an_archive_without_articles(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    found_workspace(session)
    path = tmp_path / "empty.zip"
    with path.open("wb") as file:
        assert write_export(session, file) == 0
    assert is_export(path)
    report = load_export(session, path, settings=settings)
    assert (report.created, report.failed) == ([], [])


def test_articles_are_looked_up_a_few_at_a_time(
    session: Session, paste: Paste, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_export, "AT_ONCE", 2)
    found_workspace(session)
    for number in range(5):
        create_article(session, [paste(f"Boat {number}\n\nIt sails.")])
    file = io.BytesIO()
    assert write_export(session, file) == 5
    names = ZipFile(file).namelist()
    assert len(names) == len(set(names)) == 5 * 3 + 1


def test_what_is_damaged_in_the_library_is_not_passed_on(
    session: Session, paste: Paste, texts: Texts
) -> None:
    found_workspace(session)
    article = create_article(session, [paste(texts.earlier)])
    with writing(session):
        row = session.get_one(Content, article.versions[0].content_hash)
        row.data = b"\0" + row.data
    with pytest.raises(RecensionError, match="damaged"):
        write_export(session, io.BytesIO())


def _replaced(old: bytes, new: bytes) -> Callable[[str, bytes], bytes | None]:
    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("ferries/article.toml"):
            return data
        changed = re.sub(old, lambda _: new, data, count=1)
        assert changed != data
        return changed

    return change


def _left_out(name: str, data: bytes) -> bytes | None:
    return None if name.endswith("ferries/2.html") else data


def _other_text(name: str, data: bytes) -> bytes:
    return data.replace(b"Friday", b"Monday") if name.endswith("2.html") else data


def _other_document(name: str, data: bytes) -> bytes:
    return data.replace(b"Friday", b"Monday") if name.endswith("2.document.json") else data


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_left_out, "2.html” is missing"),
        (_other_text, "its SHA-256 is another"),
        (_other_document, "its SHA-256 is another"),
        (_replaced(rb"title = .*", b'title = ""'), "“title”"),
        (_replaced(rb"number = 2", b"number = 3"), "not in order"),
        (_replaced(rb"number = 2", b"number = 0"), "“version.0.number”"),
        (_replaced(rb"last_number = 3", b"last_number = 2"), "not in order"),
        (_replaced(rb'source = "file"', b'source = "elsewhere"'), "“version.0.source”"),
        (_replaced(rb'source = "file"', b'source = "address"'), "an address that is none"),
        (_replaced(rb'"https://boats[^"]*"', b'"javascript:alert(1)"'), "an address that is none"),
        (_replaced(rb'published = "[^"]*"', b'published = "some day"'), "on a date that is none"),
        (_replaced(rb"captured = .*", b"captured = 2024-01-01T00:00:00"), "“version.0.captured”"),
        (_replaced(rb'file = "2.html"', b'file = "../../../etc/passwd"'), "is missing"),
        (_replaced(rb'media_type = "text/html"', b'media_type = "a\\r\\nb: c"'), "media_type"),
        (_replaced(rb"slug = .*", b"surprise = true"), "slug"),
        (_replaced(rb"slug = .*", b"slug = "), "TOML"),
        (_replaced(rb"(?s).*", b"\xff\xfe"), "TOML"),
    ],
)
def test_an_export_that_lies_is_told_and_the_honest_rest_is_stored(
    session: Session,
    settings: Settings,
    exported: Path,
    change: Callable[[str, bytes], bytes | None],
    said: str,
) -> None:
    found_workspace(session)
    report = load_export(session, rewritten(exported, change), settings=settings)
    assert len(report.created) == 1
    ((place, sentence),) = report.failed
    assert str(place).endswith("articles/boats-and-ferries/article.toml")
    assert said in sentence
    assert list(told(session)) == report.created


def test_what_is_past_the_limits_is_told(
    session: Session, settings: Settings, exported: Path
) -> None:
    found_workspace(session)
    tight = settings.model_copy(update={"max_text_chars": 50})
    report = load_export(session, exported, settings=tight)
    ((_, sentence),) = report.failed
    assert "longer than 50 characters" in sentence
    tighter = settings.model_copy(update={"max_text_chars": 1, "max_upload_bytes": 1})
    report = load_export(session, exported, settings=tighter)
    assert all("is too large" in sentence for _, sentence in report.failed)


def test_a_slug_that_can_be_none_is_made_anew(
    session: Session, settings: Settings, exported: Path
) -> None:
    found_workspace(session)
    changed = rewritten(exported, _replaced(rb"slug = .*", b'slug = "../compare"'))
    report = load_export(session, changed, settings=settings)
    assert report.failed == []
    assert "boats-and-ferries" in report.created


def test_a_damaged_archive_is_told(session: Session, settings: Settings, exported: Path) -> None:
    found_workspace(session)
    data = exported.read_bytes()
    exported.write_bytes(data[: len(data) // 2])
    assert not is_export(exported)
    report = load_export(session, exported, settings=settings)
    assert "damaged" in report.failed[0][1]


def test_other_files_are_no_exports(tmp_path: Path) -> None:
    plain = tmp_path / "a.txt"
    plain.write_text('format = "recension/workspace/1"')
    other = tmp_path / "b.zip"
    with ZipFile(other, "w") as archive:
        archive.writestr("manifest.toml", "[[article]]\n")
    assert not any(map(is_export, (plain, other, tmp_path, tmp_path / "missing")))


def test_a_stranger_stores_nothing(session: Session, settings: Settings, exported: Path) -> None:
    see_as(session, STRANGER)
    with pytest.raises(Forbidden):
        load_export(session, exported, settings=settings)
