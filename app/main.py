"""The web app: put together here, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import Response

from app.ingest import media
from app.ingest.apart import close_workers
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
from app.services.sightings import Sightings
from app.settings import Settings, settings_from_environment
from app.web import errors
from app.web.api import comparisons as api_comparisons
from app.web.api import library as api_library
from app.web.assets import load_assets
from app.web.dependencies import BY_KEY
from app.web.headers import SecurityHeaders
from app.web.layouts import Layouts
from app.web.logs import keep_secrets_out
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
from app.web.security import BodyLimit, SameSite
from app.web.shared import new_brakes
from app.web.templating import Templates

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
    app = FastAPI(
        title="Recension",
        version=_version(),
        lifespan=_lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    assets = load_assets()
    app.state.settings = settings
    app.state.templates = Templates(assets)
    app.state.memory = ComparisonMemory.of(settings)
    app.state.pages = RecentPages()
    app.state.collations = CollationMemory()
    app.state.provenances = ProvenanceMemory()
    app.state.layouts = Layouts()
    app.state.brakes = new_brakes()

    # The last one added is the first to see a request.
    app.add_middleware(BodyLimit, limit=settings.max_request_bytes)
    app.add_middleware(SameSite, public_url=settings.public_url)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=1024,
        compresslevel=GZIP_LEVEL,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *PACKED),
    )
    app.add_middleware(SecurityHeaders)
    errors.install(app)
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


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    database = await run_in_threadpool(open_library, app.state.settings)
    app.state.database = database
    app.state.computing = Computing(app.state.settings, database, app.state.memory)
    app.state.exporting = Exporting(app.state.settings)
    app.state.catching_up = CatchingUp(database, app.state.computing)
    app.state.sightings = Sightings(database)
    app.state.uploads = Uploads(app.state.settings, database, app.state.catching_up)
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
        close_workers()


def _version() -> str:
    try:
        return version("recension")
    except PackageNotFoundError:  # run from a clone that was not installed
        return "0"
