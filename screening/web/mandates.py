"""The mandate editor: a text, checked as it would be read, its gaps, and then a run."""

import json
from asyncio import to_thread
from typing import Any

from nicegui import ui
from starlette.requests import Request

from screening import pipeline
from screening.errors import ScreeningError
from screening.records import Mandate
from screening.web import pieces
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/mandates")
    async def mandates(request: Request) -> None:
        visit = Visit(site)
        samples = pipeline.samples()
        start = request.query_params.get("from", "robots")
        with visit.frame(visit.t("mandate.title"), "nav.mandates", wide=True):
            heading(visit.t("mandate.title"), level=1)
            tag("p", visit.t("mandate.about")).classes("muted")
            _Editor(visit, samples).show(start if start in samples else next(iter(samples)))


class _Editor:
    def __init__(self, visit: Visit, samples: dict[str, str]) -> None:
        self.visit, self.samples = visit, samples
        self.text: Any = None
        self.side: Any = None

    def show(self, start: str) -> None:
        visit = self.visit
        with tag("div").classes("split even"):
            with tag("div").classes("card"):
                with tag("div").classes("actions"):
                    ui.select(
                        list(self.samples),
                        value=start,
                        label=visit.t("mandate.start_from"),
                        on_change=lambda event: self.text.set_value(self.samples[event.value]),
                    ).props("dense outlined options-dense").classes("filter")
                    ui.button(visit.t("mandate.check"), on_click=self._check).props(
                        "outline no-caps"
                    )
                    if visit.desk.may("lead"):
                        ui.button(visit.t("mandate.screen"), on_click=self._screen).props(
                            "no-caps outline"
                        )
                    ui.button(
                        visit.t("mandate.save"),
                        on_click=lambda: ui.download.content(self.text.value, "mandate.toml"),
                    ).props("flat no-caps")
                self.text = ui.codemirror(
                    self.samples[start],
                    language="TOML",
                    line_wrapping=True,
                    theme="githubDark" if visit.prefs.get("dark") else "githubLight",
                ).classes("editor")
                ui.timer(0.3, self._name, once=True)
            self.side = tag("div").classes("card")
            self.side.props("aria-live=polite")

    def _name(self) -> None:
        """The editor's own field gets its name, which CodeMirror leaves to us."""
        name = json.dumps(self.visit.t("mandate.title"))
        ui.run_javascript(
            f"document.querySelector('.cm-content')?.setAttribute('aria-label', {name});"
            "document.querySelector('.cm-scroller')?.setAttribute('tabindex', '0')"
        )

    def _read(self) -> Mandate | None:
        """The mandate that stands there, or None with its faults shown."""
        self.side.clear()
        try:
            return pipeline.mandate_of(self.text.value)
        except ScreeningError as error:
            with self.side:
                tag("pre", self.visit.why(error)).classes("fault")
            return None

    async def _check(self) -> None:
        mandate = self._read()
        if mandate is None:
            return
        visit = self.visit
        with self.side:
            waiting = tag("p", visit.t("wait")).classes("muted")
        try:
            found = await to_thread(visit.desk.profile, mandate)
        except ScreeningError as error:
            waiting.delete()
            with self.side:
                tag("pre", self.visit.why(error)).classes("fault")
            return
        waiting.delete()
        with self.side:
            tag("p", f"✔ {visit.t('mandate.good')}")
            count = len(pipeline.eligible(found, mandate))
            tag("p", visit.t("mandate.eligible", count=count)).classes("muted")
            for one in pipeline.unmatched(found, mandate):
                tag("p", visit.reader.unmatched(one)).classes("fault")
            whose = pieces.view_of(visit, found).firms(mandate, found.firms) if found.firms else ""
            heading(visit.reader.facts([visit.t("mandate.preview"), whose]))
            pieces.gap_table(visit, found)

    def _screen(self) -> None:
        mandate = self._read()
        if mandate is None:
            return
        try:
            self.visit.desk.start(mandate)
        except ScreeningError as error:
            with self.side:
                tag("pre", self.visit.why(error)).classes("fault")
            return
        ui.notify(self.visit.t("mandate.started"), type="positive")
        ui.navigate.to("/jobs")
