"""What a file tells of the two texts besides themselves, and what it is called."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self

_LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^\w.]+", re.ASCII)
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


@dataclass(frozen=True, slots=True)
class VersionAbout:
    """One of the two texts: what it is called, when it was seen, and the bytes it was read from.

    ``captured`` knows its zone; ``published`` is a date as it is to be shown; ``sha256`` is of the
    original bytes; ``language`` is a tag fit for HTML. Each is empty where it is not known.
    """

    name: str
    label: str = ""
    captured: datetime | None = None
    published: str = ""
    sha256: str = ""
    language: str = ""

    @property
    def moment(self) -> str:
        """When it was captured, to the minute; "" when nobody knows."""
        if self.captured is None:
            return ""
        moment = self.captured.astimezone(UTC)
        return f"{moment.day} {moment:%B %Y, %H:%M} UTC"

    @property
    def stated(self) -> str:
        """Its name, what else it is called, and when it was captured."""
        return " · ".join(filter(None, (self.name, self.label, self.moment)))


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a comparison in every file of it.

    ``address`` is where the comparison stands on the web, ``stem`` what its files are called
    without their endings, and ``stem_a`` and ``stem_b`` what those of the two texts are called.
    """

    title: str
    a: VersionAbout
    b: VersionAbout
    address: str = ""
    stem: str = "comparison"
    stem_a: str = "a"
    stem_b: str = "b"

    def to_json(self) -> dict[str, Any]:
        """As plain data, for another process."""
        data = asdict(self)
        for version in (data["a"], data["b"]):
            captured = version["captured"]
            version["captured"] = captured.isoformat() if captured else None
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What ``to_json`` gave."""
        sides = {}
        for letter in ("a", "b"):
            captured = data[letter]["captured"]
            moment = datetime.fromisoformat(captured) if captured else None
            sides[letter] = VersionAbout(**{**data[letter], "captured": moment})
        return cls(**{**data, **sides})


def safe_stem(name: str, *more: object) -> str:
    """A name, shortened where it is long, and what tells it from others, joined by hyphens.

    Every file system takes what comes of it.
    """
    parts = [_UNSAFE.sub("-", str(part)).strip("-.") for part in (name, *more)]
    parts[0] = parts[0][:_LONGEST_NAME].rstrip("-.")
    stem = "-".join(filter(None, parts))
    if not stem or stem.split(".")[0].lower() in _DEVICES:
        return f"text-{stem}".rstrip("-")
    return stem
