"""Rows → records: what one usable row says about a company, or a patent."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from screening.readers import countries, measures, values
from screening.readers.cells import Cells
from screening.records import (
    Company,
    Document,
    Event,
    Language,
    Listing,
    Money,
    Ownership,
    Patent,
    Reject,
    Size,
)
from screening.text import name_key

_REGISTERS: dict[str, Callable[[str], str]] = {
    "uscc": values.uscc,
    "bvd": values.register,
    "ashare": values.share_code,
    "register": values.register,
}
_YEARS: dict[str, int] = {
    "insolvency": 1,
    "profit-warning": 1,
    "carve-out": 2,
    "fund-exit": 2,
    "lapsed-patents": 2,
    "founder-departure": 2,
    "succession": 3,
}
_OFFICES = {"欧洲专利局": "EP", "欧洲": "EP", "世界知识产权组织": "WO", "国际": "WO"}
_SEAT = re.compile(r"\s*\[[A-Z]{2}\]$|,$")
_ABBREVIATED = re.compile(r"(?<=\w)\s*[(（][A-Z0-9][A-Z0-9 .&/-]{1,15}[)）]$")
_LONGER = re.compile(r"\w\W*\w")  # the D of "Building D" is no country
_OFFICE = re.compile("[A-Z]{2}")
_PUBLISHED = re.compile(r"([A-Z]{2}) \S+(?: ([A-Z]\d?))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """A company (its id empty) and what the row says about it (ids and company_ids empty)."""

    company: Company
    documents: tuple[Document, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A patent, event or listing as a Document; whose it is, is not known yet."""

    document: Document


def company(cells: Cells) -> Iterator[CompanyRow | Reject]:
    """The company of a row.

    A country that cannot be understood refuses the whole row, since it is part of who the
    company is; other cells that cannot be used are left empty, each with a Reject of its own.
    """
    seat = _seat(cells)
    if cells.faults:
        yield from cells.faults
        return
    employees = cells.get("employees", values.count, None)
    found = Company(
        name=cells.text("name"),
        legal_name=cells.text("legal_name"),
        name_zh=cells.text("name_zh"),
        name_local=cells.text("name_local"),
        aliases=cells.many("aliases"),
        country=seat.country,
        province=cells.text("province") or seat.province,
        city=cells.text("city") or seat.city,
        website=cells.get("website", values.website, ""),
        lei=cells.get("lei", values.lei, ""),
        isin=cells.get("isin", values.isin, ""),
        registry_ids=_registry_ids(cells),
        founded=cells.get("founded", values.year, None),
        size=Size(
            employees=employees,
            employees_year=_year_of(cells, "employees"),
            revenue=_revenue(cells),
            band=values.band(employees),
        ),
        ownership=_ownership(cells),
        source=cells.text("source") or cells.file,
        as_of=cells.get("as_of", values.past_date, ""),
    )
    documents = tuple(_descriptions(cells, found))
    yield CompanyRow(company=found, documents=documents, address=cells.text("address"))
    yield from cells.faults


def patent(cells: Cells) -> Iterator[DocumentRow | Reject]:
    """The patent of a row. Cells that cannot be used are left empty, each with a Reject."""
    number, *others = _numbers(cells)
    members = dict.fromkeys((*map(values.publication, cells.many("members")), *others))
    office, kind = _parts(number)
    published = cells.get("publication_date", values.first_date, "")
    owners, applicants = _parties(cells, "owners"), _parties(cells, "applicants")
    title, abstract = cells.preferred("title"), cells.preferred("abstract")
    facts = Patent(
        publication_number=number,
        kind=cells.text("kind") or kind,
        type=cells.get("type", values.patent_type, "") or values.type_of(office, kind),
        jurisdiction=cells.get("jurisdiction", _office, "") or office,
        family=cells.text("family"),
        members=tuple(sorted(members | dict.fromkeys([number] if others else ()))),
        applicants=applicants or owners,
        owners=owners,
        inventors=_parties(cells, "inventors"),
        priority_date=cells.get("priority_date", values.first_date, ""),
        application_date=cells.get("application_date", values.first_date, ""),
        publication_date=published,
        grant_date=cells.get("grant_date", values.first_date, ""),
        expiry_date=cells.get("expiry_date", values.first_date, ""),
        cpc=_classes(cells, "cpc"),
        ipc=_classes(cells, "ipc"),
        cites=tuple(dict.fromkeys(map(values.publication, cells.many("cites")))),
        cited_by=cells.get("cited_by", values.count, None),
        legal_status=cells.text("legal_status"),
    )
    document = Document(
        kind="patent",
        language=Language(
            declared=abstract.language
            or title.language
            or cells.get("language", values.language, "")
        ),
        title=title.text,
        text="\n".join(filter(None, (abstract.text, cells.text("claims")))),
        date=published,
        source=cells.text("source") or cells.file,
        file=cells.file,
        row=cells.row.number,
        patent=facts,
    )
    yield DocumentRow(document=document)
    yield from cells.faults


