from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services import loading
from app.services.articles import create_article, document_of, get_article
from app.services.comparisons import uncompared_neighbours
from app.services.deleting import delete_version
from app.services.incoming import Incoming
from app.services.listing import list_articles
from app.services.loading import LoadReport, Watch, load_paths
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.contents import fetch
from app.storage.migrations import ROOT
from app.storage.schema import Article, Version
from tests.ingest.files import zipped
from tests.ingest.site import served

Load = Callable[..., LoadReport]


@pytest.fixture
def load(session: Session, settings: Settings) -> Load:
    """``load(path, …)``"""

    def loading_(*paths: Path, **more: Any) -> LoadReport:
        return load_paths(session, paths, **{"settings": settings, **more})

    return loading_


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "stories"
    made.mkdir()
    return made


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text)


def manifest(folder: Path, text: str) -> Path:
    path = folder / "manifest.toml"
    path.write_text(text)
    return path


def texts_of(session: Session, slug: str) -> list[str]:
    article = get_article(session, slug)
    return [document_of(session, version).text for version in article.versions]


def count(session: Session) -> tuple[int, int]:
    counts = (session.scalar(select(func.count(table.id))) or 0 for table in (Article, Version))
    return next(counts), next(counts)


FERRY = """
[[article]]
slug = "ferry-strike"
title = "Ferry to resume"

  [[article.version]]
  file = "one.txt"
  label = "wire copy"
  captured = 2026-05-04T07:40:00+01:00

  [[article.version]]
  file = "two.txt"
  published = 2026-05-05
"""
THIRD = """
  [[article.version]]
  file = "three.txt"
"""


# Files and plain folders


def test_a_file_becomes_an_article(session: Session, load: Load, folder: Path) -> None:
    write(folder, ferry="Ferry may resume\n\nCrews may return to work this week, they said.")
    report = load(folder / "ferry.txt")
    assert report == LoadReport(created=["ferry-may-resume"])
    article = get_article(session, "ferry-may-resume")
    assert (article.title, article.is_sample) == ("Ferry may resume", False)
    assert article.versions[0].label == "ferry.txt"


def test_names_make_versions_of_one_article(session: Session, load: Load, folder: Path) -> None:
    write(
        folder, **{"ferry_v2": "Second.", "ferry": "First.", "ferry-v10": "Tenth.", "bell": "Bell."}
    )
    report = load(folder)
    assert report.created == ["bell", "tenth"]
    assert texts_of(session, "tenth") == ["First.", "Second.", "Tenth."]


def test_dates_in_names_are_when_versions_were_captured(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, **{"2024-06-20 ferry": "Later.", "2024-06-19 ferry": "Earlier."})
    load(folder)
    versions = get_article(session, "later").versions
    assert [version.captured_at for version in versions] == [
        datetime(2024, 6, 19, tzinfo=UTC),
        datetime(2024, 6, 20, tzinfo=UTC),
    ]


def test_files_named_one_by_one_come_together_too(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, ferry_v1="First.", ferry_v2="Second.")
    paths = [folder / "ferry_v2.txt", folder / "ferry_v1.txt", folder / "ferry_v1.txt", folder]
    assert load(*paths).created == ["second"]
    assert texts_of(session, "second") == ["First.", "Second."]


def test_folders_in_folders_are_looked_into_and_hidden_files_are_not(
    session: Session, load: Load, folder: Path
) -> None:
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    write(inner, deep="Deep down.", one="One.", two="Two.")
    manifest(folder / "a", '[[article]]\nslug = "listed"\n[[article.version]]\nfile = "b/one.txt"')
    write(folder, **{".hidden": "Hidden.", "top": "On top."})
    (folder / "circle").symlink_to(folder)
    report = load(folder)
    assert report.failed == []
    assert sorted(report.created) == ["listed", "on-top"]


def test_loading_again_doubles_nothing(session: Session, load: Load, folder: Path) -> None:
    write(folder, ferry_v1="First.", ferry_v2="Second.", bell="Bell.", copy="Bell.")
    first = load(folder)
    assert sorted(first.created) == ["bell", "second"]
    assert first.unchanged == ["bell"]
    before = count(session)
    again = load(folder)
    assert (again.created, again.extended, again.failed) == ([], [], [])
    assert sorted(again.unchanged) == ["bell", "bell", "second"]
    assert count(session) == before == (2, 3)


