"""The gap matrix: technology by firm, leaders and best targets as a heat map, with its chart."""

from dataclasses import dataclass

from screening.records import Gap, Screening
from screening.report.book import BAR, HEAD, HEADER, HEAT, INK, RULE, Book, Column, Sheet, Value
from screening.report.cells import known
from screening.report.view import View

_FIRM = "firm"
_TARGETS = 10
_FACTS = 6  # columns before the heat map: technology, gap, wanted, origin, how sure, trend


@dataclass(frozen=True, slots=True)
class _Holder:
    """A column of the heat map: its key in the gap matrix, its title, firm, leader or target."""

    key: str
    title: str
    group: str


def write_matrix(book: Book, screening: Screening) -> None:
    """Write the sheet; rows with a known gap come first, since a chart would draw unknown as 0."""
    view, sheet = book.view, book.sheet("matrix", "single")
    holders = _holders(view, screening)
    columns = [
        Column(key="technology", width=30, kind="bold"),
        Column(key="gap", width=11, kind="gap"),
        Column(key="wanted", width=9, kind="score"),
        Column(key="kind", width=17),
        Column(key="sure", width=10),
        Column(key="trend", width=15),
        *(
            Column(
                key="own",
                width=13,
                kind="heat",
                title=holder.title,
                note=view.word(f"note.{holder.group}_strength"),
                field=view.word(f"group.{holder.group}"),
            )
            for holder in holders
        ),
    ]
    rows = [_row(view, screening, gap, holders) for gap in view.gaps()]
    _groups(book, sheet, holders)
    last = sheet.list(columns, rows, frozen=1)
    sheet.raw.set_row(HEADER, 46)
    if last > HEADER:
        scale = dict(zip(("min_color", "mid_color", "max_color"), HEAT, strict=True))
        ends = {"min_value": 0, "mid_value": 0.5, "max_value": 1}
        types = dict.fromkeys(("min_type", "mid_type", "max_type"), "num")
        rule = {"type": "3_color_scale"} | scale | ends | types
        sheet.raw.conditional_format(HEADER + 1, _FACTS, last, len(columns) - 1, rule)
    _chart(book, sheet, screening, last)


def _holders(view: View, screening: Screening) -> list[_Holder]:
    named = {one for row in screening.gap_matrix.values() for one in row}
    targets = [fit.company_id for fit in screening.fits[:_TARGETS]]
    return [
        _Holder(_FIRM, firm_title(view, screening), "firm"),
        *(_Holder(one, view.name(one), "leader") for one in screening.leaders),
        *(_Holder(one, view.name(one), "target") for one in targets if one in named),
    ]


def firm_title(view: View, screening: Screening) -> str:
    """What the firm's column is called: the firm, its group, or the province."""
    return view.firms(screening.mandate, screening.firms)


def _row(view: View, screening: Screening, gap: Gap, holders: list[_Holder]) -> list[Value]:
    strengths = screening.gap_matrix.get(gap.technology, {})
    return [
        view.topic(gap.technology),
        gap.size,
        gap.wanted,
        view.origin(gap),
        *view.gap_facts(gap),
        *(strengths.get(holder.key) for holder in holders),
    ]


def _groups(book: Book, sheet: Sheet, holders: list[_Holder]) -> None:
    sheet.raw.set_row(HEADER - 1, 18)
    groups = [holder.group for holder in holders]
    for group in dict.fromkeys(groups):
        word = book.view.word(f"group.{group}")
        sheet.write(HEADER - 1, _FACTS + groups.index(group), word, "group")


def _chart(book: Book, sheet: Sheet, screening: Screening, last: int) -> None:
    view = book.view
    count = sum(known(gap.size) is not None for gap in view.gaps())
    if count:
        first = HEADER + 1
        title = view.word("gap_chart")
        chart = bar_chart(book, sheet, title, view.word("gap_axis"), first, count, 1, whole=1)
        sheet.raw.insert_chart(last + 3, 0, chart, {"object_position": 2})
    if count < len(screening.gaps):
        sheet.write(last + 2, 0, view.word("not_in_chart"), "about")


def bar_chart(
    book: Book,
    sheet: Sheet,
    title: str,
    axis: str,
    first: int,
    count: int,
    column: int,
    *,
    whole: float | None = None,
) -> object:
    """A native bar chart of ``count`` rows from ``first``: names in column 0, then ``column``.

    ``whole`` ends the axis; without it the largest figure does.
    """
    font = {"name": book.style("text").font_name, "color": INK}
    last = first + count - 1
    chart = book.file.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, column, last, column],
            "fill": {"color": HEAD},
            "border": {"none": True},
            "gap": 60,
            "data_labels": {"value": True, "font": font | {"size": 9}},
        }
    )
    chart.set_title(
        {"name": title, "name_font": font | {"size": 12, "color": HEAD}, "overlay": False}
    )
    chart.set_chartarea({"border": {"none": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font | {"size": 9}, "line": {"color": BAR}})
    chart.set_x_axis(
        {
            "min": 0,
            "max": whole,
            "name": axis,
            "name_font": font | {"size": 9, "bold": False},
            "num_font": font | {"size": 9},
            "major_gridlines": {"visible": True, "line": {"color": RULE}},
            "line": {"none": True},
            "label_position": "high",
        }
    )
    chart.set_size({"width": 760, "height": 110 + 30 * count})
    return chart
