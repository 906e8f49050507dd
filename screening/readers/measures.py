"""Scale, currency and year in a header or a cell: ``th USD 2023``, ``(万元)``, ``$10M``."""

import math
import re
import unicodedata
from dataclasses import dataclass, field

from screening.readers import values

_LATIN = {
    1e3: "k th tsd thsd thousand thousands tausend migl migliaia milliers",
    1e6: "m mn mln mil mill mio million millions millionen milioni",
    1e9: "b bn mrd mlrd mld billion billions milliarden miliardi",
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
_CJK_UNIT = re.compile(f"{_MONIES}(?:(?<=[$€£₩₪₹])|(?![a-z]))", re.IGNORECASE)
_CJK_SCALE = re.compile(f"(?<=[\\d\\s(（,，])(?P<scale>{_any(_CJK_SCALES)})")
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?![^\W\d_])\.?")
_CODES = "EUR|USD|GBP|CHF|RMB|CNY|JPY|KRW|SEK|NOK|DKK|PLN|CZK|HUF|INR|CAD|AUD|HKD|TWD|SGD"
_JOINED = re.compile(f"(?P<before>[A-Za-z]*)(?P<code>{_CODES})(?P<after>[A-Za-z]*)")  # kEUR, EURm
_GERMAN_T = re.compile(r"(?<![^\W\d_])[Tt]\s?(?=€|(?:EUR|CHF)\b)")
_HEADER_T = re.compile(r"(?<![^\W\d_])T(?![^\W\d_])|['’`]?\b000s?\b")
_COMMA_WORD = re.compile(
    r"(?<![^\W\d_])(?:mio|mrd|tsd|teur|tchf|mln|mld|migl)(?![^\W\d_])", re.IGNORECASE
)
"""Where numbers of thousands are grouped by points."""
_POINTED = frozenset(("USD", "GBP", "CNY", "JPY", "KRW", "HKD", "TWD", "INR", "SGD", "AUD", "CAD"))
"""Money of those who write decimals behind a point."""
_POINT = re.compile(r"\d{1,3}\.\d{3}")
_LAST = re.compile(r"\blast\s+avail(?:able|\.)?\s*(?:yr|year|value)?\b\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_EMPTY = re.compile(r"\(\s*(?:in|of|di|de)?[\s,;/:.-]*\)|\[\s*\]", re.IGNORECASE)
_ENDS = re.compile(r"(?:[\s,;:/]|\b(?:in|of|in der|单位)\b)+$", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-–—~至到]|\bto\b)\s*(?=[^\d]{0,4}\d)")


