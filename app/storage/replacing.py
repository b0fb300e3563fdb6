"""A file made beside where it is to be, and given its name only when it is whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import BadInput, Busy, RecensionError


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """An empty file beside the target, for its owner alone; gone when the block is left.

    What was left by somebody who was killed while he made one is written over. Raises Busy while
    another makes one for the same target, and BadInput when none can be made.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        number = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BadInput(f"{part} cannot be written: {error.strerror}.") from error
    try:
        if not _is_ours(number, part):
            raise Busy(f"Another program is writing {part}.", "Wait until that is done.")
        os.fchmod(number, 0o600)
        os.truncate(number, 0)
        yield part
    finally:
        if _is_at(number, part):
            part.unlink()
        os.close(number)


def put(part: Path, target: Path) -> None:
    """Give a whole file its name, in place of what had it; on return that is on the disk.

    The target's owner and rights stay as they were. Raises RecensionError when it cannot be done.
    """
    try:
        _like(part, target)
        _on_disk(part)
        os.replace(part, target)
        _on_disk(target.parent)
    except OSError as error:
        raise RecensionError(
            f"{target} cannot be written: {error.strerror}.", "Nothing was replaced."
        ) from error


def _is_ours(number: int, part: Path) -> bool:
    """Whether nobody else has the file; one that got its name meanwhile is not to be touched."""
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return _is_at(number, part)


def _is_at(number: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(number), path.stat())
    except FileNotFoundError:
        return False


def _like(part: Path, target: Path) -> None:
    """Who could open what is replaced can open what comes, though somebody else put it there."""
    with suppress(FileNotFoundError, PermissionError):
        old = target.stat()
        os.chmod(part, old.st_mode & 0o777)
        os.chown(part, old.st_uid, old.st_gid)


def _on_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)
