"""Reverse match: a target abroad, and the firms of Zhejiang that it would complement."""

from asyncio import to_thread

from nicegui import ui
from starlette.requests import Request

from screening import pipeline
from screening.errors import ScreeningError
from screening.records import Company, Matched
from screening.report.names import technology_name
from screening.text import percent
from screening.web import pieces
from screening.web.picker import Picker
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag, with_query

_SHOWN = 30


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/match")
    async def match(request: Request) -> None:
        visit = Visit(site)
        fields = {
            one.field.id: technology_name(one.field, visit.language)
            for one in pipeline.fields()
            if one.field.scope == "screen"
        }
        target = request.query_params.get("target", "")[:200]
        field = request.query_params.get("field", "robots")
        field = field if field in fields else "robots"
        with visit.frame(visit.t("match.title"), "nav.match"):
            heading(visit.t("match.title"), level=1)
            tag("p", visit.t("match.about")).classes("muted")
            with tag("div").classes("filters"):
                chosen = ui.select(fields, value=field, label=visit.t("match.field"))
                chosen.props("dense outlined options-dense").classes("filter")

                def go(target: str) -> None:
                    given = {"target": target, "field": chosen.value}
                    ui.navigate.to(with_query("/match", given))

                async def picked(one: Company) -> None:
                    go(one.id)

                chosen.on_value_change(lambda: go(target) if target else None)
                picker = Picker(visit, visit.t("match.target"), picked)
                picker.show()
                ui.button(visit.t("match.go"), on_click=picker.first).props("outline no-caps")
            if target:
                await _show(visit, target, field)


async def _show(visit: Visit, target: str, field: str) -> None:
    desk = visit.desk

    def ask() -> Matched:
        measured = desk.profile(pipeline.field_mandate(field))
        return pipeline.match(desk.workspace, target, field=field, measured=measured)

    try:
        found = await to_thread(ask)
    except ScreeningError as error:
        tag("p", visit.why(error)).classes("fault")
        return
    reader = visit.reader
    told = [reader.supplied(reader.technology(one), source) for one, source in found.home]
    pieces.filled(reader, told)
    heading(reader.company(found.target))
    tag("p", visit.t("match.count", count=len(found.matches), ahead=found.ahead)).classes("muted")
    with tag("div").classes("card scroll"), tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            for title in (
                visit.t("col.rank"),
                reader.word("match.firm"),
                reader.word("col.total"),
                visit.t("match.closes"),
                reader.word("col.quote"),
            ):
                tag("th", title)
        with tag("tbody"):
            for one in found.matches[:_SHOWN]:
                with tag("tr"):
                    tag("td", str(one.rank)).classes("number")
                    tag("td", reader.company(one.firm))
                    with tag("td"), tag("div").classes("bar small"):
                        tag("i").style(f"width:{one.total:.0f}%")
                        tag("b", f"{one.total:.1f}")
                    closes = [f"{reader.technology(t)} {percent(share)}" for t, share in one.closes]
                    tag("td", reader.join(closes) or reader.word("none"))
                    tag("td", one.quote.quote).props["lang"] = one.quote.language
