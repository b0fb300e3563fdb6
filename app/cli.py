"""The command line: serve, compare, load, migrate.

Each command imports what it needs only when it runs, so that comparing two files need not wait
for a web server. Whatever goes wrong ends in one line on standard error and exit status 2.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from app.errors import BadInput, RecensionError

if TYPE_CHECKING:
    from socket import socket

    from app.engine import Comparison, Document
    from app.ingest import Hints
    from app.ingest.apart import Limits

FINE, DIFFERENT, FAILED = 0, 1, 2
STDIN = "-"
WIDEST = 110


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command, that of the process unless others are given, and leave with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal may know fewer letters than we do
    status = FAILED
    try:
        given = _parser().parse_args(arguments)
        status = given.run(given)
        sys.stdout.flush()
    except RecensionError as error:
        _complain(f"{error.sentence} {error.advice}")
    except BrokenPipeError:  # whoever was reading has had enough; Python would say so again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        _complain("Interrupted.")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _complain(
            f"Something went wrong that should not have ({type(error).__name__}). "
            "PYTHONDEVMODE=1 in the environment shows where."
        )
    sys.exit(status)


class _Given(NamedTuple):
    """Bytes to read, and what is known of them."""

    data: bytes
    name: str | None = None
    charset: str = ""
    address: str = ""


class _Parser(ArgumentParser):
    """Says what is wrong with the arguments in one line, as everything else is said."""

    def error(self, message: str) -> NoReturn:
        """Leave with a sentence."""
        raise BadInput(f"{message[:1].upper()}{message[1:]}.", f"Try: {self.prog} --help")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="recension",
        description="What did they change? Versions of an article compared sentence by sentence.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serving = commands.add_parser("serve", help="serve the web app until it is interrupted")
    serving.add_argument("--host", help="address to serve on (RECENSION_HOST, or 127.0.0.1)")
    serving.add_argument(
        "--port", type=_port, help="port to serve on, 0 for any (RECENSION_PORT, or 8000)"
    )
    serving.set_defaults(run=serve)

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
    comparing.add_argument("--format", choices=("text", "json", "html"), default="text")
    comparing.add_argument(
        "--color", "--colour", dest="colour", choices=("auto", "always", "never"), default="auto"
    )
    comparing.set_defaults(run=compare)

    loading = commands.add_parser(
        "load",
        help="store articles in the library",
        description="Store articles in the library. Doing it again doubles nothing.",
    )
    loading.add_argument(
        "paths",
        metavar="SOURCE",
        nargs="+",
        help="a file, a zip archive, a folder, a folder with a manifest.toml, or an address on the "
        "web",
    )
    loading.set_defaults(run=load)

    migrating = commands.add_parser(
        "migrate", help="bring the database up to date, as serve and load do by themselves"
    )
    migrating.set_defaults(run=migrate)
    return parser


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):
        raise ArgumentTypeError("give a number from 0 to 65535")
    return int(text)


def serve(given: Namespace) -> int:
    """Serve the web app until it is interrupted."""
    from app.services.library import open_library
    from app.settings import settings_from_environment

    settings = settings_from_environment()
    chosen = {"host": given.host, "port": given.port}
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    with _listening(settings.host, settings.port) as listener:
        open_library(settings).close()  # here, where what is wrong with it can be told in a line

        import uvicorn

        from app.main import create_app

        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings),
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        print(f"Recension is at {_address(listener)}", flush=True)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    return FINE


def compare(given: Namespace) -> int:
    """Compare two files, or one with what it was before its tracked changes."""
    from app.engine import compare as compare_documents

    if given.tracked:
        document_a, document_b = _both_ways(given)
    else:
        document_a, document_b = _both(given)
    comparison = compare_documents(document_a, document_b)
    if given.format == "text":
        _write_text(comparison, given)
    elif given.format == "json":
        _write_json(comparison)
    else:
        from app.web.standalone import standalone_html

        print(standalone_html(comparison, document_a.title or given.a, document_b.title or given.b))
    return FINE if comparison.equal else DIFFERENT


def load(given: Namespace) -> int:
    """Store articles in the library."""
    from app.services.library import open_library
    from app.services.loading import load_paths
    from app.settings import settings_from_environment

    settings = settings_from_environment()
    with closing(open_library(settings)) as library, library.session() as session:
        report = load_paths(session, given.paths, settings=settings)
    for outcome in ("created", "extended", "unchanged"):
        for slug in getattr(report, outcome):
            print(f"{outcome:<9}  {slug}")
    for source, sentence in (*report.noticed, *report.failed):
        _complain(f"{source}: {sentence}")
    return FAILED if report.failed else FINE


def migrate(_: Namespace) -> int:
    """Bring the database up to date."""
    from app.services.library import open_library
    from app.settings import settings_from_environment

    open_library(settings_from_environment()).close()
    print("The database is up to date.")
    return FINE


def _complain(message: str) -> None:
    from app.presentation.terminal import printable

    print(f"recension: {printable(' '.join(message.split()))}", file=sys.stderr)


def _both(given: Namespace) -> tuple[Document, Document]:
    """The two documents to compare."""
    from app.ingest import Hints

    if given.b is None:
        raise BadInput("Two versions are needed.", "Try: recension compare --help")
    if given.a == given.b == STDIN:
        raise BadInput("Only one of the two versions can come from standard input.")
    sources = given.a, given.b
    a, b = (_document(source, _given(source), Hints(), told=True) for source in sources)
    return a, b


def _both_ways(given: Namespace) -> tuple[Document, Document]:
    """One file as it was before its tracked changes, and as it is with them."""
    from app.ingest import Hints, Tracked

    if given.b is not None:
        raise BadInput("With --tracked one file is compared with itself.", "Name only that one.")
    source = _given(given.a)
    before = _document(given.a, source, Hints(tracked=Tracked.ORIGINAL), told=False)
    after = _document(given.a, source, Hints(tracked=Tracked.ACCEPTED), told=True)
    given.a, given.b = f"{given.a} (original)", f"{given.a} (changes accepted)"
    return before, after


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
        _complain(f"{_quoted(source)}: {notice}")
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


def _write_text(comparison: Comparison, given: Namespace) -> None:
    from app.presentation.terminal import Look, terminal_lines

    coloured = given.colour == "always" or (
        given.colour == "auto"
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    for line in terminal_lines(comparison, given.a, given.b, Look(width, coloured)):
        print(line)


def _write_json(comparison: Comparison) -> None:
    import json

    from app.engine import to_json

    json.dump(to_json(comparison), sys.stdout, ensure_ascii=False)
    print()


def _listening(host: str, port: int) -> socket:
    """A socket that listens there, so that nobody who reads the address comes too early."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadInput(
                f"Port {port} is taken by another program.",
                "Stop that one, or choose another port with --port.",
            ) from error
        reason = "may not be opened" if error.errno == errno.EACCES else "is none of this machine's"
        raise BadInput(
            f"Nothing can be served at {host}, port {port}: it {reason}.",
            "Choose others with --host and --port.",
        ) from error


def _address(listener: socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


if __name__ == "__main__":
    main()
