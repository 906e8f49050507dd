"""One person's visit to one page: language, signature, and the frame around what is shown."""

from asyncio import to_thread
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote, urlencode

from nicegui import app, ui
from nicegui.elements.mixins.text_element import TextElement

from screening.api import LOGIN, LOGOUT
from screening.errors import ScreeningError
from screening.pipeline import Desk, Office
from screening.records import AccountRole, Screening
from screening.report.view import Reader, View
from screening.web.faults import told
from screening.web.site import Site
from screening.web.words import WORDS

_STYLE = Path(__file__).with_name("style.css")
_ACCENT = "#1f4e79"
_NAV = (
    ("nav.runs", "/"),
    ("nav.mandates", "/mandates"),
    ("nav.score", "/score"),
    ("nav.match", "/match"),
    ("nav.map", "/map"),
    ("nav.quality", "/quality"),
    ("nav.jobs", "/jobs"),
)
_RUN = (
    ("run.shortlist", ""),
    ("run.gaps", "/gaps"),
    ("run.weights", "/weights"),
    ("run.compare", "/compare"),
    ("run.changes", "/changes"),
    ("run.excluded", "/excluded"),
)
_OFFICE: tuple[tuple[str, str, AccountRole], ...] = (
    ("nav.account", "/account", "viewer"),
    ("nav.people", "/people", "lead"),
    ("nav.log", "/log", "lead"),
)
_SIGN_OUT = f"fetch('{LOGOUT}', {{method: 'POST'}}).then(() => location.assign('{LOGIN}'))"
_WATCH = 5.0
"""Seconds between two looks whether the session of a page lasts."""
T = TypeVar("T")
Language = Literal["en", "zh"]
Page = Callable[[str], Callable[[Callable[..., Any]], Any]]
"""Gives a function the address of a page."""


