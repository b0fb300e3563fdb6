"""Sessions of requests: none holds a connection that others need to get on."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import QueuePool
from starlette.testclient import TestClient

from app.web.dependencies import session_for
from app.web.keys import COOKIE


@pytest.fixture
def request_by_key(app: FastAPI, client: TestClient, key: str) -> Request:
    """A request that brings a key, to the app that runs."""
    headers = [(b"host", b"testserver"), (b"cookie", f"{COOKIE}={key}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "app": app}
    return Request({**scope, "headers": headers, "client": ("127.0.0.1", 1), "scheme": "http"})


def test_who_waits_for_a_thread_has_no_connection(app: FastAPI, request_by_key: Request) -> None:
    pool = app.state.database.engine.pool
    assert isinstance(pool, QueuePool)

    with session_for(request_by_key) as session:
        assert request_by_key.state.entry.is_known, "who came in has been looked up"
        assert pool.checkedout() == 0
        session.connection()
        assert pool.checkedout() == 1

    assert pool.checkedout() == 0
