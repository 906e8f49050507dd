"""Countries by fields: where complementary technology sits, from the newest run of each field."""

from asyncio import to_thread

from nicegui import ui

from screening import pipeline
from screening.errors import ScreeningError
from screening.pipeline import Board, Desk
from screening.records import Region
from screening.report import region_text
from screening.report.names import technology_name
from screening.report.view import View
from screening.web.gaps import heat
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/map")
    async def regions() -> None:
        visit = Visit(site)
        found = await to_thread(_newest, visit.desk)
        every = [one.field for one in pipeline.fields() if one.field.scope == "screen"]
        missing = [one for one in every if one.id not in found]
        with visit.frame(visit.t("map.title"), "nav.map", wide=True):
            heading(visit.t("map.title"), level=1)
            tag("p", visit.t("map.about")).classes("muted")
            if missing and visit.desk.may("lead"):
                with tag("p"):
                    tag("span", visit.t("map.missing", count=len(missing)) + " ")
                    ui.button(
                        visit.t("map.fill"), on_click=lambda: _fill(visit, [m.id for m in missing])
                    ).props("outline dense no-caps")
            if found:
                _table(visit, found)


def _newest(desk: Desk) -> dict[str, Board]:
    """The newest run of each field that is for the province, by field."""
    mandates = desk.mandates_by_hash()
    found: dict[str, Board] = {}
    for one, _ in desk.runs():
        mandate = mandates.get(one.mandate_hash)
        if mandate is None or not mandate.province or mandate.firm or mandate.field in found:
            continue
        found[mandate.field] = desk.look(one.id)
    return found


async def _fill(visit: Visit, fields: list[str]) -> None:
    for one in fields:
        try:
            visit.desk.start(pipeline.shipped_mandate(one))
        except ScreeningError as error:
            ui.notify(visit.why(error), type="negative", multi_line=True)
            return
    ui.navigate.to("/jobs")


def _table(visit: Visit, found: dict[str, Board]) -> None:
    totals: dict[str, int] = {}
    held: dict[tuple[str, str], Region] = {}
    for field, board in found.items():
        for one in board.screening.regions:
            totals[one.country] = totals.get(one.country, 0) + one.complementary
            held[one.country, field] = one
    seats = sorted((c for c in totals if totals[c]), key=lambda c: (-totals[c], c))
    most = max((one.complementary for one in held.values()), default=1) or 1
    with tag("div").classes("card scroll"), tag("table").classes("plain heat"):
        with tag("thead"), tag("tr"):
            tag("th", visit.reader.word("col.country"))
            for board in found.values():
                screening = board.screening
                name = technology_name(screening.field, visit.language) if screening.field else ""
                with tag("th").classes("turn"):
                    link(f"/runs/{screening.run.id}", name)
        with tag("tbody"):
            for country in seats:
                with tag("tr"):
                    tag("th", visit.reader.country(country)).props("scope=row")
                    for field, board in found.items():
                        view = visit.view(board.screening)
                        _cell(visit, view, held.get((country, field)), most)


def _cell(visit: Visit, view: View, one: Region | None, most: int) -> None:
    if one is None or not one.complementary:
        tag("td").classes("cell")
        return
    cell = heat(one.complementary / most, region_text(one))
    told = visit.t("map.cell", count=one.complementary, ranked=one.ranked)
    best = visit.t("map.best", strength=f"{one.strength:.0f}")
    colon = view.word("colon") if one.band_rule else ""
    band = f"{view.named('band', one.band)}{colon}{view.rule(one.band_rule)}"
    cell.props["title"] = view.facts([told, best, band])
