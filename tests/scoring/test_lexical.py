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
    lexicon = Lexicon(TEXTS)
    terms = lexicon.terms(query)
    shares = lexicon.share(terms)
    assert [terms.share(text) for text in TEXTS] == pytest.approx(shares.tolist(), abs=1e-4)


def test_shares_are_bounded_and_nothing_shared_is_nothing() -> None:
    lexicon = Lexicon(TEXTS)
    shares = lexicon.share(lexicon.terms("gears"))
    assert shares.max() <= MOST
    assert shares[1] == shares[3] == 0


@pytest.mark.parametrize("texts", [(), ("",), ("的",)])
def test_no_words_at_all_are_no_error(texts: tuple[str, ...]) -> None:
    lexicon = Lexicon(texts)
    terms = lexicon.terms("gears")
    assert lexicon.share(terms).tolist() == [0.0] * len(texts)
    assert terms.share("gears") >= 0


def test_a_word_of_another_language_counts_by_the_sense_that_a_text_holds() -> None:
    lexicon = Lexicon(TEXTS)
    terms = lexicon.senses([("moderator", "gear box"), ("bread", "robot"), ("unheard of",)])
    assert [senses for senses, _ in terms.words] == [(("gear", "box"),), (("bread",), ("robot",))]
    shares = lexicon.share(terms)
    assert (shares[:3] > 0).all()
    assert shares[3] == 0
    assert [terms.share(text) for text in TEXTS] == pytest.approx(shares.tolist(), abs=1e-4)


def test_a_second_sense_lowers_no_text() -> None:
    lexicon = Lexicon(TEXTS)
    one, two = (lexicon.share(lexicon.senses([s])) for s in (("gear",), ("gear", "butter")))
    assert (two >= one - 1e-6).all()
    assert lexicon.senses([]).words == lexicon.senses([("减速器",)]).words == ()
