"""Opponents in other languages: a process for a case, started once, that times itself inside."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from select import select
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
WIKIDIFF2 = "wikidiff2"
JSDIFF = "jsdiff"

_COMMANDS = {
    WIKIDIFF2: ["php", "-d", "memory_limit=-1", str(HERE / "wikidiff2.php")],
    JSDIFF: ["node", str(HERE / "jsdiff.cjs")],
}
_VERSIONS = {
    WIKIDIFF2: ["php", "-r", 'echo phpversion("wikidiff2"), " (PHP ", PHP_VERSION, ")";'],
    JSDIFF: [
        "node",
        "-p",
        '`${require("diff/package.json").version} (node ${process.versions.node})`',
    ],
}
HOW_TO_INSTALL = {
    WIKIDIFF2: "Debian's packages php-cli and php-wikidiff2",
    JSDIFF: "npm's package diff, its folder node_modules named by NODE_PATH",
}


def version_of(name: str) -> str | None:
    """The version of an opponent, None when it cannot run here."""
    command = _VERSIONS[name]
    if shutil.which(command[0]) is None:
        return None
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    told = asked.stdout.strip()
    return told if asked.returncode == 0 and told[:1].isdigit() else None


class External:
    """An opponent running on two texts. It is ended when it takes longer than it may."""

    def __init__(self, name: str, path_a: Path, path_b: Path) -> None:
        self._name = name
        self._process = subprocess.Popen(
            _COMMANDS[name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._to_load = f"{path_a}\t{path_b}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def seconds(self, limit: float) -> float:
        """Compare once. Raises TimeoutError, and OSError when the process has ended."""
        if self._to_load:
            self._ask(self._to_load, limit)
            self._to_load = ""
        return float(self._ask("", limit))

    def _ask(self, line: str, limit: float) -> str:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        to.write(f"{line}\n")
        to.flush()
        if not select([back], [], [], limit)[0]:
            raise TimeoutError
        answer = back.readline()
        if not answer:
            raise ChildProcessError(f"{self._name} has ended")
        return answer
