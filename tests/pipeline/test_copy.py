"""Complement is not resemble: what the buyer is already scores low."""

import csv
from pathlib import Path

import pytest

from screening import assets, pipeline
from screening.pipeline import Workspace
from screening.records import Company


@pytest.fixture(scope="module")
def firms() -> dict[str, dict[str, str]]:
    path = assets.shipped("data", "reference", "zhejiang.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", ["Kaierda", "Unitree Robotics", "Laifual"])
def test_the_firm_itself_in_either_language_is_among_the_last(
    shipped: Workspace, firms: dict[str, dict[str, str]], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'firm = "{name}"\n', encoding="utf-8")
    mandate = pipeline.mandate(path)
    measured = pipeline.profile(shipped, mandate)
    for language in ("en", "zh"):
        text = firms[name][f"description_{language}"]
        copy = Company(name="Somebody", country="DE")
        found = pipeline.score_text(shipped, mandate, copy, text, measured=measured)
        assert found.fit.total < 20
        assert found.above > 0.9 * found.among
