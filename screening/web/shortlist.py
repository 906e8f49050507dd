"""A shortlist: a table that is filtered and sorted on the server, beside it all about one line."""

from asyncio import to_thread
from dataclasses import dataclass, field, replace
from typing import Any

from nicegui import ui
from starlette.requests import Request

from screening.errors import InputError
from screening.pipeline import Ask, Board, Said
from screening.records import SavedView
from screening.web import filters, pieces
from screening.web.filters import Filters
from screening.web.rows import COLUMNS, ROW, columns, lines_of, rows_of
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag, target_url, with_query

_SIZES = (25, 50, 100)
_MOST = 4
_FOCUS = """setTimeout(() => {
  const row = document.querySelector('tr.at');
  row?.focus({preventScroll: true});
  row?.scrollIntoView({block: 'nearest'});
}, 30)"""
"""The line chosen by a key gets the focus, so that Enter opens it and nothing else."""
_SEARCH = """(pressed) => {
  if (pressed.key !== '/' || pressed.action !== 'keydown') return;
  pressed.event.preventDefault();
  document.querySelector('.search input')?.focus();
}"""
"""In the browser itself, so that no letter typed right after it is taken for a command."""
_DEFAULT = ("verdict", "country", "total", "interval", "covered", "band", "owner")


@dataclass(slots=True)
class Place:
    """Where a reader stands in a list: what is asked for, which page, which line."""

    ask: Ask
    page: int = 0
    size: int = 25
    at: str = ""
    picked: list[str] = field(default_factory=list)

    def query(self) -> dict[str, Any]:
        """The part of the address that leads back here."""
        found = filters.query(self.ask)
        if self.ask.sort != "rank" or self.ask.descending:
            found["sort"] = ("-" if self.ask.descending else "") + self.ask.sort
        found["page"] = self.page + 1 if self.page else ""
        found["at"] = self.at
        found["c"] = self.picked
        return found


def place_of(request: Request, board: Board) -> Place:
    """What an address asks for; what is not known in it counts for nothing."""
    given = request.query_params
    sort = given.get("sort", "rank")
    name = sort.removeprefix("-")
    ask = replace(
        filters.asked(request),
        sort=name if name in board.sorts else "rank",
        descending=sort.startswith("-") and name in board.sorts,
    )
    page = given.get("page", "1")
    at = given.get("at", "")
    return Place(
        ask=ask,
        page=max(int(page) - 1, 0) if page.isdigit() and len(page) < 8 else 0,
        at=at if at in board.row else "",
        picked=[one for one in given.getlist("c") if one in board.row][:_MOST],
    )


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/runs/{run_id}")
    async def shortlist(run_id: str, request: Request) -> None:
        visit = Visit(site)
        board = await to_thread(visit.desk.look, run_id)
        name = board.screening.mandate.name
        place = place_of(request, board)
        if place.at:
            await to_thread(visit.desk.look, run_id, place.at)
        with visit.frame(name, "nav.runs", run=run_id, wide=True):
            _List(visit, board, place).show()


