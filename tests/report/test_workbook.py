"""The workbook, read back with two readers that had no part in writing it."""

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from screening.errors import InputError
from screening.records import Judged, Judgement, Region, Screening, Sensitivity, Unmatched, Verdict
from screening.report import workbook
from screening.report.words import LANGUAGES, word

# Data bars that show nothing for zero are a later extension of the format, which openpyxl skips.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*extension is not supported:UserWarning")

WHEN = "2026-11-23T09:30:00+00:00"
SHEETS = (
    "cover", "funnel", "home", "shortlist", "deals", "signals", "longlist", "excluded", "matrix",
    "regions", "sensitivity", "evidence", "rules", "quality", "notes",
)  # fmt: skip
HEADER = 4  # the row of the header as openpyxl counts


def opened(screening: Screening, language: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(screening, language, when=WHEN)))


def table(book: openpyxl.Workbook, sheet: str, language: str = "en") -> list[dict[str, Any]]:
    """The rows of the one list on a sheet, by title; empty cells are None."""
    rows = list(book[word(f"sheet.{sheet}", language)].iter_rows(min_row=HEADER, values_only=True))
    titles = [title for title in rows[0] if title]
    found = []
    for row in rows[1:]:
        if row[0] is None:
            break
        found.append(dict(zip(titles, row, strict=False)))
    return found


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_stand_in_order_and_both_readers_agree(screening: Screening, language: str) -> None:
    data = workbook(screening, language, when=WHEN)
    names = [word(f"sheet.{key}", language) for key in SHEETS]
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == names
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    assert book.sheet_names == names
    ranks = [
        row[0]
        for row in book.get_sheet_by_name(names[SHEETS.index("shortlist")]).to_python()[HEADER:]
    ]
    assert ranks == [1, 2, 3, 4, 5]


def test_the_shortlist_says_who_why_and_how_feasible(screening: Screening) -> None:
    rows = table(opened(screening), "shortlist")
    assert len(rows) == screening.mandate.shortlist
    first, spinea = rows[0], rows[2]
    assert first["Target"] == "Harmonic Drive Systems"
    assert first["Chinese name"] == "哈默纳科"
    assert first["Local name"] == "株式会社ハーモニック・ドライブ・システムズ"
    assert (first["Country or region"], first["City"]) == ("Japan", "Tokyo")
    assert first["Fit score"] == pytest.approx(91.2345)
    assert (first["Gap fill"], first["Novelty"]) == (0.98, 0.55)
    assert first["Gaps covered"] == "Precision reducers, Servo motors and drives"
    assert first["Employees"] == 1300
    assert first["Revenue and band"] == "JPY 55,645 m (2024), large"
    assert first["Feasibility"] == "filing"
    assert first["Website"] == "https://www.hds.co.jp"
    assert spinea["Owner"] == "Timken (United States), subsidiary, since 2022"
    assert spinea["Owner as of"] == "2025-01-31"
    assert spinea["Feasibility"] == "not researched"


def test_quotes_show_each_technology_before_a_second_of_one(screening: Screening) -> None:
    quotes = table(opened(screening), "shortlist")[0]["Best evidence"].split("\n")
    assert [quote.split("]")[0] for quote in quotes] == [
        "[Precision reducers",
        "[Servo motors and drives",
        "[Precision reducers",
    ]
    assert "波動歯車装置" in quotes[2]


def test_the_chinese_workbook_is_chinese(screening: Screening) -> None:
    book = opened(screening, "zh")
    hiwin = table(book, "shortlist", "zh")[3]
    assert hiwin["国家/地区"] == "中国台湾"
    assert hiwin["可弥补的缺口"] == "精密减速器"
    assert hiwin["可行性"] == "基本关闭"
    assert table(book, "shortlist", "zh")[2]["可行性"] == "未研究"
    assert [row["规则"] for row in table(book, "longlist", "zh")][:1] == ["rule-filing"]
    fixed = [
        row[0]
        for key in ("cover", "funnel", "quality")
        for row in book[word(f"sheet.{key}", "zh")].iter_rows(values_only=True)
        if row[0]
    ]
    own = {"Robot chain 2026", f"{screening.run.id} · {screening.run.started_at}"}
    assert len(fixed) > 40
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in fixed if text not in own)


