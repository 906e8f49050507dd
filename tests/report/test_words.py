"""Every fixed text stands in both languages, and no other text is shown."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening import report
from screening.errors import InputError
from screening.report import words

HERE = Path(report.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDLESS = {"comma", "colon", "apart", "bracket"}
# The families whose members are named by the data: the part after the dot comes from a record.
FAMILIES = {
    "about", "account_role", "act", "advised", "affordable", "band", "confidence", "deal", "detail",
    "emerging", "event", "group", "holds", "insider", "integration", "investor", "judgement",
    "kind", "know", "lane", "limit", "province", "priority",
    "quality", "reading", "role", "route", "rule", "run", "said_by", "sells", "sheet", "signal",
    "signal_note", "size", "stage", "stage_note", "status", "sure", "trend", "unmatched", "why",
}  # fmt: skip
# Put together from two parts where they are asked for.
COMPOSED = {"col.field", "col.note", "note.firm_strength", "note.target_strength"}


def literals() -> Iterator[str]:
    """The keys that the package asks for: ``word("…")``, and ``f"{…}.…"`` as its family."""
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"word", "named", "word_or"}:
                yield from _keys(name, node.args[0])


def _keys(name: str, key: ast.expr) -> Iterator[str]:
    if isinstance(key, ast.Constant):
        yield f"{key.value}." if name != "word" else str(key.value)
    elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        yield str(key.values[0].value)


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_both_languages_say_the_same_thing(key: str) -> None:
    en, zh = words.WORDS[key]
    assert en.strip()
    assert zh.strip()
    assert not CHINESE.search(en)
    assert CHINESE.search(zh) or key in WORDLESS
    assert re.findall(r"{\w+}", en) == re.findall(r"{\w+}", zh)


def test_every_key_that_is_asked_for_is_there() -> None:
    asked = set(literals())
    assert len(asked) > 50
    unknown = {
        key for key in asked
        if key not in words.WORDS and not any(one.startswith(key) for one in words.WORDS)
    }  # fmt: skip
    assert not unknown


def test_no_text_is_left_over() -> None:
    asked = set(literals())
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in HERE.glob("*.py") if path.name != "words.py"
    )
    source += "\n".join(f'"col.{key}" "note.{key}"' for key in re.findall(r'key="(\w+)"', source))
    unused = {
        key for key in words.WORDS
        if key not in asked | COMPOSED
        and key.split(".")[0] not in FAMILIES
        and f'"{key}"' not in source
    }  # fmt: skip
    assert not unused


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_sheet_names_are_legal_and_differ(language: str) -> None:
    names = [words.word(key, language) for key in words.WORDS if key.startswith("sheet.")]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)


@pytest.mark.parametrize("column", [key[4:] for key in words.WORDS if key.startswith("col.")])
def test_every_column_is_explained(column: str) -> None:
    without = {"sheet", "field", "note"}
    assert f"note.{column}" in words.WORDS or column in without


def test_a_key_without_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        words.word("no such key", "en")


def test_another_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'de'; known: en, zh"):
        words.word("unknown", "de")
