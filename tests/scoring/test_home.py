"""Who at home may close a gap is asked first, the province before the rest."""

from screening.records import Company, Gap, Supplier, Technology
from screening.scoring import home

TECHNOLOGIES = [
    Technology(id=key, field="f", parent=parent, name_en=key, name_zh=key,
               description_en="", description_zh="")
    for key, parent in (("gears", ""), ("strain-wave", "gears"), ("servo", ""))
]  # fmt: skip


def gap(technology: str, size: float | None = 0.5, leader: float | None = 0.8) -> Gap:
    return Gap(technology=technology, size=size, wanted=1, stated=False, own=0.2, leader=leader)


def firm(key: str, province: str, zh: str = "") -> Company:
    return Company(id=key, name=key, name_zh=zh, country="CN", province=province)


def test_suppliers_of_a_part_stand_for_the_whole_and_the_province_comes_first() -> None:
    suppliers = [
        Supplier(technology="strain-wave", company="Far", province="Jiangsu", note_en="n"),
        Supplier(technology="gears", company="Near", province="Zhejiang", note_en="n"),
        Supplier(technology="servo", company="Other", province="Zhejiang", note_en="n"),
    ]
    found = home.sources([gap("gears")], TECHNOLOGIES, suppliers, [], {"gears": {}})
    assert [one.supplier.company for one in found] == ["Near", "Far"]
    assert [one.coverage for one in found] == [None, None]


def test_as_much_as_the_leader_is_enough_under_any_name() -> None:
    supplier = Supplier(technology="gears", company="Near", name_zh="近", province="Zhejiang")
    shown = {"gears": {"n1": 0.8, "n2": 0.7, "n3": 0.4}}
    at_home = [firm("n1", "Zhejiang", "近"), firm("n2", "Zhejiang"), firm("n3", "Zhejiang")]
    found = home.sources([gap("gears")], TECHNOLOGIES, [supplier], at_home, shown)
    assert [(one.company_id, one.enough) for one in found] == [("n1", True), ("n2", False)]


def test_no_gap_no_leader_no_flag() -> None:
    shown = {"gears": {"n1": 0.9}, "servo": {"n1": 0.9}}
    gaps = [gap("gears", size=0.0), gap("servo", leader=None)]
    found = home.sources(gaps, TECHNOLOGIES, [], [firm("n1", "Zhejiang")], shown)
    assert [(one.technology, one.enough) for one in found] == [("servo", False)]
