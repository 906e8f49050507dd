"""Past deals to evaluate a scorer on: JSON Lines, one deal a line; see docs/formats.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    model_validator,
)

from screening.errors import FileError

_SHOWN = 20


def _plain(text: str) -> str:
    """Without white space at the ends and halves of surrogate pairs, which no encoder takes."""
    return text.encode("utf-8", "ignore").decode("utf-8").strip()


def _filled(text: str) -> str:
    if not text:
        raise ValueError("there is nothing in it; fill it in, or take the deal out of the file")
    return text


def _given(value: Any) -> Any:
    return "" if value is None else value


Text = Annotated[str, AfterValidator(_plain), AfterValidator(_filled)]
MaybeText = Annotated[str, BeforeValidator(_given), AfterValidator(_plain)]


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
    zh: MaybeText = ""
    en: MaybeText = ""

    @model_validator(mode="after")
    def _some(self) -> "_Need":
        if not (self.zh or self.en):
            raise ValueError("give the gap in zh, in en, or in both")
        return self


class _Acquirer(_Loose):
    name: Text
    city: MaybeText = ""
    country: MaybeText = ""
    profile_zh: MaybeText = ""
    profile_en: MaybeText = ""


class _Target(_Loose):
    name: Text
    country: MaybeText = ""
    profile: Text


class _Line(_Loose):
    id: Text
    year: int
    acquirer: _Acquirer
    gaps: tuple[_Need, ...] | None = None
    target: _Target
    cpc: tuple[str, ...] | None = None


def read_deals(path: Path) -> tuple[Deal, ...]:
    """The deals of a file, unknown keys left aside; ``null`` for a text is none given.

    Raises FileError with every fault and its line; nothing is taken from a file with faults.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
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
        gaps=tuple(_spoken({"zh": gap.zh, "en": gap.en}) for gap in line.gaps or ()),
        profiles=_spoken({"zh": buyer.profile_zh, "en": buyer.profile_en}),
        target=line.target.name,
        country=line.target.country,
        profile=line.target.profile,
        cpc=line.cpc or (),
    )


def _spoken(texts: dict[str, str]) -> dict[str, str]:
    return {code: text for code, text in texts.items() if text}


def _told(error: Exception) -> Iterator[str]:
    if not isinstance(error, ValidationError):
        yield f"not a JSON object: {error}"
        return
    for detail in error.errors():
        place: Any = ".".join(map(str, detail["loc"])) or "the line"
        yield f"{place}: {str(detail['msg']).lower()}"
