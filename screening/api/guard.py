"""What every request passes first: its host, its origin, its size; and the headers it gets back.

OWASP ASVS 4.0.3, chapters 4, 12, 13 and 14; docs/security.md has the table.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 32 * 1024 * 1024
"""Bytes of a request; exports of companies are read by ``screening ingest``, not through here."""
READS = {"GET", "HEAD", "OPTIONS"}
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        " connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_TLS = {"strict-transport-security": "max-age=31536000"}


class Guard:
    """Refuses hosts that are not ``hosts`` (which stops DNS rebinding), writes and web sockets from
    pages of another origin, and bodies above ``LARGEST`` bytes."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], *, secure: bool = False) -> None:
        self._app = app
        self._headers = {**HEADERS, **(_TLS if secure else {})}
        self._hosts = {host.casefold() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await _refuse(scope, receive, send, *refused)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        body = _Body(receive)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(message, scope["path"], self._headers)
                if body.too_large:
                    message["status"] = 413
            await send(message)

        await self._app(scope, body.receive, with_headers)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _host_of(f"//{host}") not in self._hosts:
            return 421, "this server does not answer under that name"
        origin = headers.get("origin")
        writes = scope["type"] == "websocket" or scope["method"] not in READS
        if origin is not None and writes and origin.partition("://")[2] != host:
            return 403, "the request comes from a page of another origin"
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > LARGEST:
            return 413, "the request is too large"
        return None


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def _add(message: Message, path: str, given: Mapping[str, str]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in given.items():
        headers.setdefault(name, value)
    if not path.startswith("/_nicegui"):
        headers["cache-control"] = "no-store"


class _Body:
    """A body as it comes in; one that turns out to be too large ends there."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0
        self.too_large = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > LARGEST:
            self.too_large = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return message


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    await JSONResponse({"error": why}, status, headers=HEADERS)(scope, receive, send)
