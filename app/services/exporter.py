"""The worker that makes files of comparisons: ``python -m app.services.exporter``.

A message has the comparison as it is stored, the answer is the file. What sets type is a large
library that is given texts of strangers: it has no more than it needs.
"""

from __future__ import annotations

from app.engine.packed import unpack
from app.export.about import About
from app.export.card import card
from app.export.formats import FORMATS, made
from app.workers.answering import answer_all
from app.workers.messages import Facts

MOST = 256 * 1024 * 1024
CARD = "card"


def answer(request: Facts, payload: bytes) -> tuple[Facts, bytes]:
    """The file that is asked for."""
    comparison, about = unpack(payload), About.from_json(request["about"])
    if request["kind"] == CARD:
        return {}, card(comparison, about, request["change"])
    return {}, made(comparison, about, FORMATS[request["kind"]])


if __name__ == "__main__":
    answer_all(answer, MOST, threads=True)
