"""Learn what the second encoder would make of a company from its words and the default's vectors.

Twenty thousand overseas companies with an English text, drawn at random from a corpus of 30,000 or
more (``SCREENING_HOME``), are read by the second encoder. Learned is what comes near to that: a
vector and a weight for each word piece, and a linear map of the mean of the default encoder's
vectors of the passages. A thousand are kept aside and tell how well it does. ``--write`` stores it
in ``models/bridges``.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from screening import embedding, pipeline
from screening.embedding.bridge import tokenizer
from screening.pipeline import wording
from screening.pipeline.pool import pool_of
from screening.pipeline.reading import Ahead
from screening.pipeline.score import scorer
from screening.readers import read_deals
from screening.settings import load

ROOT = Path(__file__).resolve().parent.parent
DEALS = ROOT / "data" / "benchmarks" / "deals.jsonl"
DRAWN, HELD = 20_000, 1_000
RANK, ROUNDS, AT_ONCE, RATE = 192, 10, 256, 0.005
SILENT = 0.1  # share of the texts whose words are not told, so that the vector alone is learned too
Floats = NDArray[np.float32]


def main() -> None:
    place = pipeline.open_workspace(load({}))
    start, end = embedding.card(place.settings.encoder), embedding.card(scorer().reader)
    with Ahead(place, end.id) as read:
        field = pool_of(place, read_deals(DEALS)[:1], "", read)
        told = np.array([row for row in range(field.size) if field.texts[row]])
        rows = np.random.default_rng(1).permutation(told)[:DRAWN]
        texts = [field.texts[row][: wording.HEAD] for row in rows]
        there = read(texts)
        alone = place.encoder_of(end.id)
        pieces = alone.encode([one or " " for one in _spelled(end)], "passage")
    place.close()
    here = field.known.centre[rows].astype(np.float32)
    ids = [one.ids for one in tokenizer(end).encode_batch(texts, add_special_tokens=False)]
    model = Model(pieces, here.shape[1])
    fit(model, ids[HELD:], here[HELD:], there[HELD:])
    judged(model, ids[:HELD], here[:HELD], there[:HELD])
    if "--write" in sys.argv:
        write(start, end, model, ids[HELD:])


def _spelled(end: embedding.Card) -> list[str]:
    """Each word piece as text, in order of its number."""
    known = tokenizer(end)
    return [known.decode([number]) for number in range(known.get_vocab_size())]


class Model(torch.nn.Module):
    """Begins with each word piece as the second encoder reads it alone."""

    def __init__(self, pieces: Floats, width: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        _, _, directions = np.linalg.svd(pieces - pieces.mean(axis=0), full_matrices=False)
        back = torch.from_numpy(directions[:RANK])
        self.pieces = torch.nn.Parameter(torch.from_numpy(pieces) @ back.T)
        self.logs = torch.nn.Parameter(torch.zeros(len(pieces)))
        self.back = torch.nn.Parameter(back.clone())
        self.linear = torch.nn.Linear(width, pieces.shape[1])
        self.usual = torch.nn.Parameter(self.pieces.detach().mean(dim=0))

    def forward(
        self, ids: Sequence[Sequence[int]], here: torch.Tensor, silent: torch.Tensor
    ) -> torch.Tensor:
        flat = torch.tensor([one for row in ids for one in row], dtype=torch.long)
        starts = torch.tensor(np.cumsum([0, *map(len, ids[:-1])]), dtype=torch.long)
        weights = self.logs.exp()
        sums = F.embedding_bag(flat, self.pieces * weights[:, None], starts, mode="sum")
        total = F.embedding_bag(flat, weights[:, None], starts, mode="sum")
        said = torch.where(silent[:, None], self.usual, sums / total.clamp_min(1e-6))
        return F.normalize(said @ self.back + self.linear(here), dim=1)


def fit(model: Model, ids: Sequence[Sequence[int]], here: Floats, there: Floats) -> None:
    """By the cosine with what was read, the rates falling by a third from round to round."""
    torch.manual_seed(1)
    draw = np.random.default_rng(1)
    steps = {"pieces": 0.2, "back": 0.2, "logs": 4.0, "usual": 1.0, "linear": 1.0}
    groups = [
        {"params": [p], "lr": RATE * steps[name.split(".")[0]]}
        for name, p in model.named_parameters()
    ]
    optimiser = torch.optim.Adam(groups)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, 0.67)
    for number in range(ROUNDS):
        order, total = draw.permutation(len(ids)), 0.0
        for first in range(0, len(order), AT_ONCE):
            rows = order[first : first + AT_ONCE]
            silent = torch.from_numpy(draw.random(len(rows)) < SILENT)
            found = model([ids[k] for k in rows], torch.from_numpy(here[rows]), silent)
            loss = 1 - (found * torch.from_numpy(there[rows])).sum(dim=1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        slower.step()
        print(f"round {number + 1}: {1 - total / len(ids):.3f}", flush=True)


def judged(model: Model, ids: Sequence[Sequence[int]], here: Floats, there: Floats) -> None:
    """How near what is expected comes to what was read, of those kept aside."""
    for name, silent in (("words and vector", False), ("the vector alone", True)):
        with torch.no_grad():
            found = model(ids, torch.from_numpy(here), torch.full((len(ids),), silent)).numpy()
        near = found @ there.T
        first = np.mean(near.argmax(axis=1) == np.arange(len(near)))
        print(f"{name}: cosine of the expected with the read vector {near.diagonal().mean():.3f},")
        print(f"  nearer than that of any other of {len(near):,} kept aside for {first:.0%}")


def write(start: embedding.Card, end: embedding.Card, model: Model, ids: Sequence[object]) -> None:
    """Word pieces in bytes, the rest in half precision."""
    pieces, weights, back, linear, shift, usual = (
        one.detach().numpy()
        for one in (
            model.pieces,
            model.logs.exp(),
            model.back,
            model.linear.weight.T,
            model.linear.bias,
            model.usual,
        )
    )
    scale = np.abs(pieces).max(axis=1) / 127
    path = ROOT / "models" / "bridges" / f"{start.id}--{end.id}.npz"
    np.savez_compressed(
        path,
        keys=np.array([start.key, end.key]),
        pieces=np.round(pieces / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        weights=weights.astype(np.float16),
        usual=usual.astype(np.float16),
        back=back.astype(np.float16),
        linear=linear.astype(np.float16),
        shift=shift.astype(np.float16),
    )
    print(
        f"written: {path.relative_to(ROOT)}, {path.stat().st_size / 1e6:.1f} MB, {len(ids):,} texts"
    )


if __name__ == "__main__":
    main()
