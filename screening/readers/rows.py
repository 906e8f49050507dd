"""Rows → records: what one usable row says about a company, or a patent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.readers import countries, values
from screening.readers.cells import Cells
from screening.records import (
    Company,
    Document,
    Event,
    Language,
    Money,
    Ownership,
    Patent,
    Reject,
    Size,
)

_OFFICE = re.compile("[A-Z]{2}")
_PUBLISHED = re.compile(r"([A-Z]{2}) \S+(?: ([A-Z]\d?))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """A company (its id empty) and what the row says about it (ids and company_ids empty)."""

    company: Company
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A patent or an event as a Document; which companies it belongs to is not known yet."""

    document: Document


def company(cells: Cells) -> Iterator[CompanyRow | Reject]:
    """The company of a row.

    A country that cannot be understood refuses the whole row, since it is part of who the
    company is; other cells that cannot be used are left empty, each with a Reject of its own.
    """
    country = cells.get("country", countries.country, "")
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
        country=country,
        province=cells.text("province"),
        city=cells.text("city"),
        website=cells.get("website", values.website, ""),
        lei=cells.get("lei", values.lei, ""),
        isin=cells.get("isin", values.isin, ""),
        founded=cells.get("founded", values.year, None),
        size=Size(
            employees=employees,
            employees_year=cells.get("employees_year", values.year, None),
            revenue=_revenue(cells),
            band=values.band(employees),
        ),
        ownership=_ownership(cells),
        source=cells.text("source") or cells.file,
        as_of=cells.get("as_of", values.date, ""),
    )
    documents = tuple(_descriptions(cells, found))
    yield CompanyRow(company=found, documents=documents)
    yield from cells.faults


def patent(cells: Cells) -> Iterator[DocumentRow | Reject]:
    """The patent of a row. Cells that cannot be used are left empty, each with a Reject."""
    number = values.publication(cells.text("publication_number"))
    office, kind = _parts(number)
    published = cells.get("publication_date", values.date, "")
    facts = Patent(
        publication_number=number,
        kind=cells.text("kind") or kind,
        jurisdiction=cells.get("jurisdiction", _office, "") or office,
        family=cells.text("family"),
        applicants=cells.many("applicants"),
        inventors=cells.many("inventors"),
        application_date=cells.get("application_date", values.date, ""),
        publication_date=published,
        cpc=cells.many("cpc"),
        ipc=cells.many("ipc"),
        legal_status=cells.text("legal_status"),
    )
    document = Document(
        kind="patent",
        language=Language(declared=cells.get("language", values.language, "")),
        title=cells.text("title"),
        text=cells.text("abstract"),
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
        expires=cells.get("expires", values.date, ""),
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


def _revenue(cells: Cells) -> Money | None:
    amount = cells.get("revenue", values.number, None)
    if amount is None:
        return None
    code = cells.get("revenue_currency", values.currency, "")
    if not code:
        why = "revenue without a currency: add a column revenue_currency"
        cells.faults.append(cells.reject(why, "revenue"))
        return None
    return Money(amount=amount, currency=code, year=cells.get("revenue_year", values.year, None))


def _ownership(cells: Cells) -> Ownership:
    return Ownership(
        kind=cells.get("ownership", values.ownership, ""),
        owner=cells.text("owner"),
        owner_country=cells.get("owner_country", countries.country, ""),
        since=cells.get("owner_since", values.date, ""),
        as_of=cells.get("owner_as_of", values.date, ""),
    )


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
    code = value.upper()
    return code if _OFFICE.fullmatch(code) else countries.country(value)


def _parts(number: str) -> tuple[str, str]:
    """Office and kind code of a publication number in normal form, else nothing."""
    found = _PUBLISHED.fullmatch(number)
    return (found[1], found[2] or "") if found else ("", "")