def test_a_version_that_is_new_is_added(session: Session, load: Load, folder: Path) -> None:
    write(folder, ferry_v1="First.", ferry_v2="Second.")
    slug = load(folder).created[0]
    write(folder, ferry_v3="Third.", ferry_v4="Fourth.")
    assert load(folder) == LoadReport(extended=[slug])
    assert texts_of(session, slug) == ["First.", "Second.", "Third.", "Fourth."]
    (folder / "ferry_v4.txt").unlink()
    assert load(folder) == LoadReport(unchanged=[slug])


def test_a_text_that_was_rewritten_is_another_article(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, ferry_v1="First.", ferry_v2="Second.")
    load(folder)
    write(folder, ferry_v1="First, rewritten.")
    assert load(folder).created == ["second-2"]
    assert count(session) == (2, 4)


def test_samples_and_the_rest_do_not_mix(session: Session, load: Load, folder: Path) -> None:
    write(folder, bell="Bell.")
    assert load(folder, is_sample=True).created == ["bell"]
    assert load(folder).created == ["bell-2"]
    assert [get_article(session, slug).is_sample for slug in ("bell", "bell-2")] == [True, False]


def test_lists_can_tell_at_once_what_changed(session: Session, load: Load, folder: Path) -> None:
    write(folder, ferry_v1="Crews may return. All wait.", ferry_v2="Crews will return. All wait.")
    load(folder)
    item = list_articles(session, samples=None).items[0]
    assert item.changes == 1
    assert item.measures is not None


# Archives and addresses


def archive(path: Path, files: dict[str, bytes]) -> Path:
    path.write_bytes(zipped(files))
    return path


def test_an_archive_is_as_a_folder(session: Session, load: Load, folder: Path) -> None:
    path = archive(
        folder / "stories.zip",
        {
            "ferry_v10.txt": b"Tenth.",
            "ferry_v2.txt": b"Second.",
            "inner/bell.html": b"<!doctype html><p>The bell rang twice.</p>",
            "logo.png": b"\x89PNG\r\n\x1a\n\0\0",
        },
    )
    report = load(path)
    assert sorted(report.created) == ["tenth", "the-bell-rang-twice"]
    assert texts_of(session, "tenth") == ["Second.", "Tenth."]
    [(place, sentence)] = report.failed
    assert place == path / "logo.png"
    assert "picture" in sentence
    again = load(folder)
    assert (again.created, again.extended) == ([], [])
    assert sorted(again.unchanged) == sorted(report.created)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"__MACOSX/one.txt": b"One."}, "There are no files in it"),
        ({}, "There are no files in this zip archive"),
    ],
)
def test_an_archive_without_files_is_told(
    load: Load, folder: Path, files: dict[str, bytes], said: str
) -> None:
    path = archive(folder / "odd.zip", files)
    write(folder, bell="Bell.")
    report = load(folder)
    assert report.created == ["bell"]
    [(place, sentence)] = report.failed
    assert place == path
    assert said in sentence


ONE_AND_TWO = {"one.txt": b"First.", "two.txt": b"Second."}


@pytest.mark.parametrize("below", ["", "stories/"])
def test_a_manifest_in_an_archive_is_followed(
    session: Session, load: Load, folder: Path, below: str
) -> None:
    files = {"manifest.toml": FERRY.encode(), **ONE_AND_TWO, "other.txt": b"Not listed."}
    path = archive(folder / "ferry.zip", {below + name: data for name, data in files.items()})
    assert load(path) == LoadReport(created=["ferry-strike"])
    first, second = get_article(session, "ferry-strike").versions
    assert (first.label, first.captured_at) == (
        "wire copy",
        datetime(2026, 5, 4, 6, 40, tzinfo=UTC),
    )
    assert (second.label, second.published) == ("two.txt", "2026-05-05")
    assert load(path) == LoadReport(unchanged=["ferry-strike"])


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("gone.txt", "“gone.txt”, and there is no such file."),
        ("ONE.txt", "“ONE.txt”, and there is no such file. There is “one.txt”."),
        ("../one.txt", "“../one.txt”, which is outside its folder"),
        ("/etc/passwd", "“/etc/passwd”, which is outside its folder"),
    ],
)
def test_a_manifest_that_lies_in_an_archive_is_told_and_the_honest_rest_is_stored(
    session: Session, load: Load, folder: Path, listed: str, said: str
) -> None:
    lie = article("slug = 'lie'", f"file = '{listed}'")
    honest = article("slug = 'honest'", "file = 'two.txt'")
    again = article("slug = 'honest'", "file = 'one.txt'")
    manifest = (lie + honest + again).encode()
    path = archive(folder / "lies.zip", {"manifest.toml": manifest, **ONE_AND_TWO})
    report = load(path)
    assert report.created == ["honest"]
    sentences = [sentence for place, sentence in report.failed if place == path / "manifest.toml"]
    assert len(sentences) == 2
    assert any(said in sentence for sentence in sentences)
    assert any("another text for a version of “honest”" in sentence for sentence in sentences)
    assert count(session) == (1, 1)


