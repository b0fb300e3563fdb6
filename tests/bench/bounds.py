"""What the bounds of a workspace cost among 100,000 versions: ``python -m tests.bench.bounds``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.errors import TooOften
from app.services.articles import create_article
from app.services.bounds import bounds_of
from app.services.incoming import from_paste
from app.services.library import open_library
from app.services.rates import Doing, Rates
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import writing
from app.storage.schema import Article, Version, Workspace, now
from app.storage.viewing import Viewer, see_as, viewer_of

VERSIONS, AT_ONCE, STORES, ROUNDS, NETWORKS = 100_000, 5_000, 30, 5, 1_000_000
WIDE = {"workspace_articles": 10**9, "workspace_versions": 10**9}


def fill(session: Session, workspace_id: int, like: Version) -> None:
    """Put as many articles of one version there, all with the same text."""
    said = {"title": "t", "label": "", "source": "paste", "name": "", "media_type": "text/plain"}
    text = {"content_hash": like.content_hash, "document_hash": like.document_hash, "words": 7}
    with writing(session):
        for start in range(10, 10 + VERSIONS, AT_ONCE):
            ids = range(start, start + AT_ONCE)
            articles = [
                {"id": i, "workspace_id": workspace_id, "slug": f"s{i}", "title": "t"} for i in ids
            ]
            session.execute(insert(Article), articles)
            rest = {"number": 1, "captured_at": now(), **said, **text}
            session.execute(insert(Version), [{"article_id": i, **rest} for i in ids])
        workspace = session.get_one(Workspace, workspace_id)
        workspace.kept_articles += VERSIONS
        workspace.kept_versions += VERSIONS


def milliseconds(work: Callable[[int], object], times: int) -> float:
    """How long it takes, the median of several times."""
    taken = []
    for number in range(times):
        start = perf_counter()
        work(number)
        taken.append(perf_counter() - start)
    return median(taken) * 1000


def stores(session: Session, settings: Settings, tag: str) -> float:
    """How long the storing of an article takes."""
    texts = [from_paste(f"{tag}{n} " * 40, settings=settings) for n in range(STORES)]
    return milliseconds(lambda number: create_article(session, [texts[number]]), STORES)


def main() -> int:
    """Print the figures."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), load_samples=False, **WIDE)
        with closing(open_library(settings)) as database, database.session() as session:
            see_as(session, Viewer(None))
            found_workspace(session)
            own = viewer_of(session).workspace_id
            assert own is not None
            first = create_article(
                session, [from_paste("There are seven words in this text.", settings=settings)]
            )
            fill(session, own, first.versions[0])
            stores(session, settings, "warm")
            bound, free = [], []
            for number in range(ROUNDS):
                bound.append(stores(session, settings, f"bound{number}x"))
                with patch("app.services.articles.make_room"):
                    free.append(stores(session, settings, f"free{number}x"))
            told = milliseconds(lambda _: bounds_of(session, own), 50)
    print(f"An article is stored among {VERSIONS:,} versions of its workspace")
    print(f"  with bounds     {median(bound):6.2f} ms")
    print(f"  without         {median(free):6.2f} ms")
    print(f"What there is of everything is told in {told:.2f} ms")
    rates = Rates.of(Settings(host="0.0.0.0"))
    start, refused = perf_counter(), 0
    for number in range(NETWORKS):
        try:
            rates.count(Doing.WRITING, f"from {number}")
        except TooOften:
            refused += 1
    taken = (perf_counter() - start) / NETWORKS
    kept = rates.windows.hits
    print(
        f"{NETWORKS:,} networks: {taken * 1e6:.0f} µs each, {kept:,} remembered, {refused} refused"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
