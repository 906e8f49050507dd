"""Weights learned from choices: found again where they are known, and judged on others' deals."""

import numpy as np
import pytest

from screening.scoring import learned
from screening.scoring.learned import Choice

TRUE = np.array([3.0, 1.0, 0.0])


def made(count: int, weights: np.ndarray = TRUE, seed: int = 1) -> list[Choice]:
    """Choices among forty companies by known weights and luck (Gumbel: a conditional logit)."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(count):
        logs = np.log(draw.uniform(0.02, 1, (40, len(weights))))
        bought = int((logs @ weights + draw.gumbel(size=40)).argmax())
        found.append(
            Choice(
                id=f"d{number}",
                acquirer=f"A{number % 20}",
                year=2000 + number % 20,
                logs=logs,
                bought=bought,
                place=1.0,
                inside=True,
            )
        )
    return found


def test_the_weights_behind_choices_are_found_again() -> None:
    found = learned.conditional(made(400), penalty=1e-4)
    assert found == pytest.approx(TRUE, abs=0.4)


@pytest.mark.parametrize("way", [learned.conditional, learned.pairwise])
def test_no_weight_is_below_zero(way: object) -> None:
    found = way(made(60, np.array([2.0, -1.0, 0.5])))  # type: ignore[operator]
    assert (found >= 0).all()
    assert found[0] > found[2] > found[1] == 0


def test_what_is_learned_ranks_better_than_chance_on_other_acquirers() -> None:
    choices = made(120)
    for learn in (
        lambda known: learned.weighed(learned.conditional(known)),
        lambda known: learned.weighed(learned.pairwise(known)),
        learned.boosted,
    ):
        ranks = learned.held_out(choices, learn, 5, 0)
        assert len(ranks) == 120
        assert np.median(ranks) < 10
    hopeless = learned.held_out(choices, lambda _: lambda logs: logs[:, 2], 5, 0)
    assert np.median(hopeless) > 12


def test_no_acquirer_is_learned_from_and_judged_and_no_later_deal_is_known_before() -> None:
    choices = made(100)
    seen: list[tuple[set[str], int]] = []

    def learn(known: list[Choice]) -> learned.Rank:
        seen.append(({one.acquirer for one in known}, max(one.year for one in known)))
        return learned.weighed(TRUE)

    assert len(learned.held_out(choices, learn, 5, 0)) == 100
    assert set.intersection(*(buyers for buyers, _ in seen)) == set()
    seen.clear()
    found = learned.held_out_in_time(choices, learn, (2009, 2014))
    assert [year for _, year in seen] == [2009, 2014]
    judged = {one.id for one in choices if one.year > 2009}
    assert set(found) == judged
    for buyers, year in seen:
        later = {one.acquirer for one in choices if year < one.year <= year + 5}
        assert not buyers & later


def test_ties_share_their_rank_and_what_was_out_of_sight_keeps_its_place() -> None:
    logs = np.log(np.array([[0.5], [0.5], [0.9]]))
    one = Choice(id="a", acquirer="A", year=2020, logs=logs, bought=0, place=900, inside=True)
    assert one.rank(learned.weighed(np.ones(1))) == 2.5
    far = Choice(id="b", acquirer="A", year=2020, logs=logs, bought=0, place=900, inside=False)
    assert far.rank(learned.weighed(np.ones(1))) == 900


def test_an_unknown_signal_counts_as_the_middle_of_the_others() -> None:
    signals = {"b": np.array([0.2, np.nan, 0.8, 0.5], np.float32), "a": np.ones(4, np.float32)}
    found = learned.logs(signals, np.arange(4))
    assert found[:, 0].tolist() == [0, 0, 0, 0]
    assert found[1, 1] == pytest.approx(np.log(0.5))
    assert np.isfinite(learned.logs({"a": np.full(3, np.nan, np.float32)}, np.arange(3))).all()
