"""What the names of files tell: which are versions of one article, in what order, from when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_DAY = r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<hour>\d\d)[.:h-]?(?P<minute>\d\d))?"
_GAP = r"(?<![\s._-])[\s._-]++"
_DAY_FIRST = re.compile(rf"^{_DAY}(?:{_GAP}|$)")
_DAY_LAST = re.compile(rf"(?:^|{_GAP}){_DAY}$")
_NUMBER = re.compile(
    rf"(?:^|{_GAP})(?:v|ver|version|rev|draft)[\s._-]*+(\d{{1,4}})$"  # story_v2, story version 2
    r"|(?:(?<!\s)\s++)?\((\d{1,4})\)$"  # story (2)
    r"|^(\d{1,4})$",  # 2
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file, the work that its name says it is of, and which version of it.

    ``moment`` and ``number`` are None where the name has none.
    """

    path: Path
    work: str
    moment: datetime | None
    number: int | None

    @property
    def is_marked(self) -> bool:
        """Whether the name says that it is one version of several."""
        return self.moment is not None or self.number is not None


def named_file(path: Path) -> NamedFile:
    """Read the name of a file: ``2024-06-19 story.html``, ``story_v2.txt``, ``story (2).md``."""
    stem = path.stem
    number = None
    if found := _NUMBER.search(stem):
        number = next(int(digits) for digits in found.groups() if digits)
        stem = stem[: found.start()]
    moment = None
    if (dated := _DAY_FIRST.search(stem) or _DAY_LAST.search(stem)) is not None:
        # What looks like a date and is none (2024-13-45) is part of the name.
        with suppress(ValueError):
            clock = f"{dated['hour'] or '00'}:{dated['minute'] or '00'}"
            moment = datetime.fromisoformat(f"{dated['day']}T{clock}").replace(tzinfo=UTC)
            stem = stem[: dated.start()] + stem[dated.end() :]
    return NamedFile(path, " ".join(re.split(_GAP, stem.casefold())).strip(), moment, number)


def grouped(paths: Iterable[Path]) -> list[list[NamedFile]]:
    """The files by article, each article's earliest version first.

    Files of one folder whose names differ only in a date or a number are versions of one
    article. One file of that name without either is its first version; of several such, each
    is an article by itself.
    """
    works: dict[tuple[Path, str], list[NamedFile]] = {}
    for path in paths:
        file = named_file(path)
        works.setdefault((path.parent, file.work), []).append(file)
    groups: list[list[NamedFile]] = []
    for files in works.values():
        unmarked = [file for file in files if not file.is_marked]
        if len(unmarked) > 1:
            groups.extend([file] for file in unmarked)
            files = [file for file in files if file.is_marked]
        if files:
            groups.append(sorted(files, key=_order))
    return groups


def _order(file: NamedFile) -> tuple[datetime, int, str]:
    return file.moment or datetime.min.replace(tzinfo=UTC), file.number or 0, file.path.name
