"""One cell's text → a value, or ValueError saying what the cell should hold."""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast, get_args

from screening import text
from screening.records import Confidence, EventKind, PatentType, SizeBand

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,. '’\u00a0\u202f]\d{3})+")
_COMMA = re.compile(r"(\d{1,3}(?:[. '’\u00a0\u202f]\d{3})+|\d+),(\d{1,2})")
_POWER = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,2}", re.IGNORECASE)
_SHARE = re.compile(r"(?:S[HZ]|BJ)?(\d{6})(?:\.(?:S[HZ]|BJ))?")
_NUMERIC_SHARE = re.compile(r"(\d{1,6})(?:\.0)?")
_COUNT = re.compile(
    r"(?:about|approx\.?|ca\.?|c\.|around|over|more than|>|≥|~|约|超过)?\s*"
    r"(\d[\d,. '’\u00a0\u202f]*?)\s*(?:[-–—~至到]\s*\d[\d,.]*|\+|以上)?"
    r"\s*(?:人|名|employees|people|staff|mitarbeiter)?",
    re.IGNORECASE,
)
_YEARS = range(1000, 2201)
_ISO = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[年月]?(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{4})")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PUBLICATION = re.compile(r"([A-Z]{2})([DHPRET]{0,2}[0-9][0-9/]*)([A-Z][0-9]?)?")
# Numbers that hold a year, as offices and databases write them: EPO drops a zero, WO had two digits
_WITH_YEAR = {
    "US": ((re.compile(r"(20\d\d)/?(\d{6,7})"), "{:04d}/{:07d}"),),
    "WO": (
        (re.compile(r"((?:19|20)\d\d)/?(\d{6})"), "{:04d}/{:06d}"),
        (re.compile(r"([789]\d)/?(\d{5})"), "19{:02d}/{:06d}"),
        (re.compile(r"(0\d)/?(\d{5})"), "20{:02d}/{:06d}"),
    ),
}
_SYMBOL = re.compile(r"([A-HY])\s*(\d\d)\s*([A-Z])(?:\s*0*(\d{1,4})\s*/\s*(\d{2,6}))?.*")
# What stands for a kind of right: words of exports, and kind codes by office (WIPO ST.16)
_TYPES: Mapping[PatentType, str] = {
    "invention": "invention patent utility application grant 发明 发明申请 发明授权 发明专利 特許",
    "utility-model": "utility-model 实用新型 utilitymodel 实用新型专利 実用新案 gebrauchsmuster",
    "design": "design 外观设计 外观设计专利 意匠",
}
_UTILITY_OFFICES = {"CN": "UY", "JP": "UY", "KR": "UY", "DE": "U", "AT": "U", "TW": "U", "ES": "UY",
                    "FI": "U", "CZ": "U", "PL": "UY", "RU": "U", "TR": "U", "IT": "UZ"}  # fmt: skip
_CODE = re.compile("[a-z]{2}")
_MISSING = frozenset(
    "- -- --- – — —— / n.a. n.a n/a #n/a 无 无数据 暂无 暂无数据 未披露 未公布 不详".split()  # noqa: SIM905
)
_OWNERSHIP = ("listed", "private", "family", "fund", "subsidiary", "state", "foundation")
_SIZES = ((10, "micro"), (50, "small"), (250, "medium"))


def is_missing(value: str, marks: frozenset[str] = frozenset()) -> bool:
    """Whether a cell says that there is nothing: by a mark in use everywhere, or one of ``marks``.

    >>> is_missing("N/A"), is_missing("－"), is_missing("未披露"), is_missing("NA")
    (True, True, True, False)
    """
    mark = unicodedata.normalize("NFKC", value).strip().casefold()
    return not mark or mark in _MISSING or mark in marks


def count(value: str) -> int:
    """A whole number of people; of a range such as ``501-1000`` or ``10001+`` its lower bound.

    >>> count("1,200"), count("501-1000"), count("10001+"), count("约350人")
    (1200, 501, 10001, 350)
    """
    found = _COUNT.fullmatch(value.strip())
    if found is None or _COMMA.fullmatch(found[1].strip()):
        raise ValueError("not a number of employees: write 1200, 1,200 or a range like 501-1000")
    return int(number(found[1]))


def event(value: str) -> EventKind:
    """The kind of an event.

    >>> event("Carve-out")
    'carve-out'
    """
    return cast(EventKind, _one_of(get_args(EventKind), value, "kind of event"))


def confidence(value: str) -> Confidence:
    """How sure something is: high, medium or low."""
    return cast(Confidence, _one_of(get_args(Confidence), value, "confidence"))


def _one_of(known: Sequence[str], value: str, what: str) -> str:
    found = value.strip().casefold()
    if found not in known:
        raise ValueError(f"not a {what}: use one of {', '.join(known)}")
    return found


