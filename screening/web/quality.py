"""Data quality: rows that could not be used, pairs to decide, rules gone stale, what is missing."""

from asyncio import to_thread
from collections.abc import Mapping
from typing import Any

from nicegui import ui

from screening.pipeline import Board, Desk
from screening.records import Company, Merge, Reject
from screening.web.site import Site
from screening.web.visit import Page, Visit, facts, heading, tag

_SHOWN = 200


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/quality")
    async def quality() -> None:
        visit = Visit(site)
        desk = visit.desk
        rejects = await to_thread(desk.rejects)
        pairs = desk.pairs()
        board = await to_thread(_newest, desk)
        companies = await to_thread(desk.companies) if pairs else {}
        with visit.frame(visit.t("quality.title"), "nav.quality"):
            heading(visit.t("quality.title"), level=1)
            if board is not None:
                _missing(visit, board)
                _rules(visit, board)
            _pairs(visit, pairs, companies)
            _rejects(visit, rejects)


def _newest(desk: Desk) -> Board | None:
    runs = desk.runs(1)
    return desk.look(runs[0][0].id) if runs else None


def _missing(visit: Visit, board: Board) -> None:
    view, told = visit.view(board.screening), board.screening.quality
    heading(visit.t("quality.missing"))
    every = told.get("companies", 0)
    with tag("section").classes("card"):
        facts(
            [
                (
                    view.named("quality", name),
                    visit.t("quality.of", count=f"{count:,}", all=f"{every:,}"),
                )
                for name, count in sorted(told.get("missing", {}).items())
            ]
        )


def _rules(visit: Visit, board: Board) -> None:
    view = visit.view(board.screening)
    today = visit.desk.today
    heading(visit.t("quality.rules"))
    stale = [one for one in board.screening.rules if view.stale(one, today)]
    with tag("section").classes("card"):
        for one in stale:
            checked = visit.t("pane.checked", date=one.checked_on)
            tag("p", f"{one.regime}{visit.reader.bracket(one.id)} · {checked}")
        if not stale:
            tag("p", visit.t("quality.no_rules")).classes("muted")


def _pairs(visit: Visit, pairs: list[Merge], companies: Mapping[str, Company]) -> None:
    heading(visit.t("quality.merges"))
    with tag("section").classes("card"):
        if not pairs:
            tag("p", visit.t("quality.no_merges")).classes("muted")
        for one in pairs[:_SHOWN]:
            with tag("div").classes("pair") as row:
                names = [_named(visit, companies, key) for key in (one.left, one.right)]
                tag("b", " = ".join(names))
                reasons = visit.reader.facts([f"{one.probability:.2f}", *one.reasons])
                tag("span", reasons).classes("muted")
                acts = (("quality.one", "merge"), ("quality.two", "apart"))
                for key, action in acts if visit.desk.may("lead") else ():
                    ui.button(
                        visit.t(key),
                        on_click=lambda one=one, action=action, row=row: _decide(
                            visit, one, action, row
                        ),
                    ).props("outline dense no-caps")


def _named(visit: Visit, companies: Mapping[str, Company], key: str) -> str:
    found = companies.get(key)
    return f"{visit.reader.company(found)} [{found.country}]" if found else key


async def _decide(visit: Visit, one: Merge, action: Any, row: Any) -> None:
    if await visit.tried(visit.desk.decide, one.left, one.right, action, visit.author):
        row.delete()
        ui.notify(visit.t("quality.decided"), type="positive")


def _rejects(visit: Visit, rejects: list[Reject]) -> None:
    heading(visit.t("quality.rejects"))
    with tag("section").classes("card scroll"):
        if not rejects:
            tag("p", visit.t("quality.no_rejects")).classes("muted")
            return
        with tag("table").classes("plain"), tag("tbody"):
            for one in rejects[:_SHOWN]:
                with tag("tr"):
                    tag("td", visit.t("pane.place", file=one.file, row=one.row))
                    tag("td", one.column)
                    tag("td", one.value[:200])
                    tag("td", one.reason)
        if len(rejects) > _SHOWN:
            tag("p", visit.t("quality.more", count=len(rejects) - _SHOWN)).classes("muted")
