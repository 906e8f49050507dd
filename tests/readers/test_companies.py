from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from screening import readers
from screening.errors import FileError
from screening.readers import workbooks
from screening.records import Language, Money, Ownership, Reject

REFERENCE = (
    "key,name,legal_name,name_zh,name_local,aliases,country,province,city,website,lei,isin,"
    "founded,employees,employees_year,ownership,owner,owner_country,owner_since,owner_as_of,"
    "technologies,description_en,description_zh,description_local,language_local,source,as_of\n"
    "kuka,KUKA,KUKA Aktiengesellschaft,库卡,,Keller und Knappich;IWKA,DE,,Augsburg,"
    'https://www.kuka.com,549300OUHTG9YSSV4T32,DE0006204407,1898,"14,000",2023,subsidiary,'
    "Midea Group,CN,2017,2025-06-30,controllers,Robots.,机器人。,Roboter.,de,a test,2025-06-30\n"
)


def test_the_country_of_a_list_without_one_can_be_given(write: Callable[..., Path]) -> None:
    path = write("Aussteller,Halle,Produkte\nSample AG,17,Getriebe\n")
    with pytest.raises(FileError, match="--country DE"):
        readers.open_source(path)
    source = readers.open_source(path, country="DE")
    (row,) = readers.read(path, source)
    assert isinstance(row, readers.CompanyRow)
    assert (source.layout, row.company.country) == ("companies", "DE")


@pytest.mark.parametrize(
    ("table", "country"),
    [
        ("name,country\nSample,IT\n", "IT"),
        ("name,country\nSample,\n", "DE"),
        ('Organization Name,Headquarters Location\nSample,"Odense, Denmark"\n', "DK"),
        ("Organization Name,Headquarters Location\nSample,\n", "DE"),
        ("Organization Name,Full Description\nSample,Gears\n", "DE"),
        ("企业名称,统一社会信用代码\n示例,\n", "CN"),
    ],
)
def test_a_given_country_holds_only_where_the_file_has_none(
    table: str, country: str, write: Callable[..., Path]
) -> None:
    path = write(table)
    (row,) = readers.read(path, readers.open_source(path, country="DE"))
    assert isinstance(row, readers.CompanyRow)
    assert row.company.country == country


def test_every_column_of_the_generic_table(rows: Callable[..., Any]) -> None:
    (row,) = [r for r in rows(REFERENCE) if isinstance(r, readers.CompanyRow)]
    company = row.company
    assert company.id == ""
    assert company.names == (
        "KUKA",
        "KUKA Aktiengesellschaft",
        "库卡",
        "Keller und Knappich",
        "IWKA",
    )
    assert (company.country, company.city, company.province) == ("DE", "Augsburg", "")
    assert (company.website, company.isin) == ("https://www.kuka.com", "DE0006204407")
    assert (company.founded, company.as_of, company.source) == (1898, "2025-06-30", "a test")
    assert (company.size.employees, company.size.employees_year) == (14000, 2023)
    assert company.size.band == "large"
    assert company.ownership == Ownership(
        kind="subsidiary", owner="Midea Group", owner_country="CN", since="2017", as_of="2025-06-30"
    )
    declared = [(d.language, d.text) for d in row.documents]
    assert declared == [
        (Language(declared="en"), "Robots."),
        (Language(declared="zh"), "机器人。"),
        (Language(declared="de"), "Roboter."),
    ]
    for document in row.documents:
        assert (document.file, document.row, document.source) == ("table.csv", 2, "a test")
        assert (document.kind, document.date) == ("description", "2025-06-30")
        assert (document.id, document.company_ids) == ("", ())


