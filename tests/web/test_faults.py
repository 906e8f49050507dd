"""Errors as they are raised, told to who sits at a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening import pipeline
from screening.errors import MandateError, NotReadyError, ScreeningError
from screening.pipeline import Workspace
from screening.records import Company
from screening.settings import load
from screening.web.faults import told

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _raised(text: str) -> MandateError:
    with pytest.raises(MandateError) as caught:
        pipeline.mandate_of(text)
    return caught.value


def test_every_fault_of_a_mandate_is_told_in_chinese() -> None:
    error = _raised(
        """
name = " "
feild = "robots"
field = "robotics"
investor_class = "民营"
shortlist = 0
max_stake = 49
desk_share = 0.9
gaps = ["harmonic-reducer", {technology = "servo-drives", wanted = 0}, "servo-drives"]
weights = {gap_fil = 3, novelty = nan}
[filters]
countries = ["Germany", "XX"]
max_employees = 0
min_words = -1
[equity_ceiling]
amount = -1
currency = "EUR"
"""
    )
    english, chinese = told(error, "en").splitlines(), told(error, "zh").splitlines()
    assert len(english) == len(chinese) == len(str(error).splitlines())
    assert english[0] == "17 fault(s) in the mandate:"
    assert chinese[0] == "委托中有17处错误："
    assert all(CHINESE.search(line.partition("：")[2]) for line in chinese[1:])
    assert "screening" not in "\n".join([*english, *chinese])
    assert "文本不是有效的TOML格式" in told(_raised("name = "), "zh")
    assert "firm：未说明为谁筛选" in told(_raised('name = "x"'), "zh")


@pytest.fixture
def place(shipped_folder: Path) -> Iterator[Workspace]:
    opened = pipeline.open_workspace(load({"data_dir": shipped_folder}, environ={}))
    yield opened
    opened.close()


def test_nobody_at_a_browser_is_told_to_run_a_command(place: Workspace) -> None:
    missing = NotReadyError("7 of 90 texts are not embedded yet; run: screening embed")
    assert "screening embed" not in told(missing, "en") + told(missing, "zh")
    assert told(missing, "zh").startswith("有7条文本（共90条）尚未编码")
    with pytest.raises(ScreeningError) as caught:
        place.ledger.load("r_nothing")
    assert told(caught.value, "en") == "There is no run r_nothing here."
    assert told(caught.value, "zh") == "没有编号为r_nothing的批次。"
    mandate = pipeline.mandate("robots")
    with pytest.raises(ScreeningError) as caught:
        pipeline.score_text(place, mandate, Company(name="x", country="德国"), "gears")
    assert told(caught.value, "zh") == "country：“德国”不是国家或地区代码，请写“DE”"


def test_what_is_not_known_stays_as_it_is() -> None:
    assert told(ScreeningError("something else: in two\n lines"), "zh") == (
        "something else: in two\n lines"
    )
