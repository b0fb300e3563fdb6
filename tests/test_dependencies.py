"""What is installed is what the lists of pinned packages name, to the last of them."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


@pytest.mark.parametrize(
    ("pins", "group"), [("requirements.txt", None), ("requirements-dev.txt", "dev")]
)
def test_the_pinned_packages_need_no_others(pins: str, group: str | None) -> None:
    """They are installed without a look at what they need: nothing may be missing from the list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    wanted += project["dependency-groups"][group] if group else []
    needed = {
        canonicalize_name(name) for name, _ in _needed([Requirement(line) for line in wanted])
    }
    pinned = PINNED.findall((ROOT / pins).read_text(encoding="utf-8"))

    assert len(needed) > len(wanted)
    assert needed <= {canonicalize_name(name) for name in pinned}


def _needed(wanted: list[Requirement]) -> set[tuple[str, str]]:
    """All that these need here, and what that needs, each with each of its extras (or none)."""
    seen: set[tuple[str, str]] = set()
    while wanted:
        this = wanted.pop()
        for extra in ["", *this.extras]:
            if (this.name, extra) not in seen:
                seen.add((this.name, extra))
                of_it = map(Requirement, requires(this.name) or ())
                wanted += [
                    other
                    for other in of_it
                    if other.marker is None or other.marker.evaluate({"extra": extra})
                ]
    return seen