def number(value: str) -> float:
    """A number in full units, with or without separators between thousands.

    A comma before one or two last digits stands for the point; a power of ten is what
    spreadsheets make of a long number.

    >>> number("1,234,567.5"), number("1 200"), number("12.5"), number("1.234,5"), number("12,500")
    (1234567.5, 1200.0, 12.5, 1234.5, 12500.0)
    >>> number("1.25E+09"), number("0.125")
    (1250000000.0, 0.125)
    """
    bare = value.strip()
    if power := _POWER.fullmatch(bare):
        return float(f"{power[1]}.{power[2] or 0}e{power[3]}")
    if comma := _COMMA.fullmatch(bare):
        bare = re.sub(r"\D", "", comma[1]) + "." + comma[2]
    whole, dot, decimals = bare.rpartition(".")
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"\D", "", bare)
    elif dot and _GROUPED.fullmatch(whole):
        bare = re.sub(r"\D", "", whole) + "." + decimals
    if not re.fullmatch(r"\d{1,18}(?:\.\d*)?", bare):
        raise ValueError("not a number in full units: write 1250000 or 1,250,000")
    return float(bare)


def year(value: str) -> int:
    """A year, from itself or from a date.

    >>> year("1998"), year("1998-05-01"), year("01/05/1998"), year("1998年")
    (1998, 1998, 1998, 1998)
    """
    last = _YEAR_LAST.fullmatch(value.strip())
    try:
        found = int(last[1] if last else date(value.removesuffix(".0"))[:4])
    except ValueError:
        found = 0
    if found not in _YEARS:
        raise ValueError("not a year: write four digits, such as 1998")
    return found


def date(value: str) -> str:
    """A date in ISO 8601, as exact as given: day, month or year.

    >>> date("2024/9/19"), date("20240919"), date("2024年9月"), date("19.09.2024"), date("2024")
    ('2024-09-19', '2024-09-19', '2024-09', '2024-09-19', '2024')
    """
    given = value.strip()
    if compact := _COMPACT.fullmatch(given):
        parts = compact.groups()
    elif german := _GERMAN.fullmatch(given):
        parts = german.groups()[::-1]
    elif found := _ISO.fullmatch(given):
        parts = tuple(part for part in found.groups() if part)
    else:
        raise ValueError("not a date: write YYYY-MM-DD")
    try:
        datetime.date(*(*map(int, parts), 1, 1)[:3])
    except ValueError as error:
        raise ValueError(f"not a date ({error}): write YYYY-MM-DD") from None
    return "-".join((f"{int(parts[0]):04d}", *(f"{int(part):02d}" for part in parts[1:])))


def past_date(value: str) -> str:
    """As ``date``, of a day on which something was known: one still to come is mistyped.

    Tomorrow counts, since it has begun in the east.

    >>> past_date("2024年9月"), past_date("2024")
    ('2024-09', '2024')
    """
    given = date(value)
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    if given > tomorrow:
        raise ValueError("later than today: write the day of which this is known")
    return given


def is_currency(code: str) -> bool:
    """Whether ``code`` is an ISO 4217 code, in capitals."""
    return code in _currencies()


def currency(value: str) -> str:
    """An ISO 4217 code in capitals."""
    code = value.strip().upper()
    if not is_currency(code):
        raise ValueError("not a currency: write an ISO 4217 code, such as EUR")
    return code


def language(value: str) -> str:
    """An ISO 639-1 code; ``zh-CN`` or ``ZH`` give ``zh``."""
    code = re.split(r"[-_]", value.strip().casefold())[0]
    if code not in languages():
        raise ValueError("not a language: write an ISO 639-1 code, such as de")
    return code


def lei(value: str) -> str:
    """A Legal Entity Identifier with a right check sum (ISO 17442)."""
    from stdnum import lei as standard

    code = standard.compact(value).upper()
    if not standard.is_valid(code):
        raise ValueError("not an LEI: 20 characters, and the last two must match the others")
    return str(code)


def isin(value: str) -> str:
    """A securities number with a right check digit (ISO 6166)."""
    from stdnum import isin as standard

    code = standard.compact(value)
    if not standard.is_valid(code):
        raise ValueError("not an ISIN: 12 characters, and the last must match the others")
    return str(code)


def figi(value: str) -> str:
    """A Financial Instrument Global Identifier with a right check digit (ANSI X9.145)."""
    from stdnum import figi as standard

    code = standard.compact(value)
    if not standard.is_valid(code):
        raise ValueError("not a FIGI: 12 characters, and the last must match the others")
    return str(code)


def register(value: str) -> str:
    """A number of a register or a vendor, in capitals without blanks and hyphens.

    >>> register("hrb 12-345")
    'HRB12345'
    """
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value)).upper().lstrip("'")
    if _SHORTENED.fullmatch(number):
        raise ValueError(
            "a number that the spreadsheet has cut, its last digits are lost: format the column as"
            " text, enter the numbers anew and save the file again"
        )
    return number


