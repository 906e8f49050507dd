import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening import assets
from screening.errors import FileError
from screening.readers import read_deals

Write = Callable[..., Path]


def deal(**changes: Any) -> str:
    whole = {
        "id": "one",
        "year": 2015,
        "acquirer": {"name": "Buyer", "country": "CN", "profile_zh": "生产焊接设备。"},
        "gaps": [{"zh": "缺少轻型机械臂。"}],
        "target": {"name": "Target", "country": "DK", "profile": "Maker of light arms."},
    }
    return json.dumps({**whole, **changes}, ensure_ascii=False)


def test_one_language_is_enough_and_unknown_keys_are_left_aside(write: Write) -> None:
    (one,) = read_deals(write(deal(comment="x", cpc=["B25J9/16"]) + "\n\n", "deals.jsonl"))
    assert one.gaps == ({"zh": "缺少轻型机械臂。"},)
    assert one.profiles == {"zh": "生产焊接设备。"}
    assert (one.acquirer, one.target, one.country) == ("Buyer", "Target", "DK")
    assert one.cpc == ("B25J9/16",)


def test_null_for_a_text_is_none_given(write: Write) -> None:
    buyer = {
        "name": "Buyer",
        "city": None,
        "country": None,
        "profile_zh": "焊接",
        "profile_en": None,
    }
    target = {"name": "Target", "country": None, "profile": "Maker of light arms."}
    line = deal(acquirer=buyer, target=target, gaps=[{"zh": None, "en": "Arms."}], cpc=None)
    (one,) = read_deals(write(line, "deals.jsonl"))
    assert (one.profiles, one.gaps, one.country) == ({"zh": "焊接"}, ({"en": "Arms."},), "")
    (none,) = read_deals(write(deal(gaps=None), "deals.jsonl"))
    assert none.gaps == ()


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_at_line_feeds_only(write: Write, sign: str, end: str) -> None:
    profile = f"Makes arms.{sign}Sells them."
    lines = [deal(target={"name": "T", "profile": profile}), deal(id="two"), ""]
    one, two = read_deals(write(b"\xef\xbb\xbf" + end.join(lines).encode(), "deals.jsonl"))
    assert (one.profile, two.id) == (profile, "two")


def test_half_a_surrogate_pair_is_left_out(write: Write) -> None:
    (one,) = read_deals(write(deal(gaps=[{"en": "Arms%."}]).replace("%", "\\ud800"), "deals.jsonl"))
    assert one.gaps == ({"en": "Arms."},)


def test_the_shipped_deals_are_read() -> None:
    assert len(read_deals(assets.shipped("data", "benchmarks", "deals.jsonl"))) >= 120


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no deal in it"),
        ("{", "line 1: not a JSON object"),
        ("[1]", "line 1: the line: "),
        (deal(year="soon"), "line 1: year: "),
        (deal(gaps=[{"zh": " "}]), "line 1: gaps.0: .*give the gap"),
        (deal(cpc="B25J"), "line 1: cpc: "),
        (deal(target={"name": "T", "profile": ""}), "line 1: target.profile: .*fill it in"),
        (deal(target={"name": "T", "profile": " \n"}), "line 1: target.profile: .*fill it in"),
        (deal(target={"name": "T", "profile": None}), "line 1: target.profile: "),
        (deal(acquirer={"name": " "}), "line 1: acquirer.name: .*fill it in"),
        (deal(gaps=[{"zh": None}]), "line 1: gaps.0: .*give the gap"),
        (deal() + "\n" + deal(), "line 2: id 'one' stands in line 1"),
        (deal().encode("gb18030"), "not in UTF-8"),
    ],
)
def test_a_fault_is_told_with_its_line(write: Write, content: str | bytes, told: str) -> None:
    with pytest.raises(FileError, match=told):
        read_deals(write(content, "deals.jsonl"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_text_that_is_no_deal_is_one_error(write: Write, content: str) -> None:
    path = write(content.encode("utf-8", "replace"), "deals.jsonl")
    with pytest.raises(FileError, match=r"deals\.jsonl"):
        read_deals(path)
