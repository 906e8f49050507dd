"""What the scorer's second encoder is given to read, and its vectors."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from screening import embedding
from screening.pipeline.given import Given
from screening.pipeline.profile import Profile
from screening.pipeline.workspace import Workspace, replaced, unit
from screening.scoring.reading import Reader
from screening.scoring.scorers import Scorer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_AT_ONCE = 128  # texts encoded before an interruption is heard


def reader(
    workspace: Workspace, measured: Profile, scorer: Scorer, told: Given | None = None
) -> Reader:
    """Reads companies by row; the row behind the last company is the text ``told``."""
    ids, spoken = measured.ids, told.head if told else ""

    def vectors(texts: Sequence[str]) -> Floats:
        return some(workspace, scorer.reader, texts)

    def read(rows: Ints) -> Floats:
        return vectors([measured.heads.get(ids[r], "") if r < len(ids) else spoken for r in rows])

    return Reader(
        gaps=vectors(measured.wording.closely[0]),
        firms=vectors(measured.wording.closely[1]),
        read=read,
        most=scorer.read_again,
        likely=_likely(workspace, measured, scorer.reader, told),
    )


def _likely(
    workspace: Workspace, measured: Profile, encoder: str, told: Given | None
) -> Callable[[Ints], Floats] | None:
    """What ``encoder`` may be expected to make of companies by row; kept with their profile."""
    over = bridge(workspace, encoder)
    if over is None:
        return None
    if encoder not in measured.likely:
        heads = [measured.heads.get(one, "") for one in measured.ids]
        measured.likely[encoder] = expected(workspace, over, measured.strengths.centre, heads)
    known = measured.likely[encoder]
    extra = known[:0]
    if told:
        extra = over(told.joined.strengths.centre[-1:], [told.head])

    def likely(rows: Ints) -> Floats:
        found: Floats = known[np.minimum(rows, len(known) - 1)]
        found[rows == len(known)] = extra
        return found

    return likely


def expected(
    workspace: Workspace, over: embedding.Bridge, centre: Floats, heads: Sequence[str]
) -> Floats:
    """What ``over`` makes of companies, in half precision; on disk under a key of all inputs."""
    inputs = sha256(over.mark.encode())
    inputs.update(centre.tobytes())
    inputs.update("\0".join(heads).encode("utf-8", "replace"))
    file = workspace.settings.data_dir / "profiles" / f"likely-{inputs.hexdigest()[:24]}.npy"
    found: NDArray[np.float16]
    try:
        found = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        found = over(centre, heads).astype(np.float16)
        replaced(file, lambda out: np.save(out, found))
    return found.astype(np.float32)


def bridge(workspace: Workspace, encoder: str) -> embedding.Bridge | None:
    """What leads from the default encoder to another one; None where nothing does."""
    return embedding.bridge(embedding.card(workspace.settings.encoder), embedding.card(encoder))


def some(workspace: Workspace, encoder: str, texts: Sequence[str]) -> Floats:
    """Vectors of those texts that are not empty, zeros for the others."""
    known = [k for k, text in enumerate(texts) if text]
    found = workspace.reading_vectors(encoder, [texts[k] for k in known])
    every = np.zeros((len(texts), found.shape[1]), np.float32)
    every[known] = found
    return every


class Ahead:
    """Vectors as by ``some``, nothing kept when the caller is done.

    Each text is encoded once, in a thread of its own: what is named early is read while the caller
    goes on.
    """

    def __init__(self, workspace: Workspace, encoder: str) -> None:
        self._workspace = workspace
        self._encoder = encoder
        self._seen = {"": np.zeros(embedding.card(encoder).dimension, np.float32)}
        self._due: dict[str, Future[None]] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what is not read yet."""
        self._worker.shutdown(cancel_futures=True)

    def name(self, texts: Iterable[str]) -> None:
        """Texts that will be asked for. Those of like length go together: so it is fastest."""
        new = sorted({text for text in texts if text} - set(self._due), key=lambda t: (len(t), t))
        for start in range(0, len(new), _AT_ONCE):
            part = new[start : start + _AT_ONCE]
            self._due.update(dict.fromkeys(part, self._worker.submit(self._read, part)))

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors of ``texts``, as soon as all are read."""
        self.name(texts)
        for job in {self._due[text] for text in texts if text}:
            job.result()
        every = [self._seen[text] for text in texts]
        return np.stack(every) if every else np.empty((0, len(self._seen[""])), np.float32)

    def _read(self, texts: Sequence[str]) -> None:
        vectors = unit(self._workspace.encoder_of(self._encoder).encode(texts, "passage"))
        self._seen.update(zip(texts, vectors, strict=True))
