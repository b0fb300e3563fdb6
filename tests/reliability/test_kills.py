"""A few kills of every kind; ``make kills`` does hundreds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.reliability.kills import SPECIAL, Campaign, tell
from tests.storage.postgres import Server


def test_what_was_acknowledged_is_there_and_nothing_is_half_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign = Campaign(tmp_path, random.Random())
    try:
        for kind in ("all its processes", "the server alone", random.choice(SPECIAL)):
            campaign.round(kind)
    finally:
        campaign.end()
    tell(campaign, 0)
    assert "acknowledged and lost                       0" in capsys.readouterr().out


@pytest.mark.postgresql
def test_on_postgresql_too(server: Server, tmp_path: Path) -> None:
    with server.new_database() as name:
        campaign = Campaign(tmp_path, random.Random(), database=server.address(name))
        try:
            campaign.round("the server alone")
        finally:
            campaign.end()
