"""What-if: other weights, and the order that would follow. Nothing is stored."""

from asyncio import to_thread
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np
from nicegui import ui
from starlette.requests import Request

from screening import pipeline
from screening.pipeline import Ask, Board
from screening.report.view import SIGNALS, View
from screening.web.filters import Filters, asked
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, target_url

_TOP = 30
_PRESETS: Mapping[str, Mapping[str, float]] = {
    "if.catch_up": {
        "gap_fill": 20,
        "strength": 20,
        "absorbability": 20,
        "close_reading": 20,
        "relatedness": 20,
    },
    "if.extend": {
        "gap_fill": 15,
        "strength": 15,
        "novelty": 30,
        "close_reading": 20,
        "absorbability": 20,
    },
    "if.defend": {
        "gap_fill": 35,
        "absorbability": 20,
        "differentiation": 20,
        "private_synergy": 15,
        "redundancy": 10,
    },
    "if.learned": pipeline.scorer(pipeline.LEARNED).weights,
}


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/weights")
    async def weights(run_id: str, request: Request) -> None:
        visit = Visit(site)
        board = await to_thread(visit.desk.look, run_id)
        with visit.frame(visit.t("if.title"), "nav.runs", run=run_id, wide=True):
            if board.fits:
                _WhatIf(visit, board, asked(request)).show()
            else:
                heading(visit.t("if.title"), level=1)
                tag("p", visit.t("if.nobody")).classes("muted")


class _WhatIf:
    def __init__(self, visit: Visit, board: Board, ask: Ask) -> None:
        self.visit, self.board = visit, board
        self.view: View = visit.view(board.screening)
        self.names = [one for one in SIGNALS if one in board.sorts]
        self.stored = {one: round(100 * board.weights.get(one, 0)) for one in self.names}
        self.weights: dict[str, float] = dict(self.stored)
        self.ask = ask
        self.presets = {
            key: board.weigh({n: w for n, w in given.items() if n in self.names}).places
            for key, given in _PRESETS.items()
        }

    def show(self) -> None:
        visit, view = self.visit, self.view
        heading(visit.t("if.title"), level=1)
        tag("p", visit.t("if.about")).classes("muted")
        with tag("div").classes("split trial"):
            with tag("div").classes("card"):
                heading(view.word("section.weights"))
                self.sliders = {}
                for name in self.names:
                    with tag("div").classes("weight"):
                        tag("span", view.named("signal", name))
                        slider = ui.slider(min=0, max=60, step=1, value=self.weights[name])
                        slider.props("label throttle=60").props["aria-label"] = view.named(
                            "signal", name
                        )
                        slider.on_value_change(
                            lambda event, name=name: self._move(name, float(event.value))
                        )
                        shown = ui.label()
                        shown.bind_text_from(slider, "value", lambda value: f"{value:.0f}")
                        self.sliders[name] = slider
                with tag("div").classes("actions"):
                    for key, given in _PRESETS.items():
                        ui.button(
                            visit.t(key), on_click=lambda given=given: self._set(given)
                        ).props("outline dense no-caps")
                    ui.button(visit.t("if.reset"), on_click=lambda: self._set(self.stored)).props(
                        "flat dense no-caps"
                    )
                with tag("div").classes("filters"):
                    Filters(visit, self.board, self.ask, self._narrowed).show()
            with tag("div").classes("card scroll"):
                self.took = tag("p", " ").classes("muted")
                self.place = tag("div")
        self.refresh()

    def _narrowed(self, ask: Ask) -> None:
        self.ask = ask
        self.refresh()

    def _move(self, name: str, value: float) -> None:
        if self.weights[name] != value:
            self.weights[name] = value
            self.refresh()

    def _set(self, given: Mapping[str, float]) -> None:
        self.weights = {name: given.get(name, 0) for name in self.names}
        for name, slider in self.sliders.items():
            slider.set_value(self.weights[name])
        self.refresh()

    def refresh(self) -> None:
        """The first of the new order with where each stood."""
        if not any(self.weights.values()):
            return
        said = self.visit.desk.said(self.board.screening.run.id)  # another team's by now: refused
        started = perf_counter()
        fits = self.board.fits
        found = self.board.weigh(self.weights)
        wanted = self.board.find(self.ask, said)
        order = wanted[np.argsort(found.places[wanted], kind="stable")]
        rows = [int(row) for row in order if not fits[row].lane][:_TOP]
        took = 1000 * (perf_counter() - started)
        self.took.set_text(self.visit.t("if.took", count=f"{len(fits):,}", ms=f"{took:.0f}"))
        self.place.clear()
        with self.place:
            self._table(rows, found.places, found.totals)

    def _table(self, rows: list[int], places: Any, totals: Any) -> None:
        visit, view = self.visit, self.view
        with tag("table").classes("plain tight"):
            with tag("thead"), tag("tr"):
                for title in (
                    visit.t("if.now"),
                    view.word("col.company"),
                    view.word("col.country"),
                    view.word("col.total"),
                    visit.t("if.stored"),
                    visit.t("if.moved"),
                    *(visit.t(key) for key in _PRESETS),
                ):
                    tag("th", title)
            with tag("tbody"):
                for row in rows:
                    fit = self.board.fits[row]
                    company = view.find(fit.company_id)
                    moved = fit.rank - int(places[row])
                    with tag("tr"):
                        tag("td", str(int(places[row]))).classes("number")
                        with tag("td"):
                            address = target_url(self.board.screening.run.id, fit.company_id)
                            link(address, view.company(company))
                        tag("td", view.country(company.country))
                        with tag("td"), tag("div").classes("bar small"):
                            tag("i").style(f"width:{float(totals[row]):.0f}%")
                            tag("b", f"{float(totals[row]):.1f}")
                        tag("td", str(fit.rank)).classes("number muted")
                        sign = "▲" if moved > 0 else "▼" if moved < 0 else "–"
                        tag("td", f"{sign} {abs(moved)}" if moved else sign).classes("number")
                        for key in _PRESETS:
                            tag("td", str(int(self.presets[key][row]))).classes("number muted")
