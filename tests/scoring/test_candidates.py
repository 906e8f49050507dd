from dataclasses import replace

import pytest

from screening.records import Company, Filters, Mandate, Ownership, Size
from screening.scoring import candidates

MANDATE = Mandate(name="m", filters=Filters())


def company(key: str, name: str, country: str, owner: str = "", home: str = "") -> Company:
    held = Ownership(owner=owner, owner_country=home, as_of="2025-06-30")
    return Company(id=key, name=name, country=country, ownership=held)


COMPANIES = {
    c.id: c
    for c in (
        company("c1", "KUKA", "DE", "Midea Group", "CN"),
        company("c2", "Swisslog", "CH", "KUKA AG", "CN"),
        company("c3", "Robox", "IT", "Efort", "CN"),
        company("c4", "Spinea", "SK"),
        company("c5", "Shuanghuan", "CN"),
        company("c6", "Silent GmbH", "DE"),
    )
}
WORDS = {"c1": 90, "c2": 80, "c3": 70, "c4": 60, "c5": 50}


def rules(mandate: Mandate) -> dict[str, str]:
    found = candidates.choose(COMPANIES, WORDS, ["c1"], mandate)
    return {e.company_id: e.rule for e in found.excluded}


def test_leaders_their_subsidiaries_and_chinese_owned_companies_are_left_out_by_default() -> None:
    found = candidates.choose(COMPANIES, WORDS, ["c1"], MANDATE)
    assert found.ids == ("c4",)
    assert rules(MANDATE) == {
        "c1": "leader",
        "c2": "leader-owned",
        "c3": "chinese-owned",
        "c6": "no-text",
    }
    left = {e.company_id: e for e in found.excluded}
    assert (left["c3"].owner, left["c3"].as_of) == ("Efort", "2025-06-30")
    assert dict(found.funnel) == {"universe": 6, "overseas": 5, "with_text": 4, "eligible": 1}


def test_a_leader_is_never_a_target_even_where_owners_are_let_through() -> None:
    open_to_all = replace(MANDATE, filters=Filters(chinese_owned=True, leader_owned=True))
    found = candidates.choose(COMPANIES, WORDS, ["c1"], open_to_all)
    assert found.ids == ("c2", "c3", "c4")


def test_each_limit_names_itself() -> None:
    assert rules(replace(MANDATE, contacted=("SPINEA s.r.o.",)))["c4"] == "contacted"
    assert rules(replace(MANDATE, red_lines=("spinea",)))["c4"] == "red-line"
    assert rules(replace(MANDATE, filters=Filters(countries=("DE",))))["c4"] == "country"
    assert rules(replace(MANDATE, filters=Filters(exclude_countries=("SK",))))["c4"] == "country"
    assert rules(replace(MANDATE, filters=Filters(min_words=61)))["c4"] == "no-text"


def test_a_size_that_is_not_known_is_not_too_large() -> None:
    limit = replace(MANDATE, filters=Filters(max_employees=100))
    assert candidates.choose(COMPANIES, WORDS, ["c1"], limit).ids == ("c4",)
    big = {**COMPANIES, "c4": replace(COMPANIES["c4"], size=Size(employees=101))}
    found = candidates.choose(big, WORDS, ["c1"], limit)
    assert [(e.value, e.threshold) for e in found.excluded if e.rule == "too-large"] == [
        ("101", "at most 100")
    ]


@pytest.mark.parametrize("nature", ["fund", "shell", "paper"])
def test_what_is_no_company_is_left_out_under_its_name(nature: str) -> None:
    one = replace(Company(id="t", name="T", country="DE"), nature=nature)
    companies = {"t": one}
    (out,) = candidates.choose(companies, {"t": 99}, (), MANDATE).excluded
    assert (out.rule, out.value) == (nature, "T")


def test_the_last_owner_counts_as_the_first_does() -> None:
    companies = {"t": company("t", "Sub", "DE", "Mother"), "l": company("l", "Leader", "CH")}
    above = {
        "t": (
            Ownership(owner="Mother", as_of="2025-01-31"),
            Ownership(owner="Group", owner_country="CN", as_of="2024-12-31"),
        )
    }
    (out,) = candidates.choose(companies, {"t": 99, "l": 99}, (), MANDATE, {}, above).excluded
    assert (out.rule, out.owner, out.as_of) == ("chinese-owned", "Mother ← Group", "2024-12-31")
    led = {"t": (Ownership(owner="Mother"), Ownership(owner="Leader AG"))}
    found = candidates.choose(companies, {"t": 99}, ["l"], MANDATE, {}, led).excluded
    assert [(one.rule, one.value) for one in found if one.company_id == "t"] == [
        ("leader-owned", "Leader AG")
    ]


def test_a_name_that_nobody_bears_is_told_with_the_nearest() -> None:
    asked = replace(MANDATE, red_lines=("Spinae", "kuka"), contacted=("Nobody GmbH", "Silent"))
    found = candidates.unmatched(COMPANIES, asked)
    assert [(one.place, one.name, one.near) for one in found] == [
        ("red_lines", "Spinae", ("Spinea",)),
        ("contacted", "Nobody GmbH", ()),
    ]
    assert candidates.unmatched(COMPANIES, MANDATE) == ()