def test_a_file_listed_twice_in_one_article_is_told(load: Load, folder: Path) -> None:
    write(folder, one="First.")
    manifest(folder, FERRY.replace("two.txt", "one.txt"))
    [(_, sentence)] = load(folder).failed
    assert "names “one.txt” twice in one article" in sentence


def test_an_archive_of_archives_is_told_and_the_rest_is_loaded(load: Load, folder: Path) -> None:
    inner = zipped({"one.txt": b"First.", "two.txt": b"Second."})
    path = archive(folder / "odd.zip", {"inner.zip": inner, "bell.txt": b"The bell rang."})
    report = load(path)
    assert report.created == ["the-bell-rang"]
    [(place, sentence)] = report.failed
    assert place == path / "inner.zip"
    assert "There are 2 articles in this zip archive" in sentence


def test_a_name_that_is_no_text_does_no_harm(session: Session, load: Load, folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("The bell rang.")
    assert load(folder).created == ["the-bell-rang"]
    assert get_article(session, "the-bell-rang").versions[0].label == "caf?.txt"


# Articles with their versions in JSON

SERIES = {
    "id": "bell-tower",
    "title": "The bell tower",
    "lang": "en",
    "versions": [
        {"t": "2026-05-04", "rev": "wire", "url": "https://bell.example/1", "text": "It may ring."},
        {"t": "2026-05-05", "title": "It rings", "text": "It will ring.\n\nTwice."},
    ],
}


def lines(folder: Path, *articles: object) -> Path:
    path = folder / "series.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in articles))
    return path


def test_articles_come_with_their_versions_one_a_line(
    session: Session, load: Load, folder: Path
) -> None:
    alone = {"title": "Alone", "text": "By itself."}
    path = lines(folder, SERIES, alone)
    assert load(path) == LoadReport(created=["bell-tower", "alone"])
    tower = get_article(session, "bell-tower")
    assert tower.title == "The bell tower"
    assert [version.published for version in tower.versions] == ["2026-05-04", "2026-05-05"]
    assert [version.label for version in tower.versions] == ["wire", "2.json"]
    assert tower.versions[1].title == "It rings"
    metadata = document_of(session, tower.versions[0]).metadata
    assert (metadata.language, metadata.address) == ("en", "https://bell.example/1")
    assert load(path) == LoadReport(unchanged=["bell-tower", "alone"])


def test_a_series_that_grows_adds_versions(session: Session, load: Load, folder: Path) -> None:
    load(lines(folder, SERIES))
    more = {**SERIES, "versions": [*SERIES["versions"], {"text": "It rang."}]}  # type: ignore[misc]
    assert load(lines(folder, more)) == LoadReport(extended=["bell-tower"])
    assert len(texts_of(session, "bell-tower")) == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "a", "versions": []}, "has no list “versions”"),
        ({"id": "a", "versions": [3]}, "version 1 is no object"),
        (["a"], "is no object"),
        ({"id": "a", "versions": [{"text": 3}]}, "“text” is no string"),
    ],
)
def test_a_line_that_is_wrong_is_told_and_stops_nothing(
    load: Load, folder: Path, wrong: object, said: str
) -> None:
    report = load(lines(folder, wrong, SERIES))
    assert report.created == ["bell-tower"]
    [(_, sentence)] = report.failed
    assert said in sentence


def test_one_article_in_json_stays_one_article(session: Session, load: Load, folder: Path) -> None:
    written = '{"text": "There are two \\"versions\\" of this.", "modified": "2026-05-04"}'
    (folder / "story.json").write_text(written)
    (slug,) = load(folder).created
    original = get_article(session, slug).versions[0].content_hash
    assert fetch(session, original).decode() == written


@pytest.mark.parametrize("name", ["broken.json", "broken.jsonl"])
def test_json_that_is_broken_from_end_to_end_is_told_once(
    load: Load, folder: Path, name: str
) -> None:
    (folder / name).write_text('{"versions":\n[\n{"text": \n')
    [(_, sentence)] = load(folder).failed
    assert "broken in line" in sentence


