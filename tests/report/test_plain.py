import json
import re
from dataclasses import fields, replace

import pytest

from screening.errors import ScreeningError
from screening.records import Closed, Evidence, Fit, KnowHow, Screening, Signal
from screening.report import artifact_rows, json_bytes, markdown
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
    assert english.detail(fit, signals["gap_fill"]) == "closes Precision reducers by 85%; goal 0.66"
    assert english.detail(fit, signals["relatedness"]) == f"cosine 0.43 to {english.name(firm)}"
    for name in names:
        assert re.search(r"[\u4e00-\u9fff]", chinese.detail(fit, signals[name]))
    assert "not among the best" in english.detail(fit, signals["close_reading"])
    alone = replace(fit, nearest="", cosine=None)
    assert "no firm" in english.detail(alone, signals["relatedness"])
    older = replace(alone, closes=())
    assert english.detail(older, signals["gap_fill"]) == "as kept"
    other = Signal(name="of another scorer", score=0.5, detail="as kept")
    assert chinese.detail(fit, other) == "as kept"
