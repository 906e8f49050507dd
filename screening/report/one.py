"""One target scored ad hoc, as a terminal shows it."""

from collections.abc import Sequence
from typing import Protocol

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from screening.records import Access, Company, Exclusion, Fit, Flag, HomeSource, Rule
from screening.report.cells import line
from screening.report.details import detail
from screening.report.terminal import headed
from screening.report.view import Measured, View


class One(Measured, Protocol):
    """One Fit with what its words are made from."""

    @property
    def company(self) -> Company: ...

    @property
    def fit(self) -> Fit: ...

    @property
    def above(self) -> int: ...

    @property
    def among(self) -> int: ...

    @property
    def access(self) -> tuple[Access, ...]: ...

    @property
    def flags(self) -> tuple[Flag, ...]: ...

    @property
    def home(self) -> tuple[HomeSource, ...]: ...

    @property
    def rules(self) -> tuple[Rule, ...]: ...

    @property
    def left_out(self) -> Exclusion | None: ...


def scored(found: One, language: str) -> Group:
    """What is filled at home; total, place, deal modes and gaps covered; signals and quotes."""
    view = View(language, found)
    return Group(
        *(Text(told, "yellow") for told in headed(view, [line(one) for one in view.filled()])),
        *_head(view, found),
        _signals(view, found.fit),
        *(_quote(view, found.fit, number) for number in range(len(found.fit.evidence))),
    )


def _head(view: View, found: One) -> Sequence[RenderableType]:
    fit, colon = found.fit, view.word("colon")
    rule = view.bracket(fit.band_rule) if fit.band_rule else ""
    told = view.word("one.place").format(
        company=line(view.company(found.company)),
        total=f"{fit.total:.1f}",
        above=found.above,
        among=found.among,
    )
    modes = [f"{view.named('deal', one.mode)}{colon}{view.deal(one)}" for one in found.access]
    return [
        Text(f"{told} · {view.band(fit)}{rule}", "bold"),
        Text(f"  {view.word('col.fit_sure')}{colon}{view.sure(fit)}"),
        Text(f"  {' · '.join(modes)}"),
        *(Text(f"    {rule}", "dim") for rule in view.access_rules(found.access).splitlines()),
        *(Text(f"  {view.flag(flag)}", "red") for flag in found.flags),
        Text(f"  {view.word('col.covered')}{colon}").append(
            line(view.covered(fit)), "" if fit.covered else "bold yellow"
        ),
    ]


def _signals(view: View, fit: Fit) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for one in fit.signals:
        score = view.no_score(one.name) if one.score is None else f"{one.score:.2f}"
        told = Text(line(detail(view, fit, one)))
        table.add_row(Text(f"  {view.named('signal', one.name)}"), score, told)
    return table


def _quote(view: View, fit: Fit, number: int) -> Text:
    one = fit.evidence[number]
    name = line(view.speaks_for(one, fit.covered))
    near = view.bracket(f"{one.similarity:.2f}")
    return Text(f"  {name}{near}{view.word('colon')}{line(one.quote)}")