def test_cells_that_cannot_be_used_are_left_empty_and_reported(rows: Callable[..., Any]) -> None:
    head = "name,country,website,lei,isin,founded,employees,ownership,owner_country,as_of,lang\n"
    found = rows(head + "Acme,DE,nowhere,123,DE0006204408,long ago,many,mine,Atlantis,3/4/24,x\n")
    assert isinstance(found[0], readers.CompanyRow)
    company = found[0].company
    assert (company.website, company.lei, company.isin, company.as_of) == ("", "", "", "")
    assert (company.founded, company.size.employees) == (None, None)
    assert [reject.column for reject in found[1:]] == [
        "employees",
        "website",
        "lei",
        "isin",
        "founded",
        "ownership",
        "owner_country",
        "as_of",
    ]
    assert {reject.row for reject in found[1:]} == {2}
    assert found[3].value == "123"


def test_nothing_is_known_on_a_day_still_to_come(rows: Callable[..., Any]) -> None:
    head = "name,country,ownership,owner,owner_as_of,as_of\n"
    row, *faults = rows(head + "Acme,DE,family,Meyer,2999,2999-12-31\n")
    assert (row.company.as_of, row.company.ownership.as_of) == ("", "")
    assert {one.column for one in faults} == {"owner_as_of", "as_of"}
    assert all("later than today" in one.reason for one in faults)


def test_a_country_that_nobody_knows_refuses_the_row(rows: Callable[..., Any]) -> None:
    unknown, empty = rows("name,country\nAcme,Atlantis\nBolt,\n")
    assert isinstance(unknown, Reject)
    assert (unknown.column, unknown.value) == ("country", "Atlantis")
    assert empty.company.country == ""


def test_missing_markers(rows: Callable[..., Any]) -> None:
    (row,) = rows("name,country,city,employees,website,简介\nAcme,n.a.,--,无,N/A,暂无\n")
    company = row.company
    assert (company.country, company.city, company.website) == ("", "", "")
    assert company.size.employees is None
    assert row.documents == ()


MARKS = ["n.a.", "N/A", "-", "--", "—", "－", "无", "暂无", "未披露", "无数据", "/", "Ｎ／Ａ"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Companies,Description,HQ Location,HQ City,Website,Parent Company", "A,*,*,*,*,*"),
        ("Organization Name,Organization Name URL,Headquarters Location,Website", "A,u,*,*"),
        ("com_name,ts_code,com_id,business_scope,exchange,province,city", "A,*,*,*,SZSE,*,*"),
        ("Company name,BvD ID number,Country,City,Website,Full overview", "A,DE1,*,*,*,*"),
    ],
)
def test_missing_markers_count_in_every_layout(
    head: str, line: str, mark: str, rows: Callable[..., Any]
) -> None:
    (row,) = rows(f"{head}\n{line.replace('*', mark)}\n")
    company = row.company
    assert (company.city, company.province, company.website) == ("", "", "")
    assert company.ownership.owner == ""
    assert company.registry_ids in ((), ("bvd:DE1",))
    assert row.documents == ()


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "head",
    [
        "id,title,assignee,inventor/author,result link",
        "Publication number,Title,Applicants,Inventors,Earliest publication",
        "公开(公告)号,标题,原始申请(专利权)人,发明人,被引用专利数量",
    ],
)
def test_missing_markers_count_in_patents(head: str, mark: str, rows: Callable[..., Any]) -> None:
    (row,) = rows(f"{head}\nUS1234567B2,{mark},{mark},{mark},{mark}\n")
    patent = row.document.patent
    assert (row.document.title, patent.applicants, patent.inventors) == ("", (), ())


def test_revenue_needs_a_currency(rows: Callable[..., Any]) -> None:
    head = "name,country,revenue,revenue_currency,revenue_year\n"
    first, second, reject = rows(f'{head}A,DE,"1,234,567.5",eur,2024\nB,DE,100,,2024\n')
    assert first.company.size.revenue == Money(amount=1234567.5, currency="EUR", year=2024)
    assert second.company.size.revenue is None
    assert (reject.row, reject.column) == (3, "revenue")


