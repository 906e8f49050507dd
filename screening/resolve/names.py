"""Company names folded, so that two spellings of one name become one.

Legal forms go (cleanco's list and ours), so do the tails that stock exchanges put behind a name
they cut (``DL-,001``, ``NA O.N.``, ``SPON ADR``); traditional characters become simplified, other
scripts Latin.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from screening.errors import FileError
from screening.resolve.places import cities, places
from screening.text import name_key

# What German exchanges append: nominal value in a currency (DL-,001 · EO 1 · SK 10), kind of share
_VALUE = (
    "(?:DL|EO|SF|SK|NK|DK|LS|YN|HD|RC|AD|KD|ZY|RS|KC|BA|RP|WO|CD|SD|ND|MR|ZL|CT|US|TN|LI|IS"
    "|KRW|INR)"
)
_TAIL = re.compile(
    r"(?:"
    rf"[\s.]+{_VALUE}\s*-?,?\d*(?:[.,]\d+)?|{_VALUE}-,?\d+"
    r"|\s*-,\d+|\s+-\d+|\s+\d+(?:,\d+)?"
    r"|\s+(?:NA|INH|INHABER|NAM|REG|REGD|CONV|VZ|VZO|VORZUG|STA?|FRIA|POST|BEAR|BR|PORT|NV)?\s*O\.?N\.?"
    r"|\s+\(?(?:SP(?:ON)?S?\.?|UNSP(?:ON)?\.?|SPONSORED|UNSPONSORED|U)?\s*[AG]\.?D\.?[RS]\.?S?\)?"
    r"(?:\s*/?\s*\d*(?:/\w+\s*\d*)?)?"
    r"|\s*-\s*(?:NVDR|FOREIGN|FGN|H|R)\s*-?|\s+PAIRED CTF|\s+DEPOSITARY RECEIPTS?|\s+DR"
    r"|/\w{2}\s?\d+(?:,\d+)?|\s+-?FOREIGN-?"
    r"|\s+\(?(?:CL(?:ASS)?\.?|SER(?:IES)?\.?|SR\.?)\s*-?[A-Z0-9]\b-?\)?"
    r"|\s+\(?(?:ORD(?:INARY)?|COMMON|COM|PREFERRED|PREF|PFD|REGISTERED|BEARER|VOTING|SUBORDINATE)?"
    r"\s*(?:SHARES?|SHS?|STOCK|STK|AKTIEN|NAMENSAKTIEN|AKT)\b\.?\)?"
    r"|\s+(?:INH|NAM|REGS?|REG\.?\s?S|CDI|NPV|CVA|DRC|SDR|BDR|HDR|NEW|NVDR|RTS|WTS?|UNITS?|YC1|YC)\.?"
    r"|\s+-?[A-C]-?|\s+\(PUBL\.?\)|\s+-H-|\s+\(?[A-Z]\s+SHARES?\)?"
    r"|\s+\d{2}/UND\.?|\s*-"
    r")\s*$",
    re.IGNORECASE,
)
# Words that exchanges write without their vowels, words in several forms, and those that say
# nothing; a word that is merely cut off is compared by its beginning
_SHORT = {
    "indl": "industrial", "inds": "industries", "intl": "international", "int": "international",
    "technologies": "technology", "mfg": "manufacturing", "pharmaceuticals": "pharmaceutical",
    "bk": "bank", "bkg": "banking", "svcs": "services", "svc": "services", "system": "systems",
    "natl": "national", "chemicals": "chemical", "ppty": "properties", "property": "properties",
    "investments": "investment", "mgmt": "management", "mng": "mining", "sciences": "science",
    "strs": "stores", "trst": "trust", "cda": "canada", "sthn": "southern", "nthn": "northern",
    "entmt": "entertainment", "tv": "television",
}  # fmt: skip
_EMPTY = frozenset(
    """hldgs hldg hld hgs holding holdings grp gp gr group gruppe ltd the company companies cos co
    and public publ pt tbk societe anonyme aktiebolag aktiebolaget
    aktiengesellschaft kabushiki kaisha sponsored spons adr corp inc""".split()  # noqa: SIM905
)
_AT_END = frozenset(
    """on na nam fria inh nom act vz vzo pref pfd ord shs fgn eur usd gbp cad vtg sub cdi new
    reg""".split()  # noqa: SIM905
)
_COMMON = frozenset(
    """technology industries industrial international systems electronics electric electrical
    machinery equipment manufacturing intelligent automation science precision china limited
    engineering""".split()  # noqa: SIM905
)
_COMMON_CJK = re.compile(
    "科技|技术|智能|机器人|自动化|电子|实业|工业|机械|设备|装备|制造|精密|信息|电气|工程|股份|中国|市|省|株式会社|工業|機械|電機|製作所"
)
_ANYWHERE = ("technology", "international")
_GROUP = re.compile("(?:集团|公司|股份)+$")
_UMLAUT = re.compile("([aou])e")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A name to compare: ``core`` in Latin letters, words apart; ``script`` as it is written."""

    core: str
    script: str

    @property
    def heart(self) -> str:
        """The words that set the name apart: no Chinese place, no *technology*; else all."""
        if written := self.written:
            return _latin(written).replace(" ", "") or self.compact
        words = [w for w in self.core.split() if w not in _COMMON and w not in cities()]
        return "".join(words) or self.compact

    @property
    def written(self) -> str:
        """The heart of a Chinese name in its characters; nothing of another name."""
        if not _CJK.search(self.script):
            return ""
        bare = _COMMON_CJK.sub("", self.script)
        return bare.removeprefix(next((p for p in places() if bare.startswith(p)), ""))

    @property
    def compact(self) -> str:
        """The core without blanks, ``ae oe ue`` as ``a o u``: Boerse and Börse are one."""
        return _UMLAUT.sub(r"\1", self.core.replace(" ", ""))


