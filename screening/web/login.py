"""The two plain pages of who comes in: sign in, and choose a password. They need no script."""

from asyncio import get_running_loop, to_thread
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from typing import TypeVar
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from screening.api import LOGIN, LOGOUT, PASSWORD, cookie_name
from screening.errors import AccessError, ExpiredError, InputError, TooOftenError
from screening.pipeline import Accounts
from screening.pipeline.accounts import ABSOLUTE
from screening.web.words import WORDS

T = TypeVar("T")
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
body { display: grid; place-items: center; min-height: 90vh; margin: 0;
  background: light-dark(#fff, #14181d); color: light-dark(#1b1f23, #e6e6e6); }
main { width: min(23rem, 90vw); }
h1 { font-size: 1.3rem; margin: 0 0 1rem; }
label { display: block; margin: .8rem 0 .2rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
button { font: inherit; margin-top: 1.2rem; padding: .5rem 1.2rem; cursor: pointer;
  background: #1f4e79; color: #fff; border: 0; border-radius: 4px; }
.fault { color: light-dark(#a4262c, #ff9e9e); }
.muted { color: light-dark(#595959, #b5b5b5); }
"""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    complete: str
    kind: str = "password"


_NAME = _Field("name", "login.name", "username", "text")
_LOGIN = (_NAME, _Field("password", "login.password", "current-password"))
_CHANGE = (
    _Field("old", "login.old", "current-password"),
    _Field("new", "login.new", "new-password"),
    _Field("again", "login.again", "new-password"),
)


def register(app: FastAPI, accounts: Accounts, language: str, *, secure: bool) -> None:
    """Give the pages their addresses; ``secure``: over TLS, so that the cookie is for TLS alone."""
    doors = _Doors(accounts, language, secure)
    app.add_route(LOGIN, doors.ask, methods=["GET"])
    app.add_route(LOGIN, doors.sign_in, methods=["POST"])
    app.add_route(PASSWORD, doors.ask_password, methods=["GET"])
    app.add_route(PASSWORD, doors.change, methods=["POST"])
    app.add_route(LOGOUT, doors.sign_out, methods=["POST"])


class _Doors:
    def __init__(self, accounts: Accounts, language: str, secure: bool) -> None:
        self._accounts, self._language, self._secure = accounts, language, secure
        self._hashing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")

    async def _proved(self, check: Callable[..., T], *given: object) -> T:
        """The answer of a check that hashes a password: one at a time, in a thread of their own, so
        that nobody else waits for them."""
        return await get_running_loop().run_in_executor(self._hashing, check, *given)

    async def ask(self, request: Request) -> Response:
        """The page to sign in, or back to where one comes from."""
        if not self._accounts.needed() or hasattr(request.state, "desk"):
            return RedirectResponse(inside(request.query_params.get("next", "")), 303)
        return self._page(request, "login.title", _LOGIN)

    async def sign_in(self, request: Request) -> Response:
        """A session for a name and a password."""
        form = await request.form()
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        try:
            secret = await self._proved(self._accounts.sign_in, name, password, _address(request))
        except AccessError as error:
            return self._refused(request, error)
        return self._let_in(secret, inside(request.query_params.get("next", "")))

    def _refused(self, request: Request, error: AccessError) -> Response:
        if isinstance(error, TooOftenError):
            shown = self._page(request, "login.title", _LOGIN, "login.too_often", 429)
            shown.headers["retry-after"] = str(error.seconds)
            return shown
        key = "login.expired" if isinstance(error, ExpiredError) else "login.wrong"
        return self._page(request, "login.title", _LOGIN, key, 401)

    async def ask_password(self, request: Request) -> Response:
        """The page to choose a password."""
        if not self._accounts.needed():
            return RedirectResponse("/", 303)
        return self._page(request, "login.change", _CHANGE)

    async def change(self, request: Request) -> Response:
        """Another password: every session ends, and this browser gets a new one."""
        form = await request.form()
        old, new, again = (str(form.get(one, "")) for one in ("old", "new", "again"))
        if new != again:
            return self._page(request, "login.change", _CHANGE, "login.differ", 400)
        account, address = request.state.desk.account, _address(request)
        try:
            await self._proved(self._accounts.change_password, account, old, new, address)
            account = await to_thread(self._accounts.find, account.name)
            secret = await to_thread(self._accounts.enter, account, address)
        except TooOftenError:
            return self._page(request, "login.change", _CHANGE, "login.too_often", 429)
        except AccessError:
            return self._page(request, "login.change", _CHANGE, "login.old_wrong", 403)
        except InputError:
            return self._page(request, "login.change", _CHANGE, "login.weak", 400)
        return self._let_in(secret, "/")

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        if self._accounts.needed():
            await to_thread(self._accounts.sign_out, request.state.secret, _address(request))
        gone = RedirectResponse(LOGIN, 303)
        gone.delete_cookie(cookie_name(self._secure), path="/", secure=self._secure, httponly=True)
        return gone

    def _let_in(self, secret: str, where: str) -> Response:
        found = RedirectResponse(where, 303)
        found.set_cookie(
            cookie_name(self._secure),
            secret,
            max_age=int(ABSOLUTE.total_seconds()),
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return found

    def _page(
        self,
        request: Request,
        title: str,
        fields: tuple[_Field, ...],
        fault: str = "",
        code: int = 200,
    ) -> Response:
        chinese = self._chinese(request)

        def t(key: str) -> str:
            return escape(WORDS[key][chinese])

        told = f'<p class="fault" role="alert">{t(fault)}</p>' if fault else ""
        note = f'<p class="muted">{t("login.rule")}</p>' if fields is _CHANGE else ""
        inputs = "".join(
            f'<label for="{one.name}">{t(one.key)}</label><input id="{one.name}" name="{one.name}"'
            f' type="{one.kind}" autocomplete="{one.complete}" required maxlength="128"'
            f"{' autofocus' if one is fields[0] else ''}>"
            for one in fields
        )
        language = "zh-CN" if chinese else "en"
        text = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{t(title)} · {t("brand")}'
            f"</title><style>{_STYLE}</style></head><body><main><h1>{t('brand')} · {t(title)}</h1>"
            f'{told}{note}<form method="post">{inputs}<button>{t("login.go")}</button></form>'
            "</main></body></html>"
        )
        return HTMLResponse(text, code)

    def _chinese(self, request: Request) -> bool:
        first = request.headers.get("accept-language", self._language)
        return first.strip().casefold().startswith("zh")


def inside(path: str) -> str:
    """A path of this site, and the first page for anything that may lead elsewhere."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    plain = path.isprintable() and "\\" not in path and not parts.scheme and not parts.netloc
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
