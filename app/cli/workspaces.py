"""Looking after workspaces: which there are, how large, and who gets in; never what is in them."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.outcome import FINE
from app.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.holdings import Holdings, WorkspaceEntry
    from app.settings import Settings

WHICH = "a workspace's key or link; without it, the library that everyone reads"

_COLUMNS = "{:>7}  {:<10}  {:<10}  {:>8}  {:>8}  {:>9}  {:>4}  {}"


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``workspaces`` and ``export``."""
    group = commands.add_parser("workspaces", help="list, size, lock, delete workspaces")
    acts = group.add_subparsers(required=True, metavar="ACT")

    listing = acts.add_parser("list", help="list them a page at a time, those used last first")
    listing.add_argument("--page", type=_number, default=1, help="which page of the list (1)")
    listing.set_defaults(run=list_them)
    told: dict[str, tuple[str, Callable[[Namespace], int]]] = {
        "size": ("say how much is in one", size),
        "lock": ("let nobody read or store anything in it", lock),
        "unlock": ("open it again", unlock),
        "delete": ("delete it with all that is in it, for good", delete),
        "key": ("make a further key, for somebody who lost theirs", key),
        "read-key": ("make a further key that only reads", read_key),
    }
    for name, (words, run) in told.items():
        act = acts.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
        act.add_argument("id", metavar="ID", type=_number, help="its number in the list")
        if name == "delete":
            act.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
        act.set_defaults(run=run)

    exporting = commands.add_parser(
        "export",
        help="write all articles to a file that load takes back",
        description="Write all articles to a zip archive, which load takes back without loss.",
    )
    exporting.add_argument("--workspace", metavar="KEY", default="", help=WHICH)
    exporting.add_argument("file", metavar="FILE.zip", type=Path, help="the archive to write")
    exporting.set_defaults(run=export)


def go_in(session: Session, said: str, settings: Settings, *, to_store: bool = False) -> None:
    """Let a session see the workspace of this key or link; of "", the library of everyone.

    Raises BadInput when it opens none, and Forbidden when it does not let in.
    """
    from app.services.rights import reads_only
    from app.services.workspaces import enter, key_in, locked

    if not said:
        return
    if settings.admission == "single":
        raise BadInput("This site has one library and no workspaces.", "Leave --workspace out.")
    entry = enter(session, key_in(said), settings)
    if entry.is_locked:
        raise locked()
    if entry.viewer.workspace_id is None:
        raise BadInput("No workspace has this key.", "It may have been changed.")
    if to_store and not entry.viewer.may_write:
        raise reads_only()


def list_them(given: Namespace) -> int:
    """List workspaces."""
    from app.services.holdings import list_workspaces

    with _library() as (session, _):
        found = list_workspaces(session, page=given.page)
    print(_COLUMNS.format("id", "made", "last used", "articles", "versions", "size", "keys", ""))
    for entry in found.items:
        print(_row(entry))
    if found.pages > 1:
        print(f"Page {found.page} of {found.pages}; {found.total:,} workspaces in all.")
    return FINE


def size(given: Namespace) -> int:
    """Say how much is in a workspace."""
    from app.services.holdings import get_workspace
    from app.services.lines import in_bytes

    with _library() as (session, _):
        entry = get_workspace(session, given.id)
    print(f"{_counted(entry.holdings)}, {in_bytes(entry.holdings.size)}")
    return FINE


def lock(given: Namespace) -> int:
    """Lock a workspace."""
    return _set_locked(given.id, locked=True)


def unlock(given: Namespace) -> int:
    """Open a workspace that was locked."""
    return _set_locked(given.id, locked=False)


def delete(given: Namespace) -> int:
    """Delete a workspace, once that is known to be meant."""
    from app.services.erasing import erase
    from app.services.holdings import check_is_own, get_workspace

    with _library() as (session, _):
        check_is_own(given.id, "deleted")
        held = get_workspace(session, given.id).holdings
        if not given.yes:
            print(f"In workspace {given.id} there are {_counted(held)}. All goes for good.")
            if _asked(f"Type {given.id} to delete it: ") != str(given.id):
                raise BadInput("Nothing was deleted.")
        session.commit()
        erase(session, given.id)
    print(f"Workspace {given.id} was deleted.")
    return FINE


def key(given: Namespace) -> int:
    """Make a further key."""
    return _make_key(given.id, may_write=True)


def read_key(given: Namespace) -> int:
    """Make a further key that only reads."""
    return _make_key(given.id, may_write=False)


def export(given: Namespace) -> int:
    """Write all articles to a file."""
    from app.services.workspace_export import write_export

    unfinished = given.file.with_name(f"{given.file.name}.part")
    with _library() as (session, settings):
        go_in(session, given.workspace, settings)
        try:
            with unfinished.open("wb") as file:
                count = write_export(session, file)
            os.replace(unfinished, given.file)
        except OSError as error:
            raise BadInput(f"{given.file} cannot be written: {error.strerror}.") from error
        finally:
            unfinished.unlink(missing_ok=True)
    print(f"{given.file}: {_number_of(count, 'article')}")
    return FINE


def _set_locked(workspace_id: int, *, locked: bool) -> int:
    from app.services.holdings import set_locked

    with _library() as (session, _):
        changed = set_locked(session, workspace_id, locked=locked)
    state = "locked" if locked else "open"
    print(f"Workspace {workspace_id} is {state}{'' if changed else ' already'}.")
    return FINE


def _make_key(workspace_id: int, *, may_write: bool) -> int:
    from app.services.holdings import check_is_own, get_workspace
    from app.services.keys import add_key

    check_is_own(workspace_id, "opened by a key")
    with _library() as (session, settings):
        get_workspace(session, workspace_id)
        made = add_key(session, workspace_id, may_write=may_write)
    print(f"{settings.address}/w/{made}")
    return FINE


def _row(entry: WorkspaceEntry) -> str:
    from app.services.lines import in_bytes

    notes = []
    if entry.is_shared:
        notes.append("the library that everyone reads")
    if entry.locked_at is not None:
        notes.append(f"locked on {_day(entry.locked_at)}")
    return _COLUMNS.format(
        entry.id,
        _day(entry.created_at),
        _day(entry.used_at),
        entry.holdings.articles,
        entry.holdings.versions,
        in_bytes(entry.holdings.size),
        entry.keys,
        ", ".join(notes),
    ).rstrip()


def _counted(held: Holdings) -> str:
    return f"{_number_of(held.articles, 'article')}, {_number_of(held.versions, 'version')}"


def _number_of(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _asked(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:10]) < 2**31):
        raise ArgumentTypeError("give a number from 1")
    return int(text[:10])


@contextmanager
def _library() -> Iterator[tuple[Session, Settings]]:
    """A session on the library, as who runs the site, and the settings."""
    from app.services.library import open_library
    from app.settings import settings_from_environment

    settings = settings_from_environment()
    with closing(open_library(settings)) as library, library.session() as session:
        yield session, settings