def test_a_list_of_articles_is_loaded(load: Load, folder: Path) -> None:
    (folder / "all.json").write_text(json.dumps([SERIES, {"id": "b", "versions": [SERIES]}]))
    report = load(folder)
    assert report.created == ["bell-tower"]
    [(_, sentence)] = report.failed
    assert "neither “text” nor “blocks”" in sentence


# Doing it again


def test_every_version_is_compared_with_the_one_before(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, ferry_v1="Crews may go.", ferry_v2="Crews will go.", ferry_v3="Crews went.")
    slug = load(folder).created[0]
    assert uncompared_neighbours(session, get_article(session, slug).id) == []


def test_what_was_cut_short_is_made_good_by_the_next_time(
    session: Session, load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, bell="The bell rang.", ferry_v1="Crews may go.", ferry_v2="Crews will go.")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "versions_compared", interrupted)
        with pytest.raises(KeyboardInterrupt):
            load(folder)
    report = load(folder)
    assert (report.created, report.unchanged) == ([], ["the-bell-rang", "crews-will-go"])
    assert uncompared_neighbours(session, get_article(session, "crews-will-go").id) == []
    assert count(session) == (2, 3)


def test_a_version_deleted_meanwhile_does_not_come_back(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, ferry_v1="Crews may go.", ferry_v2="Crews will go.", ferry_v3="Crews went.")
    slug = load(folder).created[0]
    delete_version(session, get_article(session, slug), 2)
    assert load(folder) == LoadReport(unchanged=[slug])
    assert texts_of(session, slug) == ["Crews may go.", "Crews went."]


def test_who_watches_is_told_of_every_step(load: Load, folder: Path) -> None:
    class Counting(Watch):
        total = done = told = 0

        def begins(self, total: int) -> None:
            self.total = total

        def step(self, what: str, number: int = 1) -> None:
            self.done += number

        def stored(self, report: LoadReport) -> None:
            self.told += 1

    write(folder, ferry_v1="Crews may go.", ferry_v2="Crews will go.", bell="The bell rang.")
    for _ in range(2):
        watch = Counting()
        load(folder, watch=watch)
        assert (watch.done, watch.total, watch.told) == (4, 4, 2)


def test_a_workspace_has_its_own(session: Session, load: Load, folder: Path) -> None:
    write(folder, ferry_v1="Crews may go.", ferry_v2="Crews will go.")
    load(folder)
    enter(session, found_workspace(session), Settings(access="open"))
    assert load(folder) == LoadReport(created=["crews-will-go-2"])
    assert load(folder) == LoadReport(unchanged=["crews-will-go-2"])
    assert count(session) == (2, 4)


def test_a_damaged_archive_is_told(load: Load, folder: Path) -> None:
    path = archive(folder / "cut.zip", {"one.txt": b"One." * 50, "two.txt": b"Two." * 50})
    path.write_bytes(path.read_bytes()[:200])
    [(place, sentence)] = load(folder).failed
    assert place == path
    assert sentence


def page_of(text: str, furniture: str = "") -> bytes:
    share = f"<footer><p>{furniture}</p></footer>"
    return f"<!doctype html><title>Ferry</title><main><p>{text}</p></main>{share}".encode()


def test_an_address_becomes_an_article_and_what_is_new_there_a_version(
    session: Session, load: Load, settings: Settings
) -> None:
    open_settings = settings.model_copy(update={"allow_private_addresses": True})
    earlier = "Ferry crews may return to work this week, their union said on Monday."
    with served() as site:
        address = site.at("/ferry")
        site.pages["/ferry"] = page_of(earlier, "12 people read this")
        first = load_paths(session, [address, address], settings=open_settings)
        site.pages["/ferry"] = page_of(earlier, "14 people read this")
        same = load_paths(session, [address], settings=open_settings)
        site.pages["/ferry"] = page_of(earlier.replace("may", "will"))
        new = load_paths(session, [address], settings=open_settings)
        missing = load_paths(session, [site.at("/404")], settings=open_settings)
        assert missing.failed[0][0] == site.at("/404")
    assert first == LoadReport(created=["ferry"])
    assert same == LoadReport(unchanged=["ferry"])
    assert new == LoadReport(extended=["ferry"])
    assert "no page at this address" in missing.failed[0][1]
    article = get_article(session, "ferry")
    assert [(v.source, v.name) for v in article.versions] == [("address", address)] * 2
    assert list_articles(session, samples=None).items[0].changes == 1


