"""Who comes in: every request is somebody's, and gets the desk of that somebody.

Without accounts that is the owner. With them: the session of a cookie, the token of a program, or
nobody, for whom there is the page to sign in and nothing else. OWASP ASVS 4.0.3, chapters 3, 4 and
11; docs/security.md has the table.
"""

from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import TypeVar
from urllib.parse import quote

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from screening.api.guard import READS
from screening.pipeline import Accounts, Desk
from screening.records import Account

LOGIN, PASSWORD, LOGOUT = "/login", "/password", "/logout"
_OPEN = (LOGIN, "/favicon.ico", "/favicon.svg")
_FRESH = (PASSWORD, LOGOUT, *_OPEN)
_FILES = "/_nicegui"
_EACH = RateLimitItemPerMinute(600)
_STRANGER = RateLimitItemPerMinute(300)
"""Requests a minute, without the parts of pages: of an account, and of an address before it signs
in (ours)."""
_MESSAGES = RateLimitItemPerMinute(1800)
"""Messages a minute on the open pages of a session: a slider that is dragged without a pause sends
a thousand (ours)."""
T = TypeVar("T")
Opened = Callable[[Account, str], Desk]


def cookie_name(secure: bool) -> str:
    """The name of the cookie; over TLS, one that only this very host can set (RFC 6265bis)."""
    return "__Host-screening" if secure else "screening"


class Pace:
    """Counts the messages that come on open pages; what comes beyond the limit is not heard."""

    def __init__(self) -> None:
        self._limits = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, whose: str) -> bool:
        """Whether one more message of a session, or of a socket without one, is heard."""
        return self._limits.hit(_MESSAGES, whose)


class Gate:
    """Puts ``desk`` into the state of each request, or refuses it; ``owner`` is whose room it is as
    long as there are no accounts."""

    def __init__(
        self, app: ASGIApp, accounts: Accounts, desk: Opened, owner: str, *, secure: bool = False
    ) -> None:
        self._app, self._accounts, self._desk = app, accounts, desk
        self._owner = Account(id="", name=owner, role="admin")
        self._cookie = cookie_name(secure)
        self._limits = MovingWindowRateLimiter(MemoryStorage())
        self._asking = ThreadPoolExecutor(max_workers=2, thread_name_prefix="gate")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        scope.setdefault("state", {})
        if not await self._ask(self._accounts.needed):
            scope["state"]["desk"] = self._desk(self._owner, address)
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secret = _cookie(headers, self._cookie)
        account = await self._ask(self._who, scope, headers, secret)
        refused = self._refused(scope, headers, account, address)
        if refused is not None:
            await _answer(refused, scope, receive, send)
            return
        scope["state"]["secret"] = secret
        if account is not None:
            scope["state"]["desk"] = self._desk(account, address)
        await self._app(scope, receive, send)

    async def _ask(self, what: Callable[..., T], *given: object) -> T:
        """The ledger's answer, in threads that nothing slower can fill."""
        return await get_running_loop().run_in_executor(self._asking, what, *given)

    def _who(self, scope: Scope, headers: Headers, secret: str) -> Account | None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if token and kind.casefold() == "bearer" and scope["path"].startswith("/api/"):
            return self._accounts.program(token.strip())
        return self._accounts.who(secret, active=not scope["path"].startswith(_FILES))

    def _refused(
        self, scope: Scope, headers: Headers, account: Account | None, address: str
    ) -> Response | None:
        path = scope["path"]
        if not path.startswith(_FILES):
            limit, key = (_EACH, account.id) if account else (_STRANGER, f"from {address}")
            if not self._limits.hit(limit, key):
                return _fault(429, "too many requests; wait a minute", {"retry-after": "60"})
        if account is None and path not in _OPEN:
            return _to_login(scope)
        if account is not None and account.fresh and path not in _FRESH:
            if path.startswith("/api/"):
                return _fault(403, "change your first password in the browser before anything else")
            return RedirectResponse(PASSWORD, 303)
        if scope["type"] == "http" and scope["method"] not in READS and not _says_origin(headers):
            return _fault(403, "a write must say where it comes from: send Origin, or a token")
        return None


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return found[name].value if name in found else ""


def _says_origin(headers: Headers) -> bool:
    """Whether it comes from a page of this host (the guard has compared it), or from a program
    with a token, which no page can make a browser send."""
    return (
        "origin" in headers
        or "authorization" in headers
        or headers.get("sec-fetch-site") == "same-origin"
    )


def _to_login(scope: Scope) -> Response:
    path = scope["path"]
    if scope["type"] == "websocket" or path.startswith(("/api/", _FILES)):
        return _fault(401, "sign in first, or send a token", {"www-authenticate": "Bearer"})
    query = scope.get("query_string", b"").decode("ascii", "replace")
    back = quote(f"{path}?{query}" if query else path, safe="/")
    return RedirectResponse(LOGIN if back == "/" else f"{LOGIN}?next={back}", 303)


def _fault(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": why}, status, headers=headers)


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "sign in first"})
        return
    await response(scope, receive, send)
