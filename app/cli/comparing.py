"""Comparing two files or pages, without a library."""

from __future__ import annotations

import errno
import hashlib
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.cli.delivering import check_delivery, deliver
from app.cli.outcome import DIFFERENT, FINE, complain
from app.errors import BadInput, RecensionError

if TYPE_CHECKING:
    from app.engine import Document
    from app.export.about import About, VersionAbout
    from app.ingest import Hints
    from app.workers.pool import Limits

STDIN = "-"


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``compare``."""
    comparing = commands.add_parser(
        "compare",
        help="compare two files or pages",
        usage="recension compare [options] A B\n       recension compare [options] --tracked FILE",
        description="Compare two files or pages. The exit status is 0 when they say the same, 1 "
        "when they differ, and 2 when that cannot be told.",
    )
    comparing.add_argument(
        "a",
        metavar="A",
        help="the earlier version: a file of any kind that is read, an address on the web, or - "
        "for standard input",
    )
    comparing.add_argument("b", metavar="B", nargs="?", help="the later version, likewise")
    comparing.add_argument(
        "--tracked",
        action="store_true",
        help="compare one file with itself: without its tracked changes, and with them accepted",
    )
    comparing.add_argument(
        "--format",
        default="",
        help="text, html, pdf, columns.pdf, docx, md, csv, json or patch; without it, what the "
        "name of the output ends in, or text",
    )
    comparing.add_argument(
        "--output", "-o", metavar="FILE", default="", help="the file to write instead of printing"
    )
    comparing.add_argument(
        "--color", "--colour", dest="colour", choices=("auto", "always", "never"), default="auto"
    )
    comparing.set_defaults(run=compare)


class _Given(NamedTuple):
    """Bytes to read, and what is known of them."""

    data: bytes
    name: str | None = None
    charset: str = ""
    address: str = ""


class _Text(NamedTuple):
    """A document, what it is called, and the bytes that it was read from."""

    document: Document
    source: str
    data: bytes


def compare(given: Namespace) -> int:
    """Compare two files, or one with what it was before its tracked changes."""
    check_delivery(given)
    from app.engine import compare as compare_documents

    a, b = _both_ways(given) if given.tracked else _both(given)
    comparison = compare_documents(a.document, b.document)
    given.a, given.b = a.source, b.source
    deliver(comparison, _about(a, b), given)
    return FINE if comparison.equal else DIFFERENT


def _about(a: _Text, b: _Text) -> About:
    """What files tell of the two."""
    from app.export.about import About, safe_stem

    stems = [safe_stem(Path(text.source).stem) for text in (a, b)]
    return About(
        title=b.document.title or a.document.title or b.source,
        a=_version("Version 1", a),
        b=_version("Version 2", b),
        stem=safe_stem(stems[0], stems[1]),
        stem_a=stems[0],
        stem_b=stems[1],
    )


def _version(name: str, text: _Text) -> VersionAbout:
    from app.export.about import VersionAbout
    from app.presentation.sides import language_shown

    return VersionAbout(
        name=name,
        label=text.source,
        published=text.document.metadata.published,
        sha256=hashlib.sha256(text.data).hexdigest(),
        language=language_shown(text.document),
    )


def _both(given: Namespace) -> tuple[_Text, _Text]:
    """The two documents to compare."""
    from app.ingest import Hints

    if given.b is None:
        raise BadInput("Two versions are needed.", "Try: recension compare --help")
    if given.a == given.b == STDIN:
        raise BadInput("Only one of the two versions can come from standard input.")
    a, b = (_text(source, _given(source), Hints(), told=True) for source in (given.a, given.b))
    return a, b


def _both_ways(given: Namespace) -> tuple[_Text, _Text]:
    """One file as it was before its tracked changes, and as it is with them."""
    from app.ingest import Hints, Tracked

    if given.b is not None:
        raise BadInput("With --tracked one file is compared with itself.", "Name only that one.")
    source = _given(given.a)
    before = _text(given.a, source, Hints(tracked=Tracked.ORIGINAL), told=False)
    after = _text(given.a, source, Hints(tracked=Tracked.ACCEPTED), told=True)
    return (
        before._replace(source=f"{given.a} (original)"),
        after._replace(source=f"{given.a} (changes accepted)"),
    )


def _text(source: str, given: _Given, hints: Hints, *, told: bool) -> _Text:
    return _Text(_document(source, given, hints, told=told), source, given.data)


def _given(source: str) -> _Given:
    """What there is at a path or an address, or comes on standard input, not read yet."""
    from app.ingest.reading import MAX_BYTES

    if source.lower().startswith(("http://", "https://")):
        return _fetched(source)
    try:
        if source == STDIN:
            return _Given(sys.stdin.buffer.read(MAX_BYTES + 1))
        with open(source, "rb") as file:
            return _Given(file.read(MAX_BYTES + 1), source)
    except OSError as error:
        raise BadInput(f"{_quoted(source)} cannot be read: {_reason(error)}.") from error


def _fetched(address: str) -> _Given:
    from app.ingest.fetching import fetch
    from app.services.incoming import manners_of
    from app.settings import settings_from_environment

    try:
        found = fetch(address, manners_of(settings_from_environment()))
    except RecensionError as error:
        raise BadInput(f"{_quoted(address)}: {error.sentence}", error.advice) from error
    return _Given(found.data, None, found.charset, found.address)


def _document(source: str, given: _Given, hints: Hints, *, told: bool) -> Document:
    """The document in what was given; what there is to tell of it goes to standard error."""
    from app.ingest.apart import is_read_here, read_apart

    hints = replace(hints, charset=given.charset, address=given.address)
    try:
        if is_read_here(given.data, given.name):
            document = read_apart(given.data, given.name, hints)
        else:  # the settings take longer to be read than a short text does
            document = read_apart(given.data, given.name, hints, _limits())
    except RecensionError as error:
        raise BadInput(f"{_quoted(source)}: {error.sentence}", error.advice) from error
    for notice in document.notices if told else ():
        complain(f"{_quoted(source)}: {notice}")
    return document


def _limits() -> Limits:
    from app.services.incoming import limits_of
    from app.settings import settings_from_environment

    return limits_of(settings_from_environment())


def _quoted(source: str) -> str:
    return "standard input" if source == STDIN else f"“{source}”"


def _reason(error: OSError) -> str:
    known = {
        errno.ENOENT: "there is no such file",
        errno.EISDIR: "it is a folder",
        errno.EACCES: "it may not be opened",
    }
    return known.get(error.errno or 0) or (error.strerror or type(error).__name__).lower()
