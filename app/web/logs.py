"""What is written about what happens: no text, no name that somebody gave, and no key.

What the program itself says is written as it says it, and takes care of what it says. Of what
libraries say, only the place in them is written, and of an error only its kind and where it came
from: their words may quote whatever they were given. So a log may be read, kept and sent on.
"""

from __future__ import annotations

import errno
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from app.presentation.terminal import printable
from app.settings import Settings

log = logging.getLogger(__name__)

FIELDS = tuple("method route status ms bytes workspace version settings running kind place".split())
"""What may stand beside what happened (``extra=``); anything else is left out."""

MOST_FRAMES = 40
"""So many places are told of where an error came from: the last ones."""

_SECRET = re.compile(r"(/|%2f)([ws])(/|%2f)[^\s/?#%&]+", re.IGNORECASE)
"""Also in an address that stands, quoted, in the query of another."""
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access")
_LOGGERS = ("uvicorn.access", "uvicorn.asgi")
_OWN = "app."
_ROOT = f"{Path(__file__).resolve().parents[2]}/"
_TOLD_ALREADY = "Exception in ASGI application"
"""What the server says of an error that was told with the request it befell."""


def start_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Have all that is said from here on, by whomever, written to this stream, or standard error.

    A line of JSON for each thing, or words when a person watches; see RECENSION_LOG_FORMAT.
    """
    stream = stream or sys.stderr
    is_plain = settings.log_format == "plain" or (not settings.log_format and stream.isatty())
    prepare: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.ExtraAdder(FIELDS),
        _said,
    ]
    written: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _in_words if is_plain else structlog.processors.JSONRenderer(),
    ]
    handler = logging.StreamHandler(stream)
    handler.addFilter(_is_news)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=prepare,
            processors=written,
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    logging.raiseExceptions = False  # it would print what could not be written, whatever that is
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(settings.log_level.upper())
    for name in _SERVERS:  # it may have been set up to write by itself
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    threading.excepthook = _of_a_thread
    sys.unraisablehook = _of_nobody
    warnings.showwarning = _of_a_warning


def without_secrets(text: str) -> str:
    """The text with every key of a workspace and every token of a share cut out of addresses."""
    return _SECRET.sub(r"\1\2\3…", text)


class _CutSecrets(logging.Filter):
    """Cuts them out of whatever a server says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it through."""
        record.msg = without_secrets(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


_cut = _CutSecrets()


def keep_secrets_out() -> None:
    """See to it that no server's log of requests holds a key or a token, whoever sets it up."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_cut)  # the same one is added once


def failure(error: BaseException) -> list[str]:
    """Where an error came from, and its kind, with those that led to it; none of their words."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        cause, context = following.__cause__, following.__context__
        following = cause or (None if following.__suppress_context__ else context)
    return [line for each in reversed(chain) for line in _told(each)]


def _told(error: BaseException) -> Iterator[str]:
    yield from _places(error.__traceback__)
    yield _kind(error)
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from (f"| {line}" for line in failure(each))


def _places(traceback: TracebackType | None) -> list[str]:
    frames = [(frame.f_code, line) for frame, line in walk_tb(traceback)]
    return [
        f"{code.co_filename.removeprefix(_ROOT)}:{line} {code.co_name}"
        for code, line in frames[-MOST_FRAMES:]
    ]


def _kind(error: BaseException) -> str:
    """The name of its class, and the code that the system or a database has for it."""
    kind = type(error)
    name = (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if isinstance(error, OSError) and error.errno is not None:
        code = errno.errorcode.get(error.errno, str(error.errno))
    return f"{name} ({code})" if code else name


def _is_news(record: logging.LogRecord) -> bool:
    return not (record.name == "uvicorn.error" and str(record.msg).startswith(_TOLD_ALREADY))


def _said(_logger: Any, level: str, event: EventDict) -> EventDict:
    """What happened first, and then when, how weighty, and what else is known of it."""
    record: logging.LogRecord = event["_record"]
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told = {"time": moment, "level": level, "event": _event(record, event.pop("positional_args"))}
    if not record.name.startswith(_OWN):
        told |= {"library": record.name, "place": f"{record.module}:{record.lineno}"}
    error = (event.pop("exc_info", None) or (None, None, None))[1]
    if error is not None:
        event["failure"] = failure(error)
    event.pop("event"), event.pop("stack_info", None)
    return {**told, **event}


def _event(record: logging.LogRecord, given: Any) -> str:
    """What is said. Of a library only what it says whatever it is given."""
    words = str(record.msg)
    if record.name.startswith(_OWN):
        return without_secrets(words % given if given else words)
    is_server = record.name.startswith("uvicorn.") and "\n" not in words
    return words if given or is_server else "something happened in a library"


def _in_words(_logger: Any, _level: str, event: EventDict) -> str:
    """The same for a person who watches: a line, and below it where an error came from."""
    time, level, said = (str(event.pop(part)) for part in ("time", "level", "event"))
    places = event.pop("failure", ())
    known = (f"{name}={value}" for name, value in event.items())
    line = " ".join((time[11:19], f"{level:<7}", *said.split(), *known))
    return "\n".join((printable(line), *(f"    {printable(place)}" for place in places)))


def _of_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        log.error("a thread ended by an error", exc_info=told.exc_value)


def _of_nobody(told: sys.UnraisableHookArgs) -> None:
    log.error("an error that nobody could be told of", exc_info=told.exc_value)


def _of_a_warning(
    message: Warning | str,  # noqa: ARG001
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    place = f"{filename.removeprefix(_ROOT)}:{lineno}"
    log.warning("Python warns", extra={"kind": category.__name__, "place": place})
