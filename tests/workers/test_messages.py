"""Messages over a pipe, also from somebody who means harm."""

from __future__ import annotations

import io
import struct

import pytest

from app.workers.messages import receive, send


def sent(facts: dict[str, object], body: bytes = b"") -> bytes:
    pipe = io.BytesIO()
    send(pipe, facts, body)
    return pipe.getvalue()


def test_messages_come_one_after_the_other_as_they_were_sent() -> None:
    pipe = io.BytesIO(sent({"name": "Fähre", "n": 3}, b"\0\xff") + sent({}))
    assert receive(pipe, 10) == ({"name": "Fähre", "n": 3}, b"\0\xff")
    assert receive(pipe, 10) == ({}, b"")
    assert receive(pipe, 10) is None


def test_half_a_message_is_none() -> None:
    whole = sent({"n": 3}, b"body")
    for length in range(len(whole)):
        assert receive(io.BytesIO(whole[:length]), 10) is None


@pytest.mark.parametrize(
    "data",
    [
        sent({}, b"x" * 11),
        struct.pack(">II", 2**32 - 1, 0) + b"{}",
        struct.pack(">II", 2, 0) + b"[]",
        struct.pack(">II", 2, 0) + b"{]",
        struct.pack(">II", 2, 0) + b"\xff\xff",
        struct.pack(">II", 100_000, 0) + b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        receive(io.BytesIO(data), 10)
