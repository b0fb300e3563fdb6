"""A site on which somebody has put what is meant to run on others' screens, and a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from app.settings import Settings
from app.web.keys import COOKIE
from tests.attacks.browser.eyes import PLANT, Trouble
from tests.attacks.browser.payloads import payloads
from tests.browser.conftest import NewContext, Watch, browser, new_context, watch
from tests.browser.serving import served

__all__ = ["browser", "new_context", "watch"]

TITLE, NAME, FILE = 480, 190, 110
"""As much as a title, the name of a version, and that of a file in an archive hold."""


def packed(texts: Iterable[str], limit: int) -> list[str]:
    """The texts joined by bars, as many together as fit."""
    chunks: list[str] = []
    for text in texts:
        if chunks and len(chunks[-1]) + len(text) + 3 <= limit:
            chunks[-1] += f" | {text}"
        else:
            chunks.append(text)
    return chunks


@dataclass
class Stage:
    """Where it all was put, by the addresses of the site."""

    site: str
    key: str
    texts: str = ""
    """The article whose two versions hold all payloads; one third is in both."""
    named: str = ""
    """The article whose versions have them as names and labels."""
    titled: list[str] = field(default_factory=list)
    """The articles that have them as titles."""
    upload: str = ""
    """The files that have them as names, and are not stored yet."""


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with nothing on it."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("stage"), load_samples=False, page_size=100
    )
    with served(settings) as address:
        yield address


@pytest.fixture(scope="package")
def stage(site: str) -> Stage:
    """All payloads, put wherever somebody's words are shown."""
    every = payloads()
    with httpx.Client(base_url=site, timeout=120) as client:
        first = [text for number, text in enumerate(every) if number % 3 != 2]
        second = [text for number, text in enumerate(every) if number % 3 != 1]
        # A stretch that is the same in both, and is folded away.
        same = [f"Again: {text}" for text in every[-20:]]
        a, b = ("\n\n".join(same + texts) for texts in (first, second))
        texts = _stored(client, "All of them", a, b)
        titled = [
            _stored(client, title, _words(number), f"{_words(number)} And so on.")
            for number, title in enumerate(packed(every, TITLE))
        ]
        named = _zipped(client, every)
        upload = _sent(client, every)
        return Stage(site, client.cookies[COOKIE], texts, named, titled, upload)


def _words(number: int) -> str:
    """A text that resembles that of no other number."""
    return " ".join(f"Word{number}{letter}" for letter in "abcdefghijkl")


def _stored(client: httpx.Client, title: str, a: str, b: str) -> str:
    form = {"a_title": title, "b_title": title, "a_text": a, "b_text": b, "into": "new"}
    answer = client.post("/articles", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("/compare/")[0]


def _zipped(client: httpx.Client, every: list[str]) -> str:
    """An article whose versions come from files with such names, and get such labels."""
    names = packed(filter(is_one_name, every), FILE)
    labels = packed((text for text in every if not is_one_name(text)), NAME)
    archive = io.BytesIO()
    with ZipFile(archive, "w") as zipped:
        for number, name in enumerate((*names, *("more" for _ in labels))):
            zipped.writestr(f"{number:03} {name}.txt", _words(1000 + number))
    answer = client.post(
        "/articles",
        # Under such a name as well; what is not a form's own characters is sent as it stands.
        files={"a_file": (every[2], archive.getvalue(), "application/zip")},
        data={"into": "new"},
    )
    assert answer.status_code == 303, answer.text
    article = answer.headers["location"].partition("/compare/")[0]
    told = re.search(r"(\d+) versions", client.get(article).text)
    assert told
    for number, label in enumerate(labels, int(told[1]) - len(labels) + 1):
        page = client.get(f"{article}/versions/{number}/edit").text
        fields = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page))
        answer = client.post(f"{article}/versions/{number}/edit", data={**fields, "label": label})
        assert answer.status_code == 303, answer.text
    return article


def is_one_name(text: str) -> bool:
    """Whether this may be the name of a file in an archive; others are left out of one."""
    return text.isprintable() and not set(text) & set("/\\:")


def _sent(client: httpx.Client, every: list[str]) -> str:
    """An upload that waits to be stored."""
    names = packed(filter(is_one_name, every), NAME)
    files = [
        ("files", (f"{name}.txt", _words(2000 + number).encode()))
        for number, name in enumerate(names)
    ]
    answer = client.post("/upload", files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def trouble(new_context: NewContext, watch: Watch, stage: Stage) -> tuple[BrowserContext, Trouble]:
    """A visitor with the key of the workspace, and what runs or is stopped on their pages."""
    context = new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": COOKIE, "value": stage.key, "url": stage.site}])
    noticed = Trouble()
    context.expose_binding("tellOfTrouble", lambda _source, what: noticed.ran.append(what))
    context.add_init_script(PLANT)
    context.on("dialog", lambda dialog: (noticed.ran.append("dialog"), dialog.dismiss()))
    return context, noticed


@pytest.fixture
def victim(trouble: tuple[BrowserContext, Trouble]) -> Page:
    """The page of that visitor."""
    return trouble[0].new_page()