def uscc(value: str) -> str:
    """A unified social credit code (统一社会信用代码) with a right check character (GB 32100)."""
    from stdnum.cn import uscc as standard

    code = register(value)
    if not standard.is_valid(code):
        raise ValueError(
            "not a unified social credit code: 18 characters, and the last must match the others"
        )
    return code


def share_code(value: str) -> str:
    """The code of an A-share without its exchange, in six digits.

    >>> share_code("300024.SZ"), share_code("SZ300024"), share_code("123")
    ('300024', '300024', '000123')
    """
    code = register(value)
    if numeric := _NUMERIC_SHARE.fullmatch(code):
        return numeric[1].zfill(6)
    share = _SHARE.fullmatch(code)
    return share[1] if share else code


def website(value: str) -> str:
    """A web address as given, if it names a host."""
    if not text.domain(value):
        raise ValueError("not a web address: write https://example.com")
    return value


def ownership(value: str) -> str:
    """One of the kinds of ownership, in lower case."""
    kind = value.casefold()
    if kind not in _OWNERSHIP:
        raise ValueError(f"not a kind of ownership: write one of {', '.join(_OWNERSHIP)}")
    return kind


def band(employees: int | None) -> SizeBand:
    """The size band by head count (EU recommendation 2003/361/EC).

    >>> band(9), band(10), band(249), band(250), band(None)
    ('micro', 'small', 'medium', 'large', '')
    """
    if employees is None:
        return ""
    found = next((name for limit, name in _SIZES if employees < limit), "large")
    return next(known for known in get_args(SizeBand) if known == found)


def publication(value: str) -> str:
    """A publication number as country, number and kind, one space between them.

    Numbers that begin with a year carry the slash that the offices print, whether given or not.
    What does not look like a publication number stays as it is.

    >>> publication("US-9254383-B2"), publication("US20250100135A1"), publication("WO 98/12345 A1")
    ('US 9254383 B2', 'US 2025/0100135 A1', 'WO 1998/012345 A1')
    """
    bare = re.sub(r"[\s\-_.,]", "", value).upper()
    found = _PUBLICATION.fullmatch(re.sub(r"^([A-Z]{2})/", r"\1", bare))
    if found is None:
        return value
    office, digits, kind = found[1], found[2], found[3] or ""
    for pattern, written in _WITH_YEAR.get(office, ()):
        if dated := pattern.fullmatch(digits):
            digits = written.format(*map(int, dated.groups()))
    return " ".join(part for part in (office, digits, kind) if part)


def patent_type(value: str) -> PatentType:
    """Invention, utility model or design, from the word that an export uses.

    >>> patent_type("实用新型"), patent_type("Design"), patent_type("发明申请")
    ('utility-model', 'design', 'invention')
    """
    word = re.sub(r"[\s_-]", "", value.casefold())
    for kind, words in _TYPES.items():
        if word in words.replace("-", "").split():
            return kind
    return ""


def type_of(office: str, kind: str) -> PatentType:
    """What a kind code says of it.

    >>> type_of("CN", "U"), type_of("US", "S1"), type_of("US", "B2"), type_of("CN", "")
    ('utility-model', 'design', 'invention', '')
    """
    if not kind:
        return ""
    if kind[0] in _UTILITY_OFFICES.get(office, ""):
        return "utility-model"
    if kind[0] == "S":
        return "design"
    return "invention" if kind[0] in "ABCPEHT" else ""


def symbol(value: str) -> str:
    """A class of CPC or IPC without blanks and edition; what is none stays as it is.

    >>> symbol("B25J   9/16 (2006.01)"), symbol("F16H 1/32"), symbol("B25J0009160000")
    ('B25J9/16', 'F16H1/32', 'B25J9/16')
    """
    text = value.strip().upper()
    if long := re.fullmatch(r"([A-HY]\d\d[A-Z])(\d{4})(\d{6})", text):
        return f"{long[1]}{int(long[2])}/{long[3].rstrip('0').ljust(2, '0')}"
    found = _SYMBOL.fullmatch(text)
    if found is None:
        return value
    head = "".join(found.group(1, 2, 3))
    return f"{head}{found[4]}/{found[5]}" if found[4] else head


def first_date(value: str) -> str:
    """The earliest of several dates in a cell, such as priorities with their numbers.

    >>> first_date("US 201962866711 P 2019-06-26; EP 19182700 A 2019-06-27")
    '2019-06-26'
    """
    whole = [part for part in re.split(r"[;|\s]+", value) if part]
    dates = []
    for part in (value, *whole):
        try:
            dates.append(date(part))
        except ValueError:
            continue
    found = [one for one in dates if len(one) == 10] or dates[:1]
    if not found:
        raise ValueError("not a date: write YYYY-MM-DD")
    return min(found)


@cache
def languages() -> frozenset[str]:
    """Every ISO 639-1 code."""
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if _CODE.fullmatch(code))


@cache
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
