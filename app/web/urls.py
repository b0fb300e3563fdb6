"""The addresses of the pages, and the reading of what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from app.errors import NotFound
from app.presentation.look import Look

_PAIR = re.compile(r"([1-9][0-9]{0,8})\.\.([1-9][0-9]{0,8})")
_ANCHOR = re.compile(r"change-[1-9][0-9]{0,8}(?:-from)?")
_PLAIN = re.compile(r"[a-z0-9-]+")
_SHORT = 40
"""So many characters of a name are still taken in at a glance."""
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

ARTICLES = "/articles"
"""The list of articles."""

WORKSPACE = "/workspace"
"""What is in the visitor's workspace, and its keys."""

SHARES = "/shares"
"""The links that the visitor has shared."""

COLLATION = "/collate"
"""Where versions of several articles stand side by side."""


UPLOAD = "/upload"
"""Where many files are sent at once."""


def upload(upload_id: str) -> str:
    """What becomes of files that were sent together."""
    return f"{UPLOAD}/{quote(upload_id)}"


def upload_to(slug: str) -> str:
    """Where many files are sent that are versions of one article."""
    return f"{UPLOAD}?to={quote(slug)}"


def article(slug: str) -> str:
    """The page of an article."""
    return f"{ARTICLES}/{quote(slug)}"


def editing(slug: str) -> str:
    """Where an article gets another title."""
    return f"{article(slug)}/edit"


def deleting(slug: str) -> str:
    """Where an article is deleted."""
    return f"{article(slug)}/delete"


def restoring(slug: str) -> str:
    """Where a deleted article is had back."""
    return f"{article(slug)}/restore"


def versions(slug: str) -> str:
    """Where further versions of an article are sent."""
    return f"{article(slug)}/versions"


def version(slug: str, number: int) -> str:
    """The text of one version."""
    return f"{article(slug)}/versions/{number}"


def editing_version(slug: str, number: int) -> str:
    """Where a version gets another label or other dates."""
    return f"{version(slug, number)}/edit"


def deleting_version(slug: str, number: int) -> str:
    """Where a version is deleted."""
    return f"{version(slug, number)}/delete"


def restoring_version(slug: str, number: int) -> str:
    """Where a deleted version is had back."""
    return f"{version(slug, number)}/restore"


def original(slug: str, number: int) -> str:
    """The bytes that one version was read from."""
    return f"{version(slug, number)}/original"


def comparison(slug: str, a: int, b: int) -> str:
    """Two versions of an article side by side."""
    return f"{article(slug)}/compare/{a}..{b}"


def file(base: str, kind: str) -> str:
    """The comparison at this address as a file of a kind."""
    return f"{base}.{kind}"


def making(slug: str, a: int, b: int, kind: str) -> str:
    """Where a file is waited for."""
    return f"{comparison(slug, a, b)}/files/{kind}"


def text(slug: str, number: int) -> str:
    """One version as plain text."""
    return f"{version(slug, number)}.txt"


def provenances(slug: str) -> str:
    """Where a form sends the version whose sentences are to be traced."""
    return f"{article(slug)}/provenance"


def provenance(slug: str, number: int, query: str = "", anchor: str = "") -> str:
    """The text of a version by where its sentences came from, and a place there."""
    base = f"{provenances(slug)}/{number}"
    return f"{base}{f'?{query}' if query else ''}{f'#{anchor}' if anchor else ''}"


def workspace_link(key: str) -> str:
    """Where a key opens its workspace."""
    return f"/w/{key}"


def share(token: str, slug: str = "") -> str:
    """What a share shows. Words of its article's name may stand before the token, for people."""
    words = share_words(slug)
    return f"/s/{words}-{token}" if words else f"/s/{token}"


def share_words(slug: str) -> str:
    """As many whole words of a slug as make a short one; "" where they would not be readable."""
    if not _PLAIN.fullmatch(slug) or len(slug) <= _SHORT:
        return slug if _PLAIN.fullmatch(slug) else ""
    return slug[: _SHORT + 1].rpartition("-")[0]


def embedding(base: str) -> str:
    """What a share shows, to be framed by pages of other sites; ``base`` is its address."""
    return f"{base}/embed"


