"""The wheel carries all that a user needs, and finds it where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel, as a folder to put on the path."""
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made / "site")
    return made / "site"


@pytest.mark.parametrize("folder", ["data/reference", "data/samples", "models"])
def test_the_wheel_carries_the_shipped_files(installed: Path, folder: str) -> None:
    local = ROOT / "models" / "weights"
    here = {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and local not in path.parents
    }
    shipped = installed / "screening" / "_shipped"
    there = {str(path.relative_to(shipped)) for path in shipped.rglob("*") if path.is_file()}
    assert here
    assert here - there == set()


@pytest.mark.parametrize("package", ["screening", "flows"])
def test_the_wheel_carries_the_packages(installed: Path, package: str) -> None:
    here = {
        str(path.relative_to(ROOT))
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = {str(path.relative_to(installed)) for path in (installed / package).rglob("*")}
    assert here
    assert here - there == set()


def test_assets_are_found_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    code = "from screening.assets import *; print(checkout(), shipped('data', 'reference'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert done.stdout.split() == [
        "None",
        str(installed / "screening" / "_shipped" / "data" / "reference"),
    ]
