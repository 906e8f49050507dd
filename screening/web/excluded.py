"""Who was left out: the funnel, and each company with the rule, the value and the threshold."""

from asyncio import to_thread
from collections import Counter

from nicegui import ui
from starlette.requests import Request

from screening.records import Exclusion, Screening
from screening.report.view import View
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag, with_query

_SHOWN = 200


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/excluded")
    async def excluded(run_id: str, request: Request) -> None:
        visit = Visit(site)
        board = await to_thread(visit.desk.look, run_id)
        screening = board.screening
        view = visit.view(screening)
        rules = Counter(one.rule for one in screening.excluded)
        rule = request.query_params.get("rule", "")
        rule = rule if rule in rules else ""
        needle = request.query_params.get("search", "")[:200]
        with visit.frame(visit.t("out.title"), "nav.runs", run=run_id):
            heading(visit.t("out.title"), level=1)
            for one in screening.unmatched:
                tag("p", view.unmatched(one)).classes("fault")
            _funnel(view, screening)
            _filters(visit, view, run_id, rules, rule, needle)
            _table(visit, view, _found(screening, rule, needle))


def _found(screening: Screening, rule: str, needle: str) -> list[Exclusion]:
    asked = needle.strip().casefold()
    return [
        one
        for one in screening.excluded
        if rule in ("", one.rule)
        and asked in "\n".join(screening.companies[one.company_id].names).casefold()
    ]


def _funnel(view: View, screening: Screening) -> None:
    most = max((count for _, count in screening.funnel), default=1) or 1
    with tag("section").classes("card"), tag("table").classes("plain"), tag("tbody"):
        for stage, count in screening.funnel:
            with tag("tr"):
                tag("th", view.named("stage", stage)).props("scope=row")
                with tag("td"), tag("div").classes("bar small"):
                    tag("i").style(f"width:{100 * count / most:.0f}%")
                    tag("b", f"{count:,}")


def _filters(
    visit: Visit, view: View, run_id: str, rules: Counter[str], rule: str, needle: str
) -> None:
    def go(**given: str) -> None:
        asked = {"rule": rule, "search": needle, **given}
        ui.navigate.to(with_query(f"/runs/{run_id}/excluded", asked))

    words = {
        one: f"{view.named('rule', one)}{view.bracket(str(count))}"
        for one, count in rules.most_common()
    }
    with tag("div").classes("filters"):
        search = ui.input(visit.t("list.search"), value=needle)
        search.props("dense outlined").classes("search")
        search.on("keydown.enter", lambda: go(search=search.value or ""))
        ui.select(
            {"": visit.t("out.every"), **words},
            value=rule,
            label=view.word("col.rule"),
            on_change=lambda event: go(rule=event.value or ""),
        ).props("dense outlined options-dense").classes("filter")


def _table(visit: Visit, view: View, found: list[Exclusion]) -> None:
    if not found:
        tag("p", visit.t("out.none")).classes("muted")
        return
    with tag("div").classes("card scroll"), tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            for key in ("company", "country", "rule", "value", "threshold", "owner"):
                tag("th", view.word(f"col.{key}"))
        with tag("tbody"):
            for one in found[:_SHOWN]:
                company = view.find(one.company_id)
                with tag("tr"):
                    tag("th", view.company(company)).props("scope=row")
                    tag("td", view.country(company.country))
                    tag("td", view.named("rule", one.rule))
                    tag("td", view.value(one))
                    tag("td", view.threshold(one))
                    tag("td", view.facts([one.owner or view.owner(company), one.as_of]))
    if len(found) > _SHOWN:
        tag("p", visit.t("out.more", count=len(found) - _SHOWN)).classes("muted")
