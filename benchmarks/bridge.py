"""Learn what the second encoder would make of a company from the default encoder's vectors of it.

Ten thousand overseas companies with an English text, drawn at random from a corpus of 30,000 or
more (``SCREENING_HOME``), are read by the second encoder; a ridge regression leads from the mean
vectors of their passages to that. A tenth is kept aside and tells how well it does. ``--write``
stores the map learned from all of them in ``models/bridges``.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from screening import embedding, pipeline
from screening.pipeline import wording
from screening.pipeline.pool import pool_of
from screening.pipeline.reading import Ahead
from screening.pipeline.score import scorer
from screening.readers import read_deals
from screening.settings import load

ROOT = Path(__file__).resolve().parent.parent
DEALS = ROOT / "data" / "benchmarks" / "deals.jsonl"
DRAWN, HELD, PENALTY = 10_000, 1_000, 5.0
Floats = NDArray[np.float32]


def main() -> None:
    place = pipeline.open_workspace(load({}))
    second = scorer().reader
    with Ahead(place, second) as read:
        field = pool_of(place, read_deals(DEALS)[:1], "", read)
        told = np.array([row for row in range(field.size) if field.texts[row]])
        rows = np.random.default_rng(1).choice(told, min(DRAWN, len(told)), replace=False)
        texts = [field.texts[row][: wording.HEAD] for row in rows]
        there = read(texts)
    here = field.known.centre[rows]
    judged(here, there)
    if "--write" in sys.argv:
        start, end = embedding.card(place.settings.encoder), embedding.card(second)
        write(start, end, here, there)
    place.close()


def judged(here: Floats, there: Floats) -> None:
    """How near what is expected comes to what was read, of those kept aside."""
    known, aside = slice(HELD, None), slice(0, HELD)
    found = learned(here[known], there[known]).predict(here[aside])
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    near = found @ there[aside].T
    first = np.mean(near.argmax(axis=1) == np.arange(len(near)))
    print(f"{len(here):,} companies, {len(near):,} of them kept aside")
    print(f"cosine of the expected with the read vector {near.diagonal().mean():.3f}")
    print(f"which is nearer than that of any other kept aside for {first:.0%}")


def learned(here: Floats, there: Floats) -> Ridge:
    return Ridge(alpha=PENALTY).fit(here.astype(np.float64), there.astype(np.float64))


def write(start: embedding.Card, end: embedding.Card, here: Floats, there: Floats) -> None:
    model = learned(here, there)
    path = ROOT / "models" / "bridges" / f"{start.id}--{end.id}.npz"
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        keys=np.array([start.key, end.key]),
        weights=model.coef_.T.astype(np.float16),
        origin=here.mean(axis=0, dtype=np.float64).astype(np.float32),
        end=there.mean(axis=0, dtype=np.float64).astype(np.float32),
    )
    print(f"written: {path.relative_to(ROOT)}, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
