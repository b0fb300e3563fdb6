"""The command line: serve, compare, load and the rest. One module for each group of commands.

Each command imports what it needs only when it runs, so that comparing two files need not wait
for a web server. Whatever goes wrong ends in one line on standard error and exit status 2.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import NoReturn

from app.cli import comparing, keeping, loading, serving, workspaces
from app.cli.outcome import FAILED, complain
from app.errors import BadInput, RecensionError


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command, that of the process unless others are given, and leave with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal may know fewer letters than we do
    status = FAILED
    try:
        given = _parser().parse_args(arguments)
        status = given.run(given)
        sys.stdout.flush()
    except RecensionError as error:
        complain(f"{error.sentence} {error.advice}")
    except BrokenPipeError:  # whoever was reading has had enough; Python would say so again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        complain("Interrupted.")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        complain(
            f"Something went wrong that should not have ({type(error).__name__}). "
            "PYTHONDEVMODE=1 in the environment shows where."
        )
    sys.exit(status)


class _Parser(ArgumentParser):
    """Says what is wrong with the arguments in one line, as everything else is said."""

    def error(self, message: str) -> NoReturn:
        """Leave with a sentence."""
        raise BadInput(f"{message[:1].upper()}{message[1:]}.", f"Try: {self.prog} --help")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="recension",
        description="What did they change? Versions of an article compared sentence by sentence.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for group in (serving, comparing, loading, workspaces, keeping):
        group.add_commands(commands)
    return parser
