"""A comparison that takes long, had made by the first test that needs it and read by all others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, StorageState

from tests.browser.conftest import NewContext


@dataclass
class Made:
    """The address of the comparison, once one of the tests has had it made, and who may read it."""

    address: str = ""
    state: StorageState | None = None


@pytest.fixture(scope="module")
def made() -> Made:
    """What the tests share."""
    return Made()


@pytest.fixture
def context(new_context: NewContext, made: Made) -> BrowserContext:
    """The browser of the one who had it made."""
    return new_context(viewport={"width": 1280, "height": 900}, storage_state=made.state)
