"""The reader of web pages saved as one file (.mhtml, .mht): the page, without what it shows."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message

from app.engine import Document
from app.errors import EmptyText
from app.ingest.hints import Hints
from app.ingest.html import read_html
from app.ingest.mail import charset, content, leaves, parse_message
from app.ingest.mail_headers import header, subject


def read_mhtml(data: bytes, hints: Hints) -> Document:
    """The page as ``read_html`` reads it, with the address from which it was saved.

    Raises EmptyText when there is no page in it, and what ``parse_message`` and ``read_html`` do.
    """
    message = parse_message(data)
    page = _page(message)
    if page is None:
        raise EmptyText("There is no page in this file.", "Save the page again, as HTML.")
    address = _address(message, page)
    found = read_html(
        content(page), replace(hints, charset=charset(page), address=hints.address or address)
    )
    metadata = replace(found.metadata, address=found.metadata.address or address)
    return replace(found, title=found.title or subject(message), metadata=metadata)


def _page(message: Message) -> Message | None:
    """The page itself: the part that the file calls its start, or the first that is a page."""
    pages = [part for part in leaves(message) if part.get_content_type() == "text/html"]
    start = message.get_param("start", "")
    saved = header(message, "snapshot-content-location")
    for page in pages:
        if isinstance(start, str) and start and header(page, "content-id") == start.strip():
            return page
        if saved and header(page, "content-location") == saved:
            return page
    return pages[0] if pages else None


def _address(message: Message, page: Message) -> str:
    named = (
        header(message, "snapshot-content-location"),
        header(page, "content-location"),
        header(message, "content-location"),
    )
    return next((each for each in named if each.startswith(("http://", "https://"))), "")
