"""Hosts, origins and sizes that are refused, and the headers of every answer."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from screening.api import Guard
from screening.api.guard import HEADERS, LARGEST


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "127.0.0.1.nip.io", "", "["]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/runs", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://testserver:81", "http://testserver.evil", "http://["],
)
def test_a_write_from_another_origin_is_refused(client: TestClient, origin: str) -> None:
    headers = {"origin": origin}
    assert client.post("/api/v1/score", json={}, headers=headers).status_code == 403
    assert client.get("/api/v1/runs", headers=headers).status_code == 200


def test_a_write_from_its_own_origin_is_let_in(client: TestClient) -> None:
    headers = {"origin": "http://testserver"}
    assert client.post("/api/v1/score", json={}, headers=headers).status_code == 422


def test_what_is_too_large_is_refused_whether_it_says_so_or_not(client: TestClient) -> None:
    assert client.post("/api/v1/score", content=b"x" * (LARGEST + 1)).status_code == 413

    def pieces() -> Any:
        for _ in range(LARGEST // 1_000_000 + 2):
            yield b"x" * 1_000_000

    assert client.post("/api/v1/score", content=pieces()).status_code == 413


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for path in ("/api/v1/runs", "/nothing"):
        found = client.get(path).headers
        assert {name: found.get(name) for name in HEADERS} == HEADERS
        assert found["cache-control"] == "no-store"
    assert HEADERS.items() <= dict(client.get("/", headers={"host": "x"}).headers).items()


def test_a_web_socket_from_another_origin_is_closed() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})

    client = TestClient(Guard(app, {"testserver"}))
    with client.websocket_connect("/", headers={"origin": "http://testserver"}):
        pass
    with (
        pytest.raises(WebSocketDisconnect) as told,
        client.websocket_connect("/", headers={"origin": "http://evil.example"}),
    ):
        pass
    assert told.value.code == 1008
