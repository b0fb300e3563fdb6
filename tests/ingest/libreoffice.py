"""Finding a LibreOffice, and converting with it. As a program it prints the one found, or fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

NAMES = ("soffice", "libreoffice")
LONGEST = 120


def find_libreoffice() -> str | None:
    """The path of a LibreOffice that starts: what SOFFICE names, or what is installed."""
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[str]:
    if named := os.environ.get("SOFFICE"):
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    yield "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def _starts(path: str) -> bool:
    if not Path(path).is_file():
        return False
    asked = subprocess.run([path, "--version"], capture_output=True, timeout=LONGEST, check=False)
    return asked.returncode == 0


def converted(source: Path, formats: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """The file in each of these formats: what LibreOffice calls it, by the end of its name.

    ``folder`` takes the files, and a profile of its own, so that nobody's is touched. Raises
    RuntimeError, with what to do, when there is no LibreOffice or it makes no file.
    """
    office = find_libreoffice()
    if office is None:
        raise RuntimeError(
            "The round trips need LibreOffice, and there is none here. Run `make office`, or name "
            "one: make test SOFFICE=/path/to/soffice"
        )
    found: dict[str, bytes] = {}
    for ending, name in formats.items():
        made = folder / f"{source.stem}.{ending}"
        done = subprocess.run(
            [
                office,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                f"{ending}:{name}",
                "--outdir",
                str(folder),
                str(source),
            ],
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        if not made.is_file():
            raise RuntimeError(f"LibreOffice made no .{ending} file: {done.stdout}{done.stderr}")
        found[ending] = made.read_bytes()
    return found


if __name__ == "__main__":
    path = find_libreoffice()
    print(path or "There is no LibreOffice here.")
    sys.exit(0 if path else 1)
