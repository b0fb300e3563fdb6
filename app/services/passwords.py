"""Passwords: only their scrypt hash is stored."""

from __future__ import annotations

import hashlib
import secrets
import threading
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hmac import compare_digest

from app.errors import BadInput

SHORTEST, LONGEST = 6, 200

# 2 ** 15 blocks of 8 take 32 MiB of memory; three times over that costs a guesser as much as the
# customary 128 MiB once, and this server less room.
_COST, _BLOCK, _TIMES = 15, 8, 3
_SALT_BYTES = 16
_SCHEME = "scrypt"
_ROOM = threading.BoundedSemaphore(2)
"""So many hashes are made at once: each holds its memory while it is."""


def hash_password(password: str) -> str:
    """What is stored of a password. Raises BadInput for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"A password has {SHORTEST} to {LONGEST} characters.",
            "Choose another one, or leave it empty for none.",
            field="password",
        )
    salt = secrets.token_bytes(_SALT_BYTES)
    hashed = _scrypt(password, salt, _COST, _BLOCK, _TIMES)
    parts = (_SCHEME, _COST, _BLOCK, _TIMES, *(b64encode(b).decode() for b in (salt, hashed)))
    return "$".join(map(str, parts))


def is_password(password: str, stored: str) -> bool:
    """Whether this is the password of which that was stored."""
    try:
        scheme, cost, block, times, salt, hashed = stored.split("$")
        known = b64decode(hashed, validate=True)
        numbers = int(cost), int(block), int(times)
        given = _scrypt(password[: LONGEST + 1], b64decode(salt, validate=True), *numbers)
    except (ValueError, NotBase64):
        return False
    return scheme == _SCHEME and compare_digest(given, known)


def _scrypt(password: str, salt: bytes, cost: int, block: int, times: int) -> bytes:
    said = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    room = 128 * block * (2**cost + times + 2)
    with _ROOM:
        return hashlib.scrypt(said, salt=salt, n=2**cost, r=block, p=times, maxmem=2 * room)
