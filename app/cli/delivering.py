"""Where a comparison goes from the command line: to a terminal as lines, or into a file."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import BadInput, RecensionError

if TYPE_CHECKING:
    from app.engine import Comparison
    from app.export.about import About
    from app.export.formats import Format

STDOUT = "-"
TEXT = "text"
WIDEST = 110


def check_delivery(given: Namespace) -> None:
    """Raise BadInput when what is asked for cannot be delivered; before anything is compared."""
    form = _form(given)
    if form and form.binary and not _named(given) and sys.stdout.isatty():
        raise BadInput(
            f"A file of the kind “{form.name}” is nothing for a terminal.",
            f"Name a file: --output changes.{form.name}",
        )
    if _named(given) and Path(given.output).is_dir():
        raise BadInput(f"“{given.output}” is a folder.", "Name a file in it.")


def deliver(comparison: Comparison, about: About, given: Namespace) -> None:
    """Write the comparison in the form and to the place that were asked for."""
    form = _form(given)
    if form is None:
        lines = _lines(comparison, given)
        if not _named(given):
            print(*lines, sep="\n")
            return
        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    else:
        from app.export.formats import made

        data = made(comparison, about, form)
    if _named(given):
        _write(data, Path(given.output))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _named(given: Namespace) -> bool:
    """Whether the comparison goes into a file."""
    return given.output not in ("", STDOUT)


def _form(given: Namespace) -> Format | None:
    """What was asked for, or what the name of the file says; None for lines of text."""
    name = given.format
    if name == TEXT or not (name or _named(given)):
        return None
    from app.export.formats import FORMATS, unknown_format

    if not name:
        output = given.output.lower()
        endings = [each for each in FORMATS if output.endswith(f".{each}")]
        return FORMATS[max(endings, key=len)] if endings else None
    if name not in FORMATS:
        raise unknown_format(name, BadInput)
    return FORMATS[name]


def _write(data: bytes, path: Path) -> None:
    """The whole file or none: what was there before stays until all of it is written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or type(error).__name__).lower()
        raise RecensionError(f"“{path}” cannot be written: {reason}.") from error


def _lines(comparison: Comparison, given: Namespace) -> list[str]:
    from app.presentation.terminal import Look, terminal_lines

    coloured = given.colour == "always" or (
        given.colour == "auto"
        and not _named(given)
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    return list(terminal_lines(comparison, given.a, given.b, Look(width, coloured)))
