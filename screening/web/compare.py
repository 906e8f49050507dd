"""Up to four targets side by side."""

from asyncio import to_thread

from starlette.requests import Request

from screening.pipeline import Board
from screening.records import Screening
from screening.report.cells import known
from screening.report.view import SIGNALS, View, best, signal_score
from screening.web import pieces
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, target_url, with_query

_MOST = 4


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/compare")
    async def compare(run_id: str, request: Request) -> None:
        visit = Visit(site)
        board = await to_thread(visit.desk.look, run_id)
        screening = await to_thread(visit.desk.screening, run_id)
        ids = [one for one in request.query_params.getlist("c") if one in board.row]
        ids = list(dict.fromkeys(ids))[:_MOST]
        for one in ids:
            await to_thread(visit.desk.look, run_id, one)
        with visit.frame(visit.t("compare.title"), "nav.runs", run=run_id, wide=True):
            heading(visit.t("compare.title"), level=1)
            if not ids:
                tag("p", visit.t("compare.none")).classes("muted")
                return
            _table(visit, visit.view(screening), board, screening, ids)


def _table(visit: Visit, view: View, board: Board, screening: Screening, ids: list[str]) -> None:
    run_id = screening.run.id
    with tag("div").classes("card scroll"), tag("table").classes("plain compare"):
        with tag("thead"), tag("tr"):
            tag("th", view.word("col.company"))
            for one in ids:
                with tag("th").props("scope=col"):
                    link(target_url(run_id, one), view.name(one))
                    rest = [other for other in ids if other != one]
                    away = link(with_query(f"/runs/{run_id}/compare", {"c": rest}), "×")
                    away.props["aria-label"] = visit.t("compare.remove", name=view.name(one))
                    away.classes("away noprint")
        with tag("tbody"):
            _facts(visit, view, board, ids)
            _signals(view, board, ids)
            _gaps(visit, view, screening, ids)
            _quotes(view, board, ids)


def _facts(visit: Visit, view: View, board: Board, ids: list[str]) -> None:
    fits = [board.fit(one) for one in ids]
    with tag("tr"):
        tag("th", view.word("col.total")).props("scope=row")
        for fit in fits:
            with tag("td"):
                pieces.score_bar(fit.total)
    rows = [
        (visit.t("col.rank"), [f"{fit.rank}{view.bracket(view.interval(fit))}" for fit in fits]),
        (view.word("col.fit_sure"), [view.sure(fit) for fit in fits]),
        (view.word("col.country"), [view.country(view.find(one).country) for one in ids]),
        (view.word("col.owner"), [pieces.owner_text(visit, view, one) for one in ids]),
        (view.word("col.size"), [view.size(view.find(one)) for one in ids]),
        (
            view.word("col.band"),
            [f"{view.band(fit)}\n{view.rule(fit.band_rule)}".strip() for fit in fits],
        ),
        (view.word("col.covered"), [view.covered(fit) for fit in fits]),
        (view.word("col.fields"), [view.fields(fit) for fit in fits]),
        (view.word("col.verdicts"), [view.verdicts(one) for one in ids]),
        (view.word("col.contact"), [view.contact(one) for one in ids]),
    ]
    for title, cells in rows:
        with tag("tr"):
            tag("th", title).props("scope=row")
            for cell in cells:
                told = tag("td", cell or "–").classes("lines")
                if cell.startswith(view.word("covers_none")):
                    told.classes("bare")


def _signals(view: View, board: Board, ids: list[str]) -> None:
    for name in SIGNALS:
        with tag("tr"):
            tag("th", view.named("signal", name)).props("scope=row")
            for one in ids:
                score = signal_score(board.fit(one).signals, name)
                _figure(score, view.no_score(name))


def _gaps(visit: Visit, view: View, screening: Screening, ids: list[str]) -> None:
    with tag("tr"):
        tag("th", visit.t("compare.gap")).props(f"colspan={len(ids) + 1} scope=colgroup")
    for gap in view.gaps():
        row = screening.gap_matrix.get(gap.technology, {})
        if gap.size and any(one in row for one in ids):
            with tag("tr"):
                tag("th", view.topic(gap.technology)).props("scope=row")
                for one in ids:
                    _figure(row.get(one), view.word("unknown"))


def _quotes(view: View, board: Board, ids: list[str]) -> None:
    with tag("tr"):
        tag("th", view.word("col.quote")).props("scope=row")
        for one in ids:
            with tag("td"):
                fit = board.fit(one)
                for evidence in best(fit, 2):
                    name = tag("p", view.speaks_for(evidence, fit.covered)).classes("topic")
                    if evidence.technology not in fit.covered:
                        name.classes("faint")
                    tag("blockquote", evidence.quote).props["lang"] = evidence.language


def _figure(value: float | None, missing: str) -> None:
    found = known(value)
    with tag("td"):
        if found is None:
            tag("span", missing).classes("muted")
        else:
            with tag("div").classes("bar small"):
                tag("i").style(f"width:{100 * found:.0f}%")
                tag("b", f"{found:.2f}")
