"""Names folded: what exchanges, scripts and legal forms do to one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.resolve.names import equivalents, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KUKA AG", "KUKA Aktiengesellschaft"),
        ("ALTRA INDL MOTION DL-,001", "Altra Industrial Motion Corp."),
        ("SIEMENS AG NA O.N.", "Siemens Aktiengesellschaft"),
        ("FANUC CORP SPON ADR", "FANUC CORPORATION"),
        ("PRADA SPA  EO 1", "Prada S.p.A."),
        ("QIAGEN NV QIAGEN ORD SHS", "QIAGEN N.V."),
        ("TECNICAS REUNIDAS SA TECNICAS R", "Técnicas Reunidas, S.A."),
        ("Husqvarna AB Class B", "HUSQVARNA AB-A SHS"),
        ("DEUTSCHE BOERSE NA O.N.", "Deutsche Börse AG"),
        ("三菱電機株式会社", "三菱电机"),
        ("浙江雙環傳動機械股份有限公司", "浙江双环传动机械股份有限公司"),
        ("ファナック株式会社", "ﾌｧﾅｯｸ"),
        ("Mycronic AB (publ)", "MYCRONIC AB  SK 1"),
    ],
)
def test_two_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert fold(one).compact == fold(other).compact


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens AG", "Siemens Energy AG"),
        ("Fund 1 Trust", "Fund 2 Trust"),
        ("3M Co", "M Co"),
        ("Mitsubishi Electric", "Mitsubishi Heavy Industries"),
        ("三菱电机", "三菱重工"),
    ],
)
def test_two_companies_stay_two(one: str, other: str) -> None:
    assert fold(one).compact != fold(other).compact


@given(st.text(min_size=1, max_size=40))
def test_any_name_is_folded_and_a_folded_name_stays(name: str) -> None:
    found = fold(name)
    assert found.core == found.core.casefold()
    assert found.compact == "" or found.heart


def test_a_name_of_two_groups_stands_for_neither() -> None:
    known = equivalents([("FANUC", "发那科", "X"), ("KUKA", "库卡", "X")])
    assert known[fold("发那科").script] == known[fold("FANUC CORP").script]
    assert known[fold("库卡").script] != known[fold("FANUC").script]
    assert fold("X").script not in known
