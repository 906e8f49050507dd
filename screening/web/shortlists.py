"""The first page: the runs of each mandate, newest first, and what each changed."""

from asyncio import to_thread
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from screening.pipeline import Brief, Changes, Desk
from screening.records import Run
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag

_TOP = 20
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Open:
    """A line whose first place and changes are looked up once the page is there."""

    run: Run
    before: str
    first: Any
    changed: Any


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/")
    async def shortlists() -> None:
        visit = Visit(site)
        found = await to_thread(_of, visit.desk)
        lines: list[_Open] = []
        with visit.frame(visit.t("runs.title"), "nav.runs"):
            heading(visit.t("runs.title"), level=1)
            if not found:
                _nothing(visit)
            for mandate, runs in found.items():
                lines += _mandate(visit, mandate, runs)

            async def fill() -> None:
                for one in lines:
                    brief = await to_thread(visit.desk.brief, one.run.id, one.before, _TOP)
                    if one.first.is_deleted:
                        return
                    _tell(visit, one, brief)

            ui.timer(0.05, fill, once=True)


def _nothing(visit: Visit) -> None:
    """What to do where there is no run to be seen."""
    staffed = visit.desk.team and bool(visit.desk.accounts.teams())
    tag("p", visit.t("runs.none_yours" if staffed else "runs.none")).classes("muted")
    if staffed and visit.desk.may("admin"):
        link("/people", visit.t("nav.people")).classes("open")
    elif visit.desk.may("lead"):
        link("/mandates", visit.t("runs.start")).classes("open")


def _of(desk: Desk) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {}
    for one, mandate in desk.runs(1_000):
        found.setdefault(mandate, []).append(one)
    return found


def _mandate(visit: Visit, mandate: str, runs: list[Run]) -> list[_Open]:
    with tag("section").classes("card"):
        heading(mandate)
        with tag("table").classes("plain runs"):
            with tag("thead"), tag("tr"):
                for key in ("runs.date", "run.shortlist", "runs.first", "runs.changed"):
                    tag("th", visit.t(key))
            with tag("tbody"):
                pairs = zip(runs, [*(one.id for one in runs[1:]), ""], strict=True)
                return [_line(visit, one, before) for one, before in list(pairs)[:_SHOWN]]


def _line(visit: Visit, one: Run, before: str) -> _Open:
    ranked, left_out = visit.desk.counts(one.id)
    with tag("tr"):
        with tag("td"):
            link(f"/runs/{one.id}", one.started_at[:16].replace("T", " "))
        counts = [visit.t("runs.count", count=ranked), visit.t("runs.left_out", count=left_out)]
        tag("td", visit.reader.join(counts))
        return _Open(one, before, tag("td", "…"), tag("td"))


def _tell(visit: Visit, one: _Open, brief: Brief) -> None:
    one.first.text = visit.reader.company(brief.first) if brief.first else ""
    if brief.changed is not None:
        with one.changed:
            link(f"/runs/{one.run.id}/changes", change_text(visit, brief.changed))


def change_text(visit: Visit, told: Changes) -> str:
    """How many came, went and moved."""
    if not told.lines:
        return visit.t("runs.no_change", top=told.top)
    kinds = [kind_of(one.before, one.after, told.top) for one in told.lines]
    return visit.t(
        "runs.change",
        new=kinds.count("new"),
        gone=kinds.count("gone"),
        moved=kinds.count("moved"),
    )


def kind_of(before: int | None, after: int | None, top: int) -> str:
    """Whether a line is new among the first ``top``, gone from them, or moved."""
    was, now = (before or top + 1) <= top, (after or top + 1) <= top
    return "moved" if was and now else "new" if now else "gone"
