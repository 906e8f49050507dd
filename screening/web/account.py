"""One's own account: role, mandates, password, tokens for programs, sessions."""

from typing import Any

from nicegui import ui

from screening.api import PASSWORD
from screening.web.site import Site
from screening.web.visit import Page, Visit, facts, heading, link, tag

_DAYS = (30, 90, 365)


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/account")
    def account() -> None:
        visit = Visit(site)
        with visit.frame(visit.t("account.title"), "nav.account"):
            heading(visit.t("account.title"), level=1)
            if not visit.desk.team:
                tag("p", visit.t("people.none")).classes("muted")
                return
            own = visit.desk.account
            mandates = visit.reader.join(sorted(visit.desk.mandates() or ()))
            with tag("section").classes("card"):
                facts(
                    [
                        (visit.t("people.name"), own.name),
                        (visit.t("people.role"), visit.reader.named("account_role", own.role)),
                        (visit.t("people.mandates"), mandates or visit.t("account.no_team")),
                    ]
                )
                link(PASSWORD, visit.t("login.change"))
            with tag("section").classes("card"):
                heading(visit.t("account.tokens"))
                tag("p", visit.t("account.tokens_about")).classes("muted")
                _Tokens(visit).show()
            with tag("section").classes("card"):
                heading(visit.t("account.sessions"))
                _sessions(visit)


class _Tokens:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.list: Any = None

    def show(self) -> None:
        visit = self.visit
        self.list = tag("div")
        self._fill()
        with tag("div").classes("filters"):
            self.name = ui.input(visit.t("account.token_name")).props("outlined dense")
            words = {days: visit.t("account.days", days=days) for days in _DAYS}
            self.days = ui.select(words, value=90, label=visit.t("account.token_days"))
            self.days.props("outlined dense options-dense").classes("filter")
            ui.button(visit.t("account.token_make"), on_click=self._make).props("outline no-caps")
        self.shown = tag("div")
        self.shown.props("aria-live=polite")

    def _fill(self) -> None:
        visit = self.visit
        self.list.clear()
        with self.list:
            for one in visit.office.tokens():
                with tag("div").classes("pair"):
                    tag("b", one.name)
                    used = one.used_at[:10] or visit.t("account.never")
                    told = visit.t("account.token", ends=one.ends_at[:10], used=used)
                    tag("span", told).classes("muted")
                    ui.button(
                        visit.t("account.token_drop"), on_click=lambda one=one: self._drop(one.id)
                    ).props("flat dense no-caps")

    async def _make(self) -> None:
        visit = self.visit
        given = (self.name.value or "", int(self.days.value))
        secret = await visit.tried(visit.office.give_token, *given)
        if secret is None:
            return
        self.name.set_value("")
        self.shown.clear()
        with self.shown:
            tag("p", visit.t("account.token_once"))
            tag("pre", secret).classes("secret")
        self._fill()

    def _drop(self, token_id: str) -> None:
        self.visit.office.drop_token(token_id)
        self._fill()


def _sessions(visit: Visit) -> None:
    with tag("table").classes("plain"), tag("tbody"):
        for one in visit.office.sessions():
            with tag("tr"):
                tag("td", visit.t("account.since", at=one.began_at[:16].replace("T", " ")))
                tag("td", one.address)

    def end() -> None:
        visit.office.end_others(visit.secret)
        ui.navigate.reload()

    ui.button(visit.t("account.end_others"), on_click=end).props("outline dense no-caps")
