"""What people and programs say in a line or two: dates, queries, addresses, names of files."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import httpx

from app.engine import parse_text
from app.engine.query import MOST_PHRASES, read_query
from app.errors import BadInput, NotFound, Unreachable
from app.ingest.addresses import parse_address
from app.ingest.fetching import joined
from app.presentation.collation_look import read_collation_look
from app.presentation.look import read_look
from app.presentation.passages import marks_in, matching_passage
from app.services.dates import fields_of, given_date, moment_of, said_date
from app.services.filenames import grouped
from app.services.manifests import ListedArticle, read_manifest
from app.web import urls
from app.web.lists import read_asked
from tests.fuzz.readers import told
from tests.ingest.test_addresses import test_whatever_is_typed_is_an_address_or_told
from tests.presentation.test_look import test_any_query_gives_a_look_that_can_be_written
from tests.services.test_slugs import test_a_slug_is_fit_for_an_address_whatever_the_title


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def check_dates(data: bytes) -> None:
    """What is said of a date is kept in one form, which says the same when it is read again."""
    text = _text(data)
    moment_of(text)
    said = said_date(text)
    if said:
        assert said_date(said) == said
        moment = moment_of(said)
        assert moment is not None
        assert abs(moment.year - int(said[:4])) <= 1
    day, time, zone, *_ = [*text.split("|"), "", "", ""]
    with suppress(BadInput):
        given = given_date(day, time, zone)
        if given:
            assert given_date(*fields_of(given)) == given == said_date(given)
            assert date.fromisoformat(f"{given}-01-01"[:10])


_LIBRARY = parse_text("The ferry to Port Ellery sails at nine.\n\n船は九時に出る。 Nobody waved.")


def check_queries(data: bytes) -> None:
    """Whatever is typed is a query, and what it finds is marked in order."""
    text = _text(data)
    query = read_query(text)
    assert len(query) <= MOST_PHRASES
    assert all(phrase.terms for phrase in query)
    found = matching_passage(_LIBRARY, query)
    shown = [(text[:500], marks_in(text[:500], query))]
    for text, marks in [*shown, *([(found.text, found.marks)] if found else [])]:
        at = 0
        for start, end in marks:
            assert at <= start < end <= len(text)
            at = end


def check_looks(data: bytes) -> None:
    """Whatever an address says after its question mark, a page can be drawn and written again."""
    asked = parse_qsl(_text(data), keep_blank_values=True)
    test_any_query_gives_a_look_that_can_be_written.hypothesis.inner_test(asked)  # type: ignore[attr-defined]
    _, unread = read_look(asked)
    assert len(unread) <= 3
    assert all(len(sentence) < 120 for sentence in unread)
    keys = ("bridge@1", "bridge@2")
    look, _ = read_collation_look(dict(asked), keys)
    again, told = read_collation_look(dict(parse_qsl(look.query(keys))), keys)
    assert (again, told) == (look, ())
    values = dict(asked)
    read_asked(values.get("q", ""), values.get("sort", ""), values.get("whose", ""), 1)


def check_addresses(data: bytes) -> None:
    """Whatever is typed, redirected to or stands in an address of ours is one, or is told."""
    text = _text(data)
    test_whatever_is_typed_is_an_address_or_told.hypothesis.inner_test(text, "")  # type: ignore[attr-defined]
    with suppress(Unreachable):
        assert joined(httpx.URL("https://a.example/b"), text).scheme in ("http", "https")
    with suppress(BadInput):
        assert parse_address(text).host
    for read in (urls.read_pair, urls.read_numbers, urls.read_sources, urls.read_number):
        with suppress(NotFound):
            assert read(text)


def check_names(data: bytes) -> None:
    """Files of any names are sorted into articles, each file once; any title gives a slug."""
    paths = [Path(name) for name in data.decode("utf-8", "surrogateescape").split("|")]
    assert sorted(file.path for group in grouped(paths) for file in group) == sorted(paths)
    test_a_slug_is_fit_for_an_address_whatever_the_title.hypothesis.inner_test(_text(data))  # type: ignore[attr-defined]


def check_manifests(data: bytes) -> None:
    """A manifest lists articles, or says which of its lines are wrong."""
    with told():
        listed = read_manifest(data)
        assert listed
        for article in listed:
            if isinstance(article, ListedArticle):
                assert article.version
            else:
                assert article.sentence
