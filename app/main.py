"""The web app: put together here, and nowhere else."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from app.ingest import media
from app.ingest.apart import reading_figures
from app.jobs.purging import Purging
from app.services.bulk import Uploads
from app.services.catching_up import CatchingUp
from app.services.collation import CollationMemory
from app.services.comparisons import ComparisonMemory
from app.services.computing import Computing
from app.services.exporting import Exporting
from app.services.fetched import RecentPages
from app.services.library import open_library
from app.services.provenance import ProvenanceMemory
from app.services.rates import Rates
from app.services.readiness import Readiness
from app.services.sightings import Sightings
from app.settings import Settings, settings_from_environment
from app.web import errors, health
from app.web.api import comparisons as api_comparisons
from app.web.api import library as api_library
from app.web.assets import load_assets
from app.web.dependencies import BY_KEY
from app.web.headers import SecurityHeaders
from app.web.health import Draining
from app.web.hosts import KnownHosts
from app.web.kept import KeptPages
from app.web.layouts import Layouts
from app.web.logs import keep_secrets_out
from app.web.metrics import Metrics
from app.web.observing import Observed
from app.web.pages import (
    about,
    articles,
    collation,
    comparisons,
    deleting,
    downloads,
    editing,
    embeds,
    home,
    keys,
    originals,
    provenance,
    shared_files,
    shares,
    sharing,
    uploads,
    workspace,
)
from app.web.proxies import Proxies, TrustedProxies
from app.web.rates import Guesses
from app.web.security import BodyLimit, Paced, SameSite
from app.web.slowness import SteadyBody
from app.web.templating import Templates
from app.workers.pool import Figures

ROOT = Path(__file__).resolve().parents[1]

GZIP_LEVEL = 4
"""Past this level a page takes much longer to pack than it saves in sending."""

PACKED = (media.PDF, media.DOCX, media.DOCM, media.ODT, media.EPUB, media.ZIP)
"""Files that are packed in themselves."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app with these settings, or those of the environment.

    The database is opened, brought up to date and, when it is new, filled with the sample
    articles as the app starts; it is closed as the app ends.
    """
    settings = settings or settings_from_environment()
    app = _Site(
        title="Recension",
        version=_version(),
        lifespan=_lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    assets = load_assets()
    app.state.settings = settings
    app.state.draining = Draining()
    app.state.metrics = Metrics(app.version)
    app.state.templates = Templates(assets)
    app.state.memory = ComparisonMemory.of(settings)
    app.state.pages = RecentPages()
    app.state.collations = CollationMemory()
    app.state.provenances = ProvenanceMemory()
    app.state.layouts = Layouts()
    app.state.kept_pages = KeptPages(settings, assets)
    app.state.turns_to_compare = CapacityLimiter(api_comparisons.COMPARED_AT_ONCE)
    app.state.rates = Rates.of(settings)
    app.state.guesses = Guesses(app.state.rates)

    # The last one added is the first to see a request.
    app.add_middleware(Paced, rates=app.state.rates, most=settings.max_request_bytes)
    app.add_middleware(BodyLimit, limit=settings.max_request_bytes)
    app.add_middleware(KnownHosts, settings=settings)
    app.add_middleware(SameSite, public_url=settings.public_url)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=1024,
        compresslevel=GZIP_LEVEL,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *PACKED),
    )
    app.add_middleware(
        SteadyBody, seconds=settings.client_seconds, pace=settings.client_bytes_per_second
    )
    app.add_middleware(SecurityHeaders, public_url=settings.public_url)
    app.add_middleware(TrustedProxies, proxies=Proxies(settings.trusted_proxies))
    errors.install(app)
    health.install(app)
    keep_secrets_out()

    async def asset(request: Request) -> Response:
        return assets.respond(request.path_params["path"], request)

    async def robots(request: Request) -> Response:
        return assets.respond("robots.txt", request)

    app.add_route("/static/{path:path}", asset, include_in_schema=False)
    app.add_route("/robots.txt", robots, include_in_schema=False)
    for pages in (
        home,
        downloads,
        comparisons,
        provenance,
        collation,
        articles,
        editing,
        deleting,
        originals,
        sharing,
        shares,
        shared_files,
        embeds,
        uploads,
        workspace,
        keys,
        about,
    ):
        app.include_router(pages.router)
    for answers in (api_comparisons, api_library):
        app.include_router(answers.router, dependencies=BY_KEY)
    return app


class _Site(FastAPI):
    """An app that is observed from outside of all that answers, faults included."""

    def build_middleware_stack(self) -> ASGIApp:
        """What a request goes through."""
        within = super().build_middleware_stack()
        proxies = Proxies(self.state.settings.trusted_proxies)
        return Observed(within, self.state.metrics, self.state.draining, proxies.sent)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    database = await run_in_threadpool(open_library, app.state.settings)
    app.state.database = database
    app.state.readiness = Readiness(database)
    app.state.metrics.watch(database)
    app.state.metrics.watch_memory(app.state.memory)
    app.state.computing = Computing(app.state.settings, database, app.state.memory)
    app.state.computing.warm()
    app.state.exporting = Exporting(app.state.settings)
    app.state.catching_up = CatchingUp(database, app.state.computing)
    app.state.sightings = Sightings(database)
    app.state.uploads = Uploads(app.state.settings, database, app.state.catching_up)
    app.state.metrics.watch_work(lambda: _work(app))
    purging = await run_in_threadpool(Purging, database)
    try:
        yield
    finally:
        purging.close()
        await run_in_threadpool(app.state.uploads.close)
        app.state.exporting.close()
        app.state.computing.close()
        app.state.catching_up.close()
        app.state.sightings.close()
        database.close()


def _work(app: FastAPI) -> dict[str, Figures]:
    """What the workers of each sort do and did, by what they do."""
    comparing = {f"comparing {lane}": told for lane, told in app.state.computing.figures.items()}
    return {"reading": reading_figures(), **comparing, "exporting": app.state.exporting.figures}


def _version() -> str:
    try:
        return version("recension")
    except PackageNotFoundError:  # run from a clone that was not installed
        with (ROOT / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
