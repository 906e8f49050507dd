"""What a terminal shows: the shortlist and the gaps as tables that fit its width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from screening.records import (
    Emerging,
    Field,
    Fit,
    Flag,
    Mandate,
    Matched,
    Screening,
    Technology,
    Unmatched,
)
from screening.report.cells import known, line
from screening.report.names import technology_name
from screening.report.plain import region_text
from screening.report.view import Measured, Reader, View, best, shortlist
from screening.report.words import word
from screening.text import percent

_WIDE = 60
_NARROWEST = 20
_NAME = 28
_REGIONS = 5
_GROUPS = 20


@dataclass(frozen=True)
class Clamp:
    """A text of at most two lines of its column (three in a narrow one), cut with …"""

    text: str
    style: str = "dim"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width, 1)
        most = 2 if width >= _WIDE else 3
        lines = [part.plain.rstrip() for part in Text(self.text).wrap(console, width)]
        if len(lines) > most:
            last = Text(" ".join(lines[most - 1 :]))
            last.truncate(width, overflow="ellipsis")
            lines = [*lines[: most - 1], last.plain.removesuffix("…").rstrip() + "…"]
        yield Text("\n".join(lines), style=self.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        most = options.max_width
        return Measurement(min(_NARROWEST, most), min(max(cell_len(self.text), 1), most))


def field_tree(
    field: Field, technologies: Sequence[Technology], leaders: Sequence[str], language: str
) -> Tree:
    """A field, its technologies and their parts, each with the id that mandates use."""

    def named(one: Field | Technology) -> Text:
        return Text(f"{one.id}  ", style="bold").append(line(technology_name(one, language)), "")

    title = named(field)
    if field.scope == "map":
        title.append(f"  {word('fields.map', language)}", "dim")
    tree = Tree(title, guide_style="dim")
    branches: dict[str, Tree] = {}
    for one in technologies:
        branches[one.id] = branches.get(one.parent, tree).add(named(one))
    if leaders:
        comma, colon = word("comma", language), word("colon", language)
        named_ = f"{word('mandate.leaders', language)}{colon}{comma.join(leaders)}"
        tree.add(Text(named_, style="dim"))
    return tree


def shortlist_table(screening: Screening, language: str) -> Table:
    """The shortlist, best first; each row says what the target closes and quotes its best text.

    It fits itself to the console: readable from 80 columns on, comfortable at 100 to 160. The
    rules behind the bands stand numbered below it.
    """
    view = View(language, screening)
    fits = shortlist(screening)
    with_band = any(fit.band for fit in fits)
    table = _table(f"{view.word('sheet.shortlist')} · {line(screening.mandate.name)}")
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(view.word("col.company"), max_width=_NAME, style="bold")
    table.add_column(view.word("col.country"), max_width=13)
    table.add_column(view.word("col.total"), justify="right", no_wrap=True, style="bold")
    reason = f"{view.word('col.covered')} / {view.word('col.quote')}"
    table.add_column(reason, ratio=1, min_width=_NARROWEST)
    if with_band:
        table.add_column(view.word("col.band"), max_width=14)
    rules = list(dict.fromkeys(fit.band_rule for fit in fits if fit.band_rule))
    for fit in fits:
        company = view.find(fit.company_id)
        noted = f" [{rules.index(fit.band_rule) + 1}]" if fit.band_rule else ""
        band = [_text(f"{view.band(fit)}{noted}")] if with_band else []
        table.add_row(
            _rank(view, fit),
            _text(view.company(company)),
            _text(view.country(company.country)),
            _total(view, fit),
            _reason(view, fit),
            *band,
        )
    if with_band and rules:
        notes = [f"[{n}] {line(view.rule(one))}" for n, one in enumerate(rules, start=1)]
        table.caption, table.caption_justify = Text("\n".join(notes)), "left"
    return table


def regions_table(screenings: Sequence[tuple[Field, Screening]], language: str) -> Table:
    """For each field the countries with most complementary companies, and their band."""
    reader = Reader(language)
    table = _table(reader.word("regions.title"))
    table.add_column(reader.word("mandate.field"), style="bold", max_width=_NAME)
    table.add_column(reader.word("sheet.regions"), ratio=1)
    for field, found in screenings:
        held = [
            f"{reader.country(one.country)} {region_text(one)}, {reader.region_band(one)}"
            for one in found.regions[:_REGIONS]
            if one.complementary
        ]
        table.add_row(_text(technology_name(field, language)), Text(" · ".join(held)))
    return table


def verdicts_table(screening: Screening, language: str, company_id: str = "") -> Table:
    """The verdicts on ranked companies in order of rank (or on one), the newest first."""
    view = View(language, screening)
    table = _table(f"{view.word('verdicts.title')} · {line(screening.mandate.name)}")
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(view.word("col.company"), style="bold", max_width=_NAME)
    table.add_column(view.word("verdicts.judgement"), no_wrap=True)
    table.add_column(view.word("verdicts.author"), max_width=_NAME)
    table.add_column(view.word("verdicts.at"), no_wrap=True)
    table.add_column(view.word("verdicts.reason"), ratio=1, min_width=_NARROWEST)
    for fit in screening.fits:
        if company_id in ("", fit.company_id):
            _add_verdicts(table, view, fit)
    if not table.row_count:
        table.caption = view.word("verdicts.empty")
    return table


def _add_verdicts(table: Table, view: View, fit: Fit) -> None:
    apart = f"\n{view.word('verdict_disagree')}" if view.disagree(fit.company_id) else ""
    for number, judged in enumerate(reversed(view.judged.get(fit.company_id, ()))):
        one = judged.verdict
        table.add_row(
            str(fit.rank) if number == 0 else "",
            _text(view.name(fit.company_id) + apart if number == 0 else ""),
            view.named("judgement", one.judgement),
            _text(one.author),
            one.at[:10],
            _text(f"{line(one.reason)}{view.standing(judged)}"),
        )


def contact_lines(screening: Screening, language: str, company_id: str) -> list[str]:
    """The lines of contact with a company, the newest first, each behind its name."""
    view = View(language, screening)
    name = line(view.name(company_id))
    lines = reversed(view.contacted.get(company_id, ()))
    return [f"{name}{view.word('colon')}{view.contact_line(one)}" for one in lines]


def filled_lines(found: Matched, language: str) -> list[str]:
    """Of the gaps that the target closes those that somebody at home fills, under a heading."""
    reader = Reader(language)
    told = [line(reader.supplied(reader.technology(t), one)) for t, one in found.home]
    return headed(reader, told)


def headed(reader: Reader, told: Sequence[str]) -> list[str]:
    """Lines on what is filled at home under their heading; nothing without any."""
    title = reader.word("home.filled").format(count=len(told))
    return [title, *(f"  {one}" for one in told)] if told else []


def matches_table(found: Matched, limit: int, language: str) -> Table:
    """The firms for a target, best first: what it closes for each, and the quote that says so."""
    reader = Reader(language)
    table = _table(reader.word("match.title").format(target=line(reader.company(found.target))))
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(reader.word("match.firm"), style="bold", max_width=_NAME)
    table.add_column(reader.word("col.total"), justify="right", no_wrap=True, style="bold")
    reason = f"{reader.word('col.covered')} / {reader.word('col.quote')}"
    table.add_column(reason, ratio=1, min_width=_NARROWEST)
    for one in found.matches[:limit]:
        closes = reader.join(
            [f"{reader.technology(t)} {percent(share)}" for t, share in one.closes]
        )
        table.add_row(
            str(one.rank),
            _text(reader.company(one.firm)),
            f"{one.total:.1f}",
            Group(
                Text(line(closes or reader.word("none")), style="blue"),
                Clamp(line(one.quote.quote)),
            ),
        )
    return table


def flag_line(flag: Flag, language: str) -> str:
    """One entry on an official list, in words."""
    return Reader(language).flag(flag)


def unmatched_line(one: Unmatched, language: str) -> str:
    """That a name of the mandate keeps nobody out, in words."""
    return Reader(language).unmatched(one)


def gaps_table(
    source: Measured, language: str, mandate: Mandate | None = None, firms: Sequence[str] = ()
) -> Table:
    """The gap in each technology, largest first: own strength, best leader, size, origin.

    ``source`` is a Screening, or anything else with gaps, technologies and companies; ``mandate``
    and the ids of its ``firms`` say whose gaps they are.
    """
    view = View(language, source)
    whose = line(view.firms(mandate, firms)) if mandate and firms else ""
    table = _table(view.word("section.gaps") + f" · {whose}" * bool(whose))
    table.add_column(view.word("col.technology"), style="bold", ratio=1)
    table.add_column(view.word("col.own"), justify="right")
    table.add_column(view.word("col.leader"), max_width=_NAME)
    table.add_column(view.word("col.leader_strength"), justify="right")
    table.add_column(view.word("col.gap"), justify="right", style="bold")
    table.add_column(view.word("col.kind"), no_wrap=True)
    if view.home:
        table.add_column(view.word("sheet.home"), max_width=_NAME + 4)
    for gap in view.gaps():
        table.add_row(
            _text(view.topic(gap.technology)),
            _figure(view, gap.own),
            _text(view.best_leader(gap)),
            _figure(view, gap.leader),
            _figure(view, gap.size),
            view.origin(gap),
            *([_text(view.at_home(gap))] if view.home else []),
        )
    if note := view.floor_note():
        table.caption, table.caption_justify = Text(note), "left"
    return table


def emerging_table(found: Sequence[Emerging], language: str) -> Table:
    """What is filed abroad in no technology of the taxonomy, the most first."""
    reader = Reader(language)
    table = _table(reader.word("emerging.title"))
    table.add_column(reader.word("emerging.what"), ratio=1, style="bold")
    for key in ("leaders", "abroad", "home", "recent"):
        table.add_column(reader.word(f"emerging.{key}"), justify="right")
    table.add_column(reader.word("emerging.holders"), max_width=_NAME)
    table.add_column(reader.word("emerging.nearest"), max_width=_NAME)
    for one in found[:_GROUPS]:
        table.add_row(*(_text(cell) for cell in reader.emerging(one)))
    return table


def table(screening: Screening, language: str, *, width: int) -> str:
    """The shortlist as plain text of at most ``width`` columns, without colour."""
    return plain(lambda: shortlist_table(screening, language), width=width)


def plain(make: Callable[[], Table], *, width: int) -> str:
    """A table as plain text: what a file, a pipe or a log gets."""
    console = Console(
        file=StringIO(), width=width, color_system=None, force_terminal=False, _environ={}
    )
    with console.capture() as captured:
        console.print(make())
    return "\n".join(part.rstrip() for part in captured.get().splitlines()) + "\n"


def _table(title: str) -> Table:
    return Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        header_style="bold blue",
        expand=True,
        pad_edge=False,
        collapse_padding=True,
    )


def _text(value: str) -> Text:
    return Text(line(value))


def _reason(view: View, fit: Fit) -> Group | Text:
    covered = Text(line(view.covered(fit)), style="blue" if fit.covered else "bold yellow")
    quotes = [Clamp(line(one.quote)) for one in best(fit, 1)]
    listed = [Text(text, style="red") for text in view.flags(fit.company_id).splitlines()]
    return Group(*listed, covered, *quotes) if quotes or listed else covered


def _rank(view: View, fit: Fit) -> Text:
    firm = fit.rank_low is None or fit.rank_low == fit.rank_high
    interval = "" if firm else f"\n{fit.rank_low}–{fit.rank_high}"
    lane = f"\n{view.lane(fit)}" if fit.lane else ""
    return Text(str(fit.rank)).append(interval + lane, "dim")


def _total(view: View, fit: Fit) -> str:
    total = known(fit.total)
    return view.word("unknown") if total is None else f"{total:.1f}"


def _figure(view: View, value: float | None) -> str:
    found = known(value)
    return view.word("unknown") if found is None else f"{found:.2f}"
