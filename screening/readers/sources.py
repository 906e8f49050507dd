"""Which layout a file has, and its rows as records."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter
from pathlib import Path

from screening.errors import FileError
from screening.readers import containers, layout, rows, values
from screening.readers.cells import Cells
from screening.readers.containers import Container
from screening.readers.delimited import Row
from screening.readers.jsonlines import JOINT
from screening.readers.layout import Kind, Layout, Plan
from screening.records import Reject
from screening.text import clean

_HEADER_WITHIN = 15
_BELOW = 15  # rows under the header that tell what a column without one holds
_BARE = re.compile(r"unnamed: ?\d+", re.IGNORECASE)  # as pandas writes it
_WORD = re.compile(r"[^\W\d_]{2}")
_NAMES_SHOWN = 6
_COLUMNS_SHOWN = 40
_LAYOUTS_SHOWN = 5
_LONGEST_RECORD = 1_000_000  # cells
Record = rows.CompanyRow | rows.DocumentRow | Reject
_RECORDS: dict[Kind, Callable[[Cells], Iterator[Record]]] = {
    "companies": rows.company,
    "patents": rows.patent,
    "events": rows.event,
    "listings": rows.listing,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that can be read: its layout, why that one, and what becomes of each column.

    ``mapped`` pairs a column with the field it gives, ``units`` one with what its numbers are
    counted in; ``unmapped`` are columns that no layout entry names (those a layout leaves out on
    purpose are not listed). ``issued`` is the date that the file itself tells ahead of its rows
    (ISO 8601), ``undated`` why one that stands there cannot be used. ``country`` is where firms
    sit of which the file does not say it. ``unread`` is what was left out before.
    """

    file: str
    layout: str
    kind: Kind
    mapped: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    unmapped: tuple[str, ...]
    why: str
    issued: str = ""
    country: str = ""
    undated: tuple[Reject, ...] = ()
    unread: tuple[Reject, ...] = ()
    container: Container = field(repr=False)
    header: tuple[str, ...] = field(repr=False)
    header_row: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Choice:
    container: Container
    header: Row
    plan: Plan
    others: tuple[str, ...]
    unnamed: bool
    sheets: tuple[str, ...] = ()


def open_source(
    path: Path,
    *,
    layout: str | None = None,
    name: str = "",
    country: str = "",
    unread: Sequence[Reject] = (),
) -> Source:
    """How to read a file, by its content; ``layout`` names the layout instead of finding it.

    ``name`` is what to call the file, where that is not its path's name; ``country`` (ISO 3166
    alpha-2) is where its firms sit, where neither file nor layout says; ``unread`` is what was
    left out of it before (see ``Part``).

    The header is looked for in the first 15 rows. FileError when the file cannot be read at
    all, or when no layout fits: then it names the columns found and what each layout lacks.
    """
    choice = _choose(Path(path), layout, country)
    found = choice.plan.layout
    file = name or Path(path).name
    issue = _issue(Path(path), choice, file)
    return Source(
        file=file,
        layout=found.name,
        kind=found.kind,
        mapped=choice.plan.mapped,
        units=tuple(
            (clean(choice.header.cells[index]), str(unit))
            for index, unit in sorted(choice.plan.measures.items())
            if str(unit)
        ),
        unmapped=choice.plan.unmapped,
        why=_why(choice, layout),
        country=country,
        issued=issue.get("as_of", values.past_date, ""),
        undated=tuple(map(_undated, issue.faults)),
        unread=tuple(replace(one, file=file) for one in unread),
        container=choice.container,
        header=tuple(_names(choice.header)),
        header_row=choice.header.number,
    )


def read(path: Path, source: Source) -> Iterator[Record]:
    """The records of a file, and a Reject for each row or cell that cannot be used.

    First a Reject for all that was left out before, and for the file's own date where damaged.
    FileError when the file breaks off in the middle.
    """
    yield from (*source.unread, *source.undated)
    one = layout.load(source.layout).dated(source.issued).seated(source.country)
    plan = layout.lay(one, source.header)
    encoding = source.container.encoding or "utf-8"
    body = (row for row in containers.rows(Path(path), source.container) if _holds(row, source))
    width = len(source.header)
    for row in _joined(body, plan, width) if plan.layout.continued else body:
        cells = Cells(source.file, source.header, plan, row)
        refused = cells.unusable(encoding)
        if refused is not None:
            yield refused
        elif cells.short:
            yield from _fitting(cells, list(_RECORDS[source.kind](cells)))
        else:
            yield from _RECORDS[source.kind](cells)


