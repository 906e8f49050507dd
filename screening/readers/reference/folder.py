"""The tables of a reference folder: what each column may hold, and what holds between rows."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from screening.readers.reference import cells
from screening.readers.reference.cells import Check, optional
from screening.readers.reference.faults import Fault, runs
from screening.records import Band, Confidence, DealMode, EventKind, InvestorClass
from screening.text import name_key

Row = Mapping[str, str]
RowCheck = Callable[[Row], Iterator[tuple[str, str]]]

COMPANIES = ("leaders.csv", "zhejiang.csv", "overseas.csv")
MODES, CLASSES = get_args(DealMode), get_args(InvestorClass)
BANDS, EVENTS, SURE = get_args(Band), get_args(EventKind), get_args(Confidence)
OWNERSHIP = ("listed", "private", "family", "subsidiary", "state", "fund", "foundation")
REPEATED = 6
"""Words in a row that no two descriptions may share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Columns in order with their checks; the columns that together name a row; row checks."""

    columns: Mapping[str, Check]
    key: tuple[str, ...]
    rows: tuple[RowCheck, ...] = field(default=())


def faults(folder: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in a reference folder, file by file; empty when all is well."""
    content = {path.name: _read(path) for path in sorted(folder.glob("*.csv"))}
    found: list[Fault] = []
    for name, table in _tables(content).items():
        if name not in content:
            found.append(Fault(file=name, row=1, column="", value="", what="the file is missing"))
            continue
        found += _header(name, table, content[name])
        found += _cells(name, table, content[name])
        found += _twins(name, table, content[name])
    found += _repeats(content)
    return tuple(found)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restkey="(too many)", restval="")
        return [{k: str(v) for k, v in row.items()} for row in reader]


def _header(name: str, table: _Table, rows: Sequence[Row]) -> Iterator[Fault]:
    given = list(rows[0]) if rows else []
    for column in table.columns:
        if column not in given:
            yield Fault(file=name, row=1, column=column, value="", what="the column is missing")
    for column in given:
        if column not in table.columns:
            what = "the column is not known: take it out, or describe it in docs/data.md"
            yield Fault(file=name, row=1, column=column, value="", what=what)


def _cells(name: str, table: _Table, rows: Sequence[Row]) -> Iterator[Fault]:
    for number, row in enumerate(rows, start=2):
        wrong = [
            (c, cells.plain(row.get(c, "")) or check(row.get(c, "")))
            for c, check in table.columns.items()
        ]
        wrong += [one for check in table.rows for one in check(row)]
        for column, what in wrong:
            if what:
                value = row.get(column, "")
                yield Fault(file=name, row=number, column=column, value=value, what=what)


