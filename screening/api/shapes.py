"""What goes over the wire beside the nouns of the house."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from screening.pipeline.judge import LONGEST
from screening.records import (
    Company,
    Contact,
    ContactStatus,
    Fit,
    Judged,
    Judgement,
    Mandate,
    Route,
    Run,
    SignRole,
)

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=500_000)]


class Asked(BaseModel):
    """A body; names that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class NewVerdict(Asked):
    """A verdict to be added; without an author it is signed by whoever runs the server."""

    judgement: Judgement
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    author: Annotated[str, Field(max_length=200)] = ""
    role: SignRole = ""


class NewContact(Asked):
    """A line of contact to be added."""

    status: ContactStatus
    route: Route = ""
    language: Annotated[str, Field(pattern="^([A-Za-z]{2})?$")] = ""
    note: Annotated[str, Field(max_length=LONGEST)] = ""
    author: Annotated[str, Field(max_length=200)] = ""


class Assignment(Asked):
    """A mandate: that of a stored run, a shipped one or a field by name, or the text of a file."""

    run: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(max_length=100)] = ""
    toml: Annotated[str, Field(max_length=100_000)] = ""


class OneTarget(Assignment):
    """A target to be scored from its text."""

    text: Text
    target: Name = "target"
    country: Annotated[str, Field(pattern="^([A-Za-z]{2})?$")] = ""


class Weights(Asked):
    """Weights to try; only their proportions matter."""

    weights: dict[Name, Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]]
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a request was refused."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLine:
    """A mandate of the ledger with its newest run."""

    name: str
    runs: int
    newest: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A run and the name of its mandate."""

    run: Run
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A run without its fits."""

    run: Run
    mandate: Mandate
    funnel: list[tuple[str, int]]
    weights: dict[str, float]
    fits: int
    excluded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """A line of a shortlist."""

    company_id: str
    name: str
    name_zh: str
    country: str
    rank: int
    rank_low: int | None
    rank_high: int | None
    total: float
    confidence: str
    band: str
    band_rule: str
    covered: list[str]
    owner: str
    owner_as_of: str
    employees: int | None
    lane: str
    statuses: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPage:
    """Fits from ``offset`` on; ``total`` is how many the filters let through."""

    total: int
    offset: int
    items: list[FitLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitFacts:
    """A fit with its company and what was said of it, the oldest first."""

    fit: Fit
    company: Company
    verdicts: list[Judged]
    contacts: list[Contact]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedLine:
    """A place under other weights, and the stored rank."""

    company_id: str
    place: int
    rank: int
    total: float


Format = Literal["xlsx", "json", "md"]
