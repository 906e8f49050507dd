from dataclasses import replace

import pytest

from screening import assets
from screening.readers.rules import read_rules
from screening.records import Company, Mandate, Ownership, Rule
from screening.scoring.feasibility import biting

RULES = read_rules(assets.shipped("data", "reference", "rules.csv"))
MANDATE = Mandate(name="m", province="Zhejiang", investor_class="private", field="robots")
TODAY = "2026-11-23"


def company(country: str, kind: str = "") -> Company:
    return Company(id="c", name="x", country=country, ownership=Ownership(kind=kind))


def band(country: str, mode: str = "control", on: str = TODAY, kind: str = "") -> str:
    found = biting(RULES, company(country, kind), MANDATE, mode, on)  # type: ignore[arg-type]
    return found[0].band if found else ""


def test_the_strictest_rule_of_the_seat_comes_first() -> None:
    assert band("TW") == "prohibitive"
    assert band("US") == "near_closed"
    assert band("CH") == "open"
    assert band("AT") == "not_researched"
    assert band("XX") == ""


def test_a_licence_is_not_easier_than_a_minority_stake() -> None:
    """Robox and Efort, Italy, June 2022: the licence was vetoed, the rise to 49 % was not."""
    assert band("IT", "licence", "2022-06-30") == "near_closed"
    assert band("IT", "minority", "2022-06-30") == "filing"


def test_rules_count_on_their_days_only() -> None:
    before, after = band("US", on="2019-06-30"), band("US", on="2021-06-30")
    assert (before, after) == ("review_likely", "near_closed")


@pytest.mark.parametrize("kind", ["", "listed", "family"])
def test_not_knowing_who_owns_it_is_never_easier(kind: str) -> None:
    known = {r.id for r in biting(RULES, company("FR", kind), MANDATE, "minority", TODAY)}
    unknown = {r.id for r in biting(RULES, company("FR"), MANDATE, "minority", TODAY)}
    assert known <= unknown


def test_the_class_of_the_investor_counts() -> None:
    state = replace(MANDATE, investor_class="state-owned")
    later = "2028-01-01"
    open_to = biting(RULES, company("CH"), MANDATE, "control", later)
    closed_to = biting(RULES, company("CH"), state, "control", later)
    assert (open_to[0].band, closed_to[0].band) == ("open", "review_likely")


def test_a_rule_of_another_field_or_direction_does_not_bite() -> None:
    one = Rule(id="a", country="DE", regime="r", deal_modes=("control",), band="filing",
               technologies=("new-displays",), confidence="low")  # fmt: skip
    assert biting([one], company("DE"), MANDATE, "control", TODAY) == ()
    outbound = replace(one, technologies=("any",), direction="outbound")
    assert biting([outbound], company("DE"), MANDATE, "control", TODAY) == ()
