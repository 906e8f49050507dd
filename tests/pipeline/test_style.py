"""Style must not betray: phrases that any company uses and repetition move a score little."""

import csv

import pytest

from screening import assets, pipeline
from screening.errors import FileError
from screening.pipeline import Workspace
from screening.records import Company

PHRASES = (
    " The company was founded decades ago and is run by its owners. Customers in more than forty"
    " countries trust its people. Quality, service and sustainability stand at the centre of what"
    " it does, and certificates to ISO 9001 and ISO 14001 confirm it. Subscribe to the newsletter"
    " to learn about careers, fairs and news. All rights reserved."
)
WELCOME = "Welcome to our website. We use cookies to improve your visit. "
NAMES = ("Harmonic Drive SE", "Baumüller", "SPG", "Nissei", "Kollmorgen")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    path = assets.shipped("data", "reference", "overseas.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["description_en"] for row in csv.DictReader(file)}


WELDS = (
    (
        " Weld execution is watched live, and the machine's actions are corrected while the seam is"
        " still being made.",
        "焊接机器人的实时反馈与动态调整，焊接过程中在线修正。",
    ),
    (
        " Seams that need several weld layers are handled by automatic planning and execution of"
        " the successive runs.",
        "机器人多道焊接技术，为厚焊缝规划多层焊道。",
    ),
)


def total(place: Workspace, text: str, assignment: str = "robots") -> float:
    mandate = pipeline.mandate(assignment)
    return pipeline.score_text(place, mandate, Company(name="x", country="DE"), text).fit.total


@pytest.mark.parametrize("name", NAMES)
def test_a_text_wrapped_in_phrases_says_nearly_the_same(
    shipped: Workspace, texts: dict[str, str], name: str
) -> None:
    plain = total(shipped, texts[name])
    assert plain > 50
    assert abs(total(shipped, WELCOME + texts[name]) - plain) < 5
    assert abs(total(shipped, texts[name] + PHRASES) - plain) < 6
    assert abs(total(shipped, PHRASES.strip() + " " + texts[name]) - plain) < 6


def test_phrases_alone_are_worth_nothing(shipped: Workspace, texts: dict[str, str]) -> None:
    assert total(shipped, PHRASES) < total(shipped, texts["SPG"]) / 3


def test_to_say_it_twice_is_not_to_say_it_better(shipped: Workspace, texts: dict[str, str]) -> None:
    text = texts["Baumüller"]
    assert abs(total(shipped, f"{text} {text}") - total(shipped, text)) < 5


def test_to_say_it_in_chinese_too_is_not_to_say_it_better(
    shipped: Workspace, texts: dict[str, str]
) -> None:
    plain = texts["Path Robotics"] + "".join(english for english, _ in WELDS)
    twice = texts["Path Robotics"] + "".join(english + again for english, again in WELDS)
    assert abs(total(shipped, twice, "robots-firm") - total(shipped, plain, "robots-firm")) < 2


def test_what_a_company_lacks_counts_for_nothing(shipped: Workspace, texts: dict[str, str]) -> None:
    plain = total(shipped, texts["Baumüller"])
    wish = " It has no strain wave gears, RV reducers or robot joints of its own."
    assert total(shipped, texts["Baumüller"] + wish) == pytest.approx(plain, abs=0.01)


def test_a_text_of_lacks_alone_is_refused(shipped: Workspace) -> None:
    with pytest.raises(FileError, match="lacks"):
        total(shipped, "The firm has no reducers.")
