"""The whole web app, asked whatever its description allows and whatever it does not.

The description is the published one of ``/api``, and the same made of every page: what stands in
their addresses, in their queries and in their forms. Requests come from somebody with a workspace
in which there are articles, a share and an upload, and from a stranger.

``python -m tests.fuzz.http SECONDS`` goes on for so long; the suite asks a few times a route.
"""

from __future__ import annotations

import copy
import pkgutil
import re
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.generation.modes import GenerationMode
from schemathesis.python import asgi

from app.export.formats import FORMATS
from app.main import create_app
from app.settings import Settings
from app.web import pages
from app.web.keys import COOKIE
from tests.fuzz.seeds import DOCX, STORY, TEXTS

SLUG = "bridge-to-close"
EARLIER, LATER = TEXTS[0].decode(), TEXTS[0].decode().replace("will close", "may close")

TOKEN, UPLOAD, SHARE, KEY, KEY_ID = "the-token", "the-upload", "the-share", "the-key", "the-other"
"""Stand for what is another every time; ``Visitor`` puts that in their place."""

_KNOWN: dict[str, list[str]] = {
    "slug": [SLUG],
    "pair": ["1..2", "2..1"],
    "numbers": ["1,2", "2,1"],
    "sources": [f"{SLUG}@1,{SLUG}@2"],
    "number": ["1", "2"],
    "a": ["1", "2"],
    "b": ["1", "2"],
    "kind": [name for name, form in FORMATS.items() if not form.apart],
    "token": [TOKEN],
    "upload_id": [UPLOAD],
    "share_id": [SHARE],
    "key_id": [KEY_ID],
    "key": [KEY],
}
_QUERY: dict[str, dict[str, list[str]]] = {
    "/compare": {
        "a": ["1"],
        "b": ["2"],
        "view": ["single", "changes", "a", "b"],
        "context": ["0", "9"],
        "only": ["numbers,names", "quotations"],
        "hide": ["spelling,typography"],
        "open": ["all", "1,2"],
        "part": ["reading", "ledger", "found", "fold-1", "progress", "2"],
        "ledger": ["numbers"],
        "find": ["bridge"],
    },
    "/s/": {"view": ["single", "b"], "part": ["reading", "2"], "change": ["1"], "find": ["may"]},
    "/collate": {"base": ["2", "most"], "show": ["contested"], "page": ["1"], "v": ["1", "2"]},
    "/articles": {"q": ["bridge", "“a b” ola"], "sort": ["title"], "whose": ["own"], "gone": ["1"]},
    "/upload": {"to": [SLUG]},
    "/oembed": {"url": ["http://testserver/s/the-token"], "format": ["json", "xml"]},
}
"""What handlers look for in an address, by what its path has in it."""
_SHEET = ("text", "title", "html", "of", "shown", "kept", "byline", "published", "seen", "mend")
_CHOICES = ("into-1", "into-2", "likely", "all", "text", "title", "sure", "likely")
_FORMS: dict[str, tuple[str, ...]] = {
    "/articles": (*(f"{side}_{name}" for side in "ab" for name in _SHEET), "into"),
    "/preview": (*(f"{side}_{name}" for side in "ab" for name in _SHEET), "side"),
    "/articles/{slug}/versions": tuple(f"new_{name}" for name in _SHEET),
    "/upload/{upload_id}": _CHOICES,
}
_FILES = {"/articles": ("a_file", "b_file"), "/preview": ("a_file",), "/upload": ("files",),
          "/articles/{slug}/versions": ("new_file",)}  # fmt: skip
