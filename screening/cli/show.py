"""What the terminal shows: progress bars, tables, and errors without a traceback."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from screening import pipeline, report
from screening import protocols as protocol
from screening.errors import ScreeningError, StoreError
from screening.readers import CompanyRow, DocumentRow
from screening.readers.remote import Source
from screening.records import (
    Company,
    Emerging,
    Field,
    Mandate,
    Matched,
    Merge,
    Ownership,
    Reject,
    Screening,
    Unmatched,
)
from screening.store import to_record

out = Console()
err = Console(stderr=True)
_WIDTH = 120
_SHOWN = 80


@contextmanager
def progress() -> Iterator[protocol.Progress]:
    """A Progress that draws one bar per thing on a terminal, and one line per thing elsewhere."""
    if not err.is_terminal:
        yield _lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield show


def _lines() -> protocol.Progress:
    shown: set[str] = set()

    def show(what: str, done: int, total: int) -> None:
        if what not in shown or (total and done == total):
            shown.add(what)
            print(
                f"{what}: {done}" + (f" of {total}" if total else ""), file=sys.stderr, flush=True
            )

    return show


@contextmanager
def errors() -> Iterator[None]:
    """Say what went wrong in one message and leave with its exit code."""
    try:
        yield
    except ScreeningError as error:
        err.print(f"error: {error}", style="red", markup=False, highlight=False)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        err.print("\ninterrupted; what was stored is kept. Run the same command to go on.")
        raise SystemExit(130) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        full = StoreError(
            f"{error.strerror or error}: {error.filename or 'a file'}; nothing is lost"
        )
        err.print(f"error: {full}", style="red", markup=False, highlight=False)
        raise SystemExit(1) from None


def fields(entries: Sequence[pipeline.FieldEntry], language: str) -> None:
    """Each field with its technologies and leaders."""
    for one in entries:
        out.print(report.field_tree(one.field, one.technologies, one.leaders, language))


def fields_page(found: Sequence[tuple[Field, Screening]], language: str) -> str:
    """The ten best targets of each field as Markdown."""
    return report.fields_page(found, language)


def regions(found: Sequence[tuple[Field, Screening]], language: str) -> None:
    """For each field the countries with most complementary companies."""
    _wide().print(report.regions_table(found, language))


def regions_page(found: Sequence[tuple[Field, Screening]], language: str) -> str:
    """Countries by fields as Markdown."""
    return report.regions_page(found, language)


def matches(found: Matched, limit: int, language: str) -> None:
    """What is filled at home already, then the firms for a target, best first."""
    for told in report.filled_lines(found, language):
        out.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)
    _wide().print(report.matches_table(found, limit, language))
    ahead = f"; {found.ahead} more have no gap there that is known" if found.ahead else ""
    out.print(f"{len(found.matches)} firms in {found.field}{ahead}", highlight=False)


def ingested(found: pipeline.Ingested) -> None:
    """One line per file, and what of it was not used."""
    if found.unchanged:
        out.print(f"{found.file}: unchanged ({found.companies} companies)", highlight=False)
        return
    out.print(
        f"{found.file}: {found.layout} ({found.why}); {found.rows} usable rows, {found.companies}"
        f" companies, {found.documents} documents new or changed, {found.rejects} rejected",
        highlight=False,
        markup=False,
    )
    if found.unmapped:
        out.print(f"  columns not used: {', '.join(found.unmapped)}", markup=False)
    if found.rejects:
        out.print("  see them with: screening rejects")
    for note in _editions(found.lists):
        out.print(f"  {note}", highlight=False)


def _editions(lists: pipeline.Edition) -> Iterator[str]:
    """What became of the entries of an official list beside being stored."""
    if lists.older:
        yield f"{lists.older} entries passed over: a later edition of their list is stored"
    if lists.gone:
        yield f"{len(lists.gone)} entries taken out: this edition of their list lacks them"
    if lists.lacking:
        yield f"{lists.lacking} entries kept: this file has less than half of their list"


def to_embed() -> None:
    """That new texts do not count yet."""
    out.print("new texts count once they are embedded; before the next screening: screening embed")


def sources(entries: Sequence[Source], keys: Mapping[str, str]) -> None:
    """The online sources: what each gives for which words, whose terms hold, which key it needs."""
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("Source", "Gives", "Words", "Needs", "Terms of use"):
        table.add_column(title, overflow="fold")
    for one in entries:
        needs = [f'pip install "screening[{one.extra}]"'] if one.extra else []
        needs += [
            f"SCREENING_{key.upper()} ({'set' if keys.get(key) else 'not set'})" for key in one.keys
        ]
        cells = (one.name, one.gives, one.words, "\n".join(needs) or "nothing", one.terms)
        table.add_row(*map(Text, cells))
    _wide().print(table)


def evaluation(found: pipeline.Evaluation) -> None:
    """The metrics of every method, the best MRR first, with the chance of its difference to fit."""
    title = f"{found.deals} deals among {found.pool:,} companies ({found.arm})"
    table = Table(box=box.SIMPLE_HEAD, title=title)
    names = ("mrr", "hit_1", "hit_5", "hit_10", "recall_50", "recall_100", "median_rank", "auc_pr")
    table.add_column("method")
    for name in (*names, "p vs fit"):
        table.add_column(name, justify="right")
    for method, values in sorted(found.methods.items(), key=lambda one: -one[1]["mrr"]):
        shown = [f"{values[n]:.1f}" if n == "median_rank" else f"{values[n]:.3f}" for n in names]
        chance = f"{found.p[method]:.4f}" if method in found.p else ""
        table.add_row(method, *shown, chance)
    _wide().print(table)
    told = [f"MRR of fit in groups of acquirers: {', '.join(f'{one:.2f}' for one in found.spread)}"]
    if way := found.direction:
        told.append(
            f"acquirer and target swapped: {way['swapped']:.1f} instead of {way['fit']:.1f} on"
            f" average, lower in {way['lower']:.0%} of the deals"
        )
    for note in (*told, *found.notes):
        out.print(note, highlight=False)


def warn(message: str) -> None:
    """A fault that does not end the command."""
    err.print(message, style="red", markup=False, highlight=False)


def preview(found: pipeline.Preview) -> None:
    """How a file would be read: column by column, then the records as they would be stored."""
    source = found.source
    units = dict(source.units)
    out.print(f"{source.file}: {source.why}", markup=False, highlight=False)
    table = Table("column", "field", "unit", box=box.SIMPLE_HEAD)
    for column, name in source.mapped:
        table.add_row(Text(column), Text(name), Text(units.get(column, "")))
    for column in source.unmapped:
        table.add_row(Text(column), Text("not used", style="dim"), "")
    out.print(table)
    if source.kind == "listings" and "as_of" not in dict(source.mapped).values():
        out.print(f"date of the list: {source.issued or 'unknown'}", highlight=False)
    for record in found.records:
        place, facts = _stored(record)
        out.print(Text.assemble((f"{place}  ", "bold"), facts))
    for one in found.rejects:
        place = f"row {one.row}" + (f", column {one.column}" if one.column else "")
        out.print(f"{place}: {one.reason}", markup=False, highlight=False, style="red")
    out.print("nothing was stored (--dry-run)")


def _stored(record: CompanyRow | DocumentRow) -> tuple[str, str]:
    """The row of a record, and what would be stored of it, one fact after another."""
    if isinstance(record, CompanyRow):
        texts = record.documents
        row, facts = (texts[0].row if texts else 0), [*_facts(to_record(record.company))]
        facts += [f"text ({d.language.code or '?'}) = {_short(d.text)}" for d in texts]
    else:
        row, facts = record.document.row, [*_facts(to_record(record.document))]
    return (f"row {row}" if row else "row"), "; ".join(facts)


def _facts(record: Mapping[str, Any], under: str = "") -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _facts(value, f"{under}{name}.")
        elif name not in ("file", "row"):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield f"{under}{name} = {_short(shown)}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def resolved(found: pipeline.Resolved) -> None:
    """What resolve found and what is in force."""
    out.print(
        f"{found.companies} companies compared; {found.merged} pairs merged, {found.review} to"
        f" review, {found.new} of them new",
        highlight=False,
    )
    for nature, count in sorted(found.natures.items()):
        out.print(f"  {count} marked as {nature}, not as a company", highlight=False)
    if found.review:
        out.print("  see them with: screening merges --review")


def merges(found: Sequence[Merge], companies: Mapping[str, Company], limit: int) -> None:
    """Decisions on pairs of companies, one a line."""
    for one in found[:limit]:
        names = " = ".join(_named(companies, key) for key in (one.left, one.right))
        reasons = ", ".join(one.reasons)
        out.print(
            f"{one.action:6} {one.probability:.3f}  {names}  ({reasons}; {one.by}, {one.at})",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    if len(found) > limit:
        out.print(f"… and {len(found) - limit} more (--limit)")
    if not found:
        out.print("none; screening resolve looks for them")


def group(found: pipeline.Group) -> None:
    """The last owner first, the company, its subsidiaries: each with since when it is held."""
    owners = list(reversed(found.holders))
    held: Ownership | None = None
    for depth, one in enumerate(owners):
        _line(depth, one.owner if depth == 0 else f"{one.owner}{_held(held)}")
        held = one
    _line(len(owners), f"{_named(found.companies, found.company.id)}{_held(held)}  *")
    _members(found, found.company.id, len(owners) + 1, set())
    if not owners and not found.below:
        out.print("no owner and no subsidiary of it is known")


def _members(found: pipeline.Group, owner: str, depth: int, shown: set[str]) -> None:
    for one in found.below.get(owner, ()):
        if one not in shown:
            shown.add(one)
            _line(depth, f"{_named(found.companies, one)}{_held(found.companies[one].ownership)}")
            _members(found, one, depth + 1, shown)


def _held(one: Ownership | None) -> str:
    if one is None:
        return ""
    facts = [f"since {one.since}" if one.since else "", f"as of {one.as_of}" if one.as_of else ""]
    given = ", ".join(fact for fact in facts if fact)
    return f", {given}" if given else ""


def _line(depth: int, text: str) -> None:
    out.print("   " * depth + text, markup=False, highlight=False, soft_wrap=True)


def decided(one: Merge) -> None:
    """A decision, and how to undo it."""
    other = "apart" if one.action == "merge" else "merge"
    out.print(
        f"{one.action}: {one.left} and {one.right}, by {one.by}; undo with: screening {other}"
        f" {one.left} {one.right}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip


def _named(companies: Mapping[str, Company], key: str) -> str:
    found = companies.get(key)
    return f"{found.name} [{found.country or '?'}, {key}]" if found else key


def gaps(source: Screening | pipeline.Profile, mandate: Mandate, language: str) -> None:
    """The gap of the firm in each technology."""
    _wide().print(report.gaps_table(source, language, mandate, source.firms))


def emerging(found: Sequence[Emerging], language: str) -> None:
    """What no technology of the taxonomy speaks for."""
    if found:
        _wide().print(report.emerging_table(found, language))
    else:
        out.print(report.word("emerging.none", language), highlight=False)


def shortlist(screening: Screening, language: str) -> None:
    """The shortlist, best first."""
    console = _wide()
    console.print(report.shortlist_table(screening, language))
    console.print(
        f"run {screening.run.id}: {len(screening.fits)} ranked,"
        f" {len(screening.excluded)} left out with their rule",
        highlight=False,
    )
    unmatched(screening.unmatched, language)


def unmatched(found: Sequence[Unmatched], language: str) -> None:
    """Loudly, the names of a mandate that keep nobody out."""
    for one in found:
        warn(report.unmatched_line(one, language))


def verdicts(screening: Screening, language: str, company_id: str = "") -> None:
    """The verdicts on the targets of a run, or on one of them."""
    _wide().print(report.verdicts_table(screening, language, company_id))


def contacts(screening: Screening, language: str, company_id: str) -> None:
    """The lines of contact with a company, the newest first."""
    for told in report.contact_lines(screening, language, company_id):
        out.print(told, markup=False, highlight=False)


def scored(found: pipeline.Scored, language: str) -> None:
    """One target's Fit: total, place, signals and quotes."""
    _wide().print(report.scored(found, language), highlight=False)


def _wide() -> Console:
    return out if out.is_terminal else Console(width=max(out.width, _WIDTH))


def rejects(found: list[Reject], limit: int) -> None:
    """Rejected rows with file, row, column and reason."""
    for one in found[:limit]:
        place = f"{one.file}, row {one.row}" + (f", column {one.column}" if one.column else "")
        out.print(f"{place}: {one.reason}", markup=False, highlight=False)
    if len(found) > limit:
        out.print(f"… and {len(found) - limit} more (--limit)")
    if not found:
        out.print("no rejected rows")