def test_texts_in_one_language_become_one_document(rows: Callable[..., Any]) -> None:
    head = "name,country,description,summary,description_en,description_ENG,经营范围\n"
    (row,) = rows(head + "A,DE,one,one,two,three,三\n")
    assert [(d.language.declared, d.text) for d in row.documents] == [
        ("", "one\n三"),
        ("en", "two"),
    ]


def test_without_a_source_the_file_is_the_source(rows: Callable[..., Any]) -> None:
    (row,) = rows("name,country,description\nA,DE,x\n", "mine.csv")
    assert (row.company.source, row.documents[0].source) == ("mine.csv", "mine.csv")


def test_financedatabase(rows: Callable[..., Any]) -> None:
    head = "symbol,name,summary,sector,exchange,mic,country,state,city,website,market_cap,isin\n"
    found = rows(
        head
        + "A.AS,Acme N.V.,Makes gears.,Industrials,AMS,XAMS,Netherlands,,Delft,,Nano Cap,\n"
        + "B.AS,BOND 6 1/4%27,,,AMS,XAMS,,,,,,\n"
        + "C.AS,,Makes bolts.,,AMS,XAMS,,,,,,\n"
        + "D.AS,Quiet Ltd,,Industrials,AMS,XAMS,South Korea,,,,,\n"
    )
    company, bond, nameless, quiet = found
    assert company.company.country == "NL"
    assert company.company.source == company.documents[0].source == "FinanceDatabase"
    assert company.documents[0].language == Language(declared="en")
    assert company.company.size.revenue is None
    assert bond.reason == "not a company: no summary, sector or website"
    assert (nameless.row, nameless.column) == (4, "name")
    assert (quiet.company.country, quiet.documents) == ("KR", ())


def test_a_chinese_register_export(rows: Callable[..., Any]) -> None:
    head = "企业名称,统一社会信用代码,所属省份,参保人数,成立日期,经营范围,曾用名\n"
    line = "某某减速器有限公司,91330000MADEUP0016,浙江,12人,2014年3月12日,生产减速器。,-\n"
    (row,) = rows((head + line).encode("gb18030"))
    company = row.company
    assert (company.name, company.country, company.province) == ("某某减速器有限公司", "CN", "浙江")
    assert (company.size.employees, company.size.band, company.founded) == (12, "small", 2014)
    assert company.aliases == ()
    assert company.registry_ids == ("uscc:91330000MADEUP0016",)
    assert row.documents[0].text == "生产减速器。"


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("91330000MADEUP0016", "91330000MADEUP0016"),
        ("91330000 madeup0016", "91330000MADEUP0016"),
        ("９１３３００００ＭＡＤＥＵＰ００１６", "91330000MADEUP0016"),
        ('"=""91330000MADEUP0016"""', "91330000MADEUP0016"),
        ('="91330000MADEUP0016"', "91330000MADEUP0016"),
        ("'91330000MADEUP0016", "91330000MADEUP0016"),
        ("/", ""),
        ("未披露", ""),
    ],
)
def test_a_social_credit_code(cell: str, stored: str, rows: Callable[..., Any]) -> None:
    (row,) = rows(f"企业名称,统一社会信用代码\n某某,{cell}\n")
    assert row.company.registry_ids == ((f"uscc:{stored}",) if stored else ())


@pytest.mark.parametrize(
    ("head", "cell", "why"),
    [
        ("企业名称,统一社会信用代码", "9.13301E+17", "digits are lost"),
        ("企业名称,统一社会信用代码", '"9,13301E+17"', "digits are lost"),
        ("企业名称,工商注册号", "3.30214E+14", "digits are lost"),
        ("Company name,BvD ID number", "9.13301E+17", "digits are lost"),
        ("企业名称,统一社会信用代码", "91330000MADEUP0017", "not a unified social credit code"),
        ("企业名称,统一社会信用代码", "913301001234567000", "not a unified social credit code"),
        ("企业名称,统一社会信用代码", "330214000048633", "not a unified social credit code"),
    ],
)
def test_a_faulty_id_is_said_and_not_stored(
    head: str, cell: str, why: str, rows: Callable[..., Any]
) -> None:
    row, fault = rows(f"{head}\n某某,{cell}\n")
    assert row.company.registry_ids == ()
    assert why in fault.reason
    assert fault.column == head.split(",")[1]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("number", [913301001234567890, 9.13301e17])
