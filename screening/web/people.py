"""Who may come in, and who is on which team."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from screening import pipeline
from screening.records import Account
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/people")
    def people() -> None:
        visit = Visit(site)
        visit.desk.need("lead")
        with visit.frame(visit.t("people.title"), "nav.people"):
            heading(visit.t("people.title"), level=1)
            if visit.desk.team:
                _People(visit).show()
            else:
                tag("p", visit.t("people.none")).classes("muted")


class _People:
    def __init__(self, visit: Visit) -> None:
        self.visit, self.office = visit, visit.office
        self.roles = {
            one: visit.reader.named("account_role", one) for one in pipeline.ACCOUNT_ROLES
        }

    def show(self) -> None:
        visit = self.visit
        if visit.desk.may("admin"):
            with tag("section").classes("card"):
                heading(visit.t("people.accounts"))
                self.list = tag("div")
                self._add()
                self.secret = tag("div")
                self.secret.props("aria-live=polite")
        with tag("section").classes("card"):
            heading(visit.t("people.teams"))
            tag("p", visit.t("people.teams_about")).classes("muted")
            self.teams = tag("div")
        self._redraw()

    def _add(self) -> None:
        visit = self.visit
        with tag("div").classes("filters"):
            name = ui.input(visit.t("people.name")).props("outlined dense")
            role = ui.select(self.roles, value="reviewer", label=visit.t("people.role"))
            role.props("outlined dense options-dense").classes("filter")

            async def add() -> None:
                made = await visit.tried(self.office.add, name.value or "", str(role.value))
                if made:
                    self._once(made[0].name, made[1])
                    name.set_value("")
                self._redraw()

            ui.button(visit.t("people.add"), on_click=add).props("outline no-caps")

    def _once(self, name: str, password: str) -> None:
        self.secret.clear()
        with self.secret:
            tag("p", self.visit.t("people.first", name=name))
            tag("pre", password).classes("secret")

    async def _do(self, act: Callable[..., Any], *given: Any, **named: Any) -> None:
        """Do what was asked, and show how things stand after it."""
        found = await self.visit.tried(act, *given, **named)
        if isinstance(found, str):  # a first password
            self._once(given[0], found)
        self._redraw()

    def _redraw(self) -> None:
        if self.visit.desk.may("admin"):
            self._accounts()
        self._teams()

    def _accounts(self) -> None:
        self.list.clear()
        with self.list, tag("table").classes("plain"), tag("tbody"):
            for one in self.office.accounts():
                with tag("tr"):
                    self._account(one)

    def _account(self, one: Account) -> None:
        visit = self.visit
        tag("th", one.name).props("scope=row")
        with tag("td"):
            role = ui.select(
                self.roles,
                value=one.role,
                on_change=lambda event: self._do(self.office.set_role, one.name, event.value),
            ).props("dense borderless options-dense")
            role.props["aria-label"] = (
                f"{visit.t('people.role')}{visit.reader.word('colon')}{one.name}"
            )
        state = "people.closed" if one.closed_at else "people.fresh" if one.fresh else "people.open"
        tag("td", visit.t(state)).classes("muted")
        with tag("td"):
            if one.closed_at:
                self._button("people.reopen", self.office.reopen, one.name)
            else:
                self._button("people.reset", self.office.reset, one.name)
                self._button("people.close", self.office.close, one.name)

    def _button(self, key: str, act: Callable[[str], Any], name: str) -> None:
        button = ui.button(self.visit.t(key), on_click=lambda: self._do(act, name))
        button.props("flat dense no-caps")

    def _teams(self) -> None:
        visit = self.visit
        names = {one.id: one.name for one in self.office.accounts() if not one.closed_at}
        self.teams.clear()
        with self.teams:
            codes = self.office.code_names()
            for mandate, team in self.office.teams().items():
                with tag("div").classes("pair"):
                    tag("b", mandate)
                    tag("span", codes.get(mandate, "")).classes("muted")
                    chosen = ui.select(
                        names,
                        value=[one for one in names if one in team],
                        multiple=True,
                        label=visit.t("people.team"),
                        on_change=lambda event, mandate=mandate, team=team: self._do(
                            self._staff, mandate, team, set(event.value), names
                        ),
                    )
                    chosen.props("dense outlined options-dense use-chips").classes("team")

    def _staff(
        self, mandate: str, before: frozenset[str], now: set[str], names: dict[str, str]
    ) -> None:
        known = before & set(names)
        for one in sorted(now - known):
            self.office.staff(mandate, names[one], on=True)
        for one in sorted(known - now):
            self.office.staff(mandate, names[one], on=False)