@dataclass(frozen=True, slots=True)
class Measure:
    """What the numbers of a column are counted in; ``year`` None and ``currency`` empty: unsaid.

    ``grouped``: whether a point before three digits stands between thousands rather than before
    decimals, where the cell has no scale of its own.
    """

    scale: float = 1.0
    currency: str = ""
    year: int | None = None
    grouped: bool = field(default=True, compare=False, repr=False)

    def __str__(self) -> str:
        scale = f"× {self.scale:,.0f}" if self.scale != 1 else ""
        return " ".join(part for part in (scale, self.currency, str(self.year or "")) if part)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in full units, with the currency that stands beside it, if any."""

    value: float
    currency: str = ""


_FULL = Measure()


def header(column: str) -> tuple[str, Measure]:
    """A column's name without its unit, and the unit.

    >>> header("Operating revenue (Turnover)\\nth USD Last avail. yr")
    ('Operating revenue (Turnover)', Measure(scale=1000.0, currency='USD', year=None))
    >>> header("营业收入（万元）2023年")
    ('营业收入', Measure(scale=10000.0, currency='CNY', year=2023))
    """
    text = _LAST.sub(" ", unicodedata.normalize("NFKC", column))
    years = [int(found[1]) for found in _YEAR.finditer(text)]
    text = _HEADER_T.sub(" th ", _YEAR.sub(" ", text))
    found = _units(text)
    name = _ENDS.sub("", _EMPTY.sub(" ", found.text))
    scale = found.scale or 1.0
    decimal = scale >= 1e4 and found.currency in _POINTED and not _COMMA_WORD.search(column)
    measure = Measure(scale, found.currency, max(years, default=None), grouped=not decimal)
    return " ".join(name.split()), measure


def amount(cell: str, usual: Measure = _FULL) -> Amount:
    """The amount in a cell; of a range its lower bound. ValueError when it is no amount.

    ``usual`` is what the column counts in: it holds where the cell itself names no scale. A point
    before three digits and a scale is a decimal point, unless the word is one of those who group
    thousands by points.

    >>> amount("$10M to $50M"), amount("1,234.5"), amount("5000.00万元人民币")
    (Amount(value=10000000.0, currency='USD'), Amount(value=1234.5, currency=''), Amount(value=50000000.0, currency='CNY'))
    >>> amount("$12.345M").value, amount("1.234 Mio. EUR").value
    (12345000.0, 1234000000.0)
    >>> amount("1.2 bn", Measure(1e3)).value, amount("1.2", Measure(1e3)).value
    (1200000000.0, 1200.0)
    """  # noqa: E501
    text = unicodedata.normalize("NFKC", cell).strip()
    low, *high = _RANGE.split(text, maxsplit=1)
    first = _units(low)
    scale, currency = first.scale, first.currency
    if high and scale is None:
        second = _units(high[0])
        scale, currency = second.scale, currency or second.currency
    bare = first.text.strip().strip("+<>≥~约").strip()
    grouped = usual.grouped if scale is None else _COMMA_WORD.search(text)
    if _POINT.fullmatch(bare) and not grouped:
        bare += "0"  # no longer to be taken for grouped thousands
    return Amount(values.number(bare) * (usual.scale if scale is None else scale), currency)


@dataclass(frozen=True, slots=True)
class _Units:
    """A text without the scales and currencies in it, and what they come to."""

    text: str
    scale: float | None
    currency: str


def _units(text: str) -> _Units:
    scales: dict[float, None] = {}
    currency = ""

    def cjk(found: re.Match[str]) -> str:
        nonlocal currency
        groups = found.groupdict()
        if scale := _CJK_SCALES.get(groups.get("scale") or ""):
            scales[scale] = None
        currency = currency or _MONEY.get((groups.get("money") or "").casefold(), "")
        return " "

    def latin(found: re.Match[str]) -> str:
        nonlocal currency
        word = found[0].rstrip(".")
        code, scale = _code_and_scale(word)
        if not code and scale is None:
            return found[0]
        currency = code or currency
        if scale is not None:
            scales[scale] = None
        return " "

    text = _GERMAN_T.sub("th ", text)
    text = _WORD.sub(latin, _CJK_SCALE.sub(cjk, _CJK_UNIT.sub(cjk, text)))
    return _Units(text, math.prod(scales) if scales else None, currency)


def _code_and_scale(word: str) -> tuple[str, float | None]:
    """What a word says of currency and scale: ``EUR``, ``mn``, ``TEUR``, ``EURm``.

    >>> _code_and_scale("TEUR"), _code_and_scale("USDbn"), _code_and_scale("mn")
    (('EUR', 1000.0), ('USD', 1000000000.0), ('', 1000000.0))
    """
    if word.isupper() and len(word) == 3 and values.is_currency(word):
        return word, None
    joined = _JOINED.fullmatch(word)
    if joined is None:
        return "", _SCALES.get(word.casefold())
    code = "CNY" if joined["code"] == "RMB" else joined["code"]
    beside = (joined["before"] or joined["after"]).casefold()
    scale = 1e3 if beside == "t" else _SCALES.get(beside)
    known = scale is not None and not (joined["before"] and joined["after"])
    return (code, scale) if known else ("", None)
