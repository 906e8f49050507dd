"""Score one target: from a text, from a file, or one of the corpus."""

from asyncio import to_thread
from collections.abc import Callable
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
from screening.web.picker import Picker
from screening.web.site import Site
from screening.web.visit import Page, Visit, heading, link, tag, target_url

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
                Picker(visit, visit.t("score.pick"), self._pick).show()
                tag("p", visit.t("score.or")).classes("muted")
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
            self.side = tag("div").classes("card")
            self.side.props("aria-live=polite")

    async def _read(self, event: events.UploadEventArguments) -> None:
        name = Path(event.file.name).name
        data = await event.file.read()
        try:
            text = await to_thread(_text_of, name, data)
        except ScreeningError as error:
            ui.notify(self.visit.why(error), type="negative", multi_line=True)
            return
        self.text.set_value(text[:_LONGEST])
        ui.notify(self.visit.t("score.read", name=name, count=f"{len(text):,}"), type="positive")

    def _mandate(self) -> Mandate:
        kind, _, name = str(self.mandate.value).partition(":")
        if kind == "run":
            return self.visit.desk.look(name).screening.mandate
        return pipeline.shipped_mandate(name)

    async def _score(self) -> None:
        """What the text says, measured."""
        desk, text = self.visit.desk, self.text.value or ""
        company = Company(
            name=(self.name.value or "").strip() or "–",
            country=(self.country.value or "").strip().upper(),
        )

        def ask(mandate: Mandate, measured: Profile) -> Scored:
            return pipeline.score_text(desk.workspace, mandate, company, text, measured=measured)

        await self._answered(ask)

    async def _pick(self, company: Company) -> None:
        """A company of the corpus, by its texts there."""
        desk = self.visit.desk

        def ask(mandate: Mandate, measured: Profile) -> Scored:
            return pipeline.score_company(desk.workspace, mandate, company.id, measured=measured)

        await self._answered(ask)

    async def _answered(self, ask: Callable[[Mandate, Profile], Scored]) -> None:
        visit = self.visit

        def answer() -> _Answer:
            mandate = self._mandate()
            measured = visit.desk.profile(mandate)
            return _Answer(mandate, ask(mandate, measured))

        self.side.clear()
        with self.side:
            tag("p", visit.t("wait")).classes("muted")
        started = perf_counter()
        try:
            found = await to_thread(answer)
        except ScreeningError as error:
            self.side.clear()
            with self.side:
                tag("p", self.visit.why(error)).classes("fault")
            return
        self.side.clear()
        with self.side:
            self._show(found, perf_counter() - started)

    def _show(self, answer: _Answer, seconds: float) -> None:
        visit, found, fit = self.visit, answer.found, answer.found.fit
        view = pieces.view_of(visit, found)
        pieces.filled(view, view.filled())
        heading(visit.reader.company(found.company))
        pieces.score_bar(fit.total)
        told = visit.t("score.result", above=found.above, among=found.among)
        tag("p", f"{told} · {visit.t('score.took', seconds=f'{seconds:.1f}')}").classes("muted")
        if found.left_out is not None:
            one = found.left_out
            why = view.facts([view.named("rule", one.rule), view.value(one), view.threshold(one)])
            tag("p", visit.t("score.left_out", why=why)).classes("muted")
        pieces.band(view, fit)
        if fit.band_rule:
            tag("p", view.rule(fit.band_rule)).classes("muted small")
        for flag in found.flags:
            tag("p", view.flag(flag)).classes("fault")
        pieces.signals(visit, view, fit, pipeline.weights_of(answer.mandate))
        heading(visit.t("pane.quotes"), level=3)
        pieces.quotes(visit, view, fit.evidence, fit.covered)
        kind, _, run_id = str(self.mandate.value).partition(":")
        if kind == "run" and found.company.id in visit.desk.board(run_id).row:
            link(target_url(run_id, found.company.id), visit.t("pane.open")).classes("open")


def _text_of(name: str, data: bytes) -> str:
    """The text of a file that was dropped; it is kept no longer than it takes to read it."""
    with TemporaryDirectory(prefix="screening-") as folder:
        suffix = "".join(c for c in Path(name).suffix if c.isalnum() or c == ".")[:10]
        path = Path(folder) / f"dropped{suffix}"
        path.write_bytes(data)
        return read_page(path).text
