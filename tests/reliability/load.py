"""Clients that store, share and delete as people do, and note what they were told was done."""

from __future__ import annotations

import random
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import httpx
from lxml import html

from app.web.keys import COOKIE
from tests.reliability.serving import LONGEST

BEGINNINGS = "bal cor dan fel gar hol kin lum mar nor pel quin ros sal tor vel wen".split()
ENDINGS = "aby age ander dale ene erin ford ick ilot ines ory over ume unter yst".split()
SURE = "delete"


def word(rng: random.Random) -> str:
    """One of many thousand words, so that no text is taken for a version of another."""
    return "".join(rng.choice(BEGINNINGS) for _ in "ab") + rng.choice(ENDINGS)


def prose(rng: random.Random, sentences: int) -> str:
    """Some paragraphs that nobody wrote before."""
    said = (
        f"The {word(rng)} of {word(rng)} {rng.choice(('may', 'will', 'did not'))} {word(rng)} the "
        f"{word(rng)} {rng.randrange(1000)} times."
        for _ in range(sentences)
    )
    return "\n\n".join([f"{word(rng).title()} {rng.randrange(10**9)}", *said])


@dataclass
class Told:
    """What one client knows about its workspace, by what was acknowledged and nothing else.

    ``kept`` has the hash of the original of each version by slug and number, ``gone`` what was
    deleted; what was asked for and not answered is in neither. ``bulk`` are hashes of files of
    which it was told that they are stored.
    """

    key: str = ""
    erased: bool = False
    kept: dict[tuple[str, int], str] = field(default_factory=dict)
    gone: set[tuple[str, int]] = field(default_factory=set)
    bulk: set[str] = field(default_factory=set)
    shares: int = 0

    @property
    def versions(self) -> int:
        """How many versions were acknowledged."""
        return len(self.kept) + len(self.gone) + len(self.bulk)


class NotNow(Exception):
    """A busy server said so: nothing was acknowledged."""


class Client:
    """One person at a browser, who goes on until the server is no more."""

    def __init__(self, address: str, told: Told, rng: random.Random) -> None:
        self.told = told
        self._rng = rng
        self._http = httpx.Client(base_url=address, timeout=LONGEST)
        if told.key:
            self._http.cookies.set(COOKIE, told.key, domain=self._http.base_url.host)
        self.wrong: list[str] = []
        self.deeds = 0
        self.erases = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self) -> None:
        """Return when it has met the server's end."""
        self._thread.join(2 * LONGEST)
        assert not self._thread.is_alive(), "a client waits for a server that is no more"
        self._http.close()

    def _go_on(self) -> None:
        deeds = (self._article, self._article, self._version, self._bulk, self._share, self._delete)
        try:
            while not self.told.erased:
                with suppress(NotNow):
                    (self._erase if self.erases.is_set() else self._rng.choice(deeds))()
        except httpx.TransportError:
            return
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _file(self) -> tuple[str, bytes]:
        """A file of a kind that is read here, or by a worker; sometimes a long one."""
        text = prose(self._rng, self._rng.choice((3, 8, 400)))
        if self._rng.random() < 0.5:
            return "story.txt", text.encode()
        body = "".join(f"<p>{line}</p>" for line in text.split("\n\n")[1:])
        title = text.partition("\n")[0]
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
        return "story.html", page.encode()

    def _article(self) -> None:
        files = [self._file() for _ in "ab"]
        sent = {f"{side}_file": each for side, each in zip("ab", files, strict=True)}
        answer = self._posted("/articles", files=sent)
        slug = self._path(answer).split("/")[2]
        for number, (_, data) in enumerate(files, start=1):
            self.told.kept[slug, number] = sha256(data).hexdigest()

    def _version(self) -> None:
        if not self.told.kept:
            return
        slug = self._rng.choice(sorted(self.told.kept))[0]
        name, data = self._file()
        answer = self._posted(f"/articles/{slug}/versions", files={"new_file": (name, data)})
        number = int(re.findall(r"\d+", self._path(answer))[-1])
        self.told.kept[slug, number] = sha256(data).hexdigest()

    def _bulk(self) -> None:
        number = self._rng.randrange(10**9)
        files = [(f"note-{number}-{n}.txt", prose(self._rng, 4).encode()) for n in range(4)]
        answer = self._posted("/upload", files=[("files", each) for each in files])
        form = html.document_fromstring(self._finished(self._path(answer))).forms[-1]
        answer = self._posted(form.action, data=dict(form.form_values()))
        page = self._finished(self._path(answer))
        assert all(name in page for name, _ in files)
        self.told.bulk |= {sha256(data).hexdigest() for _, data in files}

    def _share(self) -> None:
        slugs = sorted({slug for slug, number in self.told.kept if number == 2})
        if slugs:
            slug = self._rng.choice(slugs)
            if (slug, 1) in self.told.kept:
                self._posted(f"/articles/{slug}/compare/1..2/shares", HTTPStatus.CREATED)
                self.told.shares += 1

    def _delete(self) -> None:
        if len({slug for slug, _ in self.told.kept}) < 4:
            return
        slug = self._rng.choice(sorted(self.told.kept))[0]
        theirs = [place for place in self.told.kept if place[0] == slug]
        for place in theirs:  # until it is acknowledged, either is right
            del self.told.kept[place]
        self._posted(f"/articles/{slug}/delete")
        self.told.gone.update(theirs)

    def _erase(self) -> None:
        """Have the whole workspace deleted, as the last deed."""
        # Until it is acknowledged, either is right.
        self.told.kept, self.told.gone, self.told.bulk, self.told.shares = {}, set(), set(), 0
        self._posted("/workspace/delete", data={"sure": SURE})
        self.told.erased = True

    def _finished(self, path: str) -> str:
        while (answer := self._http.get(path)).status_code == HTTPStatus.ACCEPTED:
            threading.Event().wait(0.02)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise NotNow
        assert answer.status_code == HTTPStatus.OK, f"{path}: {answer.status_code}"
        return answer.text

    def _posted(
        self, path: str, fine: HTTPStatus = HTTPStatus.SEE_OTHER, **sent: Any
    ) -> httpx.Response:
        answer = self._http.post(path, **sent)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise NotNow
        self.deeds += 1
        assert answer.status_code == fine, f"{path}: {answer.status_code} {answer.text[:300]}"
        self.told.key = answer.cookies.get(COOKIE) or self.told.key
        return answer

    def _path(self, answer: httpx.Response) -> str:
        return httpx.URL(answer.headers["location"]).path
