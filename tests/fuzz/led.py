"""The fuzzer itself: atheris, which is led by what each input reaches in our code.

``python -m tests.fuzz.led TARGET CORPUS [-option=…]``, as ``campaign`` runs it; the options are
libFuzzer's. An exception does not end it: the input is written down, once for each place where one
was raised, and the search goes on.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import time
import traceback
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["app"]):
    from tests.fuzz.mutation import changed
    from tests.fuzz.targets import TARGETS, Target

SECONDS = 10
"""What takes the processor longer, for 64 KB at most, is as bad as what raises."""
_BYTES = 2 * 1024 * 1024 * 1024
"""What an input may make the fuzzer take: so that one that asks for all there is gets an error."""


class Led:
    """One target under the fuzzer; what breaks it goes into ``found``."""

    def __init__(self, target: Target, found: Path) -> None:
        self.target = target
        self.found = found
        self.seen: set[tuple[str, ...]] = set()

    def run(self, data: bytes) -> None:
        """One execution."""
        start = time.process_time()
        try:
            self.target.check(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._note((type(error).__name__, place.filename, str(place.lineno)), data)
        if (took := time.process_time() - start) > SECONDS:
            self._note(("slow", f"{took:.0f} s"), data)

    def _note(self, what: tuple[str, ...], data: bytes) -> None:
        if what in self.seen:
            return
        self.seen.add(what)
        path = self.found / hashlib.sha256(data).hexdigest()[:16]
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(f"{what}\n{traceback.format_exc()}", encoding="utf-8")
        print("FOUND", *what, path, flush=True)

    def mutate(self, data: bytes, most: int, seed: int) -> bytes:
        """A new input from one that is known, half of the time by the fuzzer's own changes."""
        chance = Random(seed)

        def change(part: bytes) -> bytes:
            if part and chance.random() < 0.4:
                return bytes(atheris.Mutate(part, len(part) + 64))
            return changed(part, chance, self.target.words)

        made = self.target.shape(data, change, chance)
        return made if len(made) <= most else data


def main() -> None:
    """Fuzz until the options say that it is enough."""
    name, corpus, *options = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target, folder = TARGETS[name], Path(corpus)
    for data in target.replayed():
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    led = Led(target, folder.parent / "found")
    atheris.Setup(
        [sys.argv[0], corpus, *options], led.run, custom_mutator=led.mutate, internal_libfuzzer=True
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
