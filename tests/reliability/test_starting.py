"""Several servers that start at once on one new library."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.reliability.kills import Campaign, samples
from tests.reliability.serving import Served, wait_for_end


def test_they_fill_it_together_and_complain_of_nothing(tmp_path: Path) -> None:
    new = Campaign(tmp_path, random.Random(0))
    logs = [tmp_path / f"{name}.log" for name in "ab"]
    servers = [Served(new.env(samples=True), log) for log in logs]
    for server in servers:
        server.ready()
    with closing(sqlite3.connect(new.library)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM article WHERE is_sample").fetchone()
    for server in servers:
        wait_for_end(server.kill(alone=False))
    assert found == samples()
    for log in logs:
        assert "was not" not in log.read_text()
