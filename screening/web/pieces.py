"""Parts that several pages show: a score, a quote, a band, a verdict to be given."""

from collections.abc import Callable, Mapping, Sequence

from nicegui import ui

from screening import pipeline
from screening.pipeline import Board
from screening.records import Evidence, Fit, Judgement, Rule, Screening
from screening.report.details import detail
from screening.report.view import SIGNALS, Measured, Reader, View
from screening.text import percent
from screening.web.visit import Visit, facts, heading, link, tag, target_url

KEYS: Mapping[str, Judgement] = {"1": "pursue", "2": "hold", "3": "reject", "4": "unsure"}
_PARTS = 4
_FEW = 3


def filled(view: Reader, told: Sequence[str]) -> None:
    """What is filled at home already, to be seen before any target; a long list opens on demand."""
    if not told:
        return
    with tag("section").classes("card filled"):
        with tag("details") as found:
            tag("summary", view.word("home.filled").format(count=len(told)))
        if len(told) <= _FEW:
            found.props("open")
        with tag("ul"):  # behind the details and not in them, so that print shows it either way
            for one in told:
                tag("li", one)


def score_bar(total: float) -> None:
    """The total as a number on a bar."""
    with tag("div").classes("bar"):
        tag("i").style(f"width:{total:.1f}%")
        tag("b", f"{total:.1f}")


def band(view: View, fit: Fit) -> None:
    """The feasibility band: a mark and the word."""
    with tag("span").classes(f"band {fit.band or 'not_researched'}"):
        tag("i").props("aria-hidden=true")
        tag("span", view.band(fit))


def rule_of(screening: Screening, fit: Fit) -> Rule | None:
    """The rule behind the band of a fit."""
    return next((one for one in screening.rules if one.id == fit.band_rule), None)


def rule_text(visit: Visit, view: View, fit: Fit, screening: Screening) -> str:
    """The rule behind a band in words, with when it was checked."""
    rule = rule_of(screening, fit)
    if rule is None:
        return visit.t("pane.no_rule")
    note = rule.note_zh if visit.language == "zh" else rule.note_en
    checked = visit.t("pane.checked", date=rule.checked_on) if rule.checked_on else ""
    stale = visit.t("pane.stale") if view.stale(rule, screening.run.started_at[:10]) else ""
    colon = view.word("colon")
    return f"{rule.regime}{view.bracket(rule.id)}{colon}{note} · " + view.facts([checked, stale])


def owner_text(visit: Visit, view: View, company_id: str) -> str:
    """Who holds a company, as of when."""
    company = view.find(company_id)
    as_of = company.ownership.as_of
    date = visit.t("pane.as_of", date=as_of) if as_of else visit.t("pane.as_of_unknown")
    return f"{view.owner(company)} · {date}"


def quotes(visit: Visit, view: View, given: Sequence[Evidence], covered: Sequence[str]) -> None:
    """Quotes with the technology that each speaks for, and where it stands."""
    for one in given:
        with tag("figure").classes("quote"):
            name = tag("figcaption", view.speaks_for(one, covered)).classes("topic")
            if one.technology not in covered:
                name.classes("faint")
            tag("blockquote", one.quote).props["lang"] = one.language
            place = visit.t("pane.place", file=one.file, row=one.row) if one.file else ""
            near = visit.t("pane.similarity", value=f"{one.similarity:.2f}")
            tag(
                "cite",
                " · ".join(part for part in (view.taken_from(one.source), place, near) if part),
            )


def above(visit: Visit, view: View, board: Board, row: int) -> None:
    """Why a line stands above the next one: signal by signal, in points of the total."""
    found = board.above(row)
    if found is None:
        heading(visit.t("pane.above", name="…"), level=3)
        tag("p", visit.t("pane.above_last")).classes("muted")
        return
    after, parts = found
    heading(visit.t("pane.above", name=view.name(board.fits[after].company_id)), level=3)
    most = sorted(parts.items(), key=lambda one: -abs(one[1]))[:_PARTS]
    widest = max((abs(points) for _, points in most), default=1) or 1
    with tag("ul").classes("parts"):
        for name, points in most:
            if abs(points) < 0.005:
                continue
            with tag("li"):
                tag("span", view.named("signal", name))
                with tag("span").classes("plus" if points > 0 else "minus"):
                    tag("i").style(f"width:{100 * abs(points) / widest:.0f}%")
                tag("b", f"{points:+.2f}")
    total = board.fits[row].total - board.fits[after].total
    tag("p", f"= {total:+.2f} {visit.t('pane.points')}").classes("muted")


