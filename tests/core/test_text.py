import hypothesis.strategies as st
import pytest
from hypothesis import given

from screening import text


@given(st.text(max_size=2000), st.sampled_from(["en", "zh", "ja", "de", "", "xx"]))
def test_sentences_stand_in_order_in_the_text(given_text: str, code: str) -> None:
    last = 0
    for start, end in text.sentences(given_text, code):
        assert last <= start < end <= len(given_text)
        assert end - start <= text.LONGEST_PASSAGE
        piece = given_text[start:end]
        assert piece == piece.strip()
        assert any(c.isalnum() for c in piece)
        last = end


@given(st.text(alphabet="ab ;。.", max_size=3000))
def test_no_word_is_lost_between_sentences(given_text: str) -> None:
    kept = "".join(given_text[a:b] for a, b in text.sentences(given_text))
    assert [c for c in given_text if c in "ab"] == [c for c in kept if c in "ab"]


def test_long_sentences_are_cut_at_semicolons() -> None:
    clause = "it makes gears for robots " * 10 + "; "
    spans = list(text.sentences(clause * 5))
    assert len(spans) > 1
    assert all((clause * 5)[:b].rstrip().endswith((";", "robots")) for _, b in spans)


@given(st.text())
def test_clean_text_is_clean_and_stays_so(value: str) -> None:
    once = text.clean(value)
    assert "\x00" not in once
    assert once == once.strip()
    assert text.clean(once) == once


@given(st.text())
def test_a_name_key_is_stable(name: str) -> None:
    assert text.name_key(text.name_key(name)) == text.name_key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KUKA AG", "KUKA Aktiengesellschaft"),
        ("FANUC CORP", "Fanuc Corporation"),
        ("株式会社安川電機", "安川電機"),
        ("浙江中控技术股份有限公司", "浙江中控技术"),
        ("Comau S.p.A.", "COMAU SPA"),
        ("Dürr AG", "Durr"),
        ("ﾌｧﾅｯｸ", "ファナック"),
    ],
)
def test_names_of_one_company_have_one_key(one: str, other: str) -> None:
    assert text.name_key(one) == text.name_key(other)


def test_kana_keep_their_voicing() -> None:
    assert text.name_key("ガイア") != text.name_key("カイア")


@given(st.text(max_size=200))
def test_no_website_is_too_odd(website: str) -> None:
    host = text.domain(website)
    assert host == "" or "." in host


@pytest.mark.parametrize(
    ("given_text", "code"),
    [
        ("公司生产机器人用谐波减速器。", "zh"),
        ("当社は減速機を製造しています。", "ja"),
        ("Die Firma baut Getriebe für Roboter.", "de"),
        ("The company makes gears for robots.", "en"),
        ("", ""),
        ("12 34", ""),
    ],
)
def test_the_language_of_a_text_is_found(given_text: str, code: str) -> None:
    found = text.language(given_text)
    assert found.detected in (code, *([] if code else ["en", "zh", "ja", "de"]))
    assert 0 <= found.confidence <= 1
    assert text.language(given_text, "fr").code == "fr"


@pytest.mark.parametrize(
    "sentence",
    [
        "The firm has no speed reducers of its own.",
        "In-house machine vision is lacking.",
        "Joint gears, RV and strain wave, are bought in.",
        "RV和谐波关节减速器均为外购。",
        "集团没有抓取与末端工具的设计能力。",
        "Eigene Getriebe fehlen.",
        "It has hardly any footprint among the makers of gearboxes.",
        "Pouring and solidification lie in the hands of others.",
        "Such hinges have been purchased from one outside vendor for decades.",
        "精密小件、氟塑料制品几乎没有，仍是空白。",
        "轴类元件由第三方提供。",
        "減速機の技術は欠けている。",
        "Gear reducers are bought from Harmonic Drive Systems and Nabtesco.",
        "Joint reducers are purchased, chiefly from Nabtesco.",
        "RV与谐波减速器向纳博特斯克等专业厂商采购。",
        "Precision casting is left to others.",
        "Pasty and fibrous media are beyond the present models.",
        "Rings several metres across have to be turned down.",
        "It makes nothing of the kind, and depends on foreign vendors.",
        "The controls are largely imported from Germany.",
        "Hydraulic pumps are not in the catalogue.",
        "There are gaps in its range of gearboxes.",
        "Getriebe werden zugekauft.",
        "Sensoren sind nicht im Programm.",
        "高端轴承仍依赖进口。",
        "燃料一侧毫无产品，伺服系统的研发能力不足。",
        "卷材成形环节由其他厂家和外部企业供货。",
        "整机设计还处于起步阶段。",
        "却没有能承载机械臂的移动平台。",
        "制御装置は輸入に依存している。",
    ],
)
def test_what_somebody_lacks_is_not_what_it_has(sentence: str) -> None:
    assert text.lacks(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Makes reducers with no backlash, not only motors.",
        "填补国内空白的谐波减速器。",
        "The unit works with cameras and grippers from outside vendors.",
        "Columns rebalance with no master to tend.",
        "齿形设计和热处理均掌握在自己手中。",
        "Wir fertigen spielfreie Getriebe ohne Umkehrspiel.",
        "Black and slack belts.",
        "The plant in Ulm was bought from a competitor in 2019.",
        "公司从流通企业定向采购药品并批发。",
        "填补了光伏建筑一体化的技术空白。",
        "打破国外垄断，改变了高端轴承依赖进口的局面。",
        "公司对国内外采购商开放样品库，提供海外购服务。",
        "为没有自动化基础的企业提供整套方案，数据无法篡改。",
        "华创信通软件技术有限公司",
        "The camera measures beyond the range of visible light.",
        "It machines shapes that milling cannot produce.",
        "The antenna works where the signal is weak.",
    ],
)
def test_what_somebody_has_is_not_a_lack(sentence: str) -> None:
    assert not text.lacks(sentence)


def test_only_the_sentences_of_a_lack_are_left_out() -> None:
    told = "Makes servo motors. It has no reducers. Sells drives."
    assert text.had(told, "en") == "Makes servo motors. Sells drives."
    assert text.had("Makes servo motors.", "en") == "Makes servo motors."
