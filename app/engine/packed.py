"""A Comparison as few bytes: its JSON, deflated."""

from __future__ import annotations

import json
import zlib

from app.engine.model import Comparison
from app.engine.serialise import from_json, to_json

MOST = 1024 * 1024 * 1024
"""No comparison of texts that are taken has so many bytes of JSON."""


def comparison_json(comparison: Comparison) -> bytes:
    """The documented JSON of a comparison, as UTF-8 and without white space."""
    return json.dumps(to_json(comparison), ensure_ascii=False, separators=(",", ":")).encode()


def pack(comparison: Comparison) -> bytes:
    """The comparison as bytes to be stored or sent."""
    return zlib.compress(comparison_json(comparison))


def unpack(payload: bytes) -> Comparison:
    """The comparison that was packed. Raises ValueError for anything else."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(payload, MOST)
        if not unpacking.eof:
            raise ValueError("a comparison that was cut off, or is too long")
        return from_json(json.loads(data))
    except (zlib.error, RecursionError) as error:
        raise ValueError("no comparison") from error