@cache
def fold(name: str) -> Folded:
    """A name without legal form, exchange's tail, accents, case and script.

    >>> fold("ALTRA INDL MOTION DL-,001").core, fold("KUKA Aktiengesellschaft").core
    ('altra industrial motion', 'kuka')
    >>> fold("浙江雙環傳動機械股份有限公司").script, fold("ファナック株式会社").core
    ('浙江双环传动机械', 'fuanatku')
    """
    bare = _without_tail(unicodedata.normalize("NFKC", name).strip())
    script = name_key(_simplified(_without_form(bare))).removesuffix("股份") or name_key(name)
    latin = script if script.isascii() else _latin(script)
    words = [_SHORT.get(word, word) for word in latin.split() if word not in _EMPTY]
    core = " ".join(_once(_without_end(words))) or latin
    return Folded(core=core, script=script)


def homophones(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether Chinese names sound alike and none of ours is written like one of theirs.

    >>> homophones(["台州中大机器人"], ["泰州中大机器人"]), homophones(["华兴科技"], ["华星科技"])
    (True, True)
    >>> homophones(["华兴科技"], ["華興科技股份有限公司"]), homophones(["库卡"], ["KUKA"])
    (False, False)
    """
    left, right = ([one for one in map(fold, names) if one.written] for names in (ours, theirs))
    if {one.script for one in left} & {one.script for one in right}:
        return False
    return any(
        one.compact == other.compact or (one.heart == other.heart and one.written != other.written)
        for one in left
        for other in right
    )


def _without_end(words: list[str]) -> list[str]:
    """Without single letters and words for kinds of shares at the end, if a word remains."""
    while len(words) > 1 and (len(words[-1]) == 1 or words[-1] in _AT_END) and len(words[0]) > 1:
        words = words[:-1]
    return words


def _once(words: list[str]) -> list[str]:
    """A name that is begun a second time (QIAGEN NV QIAGEN ORD SHS), once."""
    for start in range(1, len(words)):
        again = words[start:]
        if len(again) <= start and all(
            one == other if number < len(again) - 1 else one.startswith(other)
            for number, (one, other) in enumerate(zip(words, again, strict=False))
        ):
            return words[:start]
    return words


def equivalents(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """Folded name → one name that stands for all names of its group, from a list of names.

    Groups that share two names are one. A name that several groups still share stands for the one
    that has it first, or for none.

    >>> known = equivalents([("FANUC", "发那科"), ("KUKA", "库卡")])
    >>> known["发那科"] == known["fanuc"]
    True
    """
    joined: list[set[str]] = []
    of: dict[str, set[int]] = {}
    led: dict[str, set[int]] = {}
    for group in groups:
        given = [key for name in group if name and (key := _key(name))]
        keys = set(given)
        if len(keys) < 2:
            continue
        shared = Counter(number for key in keys for number in of.get(key, ()))
        twice = [number for number, count in shared.items() if count > 1]
        place = min(twice, default=len(joined))
        if not twice:
            joined.append(set())
        joined[place] |= keys
        led.setdefault(given[0], set()).add(place)
        for key in keys:
            of.setdefault(key, set()).add(place)
    first = [min(keys) for keys in joined]
    meant = {key: places if len(places) == 1 else led.get(key, set()) for key, places in of.items()}
    return {key: first[min(places)] for key, places in meant.items() if len(places) == 1}


def dictionary(path: Path) -> list[tuple[str, ...]]:
    """The groups of names of a table with a column for each script, names separated by ``;``.

    Raises FileError where it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path} cannot be read: {error}") from None
    columns = ("latin", "zh", "ja", "ko", "other")
    return [
        tuple(
            name
            for column in columns
            for name in (row.get(column) or "").split(";")
            if name.strip()
        )
        for row in rows
    ]


def known(name: str, names: Mapping[str, str]) -> str:
    """What a name stands for in ``equivalents``, else nothing."""
    found = names.get(_key(name), "")
    if found:
        return found
    folded = fold(name)
    return names.get(
        _bare_latin(folded.core) if folded.script.isascii() else _bare(folded.script), ""
    )


def _key(name: str) -> str:
    """How a dictionary knows a name: in Latin letters without blanks, else as it is written."""
    folded = fold(name)
    return folded.compact if folded.script.isascii() else folded.script.replace(" ", "")


def _bare(script: str) -> str:
    """A Chinese name without the place before it and the *group* behind it, if enough remains."""
    place = next((p for p in places() if script.startswith(p)), "")
    left = script.removeprefix(place).lstrip("市省")
    left = _GROUP.sub("", left.replace(" ", ""))
    return left if len(left) >= 2 else script


def _bare_latin(core: str) -> str:
    """A name without a Chinese city before it and *technology* or *international* behind it."""
    words = core.split()
    words = words[1:] if len(words) > 1 and words[0] in cities() else words
    words = words[:-1] if len(words) > 1 and words[-1] in _ANYWHERE else words
    return _UMLAUT.sub(r"\1", "".join(words))


def _without_tail(name: str) -> str:
    for _ in range(4):
        shorter = _TAIL.sub("", name)
        if shorter == name or not re.search(r"\w{2}", shorter):
            return name
        name = shorter
    return name


@cache
def _terms() -> Any:
    from cleanco import prepare_default_terms

    return prepare_default_terms()


def _without_form(name: str) -> str:
    from cleanco.clean import custom_basename

    found: str = custom_basename(name, _terms(), suffix=True, prefix=False, middle=False)
    return found or name


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(name: str) -> str:
    found: str = _converter().convert(name) if _CJK.search(name) else name
    return found


def _latin(name: str) -> str:
    from anyascii import anyascii

    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name).casefold()))
