"""A company of the corpus, chosen while its name is typed."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from screening.records import Company
from screening.web.visit import Visit, tag


class Picker:
    """An input with the companies below it that may be meant; Enter takes the first."""

    def __init__(
        self, visit: Visit, label: str, picked: Callable[[Company], Awaitable[None]]
    ) -> None:
        self.visit, self.label, self.picked = visit, label, picked

    def show(self) -> None:
        """The input and what it offers."""
        with tag("div").classes("picker"):
            self.input = ui.input(self.label, on_change=self._typed)
            self.input.props("outlined dense clearable debounce=200 autocomplete=off")
            self.input.on(
                "keydown.enter",
                lambda event: self._first(str(event.args or "")),
                js_handler="(event) => emit(event.target.value)",  # typed a moment ago
            )
            self.list = tag("div").classes("offered")
            self.list.props("aria-live=polite")

    async def _typed(self, event: Any) -> None:
        given = event.value or ""
        offered = await to_thread(self.visit.desk.find, given)
        if given == (self.input.value or ""):  # nothing was typed since
            self._offer(offered)

    def _offer(self, offered: list[Company]) -> None:
        self.list.clear()
        with self.list:
            for one in offered:
                ui.button(on_click=lambda one=one: self._take(one)).props(
                    "flat dense no-caps align=left"
                ).set_text(self._told(one))

    def _told(self, one: Company) -> str:
        """The company as the reader knows it, and as it is called where it sits."""
        reader = self.visit.reader
        name = reader.company(one)
        other = [other for other in (one.name, one.name_zh, one.name_local) if other != name]
        parts = [name, *other[:1], reader.country(one.country) if one.country else ""]
        return " · ".join(part for part in parts if part)

    async def first(self) -> None:
        """Take the first that may be meant, or say that there is none."""
        await self._first(self.input.value or "")

    async def _first(self, typed: str) -> None:
        offered = await to_thread(self.visit.desk.find, typed)
        if offered:
            await self._take(offered[0])
        elif typed:
            ui.notify(self.visit.t("pick.none", name=typed), type="warning")

    async def _take(self, one: Company) -> None:
        self._offer([])
        await self.picked(one)