def test_what_was_noticed_is_in_the_report(load: Load, folder: Path) -> None:
    path = folder / "ferry.txt"
    path.write_bytes(page_of("Ferry crews may return to work this week, they said."))
    report = load(path)
    [(place, notice)] = report.noticed
    assert place == path
    assert "web page" in notice


# What cannot be read


def test_what_cannot_be_read_is_told_and_stops_nothing(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, good="Good.", empty="", blank=" \n ")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    missing = folder / "missing.txt"
    report = load(missing, folder)
    assert report.created == ["good"]
    failed = {path.name: sentence for path, sentence in report.failed}
    assert set(failed) == {"missing.txt", "empty.txt", "blank.txt", "picture.txt"}
    assert failed["missing.txt"] == "It is not there."
    assert "empty" in failed["empty.txt"]
    assert "no text" in failed["blank.txt"]
    assert "picture" in failed["picture.txt"]


def test_an_article_is_stored_with_all_its_versions_or_not_at_all(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, ferry_v1="First.", ferry_v2="", ferry_v3="Third.", bell="Bell.")
    report = load(folder)
    assert report.created == ["bell"]
    [(path, sentence)] = report.failed
    assert path.name == "ferry_v2.txt"
    assert "The other versions of its article were not stored either." in sentence
    write(folder, ferry_v2="Second.")
    assert load(folder).created == ["third"]


def test_a_large_file_is_refused_before_it_is_read(
    load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, big="x" * 5000)

    def never(path: Path) -> bytes:
        raise AssertionError("was read")

    monkeypatch.setattr(Path, "read_bytes", never)
    [(path, sentence)] = load(folder, settings=Settings(max_upload_bytes=4096)).failed
    assert path.name == "big.txt"
    assert "it has 4.9 KB, and files of up to 4 KB are read" in sentence


