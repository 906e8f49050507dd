"""Options of the charts: native vector graphics by ECharts, drawn in the reader's browser."""

from dataclasses import dataclass
from typing import Any

from screening.records import Screening
from screening.report.matrix import firm_title
from screening.report.view import View
from screening.web.visit import Visit

_AXES = 8
INK = {"firm": "#8a94a0", "leader": "#D55E00", "both": "#0072B2"}
"""Okabe and Ito's colours, which readers with any colour vision tell apart."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """A technology: strengths of the firm, the best leader, and the firm with the target."""

    name: str
    strengths: tuple[float, float, float]


def radar(visit: Visit, view: View, company_id: str) -> dict[str, Any] | None:
    """Firm, best leader, and firm with the target, on the gaps that press most.

    None where fewer than three technologies are known.
    """
    screening = view.source
    if not isinstance(screening, Screening):
        return None
    axes = []
    for gap in view.gaps():
        row = screening.gap_matrix.get(gap.technology, {})
        if gap.size is None or company_id not in row:
            continue
        own, target = gap.own or 0.0, row[company_id] or 0.0
        axes.append(_Axis(view.topic(gap.technology), (own, gap.leader or 0.0, max(own, target))))
    axes = axes[:_AXES]
    if len(axes) < 3:
        return None
    names = (
        (firm_title(view, screening), "firm"),
        (visit.t("sheet.leader"), "leader"),
        (visit.t("sheet.with"), "both"),
    )
    series = [
        {
            "name": name,
            "value": [round(axis.strengths[place], 2) for axis in axes],
            "itemStyle": {"color": INK[ink]},
            "lineStyle": {"width": 2, "type": "dashed" if ink == "leader" else "solid"},
            "areaStyle": {"opacity": 0.18 if ink == "both" else 0},
        }
        for place, (name, ink) in enumerate(names)
    ]
    return {
        "animation": False,
        "aria": {"enabled": True},
        "legend": {"bottom": 0, "textStyle": {"color": "#7a8794"}},
        "tooltip": {},
        "radar": {
            "indicator": [{"name": _wrapped(axis.name), "max": 1} for axis in axes],
            "radius": "58%",
            "center": ["50%", "46%"],
            "axisName": {"color": "#7a8794", "fontSize": 11, "lineHeight": 14},
            "splitArea": {"show": False},
            "splitLine": {"lineStyle": {"color": "#c9d1d9"}},
            "axisLine": {"lineStyle": {"color": "#c9d1d9"}},
        },
        "series": [{"type": "radar", "symbolSize": 5, "data": series}],
    }


def _wrapped(name: str) -> str:
    """A long name on two lines."""
    if len(name) < 16 or " " not in name:
        return name
    words = name.split(" ")
    half = (len(words) + 1) // 2
    return " ".join(words[:half]) + "\n" + " ".join(words[half:])
