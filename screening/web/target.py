"""The tear sheet of a target."""

from asyncio import to_thread
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nicegui import ui

from screening.errors import StoreError
from screening.pipeline import Board
from screening.records import Document, Fit
from screening.report.names import language_name
from screening.report.view import View
from screening.web import charts, pieces
from screening.web.site import Site
from screening.web.visit import Page, Visit, facts, heading, link, tag, target_url, with_query

_PATENTS = 20
_INVENTORS = 8


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}/targets/{company_id}")
    async def target(run_id: str, company_id: str) -> None:
        visit = Visit(site)
        desk = visit.desk
        board = await to_thread(desk.look, run_id, company_id)
        fit = board.fit(company_id)
        screening = await to_thread(desk.screening, run_id)
        view = visit.view(screening)
        texts, patents, gone = await to_thread(_texts, visit, board, fit)
        with visit.frame(view.name(company_id), "nav.runs", run=run_id):
            _head(visit, view, board, fit)
            with tag("div").classes("columns"):
                with tag("div"):
                    _profile(visit, view, board, fit)
                    _section(visit, "sheet.deal", lambda: pieces.advice(visit, view, fit))
                    _section(visit, "sheet.access", lambda: _access(visit, view, company_id))
                with tag("div"):
                    _radar(visit, view, fit)
                    _said(visit, board, run_id, company_id)
            _section(
                visit,
                "sheet.signals",
                lambda: pieces.signals(visit, view, fit, board.weights),
            )
            with tag("section").classes("card"):
                pieces.above(visit, view, board, board.row[company_id])
            _section(visit, "sheet.evidence", lambda: _sources(visit, view, fit, texts, gone))
            _section(visit, "sheet.patents", lambda: _patents(visit, view, fit, patents))
            _section(visit, "sheet.questions", lambda: _questions(visit, view, fit))


def _texts(
    visit: Visit, board: Board, fit: Fit
) -> tuple[Mapping[str, Document], list[Document], bool]:
    desk, run_id = visit.desk, board.screening.run.id
    try:
        texts = desk.documents(run_id, {one.document_id for one in fit.evidence})
        return texts, desk.patents(run_id, fit.company_id), False
    except StoreError:
        return {}, [], True


def _section(visit: Visit, key: str, fill: Any) -> None:
    with tag("section").classes("card"):
        heading(visit.t(key))
        fill()


def _head(visit: Visit, view: View, board: Board, fit: Fit) -> None:
    company = view.find(fit.company_id)
    with tag("div").classes("sheet-head"):
        with tag("div"):
            link(f"/runs/{board.screening.run.id}?at={fit.company_id}", f"← {visit.t('back')}")
            heading(view.company(company), level=1)
            others = [name for name in company.names if name != view.company(company)]
            tag("p", " · ".join(others[:3])).classes("muted")
            field = board.screening.mandate.field
            given = {"target": fit.company_id, "field": field}
            pieces.conflict(visit, board.screening.run.id, fit.company_id)
            link(with_query("/match", given), visit.t("nav.match")).classes("noprint")
        with tag("div").classes("sheet-score"):
            pieces.score_bar(fit.total)
            tag("p", pieces.rank_text(visit, fit)).classes("muted")
            tag("p", f"{view.word('col.fit_sure')}{view.word('colon')}{view.sure(fit)}")
            pieces.band(view, fit)
        ui.button(
            visit.t("print"), icon="print", on_click=lambda: ui.run_javascript("window.print()")
        ).props("flat no-caps").classes("noprint")


def _profile(visit: Visit, view: View, board: Board, fit: Fit) -> None:
    company = view.find(fit.company_id)
    place = view.facts([company.city, view.country(company.country)])
    heads = f"{company.size.employees:,}" if company.size.employees is not None else ""
    with tag("section").classes("card"):
        heading(visit.t("sheet.what"))
        facts(
            [
                (view.word("col.country"), place),
                (visit.t("pane.owner"), pieces.owner_text(visit, view, company.id)),
                (view.word("col.employees"), heads),
                (view.word("col.size"), view.size(company)),
                (view.word("col.website"), company.website),
                (view.word("col.covered"), view.covered(fit)),
                (view.word("col.fields"), view.fields(fit)),
                (
                    visit.t("pane.rule"),
                    pieces.rule_text(visit, view, fit, board.screening),
                ),
                (visit.t("pane.flags"), view.flags(company.id)),
                (visit.t("pane.timing"), view.timing(company.id)),
                (visit.t("pane.home"), _home(view, fit)),
                (visit.t("pane.missing"), view.missing(fit) if fit.missing else ""),
                (
                    view.word("col.source"),
                    view.facts([view.taken_from(company.source), company.as_of]),
                ),
            ]
        )
        if fit.second:
            tag("span", f"{visit.t('pane.second')}{view.word('colon')}").classes("muted")
            link(target_url(board.screening.run.id, fit.second), view.name(fit.second))


def _home(view: View, fit: Fit) -> str:
    known = {gap.technology: view.at_home(gap) for gap in view.source.gaps}
    told = [
        f"{view.topic(one)}{view.word('colon')}{known[one]}"
        for one in fit.covered
        if known.get(one)
    ]
    return "\n".join(told)


