"""Needs and products in English words, whatever language they are told in."""

import numpy as np

from screening.pipeline import wording
from screening.pipeline.wording import Query, Wording
from screening.scoring.lexical import Lexicon

TEXTS = (
    "The company makes servo motors and drives for machine tools.",
    "The company bakes bread and cakes for hotels.",
    "",
)


def test_a_need_in_chinese_finds_the_english_text_that_answers_it() -> None:
    told = [wording.asked(["我们缺少数控机床用的伺服电机"]), wording.asked(["烤面包"])]
    found, terms = wording.shares(Lexicon(TEXTS), TEXTS, told)
    assert found[0, 0] > found[1, 0]
    assert found[1, 1] > found[0, 1]
    assert np.isnan(found[2]).all()
    assert [len(one) for one in terms] == [1, 1]


def test_a_need_in_two_languages_counts_the_mean_of_both() -> None:
    lexicon = Lexicon(TEXTS)
    english, chinese = "servo motors", "面包"
    both = wording.asked([english, chinese])
    parts = [Query(english=english), Query(chinese=chinese)]
    found, _ = wording.shares(lexicon, TEXTS, [both, *parts])
    assert np.allclose(found[:2, 0], found[:2, 1:].mean(axis=1))
    assert both.closely == "servo motors\nbread"


def test_a_firm_speaks_chinese_where_it_has_no_english() -> None:
    assert wording.products(["制造伺服电机", "Makes servo motors."]).chinese == ""
    assert wording.products(["制造伺服电机"]).closely == "manufacture servo electrical machinery"
    assert wording.products([]) == Query()


def test_a_language_that_no_dictionary_knows_is_no_query() -> None:
    told = wording.asked(["Servomotoren für Werkzeugmaschinen", "サーボモータ"])
    found, terms = wording.shares(Lexicon(TEXTS), TEXTS, [told])
    assert told == Query()
    assert np.isnan(found).all()
    assert terms == ((),)


def test_what_is_kept_is_read_back_and_scores_the_same() -> None:
    lexicon = Lexicon(TEXTS)
    told = [wording.asked(["servo drives", "伺服驱动"])]
    found, terms = wording.shares(lexicon, TEXTS, told)
    kept = Wording(
        technologies=terms, firms=terms, landscape=((),), closely=((told[0].closely,), ("",))
    )
    again = wording.stored(kept.dump())
    assert again == kept
    shares, firms, landscape = again.of(TEXTS[0])
    assert np.allclose(shares[0], found[0], atol=1e-4)
    assert np.array_equal(shares, firms)
    assert np.isnan(landscape).all()
