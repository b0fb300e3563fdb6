"""Files that are several things at once: what is given back is to be saved, and acts on no page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from tests.attacks import hostile
from tests.attacks.hostile import PROSE
from tests.ingest import pdfs
from tests.ingest.files import zipped
from tests.ingest.packing import docx
from tests.web.conftest import app, client, key, submit  # noqa: F401  # fixtures
from tests.web.reading import Submit

SCRIPT = b"<!doctype html><html><title>T</title><script>alert(1)</script><p>" + PROSE.encode()
DOCX = docx(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")
PDF = pdfs.pdf([pdfs.Page([pdfs.Text(PROSE, 50, 700)])])


def behind(data: bytes, before: bytes) -> bytes:
    """An archive that begins with something else, as its format allows."""
    into = BytesIO(before)
    into.seek(0, 2)
    with ZipFile(BytesIO(data)) as whole, ZipFile(into, "a") as archive:
        for member in whole.infolist():
            archive.writestr(member, whole.read(member))
    return into.getvalue()


POLYGLOTS: dict[str, Callable[[], bytes]] = {
    "a PDF that is an archive": lambda: behind(zipped({"story.txt": PROSE}), PDF),
    "a picture that is a page": lambda: b"GIF89a/*" + SCRIPT,
    "an archive that is a page": lambda: hostile.with_comment(zipped({"story.txt": PROSE}), SCRIPT),
    "a page that is an archive": lambda: behind(zipped({"story.txt": PROSE}), SCRIPT),
    "a Word document that is a page": lambda: hostile.with_comment(DOCX, SCRIPT),
    "a Word document that is an archive": lambda: behind(zipped({"story.txt": PROSE}), DOCX),
    "a PDF that is a page": lambda: SCRIPT + b"\n" + PDF,
    "a PDF with a page in it": lambda: PDF + SCRIPT,
    "a text that is a page": lambda: PROSE.encode() + b"\n\n" + SCRIPT,
    "a rich text that is a page": lambda: b"{\\rtf1 " + PROSE.encode() + SCRIPT + b"}",
    "a mail that is a page": lambda: b"From: a@a.example\nMIME-Version: 1.0\n\n" + SCRIPT,
    "JSON that is a page": lambda: b'{"text": "' + PROSE.encode() + SCRIPT + b'"}',
    "a page in UTF-7": lambda: PROSE.encode() + b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "a page in UTF-16": lambda: SCRIPT.decode().encode("utf-16"),
}
SHOWN_BY_BROWSERS = ("text/html", "text/xml", "+xml", "/xml", "script", "image/", "message/")


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_what_is_several_things_is_given_back_to_be_saved(
    client: TestClient,  # noqa: F811
    submit: Submit,  # noqa: F811
    kind: str,
) -> None:
    """It is read as one of them, or refused; nothing of it is run here either way."""
    data = POLYGLOTS[kind]()
    answer = submit(
        files={"a_file": ("story.html", data), "b_file": ("b.txt", f"{PROSE} Bo.".encode())}
    )
    assert "<script>alert" not in answer.text
    if answer.status_code != 303:
        assert answer.status_code in (400, 413, 415, 422)
        return
    address = answer.headers["location"]
    slug = address.removeprefix("/articles/").partition("/")[0]
    assert "<script>alert" not in client.get(address).text
    assert "<script>alert" not in client.get(f"/articles/{slug}/versions/1").text
    original = client.get(f"/articles/{slug}/versions/1/original")
    assert original.status_code == 200
    assert original.content == data
    headers = original.headers
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert not any(each in headers["content-type"] for each in SHOWN_BY_BROWSERS)
