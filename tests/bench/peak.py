"""The most memory that a comparison takes: ``python -m tests.bench.peak A B`` prints megabytes."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from tests.bench.timing import whole_comparison

STATUS = Path("/proc/self/status")


def megabytes() -> float:
    """The peak of this process: where Linux tells it, without what came before it was itself."""
    if STATUS.exists():
        for line in STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    path_a, path_b = sys.argv[1:]
    text_a, text_b = (Path(path).read_text(encoding="utf-8") for path in (path_a, path_b))
    whole_comparison(text_a, text_b)
    print(megabytes())
