import pytest

from screening.scoring.lexical import MOST, Lexicon

TEXTS = (
    "Strain wave gears for robot joints",
    "Bread and butter for the baker",
    "Gears, gear boxes and more gears; robots",
    "",
)


@pytest.mark.parametrize("query", ["precise gears for robots", "butter", "谐波减速器", ""])
def test_a_kept_query_scores_a_text_as_the_index_does(query: str) -> None:
    shares, terms = Lexicon(TEXTS).shares(query)
    assert [terms.share(text) for text in TEXTS] == pytest.approx(shares.tolist(), abs=1e-4)


def test_shares_are_bounded_and_nothing_shared_is_nothing() -> None:
    shares, _ = Lexicon(TEXTS).shares("gears")
    assert shares.max() <= MOST
    assert shares[1] == shares[3] == 0


@pytest.mark.parametrize("texts", [(), ("",), ("的",)])
def test_no_words_at_all_are_no_error(texts: tuple[str, ...]) -> None:
    shares, terms = Lexicon(texts).shares("gears")
    assert shares.tolist() == [0.0] * len(texts)
    assert terms.share("gears") >= 0