def _twins(name: str, table: _Table, rows: Sequence[Row]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        key = tuple(row.get(column, "") for column in table.key)
        first = seen.setdefault(key, number)
        if first != number:
            what = f"stands in row {first} already: leave one out"
            yield Fault(
                file=name, row=number, column=table.key[-1], value=", ".join(key), what=what
            )


def _repeats(content: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for name in (*COMPANIES, "technologies.csv"):
        for number, row in enumerate(content.get(name, ()), start=2):
            text = row.get("description_en", "")
            for run in runs(text, REPEATED):
                file, first = seen.setdefault(run, (name, number))
                if (file, first) != (name, number):
                    what = f"repeats {' '.join(run)!r} of {file}, row {first}: write it anew"
                    yield Fault(
                        file=name, row=number, column="description_en", value=text, what=what
                    )
                    break


def _tables(content: Mapping[str, Sequence[Row]]) -> dict[str, _Table]:
    fields = {row.get("id", "") for row in content.get("fields.csv", ())}
    technologies = content.get("technologies.csv", ())
    known = {row.get("id", "") for row in technologies}
    field_of = {row.get("id", ""): row.get("field", "") for row in technologies}
    top = {row.get("id", "") for row in technologies if not row.get("parent")}
    in_field = cells.one_of(fields, "field")
    in_taxonomy = cells.one_of(known, "technology")
    tables = {
        "fields.csv": _Table(
            key=("id",),
            columns={
                "id": cells.slug,
                "name_en": cells.english(1, 6),
                "name_zh": cells.chinese(2, 12),
                "scope": cells.one_of(("screen", "map")),
                **_SOURCED,
            },
        ),
        "technologies.csv": _Table(
            key=("id",),
            columns={
                "id": cells.slug,
                "field": in_field,
                "parent": optional(cells.one_of(top, "technology of the first level")),
                "name_en": cells.english(1, 10),
                "name_zh": cells.chinese(1, 20),
                "description_en": cells.english(25, 90),
                "description_zh": cells.chinese(45, 260),
                "cpc": cells.each(cells.cpc),
                "cpc_not": optional(cells.each(cells.cpc)),
                **_SOURCED,
            },
            rows=(_same_field(field_of),),
        ),
        "background.csv": _Table(
            key=("id",),
            columns={
                "id": cells.slug,
                "text_en": cells.english(5, 40),
                "text_zh": cells.chinese(8, 80),
                **_SOURCED,
            },
        ),
        "regions.csv": _Table(
            key=("country", "field"),
            columns={
                "country": cells.abroad,
                "field": in_field,
                "priority": cells.one_of(("named", "map-only")),
                "quote_zh": cells.chinese(4, 120),
                "note_en": cells.english(5, 60),
                **_SOURCED,
            },
        ),
        "rules.csv": _Table(
            key=("id",), columns=_rules(fields | known), rows=(_ordered("valid_from", "valid_to"),)
        ),
    }
    return tables | _company_tables(content, in_field, in_taxonomy)


def _company_tables(
    content: Mapping[str, Sequence[Row]], in_field: Check, in_taxonomy: Check
) -> dict[str, _Table]:
    companies = [row for name in COMPANIES for row in content.get(name, ())]
    names = {name_key(n) for row in companies for n in _names(row)}
    names |= {name_key(row.get("name", "")) for row in content.get("owners.csv", ())}
    cities = {row.get("city", "") for row in content.get("cities.csv", ())}
    leading = {row.get("name", "") for name in ("leaders.csv", "overseas.csv")
               for row in content.get(name, ())}  # fmt: skip
    common = _companies(in_taxonomy, _owner(names))
    home = {
        "country": cells.one_of(("CN",)),
        "province": cells.one_of(("Zhejiang",)),
        "city": cells.one_of(cities, "city of Zhejiang"),
        "name_zh": cells.chinese(2, 30),
        "description_zh": cells.chinese(80, 260),
    }
    abroad = {"country": cells.abroad, "province": cells.anything}
    checks = (_consistent,)
    return {
        "leaders.csv": _Table(
            key=("key",),
            columns={**common, **abroad, **_LEADER},
            rows=checks,
        ),
        "zhejiang.csv": _Table(key=("key",), columns=common | home, rows=checks),
        "overseas.csv": _Table(key=("key",), columns=common | abroad, rows=checks),
        "leads.csv": _Table(
            key=("field", "company"),
            columns={
                "field": in_field,
                "company": cells.one_of(leading, "company"),
                **_SOURCED,
            },
        ),
        "names.csv": _Table(
            key=("latin",),
            columns={
                "latin": cells.each(cells.given),
                "zh": optional(cells.each(cells.written("han"))),
                "ja": optional(cells.each(cells.written("japanese"))),
                "ko": optional(cells.each(cells.written("hangul"))),
                "other": optional(cells.each(cells.given)),
                **_SOURCED,
            },
        ),
        "owners.csv": _Table(
            key=("name",),
            columns={"name": cells.given, "country": optional(cells.country), **_SOURCED},
        ),
        "cities.csv": _Table(
            key=("city",),
            columns={
                "city": cells.english(1, 3),
                "name_zh": cells.chinese(2, 6),
                "province": cells.one_of(("Zhejiang",)),
                **_SOURCED,
            },
        ),
        "patents.csv": _Table(key=("publication_number",), columns=_PATENTS),
        "suppliers.csv": _Table(
            key=("technology", "company"),
            columns={
                "technology": in_taxonomy,
                "company": cells.given,
                "name_zh": cells.chinese(2, 30),
                "province": cells.english(1, 3),
                "is_zhejiang": cells.one_of(("yes", "no")),
                "products_zh": cells.chinese(3, 80),
                "note_en": cells.english(4, 60),
                "note_zh": cells.chinese(8, 120),
                "as_of": cells.day,
                "source": cells.given,
            },
            rows=(_province,),
        ),
        "events.csv": _Table(key=("id",), columns=_EVENT, rows=(_ordered("date", "expires"),)),
    }


_SOURCED: Mapping[str, Check] = {"source": cells.given, "as_of": cells.day}
_EVENT: Mapping[str, Check] = {
    "id": cells.slug,
    "company": cells.given,
    "country": cells.country,
    "kind": cells.one_of(EVENTS, "kind of event"),
    "date": cells.day,
    "expires": cells.day,
    "note_en": cells.english(5, 60),
    "note_zh": cells.chinese(8, 120),
    "confidence": cells.one_of(SURE),
    **_SOURCED,
}
_LEADER: Mapping[str, Check] = {
    "description_en": cells.english(60, 120),
    "description_zh": optional(cells.chinese(60, 350)),
}
_PATENTS: Mapping[str, Check] = {
    "publication_number": cells.given,
    "kind": cells.given,
    "jurisdiction": lambda v: "" if len(v) == len("EP") and v.isupper() else "write two letters",
    "family": cells.anything,
    "applicants": cells.each(cells.given, ";;"),
    "application_date": optional(cells.day),
    "publication_date": cells.day,
    "ipc": optional(cells.each(cells.cpc, ";;")),
    "legal_status": cells.anything,
    "title": cells.blank,
    "subject": cells.given,
    "language": cells.one_of(("en",)),
    **_SOURCED,
}


def _companies(in_taxonomy: Check, owner: Check) -> dict[str, Check]:
    return {
        "key": cells.slug,
        "name": cells.given,
        "legal_name": cells.anything,
        "name_zh": optional(cells.chinese(1, 30)),
        "name_local": cells.anything,
        "aliases": optional(cells.each(cells.given)),
        "country": cells.country,
        "province": cells.anything,
        "city": cells.anything,
        "website": optional(cells.website),
        "lei": optional(cells.lei),
        "isin": optional(cells.isin),
        "founded": optional(cells.year),
        "employees": optional(cells.count),
        "employees_year": optional(cells.year),
        "ownership": optional(cells.one_of(OWNERSHIP)),
        "owner": optional(owner),
        "owner_country": optional(cells.country),
        "owner_since": optional(cells.day),
        "owner_as_of": optional(cells.day),
        "technologies": cells.each(in_taxonomy),
        "description_en": cells.english(60, 120),
        "description_zh": optional(cells.chinese(60, 300)),
        "description_local": cells.anything,
        "language_local": optional(cells.one_of(("ja", "ko", "de", "fr", "it"), "language")),
        **_SOURCED,
    }


def _rules(about: set[str]) -> dict[str, Check]:
    return {
        "id": cells.slug,
        "country": lambda value: "" if value == "EU" else cells.country(value),
        "regime": cells.given,
        "direction": cells.one_of(("inbound", "outbound")),
        "deal_modes": cells.each(cells.one_of(MODES, "deal mode")),
        "investor_class": cells.each(cells.one_of(("any", *CLASSES), "investor class")),
        "stake": optional(cells.share),
        "listed": cells.one_of(("any", "yes", "no")),
        "technologies": cells.each(cells.one_of(about | {"any"}, "field or technology")),
        "band": cells.one_of(BANDS, "band"),
        "note_en": cells.english(5, 80),
        "note_zh": cells.chinese(8, 160),
        "valid_from": optional(cells.day),
        "valid_to": optional(cells.day),
        "checked_on": cells.day,
        "confidence": cells.one_of(SURE),
        "source": cells.given,
    }


def _names(row: Row) -> list[str]:
    given = [row.get(name, "") for name in ("name", "legal_name", "name_zh", "name_local")]
    return [name for name in (*given, *row.get("aliases", "").split(";")) if name]


def _owner(names: set[str]) -> Check:
    hint = "is no company of these tables: name it as they do, or add it to owners.csv"
    return lambda value: "" if name_key(value) in names else hint


def _same_field(field_of: Mapping[str, str]) -> RowCheck:
    def check(row: Row) -> Iterator[tuple[str, str]]:
        parent = row.get("parent", "")
        if parent and field_of.get(parent) != row.get("field"):
            yield "parent", "belongs to another field: name a technology of the same field"

    return check


def _ordered(first: str, last: str) -> RowCheck:
    def check(row: Row) -> Iterator[tuple[str, str]]:
        if row.get(first) and row.get(last) and row[last] < row[first]:
            yield last, f"comes before {first}: exchange the two"

    return check


def _province(row: Row) -> Iterator[tuple[str, str]]:
    if (row.get("is_zhejiang") == "yes") != (row.get("province") == "Zhejiang"):
        yield "is_zhejiang", "does not agree with the province: mend one of them"


def _consistent(row: Row) -> Iterator[tuple[str, str]]:
    """What the cells of a company row ask of each other."""
    needs = (
        ("owner", "owner_as_of"),
        ("employees", "employees_year"),
        ("description_local", "language_local"),
        ("language_local", "description_local"),
    )
    for column, needed in needs:
        if row.get(column) and not row.get(needed):
            yield needed, f"is empty, but {column} is given: fill it in"
    local, code = row.get("description_local", ""), row.get("language_local", "")
    if local and code:
        yield "description_local", cells.declared(local, code)