def test_what_is_no_ordinary_file_is_not_read(load: Load, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    [(path, sentence)] = load(folder).failed
    assert (path.name, sentence) == ("pipe.txt", "It is no ordinary file.")


def test_a_file_that_may_not_be_read_is_told(
    load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, secret="Secret.", open="Open.")
    real = Path.read_bytes

    def guarded(path: Path) -> bytes:
        if path.name == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    report = load(folder)
    assert report.created == ["open"]
    assert report.failed == [(folder / "secret.txt", "It cannot be read: Permission denied.")]


def test_a_folder_that_may_not_be_read_is_told(
    load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    assert load(folder).failed == [(folder, "It cannot be read: Permission denied.")]


# Manifests


def test_a_manifest_names_orders_and_dates_its_versions(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, one="First.", two="Second.", other="Not listed.")
    manifest(folder, FERRY)
    assert load(folder, is_sample=True) == LoadReport(created=["ferry-strike"])
    article = get_article(session, "ferry-strike")
    assert (article.title, article.is_sample) == ("Ferry to resume", True)
    first, second = article.versions
    assert (first.label, second.label) == ("wire copy", "two.txt")
    assert first.captured_at == datetime(2026, 5, 4, 6, 40, tzinfo=UTC)
    assert second.published_at == datetime(2026, 5, 5, tzinfo=UTC)


def test_a_manifest_may_be_named_itself(load: Load, folder: Path) -> None:
    write(folder, one="First.", two="Second.")
    assert load(manifest(folder, FERRY), folder).created == ["ferry-strike"]


def test_a_manifest_that_grows_adds_versions(session: Session, load: Load, folder: Path) -> None:
    write(folder, one="First.", two="Second.", three="Third.")
    manifest(folder, FERRY)
    load(folder)
    assert load(folder) == LoadReport(unchanged=["ferry-strike"])
    manifest(folder, FERRY + THIRD)
    assert load(folder) == LoadReport(extended=["ferry-strike"])
    assert texts_of(session, "ferry-strike") == ["First.", "Second.", "Third."]
    assert load(folder) == LoadReport(unchanged=["ferry-strike"])


def test_a_listed_text_that_was_rewritten_is_told(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, one="First.", two="Second.")
    path = manifest(folder, FERRY)
    load(folder)
    write(folder, one="First, rewritten.")
    report = load(folder)
    assert report.created == report.extended == []
    [(place, sentence)] = report.failed
    assert place == path
    assert "another text for a version of “ferry-strike”, and versions do not change" in sentence
    assert texts_of(session, "ferry-strike") == ["First.", "Second."]


def test_a_slug_that_somebody_else_has_is_told(
    session: Session, load: Load, folder: Path, paste: Callable[..., Incoming]
) -> None:
    create_article(session, [paste("Another story.")], slug="ferry-strike")
    write(folder, one="First.", two="Second.")
    manifest(folder, FERRY)
    assert "another text" in load(folder).failed[0][1]


def article(lines: str, version: str = 'file = "one.txt"') -> str:
    return f"[[article]]\n{lines}\n[[article.version]]\n{version}\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "lists no article"),
        ("article = 3", "lists no article"),
        ("articles = 3", "has “articles”, which means nothing here"),
        ("[[article", "is not TOML"),
        (article("slug = 3"), "article 1, slug: this is no text"),
        (article("sluug = 'a'"), "article 1, “sluug”: this means nothing here"),
        (article("slug = 'Not A Slug'"), "“Not A Slug” cannot be an article's address"),
        (article("slug = 'new'"), "“new” cannot be an article's address"),
        ("[[article]]\nslug = 'a'", "article 1, version: this is missing"),
        ("[[article]]\nversion = []", "article 1, version: this is empty"),
        ("[[article]]\nversion = 3", "article 1, version: begin each version with a line"),
        ("[[article]]\nversion = [3]", "article 1, version 1: this is no table"),
        ("article = [3]", "article 1: this is no table"),
        (article("", "label = 'a'"), "article 1, version 1, file: this is missing"),
        (article("", "file = ''"), "article 1, version 1, file: this is empty"),
        (article("", "file = 'gone.txt'"), "“gone.txt”, and there is no such file"),
        (article("", "file = '.'"), "“.”, and there is no such file"),
        (article("", 'file = "a\\u0000b"'), "and there is no such file"),
        (article("", "file = '../outside.txt'"), "“../outside.txt”, which is outside its folder"),
        (article("", "file = '/etc/passwd'"), "“/etc/passwd”, which is outside its folder"),
        (article("", "file = 'link.txt'"), "“link.txt”, which is outside its folder"),
        (
            article("", "file = 'one.txt'\ncaptured = 'May'"),
            "article 1, version 1, captured: write a date and time without quotation marks",
        ),
        (article("", "file = 'one.txt'\ncaptured = 7:40:00"), "is not TOML"),
        (article("", "file = 'one.txt'\ncaptured = 07:40:00"), "captured: write a date"),
        (article("", "file = 'one.txt'\ncaptured = 2026-02-30"), "is not TOML"),
        (article("", "file = 'empty.txt'"), "empty"),
    ],
)
def test_a_manifest_that_lies_is_told_and_stops_nothing(
    session: Session, load: Load, folder: Path, text: str, sentence: str
) -> None:
    write(folder, one="First.", empty="")
    write(folder.parent, outside="Outside.", other="Another story.")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    manifest(folder, text)
    report = load(folder, folder.parent / "other.txt")
    assert report.created == ["another-story"]
    [(_, told)] = report.failed
    assert sentence in told
    assert count(session) == (1, 1)


def test_the_first_of_a_manifest_is_the_first_of_the_list(
    session: Session, load: Load, folder: Path
) -> None:
    write(folder, one="First.", two="Second.")
    manifest(folder, article("slug = 'a'") + article("slug = 'b'", "file = 'two.txt'"))
    load(folder)
    assert [item.slug for item in list_articles(session).items] == ["a", "b"]


def test_one_wrong_article_does_not_stop_the_others_of_its_manifest(
    load: Load, folder: Path
) -> None:
    write(folder, one="First.", two="Second.")
    good, other = article("slug = 'good'"), article("slug = 'good'", "file = 'two.txt'")
    manifest(folder, article("slug = 3") + good + other)
    report = load(folder)
    assert report.created == ["good"]
    assert len(report.failed) == 2


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x = " + b"[" * 100_000, b"#" * 2_000_000])
def test_a_hostile_manifest_is_told(load: Load, folder: Path, data: bytes) -> None:
    (folder / "manifest.toml").write_bytes(data)
    report = load(folder)
    assert len(report.failed) == 1
    assert "manifest.toml" in report.failed[0][1]


def test_the_samples_that_come_with_the_program_load_and_load_again(
    session: Session, load: Load
) -> None:
    first = load(ROOT / "seeds", is_sample=True)
    assert first.failed == []
    assert len(first.created) >= 3
    assert load(ROOT / "seeds", is_sample=True) == LoadReport(unchanged=first.created)
    items = list_articles(session, samples=True).items
    assert all(item.measures and item.changes and item.headline for item in items)
