import csv

import pytest

from screening import assets
from screening.resolve import province


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("浙江",), "Zhejiang"),
        (
            (
                "",
                "浙江省台州市椒江区",
            ),
            "Zhejiang",
        ),
        (("泰州市",), "Jiangsu"),
        (("Taizhou",), ""),
        (("Taizhou, Zhejiang",), "Zhejiang"),
        (("Taizhou City, Jiangsu Province, China",), "Jiangsu"),
        (("Suzhou",), ""),  # 苏州 and 宿州
        (("苏州",), "Jiangsu"),
        (("内蒙古自治区",), "Inner Mongolia"),
        (("Xi'an",), "Shaanxi"),
        (("上海市浦东新区杭州湾路1号",), "Shanghai"),
        (("Munich",), ""),
        (("",), ""),
    ],
)
def test_the_province_follows_from_what_settles_it(told: tuple[str, ...], expected: str) -> None:
    assert province(*told) == expected


def test_every_shipped_zhejiang_firm_is_placed_by_its_address_alone() -> None:
    path = assets.shipped("data", "reference", "cities.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert province(row["name_zh"]) == "Zhejiang"
            assert province(row["city"]) in ("Zhejiang", "")
            assert province(f"{row['city']}, Zhejiang") == "Zhejiang"
