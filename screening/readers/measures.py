"""Scale, currency and year in a header or a cell: ``th USD 2023``, ``(万元)``, ``$10M``."""

import re
import unicodedata
from dataclasses import dataclass

from screening.readers import values

_LATIN = {
    1e3: "k th tsd thsd thousand thousands tausend",
    1e6: "m mn mil mill mio million millions millionen",
    1e9: "b bn mrd mlrd billion billions milliarden",
    1e12: "t tn trillion",
}
_SCALES = {word: scale for scale, words in _LATIN.items() for word in words.split()}
_CJK_SCALES = {
    "千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "百萬": 1e6, "千万": 1e7, "千萬": 1e7,
    "亿": 1e8, "億": 1e8, "十亿": 1e9, "十億": 1e9, "천": 1e3, "만": 1e4, "백만": 1e6, "억": 1e8,
}  # fmt: skip
_MONEY = {
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW",
    "₪": "ILS", "₹": "INR", "rmb": "CNY", "人民币": "CNY", "人民币元": "CNY", "美元": "USD",
    "欧元": "EUR", "日元": "JPY", "日圆": "JPY", "日圓": "JPY", "円": "JPY", "港元": "HKD",
    "港币": "HKD", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD", "韩元": "KRW", "英镑": "GBP",
    "瑞士法郎": "CHF", "元": "CNY", "원": "KRW", "euro": "EUR", "euros": "EUR",
}  # fmt: skip


def _any(words: dict[str, float] | dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONIES = f"(?P<scale>{_any(_CJK_SCALES)})?(?P<money>{_any(_MONEY)})"
_CJK_UNIT = re.compile(f"{_MONIES}(?![a-z])", re.IGNORECASE)
_CJK_SCALE = re.compile(f"(?<=[\\d\\s(（,，])(?P<scale>{_any(_CJK_SCALES)})")
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?![^\W\d_])\.?")
_LAST = re.compile(r"\blast\s+avail(?:able|\.)?\s*(?:yr|year|value)?\b\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_EMPTY = re.compile(r"\(\s*(?:in)?[\s,;/:.-]*\)|\[\s*\]", re.IGNORECASE)
_ENDS = re.compile(r"(?:[\s,;:/]|\b(?:in|of|in der|单位)\b)+$", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-–—~至到]|\bto\b)\s*(?=[^\d]{0,4}\d)")


@dataclass(frozen=True, slots=True)
class Measure:
    """What the numbers of a column are counted in; ``year`` None and ``currency`` empty: unsaid."""

    scale: float = 1.0
    currency: str = ""
    year: int | None = None

    def __str__(self) -> str:
        scale = f"× {self.scale:,.0f}" if self.scale != 1 else ""
        return " ".join(part for part in (scale, self.currency, str(self.year or "")) if part)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in full units, with the currency that stands beside it, if any."""

    value: float
    currency: str = ""


def header(column: str) -> tuple[str, Measure]:
    """A column's name without its unit, and the unit.

    >>> header("Operating revenue (Turnover)\\nth USD Last avail. yr")
    ('Operating revenue (Turnover)', Measure(scale=1000.0, currency='USD', year=None))
    >>> header("营业收入（万元）2023年")
    ('营业收入', Measure(scale=10000.0, currency='CNY', year=2023))
    """
    text = _LAST.sub(" ", unicodedata.normalize("NFKC", column))
    years = [int(found[1]) for found in _YEAR.finditer(text)]
    text = _YEAR.sub(" ", text)
    text, scale, currency = _units(text)
    name = _ENDS.sub("", _EMPTY.sub(" ", text))
    return " ".join(name.split()), Measure(scale, currency, max(years, default=None))


def amount(cell: str) -> Amount:
    """The amount in a cell; of a range its lower bound. ValueError when it is no amount.

    >>> amount("$10M to $50M"), amount("1,234.5"), amount("5000.00万元人民币")
    (Amount(value=10000000.0, currency='USD'), Amount(value=1234.5, currency=''), Amount(value=50000000.0, currency='CNY'))
    """  # noqa: E501
    text = unicodedata.normalize("NFKC", cell).strip()
    low, *high = _RANGE.split(text, maxsplit=1)
    number, scale, currency = _units(low)
    if high and scale == 1:
        _, scale, also = _units(high[0])
        currency = currency or also
    bare = number.strip().strip("+<>≥~约").strip()
    return Amount(values.number(bare) * scale, currency)


def _units(text: str) -> tuple[str, float, str]:
    """The text without the scales and currencies in it, and what they come to."""
    scale, currency = 1.0, ""

    def cjk(found: re.Match[str]) -> str:
        nonlocal scale, currency
        groups = found.groupdict()
        scale *= _CJK_SCALES.get(groups.get("scale") or "", 1.0)
        currency = currency or _MONEY.get((groups.get("money") or "").casefold(), "")
        return " "

    def latin(found: re.Match[str]) -> str:
        nonlocal scale, currency
        word = found[0].rstrip(".")
        if word.isupper() and len(word) == 3 and values.is_currency(word):
            currency = word
        elif word.casefold() in _SCALES:
            scale *= _SCALES[word.casefold()]
        else:
            return found[0]
        return " "

    text = _CJK_SCALE.sub(cjk, _CJK_UNIT.sub(cjk, text))
    return _WORD.sub(latin, text), scale, currency