def test_unknown_is_a_word_and_zero_is_a_number(screening: Screening) -> None:
    book = opened(screening)
    reducers, *others = table(book, "matrix")
    assert reducers["maxon"] == "unknown"
    assert reducers["ABB"] == 0
    by_name = {row["Technology"]: row for row in (reducers, *others)}
    assert by_name["Robot and motion controllers"]["Gap"] == 0
    assert by_name["Sensors and machine vision"]["Gap"] == "unknown"
    assert by_name["Human–robot collaboration"]["Zhejiang: 2 firms"] == "unknown"
    spinea, maxon = table(book, "longlist")[2], table(book, "longlist")[6]
    assert spinea["Relatedness"] == "unknown"
    assert spinea["Close reading"] == "not read"
    assert maxon["Fit score"] == 0
    assert maxon["Employees"] == "unknown"
    assert maxon["Gaps covered"] == "covers none of the gaps"


@pytest.mark.parametrize(
    ("language", "sure"), [("en", ("medium", "unknown")), ("zh", ("中", "未知"))]
)
def test_how_sure_a_total_is_stands_beside_it(
    screening: Screening, language: str, sure: tuple[str, str]
) -> None:
    first = replace(screening.fits[0], confidence="medium")
    book = opened(replace(screening, fits=(first, *screening.fits[1:])), language)
    for sheet in ("shortlist", "longlist"):
        rows = table(book, sheet, language)
        assert tuple(row[word("col.fit_sure", language)] for row in rows[:2]) == sure


def test_a_figure_that_is_no_number_is_unknown(screening: Screening) -> None:
    first = replace(screening.fits[0], total=float("nan"))
    book = opened(replace(screening, fits=(first, *screening.fits[1:])))
    assert table(book, "longlist")[0]["Fit score"] == "unknown"


def test_the_matrix_names_firm_leaders_and_targets_in_order(screening: Screening) -> None:
    titles = list(table(opened(screening), "matrix")[0])
    assert titles[6:10] == ["Zhejiang: 2 firms", "FANUC", "ABB", "KUKA"]
    assert titles[10:] == [screening.companies[fit.company_id].name for fit in screening.fits]
    assert len(screening.fits) <= 10


def test_a_single_firm_is_named(screening: Screening) -> None:
    one = replace(screening, firms=("c30",))
    assert "环动科技" in table(opened(one, "zh"), "matrix", "zh")[0]


