import json
import re
from dataclasses import fields, replace

import pytest

from screening.errors import ScreeningError
from screening.records import Closed, Evidence, Fit, KnowHow, Screening, Signal
from screening.report import artifact_rows, json_bytes, markdown
from screening.report.details import detail
from screening.report.view import View


def test_rows_hold_plain_values_only(screening: Screening) -> None:
    rows = artifact_rows(screening, "en", top=3)
    assert len(rows) == 3
    assert {type(value) for row in rows for value in row.values()} == {int, float, str}
    assert list(rows[0]) == [
        "Rank",
        "Company",
        "Country or region",
        "Fit score",
        "Gaps covered",
        "Best evidence",
        "Feasibility",
    ]
    assert rows[0]["Fit score"] == 91.2
    assert rows[2]["Feasibility"] == "not researched"


def test_rows_speak_the_reader_s_language(screening: Screening) -> None:
    row = artifact_rows(screening, "zh")[3]
    assert (row["企业"], row["国家/地区"], row["可行性"]) == ("上银科技", "中国台湾", "基本关闭")


def test_rows_without_a_total_say_unknown(screening: Screening) -> None:
    fit = replace(screening.fits[0], total=float("nan"))
    assert artifact_rows(replace(screening, fits=(fit,)), "en")[0]["Fit score"] == "unknown"


def test_markdown_shows_gaps_and_fits(screening: Screening) -> None:
    shown = markdown(screening, "en", top=2)
    assert shown.startswith("# Robot chain 2026\n")
    assert "| Precision reducers | 0.12 | FANUC | 0.66 | 0.82 | stated |" in shown
    assert "| Sensors and machine vision | 0.2 | unknown | unknown | unknown | inferred |" in shown
    assert "Nabtesco" in shown
    assert "Spinea" not in shown
    assert "2 of 7" in shown
    assert "- filing: FEFTA (rule-filing, checked on 2025-06-30)" in shown


def test_json_leaves_nothing_of_a_fit_out(screening: Screening) -> None:
    found = json.loads(json_bytes(screening))
    assert len(found["fits"]) == len(screening.fits)
    for shown, fit in zip(found["fits"], screening.fits, strict=True):
        assert set(shown) == {one.name for one in fields(Fit)}
        signals = tuple(
            Signal(**{**one, "evidence": tuple(one["evidence"])}) for one in shown["signals"]
        )
        evidence = tuple(Evidence(**one) for one in shown["evidence"])
        covered = tuple(shown["covered"])
        told = {"signals": signals, "evidence": evidence, "covered": covered, "advice": None}
        told["missing"] = tuple(shown["missing"])
        told["know_how"] = KnowHow(**shown["know_how"]) if shown["know_how"] else None
        told["fields"] = tuple(shown["fields"])
        told["closes"] = tuple(Closed(**one) for one in shown["closes"])
        assert Fit(**{**shown, **told}) == replace(fit, advice=None)
        assert (shown["advice"] or {}).get("why") == (fit.advice.why if fit.advice else None)


