"""The rows of a shortlist: what each column shows, and the template that lays it out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from screening.pipeline import Board, Said
from screening.records import Fit
from screening.report.cells import short
from screening.report.view import SIGNALS, View, best
from screening.web.visit import Visit

COLUMNS: Mapping[str, str] = {
    "verdict": "own:col.verdict",
    "country": "col.country",
    "total": "col.total",
    "interval": "own:col.interval",
    "sure": "col.fit_sure",
    "covered": "col.covered",
    "fields": "col.fields",
    "band": "col.band",
    "owner": "col.owner",
    "employees": "col.employees",
    "contact": "col.contact",
    "quote": "col.quote",
    **dict.fromkeys(SIGNALS, "signal"),
}
_SORTED = {"country", "total", "band", "owner", "employees", *SIGNALS}
_QUOTE = 160
_KEPT = 20
"""Runs, in one language each, whose lines are kept at hand."""
_CLAMPED = ["covered", "fields", "owner", "contact", "quote"]
"""Columns whose long texts are cut to a few lines."""
_ALWAYS = (
    "id",
    "url",
    "mark",
    "rank",
    "name",
    "other",
    "bandcode",
    "rule",
    "status",
    "who",
    "quote",
    "bare",
)
"""What the template wants of a row whatever columns are shown."""
_MARKS = {"pursue": "✔", "hold": "❚❚", "reject": "✖", "unsure": "?"}

ROW = """
<q-tr :props="props" :class="{at: props.row.at}" tabindex="0"
      @click="() => $parent.$emit('pick', props.row.id)"
      @keydown.space.prevent="() => $parent.$emit('pick', props.row.id)"
      @dblclick="() => $parent.$emit('open', props.row.id)">
  <q-td v-for="col in props.cols" :key="col.name" :props="props" :class="'cell-' + col.name">
    <template v-if="col.name === 'rank'">
      <input type="checkbox" class="pick" :checked="props.row.picked" :aria-label="props.row.mark"
             @click.stop="() => $parent.$emit('mark', props.row.id)">
      {{ props.row.rank }}
    </template>
    <template v-else-if="col.name === 'name'">
      <a :href="props.row.url" @click.stop>{{ props.row.name }}</a>
      <span class="muted sub">{{ props.row.other }}</span>
      <span v-if="props.row.conflict" class="apart" :title="props.row.conflict"> ⚠</span>
    </template>
    <template v-else-if="col.name === 'total'">
      <div class="bar"><i :style="{width: props.row.total + '%'}"></i>
        <b>{{ props.row.total }}</b></div>
    </template>
    <template v-else-if="col.name === 'verdict'">
      <span v-if="props.row.status" class="mark" :class="props.row.status" :title="props.row.who">
        {{ props.row.verdict }}</span>
    </template>
    <template v-else-if="col.name === 'band'">
      <span class="band" :class="props.row.bandcode" :title="props.row.rule">
        <i aria-hidden="true"></i> {{ props.row.band }}</span>
    </template>
    <div v-else-if="{{CLAMPED}}.includes(col.name)" class="clamp"
         :class="{bare: col.name === 'covered' && props.row.bare}">
      {{ props.row[col.field] }}</div>
    <template v-else>{{ props.row[col.field] }}</template>
    <q-tooltip v-if="col.name === 'covered' && props.row.quote" max-width="480px" :delay="400">
      {{ props.row.quote }}</q-tooltip>
  </q-td>
</q-tr>
""".replace("{{CLAMPED}}", str(_CLAMPED))


def columns(
    visit: Visit, shown: Sequence[str], title: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The columns of the table: rank and name always, then those that the reader chose."""
    fixed = [("rank", visit.t("col.rank"), True), ("name", visit.reader.word("col.company"), True)]
    chosen = [(name, title(name), name in _SORTED) for name in COLUMNS if name in shown]
    return [
        {
            "name": name,
            "label": label,
            "field": name,
            "sortable": sortable,
            "align": "right" if name in ("rank", "employees", *SIGNALS) else "left",
        }
        for name, label, sortable in (*fixed, *chosen)
    ]


