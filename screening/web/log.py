"""The access log, and from it the list of who knows of a mandate (内幕信息知情人)."""

from nicegui import ui
from starlette.requests import Request

from screening import report
from screening.records import LogLine
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, with_query

_SHOWN = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(site: Site, page: Page) -> None:
    """Give the pages their addresses."""

    @page("/log")
    def log(request: Request) -> None:
        visit = Visit(site)
        account = request.query_params.get("account", "")[:100]
        lines = visit.office.log(account, _SHOWN)
        with visit.frame(visit.t("log.title"), "nav.log"):
            heading(visit.t("log.title"), level=1)
            if not visit.desk.team:
                tag("p", visit.t("people.none")).classes("muted")
                return
            with tag("section").classes("card"):
                heading(visit.t("insiders.title"))
                for mandate in visit.office.teams():
                    address = with_query("/log/insiders", {"mandate": mandate})
                    with tag("p"):
                        link(address, mandate)
            if account:
                link("/log", visit.t("log.every"))
            _lines(visit, lines)

    @page("/log/insiders")
    def insiders(request: Request) -> None:
        visit = Visit(site)
        mandate = request.query_params.get("mandate", "")
        found = visit.office.insiders(mandate)
        code, words = visit.office.code_name(mandate), visit.reader
        with visit.frame(visit.t("insiders.title"), "nav.log"):
            heading(f"{visit.t('insiders.title')} · {mandate} · {code}", level=1)
            tag("p", visit.t("insiders.about", date=visit.desk.today)).classes("muted")
            titles, rows = report.register_table(found, visit.language)
            with tag("div").classes("card scroll"), tag("table").classes("plain"):
                with tag("thead"), tag("tr"):
                    for title in titles:
                        tag("th", title)
                with tag("tbody"):
                    for row in rows:
                        with tag("tr"):
                            for value in row:
                                tag("td", value).classes("lines")
            with tag("div").classes("actions noprint"):
                ui.button(
                    visit.t("print"),
                    icon="print",
                    on_click=lambda: ui.run_javascript("window.print()"),
                ).props("flat no-caps")
                ui.button(
                    visit.t("run.export"),
                    on_click=lambda: ui.download.content(
                        report.register(
                            visit.office.insiders(mandate), code, words.language, visit.desk.today
                        ),
                        f"insiders-{code.replace(' ', '-')}-{visit.language}.xlsx",
                        _XLSX,
                    ),
                ).props("flat no-caps")


def _lines(visit: Visit, lines: list[LogLine]) -> None:
    with tag("div").classes("card scroll"), tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            for key in ("at", "who", "what", "mandate", "about", "address"):
                tag("th", visit.t(f"log.{key}"))
        with tag("tbody"):
            for one in lines:
                with tag("tr"):
                    tag("td", one.at.replace("T", " ").removesuffix("Z"))
                    with tag("td"):
                        address = with_query("/log", {"account": one.account})
                        link(address, one.account or visit.t("log.unknown"))
                    tag("td", visit.reader.named("act", one.action))
                    tag("td", one.mandate)
                    tag("td", visit.reader.join([one.company_id or one.run_id, one.detail]))
                    tag("td", one.address)
    if len(lines) == _SHOWN:
        tag("p", visit.t("log.more", count=_SHOWN)).classes("muted")
