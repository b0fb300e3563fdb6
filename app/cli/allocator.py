"""How a server that lasts asks the system for memory."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

ARENAS = 2
"""So many serve as well as dozens where one thread at a time runs Python."""

_M_ARENA_MAX = -8  # of malloc.h


def share_arenas() -> None:
    """Have all threads of this process take memory from the same few arenas.

    glibc gives nearly every thread one of its own, up to eight for each processor. What one thread
    lets go of there serves no other; so the dozens that answer requests hold much more than is in
    use, and for a long time ever more. To be called before there are threads. Does nothing where
    the system's allocator is another one, or where MALLOC_ARENA_MAX says how many there may be.
    """
    if "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)
