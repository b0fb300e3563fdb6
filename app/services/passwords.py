"""Passwords: only their scrypt hash is stored, and guessing them is made slow."""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
import time
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import OrderedDict
from collections.abc import Callable
from hmac import compare_digest

from app.errors import BadInput, TooOften

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


class Brake:
    """Lets somebody try a few times, then makes them wait twice as long after every failure.

    Who is meant is said by a name, such as a lock and an address; the ``most`` names that failed
    last are remembered. A try counts as failed from its beginning until it succeeded, so that many
    at the same moment are no way around.
    """

    def __init__(
        self,
        *,
        free: int = 5,
        longest: float = 3600.0,
        most: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free, self._longest, self._most, self._clock = free, longest, most, clock
        self._failed: OrderedDict[object, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, name: object) -> None:
        """Begin a try. Raises TooOften, and counts nothing, while the last failure is too near."""
        with self._lock:
            now = self._clock()
            failures, until = self._failed.get(name, (0, 0.0))
            if now < until:
                raise _too_often(math.ceil(until - now))
            failures += 1
            wait = 2.0 ** min(failures - self._free, 30) if failures >= self._free else 0.0
            self._failed[name] = failures, now + min(wait, self._longest)
            self._failed.move_to_end(name)
            while len(self._failed) > self._most:
                self._failed.popitem(last=False)

    def succeeded(self, name: object) -> None:
        """Forget what failed before."""
        with self._lock:
            self._failed.pop(name, None)


def _too_often(seconds: int) -> TooOften:
    unit, count = ("minute", -(-seconds // 60)) if seconds > 90 else ("second", seconds)
    return TooOften(
        "Too many passwords were tried that do not fit.",
        f"Try again in {count} {unit}{'s' * (count != 1)}.",
        seconds=seconds,
    )
