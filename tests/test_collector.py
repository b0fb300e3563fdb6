"""When a server looks for garbage. All is tried in processes of its own: it alters the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

BEGUN = """
import gc, threading, time, weakref
from app.cli import collector
full = []
gc.callbacks.append(lambda phase, told: phase == "start" and full.append(told["generation"]))
class Ring:
    def __init__(self): self.me = self
"""


def told_by(program: str, **environment: str) -> str:
    """What a program prints that has begun so."""
    told = subprocess.run(
        [sys.executable, "-c", BEGUN + program],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return told.stdout.strip()


GROW = """
full.clear()
kept = [[number] for number in range(2_000_000)]
print(full.count(2))
"""


def test_by_itself_python_goes_through_everything_again_and_again() -> None:
    assert int(told_by(GROW)) > 2


def test_a_server_does_not_while_it_takes_up_a_long_comparison() -> None:
    assert told_by(f"collector.collect_seldom()\n{GROW}") == "0"


def test_rings_that_lived_for_a_while_are_found_by_and_by() -> None:
    program = """
collector.EVERY = 0.05
collector.collect_seldom()
ring = Ring()
gone = weakref.ref(ring)
gc.collect(1)
del ring
gc.collect(1)
assert gone() is not None, "it is too old for that"
full.clear()
while not full:
    time.sleep(0.01)
while gone() is not None:
    time.sleep(0.01)
print("found")
"""
    assert told_by(program) == "found"


def test_what_was_made_last_is_gone_through_as_ever() -> None:
    program = """
collector.collect_seldom()
rings = [weakref.ref(Ring()) for _ in range(100_000)]
print(sum(ring() is not None for ring in rings) < 50_000)
"""
    assert told_by(program) == "True"


def test_a_server_sees_to_it_and_no_other_program(tmp_path: Path) -> None:
    program = """
from argparse import Namespace
from app.cli import serving
from app.web.server import Server
Server.run = lambda self, sockets: None
before = gc.get_threshold()
serving.serve(Namespace(host=None, port=0))
print(before[2] < 1000, gc.get_threshold()[2] > 1000)
print([each.name for each in threading.enumerate() if each.name == "collector"])
"""
    told = told_by(program, RECENSION_DATA_DIR=str(tmp_path))
    assert told.splitlines()[-2:] == ["True True", "['collector']"]
