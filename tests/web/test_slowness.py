"""Clients that are slow, on purpose or by their network: who is waited for, and how long."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from app.main import create_app
from app.settings import Settings
from app.web import server as serving
from app.web.connections import MOST_HEAD_BYTES, BoundedProtocol, Bounds
from app.web.server import Server
from app.web.slowness import SteadyBody

from .timeless import timeless

SECONDS, PACE = 30.0, 1024
KIB = 1024


class TestBody:
    """Its pieces with the seconds before each, and what becomes of the request."""

    @staticmethod
    def sent(
        pieces: list[tuple[float, int]], pace: int = PACE, answering: float = 0
    ) -> tuple[int, float]:
        """The status of the answer, and after how many seconds it was given."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            while (await receive()).get("more_body"):
                pass
            if answering:
                waiting = asyncio.ensure_future(receive())  # whether the client goes away
                await asyncio.sleep(answering)
                assert not waiting.done()
                waiting.cancel()
            await PlainTextResponse("Thanks.")(scope, receive, send)

        async def ask() -> tuple[int, float]:
            left = list(pieces)
            answers: list[Message] = []

            async def receive() -> Message:
                if not left:
                    await asyncio.Event().wait()
                seconds, count = left.pop(0)
                await asyncio.sleep(seconds)
                return {"type": "http.request", "body": b"x" * count, "more_body": bool(left)}

            async def send(message: Message) -> None:
                answers.append(message)

            scope = {
                "type": "http",
                "method": "POST",
                "path": "/api/texts",
                "headers": [(b"transfer-encoding", b"chunked")],
            }
            await SteadyBody(app, SECONDS, pace)(scope, receive, send)
            return answers[0]["status"], asyncio.get_running_loop().time()

        return timeless(ask())

    def test_twelve_megabytes_over_a_telephone_are_waited_for(self) -> None:
        status, seconds = self.sent([(0.64, 32 * KIB)] * 384)
        assert status == 200
        assert seconds == pytest.approx(245.8, abs=1)

    def test_a_little_more_than_the_pace_is_enough(self) -> None:
        assert self.sent([(10, 10 * PACE + 1)] * 1000)[0] == 200

    def test_a_drop_now_and_then_is_not(self) -> None:
        status, seconds = self.sent([(1, 1)] * 10_000)
        assert status == 408
        assert SECONDS <= seconds <= SECONDS + 1

    def test_nothing_more_is_not_waited_for_after_much(self) -> None:
        status, seconds = self.sent([(0, 900 * KIB), (10_000, 1)])
        assert status == 408
        assert seconds == SECONDS

    def test_a_pause_in_a_tunnel_is(self) -> None:
        assert self.sent([(0, 64 * KIB), (29, 64 * KIB), (29, 64 * KIB)])[0] == 200

    def test_where_no_pace_is_asked_for_a_drop_now_and_then_is_enough(self) -> None:
        assert self.sent([(20, 1)] * 1000, pace=0)[0] == 200

    def test_who_waits_for_an_answer_is_not_slow(self) -> None:
        status, seconds = self.sent([(0, 10)], answering=3600)
        assert (status, seconds) == (200, 3600)

    def test_time_that_the_server_takes_is_not_the_client_s(self) -> None:
        async def ask() -> int:
            async def app(scope: Scope, receive: Receive, send: Send) -> None:
                while (await receive()).get("more_body"):
                    await asyncio.sleep(3600)
                await PlainTextResponse("Thanks.")(scope, receive, send)

            answers: list[Message] = []
            left = [b"a", b"b", b"c"]

            async def receive() -> Message:
                return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

            async def send(message: Message) -> None:
                answers.append(message)

            scope = {"type": "http", "path": "/api/", "headers": [(b"content-length", b"3")]}
            await SteadyBody(app, SECONDS, PACE)(scope, receive, send)
            return int(answers[0]["status"])

        assert timeless(ask()) == 200


