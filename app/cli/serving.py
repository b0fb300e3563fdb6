"""Serving the web app."""

from __future__ import annotations

import errno
import logging
import os
import threading
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from contextlib import suppress
from typing import TYPE_CHECKING

from app.cli.outcome import FINE
from app.errors import BadInput

log = logging.getLogger(__name__)

AFTERWARDS = 10
"""Seconds that what goes on in the background has to end, once requests have had theirs."""

FILES_BESIDE = 1000
"""So many files the server may have open besides its connections."""

if TYPE_CHECKING:
    from socket import socket

    from app.settings import Settings


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``serve``."""
    serving = commands.add_parser("serve", help="serve the web app until it is interrupted")
    serving.add_argument("--host", help="address to serve on (RECENSION_HOST, or 127.0.0.1)")
    serving.add_argument(
        "--port", type=_port, help="port to serve on, 0 for any (RECENSION_PORT, or 8000)"
    )
    serving.set_defaults(run=serve)


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):
        raise ArgumentTypeError("give a number from 0 to 65535")
    return int(text)


def serve(given: Namespace) -> int:
    """Serve the web app until it is interrupted."""
    from app.cli.allocator import share_arenas
    from app.cli.collector import collect_seldom
    from app.services.library import open_library
    from app.settings import settings_from_environment

    share_arenas()
    settings = settings_from_environment()
    chosen = {"host": given.host, "port": given.port}
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    with _listening(settings.host, settings.port) as listener:
        open_library(settings).close()  # here, where what is wrong with it can be told in a line

        from app.main import create_app
        from app.web.logs import start_logging
        from app.web.server import Server

        start_logging(settings)
        app = create_app(settings)
        most = settings.drain_notice_seconds + settings.drain_seconds + AFTERWARDS
        server = Server(app, settings, on_stopping=lambda: _end_after(most))
        _allow_files(settings.connections + FILES_BESIDE)
        print(f"Recension is at {_address(listener)}")
        print(who_may(settings), flush=True)
        collect_seldom()
        log.info("serving", extra={"version": app.version, "settings": settings.told})
        server.run(sockets=[listener])
        log.info("stopped")
    return FINE


def _end_after(seconds: float) -> None:
    """See that this process ends after so many seconds, whatever hangs in it."""

    def end() -> None:
        log.warning("what did not come to an end is cut short")
        os._exit(FINE)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


def _allow_files(count: int) -> None:
    """Let this process open so many files, if it may: a connection is one, and so is a pipe."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wished:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))


def who_may(settings: Settings) -> str:
    """Who may store texts here, in a sentence."""
    match settings.admission:
        case "open":
            who = "Whoever reaches it may store texts, each in a workspace of their own"
        case "single":
            who = "Whoever reaches it reads and changes the one library that is here"
        case "invite" if settings.invitations.split():
            who = "Who knows an invitation may store texts, each in a workspace of their own"
        case _:
            who = "Nobody can store anything yet: RECENSION_INVITATIONS is empty"
    return f"{who} (RECENSION_ACCESS={settings.admission})."


def _listening(host: str, port: int) -> socket:
    """A socket that listens there, so that nobody who reads the address comes too early."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadInput(
                f"Port {port} is taken by another program.",
                "Stop that one, or choose another port with --port.",
            ) from error
        reason = "may not be opened" if error.errno == errno.EACCES else "is none of this machine's"
        raise BadInput(
            f"Nothing can be served at {host}, port {port}: it {reason}.",
            "Choose others with --host and --port.",
        ) from error


def _address(listener: socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
