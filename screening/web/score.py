"""Score one target from its text, or look one of the corpus up in a run."""

from asyncio import to_thread
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from nicegui import events, ui

from screening import pipeline
from screening.errors import ScreeningError
from screening.pipeline import Profile, Scored
from screening.readers import read_page
from screening.records import Company, Mandate
from screening.report.names import technology_name
from screening.web import pieces
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, tag, target_url

_LARGEST = 20_000_000
_LONGEST = 500_000
_HEADER = """<label class="drop relative-position">{}<q-uploader-add-trigger /></label>"""


def register(site: Site, page: Page) -> None:
    """Give the page its address."""

    @page("/score")
    async def score() -> None:
        visit = Visit(site)
        with visit.frame(visit.t("score.title"), "nav.score", wide=True):
            heading(visit.t("score.title"), level=1)
            tag("p", visit.t("score.about")).classes("muted")
            _Form(visit).show()


@dataclass(frozen=True, slots=True)
class _Answer:
    mandate: Mandate
    measured: Profile
    found: Scored


class _Form:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        runs: dict[str, str] = {}
        for one, mandate in visit.desk.runs(200):
            if mandate not in runs.values():
                runs[f"run:{one.id}"] = mandate
        fields = {
            f"name:{one.field.id}": technology_name(one.field, visit.language)
            for one in pipeline.fields()
            if one.field.scope == "screen"
        }
        self.choices = {**runs, **fields}

    def show(self) -> None:
        visit = self.visit
        with tag("div").classes("split even"):
            with tag("div").classes("card form"):
                self.mandate = ui.select(
                    self.choices, value=next(iter(self.choices)), label=visit.t("score.mandate")
                ).props("outlined dense options-dense")
                with tag("div").classes("filters"):
                    self.name = ui.input(visit.t("score.name")).props("outlined dense")
                    self.country = ui.input(visit.t("score.country")).props(
                        "outlined dense maxlength=2"
                    )
                self.text = ui.textarea(visit.t("score.text")).props(
                    f"outlined input-style=min-height:16rem maxlength={_LONGEST}"
                )
                upload = (
                    ui.upload(
                        auto_upload=True,
                        max_file_size=_LARGEST,
                        on_upload=self._read,
                        on_rejected=lambda: ui.notify(visit.t("problem"), type="negative"),
                    )
                    .props("flat bordered")
                    .classes("upload")
                )
                upload.add_slot("header", _HEADER.replace("{}", visit.t("score.file")))
                ui.button(
                    visit.t("score.choose"), on_click=lambda: upload.run_method("pickFiles")
                ).props("flat no-caps icon=upload_file")
                ui.button(visit.t("score.go"), on_click=self._score).props("outline no-caps")
                self.pick = ui.input(visit.t("score.pick")).props("outlined dense clearable")
                self.pick.on("keydown.enter", self._look_up)
            self.side = tag("div").classes("card")
            self.side.props("aria-live=polite")

    async def _read(self, event: events.UploadEventArguments) -> None:
        name = Path(event.file.name).name
        data = await event.file.read()
        try:
            text = await to_thread(_text_of, name, data)
        except ScreeningError as error:
            ui.notify(str(error), type="negative", multi_line=True)
            return
        self.text.set_value(text[:_LONGEST])
        ui.notify(self.visit.t("score.read", name=name, count=f"{len(text):,}"), type="positive")

    def _mandate(self) -> Mandate:
        kind, _, name = str(self.mandate.value).partition(":")
        if kind == "run":
            return self.visit.desk.look(name).screening.mandate
        return pipeline.shipped_mandate(name)

    async def _score(self) -> None:
        visit, desk = self.visit, self.visit.desk
        company = Company(
            name=(self.name.value or "").strip() or "–",
            country=(self.country.value or "").strip().upper(),
        )
        text = self.text.value or ""

        def ask() -> _Answer:
            mandate = self._mandate()
            measured = desk.profile(mandate)
            found = pipeline.score_text(desk.workspace, mandate, company, text, measured=measured)
            return _Answer(mandate, measured, found)

        self.side.clear()
        with self.side:
            tag("p", visit.t("wait")).classes("muted")
        started = perf_counter()
        try:
            answer = await to_thread(ask)
        except ScreeningError as error:
            self.side.clear()
            with self.side:
                tag("p", str(error)).classes("fault")
            return
        self.side.clear()
        with self.side:
            self._show(answer, perf_counter() - started)

    def _show(self, answer: _Answer, seconds: float) -> None:
        visit, found, fit = self.visit, answer.found, answer.found.fit
        view = pieces.view_of(visit, answer.measured)
        heading(found.company.name)
        pieces.score_bar(fit.total)
        told = visit.t("score.result", above=found.above, among=found.among)
        tag("p", f"{told} · {visit.t('score.took', seconds=f'{seconds:.1f}')}").classes("muted")
        pieces.band(view, fit)
        for flag in found.flags:
            tag("p", view.flag(flag)).classes("fault")
        pieces.signals(visit, view, fit, pipeline.weights_of(answer.mandate))
        heading(visit.t("pane.quotes"), level=3)
        pieces.quotes(visit, view, fit.evidence, fit.covered)

    async def _look_up(self) -> None:
        name = (self.pick.value or "").strip()
        kind, _, run_id = str(self.mandate.value).partition(":")
        if not name or kind != "run":
            return
        try:
            board = await to_thread(self.visit.desk.look, run_id)
            company = pipeline.ranked(board.screening, name)
        except ScreeningError as error:
            ui.notify(str(error), type="negative", multi_line=True)
            return
        ui.navigate.to(target_url(run_id, company))


def _text_of(name: str, data: bytes) -> str:
    """The text of a file that was dropped; it is kept no longer than it takes to read it."""
    with TemporaryDirectory(prefix="screening-") as folder:
        suffix = "".join(c for c in Path(name).suffix if c.isalnum() or c == ".")[:10]
        path = Path(folder) / f"dropped{suffix}"
        path.write_bytes(data)
        return read_page(path).text
