from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screening.records import Company, Ownership
from screening.resolve import holders, subsidiaries


def held(key: str, name: str, owner: str = "", since: str = "", seat: str = "") -> Company:
    owned = Ownership(owner=owner, since=since, owner_country=seat, as_of="2025-06-30")
    return Company(id=key, name=name, country="DE", ownership=owned)


def known(*companies: Company) -> dict[str, Company]:
    return {one.id: one for one in companies}


def test_a_chain_goes_up_to_the_last_owner_with_its_dates() -> None:
    companies = known(
        held("c1", "Reis Robotics", "KUKA Aktiengesellschaft", "2013"),
        replace(held("c2", "KUKA", "Midea Group", "2017", "CN"), legal_name="KUKA AG"),
        held("c3", "Stand-alone"),
    )
    companies["c2"] = replace(companies["c2"], aliases=("KUKA Aktiengesellschaft",))
    found = holders(companies)
    assert [(one.owner, one.since) for one in found["c1"]] == [
        ("KUKA Aktiengesellschaft", "2013"),
        ("Midea Group", "2017"),
    ]
    assert found["c1"][0].owner_country == "DE"
    assert [one.owner for one in found["c2"]] == ["Midea Group"]
    assert "c3" not in found
    assert subsidiaries("c2", companies) == {"c2": ["c1"]}
    assert subsidiaries("c1", companies) == {}


def test_an_owner_whose_name_several_bear_ends_the_chain_unless_the_seat_tells() -> None:
    two = [held("c2", "Alpha", "Beta"), replace(held("c3", "Alpha", "Gamma"), country="FR")]
    unsure = holders(known(held("c1", "Sub", "Alpha"), *two))
    assert [one.owner for one in unsure["c1"]] == ["Alpha"]
    sure = holders(known(held("c1", "Sub", "Alpha", seat="FR"), *two))
    assert [one.owner for one in sure["c1"]] == ["Alpha", "Gamma"]


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_whoever_owns_whom_it_ends(owner: list[int]) -> None:
    companies = known(*(held(f"c{k}", f"Name{k}", f"Name{o}") for k, o in enumerate(owner)))
    found = holders(companies)
    assert all(len(chain) <= len(companies) for chain in found.values())
    for key in companies:
        below = subsidiaries(key, companies)
        assert sum(len(ones) for ones in below.values()) <= len(companies)
