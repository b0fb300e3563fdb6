"""Many files at once: read in the background, looked at by whoever sent them, stored when told so.

What was sent is kept in memory for a while, and only for the workspace that sent it. Each article
is stored in a transaction of its own; what a page tells to be stored is stored, come what may.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import Busy, NotFound, RecensionError
from app.services.articles import add_versions, create_article, get_article, identity_of
from app.services.catching_up import CatchingUp
from app.services.filing import lacks, number_of
from app.services.incoming import Incoming
from app.services.loading import stored_already
from app.services.proposals import (
    Proposal,
    SentFile,
    named_apart,
    planned,
    proposed,
    with_twins,
)
from app.services.rights import check_may_change
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article
from app.storage.viewing import Viewer, see_as

log = logging.getLogger(__name__)

KEPT_SECONDS = 3600
MOST_KEPT = 24
MOST_BYTES = 256 * 1024 * 1024
"""So many bytes of files that were sent are kept; those looked at the longest ago go first."""

ID_BYTES = 16
NEW, LEAVE = "new", "leave"
"""What may be chosen for an article besides the slug of another that its files go to."""


class Stage(StrEnum):
    """How far an upload is."""

    READING = "reading"
    PROPOSED = "proposed"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file: the version that it is, or why it is none.

    ``number`` is 0 when it was not stored; ``told`` says what else there is to say.
    """

    name: str
    slug: str = ""
    title: str = ""
    number: int = 0
    told: str = ""
    is_problem: bool = False


@dataclass(eq=False)
class Upload:
    """Files that were sent together. What a thread writes here, others only read.

    ``refused`` has the files that cannot be taken with the reason, ``results`` what became of those
    dealt with so far. ``done`` of ``total`` are read, or stored.
    """

    id: str
    workspace_id: int | None
    into: str
    size: int
    looked_at: float
    stage: Stage = Stage.READING
    done: int = 0
    total: int = 0
    at: str = ""
    problem: str = ""
    advice: str = ""
    refused: list[tuple[str, str]] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    results: list[FileResult] = field(default_factory=list)

    @property
    def is_working(self) -> bool:
        """Whether more is to come by itself."""
        return self.stage in (Stage.READING, Stage.STORING)


