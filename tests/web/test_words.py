"""Every text of the pages stands in both languages, and no other text is shown."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening import web
from screening.web.words import WORDS

HERE = Path(web.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPEAKS_OTHER = {"language.other", "changes.signal"}
# Calls whose first text a reader would see, and the named ones of elements.
SHOWS = {"tag": 1, "heading": 0, "label": 0, "button": 0, "notify": 0, "tooltip": 0, "link": 1,
         "input": 0, "textarea": 0, "page_title": 0, "menu_item": 0, "set_text": 0}  # fmt: skip
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2,}")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in HERE.glob("*.py"):
        if path.name != "words.py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_say_the_same_thing(key: str) -> None:
    en, zh = WORDS[key]
    assert en.strip()
    assert zh.strip()
    if key not in SPEAKS_OTHER:
        assert not CHINESE.search(en)
        assert CHINESE.search(zh) or not LETTERS.search(en)
    assert sorted(re.findall(r"{\w+}", en)) == sorted(re.findall(r"{\w+}", zh))


def test_every_word_is_asked_for_and_every_key_is_there() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path, _ in modules())
    asked = set(re.findall(r"""["'](?:own:)?([a-z]+\.[a-z_]+|[a-z]+)["']""", text))
    families = set(re.findall(r'f"([a-z]+)\.\{', text))
    unused = {key for key in WORDS if key not in asked and key.partition(".")[0] not in families}
    assert unused == set()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "t":
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    assert key.value in WORDS


def shown(node: ast.expr) -> Iterator[str]:
    """The fixed parts of what a call would show."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from shown(part)


def test_no_page_shows_a_text_that_is_not_translated() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [k.value for k in node.keywords if k.arg in ("label", "placeholder", "title")]
            if name in SHOWS and len(node.args) > SHOWS[name]:
                given.append(node.args[SHOWS[name]])
            texts = (text for one in given for text in shown(one))
            place = f"{path.name}:{node.lineno}"
            found += [f"{place}: {text!r}" for text in texts if LETTERS.search(text)]
    assert found == []
