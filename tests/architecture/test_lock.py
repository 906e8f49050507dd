"""The lock is whole: every package that any supported Python would install is pinned."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], "editables"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
PYTHONS = ("3.11.2", "3.11.14", "3.12.0", "3.13.0", "3.14.0")
LINE = re.compile(r'[a-z0-9-]+==[0-9a-z.]+( ; python_(full_)?version (<|>=) "[0-9.]+")?')


def pins(*files: str) -> dict[str, Requirement]:
    """The pinned packages of some lock files by normal name."""
    lines = [line for file in files for line in _lines(file)]
    return {canonicalize_name(line.split("==")[0]): Requirement(line) for line in lines}


def _lines(file: str) -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def environment(python: str) -> dict[str, str]:
    """What a marker sees on this machine with another Python."""
    return {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}


def needed(wanted: Iterable[str], python: str) -> dict[str, list[Requirement]]:
    """All that a set of requirements brings along: normal name → who asks for which versions.

    Packages that are not installed here (those of another Python) count, but bring nothing.
    """
    found: dict[str, list[Requirement]] = {}
    done: set[tuple[str, str]] = set()
    todo = [Requirement(line) for line in wanted]
    while todo:
        asked = todo.pop()
        name = canonicalize_name(asked.name)
        found.setdefault(name, []).append(asked)
        for extra in {"", *asked.extras} - {extra for other, extra in done if other == name}:
            done.add((name, extra))
            todo += _brings(name, extra, python)
    return found


def _brings(name: str, extra: str, python: str) -> list[Requirement]:
    try:
        lines = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    asked = [Requirement(line) for line in lines]
    return [r for r in asked if _holds(r.marker, extra, python)]


def _holds(marker: Marker | None, extra: str, python: str) -> bool:
    if marker is None:
        return not extra
    return marker.evaluate({**environment(python), "extra": extra})


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("wanted", "files"),
    [
        (RUNTIME, ["requirements.lock", "constraints-cuda.txt"]),
        (EXTRAS["test"], ["requirements.lock", "requirements-test.lock", "constraints-cuda.txt"]),
        (EXTRAS["postgres"], ["requirements.lock", "constraints-extras.txt"]),
        (EXTRAS["akshare"], ["requirements.lock", "constraints-extras.txt"]),
        (EXTRAS["ops"], ["requirements.lock", "constraints-extras.txt"]),
    ],
    ids=["runtime", "test", "postgres", "akshare", "ops"],
)
def test_everything_needed_is_pinned(wanted: list[str], files: list[str], python: str) -> None:
    locked = pins(*files)
    faults = []
    for name, askers in needed(wanted, python).items():
        pin = locked.get(name)
        if pin is None or (pin.marker and not pin.marker.evaluate(environment(python))):
            faults.append(f"{name} is not pinned for Python {python}")
            continue
        version = next(iter(pin.specifier)).version
        faults += [
            f"{name}=={version} does not fit {asked}"
            for asked in askers
            if not asked.specifier.contains(version, prereleases=True)
        ]
    assert not faults, "\n".join(faults)


def test_nothing_is_pinned_that_nobody_needs() -> None:
    wanted = {name for python in PYTHONS for name in needed([*RUNTIME, *EXTRAS["test"]], python)}
    assert set(pins("requirements.lock", "requirements-test.lock")) <= wanted


@pytest.mark.parametrize(
    "file",
    [
        "requirements.lock",
        "requirements-test.lock",
        "constraints-cuda.txt",
        "constraints-extras.txt",
    ],
)
def test_a_lock_is_plain_sorted_pins(file: str) -> None:
    lines = _lines(file)
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(set(names))


def test_what_is_installed_is_what_is_locked() -> None:
    wrong = []
    for name, pin in pins("requirements.lock", "requirements-test.lock").items():
        if pin.marker is None or pin.marker.evaluate():
            version = importlib.metadata.version(name).split("+")[0]
            wrong += [] if pin.specifier.contains(version) else [f"{name} {version}: {pin}"]
    assert wrong == []


def test_every_import_is_declared() -> None:
    optional = [line for extra, lines in EXTRAS.items() if extra != "test" for line in lines]
    declared = {
        canonicalize_name(Requirement(line).name)
        for line in [*PROJECT["project"]["dependencies"], *optional]
    }
    owners = importlib.metadata.packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {top}"
        for package in ("screening", "flows")
        for path in (ROOT / package).rglob("*.py")
        for top in _tops(path)
        if not {canonicalize_name(owner) for owner in owners.get(top, [top])} & declared
    }
    assert missing == set()


def _tops(path: Path) -> set[str]:
    """The top-level packages that a file imports, ours and the standard library's left out."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"screening", "flows"}