class Lines:
    """A run in one language with what was said of its targets up to now: made once for all who
    look at it, row by row as somebody looks."""

    def __init__(self, visit: Visit, board: Board, said: Said, before: "Lines | None") -> None:
        self.said = said
        self.view: View = visit.view(
            replace(board.screening, verdicts=said.verdicts, contacts=said.contacts)
        )
        self._board = board
        self._rows: dict[str, dict[str, Any]] = {}
        if before is not None:
            touched = said.touched(before.said)
            self._rows = {k: row for k, row in before._rows.items() if k not in touched}

    def row(self, visit: Visit, number: int) -> dict[str, Any]:
        """A row as the template wants it, without what is this or that reader's own."""
        fit = self._board.fits[number]
        if fit.company_id not in self._rows:
            self._rows[fit.company_id] = _row(visit, self.view, self._board, fit)
        return self._rows[fit.company_id]


def lines_of(visit: Visit, board: Board, said: Said) -> Lines:
    """The lines of a run with what was said up to now."""
    key, kept = (board.screening.run.id, visit.language), visit.site.lines
    known: Lines | None = kept.pop(key, None)
    if known is None or known.said.number != said.number:
        known = Lines(visit, board, said, known)
    kept[key] = known
    while len(kept) > _KEPT:
        kept.pop(next(iter(kept)))
    return known


def rows_of(
    visit: Visit,
    lines: Lines,
    run_id: str,
    rows: Sequence[int],
    at: str,
    picked: Collection[str],
    shown: Sequence[str],
) -> list[dict[str, Any]]:
    """Rows for one reader, with what the columns ``shown`` want: each change sends them anew."""
    wanted = (*_ALWAYS, *(one for one in COLUMNS if one in shown))
    active = visit.desk.conflicts(run_id)
    word = visit.t("conflict.active")
    found = []
    for number in rows:
        row = lines.row(visit, number)
        key = row["id"]
        own = {"at": key == at, "picked": key in picked, "conflict": word if key in active else ""}
        found.append({**{one: row[one] for one in wanted}, **own})
    return found


def _row(visit: Visit, view: View, board: Board, fit: Fit) -> dict[str, Any]:
    company = view.find(fit.company_id)
    name = view.company(company)
    other = company.name if name != company.name else company.name_local or company.name_zh
    quoted = best(fit, 1)
    status, verdict = _status(visit, view, fit.company_id)
    scores = {one.name: one.score for one in fit.signals}
    return {
        "id": fit.company_id,
        "url": f"/runs/{board.screening.run.id}/targets/{fit.company_id}",
        "mark": visit.t("list.pick", name=name),
        "rank": f"{fit.rank}*" if fit.lane else fit.rank,
        "name": name,
        "other": other if other != name else "",
        "country": view.country(company.country),
        "total": f"{fit.total:.1f}",
        "interval": view.interval(fit),
        "sure": view.sure(fit),
        "covered": view.covered(fit),
        "bare": not fit.covered,
        "fields": view.fields(fit),
        "band": view.band(fit),
        "bandcode": fit.band or "not_researched",
        "rule": view.rule(fit.band_rule),
        "owner": view.owner(company),
        "employees": "" if company.size.employees is None else f"{company.size.employees:,}",
        "contact": view.contact(fit.company_id),
        "quote": short(quoted[0].quote, _QUOTE) if quoted else "",
        "status": status,
        "verdict": verdict,
        "who": view.verdicts(fit.company_id),
        **{
            one: view.no_score(one) if scores.get(one) is None else f"{scores[one]:.2f}"
            for one in SIGNALS
        },
    }


def _status(visit: Visit, view: View, company_id: str) -> tuple[str, str]:
    """The last word on a target as a code and in words; where reviewers differ, just that."""
    given = view.judged.get(company_id, ())
    if not given:
        return "", ""
    if view.disagree(company_id):
        return "disagree", f"≠ {visit.t('status.differ')}"
    last = given[-1].verdict.judgement
    return last, f"{_MARKS[last]} {view.named('judgement', last)}"
