"""What is being screened, and how far it is."""

from typing import Any

from nicegui import ui

from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag
from screening.web.words import WORDS

_PREFECT = "http://127.0.0.1:4200/runs"


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/jobs")
    def jobs() -> None:
        visit = Visit(site)
        with visit.frame(visit.t("jobs.title"), "nav.jobs"):
            heading(visit.t("jobs.title"), level=1)
            shown = tag("div")
            shown.props("aria-live=polite")
            before: list[Any] = []

            def refresh() -> None:
                found = visit.desk.jobs()[::-1]
                if found != before or not shown.default_slot.children:
                    before[:] = found
                    shown.clear()
                    with shown:
                        _list(visit, found)

            refresh()
            ui.timer(1.0, refresh)
            link(_PREFECT, visit.t("jobs.prefect")).props("target=_blank rel=noopener")


def _list(visit: Visit, found: list[Any]) -> None:
    if not found:
        tag("p", visit.t("jobs.none")).classes("muted")
    for one in found:
        with tag("section").classes("card job"):
            tag("b", one.mandate)
            tag("span", visit.t(f"jobs.{one.state}")).classes(f"chip {one.state}")
            if one.state == "running":
                key = f"stage.{one.stage}"
                stage = visit.t(key) if key in WORDS else one.stage
                count = f" {one.done:,} / {one.total:,}" if one.total else ""
                tag("span", stage + count).classes("muted")
                share = one.done / one.total if one.total else 0
                bar = ui.linear_progress(share, show_value=False)
                bar.props["aria-label"] = stage
            if one.error:
                tag("p", one.error).classes("fault")
            if one.state == "done":
                link(f"/runs/{one.run_id}", visit.t("jobs.open"))
