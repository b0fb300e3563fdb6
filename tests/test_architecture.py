"""Rules that hold everywhere, and that nobody has to remember."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from app.settings import documented_settings

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 450
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}

# In parts, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("rubygems", "org"),
        ("anaconda", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("cdnjs", "cloudflare", "com"),
    )
]
SOMEBODYS_FOLDER = re.compile("|".join(["/" + "home/[a-z]", "/" + "Users/[A-Za-z]", "/" + "root/"]))


def project_files() -> Iterator[Path]:
    """Every file of the project that holds text: all but what .gitignore names."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [".git", *(line.strip("/") for line in lines)]

    def is_kept(name: str) -> bool:
        return not any(fnmatch(name, pattern) for pattern in ignored)

    for folder, folders, names in os.walk(ROOT):
        folders[:] = filter(is_kept, folders)
        for path in (Path(folder, name) for name in filter(is_kept, names)):
            if b"\0" not in path.read_bytes()[:4096]:
                yield path


def in_project(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_files_of_the_project_are_looked_at() -> None:
    found = {in_project(path) for path in project_files()}
    assert {"Makefile", ".ci/run", "app/main.py", "tests/test_architecture.py"} <= found
    assert not any(name.startswith((".venv/", ".git/")) for name in found)


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_module_has_a_name_that_says_something() -> None:
    names = {path: path.stem for path in [*ROOT.glob("app/**/*"), *ROOT.glob("tests/**/*")]}
    assert not [in_project(path) for path, name in names.items() if name in SAYS_NOTHING]


def test_no_file_has_grown_into_two() -> None:
    lengths = {
        in_project(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in ROOT.glob("app/**/*.py")
    }
    assert lengths
    assert not {name: count for name, count in lengths.items() if count > LONGEST_FILE}


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = documented_settings()
    assert len(settings) > 5
    assert not [entry.name for entry in settings if f"`{entry.name}`" not in readme]
    assert all(entry.description for entry in settings)


def test_the_readme_speaks_of_no_setting_that_is_not() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {entry.name for entry in documented_settings()}
    assert set(re.findall(r"\bRECENSION_[A-Z_]+[A-Z]\b", readme)) <= known


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_package_registry(registry: str) -> None:
    assert not [
        in_project(path)
        for path in project_files()
        if registry in path.read_text(encoding="utf-8", errors="replace")
    ]


def test_no_file_has_a_path_of_somebodys_machine() -> None:
    assert not [
        in_project(path)
        for path in project_files()
        if SOMEBODYS_FOLDER.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
