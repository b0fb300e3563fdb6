"""The worker that compares: ``python -m app.services.comparer``.

A message has both documents as JSON, one after the other. The answer is what is stored of their
comparison, or the comparison as JSON. See ``computing`` for the other side.
"""

from __future__ import annotations

from dataclasses import asdict

from app.engine import compare, compare_texts
from app.engine.document_json import document_from_json
from app.engine.packed import comparison_json, pack
from app.presentation.summary import headline
from app.workers.answering import answer_all
from app.workers.messages import Facts

MOST = 256 * 1024 * 1024
STORED = "stored"
JSON = "json"


def answer(request: Facts, data: bytes) -> tuple[Facts, bytes]:
    """The comparison of two documents, in the form that is wanted."""
    border = request["border"]
    comparison = compare(document_from_json(data[:border]), document_from_json(data[border:]))
    if request["wanted"] == JSON:
        return {}, comparison_json(comparison)
    told = {
        "changes": len(comparison.changes),
        "measures": asdict(comparison.measures),
        "headline": headline(comparison),
    }
    return told, pack(comparison)


def warm() -> None:
    """Have everything there that a comparison needs."""
    a = "Ann Lind said on 4 May: “The boats may sail.” Some 12 of them were lost, she said.\n\nOld."
    b = "On 5 May Ann Lind said: “The boats will sail.” She lost 13 of them.\n\nAll of it is new."
    comparison = compare_texts(a, b)
    headline(comparison)
    pack(comparison)


if __name__ == "__main__":
    answer_all(answer, MOST, warm=warm)
