"""A mandate file (TOML) → a Mandate, every fault of the file reported at once."""

import json
import math
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from screening.errors import FileError, MandateError, unknown
from screening.readers import countries, values
from screening.records import Filters, Mandate, Money, StatedGap
from screening.text import digest

Fault = tuple[str, str]
"""(path of the key, what is wrong and what to do)."""
_PARTS: dict[str, type] = {"filters": Filters, "equity_ceiling": Money}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that a mandate may use: field ids, technology ids, signals."""

    fields: Collection[str]
    technologies: Collection[str]
    signals: Collection[str]


def read_mandate(path: Path, known: Known) -> Mandate:
    """The mandate in a file, checked against the known names.

    Raises FileError when there is no such file and MandateError with all faults of one.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"mandate {path} cannot be read: {error.strerror}") from None
    return read_mandate_text(content, known, str(path), path.stem)


def read_mandate_text(content: bytes, known: Known, place: str, name: str = "") -> Mandate:
    """The mandate in the bytes of a file; ``place`` names it in errors, ``name`` is its default.

    Raises MandateError with all faults.
    """
    given = ({"name": name} if name else {}) | _toml(content, place)
    faults = list(_unknown_keys(given))
    wrong: set[str] = set()
    try:
        mandate = _validated(given)
    except ValidationError as error:
        faults += [_fault(detail) for detail in _details(error)]
        mandate, wrong = _rest(given, error)
    faults += [
        (key, what)
        for key, what in _content(mandate, known)
        if key.split("[")[0] not in wrong and key.split(".")[0] not in wrong
    ]
    if not wrong & {"firm", "province", "gaps"} and not (
        mandate.firm or mandate.province or mandate.gaps
    ):
        faults.append(("firm", "nobody to screen for: give a firm, a province or stated gaps"))
    if faults:
        lines = [f"  {key}: {what}" for key, what in dict.fromkeys(faults)]
        raise MandateError(f"{place}: {len(lines)} fault(s) in the mandate:\n" + "\n".join(lines))
    return mandate


def mandate_hash(mandate: Mandate) -> str:
    """The hash of what a mandate says, whatever the order or comments of its file.

    Without a date of the deal it is what it was before mandates had one.
    """
    said = asdict(mandate)
    if not mandate.deal_date:
        del said["deal_date"]
    return digest(said)