def test_a_long_number_of_a_workbook_is_no_id(
    number: float, streamed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_tight", lambda path: streamed)
    head = ["企业名称", "统一社会信用代码", "工商注册号", "股票代码"]
    line = ["某某", number, 330214000048633, 123]
    row, fault = _workbook(tmp_path / "a.xlsx", head, line)
    assert row.company.registry_ids == ("ashare:000123", "register:330214000048633")
    assert (fault.column, "digits are lost" in fault.reason) == ("统一社会信用代码", True)


def test_marks_of_text_are_left_off(rows: Callable[..., Any]) -> None:
    head = "name,country,city,website,description\n"
    line = '"=""\'t Hooft BV""",NL,\'s-Hertogenbosch,\'3d.example,\'减速器\n'
    (row,) = rows(head + line)
    assert (row.company.name, row.company.city) == ("'t Hooft BV", "'s-Hertogenbosch")
    assert (row.company.website, row.documents[0].text) == ("3d.example", "减速器")


def test_a_german_table_is_read_as_a_whole(rows: Callable[..., Any]) -> None:
    head = (
        "Firmenname;Land;Bundesland;Beschreibung;Umsatz (Mio. EUR) 2022;Mitarbeiter;Gründungsjahr"
    )
    row = "Müller Getriebe GmbH;Österreich;Wien;Baut Getriebe.;1.234,5;1.200;1950"
    (found,) = rows(f"{head}\n{row}\n")
    company = found.company
    assert (company.country, company.province, company.founded) == ("AT", "Wien", 1950)
    assert company.size.revenue == Money(amount=1_234_500_000, currency="EUR", year=2022)
    assert company.size.employees == 1200
    assert [one.text for one in found.documents] == ["Baut Getriebe."]


ORBIS = ["", "Company name Latin alphabet", "BvD ID number", "Country ISO code"]


def _workbook(path: Path, *lines: list[Any]) -> list[Any]:
    """What is read from a sheet of these rows."""
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return list(readers.read(path, readers.open_source(path)))


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("header", "value", "amount"),
    [
        ("Operating revenue (Turnover)\nm EUR 2022", 12.345, 12_345_000),
        ("Operating revenue (Turnover)\nm EUR 2022", 482.501, 482_501_000),
        ("Operating revenue (Turnover)\nm EUR 2022", 0.125, 125_000),
        ("Operating revenue (Turnover)\nm EUR 2022", 1234.567, 1_234_567_000),
        ("Operating revenue (Turnover)\nth EUR 2022", 48250, 48_250_000),
        ("Operating revenue (Turnover)\nm EUR 2022", "1.2 bn", 1_200_000_000),
        ("Operating revenue (Turnover)\nEUR 2022", 1.25e15, 1.25e15),
    ],
)
def test_a_number_of_a_workbook_is_never_taken_for_grouped(
    header: str,
    value: Any,
    amount: float,
    streamed: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "_tight", lambda path: streamed)
    line = [1, "SAMPLE GMBH", "DE0000000001", "DE", value]
    (row,) = _workbook(tmp_path / "a.xlsx", [*ORBIS, header], line)
    assert row.company.size.revenue == Money(amount=amount, currency="EUR", year=2022)


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        (12.345, 12_345_000),
        ("$1.2B", 1_200_000_000),
        ("$12.345M", 12_345_000),
        ("36.4", 36_400_000),
    ],
)
def test_pitchbook_counts_in_millions_where_the_cell_says_nothing(
    given: Any, amount: float, tmp_path: Path
) -> None:
    head = ["Companies", "Description", "HQ Location", "Revenue"]
    line = ["Sample Drives", "Makes drives.", "Delft, Netherlands", given]
    (row,) = _workbook(tmp_path / "a.xlsx", head, line)
    assert row.company.size.revenue == Money(amount=amount, currency="USD")


