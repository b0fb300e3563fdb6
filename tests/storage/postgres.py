"""Finding a PostgreSQL, and running one for the tests. As a program it prints the one found.

A server that the tests start is theirs alone: its files are in a folder of their own, it listens
on a socket in there and on no network, and it ends with the process that started it, however that
ends. PostgreSQL refuses to run as root, and is then somebody else.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from sqlalchemy import URL

OWNER = "recension"
"""The role that the tests are; it needs no password."""

STRANGER = "stranger"
"""A role whose password nobody knows."""

LONGEST = 60

MEMORY, ROOM = "/dev/shm", 2**30

# What a test stores is needed until its end only, so nothing waits for a disk. The zone is none
# that a program would count in by chance.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_wal_size": "128MB",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "timezone": "Asia/Tokyo",
}

# The server's keeper stops it, at once, when its own input ends: that it does with the tests, even
# when these are killed.
KEEPER = """
exec 3<&0
"$@" 3<&- & server=$!
{ read -r _; kill -QUIT "$server"; } <&3 & watch=$!
exec 3<&-
wait "$server"
kill "$watch" 2>/dev/null
rm -rf "$FOLDER"
"""


def find_postgres() -> str | None:
    """The path of a PostgreSQL server that starts: what POSTGRES names, or what is installed."""
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[str]:
    if named := os.environ.get("POSTGRES"):
        yield named
    # Debian keeps each release in a folder of its own, and off the path.
    releases = Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")
    yield from map(str, sorted(releases, key=lambda path: int(path.parts[4]), reverse=True))
    if path := shutil.which("postgres"):
        yield path


def _starts(path: str) -> bool:
    """Whether the server is there, and beside it the program that makes a cluster."""
    programs = (Path(path), Path(path).resolve().with_name("initdb"))
    return all(
        program.is_file()
        and subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
        for program in programs
    )


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, and an open connection to make databases over."""

    folder: Path
    connection: psycopg.Connection
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def address(self, database: str, user: str = OWNER, password: str | None = None) -> str:
        """The address of a database as RECENSION_DATABASE_URL takes it."""
        url = URL.create(
            "postgresql", user, password, database=database, query={"host": str(self.folder)}
        )
        return url.render_as_string(hide_password=False)

    @contextmanager
    def new_database(self, template: str = "template0", encoding: str = "UTF8") -> Iterator[str]:
        """The name of a new database, like the template; it is dropped at the end."""
        name = f"test_{next(self._numbers)}"
        making = "CREATE DATABASE {} TEMPLATE {} ENCODING {}"
        if encoding != "UTF8":
            making += " LOCALE 'C'"
        if self.connection.info.server_version >= 150_000:
            making += " STRATEGY FILE_COPY"  # which costs less than logging what is copied
        self._do(making, name, template, encoding)
        try:
            yield name
        finally:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def away(self, name: str) -> Iterator[None]:
        """Nobody reaches this database meanwhile, and who was connected is not any more."""
        self._do("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            self._do("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)

    def _do(self, statement: str, *names: str) -> None:
        self.connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_server() -> Iterator[Server]:
    """A new, empty server.

    Raises RuntimeError, with what to do, when there is no PostgreSQL or it does not start.
    """
    program = find_postgres()
    if program is None:
        raise RuntimeError(
            "The tests need PostgreSQL, and there is none here. Run `make postgres`, or name its "
            "server: make test POSTGRES=/path/to/postgres"
        )
    folder = _new_folder()
    try:
        _make_cluster(Path(program).resolve().with_name("initdb"), folder)
        with (
            tempfile.TemporaryFile() as log,
            _kept(program, folder, log) as keeper,
            _connected(keeper, folder, log) as connection,
        ):
            connection.execute(f"CREATE ROLE {STRANGER} LOGIN PASSWORD 'known to nobody'")
            yield Server(folder, connection)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runner() -> dict[str, Any]:
    """Who runs the server, as a subprocess takes it: somebody else when we are root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = next(known[name] for name in ("postgres", "nobody") if name in known)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="recension-", dir=_place()))
    if runner := _runner():
        os.chown(folder, runner["user"], runner["group"])
    return folder


def _place() -> str:
    """Memory, if there is enough: a new database for every test is hundreds of files."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        return MEMORY
    # The path of a socket has about a hundred letters at most, and a folder for temporary files
    # may lie deep.
    usual = tempfile.gettempdir()
    return usual if len(usual) < 50 else "/tmp"


def _make_cluster(initdb: Path, folder: Path) -> None:
    done = subprocess.run(
        [
            initdb,
            folder / "data",
            f"--username={OWNER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
        check=False,
        **_runner(),
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL made no cluster: {done.stdout}")
    rules = f"local all {STRANGER} scram-sha-256\nlocal all all trust\n"
    (folder / "data" / "pg_hba.conf").write_text(rules)


@contextmanager
def _kept(program: str, folder: Path, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The keeper of a starting server, which goes when the block is left."""
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", program, "-D", folder / "data", "-k", folder, *options],
        cwd=folder,
        env={**os.environ, "FOLDER": str(folder)},
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # so that Ctrl-C reaches the tests alone
        **_runner(),
    )
    try:
        yield keeper
    finally:
        keeper.communicate(b"\n", timeout=LONGEST)


@contextmanager
def _connected(
    keeper: subprocess.Popen[bytes], folder: Path, log: IO[bytes]
) -> Iterator[psycopg.Connection]:
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            opened = psycopg.connect(
                host=str(folder), user=OWNER, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError as error:
            if keeper.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                said = log.read().decode(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {said}") from error
            time.sleep(0.02)
        else:
            break
    with opened:
        yield opened


if __name__ == "__main__":
    found = find_postgres()
    print(found or "There is no PostgreSQL here.")
    sys.exit(0 if found else 1)