def qr_code(base: str) -> str:
    """A share's address as a picture that a camera reads."""
    return f"{base}/qr.svg"


def card(base: str, change: int = 0) -> str:
    """The picture that stands for a share where its link is shown, or for one change of it."""
    return f"{base}/card.png{f'?change={change}' if change else ''}"


def shared_file(base: str, kind: str) -> str:
    """The comparison that a share shows as a file of a kind; ``base`` is the share's address."""
    return f"{base}/file.{kind}"


def shared_making(base: str, kind: str) -> str:
    """Where such a file is waited for."""
    return f"{base}/files/{kind}"


def oembed(address: str) -> str:
    """Where programs are told how to frame what this address leads to."""
    return f"/oembed?url={quote(address, safe='')}"


def sharing(slug: str, a: int, b: int) -> str:
    """Where a link to a comparison is made."""
    return f"{comparison(slug, a, b)}/share"


def shares(slug: str = "") -> str:
    """The links that the visitor has shared, or those of one article."""
    return f"{SHARES}?article={quote(slug)}" if slug else SHARES


def changing_share(share_id: int) -> str:
    """Where it is changed what a link shows."""
    return f"{SHARES}/{share_id}/change"


def revoking_share(share_id: int) -> str:
    """Where a link is revoked."""
    return f"{SHARES}/{share_id}/revoke"


def choice(slug: str) -> str:
    """Where a form sends two versions that are to be compared."""
    return f"{article(slug)}/compare"


def collation(slug: str, numbers: Iterable[int]) -> str:
    """Several versions of an article side by side."""
    return f"{collation_choice(slug)}/{','.join(map(str, numbers))}"


def collation_choice(slug: str) -> str:
    """Where a form sends the versions that are to stand side by side, each as ``v``."""
    return f"{article(slug)}/collate"


def collation_of(sources: Iterable[tuple[str, int]]) -> str:
    """Versions of several articles side by side, each by the name of its article and its number."""
    return f"{COLLATION}?of={','.join(f'{quote(slug)}@{number}' for slug, number in sources)}"


def looked(base: str, look: Look, anchor: str = "", part: str = "") -> str:
    """The address of a comparison looked at in one way, of a part of it, and of a place there."""
    asked = "&".join(filter(None, (look.query, f"part={part}" if part else "")))
    query = f"?{asked}" if asked else ""
    return f"{base}{query}{f'#{anchor}' if anchor else ''}"


def read_pair(text: str) -> tuple[int, int]:
    """The two version numbers in "1..3". Raises NotFound for anything else."""
    found = _PAIR.fullmatch(text)
    if not found:
        raise NotFound(
            "This address names no two versions.", "It ends in two numbers, such as 1..2."
        )
    return int(found[1]), int(found[2])


def read_numbers(text: str) -> tuple[int, ...]:
    """The version numbers in "1,3,5", in that order. Raises NotFound for anything else."""
    numbers = [part.strip() for part in text.split(",")]
    if not all(map(_NUMBER.fullmatch, numbers)):
        raise NotFound(
            "This address names no versions.", "It ends in their numbers, such as 1,3,5."
        )
    return tuple(map(int, numbers))


def read_sources(text: str) -> tuple[tuple[str, int], ...]:
    """Names of articles and numbers of versions in "a@1,b@3". Raises NotFound for anything else."""
    sources = [part.strip().rpartition("@") for part in text.split(",")]
    if not all(slug and _NUMBER.fullmatch(number) for slug, _, number in sources):
        raise NotFound(
            "This address names no versions.",
            "Each is written as the name of its article and its number, such as bridge@1,ferry@2.",
        )
    return tuple((slug, int(number)) for slug, _, number in sources)


def read_number(text: str) -> int:
    """The version number in an address. Raises NotFound for anything else."""
    if not _NUMBER.fullmatch(text):
        raise NotFound("This address names no version.", "Versions are numbered from 1.")
    return int(text)


def is_anchor(text: str) -> bool:
    """Whether this is the address of a change on its page."""
    return _ANCHOR.fullmatch(text) is not None
