"""When a server that lasts looks for garbage."""

from __future__ import annotations

import gc
import threading
import time

EVERY = 60.0
"""Seconds between two looks through everything."""

_YOUNG, _MIDDLE, _NEVER = 20_000, 10, 1_000_000_000
"""So many new ones are gone through at a time that most requests are over by then: what outlives
that is held until the next look through everything.
"""


def collect_seldom() -> None:
    """Have this process look through all its objects once a minute and no more often.

    By itself Python does so whenever there are a quarter more of them: with a few long comparisons
    at hand that takes long, and meanwhile nobody is answered. What was made last is gone through as
    ever, and what nobody refers to goes at once, as ever: only rings that lived for a while wait.
    What is there by now is never gone through again. To be called once, when all modules are
    loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
    threading.Thread(target=_collect, name="collector", daemon=True).start()


def _collect() -> None:
    while True:
        time.sleep(EVERY)
        gc.collect()
