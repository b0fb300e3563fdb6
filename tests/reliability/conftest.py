"""A whole app on a library of its own, and disks to put that on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

Disk = Callable[..., bool]


@pytest.fixture
def library(settings: Settings) -> Path:
    """The file of the library."""
    return settings.data_dir / "recension.sqlite3"


@pytest.fixture
def forgetful(settings: Settings) -> Settings:
    """Settings by which nothing is kept in memory that would hide what is stored."""
    return settings.model_copy(update={"memory_comparisons": 0, "memory_page_bytes": 0})


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app on that library."""
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor; what the app raises is answered as it is to anybody."""
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as visitor:
        yield visitor


@pytest.fixture
def mount() -> Iterator[Disk]:
    """``mount(folder, "size=8m")``: a disk of its own there; whether one can be had here."""
    mounted: list[Path] = []

    def on(folder: Path, options: str) -> bool:
        again = "remount," * (folder in mounted)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        if not done.returncode and not again:
            mounted.append(folder)
        return not done.returncode

    yield on
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)
