"""Whose page a socket may speak for: only that of the session that opened it, while that lasts."""

from asyncio import Lock, to_thread
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any
from urllib.parse import parse_qs

from nicegui import Client, core

from screening.api.gate import Pace
from screening.pipeline import Accounts

Heard = Callable[..., Any]
_SPEAKS = ("handshake", "event", "javascript_response")
"""Messages that open a page or do something on it; all name the page by its client's id."""


def guard(accounts: Accounts) -> None:
    """Let the framework hear what a socket says of a page only if both are of one session."""
    known = core.sio.handlers["/"]
    pace = Pace()
    turns: dict[str, Lock] = {}
    for name in _SPEAKS:
        core.sio.on(name, _guarded(known[name], accounts, turns, pace))
    core.sio.on("connect", _connecting(known["connect"], accounts))
    leave = known["disconnect"]

    def gone(sid: str, *_: Any) -> None:
        turns.pop(sid, None)
        leave(sid)

    core.sio.on("disconnect", gone)


def _guarded(
    hear: Heard, accounts: Accounts, turns: dict[str, Lock], pace: Pace
) -> Callable[..., Awaitable[Any]]:
    async def heard(sid: str, message: Any) -> Any:
        client = message.get("client_id") if isinstance(message, dict) else None
        environ = core.sio.get_environ(sid)
        if not pace.allows(_secret(environ) or sid):
            return False
        async with turns.setdefault(sid, Lock()):  # in the order in which it was said
            if not await _allowed(accounts, environ, client):
                return False
            found = hear(sid, message)
            return await found if isawaitable(found) else found

    return heard


def _connecting(hear: Heard, accounts: Accounts) -> Callable[..., Awaitable[Any]]:
    async def heard(sid: str, environ: Any, *rest: Any) -> Any:
        client = parse_qs(environ.get("QUERY_STRING", "")).get("client_id", [None])[0]
        if not await _allowed(accounts, environ, client):
            return False
        return await hear(sid, environ, *rest)

    return heard


def _secret(environ: Any) -> str:
    """The session that a socket was opened in, empty without accounts."""
    return str((environ or {}).get("asgi.scope", {}).get("state", {}).get("secret", ""))


async def _allowed(accounts: Accounts, environ: Any, client_id: Any) -> bool:
    """Whether the session of a socket is that of a page, and lasts."""
    page = Client.instances.get(str(client_id))
    if page is None or page.request is None:
        return False
    own = getattr(page.request.state, "secret", "")
    if own != _secret(environ):
        return False
    if not own:  # a page from before there were accounts
        return not await to_thread(accounts.needed)
    return await to_thread(accounts.who, own) is not None