def _fitting(cells: Cells, found: list[Record]) -> Iterator[Record]:
    """The records of a row that ends early, if every cell up to there fits its column."""
    fault = next((one for one in found if isinstance(one, Reject)), None)
    if fault is None:
        yield from found
    else:
        yield cells.misfit(f"{fault.column}: {fault.reason}")


def _holds(row: Row, source: Source) -> bool:
    return row.number > source.header_row and bool(row.fault or any(map(str.strip, row.cells)))


def _joined(rows: Iterator[Row], plan: Plan, widest: int) -> Iterator[Row]:
    """Records that span several rows as one row each; what comes again stands as a list.

    Each row may lack empty cells at its end, but has no more than ``widest``.
    """
    marks = [i for name in plan.layout.continued for i in plan.fields.get(name, ())]
    missing = plan.layout.missing
    held: Row | None = None
    lists: list[list[str]] = []
    for row in rows:
        width = len(row.cells)
        own = row.fault or any(
            not values.is_missing(row.cells[i], missing) for i in marks if i < width
        )
        if held is None or own or width > max(widest, len(held.cells)):
            yield from _whole(held, lists)
            held, lists = row, [[cell] for cell in row.cells]
        elif sum(map(len, lists)) < _LONGEST_RECORD:
            lists.extend([""] * len(lists[0]) for _ in range(width - len(lists)))
            for index, parts in enumerate(lists):
                parts.append(row.cells[index] if index < width else "")
    yield from _whole(held, lists)


def _whole(row: Row | None, lists: list[list[str]]) -> Iterator[Row]:
    if row is not None:
        several = any(len(parts) > 1 for parts in lists)
        yield replace(row, cells=list(map(JOINT.join, lists))) if several else row


def _choose(path: Path, wanted: str | None, country: str) -> _Choice:
    names = [wanted] if wanted else layout.names()
    known = [layout.load(name).seated(country) for name in names]
    nearest: tuple[int, Row | None] = (-1, None)
    tables = containers.sniff(path, layout.record_tags())
    for container in tables:
        found, near = _header(path, container, known)
        if found is not None:
            sheets = tuple(one.sheet for one in tables if one is not container)
            return replace(found, sheets=sheets)
        nearest = max(nearest, near, key=itemgetter(0))
    raise FileError(_lacking(path, nearest[1], known))


def _header(
    path: Path, container: Container, known: Sequence[Layout]
) -> tuple[_Choice | None, tuple[int, Row | None]]:
    """The header and its layout; else the row that is most like one, and how much it is."""
    nearest: tuple[int, Row | None] = (-1, None)
    head = list(islice(containers.rows(path, container), _HEADER_WITHIN + _BELOW))
    for place, row in enumerate(head[:_HEADER_WITHIN], start=1):
        if row.fault or not any(map(str.strip, row.cells)):
            continue
        headers = [_named(one, row, head[place:]) for one in known]
        plans = [layout.lay(*pair) for pair in zip(known, headers, strict=True)]
        fitting = [plan for plan in plans if not plan.lacking]
        if fitting:
            layout.refuse_twins(path, _names(row))
            best = max(fitting, key=_specific)
            others = tuple(p.layout.name for p in fitting if p is not best)
            header = replace(row, cells=headers[plans.index(best)])
            unnamed = header.cells != _names(row)
            return _Choice(container, header, best, others, unnamed), nearest
        nearest = max(nearest, (max(len(p.mapped) for p in plans), row), key=itemgetter(0))
    return None, nearest


def has_layout(path: Path, container: Container, country: str) -> bool:
    """Whether some layout fits; FileError when the table cannot be read."""
    known = [layout.load(name).seated(country) for name in layout.names()]
    return _header(path, container, known)[0] is not None