def history(visit: Visit, view: View, company_id: str) -> None:
    """Every verdict on a target, the newest first; a mark where reviewers disagree."""
    given = view.judged.get(company_id, ())
    if not given:
        tag("p", visit.t("verdict.none")).classes("muted")
        return
    if view.disagree(company_id):
        tag("p", f"≠ {visit.t('status.disagree')}").classes("apart")
    if waits := view.waits(company_id):
        tag("p", waits).classes("muted")
    with tag("ol").classes("history"):
        for judged in reversed(given):
            one = judged.verdict
            with tag("li"):
                tag("b", view.named("judgement", one.judgement)).classes(f"mark {one.judgement}")
                role = view.named("role", one.role) if one.role else ""
                tag("span", view.facts([one.author, role, one.at[:10]])).classes("muted")
                tag("span", view.standing(judged)).classes("muted")
                tag("p", one.reason)


def contacts(visit: Visit, view: View, company_id: str) -> None:
    """Every line of contact, the newest first."""
    given = view.contacted.get(company_id, ())
    if not given:
        tag("p", visit.t("contact.none")).classes("muted")
        return
    with tag("ol").classes("history"):
        for one in reversed(given):
            tag("li", view.contact_line(one))


def conflict(visit: Visit, run_id: str, company_id: str) -> None:
    """For a lead: whether another mandate is active on a target, and nothing but that."""
    if company_id in visit.desk.conflicts(run_id):
        tag("p", f"⚠ {visit.t('conflict.active')}").classes("apart")


def verdict_buttons(visit: Visit, view: View, ask: Callable[[Judgement], None]) -> None:
    """The four judgements, each with its key, for who may give them."""
    if not visit.desk.may("reviewer"):
        return
    with tag("div").classes("judge"):
        for key, judgement in KEYS.items():
            text = f"{key} {view.named('judgement', judgement)}"
            button = ui.button(text, on_click=lambda one=judgement: ask(one))
            button.props("outline dense no-caps").classes(f"mark {judgement}")


def ask_verdict(
    visit: Visit, view: View, run_id: str, company_id: str, judgement: Judgement
) -> None:
    """A dialog that asks for the reason and adds the verdict."""
    if not visit.desk.may("reviewer"):
        return
    with ui.dialog() as dialog, ui.card().classes("dialog"):
        heading(visit.t("verdict.on", name=view.name(company_id)))
        words = {one: view.named("judgement", one) for one in KEYS.values()}
        chosen = ui.radio(words, value=judgement).props("inline")
        reason = ui.textarea(visit.t("verdict.reason")).props("autofocus autogrow outlined")
        roles = {one: view.named("role", one) for one in pipeline.ROLES if one}
        own_role = f"role of {visit.desk.account.id}"
        role = ui.select({"": visit.t("verdict.no_role"), **roles})
        role.set_value(visit.prefs.get(own_role, ""))
        role.props("outlined dense").props["label"] = visit.t("verdict.role")
        signed = visit.t("author.signs", name=visit.author)
        tag("p", f"{signed}. {visit.t('verdict.apart')}").classes("muted")

        async def keep() -> None:
            given = await visit.tried(
                visit.desk.judge,
                run_id,
                company_id,
                chosen.value,
                reason=reason.value or "",
                author=visit.author,
                role=role.value or "",
            )
            if given is None:
                return
            visit.prefs[own_role] = given.role
            dialog.close()
            word = view.named("judgement", given.judgement)
            ui.notify(visit.t("verdict.given", verdict=word), type="positive")
            visit.site.listen()

        reason.on("keydown.ctrl.enter", keep)
        with tag("div").classes("actions"):
            ui.button(visit.t("cancel"), on_click=dialog.close).props("flat no-caps")
            ui.button(visit.t("save"), on_click=keep).props("outline no-caps")
    dialog.open()


def ask_contact(visit: Visit, view: View, run_id: str, company_id: str) -> None:
    """A dialog that notes how one stands with a target."""
    with ui.dialog() as dialog, ui.card().classes("dialog"):
        heading(f"{visit.t('contact.add')} · {view.name(company_id)}")
        words = {one: view.named("status", one) for one in pipeline.STATUSES}
        status = ui.select(words, value="approached", label=visit.t("contact.status"))
        ways = {one: view.named("route", one) for one in pipeline.ROUTES if one}
        route = ui.select(
            {"": visit.t("contact.no_route"), **ways}, value="", label=visit.t("contact.route")
        )
        speaks = ui.input(visit.t("contact.language")).props("maxlength=2")
        note = ui.textarea(visit.t("contact.note")).props("autogrow")

        async def keep() -> None:
            given = await visit.tried(
                visit.desk.contact,
                run_id,
                company_id,
                status.value,
                author=visit.author,
                route=route.value or "",
                language=speaks.value or "",
                note=note.value or "",
            )
            if given is None:
                return
            dialog.close()
            ui.notify(visit.t("contact.noted"), type="positive")
            visit.site.listen()

        with tag("div").classes("actions"):
            ui.button(visit.t("cancel"), on_click=dialog.close).props("flat no-caps")
            ui.button(visit.t("save"), on_click=keep).props("outline no-caps")
    dialog.open()