class _List:
    """One reader's list."""

    def __init__(self, visit: Visit, board: Board, place: Place) -> None:
        self.visit, self.board, self.place = visit, board, place
        self.run_id = board.screening.run.id
        self.lines = lines_of(visit, board, visit.desk.said(self.run_id))
        self.found: list[int] = []
        self.shown = tuple(visit.prefs.get("columns", _DEFAULT))

    def show(self) -> None:
        """The whole page."""
        run_ = self.board.screening.run
        with tag("div").classes("list-head"):
            heading(self.board.screening.mandate.name, level=1)
            tag("span", f"{run_.started_at[:16].replace('T', ' ')} · {run_.id}").classes("muted")
            if day := self.board.screening.mandate.deal_date:
                reader = self.visit.reader
                told = f"{reader.word('mandate.deal_date')}{reader.word('colon')}{day}"
                tag("span", told).classes("muted")
        for one in self.board.screening.unmatched:
            tag("p", self.visit.reader.unmatched(one)).classes("fault")
        pieces.filled(self.lines.view, self.lines.view.filled())
        self._bar()
        with tag("div").classes("split"):
            with tag("div").classes("list"):
                self._table()
                self._pager()
            self.side = tag("aside").classes("side card")
            self.side.props["aria-label"] = self.visit.t("pane.quotes")
        self.refresh()
        self._side()
        ui.keyboard(on_key=self._pressed).on("key", js_handler=_SEARCH)
        self.visit.site.said.subscribe(self._said)

    def _bar(self) -> None:
        visit = self.visit
        with tag("div").classes("filters"):
            self.filters = Filters(visit, self.board, self.place.ask, self._narrowed)
            self.filters.show()
            self._columns()
            self._views()
            self.compare = ui.button(icon="compare_arrows", on_click=self._compare)
            self.compare.props("dense no-caps outline")
            keys = ui.button(icon="keyboard", on_click=self._keys).props("flat dense round")
            keys.props["aria-label"] = visit.t("list.keys")
            keys.tooltip(visit.t("list.keys_text"))

    def _columns(self) -> None:
        with (
            ui.button(self.visit.t("list.columns"), icon="view_column").props("flat dense no-caps"),
            ui.menu(),
        ):
            for name in COLUMNS:
                ui.checkbox(
                    self._title(name),
                    value=name in self.shown,
                    on_change=lambda event, name=name: self._show(name, event.value),
                ).props("dense").classes("column-choice")

    def _title(self, name: str) -> str:
        key = COLUMNS[name]
        if key.startswith("own:"):
            return self.visit.t(key.removeprefix("own:"))
        reader = self.visit.reader
        return reader.named("signal", name) if key == "signal" else reader.word(key)

    def _show(self, name: str, wanted: bool) -> None:
        kept = {*self.shown, name} if wanted else {*self.shown} - {name}
        self.shown = tuple(one for one in COLUMNS if one in kept)
        self.visit.prefs["columns"] = list(self.shown)
        self.table.columns = columns(self.visit, self.shown, self._title)
        self.refresh()

    def _views(self) -> None:
        visit = self.visit
        mandate = self.board.screening.mandate.name
        desk = visit.desk

        def keep(name: str) -> None:
            given = " ".join(name.split())[:100]
            if given:
                query = with_query("", {**self.place.query(), "at": "", "c": []})
                view = SavedView(
                    author=visit.author, mandate=mandate, name=given, query=query.lstrip("?")
                )
                desk.keep_view(view)
                ui.notify(visit.t("list.view_kept", name=given), type="positive")
                fill()

        def drop(one: SavedView) -> None:
            desk.drop_view(one)
            fill()

        def fill() -> None:
            menu.clear()
            with menu:
                kept = desk.views(mandate)
                for one in kept:
                    with tag("div").classes("kept"):
                        address = f"/runs/{self.run_id}?{one.query}"
                        ui.menu_item(
                            f"{one.name} · {one.author}",
                            on_click=lambda address=address: ui.navigate.to(address),
                        )
                        if one.author == visit.author:
                            away = ui.button(
                                icon="delete",
                                on_click=lambda one=one: drop(one),
                            ).props("flat dense round size=sm")
                            away.props["aria-label"] = visit.t("delete")
                if not kept:
                    tag("p", visit.t("list.view_none")).classes("muted menu-note")
                with tag("div").classes("kept"):
                    name = ui.input(visit.t("list.view_name")).props("dense")
                    name.on("keydown.enter", lambda: keep(name.value or ""))
                    ui.button(
                        visit.t("list.view_keep"), on_click=lambda: keep(name.value or "")
                    ).props("flat dense no-caps")

        with ui.button(visit.t("list.views"), icon="bookmark_border").props("flat dense no-caps"):
            menu = ui.menu()
            fill()

    def _table(self) -> None:
        visit = self.visit
        self.table = ui.table(
            rows=[],
            columns=columns(visit, self.shown, self._title),
            row_key="id",
            pagination={
                "rowsPerPage": 0,
                "sortBy": self.place.ask.sort,
                "descending": self.place.ask.descending,
                "rowsNumber": 1,
            },
        ).props("flat dense hide-bottom binary-state-sort")
        self.table.props["no-data-label"] = visit.t("list.none")
        self.table.classes("grid")
        self.table.add_slot("body", ROW)
        self.table.on("request", self._sorted)
        self.table.on("pick", lambda event: self._at(event.args))
        self.table.on("open", lambda event: ui.navigate.to(target_url(self.run_id, event.args)))
        self.table.on("mark", lambda event: self._mark(event.args))
        self.none = tag("p", visit.t("list.none")).classes("muted none")

    def _pager(self) -> None:
        visit = self.visit
        with tag("div").classes("pager"):
            self.count = ui.label().classes("muted")
            ui.select(
                {one: f"{one} / {visit.t('list.rows')}" for one in _SIZES},
                value=self.place.size,
                on_change=lambda event: self._size(event.value),
            ).props("dense borderless options-dense").props["aria-label"] = visit.t("list.rows")
            self.back = ui.button(icon="chevron_left", on_click=lambda: self._turn(-1))
            self.forth = ui.button(icon="chevron_right", on_click=lambda: self._turn(1))
            for button, key in ((self.back, "list.previous"), (self.forth, "list.next")):
                button.props("flat dense round").props["aria-label"] = visit.t(key)

    def refresh(self) -> None:
        """Ask again and show the page of rows; the address follows."""
        visit, place = self.visit, self.place
        said = visit.desk.said(self.run_id)
        self.found = [int(row) for row in self.board.find(place.ask, said)]
        pages = max(-(-len(self.found) // place.size), 1)
        place.page = min(place.page, pages - 1)
        first = place.page * place.size
        rows = self._fill(said)
        last, count = first + len(rows), len(self.found)
        self.count.set_text(
            visit.t("list.page", first=first + 1, last=last, count=count) if count else ""
        )
        self.none.set_visibility(not count)
        self.back.set_enabled(place.page > 0)
        self.forth.set_enabled(last < count)
        self.compare.set_text(visit.t("list.compare", count=len(place.picked)))
        self.compare.set_visibility(bool(place.picked))
        self.compare.set_enabled(len(place.picked) > 1)
        ui.navigate.history.replace(with_query(f"/runs/{self.run_id}", place.query()))

    def _fill(self, said: Said) -> list[int]:
        """The rows of the page with what was said up to now."""
        visit, place = self.visit, self.place
        self.lines = lines_of(visit, self.board, said)
        first = place.page * place.size
        rows = self.found[first : first + place.size]
        self.table.rows = rows_of(
            visit, self.lines, self.run_id, rows, place.at, place.picked, self.shown
        )
        return rows

    def _side(self) -> None:
        self.side.clear()
        with self.side:
            if self.place.at:
                pieces.pane(self.visit, self.lines.view, self.board, self.place.at)
            else:
                tag("p", self.visit.t("pane.empty")).classes("muted")

    def _said(self, number: tuple[int, int]) -> None:
        """Somebody said something: show what of it stands on this page."""
        said = self.visit.desk.said(self.run_id, number)
        touched = said.touched(self.lines.said)
        if not touched:
            return
        if self.place.ask.statuses:
            self.refresh()
        else:
            self._fill(said)
        if self.place.at in touched:
            self._side()

    def _narrowed(self, ask: Ask) -> None:
        """The filters say what is asked for; the order stays as it is."""
        sort, descending = self.place.ask.sort, self.place.ask.descending
        self.place.ask = replace(ask, sort=sort, descending=descending)
        self.place.page = 0
        self.refresh()

    def _sorted(self, event: Any) -> None:
        asked = event.args["pagination"]
        name = asked.get("sortBy") or "rank"
        if name not in self.board.sorts:
            raise InputError(name)
        self.table.pagination = {**self.table.pagination, **asked, "rowsPerPage": 0}
        descending = bool(asked.get("descending"))
        self.place.ask = replace(self.place.ask, sort=name, descending=descending)
        self.place.page = 0
        self.refresh()

    def _size(self, size: int) -> None:
        self.place.size, self.place.page = size, 0
        self.refresh()

    def _turn(self, by: int) -> None:
        self.place.page += by
        self.refresh()

    async def _at(self, company_id: str) -> None:
        if company_id in self.board.row:
            self.place.at = company_id  # at once, since the next key may come before the log
            await to_thread(self.visit.desk.look, self.run_id, company_id)
            self.refresh()
            self._side()

    def _mark(self, company_id: str) -> None:
        picked = self.place.picked
        if company_id in picked:
            picked.remove(company_id)
        elif len(picked) < _MOST:
            picked.append(company_id)
        else:
            ui.notify(self.visit.t("list.compare_most"), type="warning")
        self.refresh()

    def _compare(self) -> None:
        path = f"/runs/{self.run_id}/compare"
        ui.navigate.to(with_query(path, {"c": self.place.picked}))

    def _keys(self) -> None:
        ui.notify(self.visit.t("list.keys_text"), timeout=8000, multi_line=True)

    async def _step(self, by: int) -> None:
        ids = [self.board.fits[row].company_id for row in self.found]
        if not ids:
            return
        now = ids.index(self.place.at) if self.place.at in ids else -1 if by > 0 else 0
        after = min(max(now + by, 0), len(ids) - 1)
        self.place.page = after // self.place.size
        await self._at(ids[after])
        ui.run_javascript(_FOCUS)

    async def _pressed(self, event: Any) -> None:
        if not event.action.keydown or event.modifiers.ctrl or event.modifiers.meta:
            return
        key, at = event.key.name, self.place.at
        if key in ("j", "ArrowDown"):
            await self._step(1)
        elif key in ("k", "ArrowUp"):
            await self._step(-1)
        elif key == "?":
            self._keys()
        elif at and key == "Enter":
            ui.navigate.to(target_url(self.run_id, at))
        elif at and key == "c":
            self._mark(at)
        elif at and key in pieces.KEYS and not event.action.repeat:
            pieces.ask_verdict(self.visit, self.lines.view, self.run_id, at, pieces.KEYS[key])
