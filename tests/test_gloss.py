"""Chinese in English words."""

from hypothesis import given
from hypothesis import strategies as st

from screening import gloss


def test_words_are_the_longest_that_the_dictionary_holds() -> None:
    assert gloss.words("机器人") == [("robot", "android")]
    assert gloss.words("機器人") == gloss.words("机器人")
    assert [senses[0] for senses in gloss.words("数控机床的伺服电机")] == [
        "computer numerical control machine tool",
        "servo",
        "electrical machinery",
    ]


def test_what_holds_a_sentence_together_is_left_out() -> None:
    assert gloss.words("我们没有的，也需要") == []
    assert gloss.words("") == gloss.words("，。") == []
    assert gloss.gloss("") == ""


def test_latin_letters_and_figures_stand_for_themselves_and_each_word_once() -> None:
    assert gloss.words("RV减速器、RV减速器，2.5kW") == [
        ("RV",),
        ("moderator", "reducer"),
        ("2.5kW",),
    ]
    assert gloss.gloss("减速器减速器") == "moderator moderator"


def test_japanese_and_korean_are_not_chinese() -> None:
    assert gloss.chinese("谐波减速器")
    for text in ("ハーモニック減速機", "감속기", "reducer", ""):
        assert not gloss.chinese(text)


LETTERS = "减速器谐波的机床人工智能膜没有RV 1,。（）テ한"


@given(st.text(alphabet=st.sampled_from(LETTERS), max_size=40))
def test_every_text_is_read_and_its_senses_are_english(text: str) -> None:
    for senses in gloss.words(text):
        assert 1 <= len(senses) <= gloss.MOST_SENSES
        assert all(sense and sense.isascii() for sense in senses)
    assert gloss.gloss(text).isascii()
