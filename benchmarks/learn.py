"""Weights learned from past deals beside those set by hand, judged on deals not learned from.

Needs ``../shared/data`` beside the checkout for a pool that is large enough; without it, it says so
and does nothing. ``SCREENING_HOME`` may name a data folder that holds it already. With ``--write``
the weights learned from all deals become ``models/scorers/learned-1.toml``.
"""

import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from screening import pipeline
from screening.pipeline.score import LEARNED, scorer
from screening.readers import read_deals
from screening.scoring import evaluate as measure
from screening.scoring import learned
from screening.scoring.learned import Choice, Rank
from screening.settings import load

ROOT = Path(__file__).resolve().parent.parent
EQUITIES = ROOT.parent / "shared" / "data" / "financedatabase" / "equities.bz2"
DEALS = ROOT / "data" / "benchmarks" / "deals.jsonl"
MOST, FOLDS, SEEDS = 1500, 5, 5
CUTS = (2014, 2016, 2019)
Learn = Callable[[Sequence[Choice]], Rank]


def main() -> None:
    if not EQUITIES.is_file():
        print(f"skipped: {EQUITIES.relative_to(ROOT.parent)} is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        found = choices(os.environ.get("SCREENING_HOME", folder))
    names = sorted(scorer().weights)
    by_hand = np.array([scorer().weights[name] for name in names])
    ways: dict[str, Learn] = {
        "by hand": lambda _: learned.weighed(by_hand),
        "conditional logit": lambda known: learned.weighed(learned.conditional(known)),
        "pairwise logistic": lambda known: learned.weighed(learned.pairwise(known)),
        "boosted trees": learned.boosted,
    }
    told(found, ways)
    weights = learned.conditional(found)
    scaled = 100 * weights / weights.sum()
    shares = {n: round(float(w), 1) for n, w in zip(names, scaled, strict=True)}
    print("learned from all deals:", shares)
    if "--write" in sys.argv:
        write(shares)


def choices(folder: str) -> list[Choice]:
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    try:
        if not place.ledger.corpus_version(place.corpus.id):
            for path in (*pipeline.reference_files(), EQUITIES):
                pipeline.ingest(place, path)
        pipeline.embed(place)
        return pipeline.choices(place, read_deals(DEALS), most=MOST)
    finally:
        place.close()


def told(found: Sequence[Choice], ways: dict[str, Learn]) -> None:
    print(f"{len(found)} deals of {len({one.acquirer for one in found})} acquirers")
    print("acquirers held out (five groups, drawn five times); later deals of other acquirers")
    hand: dict[str, list[float]] = {}
    for name, learn in ways.items():
        started = time.perf_counter()
        drawn = [learned.held_out(found, learn, FOLDS, seed) for seed in range(SEEDS)]
        ranks = np.exp(np.log(drawn).mean(axis=0))
        later = learned.held_out_in_time(found, learn, CUTS)
        both = {"groups": [float(rank) for rank in ranks], "time": list(later.values())}
        hand = hand or both
        each = [float(np.mean(1 / np.array(one))) for one in drawn]
        shown = [f"{key} {facts(one, hand[key])}" for key, one in both.items()]
        spread = f"{min(each):.3f} to {max(each):.3f}"
        print(f"{name}: {'; '.join(shown)}; MRR of the draws {spread};"
              f" {time.perf_counter() - started:.0f} s")  # fmt: skip


def facts(ranks: list[float], hand: list[float]) -> str:
    found = measure.metrics(ranks, 0)
    named = ("mrr", "hit_10", "recall_100", "median_rank")
    chance = measure.chance(ranks, hand)
    return " ".join(f"{name} {found[name]:.3f}" for name in named) + f" (p {chance:.3f})"


def write(weights: dict[str, float]) -> None:
    """Everything but the weights is as in the scorer in use."""
    hand = {**dataclasses.asdict(scorer()), "id": LEARNED}
    del hand["weights"]
    lines = [
        f"# Learned from past deals by benchmarks/learn.py; not in use. What it is: {LEARNED}.md.",
        *(f"{name} = {json.dumps(value)}" for name, value in hand.items()),
        "",
        "[weights]",
        *(f"{n} = {w}" for n, w in sorted(weights.items(), key=lambda one: -one[1]) if w > 0),
    ]
    path = ROOT / "models" / "scorers" / f"{LEARNED}.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
