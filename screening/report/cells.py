"""Text that is safe where it is shown: in a workbook cell, on a terminal line, in Markdown."""

import math
import re

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds, in UTF-16 code units (the limit of Excel)."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPECIAL = re.compile(r"([\\`*_~|<>&\[\]])")


def cell(text: str, mark: str) -> str:
    """``text`` without characters that XML 1.0 forbids, cut to one cell with ``mark`` at its end.

    >>> cell("a\\x00b\\r\\nc", "…")
    'ab\\nc'
    >>> len(cell("x" * 40_000, "…"))
    32767
    """
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # or XlsxWriter would take it for its own markup and write it unescaped
    if _units(text) <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - _units(mark)
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + mark


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def line(text: str) -> str:
    """``text`` on one line, without control characters or marks that turn the direction of text.

    A company cannot colour, clear or reorder a terminal by its name.

    >>> line("a\\x1b[31mb \\n\\u202ec")
    'a[31mb c'
    """
    visible = _DIRECTION.sub("", " ".join(text.split()))
    return " ".join(_ILLEGAL.sub("", visible).split())


def markdown(text: str) -> str:
    """``text`` on one line, with everything escaped that Markdown or a table of it would read.

    >>> markdown("a|b [c](d)")
    'a\\\\|b \\\\[c\\\\](d)'
    """
    return _SPECIAL.sub(r"\\\1", line(text))


def width(text: str) -> int:
    """How many columns of a fixed grid ``text`` takes: two for each character of East Asia.

    >>> width("gear"), width("减速器")
    (4, 6)
    """
    return sum(2 if character >= "\u2e80" else 1 for character in text)


def lines(text: str, room: float) -> int:
    """How many lines ``text`` takes (about) where a line has ``room`` columns.

    >>> lines("one\ntwo three", 6)
    3
    """
    return sum(max(1, math.ceil(width(part) / max(room, 1))) for part in text.split("\n"))


def short(text: str, length: int) -> str:
    """``text`` on one line, cut with … to at most ``length`` characters.

    >>> short("precision reducers", 10)
    'precision…'
    """
    text = line(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def known(value: float | None) -> float | None:
    """The value, or None where it is unknown: NaN and infinity are no figures either.

    >>> known(0.0), known(float("nan")), known(None)
    (0.0, None, None)
    """
    return value if value is not None and math.isfinite(value) else None
