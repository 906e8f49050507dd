"""Start the server: the API and the pages in one process."""

import json
import logging
import os
import secrets
from asyncio import to_thread
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from getpass import getuser
from ipaddress import ip_address
from pathlib import Path
from socket import socket

import uvicorn
from nicegui import app as pages
from nicegui import background_tasks, core, ui
from nicegui.storage import Storage
from starlette.types import ASGIApp

from screening import assets
from screening.api import Gate, Guard, create
from screening.errors import InputError, StoreError
from screening.pipeline import Accounts, Desk, Jobs, Room, Workspace
from screening.records import Account
from screening.web import login, routes, sockets
from screening.web.site import Site
from screening.web.words import WORDS

Told = Callable[[str], None]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HISTORY = 100
"""Messages kept for a browser whose line broke; more would be memory for nothing."""
_LISTEN = 1.0
"""Seconds between two looks for what other processes said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where to serve: an address, and for an address that others can reach, under which names and
    with which certificate (PEM files). A name on loopback is that of a proxy that speaks TLS."""

    host: str = "127.0.0.1"
    port: int = 8080
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    @property
    def secure(self) -> bool:
        """Whether the browser speaks TLS to it."""
        return self.certificate is not None or bool(self.names)


def serve(workspace: Workspace, where: Where, tell: Told) -> None:
    """Serve until interrupted; ``tell`` gets the address once it answers.

    Raises InputError for an address that others can reach without accounts or without TLS, and
    StoreError where the port is taken.
    """
    accounts = Accounts(workspace)
    address = checked(where, accounts)
    app = application(workspace, accounts, where)
    config = uvicorn.Config(
        app,
        host=address,
        port=where.port,
        log_level="warning",
        server_header=False,
        access_log=False,
        proxy_headers=bool(where.names) and where.certificate is None,
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
    )
    bound = _bind(config)
    shown = where.names[0] if where.certificate and where.names else address
    scheme = "https" if where.certificate else "http"
    url = f"{scheme}://{f'[{shown}]' if ':' in shown else shown}:{bound.getsockname()[1]}"
    facts = {
        "url": url,
        "pid": os.getpid(),
        "code": assets.code_version(),
        "encoder": workspace.encoder_key,
    }
    note = _Note(workspace.settings.data_dir / "server.json", json.dumps(facts))
    _Server(config, note, lambda: tell(url)).run(sockets=[bound])


@dataclass(frozen=True, slots=True)
class _Note:
    """Where a command on the same data finds the server; only who wrote it removes it."""

    path: Path
    text: str

    def leave(self) -> None:
        self.path.write_text(self.text, encoding="utf-8")

    def remove(self) -> None:
        with suppress(OSError):
            if self.path.read_text(encoding="utf-8") == self.text:
                self.path.unlink()


class _Server(uvicorn.Server):
    """A server that says so once it answers, and takes its note away when it stops."""

    def __init__(self, config: uvicorn.Config, note: _Note, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._note, self._tell = note, started

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._note.leave()
            self._tell()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._note.remove()
        await super().shutdown(sockets)


def application(workspace: Workspace, accounts: Accounts, where: Where) -> ASGIApp:
    """The pages and the API, with the guard and the gate before both."""
    folder = workspace.settings.data_dir / "web"
    room, jobs = Room(workspace), Jobs(workspace)
    site = Site(number=workspace.ledger.said, language=workspace.settings.language)
    app = create(lambda: _heard(site))
    login.register(app, accounts, site.language, secure=where.secure)
    Storage.path = folder / "visits"
    routes.register(site)
    ui.run_with(
        app,
        title=WORDS["brand"][0],
        favicon=Path(__file__).with_name("favicon.svg"),
        storage_secret=_secret(folder / "secret"),
        tailwind=False,
        show_welcome_message=False,
        message_history_length=_HISTORY,
        session_middleware_kwargs={
            "same_site": "strict",
            "max_age": 90 * 24 * 3600,
            "https_only": where.secure,
        },
    )
    core.sio.eio.cors_allowed_origins = None  # of the same origin only
    sockets.guard(accounts)

    def begin() -> None:
        pages.timer(_LISTEN, site.listen)
        background_tasks.create(to_thread(room.warm), name="warm the encoder")

    pages.on_startup(begin)
    pages.on_shutdown(jobs.close)

    def desk(account: Account, address: str) -> Desk:
        return Desk(room, jobs, accounts, account, address)

    gate = Gate(app, accounts, desk, _user(), secure=where.secure)
    return Guard(gate, {*_LOOPBACK, where.host, *where.names}, secure=where.secure)


def _heard(site: Site) -> None:
    """Let the pages know, from whatever thread, what the API was told."""
    if core.loop is not None:
        core.loop.call_soon_threadsafe(site.listen)


def checked(where: Where, accounts: Accounts) -> str:
    """The address to bind; InputError where it may not be."""
    address = "127.0.0.1" if where.host == "localhost" else where.host
    try:
        found = ip_address(address)
    except ValueError:
        raise InputError(
            f"host: {where.host!r} is no IP address, such as 127.0.0.1; a name goes to --name"
        ) from None
    if (where.certificate is None) != (where.key is None):
        raise InputError("certificate: give --certificate and --key together, or neither")
    for file in (where.certificate, where.key):
        if file is not None and not file.is_file():
            raise InputError(f"certificate: there is no file {file}")
    if found.is_loopback and not where.names:
        return address
    if not accounts.needed():
        raise InputError(
            f"host: {', '.join(where.names) or where.host!r} can be reached by others, and there"
            " are no accounts; make one first (screening account add NAME --role admin), or stay on"
            " 127.0.0.1 and let people in through a tunnel that knows them (ssh -L)"
        )
    if not found.is_loopback and where.certificate is None:
        raise InputError(
            f"host: passwords would cross the network to {where.host} in the clear; give"
            " --certificate and --key, or stay on 127.0.0.1 behind a proxy that speaks TLS (--name)"
        )
    if found.is_unspecified and not where.names:
        raise InputError(f"host: {where.host} is every address; say its name with --name")
    return address


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError):
        return "reviewer"


def _secret(path: Path) -> str:
    """The secret that signs cookies: made once, readable by the user alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}") from None


def _bind(config: uvicorn.Config) -> socket:
    log = logging.getLogger("uvicorn.error")
    log.disabled = True  # it would say the same before us, in numbers
    try:
        return config.bind_socket()
    except SystemExit:
        raise StoreError(
            f"port {config.port} of {config.host} is taken; name another with --port"
        ) from None
    finally:
        log.disabled = False