class Uploads:
    """What was sent to one process; whoever makes this closes it."""

    def __init__(self, settings: Settings, database: Database, catching_up: CatchingUp) -> None:
        self._settings = settings
        self._database = database
        self._catching_up = catching_up
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="uploads")
        self._kept: OrderedDict[str, Upload] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = False

    def take(self, viewer: Viewer, files: Sequence[SentFile], into: str = "") -> str:
        """Have files read; gives the name that the upload is asked for by. Raises Busy."""
        size = sum(len(file.data or b"") for file in files)
        upload = Upload(
            secrets.token_urlsafe(ID_BYTES), viewer.workspace_id, into, size, time.monotonic()
        )
        upload.total = len(files)
        with self._lock:
            self._make_room(size)
            self._kept[upload.id] = upload
        named, refused = named_apart(files)
        upload.refused = [(str(path), why) for path, why in refused]
        self._threads.submit(self._work, upload, viewer, lambda s: self._read(s, upload, named))
        return upload.id

    def find(self, viewer: Viewer, upload_id: str) -> Upload:
        """An upload of this viewer's workspace. Raises NotFound."""
        with self._lock:
            upload = self._kept.get(upload_id)
            if upload is None or upload.workspace_id != viewer.workspace_id:
                raise NotFound(
                    "This upload is not here any more, or never was.",
                    "What it told to be stored is among the articles. Send the files again for "
                    "the rest: nothing is doubled.",
                )
            upload.looked_at = time.monotonic()
            self._kept.move_to_end(upload_id)
            return upload

    def store(self, viewer: Viewer, upload: Upload, choices: Mapping[int, str]) -> None:
        """Store what was proposed, as chosen: by place NEW, LEAVE or a slug, or as proposed."""
        with self._lock:
            if upload.stage is not Stage.PROPOSED:
                return  # somebody has pressed twice
            upload.stage = Stage.STORING
            upload.workspace_id = viewer.workspace_id
            upload.done, upload.total, upload.at = 0, len(upload.proposals), ""
        chosen = dict(choices)
        self._threads.submit(self._work, upload, viewer, lambda s: self._store(s, upload, chosen))

    def close(self) -> None:
        """Leave off after the article that is being stored."""
        self._closed = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _check_open(self) -> None:
        if self._closed:
            raise Busy("The server is being stopped.", "Send the files again in a minute.")

    def _make_room(self, size: int) -> None:
        """Let go of what nobody looks at any more. Raises Busy when that is not enough."""
        soon = time.monotonic() - KEPT_SECONDS
        for upload in list(self._kept.values()):
            held = sum(each.size for each in self._kept.values())
            is_full = held + size > MOST_BYTES or len(self._kept) >= MOST_KEPT
            if not upload.is_working and (is_full or upload.looked_at < soon):
                del self._kept[upload.id]
        held = sum(each.size for each in self._kept.values())
        if self._closed or held + size > MOST_BYTES or len(self._kept) >= MOST_KEPT:
            raise Busy("Many files are being read just now.", "Try again in a few minutes.")

    def _work(self, upload: Upload, viewer: Viewer, job: Callable[[Session], None]) -> None:
        try:
            with self._database.session() as session:
                see_as(session, viewer)
                job(session)
        except RecensionError as error:
            upload.problem, upload.advice = error.sentence, error.advice
            upload.stage = Stage.FAILED
        except Exception:
            log.exception("an upload was given up")
            upload.problem = "Something went wrong here that should not have."
            upload.advice = "What was told to be stored is stored. Send the files again."
            upload.stage = Stage.FAILED

    def _read(self, session: Session, upload: Upload, files: Mapping[Path, bytes]) -> None:
        plans, refused = planned(files, self._settings, upload.into)
        upload.refused += [(str(place), why) for place, why in refused]
        upload.total = sum(len(plan.files) for plan in plans)

        def read(name: str) -> None:
            self._check_open()
            upload.done += 1
            upload.at = name

        proposals = [proposed(session, plan, self._settings, upload.into, read) for plan in plans]
        upload.proposals = with_twins(proposals)
        upload.stage = Stage.PROPOSED

    def _store(self, session: Session, upload: Upload, choices: Mapping[int, str]) -> None:
        for place, proposal in enumerate(upload.proposals):
            self._check_open()
            upload.at = proposal.title
            try:
                results = self._stored(session, proposal, choices.get(place, ""))
            except RecensionError as error:
                told = f"{error.sentence} {error.advice}".strip()
                results = [
                    FileResult(file.name, told=told, is_problem=True)
                    for file in proposal.files
                    if file.incoming
                ]
            upload.results += results
            upload.results += [
                FileResult(file.name, told=file.problem, is_problem=True)
                for file in proposal.files
                if file.problem
            ]
            upload.done += 1
        upload.stage = Stage.DONE
        upload.proposals = []
        upload.size = 0

    def _stored(self, session: Session, proposal: Proposal, choice: str) -> list[FileResult]:
        """Store the versions of an article where they were chosen to go; what became of each."""
        names = [file.name for file in proposal.files if file.incoming]
        versions = proposal.versions
        if not versions:
            return []
        if choice == LEAVE or (not choice and proposal.is_doubled and not proposal.joins):
            return [FileResult(name, told=_left_out(proposal)) for name in names]
        asked = proposal.joins if proposal.is_asked and not choice else choice
        if asked not in ("", NEW) and (proposal.is_asked or asked != proposal.joins):
            article = get_article(session, asked)
            check_may_change(session, article)
            return self._added(session, article, names, versions, lacks(article, versions))
        if choice != NEW or proposal.slug:
            # Perhaps somebody has stored it since it was proposed.
            found = stored_already(session, proposal.slug, [identity_of(each) for each in versions])
            if found is not None:
                article, known = found
                is_new = [place >= known for place in range(len(versions))]
                return self._added(session, article, names, versions, is_new)
        article = create_article(session, versions, title=proposal.title, slug=proposal.slug)
        self._catching_up.ask(article.id)
        return [
            FileResult(name, article.slug, article.title, version.number)
            for name, version in zip(names, article.versions, strict=True)
        ]

    def _added(
        self,
        session: Session,
        article: Article,
        names: Sequence[str],
        versions: Sequence[Incoming],
        is_new: Sequence[bool],
    ) -> list[FileResult]:
        """Add those that are new to the article; what became of each."""
        numbers = [number_of(article, each) for each in versions]
        new = [each for each, wanted in zip(versions, is_new, strict=True) if wanted]
        added = iter(add_versions(session, article, new) if new else ())
        if new:
            self._catching_up.ask(article.id)
        results: list[FileResult] = []
        for name, number, wanted in zip(names, numbers, is_new, strict=True):
            if wanted:
                stored = next(added).number
                results.append(FileResult(name, article.slug, article.title, stored))
            else:
                told = f"It is the same text as version {number}, and is not stored again."
                told = told if number else "It was deleted there, and is not stored again."
                results.append(FileResult(name, article.slug, article.title, told=told))
        return results


def _left_out(proposal: Proposal) -> str:
    if proposal.twin:
        return f"It is the same text as {proposal.twin}, and is not stored twice."
    if proposal.same:
        same = proposal.same
        return f"It is the text of version {same.number} of “{same.title}”, and not stored again."
    return "It was left out, as you chose."
