import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from screening.records import Closed, Matched, Screening
from screening.report import filled_lines, gaps_table, shortlist_table, table
from screening.report.terminal import plain
from screening.report.view import View


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_no_line_is_wider_than_asked(screening: Screening, width: int, language: str) -> None:
    shown = table(screening, language, width=width)
    assert max(cell_len(one) for one in shown.splitlines()) <= width
    for fit in screening.fits[:5]:
        assert f"{fit.total:.1f}" in shown


@pytest.mark.parametrize("width", [100, 160])
def test_a_row_takes_few_lines_and_says_all(screening: Screening, width: int) -> None:
    lines = table(screening, "en", width=width).splitlines()
    start = next(k for k, one in enumerate(lines) if "Harmonic Drive Systems" in one)
    end = next(k for k, one in enumerate(lines) if "Nabtesco" in one)
    assert end - start <= (6 if width < 120 else 3)
    row = "\n".join(lines[start:end])
    for part in ("1 ", "Japan", "91.2", "Precision reducers", "Strain wave", "filing", "…"):
        assert part in row


def test_chinese_readers_get_chinese_names(screening: Screening) -> None:
    shown = table(screening, "zh", width=120)
    for part in ("哈默纳科", "中国台湾", "精密减速器、伺服电机与驱动器", "未研究", "Spinea"):
        assert part in shown
    assert "Nabtesco" not in shown


def test_only_the_shortlist_is_shown(screening: Screening) -> None:
    assert "Wittenstein" not in table(screening, "en", width=120)
    longer = replace(screening, mandate=replace(screening.mandate, shortlist=7))
    assert "maxon" in table(longer, "en", width=120)


def test_without_any_band_there_is_no_column_for_it(screening: Screening) -> None:
    bare = replace(screening, fits=tuple(replace(fit, band="") for fit in screening.fits))
    assert "Feasibility" not in table(bare, "en", width=120)
    assert "Feasibility" in table(screening, "en", width=120)


@pytest.mark.parametrize(
    ("firms", "english", "chinese"),
    [
        (("c2",), "ABB", "ABB"),
        (("c1", "c2"), "FANUC, ABB", "发那科、ABB"),
        (("c1", "c2", "c3"), "FANUC and others (3 firms)", "发那科等3家企业"),
    ],
)
def test_gaps_say_whose_they_are(
    screening: Screening, firms: tuple[str, ...], english: str, chinese: str
) -> None:
    mandate = replace(screening.mandate, firm=firms)
    for language, told in (("en", english), ("zh", chinese)):
        title = gaps_table(screening, language, mandate, firms).title
        assert str(title).endswith(f" · {told}")


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "[1] FEFTA (rule-filing, checked on 2025-06-30)"),
        ("zh", "[1] FEFTA（rule-filing，2025-06-30核对）"),
    ],
)
def test_each_band_points_to_its_rule_below(screening: Screening, language: str, note: str) -> None:
    shown = table(screening, language, width=120)
    assert note in shown
    assert shown.count("[1]") == 3
    assert shown.count("[2]") == 2


def test_plain_text_has_no_colour_and_a_terminal_has(screening: Screening) -> None:
    assert "\x1b" not in table(screening, "en", width=120)
    file = StringIO()
    console = Console(file=file, width=120, force_terminal=True, color_system="standard")
    console.print(shortlist_table(screening, "en"))
    assert "\x1b[" in file.getvalue()


def test_gaps_come_largest_first_and_unknown_last(screening: Screening) -> None:
    shown = plain(lambda: gaps_table(screening, "en"), width=160)
    rows = [one for one in shown.splitlines() if re.search(r"  (stated|inferred)", one)]
    first, last = rows[0].split("  "), rows[-1]
    assert [part.strip() for part in first if part.strip()] == [
        "Precision reducers",
        "0.12",
        "FANUC",
        "0.66",
        "0.82",
        "stated",
        "Near, as much as the leader",
    ]
    assert last.split()[:4] == ["Sensors", "and", "machine", "vision"]
    assert last.count("unknown") == 3
    assert " 0.00 " in next(one for one in rows if "Robot and" in one)
    assert "发那科" in plain(lambda: gaps_table(screening, "zh"), width=110)


def test_who_fills_a_gap_at_home_is_dated(screening: Screening) -> None:
    (one,) = screening.home
    dated = replace(one, supplier=replace(one.supplier, as_of="2025-06-30"))
    shown = plain(lambda: gaps_table(replace(screening, home=(dated,)), "en"), width=200)
    assert "Near (2025-06-30), as much as" in shown
    found = Matched(
        target=screening.companies["c10"], field="robots", matches=(), ahead=0,
        home=((screening.technologies[0], dated),),
    )  # fmt: skip
    title, told = filled_lines(found, "zh")
    assert title.startswith("国内已可弥补的缺口（1项）")
    assert told == "  精密减速器：近，浙江，截至2025-06-30"
    assert filled_lines(replace(found, home=()), "zh") == []


def test_a_long_text_without_spaces_is_cut_too(screening: Screening) -> None:
    fit = screening.fits[0]
    quote = replace(fit.evidence[0], quote="减速器" * 400)
    found = replace(screening, fits=(replace(fit, evidence=(quote,)),))
    shown = table(found, "zh", width=100)
    assert len(shown.splitlines()) < 12
    assert "…" in shown


def test_a_gap_that_is_only_the_floor_of_a_stated_one_says_so(screening: Screening) -> None:
    ahead = replace(screening.gaps[2], stated=True, size=0.5, own=0.8, leader=0.7)
    told = replace(screening, gaps=(ahead, *screening.gaps[:2]))
    for language, mark, note in (
        ("en", "stated (floor)", "never counted as smaller"),
        ("zh", "委托提出（下限）", "不低于此值"),
    ):
        shown = plain(lambda language=language: gaps_table(told, language), width=160)
        assert shown.count(mark) == 1
        assert note in shown
    assert "floor" not in plain(
        lambda: gaps_table(replace(told, gaps=told.gaps[1:]), "en"), width=160
    )


@pytest.mark.parametrize(("language", "mark"), [("en", "none of the gaps"), ("zh", "未补任何缺口")])
def test_a_target_that_covers_no_gap_is_marked(
    screening: Screening, language: str, mark: str
) -> None:
    bare = replace(screening.fits[0], covered=(), closes=())
    shown = table(replace(screening, fits=(bare, *screening.fits[1:3])), language, width=160)
    assert shown.count(mark) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "covers none of the gaps; nearest Precision reducers 82%"),
        ("zh", "未补任何缺口；最接近：精密减速器 82%"),
    ],
)
def test_what_is_nearly_covered_is_named(screening: Screening, language: str, said: str) -> None:
    shares = (
        Closed(technology="precision-reducers", share=0.82),
        Closed(technology="controllers", share=0.4),
    )
    near = replace(screening.fits[0], covered=(), closes=shares)
    assert View(language, screening).covered(near) == said