_NO_FAULT = "not_a_server_error"
_CONFORMANCE = (
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
_NOT_NOW = 503
"""What cannot be done now is no fault: on a slow machine a bound on waiting may be met."""
_MEANT = frozenset({("/oembed", 501)})
"""What oEmbed prescribes for forms that a site does not give."""


def described(app: FastAPI) -> dict[str, Any]:
    """What the app publishes of its API, and the same of all its pages."""
    routes: list[APIRoute] = []
    for module in pkgutil.iter_modules(pages.__path__):
        for route in import_module(f"{pages.__name__}.{module.name}").router.routes:
            shown = copy.copy(route)
            shown.include_in_schema = True
            routes.append(shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page for GET and HEAD has one name for both
        said = get_openapi(title="Pages", version="0", routes=routes)
    published = app.openapi()
    said["paths"] |= published["paths"]
    said.setdefault("components", {}).setdefault("schemas", {}).update(
        published.get("components", {}).get("schemas", {})
    )
    for path, operations in said["paths"].items():
        operations.pop("head", None)  # GET without its body
        for method, operation in operations.items():
            _fill(path, method, operation)
    return said


def _fill(path: str, method: str, operation: dict[str, Any]) -> None:
    """Say of an operation what its handler looks for by itself, and what is there to be found."""
    given = operation.setdefault("parameters", [])
    named = {each["name"] for each in given}
    inside = [name for name in re.findall(r"{(\w+)", path) if name not in named]
    given += [{"name": name, "in": "path", "required": True} for name in inside]
    for each in given:
        if each["in"] == "path":
            each["schema"] = {"type": "string", "enum": _KNOWN[each["name"]]}
    if path.startswith("/api/"):
        return
    operation["responses"] = {}
    if method == "get":
        asked = {k: v for part, of in _QUERY.items() if part in path for k, v in of.items()}
        given += [
            {"name": name, "in": "query", "schema": _one_of(known)}
            for name, known in asked.items()
            if name not in named
        ]
    elif fields := (*_FORMS.get(path, ()), *_FILES.get(path, ())):
        told = {name: _one_of([EARLIER, LATER, SLUG, "1", "yes"]) for name in fields}
        told |= {name: {"type": "string", "format": "binary"} for name in _FILES.get(path, ())}
        body = {"schema": {"type": "object", "properties": told}}
        operation["requestBody"] = {"content": {"multipart/form-data": body}}


def _one_of(known: list[str]) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "enum": known}, {"type": "string"}]}


_WHERE = {
    TOKEN: re.compile(r"/s/([\w-]{16,})"),
    UPLOAD: re.compile(r"/upload/([\w-]+)"),
    SHARE: re.compile(r"/shares/(\d+)/"),
    KEY_ID: re.compile(r"/workspace/keys/(\d+)/"),
}
"""Where pages lead to what is there."""


@dataclass
class Visitor:
    """Somebody who asks: with a workspace, or without any. A lost one is made anew."""

    client: asgi.ASGIClient
    has_key: bool
    real: dict[str, str] = field(default_factory=dict)

    def settle(self) -> None:
        """Have the articles, the share and the upload that requests may be about."""
        if not self.has_key:
            self.client.cookies.clear()
            return
        if self.client.get(f"/articles/{SLUG}/compare/1..2").status_code == 200:
            return
        self.client.cookies.clear()
        sheets = {"a_text": EARLIER, "b_text": LATER, "a_title": "Bridge to close"}
        stored = self.client.post("/articles", data=sheets, allow_redirects=False)
        assert stored.status_code == 303, stored.text[-2000:]
        assert stored.headers["location"].startswith(f"/articles/{SLUG}/compare/1..2")
        self.client.post(f"/articles/{SLUG}/compare/1..2/shares", data={"allows": "downloads"})
        self.client.post("/workspace/keys")
        named = [("files", (name, data)) for name, data in (("a.txt", STORY), ("b.docx", DOCX[0]))]
        sent = self.client.post("/upload", files=named, allow_redirects=False)
        shown = "".join(
            [
                *(self.client.get(address).text for address in ("/shares", "/workspace")),
                *(
                    str(sent.headers[name])
                    for name in ("location", "hx-location")
                    if name in sent.headers
                ),
            ]
        )
        key = next(str(cookie.value) for cookie in self.client.cookies if cookie.name == COOKIE)
        self.real = {KEY: key}
        for name, where in _WHERE.items():
            found = where.search(shown)
            assert found, name
            self.real[name] = found[1]

    def ask(self, case: Case) -> Response:
        """Send the request, with what is real in it."""
        for values in (case.path_parameters, case.query):
            for name, value in dict(values or {}).items():
                if isinstance(value, str):
                    for known, real in self.real.items():
                        value = value.replace(known, real)
                    values[name] = value
        return case.call(session=self.client, allow_redirects=False)


