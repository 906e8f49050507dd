import pytest

from screening.report import country_name
from screening.report.names import language_name


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("TW", "Taiwan", "中国台湾"),
        ("HK", "Hong Kong", "中国香港"),
        ("MO", "Macao", "中国澳门"),
        ("CN", "China", "中国"),
        ("JP", "Japan", "日本"),
        ("us", "United States", "美国"),
        (" KR ", "South Korea", "韩国"),
        ("", "unknown", "未知"),
        ("X9", "X9", "X9"),
        ("001", "001", "001"),
        ("Atlantis", "Atlantis", "Atlantis"),
    ],
)
def test_countries_are_named_as_the_reader_names_them(code: str, en: str, zh: str) -> None:
    assert country_name(code, "en") == en
    assert country_name(code, "zh") == zh


def test_languages_have_names() -> None:
    assert language_name("ja", "en") == "Japanese"
    assert language_name("ja", "zh") == "日语"
    assert language_name("", "zh") == "未知"
    assert language_name("qqq", "en") == "qqq"
