"""The commands."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from screening import __version__, pipeline
from screening.cli import client, people, show
from screening.cli.place import Flags, workspace
from screening.errors import FileError, InputError, unknown
from screening.readers import Part, code_fault, legible, read_deals, read_page
from screening.records import Company, Field, Screening


class _Commands(TyperGroup):
    """Commands that end with one message, whatever goes wrong."""

    def invoke(self, ctx: Any) -> Any:
        with show.errors():
            return super().invoke(ctx)


app = typer.Typer(
    name="screening",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Find the companies abroad whose technology complements what a Zhejiang firm lacks.\n\n"
        "The way through: ingest files, embed their texts, profile the gaps of a mandate, score"
        " every overseas company against them, report a workbook. Or see it all: screening demo."
    ),
)

app.add_typer(people.account, name="account")
app.add_typer(people.team, name="team")
app.command()(people.log)

MandatePath = Annotated[
    Path,
    typer.Argument(
        metavar="MANDATE",
        help="a mandate file, such as data/samples/robots.toml, or a field, such as new-displays",
    ),
]


ARMS: dict[str, pipeline.Arm] = {"products": "products", "gaps": "gaps", "both": "both"}


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"screening {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option(help="where corpus, ledger and workbooks live")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="a settings file (TOML)")] = None,
    language: Annotated[
        str | None, typer.Option(help="language of tables and workbooks: en or zh")
    ] = None,
    encoder: Annotated[str | None, typer.Option(help="an encoder of models/registry.toml")] = None,
    encoder_folder: Annotated[
        Path | None, typer.Option(help="a local copy of a hub encoder")
    ] = None,
    ledger_url: Annotated[str | None, typer.Option(help="SQLAlchemy URL of the ledger")] = None,
    corpus_uri: Annotated[str | None, typer.Option(help="folder or URI of the corpus")] = None,
    threads: Annotated[int | None, typer.Option(help="CPU threads of the encoder")] = None,
    lock_seconds: Annotated[
        float | None, typer.Option(help="how long to wait for another writer")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="and exit")
    ] = False,
) -> None:
    """Options that every command takes, before its name."""
    flags = Flags()
    flags.config = config
    flags.given = {
        "data_dir": data_dir,
        "language": language,
        "encoder": encoder,
        "encoder_folder": encoder_folder,
        "ledger_url": ledger_url,
        "corpus_uri": corpus_uri,
        "threads": threads,
        "lock_seconds": lock_seconds,
    }
    context.obj = flags


@app.command()
def demo(
    context: typer.Context,
    field: Annotated[
        str, typer.Option(help="the field to screen, such as new-displays; see: screening fields")
    ] = "robots",
) -> None:
    """Run the worked example on the shipped data: Zhejiang's gaps in one field, and who fills them.

    Industrial robots are measured against ABB, FANUC, Yaskawa and KUKA; other fields against
    leaders of their own.
    """
    place = workspace(context)
    found = _demo(place, field)
    book = pipeline.report(place, found.run.id)
    show.gaps(found, found.mandate, place.settings.language)
    show.shortlist(found, place.settings.language)
    show.out.print(f"workbook: {book}", soft_wrap=True, highlight=False)


def _demo(place: pipeline.Workspace, field: str) -> Screening:
    """The shipped companies, screened in one field."""
    assignment = pipeline.mandate(field)
    with show.progress() as progress:
        for path in pipeline.reference_files():
            show.ingested(pipeline.ingest(place, path, progress=progress))
        pipeline.embed(place, progress=progress)
        return pipeline.score(place, assignment, progress=progress)


@app.command()
def fields(
    context: typer.Context,
    top: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="score Zhejiang in every field; write the ten best of each there"
        ),
    ] = None,
) -> None:
    """List the fields of the taxonomy, what each holds, and the leaders that define its gap."""
    if top is None:
        show.fields(pipeline.fields(), context.obj.settings().language)
        return
    _writable(top)
    place = workspace(context)
    _write(top, show.fields_page(_every_field(place), place.settings.language))


def _every_field(place: pipeline.Workspace) -> list[tuple[Field, Screening]]:
    """Zhejiang scored in every field that is screened."""
    screened = [one.field for one in pipeline.fields() if one.field.scope == "screen"]
    with show.progress() as progress:
        return [
            (one, pipeline.score(place, pipeline.mandate(one.id), progress=progress))
            for one in screened
        ]


@app.command()
def regions(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="write countries by fields there, as Markdown"),
    ] = None,
) -> None:
    """Where the technology sits that Zhejiang lacks: how much, how strong, how open, by field.

    Every field is scored for the province as a whole; a run that is stored is not made again.
    """
    place = workspace(context)
    found = _every_field(place)
    show.regions(found, place.settings.language)
    if out is not None:
        _write(out, show.regions_page(found, place.settings.language))


@app.command()
def match(
    context: typer.Context,
    target: Annotated[
        str, typer.Argument(help="a company of the corpus, by name or id; with --text its name")
    ],
    field: Annotated[
        str, typer.Option(help="the field whose gaps count; see: screening fields")
    ] = "robots",
    text: Annotated[
        Path | None,
        typer.Option(
            help="judge the target by this file: PDF, DOCX, HTML or plain text"
            " (- for text on standard input)"
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="how many firms to show")] = 15,
) -> None:
    """Which firms of Zhejiang a target abroad would complement, best first.

    Each firm's own gaps against the leaders count, so that the order shows whom to call when a
    technology comes in.
    """
    place = workspace(context)
    told = _read(text) if text is not None else ""
    with show.progress() as progress:
        found = pipeline.match(place, target, text=told, field=field, progress=progress)
    show.matches(found, limit, place.settings.language)


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="files, folders or zip archives; the word financedatabase downloads that"
            " (needs the extra)",
        ),
    ],
    layout: Annotated[
        str | None, typer.Option(help="the layout to read them by, instead of sniffing it")
    ] = None,
    country: Annotated[
        str, typer.Option(help="where firms sit of which a file does not say it, two letters")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show how each file would be read; store nothing")
    ] = False,
) -> None:
    """Read exports of companies, patents and events: Orbis, Crunchbase, PitchBook, Lens, PatSnap …

    The format is found by what is in a file (CSV, XLSX, JSON, XML; see docs/formats.md).
    """
    place, taken = workspace(context), list[pipeline.Ingested | FileError | None]()
    how = _How(layout, country.upper(), dry_run)
    if fault := code_fault(how.country) if country else "":
        raise InputError(f"--country: {fault}")
    try:
        for path in paths:
            taken += _taken(place, path, how)
    finally:
        if _holds_new(taken):
            show.to_embed()
    _fail(taken)


@dataclass(frozen=True, slots=True)
class _How:
    """By which layout files are read, where their firms sit, and whether they are only shown."""

    layout: str | None = None
    country: str = ""
    dry_run: bool = False


def _taken(
    place: pipeline.Workspace, path: Path, how: _How
) -> list[pipeline.Ingested | FileError | None]:
    """What became of the file, or of each file of a folder or archive."""
    if str(path) == "financedatabase" and not path.exists():
        path = pipeline.fetch(place, "financedatabase")
    try:
        with pipeline.unpacked(path, country=how.country) as parts:
            return [_take(place, path, part, how) for part in parts]
    except FileError as error:
        return [error]


def _fail(taken: Sequence[pipeline.Ingested | FileError | None]) -> None:
    """Raise what kept the file from being read, or of several say each and raise their number."""
    failed = [one for one in taken if isinstance(one, FileError)]
    if len(taken) > 1 and failed:
        for error in failed:
            show.warn(str(error))
        rest = "; the others were" if len(failed) < len(taken) else ""
        raise FileError(f"{len(failed)} of {len(taken)} files were not read{rest}")
    if failed:
        raise failed[0]


def _holds_new(taken: Sequence[pipeline.Ingested | FileError | None]) -> bool:
    """Whether something was stored that has no vector yet."""
    found = [one for one in taken if isinstance(one, pipeline.Ingested)]
    return any(one.documents and not one.unchanged for one in found)


def _take(
    place: pipeline.Workspace, path: Path, part: Part, how: _How
) -> pipeline.Ingested | FileError | None:
    """Ingest one file, or show how it would be read; gives back what it held, or why it cannot be
    read."""
    if part.fault:
        return FileError(part.fault)
    try:
        if how.dry_run:
            show.preview(pipeline.preview(part, layout=how.layout, country=how.country))
            return None
        with show.progress() as progress:
            found = pipeline.ingest(
                place,
                part.path,
                name=part.name,
                outer=path,
                layout=how.layout,
                country=how.country,
                unread=part.unread,
                progress=progress,
            )
    except FileError as error:
        return error
    show.ingested(found)
    return found


@app.command()
def fetch(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(help="gleif, wikidata, akshare, ops, lens or financedatabase")
    ] = "",
    words: Annotated[
        list[str] | None,
        typer.Argument(help="what to look for: names, applicants, codes; see the list of sources"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="how many for each word")] = 100,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="ask again for what was asked within a week")
    ] = False,
    only: Annotated[
        bool, typer.Option("--only-file", help="write the file, do not ingest it")
    ] = False,
) -> None:
    """Ask an online source and ingest what it gives; without a source, list the sources.

    A fetch that is broken off goes on where it stood. Keys of your own are read from the
    environment: SCREENING_OPS_KEY, SCREENING_OPS_SECRET, SCREENING_LENS_TOKEN.
    """
    place = workspace(context)
    if not source:
        show.sources(pipeline.SOURCES, place.settings.keys)
        return
    with show.progress() as progress:
        path = pipeline.fetch(
            place, source, words or (), limit=limit, fresh=fresh, progress=progress
        )
    show.out.print(str(path), soft_wrap=True, highlight=False)
    if not only:
        with pipeline.unpacked(path) as parts:
            taken = [_take(place, path, part, _How()) for part in parts]
        if failed := [one for one in taken if isinstance(one, FileError)]:
            raise failed[0]
        if _holds_new(taken):
            show.to_embed()


@app.command()
def embed(context: typer.Context) -> None:
    """Give every passage its vector; what has one is left alone."""
    place = workspace(context)
    with show.progress() as progress:
        found = pipeline.embed(place, progress=progress)
    share = f", {found.cut_share:.1%} of them cut because they were too long" if found.new else ""
    show.out.print(
        f"{found.texts} distinct passages, {found.new} newly embedded with {found.encoder}{share}",
        highlight=False,
    )


@app.command()
def profile(
    context: typer.Context,
    path: MandatePath,
    emerging: Annotated[
        bool, typer.Option("--emerging", help="also what is filed abroad in none of them")
    ] = False,
) -> None:
    """Measure the gaps of a mandate: its firm against its leaders, technology by technology."""
    place, mandate = workspace(context), pipeline.mandate(path)
    with show.progress() as progress:
        found = pipeline.profile(place, mandate, progress=progress)
        new = pipeline.emerging(place, mandate, measured=found) if emerging else ()
    show.gaps(found, mandate, place.settings.language)
    show.unmatched(pipeline.unmatched(found, mandate), place.settings.language)
    if emerging:
        show.emerging(new, place.settings.language)


@app.command()
def score(
    context: typer.Context,
    path: MandatePath,
    text: Annotated[
        Path | None,
        typer.Option(
            help="score one target from this file instead: PDF, DOCX, HTML or plain text"
            " (- for text on standard input)"
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="its name")] = "target",
    country: Annotated[str, typer.Option(help="its seat, two letters")] = "",
) -> None:
    """Rank every eligible overseas company against the gaps of a mandate, or score one text."""
    place = workspace(context)
    assignment = pipeline.mandate(path)
    if text is not None:
        company, told = Company(name=name, country=country.upper()), _read(text)
        one = client.score(place, path, company, told)
        if one is None:
            with show.progress() as progress:
                one = pipeline.score_text(place, assignment, company, told, progress=progress)
        show.scored(one, place.settings.language)
        return
    with show.progress() as progress:
        found = pipeline.score(place, assignment, progress=progress)
    show.gaps(found, assignment, place.settings.language)
    show.shortlist(found, place.settings.language)
    show.out.print("write its workbook with: screening report", highlight=False)


@app.command()
def report(
    context: typer.Context,
    run: Annotated[str | None, typer.Argument(help="a run id; the newest without it")] = None,
    out: Annotated[Path | None, typer.Option(help="where to write the workbook")] = None,
) -> None:
    """Write the workbook of a run."""
    found = pipeline.report(workspace(context), run, out=out)
    show.out.print(str(found), soft_wrap=True, highlight=False)


@app.command()
def judge(
    context: typer.Context,
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="a name, or an id")],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="pursue, hold, reject or unsure")
    ],
    reason: Annotated[str, typer.Option(help="why, in a sentence")],
    run: Annotated[
        str | None, typer.Option(help="a run id; the newest where all runs are of one mandate")
    ] = None,
    by: Annotated[str, typer.Option(help="who judges; you without it")] = "",
    role: Annotated[
        str, typer.Option("--as", help="the role you sign in: analyst, partner or regulatory")
    ] = "",
) -> None:
    """Put a dated, signed verdict beside a target; to think again, give another.

    Verdicts never change a score. They are carried over to later runs of the same mandate.
    """
    place = workspace(context)
    given = pipeline.judge(
        place, company, verdict, reason=reason, author=by or getuser(), role=role, run_id=run
    )
    show.verdicts(place.ledger.load(given.run_id), place.settings.language, given.company_id)


@app.command()
def contact(
    context: typer.Context,
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="a name, or an id")],
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS", help="untouched, approached, nda, refused or exclusive (elsewhere)"
        ),
    ],
    route: Annotated[
        str, typer.Option(help="the way in: owner, adviser, administrator or station")
    ] = "",
    speaks: Annotated[str, typer.Option(help="the language spoken there, such as de")] = "",
    note: Annotated[str, typer.Option(help="what was said")] = "",
    run: Annotated[
        str | None, typer.Option(help="a run id; the newest where all runs are of one mandate")
    ] = None,
    by: Annotated[str, typer.Option(help="who was in touch; you without it")] = "",
) -> None:
    """Put a dated line on how you stand with a target beside its verdicts."""
    place = workspace(context)
    given = pipeline.contact(
        place,
        company,
        status,
        author=by or getuser(),
        route=route,
        language=speaks,
        note=note,
        run_id=run,
    )
    show.contacts(place.ledger.load(given.run_id), place.settings.language, given.company_id)


@app.command()
def verdicts(
    context: typer.Context,
    run: Annotated[str | None, typer.Argument(help="a run id; the newest without it")] = None,
) -> None:
    """List the verdicts on the targets of a run, those of earlier runs of its mandate included."""
    place = workspace(context)
    found = place.ledger.load(run or pipeline.newest(place))
    show.verdicts(found, place.settings.language)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="the IP address to answer on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free")] = 8080,
    name: Annotated[
        list[str] | None,
        typer.Option(help="a name that people know the server by, such as review.example.cn"),
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="for TLS: a PEM file")] = None,
    key: Annotated[Path | None, typer.Option(help="the private key of the certificate")] = None,
) -> None:
    """Open the review room in a browser: shortlists, tear sheets, verdicts, what-if; and the API.

    Without accounts it is yours alone and answers on this machine only. With accounts (screening
    account add) people sign in, and it may answer others: on an address of the network with a
    certificate, or on 127.0.0.1 under a --name behind a proxy that speaks TLS. Without any run it
    first makes that of the demo.
    """
    from screening.web import Where, checked
    from screening.web import serve as serve_pages

    place = workspace(context)
    names = tuple(name or ())
    where = Where(host=host, port=port, names=names, certificate=certificate, key=key)
    checked(where, pipeline.Accounts(place))
    if not place.ledger.runs(limit=1):
        _demo(place, "robots")

    def tell(url: str) -> None:
        show.out.print(f"review room: {url}", soft_wrap=True, highlight=False)
        show.out.print(f"API:         {url}/api/v1/openapi.json", soft_wrap=True, highlight=False)
        show.out.print("stop it with Ctrl+C", highlight=False)

    serve_pages(place, where, tell)


@app.command()
def evaluate(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="DEALS.jsonl", help="past deals, one JSON object a line")
    ],
    arm: Annotated[
        str, typer.Option(help="what of the acquirer is told: products, gaps or both")
    ] = "both",
    pool: Annotated[
        str, typer.Option(help="only companies of this source, such as financedatabase")
    ] = "",
    out: Annotated[Path | None, typer.Option("--json", help="write every deal's ranks")] = None,
) -> None:
    """Measure the score on past deals: where does what was really bought stand in the ranking?

    Every target is ranked among all overseas companies of the corpus, beside simpler methods.
    """
    if arm not in ARMS:
        raise InputError(unknown("arm", arm, ARMS))
    if out is not None:
        _writable(out)
    deals = read_deals(path)
    place = workspace(context)
    with show.progress() as progress:
        found = pipeline.evaluate(place, deals, arm=ARMS[arm], pool=pool, progress=progress)
    if out is not None:
        _write(out, json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n")
    show.evaluation(found)


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}") from None


def _writable(path: Path) -> None:
    """Fail before long work and not behind it; what stands in the file stays."""
    new = not path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}") from None
    if new:
        path.unlink()


@app.command()
def resolve(context: typer.Context) -> None:
    """Find companies that stand in the corpus under several names, and merge the sure ones.

    The others wait on a list: screening merges --review.
    """
    place = workspace(context)
    with show.progress() as progress:
        found = pipeline.resolve(place, progress=progress)
    show.resolved(found)


@app.command()
def merges(
    context: typer.Context,
    review: Annotated[bool, typer.Option("--review", help="only those to be decided")] = False,
    history: Annotated[bool, typer.Option("--history", help="every decision ever made")] = False,
    limit: Annotated[int, typer.Option(min=1, help="how many to show")] = 50,
) -> None:
    """List which companies are one, or may be, with the reasons and who said so."""
    place = workspace(context)
    found = place.ledger.merges(history=history)
    if review:
        found = [one for one in found if one.action == "review"]
    show.merges(found, place.snapshot(place.version()).companies(), limit)


Which = Annotated[str, typer.Argument(metavar="COMPANY", help="a name, or an id")]
By = Annotated[str, typer.Option(help="who decides")]


@app.command()
def merge(context: typer.Context, one: Which, other: Which, by: By = "") -> None:
    """Decide that two companies are one."""
    place = workspace(context)
    show.decided(pipeline.decide(place, one, other, "merge", by or getuser()))


@app.command()
def apart(context: typer.Context, one: Which, other: Which, by: By = "") -> None:
    """Decide that two companies are not one; undoes a merge, whoever made it."""
    place = workspace(context)
    show.decided(pipeline.decide(place, one, other, "apart", by or getuser()))


@app.command()
def group(context: typer.Context, company: Which) -> None:
    """Show who holds a company, since when and as of which day, and what it holds itself."""
    show.group(pipeline.group(workspace(context), company))


@app.command()
def runs(context: typer.Context) -> None:
    """List the stored runs, newest first."""
    for found, name in workspace(context).ledger.runs():
        show.out.print(f"{found.id}  {found.started_at}  {name}  {found.encoder}", highlight=False)


@app.command()
def rejects(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="how many to show")] = 50,
) -> None:
    """List the rows that could not be used, with file, row, column and reason."""
    show.rejects(workspace(context).ledger.rejects(), limit)


def _read(path: Path) -> str:
    if str(path) != "-":
        page = read_page(path)
        for note in page.notes:
            show.warn(f"{path}: {note}")
        return page.text
    try:
        told = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        told = "\0"
    if not legible(told):
        raise FileError("standard input is not text in UTF-8; give a file instead")
    return told
