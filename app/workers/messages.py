"""Messages between two processes over a pipe: a few facts as JSON, and bytes.

Each is its two lengths, then the facts, then the bytes. What comes from the other side is
bounded before it is read, and is nothing but JSON and bytes: whoever has taken over the process
there can say what he likes, and make nothing happen here.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

Facts = dict[str, Any]

_LENGTHS = struct.Struct(">II")
_MOST_FACTS = 4 * 1024 * 1024


def send(pipe: IO[bytes], facts: Facts, body: bytes = b"") -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    head = json.dumps(facts).encode("ascii")
    pipe.write(_LENGTHS.pack(len(head), len(body)))
    pipe.write(head)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> tuple[Facts, bytes] | None:
    """The next message, or None when there is no more, or no whole one.

    Raises ValueError when it is no message, or has more than ``most`` bytes.
    """
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, length = _LENGTHS.unpack(lengths)
    if head_length > _MOST_FACTS or length > most:
        raise ValueError("a message that is too long")
    head, body = pipe.read(head_length), pipe.read(length)
    if len(head) < head_length or len(body) < length:
        return None
    try:
        facts = json.loads(head)
    except RecursionError:
        raise ValueError("a message nested too deeply") from None
    if not isinstance(facts, dict):
        raise ValueError("a message without facts")
    return facts, body
