"""Units, currency and year, read out of headers and cells."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.readers import measures
from screening.readers.measures import Amount, Measure


@pytest.mark.parametrize(
    ("column", "name", "unit"),
    [
        ("Number of employees\n2019", "Number of employees", Measure(year=2019)),
        ("Number of employees\nLast avail. yr", "Number of employees", Measure()),
        ("Operating revenue\nm EUR 2019", "Operating revenue", Measure(1e6, "EUR", 2019)),
        ("Total Funding Amount (in USD)", "Total Funding Amount", Measure(currency="USD")),
        ("Umsatz (Mio. EUR)", "Umsatz", Measure(1e6, "EUR")),
        ("売上高（百万円）", "売上高", Measure(1e6, "JPY")),
        ("2023年营业收入(亿元)", "营业收入", Measure(1e8, "CNY", 2023)),
        ("注册资本（万美元）", "注册资本", Measure(1e4, "USD")),
        ("Revenue in US$ million", "Revenue", Measure(1e6, "USD")),
        ("从业人数", "从业人数", Measure()),
        ("Umsatz (T€) 2023", "Umsatz", Measure(1e3, "EUR", 2023)),
        ("Umsatz in T EUR", "Umsatz", Measure(1e3, "EUR")),
        ("Umsatz TEUR", "Umsatz", Measure(1e3, "EUR")),
        ("Umsatz (Tsd. EUR)", "Umsatz", Measure(1e3, "EUR")),
        ("Revenue (EURm)", "Revenue", Measure(1e6, "EUR")),
        ("Revenue, USDbn 2022", "Revenue", Measure(1e9, "USD", 2022)),
        ("Turnover kEUR", "Turnover", Measure(1e3, "EUR")),
        ("Chiffre d'affaires (k€)", "Chiffre d'affaires", Measure(1e3, "EUR")),
        ("Turnover EUR k", "Turnover", Measure(1e3, "EUR")),
        ("Turnover (€m)", "Turnover", Measure(1e6, "EUR")),
        ("Turnover (M€)", "Turnover", Measure(1e6, "EUR")),
        ("Turnover (MEUR)", "Turnover", Measure(1e6, "EUR")),
        ("Revenue (€'000)", "Revenue", Measure(1e3, "EUR")),
        ("Revenue (USD mn)", "Revenue", Measure(1e6, "USD")),
        ("Ricavi delle vendite\nmigl EUR 2022", "Ricavi delle vendite", Measure(1e3, "EUR", 2022)),
        ("Ricavi (mln EUR)", "Ricavi", Measure(1e6, "EUR")),
        ("Operating revenue\nmil EUR", "Operating revenue", Measure(1e6, "EUR")),
        ("売上高（億円）", "売上高", Measure(1e8, "JPY")),
        ("营业收入（百万元）", "营业收入", Measure(1e6, "CNY")),
        ("Revenue in million (m EUR)", "Revenue", Measure(1e6, "EUR")),
        ("Fatturato (migliaia di euro)", "Fatturato", Measure(1e3, "EUR")),
        ("Sales to MARS", "Sales to MARS", Measure()),
    ],
)
def test_a_header_tells_its_unit(column: str, name: str, unit: Measure) -> None:
    assert measures.header(column) == (name, unit)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("EUR 1.2bn", Amount(1.2e9, "EUR")),
        ("$1B+", Amount(1e9, "USD")),
        ("10-50 m EUR", Amount(1e7, "EUR")),
        ("3.5亿元人民币", Amount(3.5e8, "CNY")),
        ("US$ 12 million", Amount(1.2e7, "USD")),
        ("¥ 5", None),
        ("a lot", None),
        ("$12.345M", Amount(12.345e6, "USD")),
        ("12.345亿元", Amount(12.345e8, "CNY")),
        ("1.234 Mio. EUR", Amount(1.234e9, "EUR")),
        ("1.234.567 €", Amount(1_234_567, "EUR")),
        ("1.234 €", Amount(1234, "EUR")),
        ("$1.2T", Amount(1.2e12, "USD")),
        ("500 T€", Amount(5e5, "EUR")),
        ("500 TEUR", Amount(5e5, "EUR")),
        ("EURm 12.5", Amount(12.5e6, "EUR")),
    ],
)
def test_a_cell_tells_its_amount(cell: str, amount: Amount | None) -> None:
    if amount is None:
        with pytest.raises(ValueError, match="not a number"):
            measures.amount(cell)
    else:
        assert measures.amount(cell) == amount


def test_what_a_column_counts_in_holds_where_the_cell_has_no_scale() -> None:
    assert measures.amount("12.5", Measure(1e6)) == Amount(12.5e6)
    assert measures.amount("$12.5", Measure(1e6)) == Amount(12.5e6, "USD")
    assert measures.amount("1.2 bn", Measure(1e6)) == Amount(1.2e9)


@pytest.mark.parametrize(
    ("column", "amount"),
    [
        ("营业收入（亿元）", 12.345e8),
        ("Revenue (USD mn)", 12.345e6),
        ("Operating revenue th USD", 12345e3),
        ("Umsatz (Mio. EUR)", 12345e6),
        ("Umsatz (Mio. USD)", 12345e6),
        ("revenue", 12345),
    ],
)
def test_a_point_before_three_digits_of_a_text(column: str, amount: float) -> None:
    _, unit = measures.header(column)
    assert measures.amount("12.345", unit).value == pytest.approx(amount)


@given(st.integers(0, 10**9), st.sampled_from(["", "EUR ", "USD "]))
def test_a_plain_number_is_itself(value: int, currency: str) -> None:
    assert measures.amount(f"{currency}{value:,}") == Amount(value, currency.strip())


@given(st.text(max_size=30))
def test_any_header_is_read_and_read_again_the_same(column: str) -> None:
    name, _ = measures.header(column)
    assert measures.header(name)[0] == name or len(measures.header(name)[0]) < len(name)


def test_the_newest_column_counts_and_gives_the_year(rows: Callable[..., Any]) -> None:
    head = "name,country,Revenue m EUR 2021,Revenue m EUR 2023,Number of employees 2022\n"
    first, second = rows(head + "A,DE,10,12.5,40\nB,DE,7,-,\n")
    assert first.company.size.revenue.amount == 12_500_000
    assert first.company.size.revenue.year == 2023
    assert (first.company.size.employees, first.company.size.employees_year) == (40, 2022)
    assert second.company.size.revenue.amount == 7_000_000
    assert (second.company.size.revenue.currency, second.company.size.revenue.year) == ("EUR", 2021)