def test_json_is_canonical(screening: Screening) -> None:
    data = json_bytes(screening)
    assert "谐波减速器".encode() in data
    turned = replace(screening, companies=dict(reversed(screening.companies.items())))
    assert json_bytes(turned) == data
    again = json.dumps(json.loads(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert again.encode() == data


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_refuses_what_is_no_number_and_says_where(screening: Screening, value: float) -> None:
    fit = replace(screening.fits[1], total=value)
    with pytest.raises(ScreeningError, match=r"screening\.fits\[1\]\.total"):
        json_bytes(replace(screening, fits=(screening.fits[0], fit)))


def test_json_tells_unknown_from_zero(screening: Screening) -> None:
    gaps = {gap["technology"]: gap for gap in json.loads(json_bytes(screening))["gaps"]}
    assert gaps["sensors-vision"]["size"] is None
    assert gaps["controllers"]["size"] == 0


def test_what_made_a_score_is_said_in_the_readers_language(screening: Screening) -> None:
    names = ("gap_fill", "relatedness", "close_reading", "novelty")
    signals = {
        name: Signal(name=name, score=None if name == "close_reading" else 0.5, detail="as kept")
        for name in names
    }
    closes = (Closed(technology="precision-reducers", share=0.85),)
    firm = screening.fits[1].company_id
    fit = replace(screening.fits[0], closes=closes, goal=0.66, nearest=firm, cosine=0.4321)
    english, chinese = View("en", screening), View("zh", screening)
    assert detail(english, fit, signals["gap_fill"]).startswith(
        "closes Precision reducers by 85% (weight 1.00); goal 0.66"
    )
    assert detail(english, fit, signals["relatedness"]) == f"cosine 0.43 to {english.name(firm)}"
    for name in names:
        assert re.search(r"[\u4e00-\u9fff]", detail(chinese, fit, signals[name]))
    assert "not among the best" in detail(english, fit, signals["close_reading"])
    alone = replace(fit, nearest="", cosine=None)
    assert "no firm" in detail(english, alone, signals["relatedness"])
    older = replace(alone, closes=())
    assert detail(english, older, signals["gap_fill"]) == "as kept"
    other = Signal(name="of another scorer", score=0.5, detail="as kept")
    assert detail(chinese, fit, other) == "as kept"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "name",
    [
        "strength",
        "absorbability",
        "close_reading",
        "complementarity",
        "novelty",
        "redundancy",
        "differentiation",
        "private_synergy",
    ],
)
def test_the_words_follow_the_score(screening: Screening, name: str, language: str) -> None:
    closes = (Closed(technology="precision-reducers", share=0.85),)
    fit = replace(screening.fits[0], closes=closes, nearest=screening.fits[1].company_id)
    view = View(language, screening)
    told = [
        detail(view, fit, Signal(name=name, score=score, detail="as kept"))
        for score in (0.02, 0.04, 0.33, 0.95, 1.0)
    ]
    assert told[0] == told[1] != told[3] == told[4]
    assert "as kept" not in told


def test_what_little_sharing_says_is_little(screening: Screening) -> None:
    closes = (Closed(technology="precision-reducers", share=0.02),)
    fit = replace(screening.fits[0], closes=closes, nearest=screening.fits[1].company_id)
    english = View("en", screening)

    def told(name: str, score: float) -> str:
        return detail(english, fit, Signal(name=name, score=score, detail=""))

    assert told("absorbability", 0.09).startswith("shares few")
    assert told("absorbability", 0.9).startswith("shares many")
    assert told("private_synergy", 0.24).startswith("hardly nearer")
    assert told("private_synergy", 0.05).startswith("farther")
    assert told("differentiation", 0.2).startswith("farther")
    assert told("differentiation", 0.5).startswith("about as near")


def test_gaps_that_are_not_stated_are_said_to_weigh_less(screening: Screening) -> None:
    closes = tuple(
        Closed(technology=one, share=share)
        for one, share in (("servo-drives", 1.0), ("precision-reducers", 0.876))
    )
    fit = replace(screening.fits[0], closes=closes, covered=("servo-drives",), goal=0.9)
    signal = Signal(name="gap_fill", score=0.21, detail="")
    told = detail(View("en", screening), fit, signal)
    assert told == (
        "closes Precision reducers by 87% (weight 1.00), Servo motors and drives by 100%"
        " (not stated, weight 0.09); goal 0.90; stated and not covered: Precision reducers,"
        " Human–robot collaboration"
    )
    assert "非委托方提出，权重0.09" in detail(View("zh", screening), fit, signal)


def test_chinese_facts_are_no_list_and_their_brackets_are_full(screening: Screening) -> None:
    chinese, english = View("zh", screening), View("en", screening)
    assert chinese.owner(chinese.find("c12")) == "Timken（美国），子公司，自2022年"
    assert english.owner(english.find("c12")) == "Timken (United States), subsidiary, since 2022"
    assert chinese.size(chinese.find("c10")) == "556.45亿日元（2024），大型"
    assert chinese.taken_from("recalled, unchecked") == "凭记忆整理，未经核对"
    assert english.taken_from("recalled, unchecked") == "recalled, unchecked"
    assert chinese.taken_from("Orbis") == "Orbis"
    mixed = "FinanceDatabase 2026 (name, country, city, website); rest recalled, unchecked"
    assert english.taken_from(mixed) == mixed
    assert chinese.taken_from(mixed) == (
        "FinanceDatabase 2026 (name, country, city, website)；其余凭记忆整理，未经核对"
    )
