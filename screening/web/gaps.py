"""The gap matrix: technology by firm, leaders and best targets."""

from asyncio import to_thread
from itertools import groupby
from typing import Any

from nicegui import ui

from screening import pipeline
from screening.errors import ScreeningError
from screening.records import Emerging, Evidence, Gap, Screening
from screening.report.cells import known
from screening.report.matrix import firm_title
from screening.report.view import View, said_by
from screening.web import pieces
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, target_url

_TARGETS = 10
_GROUPS = 30


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/gaps")
    async def gaps(run_id: str) -> None:
        visit = Visit(site)
        board = await to_thread(visit.desk.look, run_id)
        view = visit.view(board.screening)
        with visit.frame(visit.t("gaps.title"), "nav.runs", run=run_id, wide=True):
            heading(visit.t("gaps.title"), level=1)
            tag("p", visit.t("gaps.about")).classes("muted")
            if note := view.floor_note():
                tag("p", note).classes("muted")
            _matrix(visit, view, board.screening)
            _emerging(visit, board.screening)
            heading(visit.t("gaps.evidence"))
            for gap in view.gaps():
                _evidence(visit, view, gap, board.screening)


def _evidence(visit: Visit, view: View, gap: Gap, screening: Screening) -> None:
    """The quotes on a gap, each under whose it is and what it is about."""

    def whose(one: Evidence) -> tuple[str, str]:
        return said_by(one, screening), one.company_id

    for (side, company), quotes in groupby(gap.evidence, whose):
        topic, name = view.topic(gap.technology), view.name(company)
        if side == "leader" and name == view.best_leader(gap):
            side = "best"
        tag("h3", visit.t(f"gaps.{side}", topic=topic, name=name))
        pieces.quotes(visit, view, list(quotes), [gap.technology])


def _matrix(visit: Visit, view: View, screening: Screening) -> None:
    named = {one for row in screening.gap_matrix.values() for one in row}
    targets = [f.company_id for f in screening.fits[:_TARGETS] if f.company_id in named]
    trend = ("trend",) if any(gap.trend is not None for gap in screening.gaps) else ()
    with tag("div").classes("card scroll"), tag("table").classes("plain heat"):
        with tag("thead"), tag("tr"):
            tag("th", view.word("col.technology"))
            for key in ("gap", "kind", "sure", *trend):
                title = tag("th", view.word(f"col.{key}"))
                title.props["title"] = view.word(f"note.{key}")
            tag("th", firm_title(view, screening)).classes("turn")
            for one in screening.leaders:
                tag("th", view.name(one)).classes("turn leader")
            for one in targets:
                with tag("th").classes("turn"):
                    link(target_url(screening.run.id, one), view.name(one))
        with tag("tbody"):
            for gap in view.gaps():
                row = screening.gap_matrix.get(gap.technology, {})
                with tag("tr"):
                    tag("th", view.topic(gap.technology)).props("scope=row")
                    size = known(gap.size)
                    tag("td", view.word("unknown") if size is None else f"{size:.2f}")
                    for told in (view.origin(gap), *view.gap_facts(gap)[: 1 + len(trend)]):
                        tag("td", told).classes("muted")
                    for one in ("firm", *screening.leaders, *targets):
                        heat(row.get(one))


def _emerging(visit: Visit, screening: Screening) -> None:
    """What no technology of the taxonomy speaks for, looked for when it is asked for."""
    with tag("section").classes("card scroll noprint") as place:
        button = ui.button(visit.t("gaps.emerging")).props("outline dense no-caps")

    async def look() -> None:
        button.disable()
        button.props("loading")

        def ask() -> tuple[Emerging, ...]:
            measured = visit.desk.profile(screening.mandate)
            return pipeline.emerging(visit.desk.workspace, screening.mandate, measured=measured)

        try:
            found = await to_thread(ask)
        except ScreeningError as error:
            ui.notify(visit.why(error), type="negative", multi_line=True)
            return
        place.clear()
        with place:
            _groups(visit, found)

    button.on_click(look)


def _groups(visit: Visit, found: tuple[Emerging, ...]) -> None:
    reader = visit.reader
    heading(reader.word("emerging.title"))
    if not found:
        tag("p", reader.word("emerging.none")).classes("muted")
        return
    tag("p", visit.t("gaps.emerging_about")).classes("muted")
    with tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            for key in ("what", "leaders", "abroad", "home", "recent", "holders", "nearest"):
                tag("th", reader.word(f"emerging.{key}"))
        with tag("tbody"):
            for one in found[:_GROUPS]:
                with tag("tr"):
                    for place, text in enumerate(reader.emerging(one)):
                        tag("td", text).classes("number" if 1 <= place <= 4 else "")


def heat(value: float | None, text: str | None = None) -> Any:
    """A cell whose shade says how much: the number stands in it as well."""
    found = known(value)
    cell = tag("td", "" if found is None else text or f"{found:.2f}").classes("cell")
    if found is not None:
        cell.style(f"--heat:{100 * min(max(found, 0), 1):.0f}%")
    return cell
