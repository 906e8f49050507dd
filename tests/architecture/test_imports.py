"""The import rule: a module imports only from a lower layer or from its own folder.

Every import statement counts, whether at the top of a module or inside a function.
"""

import ast
import graphlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The table: each room and its layer. A new room is a new line here.
LAYERS = {
    "screening": 0,
    "screening.errors": 0,
    "screening.records": 0,
    "screening.settings": 0,
    "screening.gloss": 0,
    "screening.text": 0,
    "screening.assets": 0,
    "screening.protocols": 0,
    "screening.readers": 1,
    "screening.resolve": 1,
    "screening.taxonomy": 1,
    "screening.embedding": 1,
    "screening.store": 1,
    "screening.scoring": 2,
    "screening.report": 2,
    "screening.pipeline": 3,
    "screening.api": 4,
    "screening.web": 5,
    "screening.cli": 6,
    "flows": 7,
}
# Rooms that may import no higher than this layer, themselves apart.
AT_MOST = {"screening.scoring": 0, "screening.report": 0}
# One door per heavy thing: who may import it, at any depth.
DOORS = {
    "prefect": ("flows",),
    "torch": ("screening.embedding",),
    "sentence_transformers": ("screening.embedding",),
    "transformers": ("screening.embedding",),
    "lancedb": ("screening.store",),
    "lance": ("screening.store",),
    "sqlalchemy": ("screening.store",),
    "alembic": ("screening.store",),
    "sqlite3": ("screening.store",),
    "psycopg": ("screening.store",),
    "nicegui": ("screening.web",),
    "uvicorn": ("screening.web",),
    "argon2": ("screening.pipeline",),
    "limits": ("screening.api",),
    "fastapi": ("screening.api", "screening.web"),
}
HEAVY = ("prefect", "torch", "sentence_transformers", "nicegui", "lancedb")


def sources() -> dict[str, str]:
    """Every module of the two packages: its dotted name and its text."""
    found = {}
    for package in ("screening", "flows"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "_shipped" in path.parts:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path.read_text(encoding="utf-8")
    return found


def imports(module: str, source: str, known: set[str]) -> Iterator[str]:
    """The dotted names that a module imports, literal ``import_module`` calls included.

    ``from a.b import c`` gives ``a.b.c`` where that is a module of ours, else ``a.b``.
    """
    is_package = any(name.startswith(module + ".") for name in known)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + is_package]
                base = ".".join([*parts, base] if base else parts)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in known else base
        elif isinstance(node, ast.Call) and _is_dynamic(node.func):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _is_dynamic(function: ast.expr) -> bool:
    name = getattr(function, "attr", getattr(function, "id", ""))
    return name in {"import_module", "__import__", "importorskip"}


def room(module: str) -> str:
    """The room of one of our modules: its folder or file directly under the package."""
    parts = module.split(".")
    if parts[0] == "flows":
        return "flows"
    return "screening.cli" if parts[1:2] == ["__main__"] else ".".join(parts[:2])


def breaches(modules: dict[str, str]) -> list[str]:
    """Every import that the table forbids, as ``module imports name: why``."""
    found = []
    known = set(modules)
    for module, source in modules.items():
        here = room(module)
        if here not in LAYERS:
            found.append(f"{module}: room {here} stands in no layer; add it to the table")
            continue
        for name in imports(module, source, known):
            why = _refusal(here, name)
            if why:
                found.append(f"{module} imports {name}: {why}")
    return found


def _refusal(here: str, name: str) -> str:
    top = name.split(".", maxsplit=1)[0]
    if top in DOORS:
        inside = any(here == door for door in DOORS[top])
        return "" if inside else f"only {' and '.join(DOORS[top])} may"
    if top not in {"screening", "flows"}:
        return ""
    there = room(name)
    layer, other = LAYERS[here], LAYERS.get(there, 0)
    if here == there or layer == other == 0:
        return ""
    if other > AT_MOST.get(here, other):
        return f"{here} may import layer {AT_MOST[here]} only"
    return "" if other < layer else f"layer {layer} may not import layer {other}"


def test_the_table_is_kept() -> None:
    found = breaches(sources())
    assert not found, "\n".join(found)


def test_no_module_imports_itself_through_others() -> None:
    modules = sources()
    known = set(modules)
    graph = {
        module: {name for name in imports(module, source, known) if name in known} - {module}
        for module, source in modules.items()
    }
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    ("module", "source", "said"),
    [
        ("screening.text", "from screening import store", "layer 0 may not import layer 1"),
        ("screening.readers.a", "def f():\n    import screening.store", "layer 1 may not import"),
        ("screening.readers.a", "from ..taxonomy import x", "layer 1 may not import layer 1"),
        ("screening.scoring.a", "from screening.taxonomy import x", "layer 0 only"),
        ("screening.report", "import screening.scoring", "layer 0 only"),
        ("screening.pipeline.a", "from screening.cli import main", "layer 3 may not import"),
        ("screening.cli", "import flows.screen", "layer 6 may not import layer 7"),
        ("screening.cli", "import_module('flows.screen')", "layer 6 may not import layer 7"),
        ("screening.api", "from screening import web", "layer 4 may not import layer 5"),
        ("screening.cli", "from nicegui import ui", "only screening.web may"),
        ("screening.cli", "def f():\n    from prefect import flow", "only flows may"),
        ("screening.pipeline.a", "import torch.nn", "only screening.embedding may"),
        ("flows.a", "import sqlalchemy as sa", "only screening.store may"),
        ("screening.cellar", "import os", "stands in no layer"),
    ],
)
def test_a_breach_is_seen(module: str, source: str, said: str) -> None:
    found = breaches({**dict.fromkeys(LAYERS, ""), module: source})
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("screening.settings", "from screening import assets\nfrom .errors import SettingsError"),
        ("screening.readers.a", "from . import b\nfrom screening.records import Company"),
        ("screening.scoring.a", "from screening import text, protocols"),
        ("screening.pipeline.a", "from screening import store, report, __version__"),
        ("screening.__main__", "from screening.cli import main"),
        ("flows.a", "from prefect import flow\nfrom screening import pipeline"),
    ],
)
def test_what_the_rule_allows_is_no_breach(module: str, source: str) -> None:
    assert breaches({**dict.fromkeys(LAYERS, ""), module: source}) == []


@pytest.mark.parametrize("module", ["screening", "screening.pipeline", "screening.cli.main"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_the_heavy_names_can_be_found() -> None:
    assert all(importlib.util.find_spec(name) for name in HEAVY)
