"""What a visitor does in these tests."""

from __future__ import annotations

import httpx2
from starlette.testclient import TestClient

EARLIER = "Ferry may resume\n\nFerry crews may return to work this week, their union said."
LATER = "Ferry to resume\n\nFerry crews will return to work this week, their union said on Monday."
BELL = "The bell\n\nThe bell of the tower rang twice on Sunday, which nobody had expected."
BELLS = "The bells\n\nThe bells of the tower rang three times on Sunday; nobody had expected that."


def send(client: TestClient, a: str = EARLIER, b: str = LATER) -> httpx2.Response:
    """Press the button of the front page."""
    return client.post("/articles", data={"a_text": a, "b_text": b, "into": "new"})


def stored(client: TestClient, a: str = EARLIER, b: str = LATER) -> str:
    """The address of the comparison of two texts, just stored."""
    answer = send(client, a, b)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def said(answer: httpx2.Response) -> tuple[int, str]:
    """The status, and the words of the page in one line."""
    return answer.status_code, " ".join(answer.text.split())