@pytest.mark.parametrize(
    ("header", "cell", "amount", "currency"),
    [
        ("营业收入（万元）", "12.5亿元", 1.25e9, "CNY"),
        ("营业收入（万元）", "12.5", 125_000, "CNY"),
        ("revenue (m EUR)", "1.2 bn", 1.2e9, "EUR"),
        ("Umsatz (T€) 2023", "1.234", 1_234_000, "EUR"),
        ("revenue", "$12.345M", 12_345_000, "USD"),
        ("revenue", "1.234 Mio. EUR", 1_234_000_000, "EUR"),
    ],
)
def test_a_scale_in_the_cell_stands_by_itself(
    header: str, cell: str, amount: float, currency: str, rows: Callable[..., Any]
) -> None:
    (row,) = rows(f"name,country,{header}\nSample,DE,{cell}\n")
    money = row.company.size.revenue
    assert (money.amount, money.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("location", "country", "seat"),
    [
        ("Austin, TX", "United States", ("US", "TX", "Austin")),
        ("Austin, TX", None, ("US", "TX", "Austin")),
        ("San Francisco, CA", None, ("US", "CA", "San Francisco")),
        ("Wilmington, DE", None, ("US", "DE", "Wilmington")),
        ("Chicago, IL", "United States", ("US", "IL", "Chicago")),
        ("Boston, MA", None, ("US", "MA", "Boston")),
        ("Boston, MA, United States", None, ("US", "MA", "Boston")),
        ("Toronto, ON", None, ("CA", "ON", "Toronto")),
        ("Toronto, Canada", "Canada", ("CA", "", "Toronto")),
        ("Eindhoven, Netherlands", "Netherlands", ("NL", "", "Eindhoven")),
        ("Eindhoven, NL", "Netherlands", ("NL", "", "Eindhoven")),
        ("Munich, DE", "Germany", ("DE", "", "Munich")),
        ("Hong Kong, Hong Kong", "China", ("CN", "", "Hong Kong")),
        ("Ningbo, Zhejiang", "China", ("CN", "Zhejiang", "Ningbo")),
        ("Ningbo", "China", ("CN", "", "Ningbo")),
        ("Singapore", "Singapore", ("SG", "", "")),
        ("London, United Kingdom", None, ("GB", "", "London")),
    ],
)
def test_a_seat_in_one_cell(
    location: str, country: str | None, seat: tuple[str, str, str], tmp_path: Path
) -> None:
    head = ["Companies", "Description", "HQ Location", "HQ Country/Territory/Region"]
    line = ["Sample Drives", "Makes drives.", location, country]
    (row,) = _workbook(tmp_path / "a.xlsx", head, line)
    assert (row.company.country, row.company.province, row.company.city) == seat


def test_rows_of_one_record_may_each_lack_empty_cells_at_their_end(
    rows: Callable[..., Any],
) -> None:
    head = "BvD ID number,Company name,Country,SH - Name,SH - Direct %,SUB - Name\n"
    first, second = rows(
        f"{head}DE1,SAMPLE AG,DE,ONE KG,20\n,,,TWO KG,80,SUB GMBH\n,,,THREE KG\nDE2,SAMPLE SE,DE\n"
    )
    assert (first.company.name, first.company.ownership.owner) == ("SAMPLE AG", "TWO KG")
    assert (second.company.name, second.company.country) == ("SAMPLE SE", "DE")
