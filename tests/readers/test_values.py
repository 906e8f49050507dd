from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.readers import countries, values


@pytest.mark.parametrize(
    ("given_name", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("德国", "DE"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("美国", "US"),
        ("Vereinigte Staaten", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("韩国", "KR"),
        ("North Korea", "KP"),
        ("Taiwan", "TW"),
        ("中国台湾", "TW"),
        ("台湾", "TW"),
        ("臺灣", "TW"),
        ("Hong Kong", "HK"),
        ("香港", "HK"),
        ("中国香港", "HK"),
        ("Macau", "MO"),
        ("中华人民共和国", "CN"),
        ("P.R. China", "CN"),
        ("Russia", "RU"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Macedonia", "MK"),
        ("Republic of the Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
        ("British Virgin Islands", "VG"),
        ("Bosnia and Herzegovina", "BA"),
        ("Bosnia & Herzegovina", "BA"),
        ("Georgia", "GE"),
        ("Österreich", "AT"),
        ("奥地利", "AT"),
        ("South Africa", "ZA"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Virgin Islands, British", "VG"),
        ("D", "DE"),
        ("A", "AT"),
        ("F", "FR"),
        ("I", "IT"),
        ("E", "ES"),
        ("B", "BE"),
        ("Ｄ", "DE"),
        ("GER", "DE"),
        ("Suisse", "CH"),
        ("Italia", "IT"),
        ("España", "ES"),
        ("Nederland", "NL"),
        ("Sverige", "SE"),
        ("Česko", "CZ"),
        ("Czech Rep.", "CZ"),
        ("Korea, Rep.", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Congo, Dem. Rep.", "CD"),
        ("ドイツ", "DE"),
        ("イタリア", "IT"),
        ("米国", "US"),
        ("대한민국", "KR"),
        ("Россия", "RU"),
        ("法国", "FR"),
    ],
)
def test_a_country_by_any_name(given_name: str, code: str) -> None:
    assert countries.country(given_name) == code


@pytest.mark.parametrize("name", ["", "Atlantis", "EU", "XX", "ZZ", "001", "World", "Europe", "-"])
def test_what_is_no_country(name: str) -> None:
    with pytest.raises(ValueError, match="not a country"):
        countries.country(name)


def test_every_country_is_known_by_code_and_no_code_by_another_name() -> None:
    codes = [code for code in map("".join, _pairs()) if countries.is_code(code)]
    assert len(codes) == 250  # ISO 3166-1 has 249; Kosovo (XK) is a user-assigned code in wide use
    assert all(countries.country(code) == code for code in codes)


def _pairs() -> list[tuple[str, str]]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [(a, b) for a in letters for b in letters]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1'200", 1200),
        ("236.0", 236),
        ("501-1000", 501),
        ("501–1,000", 501),
        ("5,001-10,000 employees", 5001),
        ("10001+", 10001),
        ("12人", 12),
        ("50-99人", 50),
        ("约350人", 350),
        ("ca. 80", 80),
        ("1000以上", 1000),
    ],
)
def test_head_counts(text: str, number: int) -> None:
    assert values.count(text) == number


@pytest.mark.parametrize("text", ["many", "-5", "1.5k", "<50", "1,20", "12,34,567", "9" * 40])
def test_what_is_no_head_count(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        values.count(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-09-19", "2024-09-19"),
        ("2024/9/9", "2024-09-09"),
        ("2024.09.19", "2024-09-19"),
        ("20240919", "2024-09-19"),
        ("19.9.2024", "2024-09-19"),
        ("2024年9月19日", "2024-09-19"),
        ("2024-09-19T10:11:12Z", "2024-09-19"),
        ("2024-09-19 00:00:00", "2024-09-19"),
        ("２０２４-09", "2024-09"),
        ("2024年", "2024"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert values.date(text) == iso


@pytest.mark.parametrize("text", ["03/04/2024", "2024-13-01", "2023-02-29", "0000", "24", "soon"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        values.date(text)


@given(st.dates())
def test_every_date_is_read_back(day: Any) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"):
        written = day.strftime(form).zfill(8 if "-" not in form else 10)
        if len(f"{day.year}") == 4:
            assert values.date(written) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("US 2025/0100135 A1", "US 2025/0100135 A1"),
        ("US20250100135A1", "US 2025/0100135 A1"),
        ("US-2025100135-A1", "US 2025/0100135 A1"),
        ("US 12578733 B2", "US 12578733 B2"),
        ("US-9254383-B2", "US 9254383 B2"),
        ("US D912345 S", "US D912345 S"),
        ("us9254383b2", "US 9254383 B2"),
        ("WO 2025/062342 A1", "WO 2025/062342 A1"),
        ("WO2025062342A1", "WO 2025/062342 A1"),
        ("WO 98/12345 A1", "WO 1998/012345 A1"),
        ("WO0112345A1", "WO 2001/012345 A1"),
        ("CN 114101234 A", "CN 114101234 A"),
        ("DE 10 2013 114 770 A1", "DE 102013114770 A1"),
        ("EP1234567", "EP 1234567"),
        ("JP H05123456 A", "JP H05123456 A"),
        ("see file", "see file"),
    ],
)
def test_publication_numbers(text: str, stored: str) -> None:
    assert values.publication(text) == stored
    assert values.publication(stored) == stored


@given(st.text(max_size=30))
@pytest.mark.parametrize(
    "convert",
    [
        values.count,
        values.number,
        values.year,
        values.date,
        values.currency,
        values.language,
        values.lei,
        values.isin,
        values.figi,
        values.uscc,
        values.website,
        values.ownership,
        countries.country,
    ],
)
def test_any_text_gives_a_value_or_a_value_error(
    convert: Callable[[str], object], text: str
) -> None:
    try:
        found = convert(text)
    except ValueError:
        return
    assert found not in ("", None)


@given(st.text(max_size=30))
def test_a_publication_number_is_stable(text: str) -> None:
    once = values.publication(text)
    assert values.publication(once) == once
