"""Each rule of advice, by an example that it decides."""

from dataclasses import replace

import pytest

from screening.records import (
    Access,
    Band,
    Company,
    DealMode,
    Event,
    Mandate,
    Money,
    Ownership,
    Size,
)
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
    [
        ("2022-11-24", ("fund-years",), ()),
        ("2022-11-25", (), ()),
        ("2022-10", ("fund-years",), ()),
        ("2022-11", (), ()),
        ("2021", ("fund-years",), ()),
        ("2022", (), ()),
        ("2023", (), ()),
        ("2024-11-24", (), ()),
        ("2024-11-25", (), ("sold",)),
        ("2024-12", (), ("sold",)),
        ("2025-06", (), ("sold",)),
        ("2027", (), ()),
        ("", (), ()),
    ],
)
def test_how_long_a_fund_has_held_it_counts(
    since: str, sells: tuple[str, ...], holds: tuple[str, ...]
) -> None:
    assert advice.obtainable(owned("fund", since), (), ON) == (sells, holds)


@pytest.mark.parametrize("kind", ["private", "family", "listed", "subsidiary", "fund", ""])
def test_a_completed_sale_counts_whoever_bought(kind: str) -> None:
    assert advice.obtainable(owned(kind, "2026-06-30"), (), ON) == ((), ("sold",))


def test_a_leap_day_has_its_years() -> None:
    found = [advice.full_years("2024-02-29", day) for day in ("2026-02-28", "2026-03-01")]
    assert found == [1, 2]


def test_a_fresh_owner_rarely_sells() -> None:
    fresh = owned("subsidiary", "2026-06-30")
    assert advised(bands("filing"), fresh) == ("licence", "sold")
    assert advised(bands("filing", licence="near_closed"), fresh) == ("joint-venture", "sold")
    shut: Band = "near_closed"
    closed = bands("filing", licence=shut, joint_venture=shut)
    assert advised(closed, fresh) == ("joint-research", "sold")
    assert advised(bands("filing"), fresh, "carve-out") == ("control", "willing")


@pytest.mark.parametrize(
    ("access", "company", "modes", "told"),
    [
        (bands("filing"), TARGET, ("minority", "licence"), ("minority", "mandate")),
        (bands("filing"), TARGET, ("licence", "minority"), ("licence", "mandate")),
        (bands("filing"), TARGET, ("licence", "control"), ("control", "open-seat")),
        (bands("filing", minority="near_closed"), TARGET, ("minority", "licence"),
         ("licence", "mandate")),
        (bands("review_likely", minority="filing"), TARGET, ("control",), ("control", "mandate")),
        (bands("not_researched", licence="open"), TARGET, ("licence",), ("licence", "mandate")),
        (bands("near_closed", minority="not_researched"), TARGET, ("control", "minority"),
         ("", "not-researched")),
        (bands("filing"), owned("foundation"), ("control",), ("joint-research", "foundation")),
        (bands("filing"), owned("foundation"), ("joint-venture",), ("joint-venture", "mandate")),
        (bands("prohibitive", licence="filing"), TARGET,
         ("control", "minority"), ("joint-research", "modes-shut")),
        ([], TARGET, ("control",), ("", "not-researched")),
    ],
)  # fmt: skip
def test_what_is_advised_keeps_to_the_modes_of_the_mandate(
    access: list[Access], company: Company, modes: tuple[DealMode, ...], told: tuple[str, str]
) -> None:
    mandate = replace(MANDATE, deal_modes=modes)
    found = advice.advise(company, access, (), mandate, None, {}, ON)
    assert (found.mode, found.why) == told


def test_a_mandate_for_a_small_stake_is_not_told_to_acquire() -> None:
    mandate = replace(MANDATE, max_stake=0.3)
    found = advice.advise(TARGET, bands("filing"), (), mandate, None, {}, ON)
    assert (found.mode, found.why) == ("minority", "mandate")


def test_the_rules_that_keep_all_modes_shut_are_named() -> None:
    mandate = replace(MANDATE, deal_modes=("licence", "minority"))
    access = [
        Access(mode="control", band="filing", rules=("a",)),
        Access(mode="licence", band="near_closed", rules=("b", "c")),
        Access(mode="minority", band="prohibitive", rules=("d",)),
    ]
    found = advice.advise(TARGET, access, (), mandate, None, {}, ON)
    assert (found.why, found.shut_by) == ("modes-shut", ("b", "d"))


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
