from dataclasses import replace

import pytest

from screening import assets
from screening.readers.tables import read_rules
from screening.records import Access, Company, Mandate, Ownership, Rule
from screening.scoring import feasibility
from screening.scoring.feasibility import EU, MODES, STRICTNESS, access, outbound

RULES = read_rules(assets.shipped("data", "reference", "rules.csv"))
MANDATE = Mandate(name="m", province="Zhejiang", investor_class="private", field="robots")
TODAY = "2026-11-23"


def company(country: str, kind: str = "") -> Company:
    return Company(id="c", name="x", country=country, ownership=Ownership(kind=kind))


def ways(
    country: str, mandate: Mandate = MANDATE, on: str = TODAY, kind: str = ""
) -> dict[str, Access]:
    return {one.mode: one for one in access(RULES, company(country, kind), mandate, on)}


def rule(**facts: object) -> Rule:
    given = {
        "id": "a",
        "country": "DE",
        "regime": "r",
        "deal_modes": ("control",),
        "band": "filing",
        "confidence": "low",
    }
    return Rule(**(given | facts))  # type: ignore[arg-type]


def test_every_mode_gets_a_band_the_strictest_rule_first() -> None:
    assert set(ways("TW")) == set(MODES)
    assert ways("TW")["control"].band == "prohibitive"
    assert ways("US")["control"].band == "near_closed"
    assert ways("CH")["control"].band == "open"
    bands = {one.id: one.band for one in RULES}
    strict = [STRICTNESS.index(bands[one]) for one in ways("DE")["minority"].rules]
    assert strict == sorted(strict, reverse=True)


def test_what_no_rule_speaks_of_is_not_researched_and_never_open() -> None:
    assert {one.band for one in ways("XX").values()} == {"not_researched"}
    assert ways("AT")["control"].band == "not_researched"


def test_a_licence_is_not_easier_than_a_minority_stake() -> None:
    """Robox and Efort, Italy, June 2022: the licence was vetoed, the rise to 49 % was not."""
    efort = replace(MANDATE, investor_class="state-influenced", max_stake=0.49)
    robox = ways("IT", efort, "2022-06-30")
    assert (robox["licence"].band, robox["licence"].rules[0]) == ("near_closed", "it-gp-licence")
    assert (robox["minority"].band, robox["minority"].rules[0]) == ("filing", "it-gp-minority")


def test_rules_count_on_their_days_only() -> None:
    before, after = (ways("US", on=day)["control"].band for day in ("2019-06-30", "2021-06-30"))
    assert (before, after) == ("review_likely", "near_closed")


@pytest.mark.parametrize("kind", ["", "listed", "family"])
@pytest.mark.parametrize("country", ["FR", "JP", "DE"])
def test_not_knowing_who_owns_it_is_never_easier(country: str, kind: str) -> None:
    for mode in MODES:
        known = ways(country, kind=kind)[mode]
        assert set(known.rules) <= set(ways(country)[mode].rules)


def test_the_class_of_the_investor_counts() -> None:
    state = replace(MANDATE, investor_class="state-owned")
    open_to, closed_to = (ways("CH", one, "2028-01-01")["control"] for one in (MANDATE, state))
    assert (open_to.band, closed_to.band) == ("open", "review_likely")


@pytest.mark.parametrize("told", ["fund", "unknown"])
def test_an_investor_not_told_meets_the_stricter_rule_and_is_unconfirmed(told: str) -> None:
    found = ways("CH", replace(MANDATE, investor_class=told), "2028-01-01")["control"]
    assert (found.band, found.unconfirmed) == ("review_likely", True)


def test_a_fund_is_looked_through_to_its_state_share() -> None:
    fund = replace(MANDATE, investor_class="fund")
    classes = {
        share: feasibility.investor_classes(replace(fund, state_share=share))
        for share in (None, 0.0, 0.2, 0.7)
    }
    assert classes == {
        None: ("fund", "state-influenced"),
        0.0: ("fund",),
        0.2: ("fund", "state-influenced"),
        0.7: ("fund", "state-owned"),
    }
    assert not ways("CH", replace(fund, state_share=0.0), "2028-01-01")["control"].unconfirmed


def test_a_stake_below_the_threshold_meets_no_rule() -> None:
    one = rule(deal_modes=("minority",), stake=0.2)
    small = replace(MANDATE, max_stake=0.1)
    found = {a.mode: a for a in access([one], company("DE"), small, TODAY)}
    assert found["minority"].rules == ()
    assert {a.mode: a for a in access([one], company("DE"), MANDATE, TODAY)}["minority"].rules


def test_a_rule_of_the_union_makes_a_member_stricter_and_never_known() -> None:
    union = rule(id="eu", country="EU", band="review_likely")
    known = access([union, rule(band="open")], company("DE"), MANDATE, TODAY)[0]
    assert (known.band, known.rules) == ("review_likely", ("eu", "a"))
    unknown = access([union], company("DE"), MANDATE, TODAY)[0]
    assert (unknown.band, unknown.rules) == ("not_researched", ("eu",))
    outside = access([union, rule(country="CH", band="open")], company("CH"), MANDATE, TODAY)[0]
    assert outside.band == "open"
    assert len(EU) == 27


def test_a_rule_of_another_field_or_direction_does_not_bite() -> None:
    other = rule(technologies=("new-displays",))
    assert access([other], company("DE"), MANDATE, TODAY)[0].rules == ()
    out = rule(country="CN", direction="outbound")
    assert access([out], company("CN"), MANDATE, TODAY)[0].rules == ()
    assert outbound([out], MANDATE, TODAY)[0].rules == ("a",)


def test_state_owned_buyers_answer_to_their_commission_too() -> None:
    state = replace(MANDATE, investor_class="state-owned")
    assert "cn-sasac" in outbound(RULES, state, TODAY)[0].rules
    assert "cn-sasac" not in outbound(RULES, MANDATE, TODAY)[0].rules
