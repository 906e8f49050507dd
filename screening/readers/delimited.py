"""Delimited text → rows: quoting, delimiters, ragged rows and cells without end."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_CELL = 1_000_000
_LONGEST_RUN = 2 * LONGEST_CELL
_FIELD_LIMIT = 64 * LONGEST_CELL
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as text. ``number`` is what a spreadsheet shows: the header is 1.

    ``fault`` says why the row cannot be used at all; its cells may then be incomplete.
    """

    number: int
    cells: list[str]
    fault: str = ""


def rows(stream: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    """Every row of the stream, blank ones too (without cells)."""
    # The limit is one number for the whole process: only ever raised, so no reader disturbs another
    if csv.field_size_limit() < _FIELD_LIMIT:
        csv.field_size_limit(_FIELD_LIMIT)
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        lines.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, [], f"not a row of delimited text: {error}")
            continue
        yield Row(number, cells, lines.fault())


def delimiter(sample: str, *, whole: bool) -> str:
    """The delimiter under which most rows of the sample are equally wide, more than one cell.

    >>> delimiter("name;country\\nA, B and C;DE\\n", whole=True)
    ';'
    """
    ranked = []
    for candidate in _DELIMITERS:
        found = [row for row in rows(io.StringIO(sample, newline=""), candidate) if row.cells]
        widths = Counter(len(row.cells) for row in (found if whole else found[:-1]) or found)
        width, agreeing = widths.most_common(1)[0] if widths else (0, 0)
        share = agreeing / max(widths.total(), 1) if width > 1 else 0.0
        ranked.append((share, width, candidate))
    best = max(ranked, key=lambda item: item[:2])
    return best[2] if best[0] else ","


class _Lines:
    """The lines of a stream, for ``csv.reader``; ``start`` is called before each row.

    A run of more than two million characters without a quotation mark is cut short, so that a
    cell without end is never held in memory whole. Its row is refused.
    """

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self.start()

    def start(self) -> None:
        self._lines = self._quotes = self._held = self._run = 0
        self._cut = False

    def fault(self) -> str:
        """What is wrong with the row just read."""
        if self._cut:
            return f"the row is longer than {_LONGEST_RUN:,} characters"
        if self._lines > 1 and self._quotes % 2:
            return "a quotation mark is opened and never closed"
        return ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_CELL)
        if not line:
            raise StopIteration
        self._lines += 1
        self._held += len(line)
        if self._held < LONGEST_CELL:
            self._quotes += line.count('"')
            return line
        return "".join(self._pieces(line))

    def _pieces(self, piece: str) -> Iterator[str]:
        while piece:
            self._quotes += piece.count('"')
            yield from self._cut_short(piece)
            if len(piece) < LONGEST_CELL or piece.endswith(("\n", "\r")):
                return
            piece = self._stream.readline(LONGEST_CELL)

    def _cut_short(self, piece: str) -> Iterator[str]:
        for number, run in enumerate(piece.split('"')):
            if number:
                self._run = 0
                yield '"'
            yield run[: max(0, _LONGEST_RUN - self._run)]
            self._run += len(run)
            self._cut = self._cut or self._run > _LONGEST_RUN
