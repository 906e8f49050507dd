"""What a run changed against an earlier one of its mandate, line by line, and what for."""

from asyncio import to_thread

from nicegui import ui
from starlette.requests import Request

from screening import pipeline
from screening.pipeline import Change, Changes
from screening.records import Run
from screening.report.view import View
from screening.web.shortlists import kind_of
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, target_url, with_query

_TOP = 50


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/changes")
    async def changes(run_id: str, request: Request) -> None:
        visit = Visit(site)
        desk = visit.desk
        board = await to_thread(desk.look, run_id)
        name = board.screening.mandate.name
        others = [one for one, mandate in desk.runs() if mandate == name and one.id != run_id]
        earlier = [one for one in others if one.started_at <= board.screening.run.started_at]
        with visit.frame(visit.t("changes.title"), "nav.runs", run=run_id):
            heading(visit.t("changes.title"), level=1)
            asked = request.query_params.get("against", "")
            known = {one.id: one for one in others}
            before = known.get(asked) or (earlier[0] if earlier else None)
            if before is None:
                tag("p", visit.t("changes.none")).classes("muted")
                return
            _choice(visit, run_id, others, before)
            old = await to_thread(desk.look, before.id)
            told = pipeline.changes(old.screening, board.screening, _TOP)
            views = (visit.view(old.screening), visit.view(board.screening))
            _stamps(visit, views[1], told)
            _lines(visit, views, told)


def _choice(visit: Visit, run_id: str, others: list[Run], before: Run) -> None:
    ui.select(
        {one.id: f"{one.started_at[:16].replace('T', ' ')} · {one.id}" for one in others},
        value=before.id,
        label=visit.t("changes.against"),
        on_change=lambda event: ui.navigate.to(
            with_query(f"/runs/{run_id}/changes", {"against": event.value})
        ),
    ).props("dense outlined options-dense").classes("filter")


def _stamps(visit: Visit, view: View, told: Changes) -> None:
    inner = {"mandate_hash": view.bracket(view.join(told.mandate))} if told.mandate else {}
    parts = [visit.t(f"stamp.{one}") + inner.get(one, "") for one in told.stamps]
    text = view.join(parts) or visit.t("changes.same")
    tag("p", f"{visit.t('changes.run')}{view.word('colon')}{text}")


def _lines(visit: Visit, views: tuple[View, View], told: Changes) -> None:
    old, new = views
    if not told.lines:
        tag("p", visit.t("runs.no_change", top=told.top)).classes("muted")
        return
    with tag("div").classes("card scroll"), tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            tag("th", "")
            tag("th", new.word("col.company"))
            for key in ("changes.before", "changes.after", "changes.cause"):
                tag("th", visit.t(key))
        with tag("tbody"):
            for one in told.lines:
                view, at = (old, told.before) if one.after is None else (new, told.after)
                with tag("tr"):
                    kind = kind_of(one.before, one.after, told.top)
                    tag("td", visit.t(f"changes.{kind}")).classes("muted")
                    with tag("td"):
                        link(target_url(at.id, one.company_id), view.name(one.company_id))
                    for rank in (one.before, one.after):
                        tag("td", "–" if rank is None else str(rank)).classes("number")
                    tag("td", _cause(visit, new, one))


def _cause(visit: Visit, view: View, one: Change) -> str:
    if one.rule:
        return visit.t("changes.out", rule=view.named("rule", one.rule))
    if one.before is None or one.after is None:
        return visit.t("changes.unknown")
    if one.signal:
        signal = view.named("signal", one.signal)
        return visit.t("changes.signal", signal=signal, by=f"{one.by:+.2f}")
    return visit.t("changes.others")