def _named(one: Layout, row: Row, below: Sequence[Row]) -> list[str]:
    """The header; where the layout knows what a column without one holds, with that one's name.

    A header merged with that of the running number beside it stands above the number.
    """
    header = _names(row)
    names = {layout.key(alias) for alias in one.aliases(one.unnamed)}
    own = next((i for i, column in enumerate(header) if layout.key(column) in names), None)
    if not one.unnamed or (own is not None and (not below or _in_words(below, own))):
        return header
    bare = (i for i, column in enumerate(header) if not column or _BARE.fullmatch(column))
    place = next((i for i in bare if _in_words(below, i)), None)
    if place is None:
        return header
    header[place] = one.aliases(one.unnamed)[0] if own is None else header[own]
    if own is not None:
        header[own] = ""
    return header


def _in_words(rows: Sequence[Row], place: int) -> bool:
    return any(len(row.cells) > place and _WORD.search(row.cells[place]) for row in rows)


def _issue(path: Path, choice: _Choice, file: str) -> Cells:
    """The file's own date ahead of its rows as a row of its own, with the one field ``as_of``."""
    one = choice.plan.layout
    header = (one.issued,)
    plan = layout.lay(one.model_copy(update={"columns": {"as_of": header}}), header)
    row = Row(0, [""])
    if one.issued:
        row = containers.told(path, choice.container, one.issued, choice.header.number)
    return Cells(file, header, plan, row)


def _undated(fault: Reject) -> Reject:
    why = f"date of the file itself is {fault.reason}; its rows are read without it"
    return replace(fault, reason=why)


def _specific(plan: Plan) -> tuple[int, int]:
    return len(plan.layout.required) + len(plan.marks), len(plan.mapped)


def _names(row: Row) -> list[str]:
    return [clean(cell) for cell in row.cells]


def _why(choice: _Choice, wanted: str | None) -> str:
    found = choice.plan.layout
    how = "asked for" if wanted else _has(choice.plan)
    also = f"; would also fit: {', '.join(choice.others)}" if choice.others else ""
    place = _in_row(choice.header, ", header")
    beside = f"; other sheets: {', '.join(map(repr, choice.sheets))}" if choice.sheets else ""
    taken = f"; a column without header is taken for the {found.unnamed}" if choice.unnamed else ""
    return f"{found.title}: {how}{place}{taken}{also} ({choice.container}{beside})"


def _has(plan: Plan) -> str:
    """By what a layout was told."""
    required, marks = len(plan.layout.required), len(plan.marks)
    if plan.layout.enough is None:
        return f"has all {required + marks} columns it asks for"
    of = len(plan.layout.signature)
    return f"has all {required} columns it asks for and {marks} of {of} that tell it from others"


def _lacking(path: Path, header: Row | None, known: Sequence[Layout]) -> str:
    if header is None:
        return f"{path}: no header row found; the first row must name the columns"
    names = [name for name in _names(header) if name]
    more = f" and {len(names) - _COLUMNS_SHOWN} more" if len(names) > _COLUMNS_SHOWN else ""
    shown = ", ".join(name[:60] for name in names[:_COLUMNS_SHOWN]) + more
    plans = sorted((layout.lay(one, names) for one in known), key=lambda plan: len(plan.lacking))
    lines = [f"{path}: no layout fits; columns found{_in_row(header)}: {shown}"]
    for plan in plans[:_LAYOUTS_SHOWN]:
        lacks = "; ".join(_asked(plan.layout, name) for name in plan.lacking)
        lines.append(f"  {plan.layout.name} ({plan.layout.title}) lacks {lacks}")
    if others := ", ".join(plan.layout.name for plan in plans[_LAYOUTS_SHOWN:]):
        lines.append(f"  further from it: {others}")
    lines.append("Rename the columns to one of the names given, or name the layout yourself.")
    if any(plan.lacking == ("country",) for plan in plans):
        lines.append("Where all of its firms sit in one country, say so: --country DE")
    return "\n".join(lines)


def _in_row(header: Row, what: str = "") -> str:
    """Where the header stands; nothing for JSON, where each object carries its keys."""
    return f"{what} in row {header.number}" if header.number else ""


def _asked(one: Layout, name: str) -> str:
    aliases = [alias for field in name.split("|") for alias in one.aliases(field)]
    field = name.replace("|", " or ")
    if not aliases:
        return field
    more = ", …" if len(aliases) > _NAMES_SHOWN else ""
    return f"{field} ({', '.join(aliases[:_NAMES_SHOWN])}{more})"
