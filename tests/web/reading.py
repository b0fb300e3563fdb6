"""Two versions of a short story, and ways to read a page as a person does."""

from __future__ import annotations

import time
from collections.abc import Callable

from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

Submit = Callable[..., Response]

EARLIER = """\
Harbour bridge may close for repairs

The council may close the harbour bridge in May, its engineer said on Monday.

Some 1,200 people cross the bridge every day, most of them on foot.

The work is to cost £340,000, paid for by the county.

A ferry will carry walkers while the bridge is shut. It leaves from the old slip.

Cyclists are asked to use the road bridge at Marlow Weir.

The last closure, nine years ago, took four weeks longer than planned.

Traders on the east bank fear for their summer.

The harbour master said boats would pass as usual.
"""

LATER = """\
Harbour bridge to close for repairs

The council will close the harbour bridge in May, its engineer said on Monday.

Some 1,500 people cross the bridge every day, most of them on foot.

The work is to cost £340,000, paid for by the county.

A ferry will carry walkers while the bridge is shut. It leaves from the old slip.

Cyclists are asked to use the road bridge at Marlow Weir.

The last closure, nine years ago, took four weeks longer than planned.

The harbour master said boats would pass as usual.

A public meeting is called for Thursday in the sail loft.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


def ready(client: TestClient, address: str) -> Response:
    """The page of a comparison once it has been made, however long the texts."""
    deadline = time.monotonic() + 60
    while (response := client.get(address)).status_code == 202:
        assert time.monotonic() < deadline, "it is still being made"
        time.sleep(0.05)
    return response


def read(response: Response) -> html.HtmlElement:
    """The page, parsed."""
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    """What an element says, white space made single."""
    return " ".join(element.text_content().split())


def of_class(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements below this one that have the class, in order."""
    return list(element.find_class(name))


def all_words(element: html.HtmlElement, name: str) -> list[str]:
    """What each element with the class says."""
    return [words(found) for found in of_class(element, name)]


def by_id(element: html.HtmlElement, name: str) -> html.HtmlElement:
    """The one element with this id."""
    (found,) = element.xpath("//*[@id=$name]", name=name)
    return found


def links(element: html.HtmlElement) -> list[str]:
    """Where the links below an element lead, in order."""
    return [str(address) for address in element.xpath(".//a/@href")]
