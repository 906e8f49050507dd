"""What stands among companies without being one: funds, shells, and papers of a company."""

import re
from collections.abc import Iterable

from screening.records import Nature

_FUND = re.compile(
    r"(?<![a-z0-9à-ÿ])(?:etf|ucits|sicav|icav|ishares|xtrackers|spdr|vct|fcp"
    r"|(?:mutual|index|hedge) fund)(?![a-z0-9à-ÿ])"  # also beside Chinese letters
    r"|\b(?:unit|investment) trust\b|\bfondos? de inversi[oó]n\b|\bfundo (?:de )?invest"
    r"|\bfunds?(?:[ ,]+(?:[a-z]{1,3}|\d+|limited|trust|class|series)\.?)*$"
    r"|基金|投資信託|投资信托|펀드",
    re.IGNORECASE,
)
_KEEPER = re.compile(r"基金管理|管理公司|fund (?:management|managers|services)", re.IGNORECASE)
_IS_A_FUND = re.compile(
    r"\b(?:is|are)\b[^.]{0,60}?(?<!estate )\b(?:mutual fund|hedge fund|exchange[- ]traded fund|etf"
    r"|(?:closed|open)[- ]end(?:ed)?[^.]{0,40}(?:fund|trust|investment company)"
    r"|investment trust|venture capital trust|unit trust|fund of funds|investment fund)\b",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"\b(?:is|was|as|operates as) (?:(?:formed|incorporated) as )?an? "
    r"(?:(?:newly|publicly)[- ]\w+ )?"
    r"(?:blank[- ]check|special purpose acquisition|shell (?:company|corporation)|capital pool)"
    r"|, a (?:blank[- ]check|special purpose acquisition) company"
    r"|\bdoes not have (?:any )?significant (?:business )?operations|空白支票公司|没有实际业务",
    re.IGNORECASE,
)
_SHELL_NAME = re.compile(r"\bspecial purpose acquisition\b|기업인수목적|\bspac\b", re.IGNORECASE)
_PAPER = re.compile(
    r"\bdepositary shares? each\b|\b(?:preferred (?:stock|shares?)|t-bill|senior notes|warrants?)\b"
    r"|\b(?:american|global) depositary (?:shares?|receipts?)\b|\bpfd$"
    r"|\d ?%.*\b(?:series|pfd|preferred|notes?|bds|bonds?|snr|due)\b|\bissuer\b.*%"
    r"|\b(?:sp(?:ons)?\.? ?)?adr ?(?:/?\d|$)|\badr (?:ea|each) rep\b|\bgdr\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 200
_LONGEST_START = 800
_END = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)\. ")


def nature(names: Iterable[str], text: str) -> Nature:
    """``fund``, ``shell``, ``paper`` (a listing that is not a company's own), or nothing.

    A paper is told by its names alone: all of them must say so. Of the text the first sentences
    count, those in which a company says what it is. Real estate trusts are companies here.

    >>> nature(["iShares Robotics ETF"], ""), nature(["Robotics Fund Management"], "")
    ('fund', '')
    >>> nature(["Alpha I Corp."], "Alpha I Corp. is a blank check company.")
    'shell'
    >>> nature(["M&T Bank 7.5% Preferred Stock Series J"], ""), nature(["FRESENIUS ADR 1/2"], "")
    ('paper', 'paper')
    """
    given = [name[:_LONGEST_NAME] for name in names if name]
    sentences = _END.split(text[:_LONGEST_START])
    start = ". ".join(sentences[:2])
    if _SHELL.search(start) or any(map(_SHELL_NAME.search, given)):
        return "shell"
    if any(_FUND.search(n) and not _KEEPER.search(n) for n in given) or _IS_A_FUND.search(
        sentences[0]
    ):
        return "fund"
    return "paper" if given and all(map(_PAPER.search, given)) else ""
