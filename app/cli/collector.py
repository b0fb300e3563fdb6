"""When a server that lasts looks for garbage, and how its threads share the interpreter."""

from __future__ import annotations

import gc
import sys
import threading
import time

EVERY = 300.0
"""Seconds between two looks through everything."""

_YOUNG, _MIDDLE, _NEVER = 700, 10, 1_000_000_000

TURN = 0.0005
"""Seconds that a thread which works may keep the interpreter when another one wants it."""


def collect_seldom() -> None:
    """Have this process look through all its objects every few minutes and no more often.

    By itself Python does so whenever there are a quarter more of them: with a few long comparisons
    at hand that takes half a second each time, in which nobody is answered. What was made last is
    gone through as ever, and what nobody refers to goes at once, as ever: only rings that lived for
    a while wait. What is there by now is never gone through again. To be called once, when all
    modules are loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
    threading.Thread(target=_collect, name="collector", daemon=True).start()


def take_short_turns() -> None:
    """Have threads that work give way sooner to the one that answers.

    It lets go of the interpreter whenever it sends or asks the library, and gets it back only after
    a turn of each thread that wants it, too: a dozen times for a request that reads.
    """
    sys.setswitchinterval(TURN)


def _collect() -> None:
    while True:
        time.sleep(EVERY)
        gc.collect()
