"""Which records are linked, how surely, and that their order is nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import Company
from screening.resolve import Pair, equivalents, groups, links

FIRMS = (
    Company(id="a", name="KUKA AG", country="DE"),
    Company(id="b", name="KUKA Aktiengesellschaft", country="DE"),
    Company(id="c", name="库卡", country="DE"),
    Company(id="d", name="ALTRA INDL MOTION DL-,001", country="US"),
    Company(id="e", name="Altra Industrial Motion Corp.", country="US"),
    Company(id="f", name="Siemens AG", country="DE"),
    Company(id="g", name="Siemens Energy AG", country="DE"),
    Company(id="h", name="Mitsubishi Electric Corporation", country="JP"),
    Company(id="i", name="三菱電機株式会社", country="JP"),
    Company(id="j", name="三菱电机", country="JP"),
    Company(id="k", name="Hangzhou Yunshenchu Technology", country="CN", website="deep.example"),
    Company(id="l", name="Hangzhou Yushu Technology", country="CN", website="uni.example"),
)
KNOWN = equivalents([("KUKA", "库卡"), ("Mitsubishi Electric", "三菱電機")])


def _same(companies: tuple[Company, ...]) -> set[tuple[str, str]]:
    found = links(companies, known_names=KNOWN)
    return {(one.left, one.right) for one in found if one.decision == "same"}


def test_spellings_cuts_and_known_names_are_linked_and_neighbours_are_not() -> None:
    same = _same(FIRMS)
    assert same >= {("a", "b"), ("a", "c"), ("d", "e"), ("h", "i"), ("i", "j")}
    assert not same & {("f", "g"), ("k", "l")}
    assert groups([Pair(*pair) for pair in same]) == {
        "b": "a", "c": "a", "e": "d", "i": "h", "j": "h",
    }  # fmt: skip


def test_the_order_of_the_records_is_nothing() -> None:
    assert links(FIRMS, known_names=KNOWN) == links(FIRMS[::-1], known_names=KNOWN)


def test_a_link_says_why() -> None:
    found = {(one.left, one.right): one for one in links(FIRMS, known_names=KNOWN)}
    assert found["a", "b"].reasons[:2] == ("same name", "same country")
    assert found["a", "c"].reasons[0] == "same name"  # 库卡 sounds like KUKA
    assert found["h", "i"].reasons[0] == "name known"


def test_numbers_of_registers_decide_over_names() -> None:
    one = Company(id="1", name="Acme", country="DE", lei="A")
    same = replace(one, id="2", name="Quite Other", country="AT")
    other = replace(one, id="3", lei="B")
    found = links((one, same, other))
    assert [(o.left, o.right, o.reasons) for o in found] == [("1", "2", ("same lei",))]


def test_a_record_that_fits_two_firms_of_different_numbers_is_neither_of_them() -> None:
    plain = Company(id="1", name="Delta Ltd", country="GB")
    firms = [replace(plain, id=f"{n}", lei=lei) for n, lei in ((2, "A"), (3, "B"), (4, "B"))]
    found = links((plain, *firms))
    told = {(o.left, o.right): (o.decision, o.reasons[-1]) for o in found}
    assert told.pop(("3", "4")) == ("same", "same lei")
    assert set(told.values()) == {("review", "fits two with different numbers")}


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        (("pitchbook:1",), ("pitchbook:2",), False),
        (("uscc:1", "bvd:1"), ("uscc:1", "bvd:2"), True),
        (("bvd:1", "uscc:1"), ("bvd:1", "uscc:2"), False),
        (("register:1",), ("register:2",), True),
    ],
)
def test_the_strongest_number_that_both_have_decides(
    one: tuple[str, ...], other: tuple[str, ...], linked: bool
) -> None:
    firm = Company(id="1", name="Delta Ltd", country="GB", registry_ids=one)
    assert bool(links((firm, replace(firm, id="2", registry_ids=other)))) == linked


@pytest.mark.parametrize(
    ("numbers", "text", "decision"),
    [
        ({}, "Robots", "review"),
        ({}, "It builds body-in-white welding lines and robots for makers of cars.", "same"),
        ({"isin": "IT0001234567"}, "Robots", "same"),
        ({"lei": "A"}, "Robots", "same"),
    ],
)
def test_a_subsidiary_abroad_on_the_website_of_its_group_waits(
    numbers: dict[str, str], text: str, decision: str
) -> None:
    firm = Company(id="1", name="Comau S.p.A.", country="IT", website="comau.example", **numbers)
    abroad = replace(firm, id="2", name="Comau LLC", country="US")
    found = links((firm, abroad), texts={"1": text, "2": text})
    assert [one.decision for one in found] == [decision]


def test_firms_of_a_group_under_similar_names_wait() -> None:
    firm = Company(id="1", name="KUKA AG", country="DE", city="Augsburg", website="kuka.example")
    (one,) = links((firm, replace(firm, id="2", name="KUKA Systems GmbH")))
    assert (one.decision, one.reasons[0]) == ("review", "nearly the same name")


def test_a_text_of_one_word_says_nothing() -> None:
    firm = Company(id="1", name="Sample Gears", country="DE", city="Köln")
    (one,) = links((firm, replace(firm, id="2", city="Ulm")), texts={"1": "Gears", "2": "Gears"})
    assert one.reasons == ("same name", "same country", "other city")


TEXT = "It makes oxygen, nitrogen and argon for hospitals, steel mills, yards and refineries of the"


def test_one_class_of_shares_joins_names_with_a_word_in_common_and_no_others() -> None:
    figi = "figi:BBG001S5N8V8"
    whole = Company(id="1", name="L'Air Liquide S.A.", country="FR", registry_ids=(figi,))
    cut = replace(whole, id="2", name="AIR LIQUIDE INH. EO 5,50")
    other = replace(whole, id="3", name="Progressive Impact")
    told = {"1": TEXT, "2": f"{TEXT} world", "3": f"{TEXT} world"}
    assert [(o.left, o.right, o.decision) for o in links((whole, cut, other))] == [
        ("1", "2", "review")
    ]
    (one,) = (o for o in links((whole, cut, other), texts=told) if o.decision == "same")
    assert (one.left, one.right, "same FIGI" in one.reasons) == ("1", "2", True)


def test_a_figi_beside_an_equal_isin_is_no_second_proof() -> None:
    one = Company(id="1", name="PTC", country="US", isin="US69370C1009", website="ptc.example")
    one = replace(one, city="Boston", registry_ids=("figi:BBG001S5N8V8",))
    other = replace(one, id="2", country="IN", city="New Delhi", website="ptcindia.example")
    assert [o.decision for o in links((one, other))] == ["review"]


def test_of_several_classes_of_shares_one_in_common_is_enough_and_others_say_nothing() -> None:
    one = Company(id="1", name="Acme", country="DE", registry_ids=("figi:A", "figi:B"))
    same = replace(one, id="2", country="AT", registry_ids=("figi:B", "figi:C"))
    apart = replace(one, id="3", registry_ids=("figi:D",))
    found = {(o.left, o.right): o.reasons for o in links((one, same, apart))}
    assert "same FIGI" in found["1", "2"]
    assert found["1", "3"] == ("same name", "same country")


def test_nothing_and_one_record_give_no_link() -> None:
    assert links(()) == links(FIRMS[:1]) == ()


NAMES = st.sampled_from("abcdefg")


@given(
    st.lists(st.tuples(NAMES, NAMES, st.floats(0.5, 1)), max_size=12),
    st.lists(st.tuples(NAMES, NAMES), max_size=5),
)
def test_a_group_never_holds_what_is_apart(
    same: list[tuple[str, str, float]], apart: list[tuple[str, str]]
) -> None:
    pairs = [Pair(min(a, b), max(a, b), p) for a, b, p in same if a != b]
    enemies = [Pair(min(a, b), max(a, b)) for a, b in apart if a != b]
    stands = groups(pairs, enemies)
    for enemy in enemies:
        left, right = (stands.get(one, one) for one in (enemy.left, enemy.right))
        assert left != right
    assert all(kept not in stands for kept in stands.values())
    assert groups(pairs[::-1], enemies) == stands


CHINESE = Company(id="1", name="台州中大机器人有限公司", country="CN", city="台州")


@pytest.mark.parametrize(
    ("name", "city", "decision"),
    [
        ("泰州中大机器人有限公司", "泰州", "review"),
        ("台州中達机器人有限公司", "台州", "review"),
        ("台州中大机器人股份有限公司", "台州", "same"),
        ("臺州中大機器人有限公司", "台州市", "same"),
        ("Taizhou Zhongda Robot Co., Ltd.", "Taizhou", None),
    ],
)
def test_chinese_names_that_merely_sound_alike_are_not_one(
    name: str, city: str, decision: str | None
) -> None:
    found = links((CHINESE, replace(CHINESE, id="2", name=name, city=city)))
    assert [one.decision for one in found] == ([decision] if decision else [])
    assert all(("other characters" in one.reasons) == (decision == "review") for one in found)


def test_a_shared_number_counts_more_than_characters() -> None:
    one = replace(CHINESE, isin="CNE100000X44", website="zd.example")
    other = replace(one, id="2", name="泰州中大机器人有限公司")
    assert [found.decision for found in links((one, other))] == ["same"]


def test_the_two_cities_called_taizhou_are_two() -> None:
    one = Company(id="1", name="Sample Gears", country="CN", city="Taizhou", province="Zhejiang")
    told = [
        links((one, replace(one, id="2", city=city, province=province)))[0].reasons[2:]
        for city, province in (
            ("台州", "Zhejiang"), ("泰州", "Jiangsu"), ("Taizhou", "Jiangsu"), ("Taizhou", ""),
        )
    ]  # fmt: skip
    assert told == [("same city",), ("other city",), ("other city",), ()]