def _toml(content: bytes, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MandateError(f"{place} is not in UTF-8 ({error}); save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise MandateError(f"{place} is not a TOML file: {error}") from None


def _validated(given: Mapping[str, Any]) -> Mandate:
    gaps, firm = given.get("gaps", []), given.get("firm", "")
    if isinstance(gaps, list):
        gaps = [{"technology": gap} if isinstance(gap, str) else gap for gap in gaps]
    if isinstance(firm, list) and len(firm) == 1:
        (firm,) = firm
    content = json.dumps({**given, "gaps": gaps, "firm": firm}, default=str)
    return TypeAdapter(Mandate).validate_json(content, strict=True)


def _rest(given: Mapping[str, Any], error: ValidationError) -> tuple[Mandate, set[str]]:
    """The mandate without the keys that ``error`` names, and these keys; where a part cannot do
    without one of its own, without the part."""
    places = {_place(detail) for detail in _details(error)}
    try:
        mandate = _validated({"name": "-"} | _without(given, places))
    except ValidationError as more:
        heads = {_place(detail)[0] for detail in _details(more)}
        places = {place for place in places if place[0] not in heads} | {(one,) for one in heads}
        mandate = _validated({"name": "-"} | _without(given, places))
    return mandate, {".".join(place) for place in places}


def _details(error: ValidationError) -> Iterator[dict[str, Any]]:
    """What is wrong; of ``firm``, a name or a list of names, by the form that is given."""
    for detail in error.errors():
        head, *rest = detail["loc"]
        if head != "firm":
            yield {**detail}
        elif len(rest) > 1 or (rest == ["str"] and not isinstance(detail["input"], list)):
            yield {**detail, "loc": (head, *rest[1:])}


def _place(detail: Any) -> tuple[str, ...]:
    """The key to leave out for the rest to be looked at: a list, and what lacks a part, whole."""
    whole = tuple(takewhile(lambda part: isinstance(part, str), detail["loc"]))
    return whole[:-1] if detail["type"] == "missing" and whole == detail["loc"] else whole


def _without(given: Mapping[str, Any], places: Collection[tuple[str, ...]]) -> dict[str, Any]:
    """What is given without the keys at ``places``, however deep they stand."""
    heads = {place[0] for place in places if len(place) == 1}
    found = {name: value for name, value in given.items() if name not in heads}
    for head in {place[0] for place in places if len(place) > 1} - heads:
        inner = {place[1:] for place in places if len(place) > 1 and place[0] == head}
        found[head] = _without(found[head], inner)
    return found


def _unknown_keys(given: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _strange(given, Mandate, "")
    for name, record in _PARTS.items():
        if isinstance(given.get(name), dict):
            yield from _strange(given[name], record, f"{name}.")
    gaps = given.get("gaps")
    for number, gap in enumerate(gaps if isinstance(gaps, list) else []):
        if isinstance(gap, dict):
            yield from _strange(gap, StatedGap, f"gaps[{number}].")


def _strange(given: Mapping[str, Any], record: Any, place: str) -> Iterator[Fault]:
    known = [part.name for part in fields(record)]
    for name in given:
        if name not in known:
            yield f"{place}{name}", unknown("key", name, known)


def _fault(detail: Any) -> Fault:
    place = ""
    for part in detail["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    shown = "" if detail["type"] == "missing" else f" (given: {detail['input']!r})"
    return place, f"{detail['msg']}{shown}"


def _content(mandate: Mandate, known: Known) -> Iterator[Fault]:
    if not mandate.name.strip():
        yield "name", "is empty: give the assignment a name"
    if mandate.field not in known.fields:
        yield "field", unknown("field", mandate.field, known.fields)
    yield from _firms(mandate)
    yield from _gaps(mandate, known.technologies)
    yield from _weights(mandate, known.signals)
    yield from _filters(mandate.filters)
    yield from _deal(mandate)
    for number, alias in enumerate(mandate.aliases):
        if len(alias.strip()) < (3 if alias.isascii() else 2):
            yield f"aliases[{number}]", f"{alias!r} is too short to be looked for; name it longer"
    for number, role in enumerate(mandate.sign):
        if not role or role in mandate.sign[:number]:
            yield f"sign[{number}]", f"{role!r} is empty or stands twice: name each role once"
    if mandate.shortlist < 1:
        yield "shortlist", f"{mandate.shortlist} is less than 1: say how many companies to list"


def _firms(mandate: Mandate) -> Iterator[Fault]:
    group = () if isinstance(mandate.firm, str) else mandate.firm
    for number, name in enumerate(group):
        if not name.strip():
            yield f"firm[{number}]", "is empty: name a company of the corpus"
        elif name in group[:number]:
            yield f"firm[{number}]", f"{name!r} stands twice: name each firm once"


def _gaps(mandate: Mandate, technologies: Collection[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, gap in enumerate(mandate.gaps):
        place = f"gaps[{number}]"
        if gap.technology not in technologies:
            told = unknown("technology", gap.technology, technologies)
            yield f"{place}.technology", f"{told}; all of them: screening fields"
        elif gap.technology in seen:
            yield f"{place}.technology", f"{gap.technology!r} is stated twice: join the two"
        seen.add(gap.technology)
        if not (math.isfinite(gap.wanted) and gap.wanted > 0):
            yield f"{place}.wanted", f"{gap.wanted} is not above 0: use 1 for an ordinary need"


def _weights(mandate: Mandate, signals: Collection[str]) -> Iterator[Fault]:
    for name, weight in mandate.weights.items():
        if name not in signals:
            yield f"weights.{name}", unknown("signal", name, signals)
        if not math.isfinite(weight) or weight < 0:
            yield f"weights.{name}", f"{weight} is not a number of 0 or more: use 0 to leave it out"
    if mandate.weights and not any(mandate.weights.values()):
        yield "weights", "all are 0: give at least one signal a weight above 0"


def _filters(filters: Filters) -> Iterator[Fault]:
    for name in ("countries", "exclude_countries"):
        for number, code in enumerate(getattr(filters, name)):
            if fault := countries.code_fault(code):
                yield f"filters.{name}[{number}]", fault
    if filters.max_employees is not None and filters.max_employees < 1:
        yield "filters.max_employees", f"{filters.max_employees} lets nobody through: 1 or more"
    if filters.min_words < 0:
        yield "filters.min_words", f"{filters.min_words} is below 0: use 0 for no limit"


def _deal(mandate: Mandate) -> Iterator[Fault]:
    stake, ceiling = mandate.max_stake, mandate.equity_ceiling
    share = mandate.state_share
    if not 0 <= mandate.desk_share <= 0.5:
        yield "desk_share", f"{mandate.desk_share} is not a share of at most a half: write 0.25"
    if mandate.deal_date and not _is_day(mandate.deal_date):
        yield "deal_date", f"{mandate.deal_date!r} is not a day: write YYYY-MM-DD"
    if share is not None and not 0 <= share <= 1:
        yield "state_share", f"{share} is not a share: write 0.3 for 30 %, 0 for none"
    if stake is not None and not 0 < stake <= 1:
        yield "max_stake", f"{stake} is not a share: write 0.49 for 49 %, 1.0 for all"
    if ceiling is None:
        return
    if not (math.isfinite(ceiling.amount) and ceiling.amount > 0):
        yield "equity_ceiling.amount", f"{ceiling.amount} is not an amount above 0"
    try:
        values.currency(ceiling.currency)
    except ValueError as error:
        yield "equity_ceiling.currency", f"{ceiling.currency!r}: {error}"


def _is_day(given: str) -> bool:
    try:
        return date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False
