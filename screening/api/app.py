"""The routes under ``/api/v1``."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from screening import __version__, pipeline, report
from screening.api.shapes import (
    Assignment,
    Fault,
    FitFacts,
    FitLine,
    FitPage,
    Format,
    MandateLine,
    NewContact,
    NewVerdict,
    OneTarget,
    RunFacts,
    RunLine,
    WeighedLine,
    Weights,
)
from screening.errors import (
    AccessError,
    ConflictError,
    InputError,
    NotReadyError,
    ScreeningError,
    TooOftenError,
)
from screening.pipeline import Ask, Board, Desk, Job, Said, Scored
from screening.records import (
    Company,
    Contact,
    Evidence,
    Fit,
    Gap,
    Judged,
    Mandate,
    Matched,
    Verdict,
)

PREFIX = "/api/v1"
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
}
_STATUS = (
    (ConflictError, 409),
    (InputError, 400),
    (NotReadyError, 404),
    (TooOftenError, 429),
    (AccessError, 403),
)
RunId = Annotated[str, Path(max_length=64, description="the id of a run")]
CompanyId = Annotated[str, Path(max_length=64, description="the id of a company that it ranks")]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="the same key again adds nothing and gives back what it added",
    ),
]
Values = Annotated[list[str], Query(max_length=100)]
Language = Annotated[str, Query(pattern="^(en|zh)$")]


def _desk(request: Request) -> Desk:
    """The desk of whoever asks, as the gate has put it there."""
    found: Desk = request.state.desk
    return found


Mine = Annotated[Desk, Depends(_desk)]


def create(said: Callable[[], None] = lambda: None) -> FastAPI:
    """The application with the API; a ``Gate`` must stand before it.

    ``said`` is called, in a thread of its own, after something was said of a target.
    """
    app = FastAPI(
        title="screening",
        version=__version__,
        summary="Shortlists of overseas companies whose technology fills measured gaps",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # these pages load their scripts from another host
        redoc_url=None,
    )
    app.add_exception_handler(ScreeningError, _explain)
    faults: dict[int | str, dict[str, Any]] = {
        code: {"model": Fault, "description": why}
        for code, why in (
            (400, "what was asked is wrong"),
            (401, "sign in, or send a token"),
            (403, "your role does not go as far"),
            (404, "there is no such thing"),
            (409, "it contradicts what is there"),
            (413, "too large"),
            (429, "too often"),
        )
    }
    routes = APIRouter(prefix=PREFIX, responses=faults)
    _runs(routes)
    _fits(routes)
    _said(routes, said)
    _asked(routes)
    app.include_router(routes)
    return app


async def _explain(_request: Request, error: Exception) -> JSONResponse:
    status = 500
    for kind, code in _STATUS:
        if isinstance(error, kind):
            status = code
            break
    return JSONResponse({"error": str(error)}, status)


def _runs(routes: APIRouter) -> None:
    @routes.get("/mandates", tags=["runs"])
    def mandates(desk: Mine) -> list[MandateLine]:
        """The mandates that have runs, the one with the newest run first."""
        found: dict[str, list[str]] = {}
        first: dict[str, RunLine] = {}
        for run, name in desk.runs():
            found.setdefault(name, []).append(run.id)
            first.setdefault(name, RunLine(run=run, mandate=name))
        return [
            MandateLine(name=name, runs=len(ids), newest=ids[0], at=first[name].run.started_at)
            for name, ids in found.items()
        ]

    @routes.get("/runs", tags=["runs"])
    def runs(
        desk: Mine,
        mandate: Annotated[str, Query(max_length=500)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    ) -> list[RunLine]:
        """Runs, the newest first; of one mandate, if it is named."""
        every = desk.runs() if mandate else desk.runs(limit)
        found = [RunLine(run=run, mandate=name) for run, name in every]
        return [one for one in found if mandate in ("", one.mandate)][:limit]

    @routes.post("/runs", status_code=202, tags=["runs"])
    def start(desk: Mine, asked: Assignment) -> Job:
        """Ask for a mandate to be scored; its job tells how far it is."""
        return desk.start(_mandate(desk, asked))

    @routes.get("/jobs", tags=["runs"])
    def every_job(desk: Mine) -> list[Job]:
        """What was asked for since the server started, the newest last."""
        return desk.jobs()

    @routes.get("/runs/{run_id}", tags=["runs"])
    def run(desk: Mine, run_id: RunId) -> RunFacts:
        """What a run was asked, with what, and how many companies passed each step."""
        board = desk.look(run_id)
        found = board.screening
        return RunFacts(
            run=found.run,
            mandate=found.mandate,
            funnel=list(found.funnel),
            weights=dict(board.weights),
            fits=len(found.fits),
            excluded=len(found.excluded),
        )

    @routes.get("/runs/{run_id}/gaps", tags=["runs"])
    def gaps(desk: Mine, run_id: RunId) -> list[Gap]:
        """The gaps that the run measured, each with its evidence."""
        return list(desk.look(run_id).screening.gaps)

    @routes.get("/runs/{run_id}/changes", tags=["runs"])
    def changes(
        desk: Mine,
        run_id: RunId,
        against: Annotated[str, Query(max_length=64, description="an earlier run")],
        top: Annotated[int, Query(ge=1, le=1000)] = 20,
    ) -> pipeline.Changes:
        """What the run changed among the first against an earlier one, and what for."""
        return pipeline.changes(desk.look(against).screening, desk.look(run_id).screening, top)

    @routes.get("/runs/{run_id}/export", tags=["runs"], response_class=Response)
    def export(
        desk: Mine, run_id: RunId, format: Format = "xlsx", language: Language = "en"
    ) -> Response:
        """The run as a workbook, as JSON with every field, or as Markdown."""
        found = desk.export(run_id)
        if format == "xlsx":
            data = report.workbook(found, language, when=found.run.started_at)
        elif format == "json":
            data = report.json_bytes(found)
        else:
            data = report.markdown(found, language).encode()
        name = f"{found.run.id}-{language}.{format}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=_KINDS[format], headers=headers)


def _fits(routes: APIRouter) -> None:
    @routes.get("/runs/{run_id}/fits", tags=["fits"])
    def fits(
        desk: Mine,
        run_id: RunId,
        search: Annotated[str, Query(max_length=200)] = "",
        owner: Annotated[str, Query(max_length=200)] = "",
        country: Values = [],  # noqa: B006 - FastAPI copies it
        band: Values = [],  # noqa: B006
        size: Values = [],  # noqa: B006
        ownership: Values = [],  # noqa: B006
        gap: Values = [],  # noqa: B006
        field: Values = [],  # noqa: B006
        lane: Values = [],  # noqa: B006
        status: Values = [],  # noqa: B006
        sort: Annotated[str, Query(max_length=50)] = "rank",
        descending: bool = False,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    ) -> FitPage:
        """Fits of a run: filtered, sorted, a page at a time."""
        board, said = desk.look(run_id), desk.said(run_id)
        ask = Ask(
            search=search,
            owner=owner,
            countries=tuple(country),
            bands=tuple(band),
            sizes=tuple(size),
            kinds=tuple(ownership),
            gaps=tuple(gap),
            fields=tuple(field),
            lanes=tuple(lane),
            statuses=tuple(status),
            sort=sort,
            descending=descending,
        )
        rows = board.find(ask, said)
        words = said.statuses()
        shown = [_line(board, int(row), words) for row in rows[offset : offset + limit]]
        return FitPage(total=len(rows), offset=offset, items=shown)

    @routes.get("/runs/{run_id}/fits/{company_id}", tags=["fits"])
    def fit(desk: Mine, run_id: RunId, company_id: CompanyId) -> FitFacts:
        """A fit with every signal, its company, and what was said of it."""
        board, said = desk.look(run_id, company_id), desk.said(run_id)
        return _facts(board.fit(company_id), board, said)

    @routes.get("/runs/{run_id}/fits/{company_id}/evidence", tags=["fits"])
    def evidence(desk: Mine, run_id: RunId, company_id: CompanyId) -> list[Evidence]:
        """The quotes behind a fit, with their place in the source."""
        return list(desk.look(run_id, company_id).fit(company_id).evidence)

    @routes.post("/runs/{run_id}/weigh", tags=["fits"])
    def weigh(desk: Mine, run_id: RunId, asked: Weights) -> list[WeighedLine]:
        """The best of a run under other weights; nothing is stored."""
        board = desk.look(run_id)
        found = board.weigh(asked.weights)
        lane = [n for n, one in enumerate(board.fits) if not one.lane]
        best = sorted(lane, key=lambda n: int(found.places[n]))[: asked.limit]
        return [
            WeighedLine(
                company_id=board.fits[n].company_id,
                place=int(found.places[n]),
                rank=board.fits[n].rank,
                total=round(float(found.totals[n]), 4),
            )
            for n in best
        ]


def _said(routes: APIRouter, said: Callable[[], None]) -> None:
    @routes.get("/runs/{run_id}/verdicts", tags=["verdicts"])
    def verdicts(desk: Mine, run_id: RunId) -> list[Judged]:
        """Every verdict of the mandate on companies that the run ranks, the oldest first."""
        desk.look(run_id)
        return list(desk.said(run_id).verdicts)

    @routes.post("/runs/{run_id}/fits/{company_id}/verdicts", status_code=201, tags=["verdicts"])
    def judge(
        desk: Mine, run_id: RunId, company_id: CompanyId, given: NewVerdict, key: Key = ""
    ) -> Verdict:
        """Add a verdict. It is dated, never changed, and never changes a score."""
        desk.board(run_id).fit(company_id)
        verdict = desk.judge(
            run_id,
            company_id,
            given.judgement,
            reason=given.reason,
            author=given.author,
            role=given.role,
            request=key,
        )
        said()
        return verdict

    @routes.get("/runs/{run_id}/contacts", tags=["verdicts"])
    def contacts(desk: Mine, run_id: RunId) -> list[Contact]:
        """Every line of contact of the mandate, the oldest first."""
        desk.look(run_id)
        return list(desk.said(run_id).contacts)

    @routes.post("/runs/{run_id}/fits/{company_id}/contacts", status_code=201, tags=["verdicts"])
    def contact(
        desk: Mine, run_id: RunId, company_id: CompanyId, given: NewContact, key: Key = ""
    ) -> Contact:
        """Add a dated line on how one stands with a target."""
        desk.board(run_id).fit(company_id)
        line = desk.contact(
            run_id,
            company_id,
            given.status,
            author=given.author,
            route=given.route,
            language=given.language,
            note=given.note,
            request=key,
        )
        said()
        return line


def _asked(routes: APIRouter) -> None:
    @routes.post("/score", tags=["ad hoc"])
    def score(desk: Mine, asked: OneTarget) -> Scored:
        """Score one target from its text alone; nothing is stored."""
        mandate = _mandate(desk, asked)
        company = Company(name=asked.target, country=asked.country.upper())
        measured = desk.profile(mandate)
        return pipeline.score_text(desk.workspace, mandate, company, asked.text, measured=measured)

    @routes.get("/match", tags=["ad hoc"])
    def match(
        desk: Mine,
        target: Annotated[str, Query(min_length=1, max_length=200)],
        field: Annotated[str, Query(max_length=100)] = "robots",
    ) -> Matched:
        """Which firms at home a target of the corpus would complement, best first."""
        measured = desk.profile(pipeline.field_mandate(field))
        return pipeline.match(desk.workspace, target, field=field, measured=measured)


def _mandate(desk: Desk, asked: Assignment) -> Mandate:
    given = [name for name in ("run", "name", "toml") if getattr(asked, name)]
    if len(given) != 1:
        raise InputError("give exactly one of run, name and toml: the mandate to score for")
    if asked.run:
        return desk.look(asked.run).screening.mandate
    if asked.name:
        return pipeline.shipped_mandate(asked.name)
    return pipeline.mandate_of(asked.toml)


def _line(board: Board, row: int, words: dict[str, frozenset[str]]) -> FitLine:
    fit = board.fits[row]
    company = board.screening.companies[fit.company_id]
    return FitLine(
        company_id=fit.company_id,
        name=company.name,
        name_zh=company.name_zh,
        country=company.country,
        rank=fit.rank,
        rank_low=fit.rank_low,
        rank_high=fit.rank_high,
        total=fit.total,
        confidence=fit.confidence,
        band=fit.band,
        band_rule=fit.band_rule,
        covered=list(fit.covered),
        owner=company.ownership.owner,
        owner_as_of=company.ownership.as_of,
        employees=company.size.employees,
        lane=fit.lane,
        statuses=sorted(words.get(fit.company_id, ())),
    )


def _facts(fit: Fit, board: Board, said: Said) -> FitFacts:
    company = fit.company_id
    return FitFacts(
        fit=fit,
        company=board.screening.companies[company],
        verdicts=[one for one in said.verdicts if one.verdict.company_id == company],
        contacts=[one for one in said.contacts if one.company_id == company],
    )
