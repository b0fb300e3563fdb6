"""What a worker gives up for good before it is asked anything.

It may be taken over by what it reads. Limits of the system bound its memory, its processor time
and what it opens; on Linux the rights to write files, to read others than the program's own, and to
talk to any network are given up as well, as far as the kernel at hand lets a process do so.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

_SHARED = 1024 * 1024 * 1024
"""Address space for what libraries map and never fill, on top of the memory that data may take."""
_MOST_FILES = 64

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9

_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_LANDLOCK_VERSION = 1
_LANDLOCK_BENEATH = 1
_READ = 1 << 2 | 1 << 3  # a file, a folder
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""All rights over files that each version of Landlock knows; later ones know no more of those."""
_CONNECTING = 1 << 0 | 1 << 1  # to bind, to connect: known from version 4 on

_ROOT = Path(__file__).resolve().parents[2]
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine(memory: int, *, threads: bool = False) -> None:
    """Give up all but the reading of the program's own files, and memory past so many bytes.

    Nothing can be started any more, but threads if they are needed.
    """
    leave_the_network()
    keep_to_own_files()
    bound(memory, threads=threads)


def end_with_parent() -> None:
    """Be ended with the thread that started this process, however that comes to its end."""
    _prctl(_SET_PDEATHSIG, _SIGKILL)


def leave_the_network() -> bool:
    """Go where there is no network; whether that was let. Only while there is one thread."""
    libc = _libc()
    if libc is None:
        return False
    return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def keep_to_own_files() -> bool:
    """From here on write nothing and read the program's own files alone; whether that was let."""
    libc = _libc()
    _prctl(_SET_DUMPABLE, 0)
    _prctl(_SET_NO_NEW_PRIVS, 1)
    if libc is None:
        return False
    version = _call(libc, _LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return False
    rules = _Ruleset(_RIGHTS[min(version, max(_RIGHTS))], _CONNECTING if version > 3 else 0)
    size = ctypes.sizeof(_Ruleset) if version > 3 else ctypes.sizeof(ctypes.c_uint64)
    ruleset = _call(libc, _LANDLOCK_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    try:
        for path in _own_files():
            _allow_reading(libc, ruleset, path)
        return _call(libc, _LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def bound(memory: int, *, threads: bool = False) -> None:
    """Use no more memory than so many bytes, write no file, start nothing (but threads)."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, memory + _SHARED),
    ):
        _limit(kind, most, most)
    if not threads:
        _limit(resource.RLIMIT_NPROC, 0, 0)


def allow(seconds: int) -> None:
    """So many seconds of processor time from here on; past them the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds, hard)


def _limit(kind: int, soft: int, hard: int) -> None:
    # Not every system knows every limit, and the others hold all the same.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))


def _libc() -> ctypes.CDLL | None:
    """The system's library on Linux, where the numbers above mean what they say."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(libc: ctypes.CDLL, number: int, *given: object) -> int:
    """What a call of the system gives that the library has no function for."""
    libc.syscall.restype = ctypes.c_long
    whole = (ctypes.c_long(each) if isinstance(each, int) else each for each in given)
    answer: int = libc.syscall(ctypes.c_long(number), *whole)
    return answer


def _prctl(option: int, value: int) -> None:
    libc = _libc()
    if libc is not None:
        libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def _own_files() -> set[str]:
    """Where the interpreter, the program and the libraries of both lie."""
    libraries = {path for path in sys.path if path and Path(path).resolve() != _ROOT}
    program = {str(_ROOT / folder) for folder in ("app", "templates", "static")}
    return {*_SYSTEM, *libraries, sys.prefix, sys.base_prefix, *program}


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    try:
        allowed = _READ if Path(path).is_dir() else _READ & ~(1 << 3)
        rule = _Beneath(allowed, folder)
        _call(libc, _LANDLOCK_ADD_RULE, ruleset, _LANDLOCK_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(folder)
