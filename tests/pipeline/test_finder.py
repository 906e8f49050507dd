from hypothesis import given
from hypothesis import strategies as st

from screening.pipeline.finder import Finder
from screening.records import Company

KNOWN = {
    "c_1": Company(
        id="c_1",
        name="Harmonic Drive Systems",
        name_zh="哈默纳科",
        name_local="株式会社ハーモニック・ドライブ・システムズ",
    ),
    "c_2": Company(id="c_2", name="Harmonic Inc.", aliases=("HLIT",)),
    "c_3": Company(id="c_3", name="Neue Harmonic GmbH", country="DE"),
}


def found(part: str) -> list[str]:
    return [one.id for one in Finder(KNOWN).find(part)]


def test_those_that_begin_with_it_come_first_then_the_shortest_name() -> None:
    assert found("harmonic") == ["c_2", "c_1", "c_3"]
    assert [one.id for one in Finder(KNOWN).find("harmonic", most=1)] == ["c_2"]


def test_any_name_in_any_script_and_width_leads_to_it() -> None:
    for part in ("哈", "ﾊｰﾓﾆｯｸ", "ＨＡＲＭＯＮＩＣ ＤＲＩＶＥ", "株式"):
        assert found(part) == ["c_1"]
    assert found("hlit") == ["c_2"]


def test_too_little_or_unknown_finds_nothing() -> None:
    assert found("") == found("h") == found("  ") == found("nobody") == []


@given(st.text(max_size=8))
def test_whatever_is_typed_is_in_a_name_of_what_is_found(part: str) -> None:
    ids = found(part)
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(KNOWN)
