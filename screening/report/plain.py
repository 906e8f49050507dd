"""A Screening as plain values: rows for a table artifact, Markdown, canonical JSON."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from screening.errors import ScreeningError
from screening.records import Field, Fit, Gap, Region, Screening
from screening.report.cells import known, line, markdown, short
from screening.report.view import Reader, View, best
from screening.report.words import word

_QUOTE = 280


def artifact_rows(
    screening: Screening, language: str, top: int = 50
) -> list[dict[str, str | float]]:
    """The first ``top`` fits as rows of text and numbers, titled in the reader's language."""
    view = View(language, screening)
    return [_row(view, fit) for fit in screening.fits[:top]]


def _row(view: View, fit: Fit) -> dict[str, str | float]:
    company = view.find(fit.company_id)
    total = known(fit.total)
    quotes = best(fit, 1)
    return {
        view.word("col.rank"): int(fit.rank),
        view.word("col.company"): line(view.company(company)),
        view.word("col.country"): line(view.country(company.country)),
        view.word("col.total"): view.word("unknown") if total is None else round(float(total), 1),
        view.word("col.covered"): line(view.covered(fit)),
        view.word("col.quote"): short(quotes[0].quote, _QUOTE) if quotes else "",
        view.word("col.band"): line(view.band(fit)),
    }


def to_markdown(screening: Screening, language: str, top: int = 50) -> str:
    """The gaps and the first ``top`` fits as Markdown tables; texts of companies are escaped."""
    view = View(language, screening)
    rows = artifact_rows(screening, language, top)
    shown = view.word("ranked_of").format(shown=len(rows), count=len(screening.fits))
    stamp = f"{screening.run.id} · {screening.run.started_at} · {shown}"
    parts = [
        f"# {markdown(screening.mandate.name)}",
        f"{view.word('run.id')}{view.word('colon')}{markdown(stamp)}",
        f"## {view.word('section.gaps')}",
        _table([_gap(view, gap) for gap in view.gaps()]),
        f"## {view.word('sheet.shortlist')}",
        _table(rows),
        _rules(view, screening.fits[:top]),
        view.word("reading.unknown"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rules(view: View, fits: Sequence[Fit]) -> str:
    """The rules behind the bands of fits, as a list."""
    colon = view.word("colon")
    told = dict.fromkeys((view.band(one), view.rule(one.band_rule)) for one in fits)
    return "\n".join(f"- {band}{colon}{markdown(rule)}" for band, rule in told if rule)


def fields_page(screenings: Sequence[tuple[Field, Screening]], language: str, top: int = 10) -> str:
    """The first ``top`` fits of a screening of each field, as a page of Markdown tables."""
    parts = [f"# {word('fields.title', language)}", word("fields.reading", language)]
    for field, screening in screenings:
        name = _field_name(field, language)
        rows = artifact_rows(screening, language, top)
        parts += [f"## {markdown(name)}", _table(rows) if rows else word("unknown", language)]
    return "\n\n".join(parts) + "\n"


def regions_page(screenings: Sequence[tuple[Field, Screening]], language: str) -> str:
    """Countries by fields, as a Markdown table: complementary companies, best five, policy."""
    reader = Reader(language)
    fields_of = [(_field_name(one, language), found) for one, found in screenings]
    totals: dict[str, int] = {}
    for _, found in fields_of:
        for one in found.regions:
            totals[one.country] = totals.get(one.country, 0) + one.complementary
    seats = sorted((c for c in totals if totals[c]), key=lambda c: (-totals[c], c))
    rows: list[dict[str, str | float]] = []
    for country in seats:
        row: dict[str, str | float] = {word("col.country", language): reader.country(country)}
        for name, found in fields_of:
            held = next((r for r in found.regions if r.country == country), None)
            row[name] = region_text(held) if held and held.complementary else ""
        rows.append(row)
    parts = [f"# {word('regions.title', language)}", word("regions.reading", language)]
    return "\n\n".join([*parts, _table(rows) or word("unknown", language)]) + "\n"


def region_text(region: Region) -> str:
    """Complementary companies, the mean of the best five, and a star for the policy.

    >>> region_text(Region(country="DE", ranked=9, complementary=4, strength=61.2, best="c",
    ...                    band="open", priority="named"))
    '4 (61) ★'
    """
    star = " ★" if region.priority == "named" else ""
    return f"{region.complementary} ({region.strength:.0f}){star}"


def _field_name(field: Field, language: str) -> str:
    return field.name_zh if language == "zh" else field.name_en


def _gap(view: View, gap: Gap) -> dict[str, str | float]:
    def figure(value: float | None) -> str | float:
        found = known(value)
        return view.word("unknown") if found is None else round(found, 2)

    return {
        view.word("col.technology"): view.topic(gap.technology),
        view.word("col.own"): figure(gap.own),
        view.word("col.leader"): view.best_leader(gap),
        view.word("col.leader_strength"): figure(gap.leader),
        view.word("col.gap"): figure(gap.size),
        view.word("col.kind"): view.origin(gap),
        view.word("col.sure"): view.gap_facts(gap)[0],
        view.word("col.trend"): view.gap_facts(gap)[1],
    }


def _table(rows: list[dict[str, str | float]]) -> str:
    if not rows:
        return ""
    titles = list(rows[0])
    lines = [titles, ["---"] * len(titles)]
    lines += [[markdown(str(row[title])) for title in titles] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def json_bytes(screening: Screening) -> bytes:
    """Canonical JSON (sorted keys, UTF-8, every field of every record).

    The same Screening gives the same bytes. Raises ScreeningError naming the place of a figure
    that JSON has no word for (NaN, infinity), since null would read as unknown.
    """
    plain = _plain(screening)
    try:
        text = json.dumps(
            plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
    except ValueError:
        place = next(_not_finite(plain, "screening"), "a figure")
        raise ScreeningError(
            f"{place} is no number (NaN or infinite), which JSON cannot hold;"
            " score the mandate again"
        ) from None
    # A lone surrogate has no UTF-8; its backslash form is what JSON writes for it anyway.
    return text.encode("utf-8", "backslashreplace")


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _not_finite(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _not_finite(one, f"{place}.{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _not_finite(one, f"{place}[{number}]")
    elif isinstance(value, float) and not math.isfinite(value):
        yield place
