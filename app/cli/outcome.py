"""How a command ends: its exit status, and the lines on standard error that say why."""

from __future__ import annotations

import sys

FINE, DIFFERENT, FAILED = 0, 1, 2


def complain(message: str) -> None:
    """Write one line to standard error, without what would steer a terminal."""
    from app.presentation.terminal import printable

    print(f"recension: {printable(' '.join(message.split()))}", file=sys.stderr)
