"""Past deals to evaluate a scorer on: JSON Lines, one deal a line; see docs/formats.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from screening.errors import FileError

Text = Annotated[str, Field(min_length=1)]
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """Who bought whom, and what it lacked. ``gaps`` and ``profiles`` hold a text per language.

    ``gaps``: for each gap {language: text}; ``profiles``: {language: text} of the acquirer; ``cpc``
    the classes of what was sought, where they are given.
    """

    id: str
    year: int
    acquirer: str
    gaps: tuple[dict[str, str], ...]
    profiles: dict[str, str]
    target: str
    country: str
    profile: str
    cpc: tuple[str, ...] = ()


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Need(_Loose):
    zh: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _some(self) -> "_Need":
        if not (self.zh.strip() or self.en.strip()):
            raise ValueError("give the gap in zh, in en, or in both")
        return self


class _Acquirer(_Loose):
    name: Text
    city: str = ""
    country: str = ""
    profile_zh: str = ""
    profile_en: str = ""


class _Target(_Loose):
    name: Text
    country: str = ""
    profile: Text


class _Line(_Loose):
    id: Text
    year: int
    acquirer: _Acquirer
    gaps: tuple[_Need, ...] = ()
    target: _Target
    cpc: tuple[str, ...] | None = None


def read_deals(path: Path) -> tuple[Deal, ...]:
    """The deals of a file, unknown keys left aside.

    Raises FileError with every fault and its line; nothing is taken from a file with faults.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FileError(f"{path}: not in UTF-8; save it as UTF-8 and try again") from None
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    found: list[Deal] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            deal = _deal(_Line.model_validate(json.loads(line)))
        except (ValidationError, ValueError, RecursionError) as error:
            faults += [f"line {number}: {what}" for what in _told(error)]
            continue
        first = seen.setdefault(deal.id, number)
        if first != number:
            faults.append(f"line {number}: id {deal.id!r} stands in line {first} already")
        found.append(deal)
    if faults:
        more = f"\n… and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        shown = "\n".join(faults[:_SHOWN])
        raise FileError(f"{path}: {len(faults)} fault(s), mend them:\n{shown}{more}")
    if not found:
        raise FileError(f"{path}: there is no deal in it; one JSON object a line is expected")
    return tuple(found)


def _deal(line: _Line) -> Deal:
    buyer = line.acquirer
    return Deal(
        id=line.id,
        year=line.year,
        acquirer=buyer.name,
        gaps=tuple(_spoken({"zh": gap.zh, "en": gap.en}) for gap in line.gaps),
        profiles=_spoken({"zh": buyer.profile_zh, "en": buyer.profile_en}),
        target=line.target.name,
        country=line.target.country,
        profile=line.target.profile,
        cpc=line.cpc or (),
    )


def _spoken(texts: dict[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _told(error: Exception) -> Iterator[str]:
    if not isinstance(error, ValidationError):
        yield f"not a JSON object: {error}"
        return
    for detail in error.errors():
        place: Any = ".".join(map(str, detail["loc"])) or "the line"
        yield f"{place}: {str(detail['msg']).lower()}"
