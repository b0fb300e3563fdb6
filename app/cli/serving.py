"""Serving the web app."""

from __future__ import annotations

import errno
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from contextlib import suppress
from typing import TYPE_CHECKING

from app.cli.outcome import FINE
from app.errors import BadInput

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
    from app.services.library import open_library
    from app.settings import settings_from_environment

    settings = settings_from_environment()
    chosen = {"host": given.host, "port": given.port}
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    with _listening(settings.host, settings.port) as listener:
        open_library(settings).close()  # here, where what is wrong with it can be told in a line

        import uvicorn

        from app.main import create_app

        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings),
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        print(f"Recension is at {_address(listener)}")
        print(who_may(settings), flush=True)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    return FINE


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