def test_the_chart_leaves_out_gaps_of_unknown_size(screening: Screening) -> None:
    data = parts(workbook(screening, "en", when=WHEN))
    charts = [data[name].decode() for name in sorted(data) if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "'Gap matrix'!$B$5:$B$9" in charts[1]
    sizes = [row["Gap"] for row in table(opened(screening), "matrix")]
    assert sizes == [0.82, 0.5, 0.44, 0.31, 0, "unknown"]


def test_without_any_known_gap_there_is_no_chart_of_them(screening: Screening) -> None:
    gaps = tuple(replace(gap, size=None) for gap in screening.gaps)
    data = parts(workbook(replace(screening, gaps=gaps), "en", when=WHEN))
    assert sum(name.startswith("xl/charts/chart") for name in data) == 1


def test_exclusions_carry_rule_value_threshold_and_owner(screening: Screening) -> None:
    english = {row["Company"]: row for row in table(opened(screening), "excluded")}
    assert english["Carl Cloos"] == {
        "Company": "Carl Cloos",
        "Country or region": "Germany",
        "Reason": "Chinese-owned already",
        "Value": "China",
        "Threshold": "not Chinese-owned",
        "Owner": "Estun",
        "Owner as of": "2025-06-30",
    }
    chinese = {row["企业"]: row for row in table(opened(screening, "zh"), "excluded", "zh")}
    assert chinese["Ghost Ltd"]["阈值"] == "至少5词"
    assert chinese["Siemens"]["阈值"] == "不超过20000"
    assert chinese["Robotiq"]["阈值"] == "非加拿大"
    assert chinese["发那科"]["剔除规则"] == "标杆企业本身"


def test_a_rule_of_unknown_name_is_shown_as_recorded(screening: Screening) -> None:
    odd = replace(screening.excluded[0], rule="house-rule", threshold="x < 3")
    row = table(opened(replace(screening, excluded=(odd,)), "zh"), "excluded", "zh")[0]
    assert (row["剔除规则"], row["阈值"]) == ("house-rule", "x < 3")


def test_the_funnel_counts_and_says_what_was_lost(screening: Screening) -> None:
    rows = table(opened(screening), "funnel")
    assert [row["Companies"] for row in rows] == [120, 96, 90, 7, 7, 5]
    assert [row["Left out here"] for row in rows] == [None, 24, 6, 83, 0, 2]


def test_evidence_has_its_place_in_the_source(screening: Screening) -> None:
    rows = table(opened(screening), "evidence")
    assert len(rows) == 1 + sum(len(fit.evidence) for fit in screening.fits)
    assert (rows[0]["Role"], rows[0]["Company"]) == ("leader", "FANUC")
    quote = screening.fits[0].evidence[0]
    assert rows[1]["Quote"] == quote.quote
    assert (rows[1]["File"], rows[1]["Row"]) == ("targets.csv", 7)
    assert rows[1]["Similarity"] == pytest.approx(0.7123)
    assert rows[2]["Language"] == "Japanese"
    assert rows[1]["Document hash"] == quote.document_hash


def test_the_cover_carries_the_whole_stamp_and_the_weights(screening: Screening) -> None:
    rows = [row[:2] for row in opened(screening)["Cover"].iter_rows(values_only=True)]
    facts = {str(label): value for label, value in rows if label}
    run = screening.run
    assert facts["Run"] == run.id or run.id in [value for _, value in rows]
    for value in (run.corpus_version, run.encoder, run.encoder_revision, run.scorer, run.code,
                  run.taxonomy_version, run.rules_version, run.mandate_hash):  # fmt: skip
        assert value in facts.values()
    assert facts["Gap fill"] == "45%"
    assert facts["Sponsor"] == "Test sponsor"


def test_without_weights_the_cover_names_the_scorer(screening: Screening) -> None:
    plain = replace(screening, mandate=replace(screening.mandate, weights={}))
    texts = [cell for row in opened(plain)["Cover"].iter_rows(values_only=True) for cell in row]
    assert "as released with scorer hand-8" in texts


def test_data_quality_shows_counts_and_shares(screening: Screening) -> None:
    rows = {row["Measure"]: row for row in table(opened(screening), "quality")}
    assert rows["Missing: city"]["Number"] == 12
    assert rows["Missing: city"]["Share of companies"] == pytest.approx(0.1)
    assert rows["Rows rejected"]["Number"] == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_every_list_is_in_the_field_notes(
    screening: Screening, language: str
) -> None:
    book = opened(screening, language)
    sheet = word("sheet.notes", language)
    noted = {row[:2] for row in book[sheet].iter_rows(values_only=True)}
    for key in ("shortlist", "signals", "longlist", "excluded", "evidence", "quality"):
        name = word(f"sheet.{key}", language)
        titles = [cell.value for cell in book[name][HEADER] if cell.value]
        assert titles
        assert all((name, title) in noted for title in titles)


def test_lists_are_set_up_for_screen_and_print(screening: Screening) -> None:
    book = opened(screening)
    for key in ("shortlist", "longlist", "excluded", "evidence"):
        sheet = book[word(f"sheet.{key}", "en")]
        assert sheet.freeze_panes.endswith("5")
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (None, 1)  # one page is what is left unsaid
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    shortlist = book["Shortlist"]
    titles = [cell.value for cell in shortlist[HEADER]]
    quote = shortlist.cell(HEADER + 1, 1 + titles.index("Best evidence"))
    assert quote.alignment.wrap_text
    assert shortlist.row_dimensions[HEADER + 1].height > 40


def test_the_fit_has_data_bars_and_the_matrix_a_heat_map(screening: Screening) -> None:
    book = opened(screening)
    kinds = {
        name: {rule.type for rules in book[name].conditional_formatting for rule in rules.rules}
        for name in ("Shortlist", "Gap matrix")
    }
    assert kinds["Shortlist"] == {"dataBar"}
    assert kinds["Gap matrix"] == {"dataBar", "colorScale"}


def test_the_same_screening_gives_the_same_bytes(screening: Screening) -> None:
    first = workbook(screening, "zh", when=WHEN)
    assert workbook(replace(screening), "zh", when=WHEN) == first
    assert workbook(screening, "zh", when="2026-11-24T09:30:00+00:00") != first


def test_the_date_of_the_file_is_the_one_given(screening: Screening) -> None:
    data = workbook(screening, "en", when="2026-11-23T17:30:00+08:00")
    assert openpyxl.load_workbook(BytesIO(data)).properties.created == datetime(2026, 11, 23, 9, 30)


def test_there_are_no_macros_and_no_outside_links(screening: Screening) -> None:
    data = parts(workbook(screening, "en", when=WHEN))
    assert not [name for name in data if "vba" in name or "externalLink" in name]
    assert not [name for name, body in data.items() if b'TargetMode="External"' in body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_screening_makes_a_workbook_too(screening: Screening, language: str) -> None:
    empty = Screening(
        run=screening.run,
        mandate=replace(screening.mandate, name="", weights={}, gaps=()),
        technologies=(),
        gaps=(),
        fits=(),
        excluded=(),
        companies={},
    )
    assert opened(empty, language).sheetnames == [word(f"sheet.{key}", language) for key in SHEETS]


def test_a_company_that_is_not_among_them_goes_by_its_id(screening: Screening) -> None:
    lost = replace(screening.fits[0], company_id="c999")
    rows = table(opened(replace(screening, fits=(lost,))), "longlist")
    assert rows[0]["Target"] == "c999"
    assert rows[0]["Country or region"] == "unknown"


@pytest.mark.parametrize("when", ["", "yesterday", "2026-13-01"])
def test_a_date_that_is_none_is_refused(screening: Screening, when: str) -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        workbook(screening, "en", when=when)


def test_another_language_is_refused(screening: Screening) -> None:
    with pytest.raises(InputError, match="known: en, zh"):
        workbook(screening, "fr", when=WHEN)


def test_what_stands_beside_the_score_has_its_sheets(screening: Screening) -> None:
    japan = Region(
        country="JP", ranked=2, complementary=2, strength=90.0, best="c10",
        band="filing", band_rule="rule-filing",
    )  # fmt: skip
    book = opened(replace(screening, regions=(japan,)))
    (home,) = table(book, "home")
    assert home[word("col.enough", "en")] == word("home.enough", "en")
    out, first, *others = table(book, "deals")
    assert out[word("col.company", "en")] == word("deals.home", "en")
    assert first[word("col.advice", "en")] == word("advised.control", "en")
    assert first[word("deal.licence", "en")].startswith(word("band.near_closed", "en"))
    assert word("deal_unconfirmed", "en") in first[word("deal.licence", "en")]
    assert first[word("col.mode_rules", "en")].split("\n") == [
        "control: FEFTA (rule-filing, checked on 2025-06-30)",
        "licence: JP",
    ]
    assert first[word("col.second", "en")] == screening.companies["c11"].name
    assert others[-1][word("col.advice", "en")] == word("unknown", "en")
    (rule,) = table(book, "rules")
    assert word("rules.stale", "en") in rule[word("col.checked_on", "en")]
    ranked, *_ = table(book, "shortlist")
    assert ranked[word("col.interval", "en")] == "1–3"
    assert ranked["Rule"] == "FEFTA (rule-filing, checked on 2025-06-30)"
    (japan,) = table(book, "regions")
    assert (japan["Feasibility"], japan["Rule"]) == ("filing", ranked["Rule"])


@pytest.mark.parametrize(
    ("language", "note"), [("en", "Short of the last arc minute."), ("zh", "尚差最后一弧分。")]
)
def test_what_is_known_of_a_supplier_is_told_in_the_readers_language(
    screening: Screening, language: str, note: str
) -> None:
    (one,) = screening.home
    told = replace(
        one.supplier, note_en="Short of the last arc minute.", note_zh="尚差最后一弧分。"
    )
    book = opened(replace(screening, home=(replace(one, supplier=told),)), language)
    (home,) = table(book, "home", language)
    assert home[word("col.home_note", language)] == note
    older = replace(told, note_zh="")
    book = opened(replace(screening, home=(replace(one, supplier=older),)), language)
    (home,) = table(book, "home", language)
    assert home[word("col.home_note", language)] == (note if language == "en" else told.note_en)


def test_one_weight_at_a_time_says_who_comes_and_goes(screening: Screening) -> None:
    one = Sensitivity(
        signal="gap_fill",
        change=-0.2,
        kept=9,
        entered=(screening.fits[1].company_id,),
        gone=(screening.fits[0].company_id,),
        first=screening.fits[2].company_id,
    )
    rows = table(opened(replace(screening, sensitivity=(one,))), "sensitivity")
    names = [screening.companies[fit.company_id].name for fit in screening.fits[:3]]
    assert [*rows[0].values()] == ["Gap fill", "−20%", 9, names[1], names[0], names[2]]


def test_verdicts_stand_beside_the_score_and_disagreement_is_shown(screening: Screening) -> None:
    target = screening.fits[0].company_id

    def judged(judgement: Judgement, author: str, *, changed: bool = False) -> Judged:
        verdict = Verdict(
            run_id="r_0", company_id=target, judgement=judgement, reason="=1+1 why",
            author=author, at=WHEN,
        )  # fmt: skip
        return Judged(verdict=verdict, carried=changed, changed=changed)

    both = (judged("pursue", "Li", changed=True), judged("reject", "Wang"))
    rows = table(opened(replace(screening, verdicts=both)), "shortlist")
    assert rows[0]["Verdicts"].splitlines() == [
        "reviewers disagree",
        "reject, Wang, 2026-11-23: =1+1 why",
        "pursue, Li, 2026-11-23: =1+1 why (of another run, scored otherwise then)",
    ]
    assert rows[1]["Verdicts"] is None
    again = (judged("pursue", "Li"), judged("reject", "Wang"), judged("pursue", "Wang"))
    text = table(opened(replace(screening, verdicts=again)), "shortlist")[0]["Verdicts"]
    assert "disagree" not in text
    chinese = table(opened(replace(screening, verdicts=both), "zh"), "shortlist", "zh")
    assert chinese[0]["评审意见"].startswith("评审意见不一致\n否决，Wang")


def test_a_red_line_that_keeps_nobody_out_is_noted(screening: Screening) -> None:
    missed = Unmatched(place="red_lines", name="Wittenstien", near=("Wittenstein",))
    told = replace(screening, unmatched=(missed,))
    for language, said in (
        ("en", "keeps nobody out. Nearest: Wittenstein."),
        ("zh", "未能据此剔除"),
    ):
        cells = [
            str(cell)
            for row in opened(told, language)[word("sheet.notes", language)].values
            for cell in row
            if cell
        ]
        assert any("Wittenstien" in cell and said in cell for cell in cells)


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("zh", "无")])
def test_a_run_without_merges_says_none(screening: Screening, language: str, none: str) -> None:
    rows = opened(screening, language)[word("sheet.cover", language)].values
    told = {row[0]: row[1] for row in rows}
    assert told[word("run.identities", language)] == none


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_and_the_day_of_the_deal_are_told(screening: Screening, language: str) -> None:
    mandate = replace(screening.mandate, firm=("FANUC", "ABB", "KUKA"), deal_date="2022-06-30")
    told = replace(screening, mandate=mandate, firms=("c1", "c2", "c3"))
    book = opened(told, language)

    def beside(sheet: str, key: str) -> str:
        rows = book[word(f"sheet.{sheet}", language)].values
        return next(str(row[1]) for row in rows if row[0] == word(key, language))

    names = {"en": "FANUC, ABB, KUKA", "zh": "发那科、ABB、库卡"}
    assert beside("cover", "mandate.firm") == names[language]
    assert beside("notes", "mandate.deal_date") == "2022-06-30"
    titles = next(iter(book[word("sheet.matrix", language)].iter_rows(min_row=HEADER)))
    whose = {"en": "FANUC and others (3 firms)", "zh": "发那科等3家企业"}[language]
    assert whose in [cell.value for cell in titles]