class Visit:
    """What a page needs to speak with its reader."""

    def __init__(self, site: Site) -> None:
        self.site = site
        state = ui.context.client.request.state
        self.desk: Desk = state.desk
        self.office = Office(self.desk)
        self.secret: str = getattr(state, "secret", "")
        self._over = False
        self.prefs: Any = app.storage.user
        given = self.prefs.get("language", site.language)
        self.language = given if given in ("en", "zh") else "en"
        self.reader = Reader(self.language)

    @property
    def author(self) -> str:
        """Who signs: the account, or without accounts whoever says so."""
        own = "" if self.desk.team else self.prefs.get("author")
        return str(own or self.desk.account.name)

    def t(self, key: str, **given: object) -> str:
        """The fixed text ``key`` with what is put into it."""
        text = WORDS[key][self.language == "zh"]
        return text.format(**given) if given else text

    def why(self, error: Exception) -> str:
        """What went wrong, in words for a browser."""
        return told(error, self.language)

    def view(self, screening: Screening) -> View:
        """A screening for this reader."""
        return View(self.language, screening)

    @contextmanager
    def frame(
        self, title: str, active: str, *, run: str = "", wide: bool = False
    ) -> Iterator[None]:
        """Head, navigation and the place for the content; ``active`` is a key of the navigation."""
        page = copy(ui.context.client.page)
        page.language = "zh-CN" if self.language == "zh" else "en-US"
        ui.context.client.page = page
        ui.context.client.on_exception(self._refused)
        ui.page_title(f"{title} · {self.t('brand')}")
        ui.add_css(_STYLE)
        ui.colors(primary=_ACCENT)
        self._dark = ui.dark_mode(self.prefs.get("dark"))
        with ui.header().classes("top"):
            link("/", self.t("brand")).classes("brand")
            with named("nav", self.t("brand")).classes("nav"):
                for key, address in _NAV:
                    _item(self.t(key), address, here=key == active)
            self._person()
        if run:
            with named("nav", self.t("run.shortlist")).classes("nav run"):
                for key, part in _RUN:
                    _item(self.t(key), f"/runs/{run}{part}", here=key == active)
                address = f"/api/v1/runs/{run}/export?language={self.language}"
                link(address, self.t("run.export")).classes("item")
        with tag("div").classes("page wide" if wide else "page"):
            yield
        ui.timer(_WATCH, self._stay)

    async def _stay(self) -> None:
        """A page leaves when its session is over, or when there are accounts and it has none; one
        that stays is told nothing any more."""
        if not await to_thread(self._lasts):
            client = ui.context.client
            if self._over:
                client.delete()
            else:
                self._over = True
                ui.navigate.to(LOGIN)

    def _lasts(self) -> bool:
        accounts = self.desk.accounts
        if not self.desk.team:
            return not accounts.needed()
        return accounts.who(self.secret, active=False) is not None

    async def tried(self, act: Callable[..., T], *given: Any, **named: Any) -> T | None:
        """What ``act`` gives back, in a thread; where it refuses, the reader is told why."""
        try:
            return await to_thread(act, *given, **named)
        except ScreeningError as error:
            ui.notify(self.why(error), type="negative", multi_line=True)
            return None

    def _refused(self, error: Exception) -> None:
        """Tell the reader why what was done on the page could not be."""
        if isinstance(error, ScreeningError):
            ui.notify(self.why(error), type="negative", multi_line=True)

    def _person(self) -> None:
        with tag("div").classes("person"):
            if self.desk.team:
                self._account()
            else:
                name = ui.button(self.author, icon="edit", on_click=self._rename)
                name.props("flat dense").tooltip(self.t("author.signs", name=self.author))
            dark = ui.button(icon="contrast", on_click=self._flip).props("flat dense round")
            dark.props["aria-label"] = self.t("dark")
            dark.tooltip(self.t("dark"))
            other = ui.button(self.t("language.other"), on_click=self._speak).props("flat dense")
            other.props["aria-label"] = self.t("language.switch")

    def _account(self) -> None:
        with ui.button(self.author, icon="person").props("flat dense no-caps"), ui.menu():
            for key, address, role in _OFFICE:
                if self.desk.may(role):
                    ui.menu_item(
                        self.t(key), on_click=lambda address=address: ui.navigate.to(address)
                    )
            ui.menu_item(self.t("login.out"), on_click=lambda: ui.run_javascript(_SIGN_OUT))

    def _flip(self) -> None:
        dark = self.prefs.get("dark")
        self.prefs["dark"] = self._dark.value = not dark

    def _speak(self) -> None:
        self.prefs["language"] = "en" if self.language == "zh" else "zh"
        ui.navigate.reload()

    def _rename(self) -> None:
        with ui.dialog() as dialog, ui.card().classes("dialog"):
            name = ui.input(self.t("author.change"), value=self.author).props("autofocus")

            def keep() -> None:
                given = " ".join(name.value.split())[:200]
                if given:
                    self.prefs["author"] = given
                    ui.navigate.reload()

            name.on("keydown.enter", keep)
            with tag("div").classes("actions"):
                ui.button(self.t("cancel"), on_click=dialog.close).props("flat")
                ui.button(self.t("save"), on_click=keep)
        dialog.open()


def tag(name: str, text: str = "") -> Any:
    """An HTML element; its text is shown as it is, never read as markup."""
    return TextElement(tag=name, text=text) if text else ui.element(name)


def named(name: str, label: str) -> Any:
    """An HTML element with a name for those who do not see it."""
    found = ui.element(name)
    found.props["aria-label"] = label
    return found


def link(address: str, text: str) -> Any:
    """A plain link."""
    found = tag("a", text)
    found.props["href"] = address
    return found


def _item(text: str, address: str, *, here: bool) -> None:
    found = link(address, text).classes("item here" if here else "item")
    if here:
        found.props("aria-current=page")


def heading(text: str, *, level: int = 2) -> Any:
    """A heading."""
    return tag(f"h{level}", text)


def facts(lines: Sequence[tuple[str, str]]) -> None:
    """Names and values under each other; an empty value is left out."""
    with tag("dl").classes("facts"):
        for name, value in lines:
            if value:
                tag("dt", name)
                tag("dd", value)


def target_url(run_id: str, company_id: str) -> str:
    """Where the tear sheet of a target is."""
    return f"/runs/{quote(run_id)}/targets/{quote(company_id)}"


def with_query(path: str, given: Mapping[str, Any]) -> str:
    """An address with what is given behind its question mark; what is empty is left out."""
    query = urlencode({k: v for k, v in given.items() if v not in ("", None, [], ())}, doseq=True)
    return f"{path}?{query}" if query else path
