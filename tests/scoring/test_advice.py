"""Each rule of advice, by an example that it decides."""

from dataclasses import replace

import pytest

from screening.records import Access, Band, Company, Event, Mandate, Money, Ownership, Size
from screening.scoring import advice

MANDATE = Mandate(name="m", firm="f")
ON = "2026-11-24"
MODES = ("control", "minority", "assets", "licence", "patent-assignment", "joint-venture")


def bands(control: Band, **others: Band) -> list[Access]:
    named = {name.replace("_", "-"): band for name, band in others.items()}
    return [
        Access(mode=mode, band=named.get(mode, control))  # type: ignore[arg-type]
        for mode in MODES
    ]


def event(kind: str) -> Event:
    return Event(kind=kind, company="x", country="DE")  # type: ignore[arg-type]


TARGET = Company(id="c", name="x", country="DE", size=Size(employees=100))


def advised(
    access: list[Access], company: Company = TARGET, *happened: str, buyer: Company | None = None
) -> tuple[str, str]:
    found = advice.advise(company, access, list(map(event, happened)), MANDATE, buyer, {}, ON)
    return found.mode, found.why


def owned(kind: str, since: str = "") -> Company:
    return replace(TARGET, ownership=Ownership(kind=kind, owner="o", since=since))


def test_the_rules_in_their_order() -> None:
    assert advised(bands("not_researched")) == ("", "not-researched")
    assert advised([]) == ("", "not-researched")
    assert advised(bands("review_likely"), TARGET, "insolvency") == ("assets", "insolvency")
    assert advised(bands("filing"), owned("foundation")) == ("licence", "foundation")
    assert advised(bands("near_closed"), owned("state")) == ("joint-research", "state")
    assert advised(bands("near_closed"), TARGET, "founder-departure") == (
        "settle",
        "founder-departure",
    )
    assert advised(bands("review_likely"), owned("fund", "2020")) == ("control", "willing")
    assert advised(bands("filing")) == ("control", "open-seat")
    assert advised(bands("review_likely", minority="filing")) == ("minority", "step")
    assert advised(bands("review_likely")) == ("control", "review")
    assert advised(bands("near_closed", licence="filing")) == ("licence", "closed")
    assert advised(bands("prohibitive")) == ("joint-research", "all-closed")
    few = replace(TARGET, size=Size(employees=4))
    assert advised(bands("prohibitive"), few) == ("settle", "small-and-closed")


def test_a_target_too_large_for_the_buyer_is_not_to_be_taken_over() -> None:
    small = Company(id="f", name="f", size=Size(employees=50))
    assert advised(bands("filing"), TARGET, buyer=small) == ("minority-fund", "too-large")
    closed = bands("filing", minority="near_closed")
    assert advised(closed, TARGET, buyer=small) == ("joint-research", "too-large")


@pytest.mark.parametrize(
    ("since", "sells", "holds"),
    [("2022-11", ("fund-years",), ()), ("2023", (), ()), ("2025-06", (), ("sold",)), ("", (), ())],
)
def test_how_long_a_fund_has_held_it_counts(
    since: str, sells: tuple[str, ...], holds: tuple[str, ...]
) -> None:
    assert advice.obtainable(owned("fund", since), (), ON) == (sells, holds)


def test_events_speak_for_a_sale_and_foundations_against() -> None:
    found = advice.obtainable(owned("foundation"), [event("carve-out"), event("succession")], ON)
    assert found == (("carve-out", "succession"), ("foundation",))
    assert advice.obtainable(TARGET, [event("profit-warning")], ON) == ((), ())


def test_affordable_is_unknown_where_measures_differ() -> None:
    ceiling = replace(MANDATE, equity_ceiling=Money(amount=100, currency="EUR"))
    costs = {
        amount: replace(TARGET, size=Size(revenue=Money(amount=amount, currency="EUR")))
        for amount in (100, 200, 201)
    }
    assert [advice.affordable(one, ceiling, None) for one in costs.values()] == [
        "within",
        "stretch",
        "fails",
    ]
    yen = replace(TARGET, size=Size(revenue=Money(amount=1, currency="JPY")))
    assert advice.affordable(yen, ceiling, None) == "unknown"
    assert advice.affordable(TARGET, MANDATE, None) == "unknown"
    assert advice.affordable(TARGET, MANDATE, replace(TARGET, id="f")) == "stretch"
    large = replace(TARGET, id="f", size=Size(employees=200))
    assert advice.affordable(TARGET, MANDATE, large) == "within"


def test_integration_is_unknown_where_either_side_is() -> None:
    assert advice.integration(None, 0.5) == ""
    assert advice.integration(0.9, None) == ""
