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
    if 2 * len(text) <= LONGEST_CELL or _units(text) <= LONGEST_CELL:
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


def lines(text: str, room: float) -> int:
    """How many lines ``text`` takes (about) in a cell of ``room``, the unit of column widths.

    >>> lines("one\\ntwo three", 6)
    3
    """
    return sum(max(1, math.ceil(_breadth(part) / max(room, 1))) for part in text.split("\n"))


def _breadth(text: str) -> float:
    """At 10 points a character takes 0.9 of the unit (average, breaks included), of Asia 1.95."""
    return sum(1.95 if character >= "\u2e80" else 0.9 for character in text)


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