@dataclass
class Answers:
    """What came back: how often each status, by kind of route; and what should not have."""

    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)

    def note(self, operation: Any, case: Case, response: Response) -> None:
        """Look at an answer."""
        status = response.status_code
        self.statuses[status] += 1
        self.operations.add(operation.label)
        is_meant = status < 500 or status == _NOT_NOW or (operation.path, status) in _MEANT
        checks = [] if is_meant else [_NO_FAULT]
        if operation.path.startswith("/api/"):
            checks += _CONFORMANCE
        if not checks:  # none would mean all of them
            return
        try:
            case.validate_response(response, checks=[CHECKS.get_one(name) for name in checks])
        except (Failure, FailureGroup) as error:
            told = "\n".join(map(str, getattr(error, "exceptions", [error])))
            self.wrong.setdefault(f"{operation.label} {status}", told[:3000])

    @property
    def asked(self) -> int:
        """How many requests were sent."""
        return sum(self.statuses.values())


@contextmanager
def serving(folder: Path) -> Iterator[FastAPI]:
    """The app on a library of its own, which lets everybody in and bounds nobody's rate."""
    rates = {name: "none" for name in Settings.model_fields if name.endswith("_rate")}
    given: dict[str, Any] = {"data_dir": folder, "load_samples": False, "allowed_hosts": asgi.HOST}
    app = create_app(Settings(**given, **rates, fetch_seconds=1))
    try:
        yield app
    finally:
        asgi.shutdown_lifespans()


def ask_all(app: FastAPI, *, examples: int, start: int | None = None) -> Answers:
    """Ask each operation so many times rightly and wrongly, by both; ``start`` begins chance."""
    load_all_checks()
    schema = schemathesis.openapi.from_dict(described(app))
    schema.app = app
    answers = Answers()
    with asgi.get_client(app) as own, asgi.get_client(app) as strange:
        visitors = [Visitor(own, has_key=True), Visitor(strange, has_key=False)]
        for found in schema.get_all_operations():
            for mode in GenerationMode:
                for visitor in visitors:
                    visitor.settle()
                _ask(found.ok(), mode, visitors, examples, start, answers)
    return answers


def _ask(
    operation: Any, mode: GenerationMode, visitors: list[Visitor], examples: int, start: int | None,
    answers: Answers,
) -> None:  # fmt: skip
    def request(case: Case) -> None:
        for visitor in visitors:
            answers.note(operation, case, visitor.ask(case))

    bounded = settings(
        max_examples=examples, deadline=None, database=None, derandomize=start is None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    test = bounded(given(operation.as_strategy(generation_mode=mode))(request))
    with suppress(Unsatisfiable):  # where nothing is asked for, nothing can be given wrongly
        (test if start is None else seed(start)(test))()


def main() -> None:
    """Go on asking for so many seconds; the exit status is 1 when an answer was wrong."""
    seconds, start = int(sys.argv[1]), time.monotonic()
    whole, rounds = Answers(), 0
    while time.monotonic() - start < seconds:
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as app:
            answers = ask_all(app, examples=25, start=int(time.time()))
        rounds += 1
        whole.statuses += answers.statuses
        whole.operations |= answers.operations
        whole.wrong |= answers.wrong
        told = ", ".join(f"{status}: {count:,}" for status, count in sorted(whole.statuses.items()))
        print(
            f"{whole.asked:,} requests to {len(whole.operations)} operations in "
            f"{time.monotonic() - start:,.0f} s; {told}; wrong: {len(whole.wrong)}",
            flush=True,
        )
    for where, what in whole.wrong.items():
        print(f"\n{where}\n{what}")
    sys.exit(bool(whole.wrong))


if __name__ == "__main__":
    main()
