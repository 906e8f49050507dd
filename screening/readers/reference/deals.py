"""Checks of the past deals that calibrate and measure the score, one JSON object a line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from screening.readers.reference import cells
from screening.readers.reference.faults import Fault, shared
from screening.text import name_key

PHRASE = 4
"""Words in a row that a gap and the profile of the target may not share."""
_HOME = ("CN", "HK", "MO")
_TELLING = 4
Text = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Acquirer(_Part):
    name: Text
    city: Text
    country: Country
    profile_zh: Text
    profile_en: Text


class _Need(_Part):
    zh: Text
    en: Text


class _Target(_Part):
    name: Text
    country: Country
    profile: Text


class Deal(_Part):
    """A completed acquisition: who bought, what it lacked, and whom it bought; see docs/data.md."""

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    year: Annotated[int, Field(ge=1998, le=2025)]
    sector: Literal[
        "robotics",
        "automation",
        "machine-tools",
        "machinery",
        "energy",
        "materials",
        "motion",
        "sensors",
        "automotive",
        "semiconductor",
        "software",
        "medical",
        "electronics",
    ]
    acquirer: _Acquirer
    gaps: Annotated[tuple[_Need, ...], Field(min_length=1, max_length=3)]
    target: _Target
    source: Text


def deal_faults(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in a file of deals; ``row`` is the line."""
    found: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            deal = Deal.model_validate_json(line)
        except ValidationError as error:
            found += [_invalid(path, number, detail) for detail in error.errors()]
            continue
        wrong = [*_content(deal), *_twins(deal, seen, number)]
        found += [
            Fault(file=path.name, row=number, column=column, value=value, what=what)
            for column, value, what in wrong
        ]
    return tuple(found)


def _invalid(path: Path, number: int, detail: Mapping[str, object]) -> Fault:
    place = detail["loc"]
    column = ".".join(map(str, place)) if isinstance(place, Sequence) else ""
    value = json.dumps(detail["input"], ensure_ascii=False, default=str)
    return Fault(
        file=path.name, row=number, column=column, value=value, what=str(detail["msg"]).lower()
    )


def _twins(deal: Deal, seen: dict[str, int], number: int) -> Iterator[tuple[str, str, str]]:
    for column, value in (("id", deal.id), ("target.name", name_key(deal.target.name))):
        first = seen.setdefault(value, number)
        if first != number:
            yield column, value, f"stands in line {first} already: leave one out"


def _content(deal: Deal) -> Iterator[tuple[str, str, str]]:
    buyer, target = deal.acquirer, deal.target
    checks = (
        ("acquirer.country", buyer.country, _foreign(buyer.country)),
        ("target.country", target.country, _foreign(target.country)),
        ("acquirer.profile_en", buyer.profile_en, cells.english(30, 120)(buyer.profile_en)),
        ("acquirer.profile_zh", buyer.profile_zh, cells.chinese(50, 250)(buyer.profile_zh)),
        ("target.profile", target.profile, cells.english(50, 125)(target.profile)),
        ("acquirer.profile_en", buyer.profile_en, _betrays(buyer.profile_en, target.name)),
        ("target.profile", target.profile, _betrays(target.profile, target.name)),
    )
    yield from (check for check in checks if check[2])
    for number, gap in enumerate(deal.gaps):
        yield from _gap(f"gaps.{number}", gap, deal)


def _gap(place: str, gap: _Need, deal: Deal) -> Iterator[tuple[str, str, str]]:
    phrase = shared(gap.en, [deal.target.profile], PHRASE)
    for column, value, what in (
        ("en", gap.en, cells.english(8, 55)(gap.en)),
        ("zh", gap.zh, cells.chinese(10, 120)(gap.zh)),
        ("en", gap.en, f"shares {phrase!r} with the target's profile: reword" if phrase else ""),
        ("en", gap.en, _betrays(gap.en, deal.target.name)),
    ):
        if what:
            yield f"{place}.{column}", value, what


def _foreign(country: str) -> str:
    if country in _HOME:
        return "deals of China stay out, so that results on them remain a fair test: leave it out"
    return cells.country(country)


def _betrays(text: str, name: str) -> str:
    """Whether the text names the company by its whole name."""
    key = name_key(name)
    fits = len(key) >= _TELLING and re.search(rf"\b{re.escape(key)}\b", text.casefold())
    return f"names {name}: leave the name out" if fits else ""
