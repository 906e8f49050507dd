"""What stands beside the score: rules at the seats, who at home closes the gap, and advice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screening.pipeline.profile import Profile
from screening.pipeline.workspace import Workspace
from screening.readers.tables import read_priorities, read_rules, read_suppliers
from screening.records import (
    Access,
    Company,
    DealMode,
    Document,
    Event,
    Fit,
    HomeSource,
    Mandate,
    Region,
    Rule,
)
from screening.scoring import advice, feasibility
from screening.scoring import home as home_scoring
from screening.scoring import regions as region_scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class Deals:
    """How deals stand at the seats of companies and at home, and the rules that say so."""

    seats: Mapping[str, tuple[Access, ...]]
    outbound: tuple[Access, ...]
    rules: Mapping[str, Rule]
    mode: DealMode

    def of(self, company: Company) -> Access:
        """How the mandate's mode stands at a company's seat."""
        return next(one for one in self.seats[feasibility.seat(company)] if one.mode == self.mode)


def deals(workspace: Workspace, found: Iterable[Company], mandate: Mandate, on: str) -> Deals:
    """The rules that companies meet on a day (ISO 8601), and those that the buyer meets at home."""
    every = read_rules(workspace.reference / "rules.csv")
    by_seat = {feasibility.seat(company): company for company in found}
    seats = {
        key: feasibility.access(every, company, mandate, on)
        for key, company in sorted(by_seat.items())
    }
    home = feasibility.outbound(every, mandate, on)
    named = {one for several in (*seats.values(), home) for a in several for one in a.rules}
    return Deals(
        seats=seats,
        outbound=home,
        rules={rule.id: rule for rule in every if rule.id in named},
        mode=feasibility.mode_of(mandate),
    )


def home(workspace: Workspace, measured: Profile) -> tuple[HomeSource, ...]:
    """Who at home may close each gap; the firm itself does not count."""
    at_home = [
        one
        for one in measured.companies.values()
        if one.country == feasibility.HOME
        and (len(measured.firms) > 1 or one.id not in measured.firms)
    ]
    coverage = {
        technology.id: {one.id: measured.coverage(one.id, k) for one in at_home}
        for k, technology in enumerate(measured.technologies)
    }
    suppliers = read_suppliers(workspace.reference / "suppliers.csv")
    every = tuple(measured.taxonomy.technologies.values())
    return home_scoring.sources(measured.gaps, every, suppliers, at_home, coverage)


def regions(
    workspace: Workspace, fits: Sequence[Fit], measured: Profile, mandate: Mandate, found: Deals
) -> tuple[Region, ...]:
    """What each country holds for the gaps, with what the policy says of it in this field."""
    given = read_priorities(workspace.reference / "regions.csv")
    named = {one.country: one.priority for one in given if one.field == mandate.field}
    return region_scoring.regions(fits, measured.companies, found.seats, found.mode, named)


def advised(
    fits: Sequence[Fit],
    measured: Profile,
    mandate: Mandate,
    found: Deals,
    events: Iterable[Document],
    on: str,
    count: int,
) -> tuple[Fit, ...]:
    """The fits, the first ``count`` with advice on the deal and on integration."""
    happened: dict[str, list[Event]] = {}
    for document in events:
        if document.event is not None:
            for one in document.company_ids:
                happened.setdefault(one, []).append(document.event)
    firms = measured.firms
    buyer = measured.companies[firms[0]] if len(firms) == 1 else None
    told = []
    for fit in fits[:count]:
        company = measured.companies[fit.company_id]
        advised_on = advice.advise(
            company,
            found.seats[feasibility.seat(company)],
            happened.get(company.id, ()),
            mandate,
            buyer,
            {signal.name: signal.score for signal in fit.signals},
            on,
        )
        told.append(replace(fit, advice=advised_on))
    return (*told, *fits[count:])
