"""Style sheets, modules, faces and pictures, read once and served from memory.

The address of an asset holds a digest of all of them: ``/static/1f0c…/css/base.css``. So it may
be kept for ever, and so may what a style sheet or a module fetches by a relative address.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.errors import NotFound

ROOT = Path(__file__).resolve().parents[2] / "static"

FROM_PACKAGES = {
    "htmx.min.js": ("js_lib_htmx", "static/htmx/htmx.min.js"),
    "fonts/serif-regular.ttf": ("font_source_serif_pro", "files/SourceSerifPro-Regular.ttf"),
    "fonts/serif-semibold.ttf": ("font_source_serif_pro", "files/SourceSerifPro-Semibold.ttf"),
}
"""What comes in data-only packages, so that nobody else's files lie among ours."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: its bytes, plain and deflated, its type and its digest."""

    data: bytes
    packed: bytes
    media_type: str
    digest: str


class Assets:
    """All assets by name ("css/base.css"), and the version that their addresses hold."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._assets: Mapping[str, Asset] = {name: _asset(name, data) for name, data in files}
        whole = "\n".join(f"{name} {asset.digest}" for name, asset in sorted(self._assets.items()))
        self.version = _digest(whole.encode())

    def address(self, name: str) -> str:
        """The address of an asset. Raises KeyError for a name that is none."""
        self._assets[name]
        return f"/static/{self.version}/{name}"

    def respond(self, path: str, request: Request) -> Response:
        """The asset at this path below /static/, or 304 when the visitor has it already.

        With the version in front it may be kept for ever, by its bare name it is asked for
        again each time. Raises NotFound for all else.
        """
        version, _, rest = path.partition("/")
        for_ever = version == self.version
        asset = self._assets.get(rest if for_ever else path)
        if asset is None:
            raise NotFound("There is no such file here.")
        headers = {
            "Cache-Control": FOR_EVER if for_ever else ASK_FIRST,
            "ETag": f'"{asset.digest}"',
            "Vary": "Accept-Encoding",
        }
        if asset.digest in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.packed, headers=headers, media_type=asset.media_type)
        return Response(asset.data, headers=headers, media_type=asset.media_type)


def load_assets() -> Assets:
    """Read our own static folder and the files that come in packages."""
    return Assets((*_own_files(), *_packaged_files()))


def _own_files() -> Iterator[tuple[str, bytes]]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def _packaged_files() -> Iterator[tuple[str, bytes]]:
    for name, (package, inside) in FROM_PACKAGES.items():
        # Looked up, not imported: such a package may import a framework that is not here.
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(f"the package {package}, which holds {name}, is not installed")
        yield name, (Path(spec.submodule_search_locations[0]) / inside).read_bytes()


def _asset(name: str, data: bytes) -> Asset:
    suffix = Path(name).suffix
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    return Asset(
        data,
        gzip.compress(data, mtime=0),
        media_type or "application/octet-stream",
        _digest(data),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
