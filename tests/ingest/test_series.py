"""Articles with their versions in one file of JSON."""

from __future__ import annotations

import json

import pytest

from app.errors import TooLarge
from app.ingest.apart import series_apart
from app.ingest.series import MOST_VERSIONS, read_series

BELL = {
    "id": "bell",
    "title": "Bell",
    "lang": "en",
    "versions": [{"t": "2026-05-04", "text": "One."}],
}


def test_the_names_that_others_use_are_understood() -> None:
    (bell,) = read_series(json.dumps(BELL).encode())
    assert (bell.slug, bell.title, bell.labels, bell.fault) == ("bell", "Bell", ("",), "")
    assert json.loads(bell.versions[0].data) == {
        "language": "en",
        "published": "2026-05-04",
        "text": "One.",
    }


def test_a_worker_gives_the_same() -> None:
    lines = "\n".join(json.dumps(each) for each in (BELL, {"versions": 3}, BELL)).encode()
    assert series_apart(lines) == read_series(lines)
    assert [bool(each.fault) for each in series_apart(lines)] == [False, True, False]


@pytest.mark.parametrize("data", [b"", b"{}", b'{"text": "One."}', b"[1, 2]", b"{\n{\n", b'"x"'])
def test_what_is_no_series_holds_none(data: bytes) -> None:
    assert read_series(data) == []


@pytest.mark.parametrize(
    "data",
    [
        b'{"versions": [' + b"[]," * 1_000_000 + b"[]]}",
        json.dumps({"versions": [{"text": "x"}] * (MOST_VERSIONS + 1)}).encode(),
    ],
)
def test_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(TooLarge):
        read_series(data)


def test_what_is_nested_too_deeply_holds_none() -> None:
    assert read_series(b"[" * 200_000) == []


def test_an_id_that_is_no_file_name_does_no_harm() -> None:
    (odd,) = read_series(json.dumps({**BELL, "id": "../../etc\n/\ud800x"}).encode())
    assert odd.versions[0].name == "etc-x/1.json"