def event(cells: Cells) -> Iterator[DocumentRow | Reject]:
    """The event of a row, one document for each language of its note.

    A company, country, kind or date that cannot be understood refuses the whole row.
    """
    country = cells.get("country", countries.country, "")
    kind = cells.get("event", values.event, None)
    date = cells.get("date", values.date, "")
    if cells.faults or kind is None:
        yield from cells.faults
        return
    facts = Event(
        kind=kind,
        company=cells.text("company"),
        country=country,
        expires=cells.get("expires", values.date, "") or _expiry(kind, date),
        confidence=cells.get("confidence", values.confidence, ""),
    )
    texts = [(column.language, cells.at(column.index)) for column in cells.plan.texts]
    for language, text in [(code, text) for code, text in texts if text] or [("", "")]:
        document = Document(
            kind="event",
            language=Language(declared=language),
            text=text,
            date=date,
            source=cells.text("source") or cells.file,
            file=cells.file,
            row=cells.row.number,
            event=facts,
        )
        yield DocumentRow(document=document)
    yield from cells.faults


def _expiry(kind: str, date: str) -> str:
    """When an event stops counting for which nobody says so: a number of years on, by kind."""
    if not date or kind not in _YEARS:
        return ""
    return f"{int(date[:4]) + _YEARS[kind]}{date[4:]}".replace("-02-29", "-02-28")


def listing(cells: Cells) -> Iterator[DocumentRow | Reject]:
    """The entry of an official list. Cells that cannot be used are left empty, with a Reject."""
    names, seats = cells.many("name"), _countries(cells)
    facts = Listing(
        list=cells.text("list"),
        name=names[0],
        aliases=_aliases(names[0], (*names[1:], *cells.many("aliases"))),
        country=seats[0] if seats else "",
        elsewhere=seats[1:],
        programme="; ".join(cells.many("programme")),
        entry=cells.text("entry"),
        reference=cells.text("reference"),
        as_of=cells.get("as_of", values.past_date, ""),
        until=cells.get("until", values.date, ""),
    )
    document = Document(
        kind="listing",
        text=" ".join(column for c in cells.plan.texts if (column := cells.at(c.index))),
        date=cells.get("date", values.first_date, ""),
        source=cells.text("source") or cells.file,
        file=cells.file,
        row=cells.row.number,
        listing=facts,
    )
    yield DocumentRow(document=document)
    yield from cells.faults


