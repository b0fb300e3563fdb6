"""Killing a server at random moments, and looking at what is left: ``make kills``.

Each round starts a real server on the library that the rounds before left, has some people store,
share and delete, and kills it by SIGKILL: alone, or with all its processes. Then it is started
again, and what people were told is stored has to be there, and nothing may be half there.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from app.services.library import SEEDS
from app.settings import Settings
from app.storage.engines import open_engine
from app.storage.migrations import ROOT
from tests.reliability.checks import Seen, check_index, check_told, check_whole
from tests.reliability.load import Client, Told
from tests.reliability.serving import LONGEST, Served, wait_for_end
from tests.storage.postgres import running_server

PEOPLE = 4
FILES = {"recension.sqlite3", "recension.sqlite3-wal", "recension.sqlite3-shm"}
FILES |= {"recension.sqlite3.lock"}
UNFINISHED = {f"recension.sqlite3.part{log}" for log in ("", "-wal", "-shm")}
"""What a restore that is killed leaves, until the next."""
SET_ASIDE = re.compile(r"recension\.[0-9T]+\.sqlite3(-wal|-shm)?")
"""What a restore keeps of the library that it replaced."""
SPECIAL = ("first start", "purge", "erasing", "backup", "restore")


@dataclass
class Campaign:
    """Kills on one library in a folder; ``database`` is the address of one on PostgreSQL, or ""."""

    folder: Path
    rng: random.Random
    database: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    deeds: int = 0
    slowest: float = 0.0
    people: list[Told] = field(default_factory=list)
    server: Served | None = None
    seen: Seen = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The folder of the library."""
        return self.folder / "data"

    @property
    def library(self) -> Path:
        """Its file, on SQLite."""
        return self.data / "recension.sqlite3"

    def env(self, *, samples: bool = False) -> dict[str, str]:
        """What a server or a command is told of the library."""
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        return {
            "RECENSION_DATA_DIR": str(self.data),
            "RECENSION_DATABASE_URL": self.database,
            "RECENSION_LOAD_SAMPLES": str(samples).lower(),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def round(self, kind: str) -> None:
        """One kill of a kind, and the look at what is left."""
        deed: dict[str, Callable[[], None]] = {
            "all its processes": lambda: self._under_load(alone=False),
            "the server alone": lambda: self._under_load(alone=True),
            "first start": self._first_start,
            "purge": self._purge,
            "erasing": self._erasing,
            "backup": self._backup,
            "restore": self._restore,
        }
        deed[kind]()
        self.counts[kind] += 1

    def _under_load(self, *, alone: bool) -> None:
        with self._killed(alone=alone) as clients:
            # Counted in what was done, so that a slow machine has as much to lose.
            deeds, start = self.rng.randrange(30), time.monotonic()
            while sum(client.deeds for client in clients) < deeds:
                assert not any(client.wrong for client in clients), [c.wrong for c in clients]
                assert time.monotonic() - start < LONGEST, "nothing is answered"
                time.sleep(0.005)
            self._wait(0.1)

    def _first_start(self) -> None:
        """A new library each, killed while its tables are made and the samples loaded."""
        fresh = Campaign(self.folder / f"new-{self.counts['first start']}", self.rng)
        server = Served(fresh.env(samples=True), self._log)
        self._wait(6)
        wait_for_end(server.kill(alone=bool(self.rng.getrandbits(1))))
        server = Served(fresh.env(samples=True), self._log)
        server.ready()
        with fresh.opened() as engine, engine.connect() as connection:
            check_whole(connection, {})
            found = connection.execute(text("SELECT count(*) FROM article WHERE is_sample"))
            assert found.scalar() == samples(), "not all samples are there"
        wait_for_end(server.kill(alone=False))
        shutil.rmtree(fresh.folder)

    def _purge(self) -> None:
        """What was deleted is made old, and the next server is killed as it lets that go."""
        with self.opened() as engine, engine.begin() as connection:
            for table in ("article", "version"):
                connection.execute(
                    text(
                        f"UPDATE {table} SET deleted_at = '2026-01-01 00:00:00' "
                        "WHERE deleted_at IS NOT NULL"
                    )
                )
        self.end()
        server = Served(self.env(), self._log)
        self._wait(3)
        wait_for_end(server.kill(alone=False))
        self._look()

    def _erasing(self) -> None:
        """Somebody's workspace is deleted while it is killed."""
        with self._killed(alone=False) as clients:
            self._wait(0.8)
            for client in clients[:2]:
                client.erases.set()
            self._wait(0.8)

    def _backup(self) -> None:
        """A backup is made under load, and killed with the server."""
        target = self.folder / "backup.sqlite3"
        with self._killed(alone=False):
            self._wait(0.5)
            self._killed_command("backup", "--force", str(target))
        self._run("backup", "--force", str(target))
        assert not target.with_name("backup.sqlite3.part").exists()

    def _restore(self) -> None:
        """A backup is put in the place of the library that it was made of, and that is killed."""
        target = self.folder / "backup.sqlite3"
        self._run("backup", "--force", str(target))
        self.end()
        self._killed_command("restore", str(target))
        self._look()
        self.end()
        self._run("restore", str(target))
        left = UNFINISHED & {path.name for path in self.data.iterdir()}
        assert not left, f"a restore that was killed is not cleared up by the next: {left}"
        for path in self.data.glob("recension.2*"):
            path.unlink()
        self._look()

    @contextmanager
    def _killed(self, *, alone: bool) -> Iterator[list[Client]]:
        """People at work while the block runs; then the server is killed, and what is left seen."""
        if self.server is None:
            self.server = Served(self.env(), self._log)
            self.server.ready()
        self.people = [told for told in self.people if not told.erased]
        while len(self.people) < PEOPLE:
            self.people.append(Told())
        clients = [
            Client(self.server.address, told, random.Random(self.rng.random()))
            for told in self.people
        ]
        for client in clients:
            client.start()
        yield clients
        self.end(alone=alone)
        self.deeds += sum(client.deeds for client in clients)
        for client in clients:
            client.join()
            assert not client.wrong, client.wrong
        self._look()

    def _look(self) -> None:
        """Start the server again by nothing but starting it, and look at what is there.

        It goes on running for the next round.
        """
        if not self.database and self.rng.getrandbits(1):
            with self.opened() as engine, engine.connect() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        self.server = Served(self.env(), self._log)
        self.server.ready()
        with self.opened() as engine, engine.connect() as connection:
            check_whole(connection, self.seen)
            for told in self.people:
                check_told(connection, told)
        if not self.database:
            with self.opened() as engine, engine.begin() as connection:
                check_index(connection)
            left = {path.name for path in self.data.iterdir()} - FILES
            left = {name for name in left if not SET_ASIDE.fullmatch(name)}
            assert left <= UNFINISHED, f"left in the folder: {left}"

    def end(self, *, alone: bool = False) -> None:
        """Kill the server, if one runs, and see that nothing of it is left."""
        if self.server is None:
            return
        children, self.server = self.server.kill(alone=alone), None
        self.slowest = max(self.slowest, wait_for_end(children))
        left = {path.name for path in (self.folder / "tmp").iterdir()}
        assert not left, f"left of temporary files: {left}"

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        """The library as it lies there."""
        if self.database:
            engine = open_engine(Settings(database_url=self.database))
        else:
            engine = create_engine(f"sqlite:///{self.library}")
        try:
            yield engine
        finally:
            engine.dispose()

    def _killed_command(self, *command: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "app.cli", *command],
            cwd=ROOT,
            env={**os.environ, **self.env()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait(1.5)
        process.send_signal(signal.SIGKILL)
        process.wait(LONGEST)

    def _run(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "-P", "-m", "app.cli", *command],
            cwd=ROOT,
            env={**os.environ, **self.env()},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=LONGEST,
        )

    def _wait(self, most: float) -> None:
        time.sleep(self.rng.uniform(0, most))

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"


def samples() -> int:
    """How many articles the samples are."""
    return (SEEDS / "manifest.toml").read_text().count("[[article]]")


def kinds(number: int, *, special: bool = True) -> list[str]:
    """What is killed in each of so many rounds."""
    plain = ("all its processes", "the server alone")
    return [
        SPECIAL[n // 5 % len(SPECIAL)] if special and n % 5 == 4 else plain[n % 2]
        for n in range(number)
    ]


def main() -> None:
    """Kill as often as is said, and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args()
    print(f"seed {given.seed}, sqlite {sqlite3.sqlite_version}", flush=True)
    start = time.monotonic()
    with _place(on_postgresql=given.postgresql) as (folder, database):
        campaign = Campaign(folder, random.Random(given.seed), database)
        try:
            for n, kind in enumerate(kinds(given.kills, special=not database), start=1):
                print(f"kill {n} of {given.kills}: {kind}", flush=True)
                campaign.round(kind)
        finally:
            campaign.end()
        tell(campaign, time.monotonic() - start)


@contextmanager
def _place(*, on_postgresql: bool) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of a database on a server of its own, or ""."""
    with tempfile.TemporaryDirectory(prefix="recension-kills-") as folder:
        if not on_postgresql:
            yield Path(folder), ""
            return
        with running_server() as server, server.new_database() as name:
            yield Path(folder), server.address(name)


def tell(campaign: Campaign, seconds: float) -> None:
    """Print what was killed, and what was there afterwards."""
    size = 0 if campaign.database else campaign.library.stat().st_size
    rows = [(f"kills: {kind}", count) for kind, count in campaign.counts.items()]
    rows += [
        ("kills in all", sum(campaign.counts.values())),
        ("requests acknowledged", campaign.deeds),
        ("contents whose hash was verified", len(campaign.seen)),
        ("acknowledged and lost", 0),
        ("half stored", 0),
    ]
    for what, count in rows:
        print(f"{what:<36} {count:>8,}")
    print(f"{'orphans ended after at most':<36} {campaign.slowest:>8.2f} s")
    if size:
        print(
            f"{'size of the library':<36} {size / 2**20:>8.1f} MB, sqlite {sqlite3.sqlite_version}"
        )
    print(f"{'time':<36} {seconds:>8.0f} s")


if __name__ == "__main__":
    main()
