"""Texts from outside cannot become formulas, markup, terminal commands or broken files."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from screening.records import Screening
from screening.report import artifact_rows, json_bytes, markdown, table, workbook
from screening.report.cells import LONGEST_CELL, cell, line

# Data bars that show nothing for zero are a later extension of the format, which openpyxl skips.
pytestmark = pytest.mark.filterwarnings(r"ignore:.*extension is not supported:UserWarning")

WHEN = "2026-11-23"
ILLEGAL = {*map(chr, range(32)), "\x7f", "\ufffe", "\uffff"} - {"\t", "\n"}
hostile = st.text(st.characters() | st.sampled_from("=+-@<>&'\"|\x00\x1b\u202e\ud800")) | st.builds(
    str.__add__,
    st.sampled_from(["=", "+", "-", "@", "\t=", "<r>", "http://", "internal:", "_x0041_", "{="]),
    st.text(max_size=20),
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://x.y", "42")


def spoiled(screening: Screening, text: str) -> Screening:
    """The Screening with ``text`` in every place that comes from outside."""
    fit, one = screening.fits[0], screening.companies["c10"]
    quote = replace(fit.evidence[0], quote=text, source=text, file=text, language=text)
    named = replace(one, name=text, name_zh=text, name_local=text, city=text, website=text)
    named = replace(named, country=text, ownership=replace(one.ownership, owner=text, kind=text))
    technology = replace(screening.technologies[0], name_en=text, name_zh=text)
    return replace(
        screening,
        fits=(replace(fit, evidence=(quote,), band=text, band_rule=text), *screening.fits[1:]),
        companies={**screening.companies, "c10": named},
        technologies=(technology, *screening.technologies[1:]),
        mandate=replace(
            screening.mandate, name=text, purpose=text, sponsor=text, red_lines=(text,)
        ),
        excluded=(replace(screening.excluded[0], rule=text, value=text, threshold=text),),
        quality={text: text, "companies": 3},
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_text_never_becomes_a_formula_or_a_link(screening: Screening, text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(spoiled(screening, text), "en", when=WHEN)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert sum(cell.value == text for cell in cells) > 10
    assert {cell.data_type for cell in cells if cell.value == text} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink and not cell.hyperlink.location]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_any_text_gives_a_workbook_that_opens(screening: Screening, text: str) -> None:
    data = workbook(spoiled(screening, text), "zh", when=WHEN)
    book = openpyxl.load_workbook(BytesIO(data))
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("短名单")
    name = sheet.to_python()[4][2]
    assert str(name).strip() == cell(text, "").strip() or "_x" in text


@given(hostile)
def test_a_cell_is_legal_xml_and_fits(text: str) -> None:
    shown = cell(text * 50, "…")
    assert not ILLEGAL & set(shown)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST_CELL + 1


@pytest.mark.parametrize("long", ["x" * 40_000, "𠮷" * 20_000, "齿轮" * 20_000])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(screening: Screening, long: str) -> None:
    data = workbook(spoiled(screening, long), "en", when=WHEN)
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Evidence").to_python()
    shown = str(rows[5][4])
    assert shown.endswith(" … [cut]")
    assert len(shown.encode("utf-16-le")) // 2 in (LONGEST_CELL, LONGEST_CELL - 1)
    assert long.startswith(shown.removesuffix(" … [cut]"))


def test_a_text_of_exactly_one_cell_is_kept() -> None:
    assert cell("x" * LONGEST_CELL, "…") == "x" * LONGEST_CELL


def test_markup_of_the_workbook_writer_stays_text(screening: Screening) -> None:
    text = "<r><t>a</b></r>"
    data = workbook(spoiled(screening, text), "en", when=WHEN)
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Shortlist").to_python()
    assert str(rows[4][2]).strip() == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_the_terminal_shows_no_control_characters(screening: Screening, text: str) -> None:
    shown = table(spoiled(screening, text), "en", width=120)
    assert not (ILLEGAL | {"\t", "\u202e", "\x9b"}) & set(shown)
    assert shown.encode("utf-8")


def test_markup_of_the_terminal_stays_text(screening: Screening) -> None:
    assert "[red]x[/red] :smile:" in table(
        spoiled(screening, "[red]x[/red] :smile:"), "en", width=160
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_markdown_keeps_its_columns(screening: Screening, text: str) -> None:
    shown = markdown(spoiled(screening, text), "en")
    rows = [one for one in shown.split("\n") if one.startswith("| ")]
    assert len(rows) == 2 + len(screening.gaps) + 2 + len(screening.fits)
    bare = [one.replace("\\\\", "").replace("\\|", "") for one in rows]
    assert {one.count("|") for one in bare} == {8, 9}


def test_markdown_shows_links_and_tags_as_text(screening: Screening) -> None:
    shown = markdown(spoiled(screening, "[x](javascript:1) <img src=x>"), "en")
    assert r"\[x\](javascript:1) \<img src=x\>" in shown


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_artifacts_and_json_hold_any_text(screening: Screening, text: str) -> None:
    found = spoiled(screening, text)
    json.dumps(artifact_rows(found, "en"), allow_nan=False).encode("utf-8")
    assert json.loads(json_bytes(found))["mandate"]["name"] == text


@given(hostile)
def test_a_line_is_one_line_and_stays_what_it_is(text: str) -> None:
    once = line(text)
    assert line(once) == once
    assert len(once.splitlines()) <= 1
