"""What would change something, if it came from who may: one good request for every such route."""

from __future__ import annotations

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

STORY = "Quay wall\n\nThe quay wall is to be raised, the harbour office said.\n\n"
FURTHER = "Harbour bridge\n\nAnother text of the bridge, by somebody who was not asked."

CHANGES: dict[str, dict[str, Any]] = {
    "/articles": {"data": {"a_text": STORY + "In May.", "b_text": STORY + "In June."}},
    "/preview": {"data": {"a_text": STORY}},
    "/articles/{slug}/versions": {"data": {"new_text": FURTHER}},
    "/articles/{slug}/edit": {"data": {"title": "Taken"}},
    "/articles/{slug}/versions/{number}/edit": {
        "data": {"label": "Taken", "captured_day": "2020-01-01"}
    },
    "/articles/{slug}/compare/{pair}/shares": {"data": {"allows": "downloads"}},
    "/s/{token}": {"data": {"password": "guess and guess"}},
    "/shares/{share_id}/change": {"data": {"allows": "texts", "shows_newer": "true"}},
    "/shares/{share_id}/revoke": {},
    "/upload": {"files": {"files": ("quay.txt", STORY.encode())}},
    "/upload/{upload_id}": {"data": {"into-0": "new"}},
    "/workspace/keys": {},
    "/workspace/keys/{key_id}/revoke": {},
    "/articles/{slug}/versions/{number}/delete": {},
    "/articles/{slug}/versions/{number}/restore": {},
    "/articles/{slug}/delete": {},
    "/articles/{slug}/restore": {},
    "/workspace/invitation": {"data": {"invitation": "come in"}},
    "/workspace/open": {"data": {"link": "A" * 22}},
    "/workspace/change": {"data": {"readers_too": "true"}},
    "/w/{key}": {},
    "/workspace/leave": {},
    "/workspace/delete": {"data": {"sure": "delete"}},
    "/api/compare": {"json": {"a": {"text": "One."}, "b": {"text": "Two."}}},
    "/api/resembling": {"json": {"text": FURTHER}},
}
"""By route, in an order in which who may does all of it."""


def send(visitor: TestClient, method: str, pattern: str, path: str, **more: Any) -> Response:
    """That request, with further headers or the like. A route that is not listed is an error."""
    assert pattern in CHANGES, f"say in this list what {method} {pattern} takes"
    return visitor.request(method, path, **CHANGES[pattern], **more)
