"""Every error becomes an answer here: a page, a line in the page, or JSON. Never a stack trace."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.errors import Busy, Gone, NoSpace, NoVersion, RecensionError, TooOften
from app.web.dependencies import templates_of
from app.web.headers import add_headers
from app.web.keys import is_secure
from app.web.templating import wants_block

_WORDS = {
    400: ("That was not understood", "The request is malformed.", "Go back and try again."),
    404: (
        "Nothing is here",
        "There is nothing at this address.",
        "It may be mistyped, or what was here is gone.",
    ),
    405: (
        "That cannot be done here",
        "This address does not take that kind of request.",
        "Start from the front page.",
    ),
    413: ("That is too large", "What was sent is past the limit.", "Send less."),
    422: (
        "That was not understood",
        "Something in the address or in what was sent is not as it has to be.",
        "Look at the address, or start from the front page.",
    ),
    500: (
        "Something went wrong",
        "The fault is here, not with you. What was stored before is safe.",
        "Try again; if it stays like this, tell whoever runs this site.",
    ),
}


# What has to be where something else was sent, by the name that pydantic has for it.
_WANTED = {
    "int_parsing": "has to be a whole number",
    "int_parsing_size": "has to be a whole number of a few digits",
    "greater_than_equal": "has to be {ge} or more",
    "less_than_equal": "has to be {le} or less",
    "missing": "is missing",
    "string_type": "has to be a text",
}


def install(app: FastAPI) -> None:
    """Let the app answer every error through this module."""
    app.add_exception_handler(RecensionError, _domain)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ClientDisconnect, _hung_up)
    app.add_exception_handler(OSError, _of_the_system)
    app.add_exception_handler(Exception, _unforeseen)


def answer(
    request: Request,
    status: int,
    title: str,
    sentence: str,
    advice: str = "",
    *,
    field: str = "",
    in_article: bool = False,
) -> Response:
    """The error in the form that the visitor asked for; ``in_article``: its article is there."""
    number = getattr(request.state, "request_id", "")
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and number:  # by which it is found in the log
        advice = f"{advice} The number of this request is {number}."
    if wants_json(request):
        error = {"sentence": sentence, "advice": advice, "field": field}
        return JSONResponse({"error": error}, status_code=status)
    templates = templates_of(request)
    words = {"sentence": sentence, "advice": advice}
    if wants_block(request):
        # Whatever was to be replaced stays; the line appears at the top, in sight.
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML show:window:top"}
        return templates.page(request, "errors/problem.html", words, status=status, headers=headers)
    context = {"status": status, "title": title, "in_article": in_article, **words}
    return templates.page(request, "errors/error.html", context, status=status)


def answer_error(request: Request, error: RecensionError) -> Response:
    """A domain error in the form that the visitor asked for."""
    response = answer(
        request,
        error.status,
        error.title,
        error.sentence,
        error.advice,
        field=error.field,
        in_article=isinstance(error, (Gone, NoVersion)),
    )
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    response.headers.update(waiting([error]))
    return response


def waiting(errors: Iterable[RecensionError]) -> dict[str, str]:
    """The header that says how long to wait after these, where one is to be."""
    seconds = [error.seconds for error in errors if isinstance(error, (TooOften, Busy))]
    return {"Retry-After": str(max(seconds))} if seconds else {}


def wants_json(request: Request) -> bool:
    """Whether an error is to be told as JSON: to a program, rather than to a person."""
    if request.url.path.startswith("/api/"):
        return True
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, RecensionError)
    return answer_error(request, error)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND and (there := _without_slash(request)):
        return RedirectResponse(there, status_code=308)
    known = _WORDS.get(error.status_code)
    title, sentence, advice = known or (HTTPStatus(error.status_code).phrase, error.detail, "")
    response = answer(request, error.status_code, title, sentence, advice)
    response.headers.update(error.headers or {})
    return response


def _without_slash(request: Request) -> str:
    """Where an address leads that somebody ended in a slash, on this site; "" for all others.

    Not left to the framework, which would name the host that the request named.
    """
    path = request.scope["path"]
    if request.method not in ("GET", "HEAD") or not path.endswith("/"):
        return ""
    asked = f"?{request.url.query}" if request.url.query else ""
    return f"/{quote(path.strip('/'))}{asked}"


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    title, sentence, advice = _WORDS[422]
    first = error.errors()[0] if error.errors() else {}
    field = ".".join(str(part) for part in first.get("loc", ())[1:])
    if field and first.get("msg"):
        wanted = _WANTED.get(first["type"], "")
        said = f" {wanted.format(**first.get('ctx', {}))}" if wanted else f": {first['msg']}"
        sentence = f"“{field}”{said}."
    return answer(request, 422, title, sentence, advice, field=field)


def _of_the_system(request: Request, error: Exception) -> Response:
    """What is large waits in a temporary file until it has come, and there may be no place."""
    assert isinstance(error, OSError)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        full = NoSpace(
            "There is no space left on this server for what you sent.",
            "Nothing was stored. Try again later, or tell whoever runs this site.",
        )
        return answer_error(request, full)
    if str(error.filename).startswith(tempfile.gettempdir()):
        nowhere = Busy(
            "This server has no place for temporary files just now.",
            "Nothing was stored. Try again later, or tell whoever runs this site.",
        )
        return answer_error(request, nowhere)
    raise error


def _hung_up(_request: Request, _error: Exception) -> Response:
    """The answer to who has gone before all of the request was there: nobody reads it."""
    return Response(status_code=400)


def _unforeseen(request: Request, _error: Exception) -> Response:
    response = answer(request, 500, *_WORDS[500])
    # This answer goes out around the middleware that would have added them.
    add_headers(response.headers, secure=is_secure(request))
    return response