def _access(visit: Visit, view: View, company_id: str) -> None:
    modes = [
        (
            view.named("deal", one.mode),
            f"{view.deal(one)}\n{view.rule(next(iter(one.rules), '')) or view.word('rule_none')}",
        )
        for one in view.access(company_id)
    ]
    facts(modes)


def _radar(visit: Visit, view: View, fit: Fit) -> None:
    options = charts.radar(visit, view, fit.company_id)
    if options is None:
        return
    with tag("section").classes("card"):
        heading(visit.t("sheet.radar"))
        chart = ui.echart(options, renderer="svg").classes("radar")
        chart.props("role=img").props["aria-label"] = visit.t("sheet.radar_about")
        tag("p", visit.t("sheet.radar_about")).classes("muted small")


def _said(visit: Visit, board: Board, run_id: str, company_id: str) -> None:
    with tag("section").classes("card"):

        @ui.refreshable
        def said() -> None:
            view = visit.view(visit.desk.screening(run_id))
            heading(visit.t("sheet.history"))
            pieces.verdict_buttons(
                visit, view, lambda one: pieces.ask_verdict(visit, view, run_id, company_id, one)
            )
            pieces.history(visit, view, company_id)
            heading(visit.t("sheet.contact"))
            if visit.desk.may("reviewer"):
                ui.button(
                    visit.t("contact.add"),
                    icon="call",
                    on_click=lambda: pieces.ask_contact(visit, view, run_id, company_id),
                ).props("outline dense no-caps").classes("noprint")
            pieces.contacts(visit, view, company_id)

        said()
        known = visit.desk.said(run_id)

        def heard(number: tuple[int, int]) -> None:
            nonlocal known
            before, known = known, visit.desk.said(run_id, number)
            if company_id in known.touched(before):
                said.refresh()

        visit.site.said.subscribe(heard)

        def pressed(event: Any) -> None:
            if event.action.keydown and not event.action.repeat and event.key.name in pieces.KEYS:
                view = visit.view(board.screening)
                judgement = pieces.KEYS[event.key.name]
                pieces.ask_verdict(visit, view, run_id, company_id, judgement)

        ui.keyboard(on_key=pressed)


def _sources(visit: Visit, view: View, fit: Fit, texts: Mapping[str, Document], gone: bool) -> None:
    if not fit.evidence:
        tag("p", visit.t("pane.no_quotes")).classes("muted")
        return
    if gone:
        tag("p", visit.t("sheet.gone")).classes("muted")
    without = [one for one in fit.evidence if one.document_id not in texts]
    pieces.quotes(visit, view, without, fit.covered)
    for document in texts.values():
        _source(visit, view, fit, document)


def _source(visit: Visit, view: View, fit: Fit, document: Document) -> None:
    spans: dict[tuple[int, int], list[str]] = {}
    for one in fit.evidence:
        if one.document_id == document.id:
            topic = f"{view.topic(one.technology)} {one.similarity:.2f}"
            spans.setdefault((one.start, one.end), []).append(topic)
    text, at = document.full_text, 0
    with tag("figure").classes("source"):
        place = visit.t("pane.place", file=document.file, row=document.row)
        spoken = language_name(document.language.code, visit.language)
        tag(
            "figcaption",
            " · ".join((view.taken_from(document.source), place, spoken, document.date)).strip(
                " ·"
            ),
        )
        body = tag("p")
        body.props["lang"] = document.language.code
        with body:
            for (start, end), topics in sorted(spans.items()):
                if start < at:
                    continue
                tag("span", text[at:start])
                tag("mark", text[start:end])
                tag("small", view.join(topics)).classes("topic").props["lang"] = visit.language
                at = end
            tag("span", text[at:])


def _patents(visit: Visit, view: View, fit: Fit, patents: list[Document]) -> None:
    if not patents:
        tag("p", visit.t("sheet.no_patents")).classes("muted")
        return
    facts(view.know_how(fit))
    names = Counter(n for one in patents if one.patent for n in one.patent.inventors)
    with tag("ul").classes("patents"):
        for one in patents[:_PATENTS]:
            if one.patent is None:
                continue
            family = visit.t("sheet.family", name=one.patent.family) if one.patent.family else ""
            classes = ", ".join((*one.patent.cpc, *one.patent.ipc)[:4])
            told = (one.patent.publication_number, one.date, classes, family)
            with tag("li"):
                tag("b", one.title or one.patent.publication_number)
                tag("span", " · ".join(part for part in told if part)).classes("muted")
    if names:
        told_names = [
            f"{name}{view.bracket(str(count))}" for name, count in names.most_common(_INVENTORS)
        ]
        facts([(visit.t("sheet.inventors"), view.join(told_names))])


def _questions(visit: Visit, view: View, fit: Fit) -> None:
    company = view.find(fit.company_id)
    asked = []
    if not company.ownership.owner or not company.ownership.as_of:
        asked.append(visit.t("sheet.question_owner"))
    for known, key in (
        (company.size.employees, "col.employees"),
        (company.size.revenue, "col.size"),
        (company.website, "col.website"),
    ):
        if known in (None, ""):
            asked.append(visit.t("sheet.question", what=view.word(key)))
    if view.missing(fit):
        asked.append(view.missing(fit))
    with tag("ul"):
        for one in asked:
            tag("li", one)