class _Transport(asyncio.Transport):
    """A connection whose client takes what the test has it take."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.1", 50000), "sockname": ("192.0.2.9", 80)})
        self.said = b""
        self.waits = 0
        self.closed = self.aborted = False

    def write(self, data: Any) -> None:
        self.said += bytes(data)

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return self.waits

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def _hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("Hello.")(scope, receive, send)


class Client:
    """Somebody at the other end of a connection of a server without a network."""

    def __init__(self, app: Any = _hello, **bounds: Any) -> None:
        self.refused: list[str] = []
        chosen = {"most": 10, "most_each": 10, "exempt": lambda _: False, **bounds}
        self.bounds = Bounds(SECONDS, PACE, refused=self.refused.append, **chosen)
        self.protocol = self.bounds.protocol()
        self.config = uvicorn.Config(app, http=self.protocol, ws="none", log_config=None)
        self.config.load()
        self.state = ServerState()

    def connect(self) -> tuple[BoundedProtocol, _Transport]:
        transport = _Transport()
        loop = asyncio.get_running_loop()
        connection = self.protocol(self.config, self.state, {}, loop)
        connection.connection_made(transport)
        return connection, transport


GET = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"


class TestConnections:
    def test_who_says_nothing_is_let_go_without_a_word(self) -> None:
        async def visit() -> None:
            client = Client()
            _, transport = client.connect()
            await asyncio.sleep(SECONDS - 1)
            assert not transport.closed
            await asyncio.sleep(2)
            assert transport.closed
            assert transport.said == b""
            assert client.refused == ["idle"]

        timeless(visit())

    @pytest.mark.parametrize(
        ("drops", "answer"),
        [(b"\r\n" * 100, b""), (GET[:-2] + b"X: y\r\n" * 100, b"HTTP/1.1 408 ")],
    )
    def test_a_head_in_drops_is_not_waited_for(self, drops: bytes, answer: bytes) -> None:
        async def visit() -> None:
            connection, transport = Client().connect()
            for drop in drops:
                if not transport.closed:
                    connection.data_received(bytes([drop]))
                    await asyncio.sleep(0.5)
            assert transport.closed
            assert transport.said[:13] == answer
            assert asyncio.get_running_loop().time() < SECONDS + 1

        timeless(visit())

    def test_who_does_not_end_the_head_is_told(self) -> None:
        async def visit() -> None:
            client = Client()
            connection, transport = client.connect()
            connection.data_received(GET[:-2])
            await asyncio.sleep(SECONDS + 1)
            assert transport.closed
            assert transport.said.startswith(b"HTTP/1.1 408 ")
            assert client.refused == ["late"]

        timeless(visit())

    def test_a_head_that_comes_slowly_but_in_time_is_taken(self) -> None:
        async def visit() -> None:
            connection, transport = Client().connect()
            for letter in GET:
                connection.data_received(bytes([letter]))
                await asyncio.sleep(0.5)
            assert b"Hello." in transport.said

        timeless(visit())

    def test_each_request_has_its_own_time(self) -> None:
        async def visit() -> None:
            connection, transport = Client().connect()
            for _ in range(20):
                connection.data_received(GET)
                await asyncio.sleep(3)
            assert transport.said.count(b"Hello.") == 20

        timeless(visit())

    def test_who_waits_for_an_answer_has_time(self) -> None:
        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(3600)
            await _hello(scope, receive, send)

        async def visit() -> None:
            connection, transport = Client(slow).connect()
            connection.data_received(GET)
            await asyncio.sleep(3601)
            assert b"Hello." in transport.said

        timeless(visit())

    def test_a_head_without_end_is_refused(self) -> None:
        async def visit() -> None:
            client = Client()
            connection, transport = client.connect()
            connection.data_received(GET[:-2])
            sent = 0
            while not transport.closed:
                connection.data_received(b"X-Filling: " + b"a" * 1000 + b"\r\n")
                sent += 1000
                assert sent <= MOST_HEAD_BYTES
            assert transport.said.startswith(b"HTTP/1.1 431 ")
            assert client.refused == ["long"]

        timeless(visit())

    def test_one_network_has_so_many_and_others_theirs(self) -> None:
        async def visit() -> None:
            client = Client(most_each=2)
            first, _ = client.connect()
            client.connect()
            third, refused = client.connect()
            assert refused.closed
            assert refused.said.startswith(b"HTTP/1.1 503 ")
            assert b"retry-after" in refused.said
            for gone in (first, third):
                gone.connection_lost(None)
            _, fourth = client.connect()
            assert not fourth.closed

        timeless(visit())

    def test_a_proxy_has_any_number_up_to_what_all_have(self) -> None:
        async def visit() -> None:
            client = Client(most=3, most_each=1, exempt=lambda _: True)
            opened = [client.connect()[1] for _ in range(4)]
            assert [transport.closed for transport in opened] == [False, False, False, True]
            assert client.refused == ["many"]

        timeless(visit())

    def test_who_does_not_take_the_answer_is_cut_off(self) -> None:
        async def visit() -> None:
            client = Client()
            connection, transport = client.connect()
            transport.waits = 100 * KIB
            connection.data_received(GET)
            await asyncio.sleep(0)
            connection.pause_writing()
            await asyncio.sleep(2 * SECONDS)
            assert transport.aborted
            assert client.refused == ["slow"]

        timeless(visit())

    @pytest.mark.parametrize(("each_second", "is_taken"), [(1100, True), (100, False)])
    def test_how_slowly_it_may_be_taken(self, each_second: int, is_taken: bool) -> None:
        async def visit() -> None:
            connection, transport = Client().connect()
            transport.waits = 1024 * KIB
            connection.data_received(GET)
            await asyncio.sleep(0)
            connection.pause_writing()
            while transport.waits and not transport.aborted:
                transport.waits = max(0, transport.waits - each_second)
                await asyncio.sleep(1)
            assert transport.aborted is not is_taken

        timeless(visit())

    @pytest.mark.parametrize("size", [10 * KIB, 1024 * KIB])
    def test_each_answer_has_its_own_time(self, size: int) -> None:
        async def visit() -> None:
            connection, transport = Client().connect()
            for _ in range(5):  # each is taken within a second, and the next comes later
                transport.waits = size
                connection.data_received(GET)
                if size > 64 * KIB:
                    connection.pause_writing()
                await asyncio.sleep(1)
                transport.waits = 0
                if size > 64 * KIB:
                    connection.resume_writing()
                await asyncio.sleep(SECONDS - 1.5)
                assert not transport.aborted

        timeless(visit())

    def test_a_connection_that_is_gone_is_watched_no_more(self) -> None:
        async def visit() -> None:
            client = Client()
            connection, transport = client.connect()
            transport.waits = 100
            connection.data_received(GET[:5])
            connection.connection_lost(None)
            await asyncio.sleep(10 * SECONDS)
            assert client.refused == []
            assert not client.bounds.open

        timeless(visit())


class TestNetwork:
    """The same over a real one. What counts is how it ends; a client may also be too slow to begin.

    Where the machine lets a client wait before it has said anything, it is sent away unheard, and
    comes again.
    """

    def test_a_head_that_does_not_end(self, settings: Settings) -> None:
        with served(settings, client_seconds=0.2) as (_, port):
            assert any(talk(port, GET[:-2]).startswith(b"HTTP/1.1 408 ") for _ in range(TRIES))

    def test_a_body_that_does_not_end(self, settings: Settings) -> None:
        head = b"POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        with served(settings, client_seconds=0.2) as (_, port):
            answers = (talk(port, head + kind + b"a_text=One+boat+sails.") for _ in range(TRIES))
            answer = next(each for each in answers if b"\nThe request did not" not in each and each)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"came so slowly that it was not waited for" in answer
        assert b"content-security-policy" in answer
        assert answer.count(b"HTTP/1.1") == 1

    def test_who_waits_for_a_long_answer_is_not_cut_off(self, settings: Settings) -> None:
        begun, go_on = threading.Event(), threading.Event()

        def long(_: Request) -> Response:
            begun.set()
            go_on.wait()
            return PlainTextResponse("At last.")

        with served(settings, {"/long": long}, client_seconds=0.1) as (app, port):
            for _ in range(TRIES):
                client = socket.create_connection(("127.0.0.1", port))
                client.sendall(b"GET /long HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if begun.wait(5):
                    break
            refused = ended(app, "idle")
            while ended(app, "idle") < refused + 3:  # others meanwhile come to the end of theirs
                talk(port, b"")
            go_on.set()
            assert all_from(client).endswith(b"At last.")

    def test_who_takes_nothing_is_cut_off(self, settings: Settings) -> None:
        begun = threading.Event()

        def large(_: Request) -> Response:
            begun.set()
            return Response(bytes(32 * 1024 * KIB), media_type="application/zip")

        with served(settings, {"/large": large}, client_seconds=0.2) as (app, port):
            for _ in range(TRIES):
                client = socket.create_connection(("127.0.0.1", port))
                client.sendall(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if begun.wait(5):
                    break
            while not ended(app, "slow"):
                time.sleep(0.02)
            client.close()

    def test_connections_of_one_network(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(serving, "is_loopback", lambda _: False)
        asked = b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
        with served(settings, connections_per_address=1) as (_, port):
            with socket.create_connection(("127.0.0.1", port)):
                assert talk(port, b"").startswith(b"HTTP/1.1 503 ")
            # Once the server has seen it go, there is room again.
            while not talk(port, asked).startswith(b"HTTP/1.1 200 "):
                time.sleep(0.02)


TRIES = 50


def talk(port: int, said: bytes) -> bytes:
    """All that the server answers until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        try:
            client.sendall(said)
            return all_from(client)
        except ConnectionError:  # closed while it was spoken to
            return b""


def all_from(client: socket.socket) -> bytes:
    """What comes until the connection is closed, and it is."""
    with client:
        answer = b""
        while piece := client.recv(65536):
            answer += piece
        return answer


def ended(app: FastAPI, why: str) -> float:
    """How many connections the server has closed for this reason."""
    counted = re.search(
        rf'connections_refused_total{{why="{why}"}} (\S+)', app.state.metrics.as_text().decode()
    )
    return float(counted[1]) if counted else 0


Routes = dict[str, Callable[[Request], Response]]


@contextmanager
def served(
    settings: Settings, routes: Routes | None = None, **chosen: object
) -> Iterator[tuple[FastAPI, int]]:
    """The app behind its server on a port of its own, with further routes."""
    settings = settings.model_copy(update=chosen)
    app = create_app(settings)
    for path, answer in (routes or {}).items():
        app.add_route(path, answer)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(app, settings)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        serving.start()
        try:
            yield app, listener.getsockname()[1]
        finally:
            server.should_exit = True
            serving.join()
