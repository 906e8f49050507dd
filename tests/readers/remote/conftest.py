"""A local HTTP server that says what it is told to say."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass
class Say:
    """One answer: a JSON value (or bytes as they are), a status, headers; cut or dripping."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    drip: float = 0.0

    @property
    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    query: dict[str, str]
    body: str
    headers: dict[str, str]


Answer = Callable[[Asked], Say]


class Service:
    """What the server was asked, and what it answers: ``faults`` first, then ``answer``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.faults: list[Say] = []
        self.answer: Answer = lambda asked: Say({"unknown": asked.path}, 404)

    def take(self, asked: Asked) -> Say:
        self.asked.append(asked)
        return self.faults.pop(0) if self.faults else self.answer(asked)


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        say = self.service.take(Asked(url.path, query, body, dict(self.headers)))
        content = say.bytes
        self.send_response(say.status)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self._send(content[: len(content) - say.cut], say.drip)

    do_POST = do_GET

    def _send(self, content: bytes, drip: float) -> None:
        try:
            if not drip:
                self.wfile.write(content)
                return
            for one in content:
                self.wfile.write(bytes([one]))
                self.wfile.flush()
                time.sleep(drip)
        except OSError:
            pass

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.service = Service(f"http://127.0.0.1:{server.server_address[1]}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield handler.service  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