def signals(visit: Visit, view: View, fit: Fit, weights: Mapping[str, float]) -> None:
    """Every signal of a fit: its score on a bar, its weight and what produced it."""
    known = {one.name: one for one in fit.signals}
    names = [*(n for n in SIGNALS if n in known), *(n for n in known if n not in SIGNALS)]
    with tag("table").classes("plain signals"):
        with tag("thead"), tag("tr"):
            for title in (view.word("col.signal"), view.word("col.score")):
                tag("th", title)
            tag("th", visit.t("sheet.weight"))
            tag("th", view.word("col.detail"))
        with tag("tbody"):
            for name in names:
                one = known[name]
                with tag("tr"):
                    tag("th", view.named("signal", name)).props("scope=row")
                    with tag("td"):
                        if one.score is None:
                            tag("span", view.no_score(name)).classes("muted")
                        else:
                            with tag("div").classes("bar small"):
                                tag("i").style(f"width:{100 * one.score:.0f}%")
                                tag("b", f"{one.score:.2f}")
                    weight = weights.get(name, 0)
                    tag("td", f"{weight:.0%}" if weight else "–").classes("number")
                    tag("td", detail(view, fit, one))
    sure = f"{view.word('col.fit_sure')}{view.word('colon')}{view.sure(fit)}"
    tag("p", f"{sure} · {view.word('note.fit_sure')}").classes("muted small")


def advice(visit: Visit, view: View, fit: Fit) -> None:
    """How a deal may be made and what to do afterwards."""
    if fit.advice is None:
        tag("p", visit.t("sheet.no_advice")).classes("muted")
        return
    mode, why, integration, sale, affordable = view.advice(fit.advice)
    facts(
        [
            (visit.t("sheet.mode"), mode),
            (visit.t("sheet.why"), why),
            (visit.t("sheet.integration"), integration),
            (visit.t("sheet.sale"), sale),
            (visit.t("sheet.affordable"), affordable),
        ]
    )


def pane(visit: Visit, view: View, board: Board, company_id: str) -> None:
    """All that defends a line of a shortlist, beside it."""
    fit, screening = board.fit(company_id), board.screening
    row = board.row[company_id]
    company = view.find(company_id)
    run_id = screening.run.id
    with tag("div").classes("pane-head"):
        heading(view.company(company))
        other = company.name_local or (company.name_zh if visit.language == "en" else company.name)
        if other and other != view.company(company):
            tag("p", other).classes("muted")
        score_bar(fit.total)
        tag("p", rank_text(visit, fit)).classes("muted")
        link(target_url(run_id, company_id), visit.t("pane.open")).classes("open")
        conflict(visit, run_id, company_id)
    verdict_buttons(visit, view, lambda one: ask_verdict(visit, view, run_id, company_id, one))
    history(visit, view, company_id)
    facts(
        [
            (visit.t("pane.owner"), owner_text(visit, view, company_id)),
            (visit.t("pane.rule"), f"{view.band(fit)} — {rule_text(visit, view, fit, screening)}"),
            (visit.t("pane.flags"), view.flags(company_id)),
            (visit.t("pane.timing"), view.timing(company_id)),
            (view.word("col.covered"), view.covered(fit)),
            (visit.t("pane.second"), view.name(fit.second) if fit.second else ""),
            (visit.t("pane.missing"), view.missing(fit) if fit.missing else ""),
            (visit.t("sheet.contact"), view.contact(company_id)),
        ]
    )
    above(visit, view, board, row)
    heading(visit.t("pane.quotes"), level=3)
    if fit.evidence:
        quotes(visit, view, fit.evidence, fit.covered)
    else:
        tag("p", visit.t("pane.no_quotes")).classes("muted")


def rank_text(visit: Visit, fit: Fit) -> str:
    """The rank, and between which ranks it stays."""
    parts = [visit.t("pane.rank", rank=fit.rank)]
    if fit.rank_low is not None and fit.rank_high is not None:
        share = percent(fit.top_10 or 0)
        parts.append(visit.t("pane.interval", low=fit.rank_low, high=fit.rank_high, share=share))
    return " · ".join(parts)


def gap_table(visit: Visit, source: Measured) -> None:
    """The gaps of a run or a profile, largest first."""
    view = View(visit.language, source)
    with tag("table").classes("plain"):
        with tag("thead"), tag("tr"):
            for key in ("technology", "own", "leader", "leader_strength", "gap", "kind"):
                tag("th", view.word(f"col.{key}"))
        with tag("tbody"):
            for gap in view.gaps():
                with tag("tr"):
                    tag("th", view.topic(gap.technology)).props("scope=row")
                    for cell in (
                        _figure(view, gap.own),
                        view.best_leader(gap),
                        _figure(view, gap.leader),
                        _figure(view, gap.size),
                        view.origin(gap),
                    ):
                        tag("td", cell)
    if note := view.floor_note():
        tag("p", note).classes("muted")


def _figure(view: View, value: float | None) -> str:
    return view.word("unknown") if value is None else f"{value:.2f}"


def view_of(visit: Visit, source: Measured) -> View:
    """A profile for this reader."""
    return View(visit.language, source)
