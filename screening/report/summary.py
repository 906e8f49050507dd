"""The sheets around the lists: cover, funnel, data quality, parameters and field notes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from screening.records import Screening
from screening.report.book import HEADER, Book, Column, Sheet, Value
from screening.report.cells import lines
from screening.report.matrix import bar_chart, firm_title
from screening.report.names import technology_name
from screening.report.view import View, signal_names

_SHEETS = (
    "funnel",
    "home",
    "shortlist",
    "deals",
    "signals",
    "longlist",
    "excluded",
    "matrix",
    "regions",
    "sensitivity",
    "evidence",
    "rules",
    "quality",
    "notes",
)
_RUN = (
    "id",
    "started_at",
    "corpus_version",
    "encoder",
    "encoder_revision",
    "scorer",
    "taxonomy_version",
    "rules_version",
    "identities",
    "code",
    "mandate_hash",
)
_LAST = 6  # the last column of the cover
_FIRST_COLUMN = 28
_NOTE = 84


def write_cover(book: Book, screening: Screening) -> None:
    """What was asked, with what it was answered, the weights and the gaps."""
    view, name = book.view, book.view.word("sheet.cover")
    sheet = Sheet(book, book.file.add_worksheet(name), name)
    sheet.paper("portrait")
    sheet.raw.set_column(0, 0, _FIRST_COLUMN)
    sheet.raw.set_column(1, _LAST, 15)
    sheet.raw.set_row(0, 34)
    sheet.write(0, 0, view.word("title"), "large")
    sheet.write(1, 0, screening.mandate.name, "title")
    sheet.write(2, 0, f"{screening.run.id} · {screening.run.started_at}", "about")
    row = _facts(sheet, 4, "section.mandate", list(_mandate(view, screening)))
    row = _facts(sheet, row, "section.weights", list(_weights(view, screening)))
    row = _gaps(sheet, row)
    reading = [view.word(f"reading.{key}") for key in ("unknown", "total", "evidence")]
    row = _facts(sheet, row, "section.reading", [(text, None) for text in reading])
    row = _contents(sheet, row)
    stamp = {key: str(getattr(screening.run, key)) for key in _RUN}
    stamp["identities"] = stamp["identities"] or view.word("none")
    run = [(view.word(f"run.{key}"), value) for key, value in stamp.items()]
    _facts(sheet, row, "section.run", run)


def _section(sheet: Sheet, row: int, key: str) -> int:
    for column in range(_LAST + 1):
        sheet.write(row, column, sheet.book.view.word(key) if column == 0 else "", "section")
    sheet.raw.set_row(row, 20)
    return row + 1


def _facts(sheet: Sheet, row: int, key: str, facts: Sequence[tuple[str, str | None]]) -> int:
    """A block of label and text; a label without text takes the whole line."""
    row = _section(sheet, row, key)
    for label, text in facts:
        if text is None:
            _long(sheet, row, 0, label)
        else:
            sheet.write(row, 0, label, "label")
            _long(sheet, row, 1, text or sheet.book.view.word("unknown"))
        row += 1
    return row + 1


def _long(sheet: Sheet, row: int, left: int, text: str) -> None:
    """Text over the columns from ``left`` on, the row as high as its lines (about) need."""
    style = sheet.book.style("wrap")
    sheet.raw.merge_range(row, left, row, _LAST, "", style)
    sheet.write(row, left, text, "wrap")
    room = 15 * _LAST + (0 if left else _FIRST_COLUMN)
    sheet.raw.set_row(row, min(3 + 13 * lines(text, room), 400))


def _mandate(view: View, screening: Screening) -> Iterator[tuple[str, str]]:
    mandate = screening.mandate
    yield view.word("mandate.name"), mandate.name
    yield view.word("mandate.purpose"), mandate.purpose
    yield view.word("mandate.sponsor"), mandate.sponsor
    group = view.join([view.name(one) for one in screening.firms if mandate.named])
    yield view.word("mandate.firm"), group or firm_title(view, screening)
    field = screening.field
    named = technology_name(field, view.language) if field else mandate.field
    yield view.word("mandate.field"), named
    if listed := "\n".join(filter(None, map(view.flags, screening.firms))):
        yield view.word("col.flags"), listed
    yield view.word("mandate.leaders"), view.join([view.name(one) for one in screening.leaders])


def _weights(view: View, screening: Screening) -> Iterator[tuple[str, str]]:
    given = screening.mandate.weights
    whole = sum(given.values())
    if not whole:
        text = view.word("weights.default").format(scorer=screening.run.scorer)
        yield view.word("section.weights"), text
        return
    for name in (*signal_names(screening), *sorted(set(given) - set(signal_names(screening)))):
        if name in given:
            yield view.named("signal", name), f"{given[name] / whole:.0%}"


def _gaps(sheet: Sheet, row: int) -> int:
    view = sheet.book.view
    row = _section(sheet, row, "section.gaps")
    columns = [
        Column(key="technology", width=_FIRST_COLUMN, kind="wrap"),
        Column(key="gap", width=15, kind="gap"),
        Column(key="wanted", width=15, kind="score"),
        Column(key="kind", width=15, kind="wrap"),
        Column(key="own", width=15, kind="score"),
        Column(key="leader", width=15, kind="wrap"),
        Column(key="leader_strength", width=15, kind="score"),
    ]
    rows: list[list[Value]] = [
        [
            view.topic(gap.technology),
            gap.size,
            gap.wanted,
            view.origin(gap),
            gap.own,
            view.best_leader(gap),
            gap.leader,
        ]
        for gap in view.gaps()
    ]
    sheet.header(row, columns)
    return sheet.rows(row + 1, columns, rows) + 2


def _contents(sheet: Sheet, row: int) -> int:
    view = sheet.book.view
    row = _section(sheet, row, "section.contents")
    for key in _SHEETS:
        name = view.word(f"sheet.{key}")
        link = f"internal:'{name}'!A1"
        sheet.raw.write_url(row, 0, link, sheet.book.style("link"), string=name)
        _long(sheet, row, 1, view.word(f"about.{key}"))
        row += 1
    return row + 1


def write_funnel(book: Book, screening: Screening) -> None:
    """Companies after each step, and the reasons for exclusion with their counts."""
    view, sheet = book.view, book.sheet("funnel", "single")
    columns = [
        Column(key="stage", width=38, kind="bold"),
        Column(key="count", width=14, kind="integer"),
        Column(key="lost", width=16, kind="integer"),
        Column(key="meaning", width=64, kind="wrap"),
    ]
    counts = [count for _, count in screening.funnel]
    lost = ["", *(before - after if before >= after else "" for before, after in pairwise(counts))]
    rows: list[list[Value]] = [
        [view.named("stage", stage), count, gone, _meaning(view, stage)]
        for (stage, count), gone in zip(screening.funnel, lost, strict=False)
    ]
    last = sheet.list(columns, rows)
    sheet.write(last + 2, 0, view.word("section.reasons"), "heading")
    reasons = Counter(one.rule for one in screening.excluded)
    found: list[list[Value]] = [
        [view.named("rule", rule), count] for rule, count in sorted(reasons.items(), key=_by_count)
    ]
    titles = [
        Column(key="rule", width=38, kind="bold"),
        Column(key="count", width=14, kind="integer"),
    ]
    titles[1] = Column(key="lost", width=14, kind="integer", title=view.word("col.count"))
    sheet.header(last + 3, titles)
    last = sheet.rows(last + 4, titles, found)
    if counts:
        title = view.word("funnel_chart")
        chart = bar_chart(book, sheet, title, view.word("col.count"), HEADER + 1, len(counts), 1)
        sheet.raw.insert_chart(last + 2, 0, chart, {"object_position": 2})


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _meaning(view: View, stage: str) -> str:
    found = view.named("stage_note", stage)
    return "" if found == stage else found


def write_quality(book: Book, screening: Screening) -> None:
    """Counts of what the corpus lacks, as the run recorded them."""
    view, sheet = book.view, book.sheet("quality")
    columns = [
        Column(key="measure", width=44, kind="bold"),
        Column(key="number", width=18, kind="integer"),
        Column(key="share", width=22, kind="share"),
    ]
    companies = screening.quality.get("companies")
    whole = companies if isinstance(companies, int) and companies > 0 else 0
    sheet.list(columns, list(_measures(view, screening.quality, "", whole)), frozen=1)


def _measures(
    view: View, quality: Mapping[str, Any], group: str, whole: int
) -> Iterator[list[Value]]:
    for key, value in quality.items():
        name = view.named("quality", str(key))
        title = f"{group}{view.word('colon')}{name}" if group else name
        if isinstance(value, Mapping):
            yield from _measures(view, value, title, whole)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            share = value / whole if group and whole else ""
            yield [title, value, share]
        else:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield [title, None if value is None else text, ""]


def write_notes(book: Book, screening: Screening) -> None:
    """The limits of the mandate, then what every column of the workbook means."""
    view, fields = book.view, list(dict.fromkeys(book.fields))
    sheet = book.sheet("notes", "portrait")
    sheet.widths([Column(key="sheet", width=w) for w in (26, 30, _NOTE)])
    sheet.write(HEADER, 0, view.word("section.limits"), "heading")
    row = HEADER + 1
    for label, text in _limits(view, screening):
        sheet.write(row, 0, label, "label")
        sheet.raw.merge_range(row, 1, row, 2, "", book.style("wrap"))
        sheet.write(row, 1, text, "wrap")
        sheet.raw.set_row(row, 3 + 13 * lines(text, _NOTE + 28))
        row += 1
    sheet.write(row + 1, 0, view.word("section.fields"), "heading")
    top = row + 2
    for place, key in enumerate(("sheet", "field", "note")):
        sheet.write(top, place, view.word(f"col.{key}"), "header")
    for number, texts in enumerate(fields, start=top + 1):
        for place, text in enumerate(texts):
            sheet.write(number, place, text, "wrap")
        sheet.raw.set_row(number, 3 + 13 * lines(texts[-1], _NOTE - 2))
    sheet.raw.autofilter(top, 0, top + len(fields), 2)
    sheet.raw.freeze_panes(HEADER, 0)
    sheet.raw.repeat_rows(0)


def _limits(view: View, screening: Screening) -> Iterator[tuple[str, str]]:
    mandate, limits = screening.mandate, screening.mandate.filters
    every, none = view.word("any"), view.word("none")
    yes, no = view.word("kept"), view.word("left_out")
    yield view.word("mandate.investor"), view.named("investor", mandate.investor_class)
    modes = view.join([view.named("deal", mode) for mode in mandate.deal_modes])
    yield view.word("mandate.modes"), modes or every
    stake = mandate.max_stake
    yield view.word("mandate.stake"), every if stake is None else f"{stake:.0%}"
    yield view.word("mandate.deal_date"), mandate.deal_date or view.word("run_day")
    yield view.word("mandate.ceiling"), view.money(mandate.equity_ceiling) or every
    countries = view.join([view.country(code) for code in limits.countries])
    yield view.word("mandate.countries"), countries or every
    apart = view.join([view.country(code) for code in limits.exclude_countries])
    yield view.word("mandate.exclude"), apart or none
    most = limits.max_employees
    yield view.word("mandate.employees"), every if most is None else f"{most:,}"
    least = view.word("at_least_words").format(count=max(limits.min_words, 1))
    yield view.word("mandate.words"), least
    yield view.word("mandate.chinese"), yes if limits.chinese_owned else no
    yield view.word("mandate.leader_owned"), yes if limits.leader_owned else no
    yield view.word("mandate.red_lines"), view.join(mandate.red_lines) or none
    yield view.word("mandate.contacted"), view.join(mandate.contacted) or none
    if screening.unmatched:
        yield view.word("mandate.unmatched"), "\n".join(map(view.unmatched, screening.unmatched))
    yield view.word("mandate.shortlist"), str(mandate.shortlist)
    for gap in mandate.gaps:
        text = (gap.zh or gap.en) if view.language == "zh" else (gap.en or gap.zh)
        label = f"{view.word('mandate.stated')}{view.word('colon')}{view.topic(gap.technology)}"
        yield label, f"{text}{view.bracket(f'× {gap.wanted:g}')}"