def _aliases(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Other names, and what is left of each without an abbreviation in brackets behind it."""
    bare = (_ABBREVIATED.sub("", one) for one in (name, *others))
    return tuple(one for one in dict.fromkeys((*others, *bare)) if one != name)


def _countries(cells: Cells) -> tuple[str, ...]:
    """The countries of an entry that are known, each once, of an address the one at its end."""
    found: dict[str, None] = {}
    for given in cells.many("country"):
        for name in filter(_LONGER.search, (given, given.rpartition(",")[2])):
            with suppress(ValueError):
                found[countries.country(name)] = None
                break
    return tuple(found)


def _seat(cells: Cells) -> countries.Place:
    """Country, and what a location in one cell (city, region, country) says besides."""
    country = cells.get("country", countries.country, "")
    location = partial(countries.place, known=country)
    return cells.get("location", location, countries.Place(country))


def _registry_ids(cells: Cells) -> tuple[str, ...]:
    given = ((kind, cells.get(kind, read, "")) for kind, read in _REGISTERS.items())
    found = tuple(f"{kind}:{number}" for kind, number in given if number)
    figi = cells.get("figi", values.figi, "")
    return (*found, f"figi:{figi}") if figi else found


def _year_of(cells: Cells, name: str) -> int | None:
    """The year of a quantity: what its header says, else its own column."""
    return cells.unit(name).year or cells.get(f"{name}_year", values.year, None)


def _revenue(cells: Cells) -> Money | None:
    unit = cells.unit("revenue")
    found = cells.get("revenue", partial(measures.amount, usual=unit), None)
    if found is None:
        return None
    code = found.currency or cells.get("revenue_currency", values.currency, "") or unit.currency
    if not code:
        why = "revenue without a currency: add a column revenue_currency"
        cells.faults.append(cells.reject(why, "revenue"))
        return None
    return Money(amount=round(found.value, 2), currency=code, year=_year_of(cells, "revenue"))


def _ownership(cells: Cells) -> Ownership:
    return Ownership(
        kind=cells.get("ownership", values.ownership, ""),
        owner=cells.text("owner") or _majority(cells),
        owner_country=cells.get("owner_country", countries.country, ""),
        since=cells.get("owner_since", values.date, ""),
        as_of=cells.get("owner_as_of", values.past_date, ""),
    )


def _majority(cells: Cells) -> str:
    """The shareholder with more than half, where a row lists shareholders and shares (percent)."""
    for name, share in cells.rows("shareholder", "shareholder_share"):
        try:
            if name and values.number(share.strip("%> ") or "0") > 50:
                return name
        except ValueError:  # WO (wholly owned), MO (majority owned), NG (negligible) at Orbis
            if share.upper() in ("WO", "MO"):
                return name
    return ""


def _parties(cells: Cells, name: str) -> tuple[str, ...]:
    """Names of applicants or inventors, without the country that some offices put behind them."""
    bare = (_SEAT.sub("", one) for one in cells.many(name))
    found: dict[str, str] = {}
    for one in bare:
        found.setdefault(name_key(one) or one, one)
    return tuple(found.values())


def _classes(cells: Cells, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(values.symbol, cells.many(name))))


def _descriptions(cells: Cells, found: Company) -> Iterator[Document]:
    """One document per declared language: texts in the same one are joined, twins left out."""
    texts: dict[str, dict[str, None]] = {}
    for column in cells.plan.texts:
        if written := cells.at(column.index):
            declared = column.language or _declared(cells, column.language_index)
            texts.setdefault(declared, {})[written] = None
    for declared, parts in texts.items():
        yield Document(
            kind="description",
            language=Language(declared=declared),
            text="\n".join(parts),
            date=found.as_of,
            source=found.source,
            file=cells.file,
            row=cells.row.number,
        )


def _declared(cells: Cells, index: int | None) -> str:
    given = "" if index is None else cells.at(index)
    if not given:
        return ""
    try:
        return values.language(given)
    except ValueError as error:
        cells.faults.append(cells.reject_at(index, str(error)))
        return ""


def _office(value: str) -> str:
    """A patent office: two letters (WO and EP are none of the countries), or a country."""
    code = _OFFICES.get(value.split("(", maxsplit=1)[0].strip(), value.upper())
    return code if _OFFICE.fullmatch(code) else countries.country(value)


def _numbers(cells: Cells) -> tuple[str, ...]:
    """The publication numbers of a row in normal form: where a cell has several, one in a line,
    the others are members of the family."""
    index = cells.where("publication_number")
    written = "" if index is None else cells.row.cells[index]
    several = dict.fromkeys(
        values.publication(part.strip()) for part in re.split("[\n;]", written) if part.strip()
    )
    if len(several) > 1 and all(map(_PUBLISHED.fullmatch, several)):
        return tuple(several)
    return (values.publication(cells.text("publication_number")),)


def _parts(number: str) -> tuple[str, str]:
    """Office and kind code of a publication number in normal form, else nothing."""
    found = _PUBLISHED.fullmatch(number)
    return (found[1], found[2] or "") if found else ("", "")
