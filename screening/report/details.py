"""What produced each score of a fit, in words that follow its value."""

from collections.abc import Mapping

from screening.records import Fit, Gap, Signal
from screening.report.view import View
from screening.text import percent

_LEVELS: Mapping[str, tuple[float, float]] = {
    "strength": (0.08, 0.25),
    "absorbability": (0.35, 0.65),
    "close_reading": (0.2, 0.5),
    "complementarity": (0.15, 0.4),
    "novelty": (0.35, 0.65),
    "redundancy": (0.35, 0.65),
    "differentiation": (0.4, 0.6),
    "private_synergy": (0.15, 0.5),
}
"""Where the words change: below the first a score reads as low, from the second on as high (ours).

The last two follow their curves: differentiation is 0.5 where firm and rivals are equally near,
private synergy 0.18 where the firm is as near as the others are.
"""


def detail(view: View, fit: Fit, signal: Signal) -> str:
    """What produced a score, and why it is unknown; as recorded where no word is known."""
    if signal.score is None and signal.name == "close_reading":
        return view.word("detail.not_read")
    if not fit.nearest and signal.name in ("absorbability", "relatedness"):
        return view.word("detail.no_firm") if fit.closes else signal.detail
    key = _key(signal)
    told = view.named("detail", key)
    if told == key or not fit.closes:  # of another scorer, or of an older run
        return signal.detail
    told = told.format(
        closes=_closes(view, fit),
        goal=_score(fit.goal),
        firm=view.name(fit.nearest) if fit.nearest else view.word("firm"),
        cosine=_score(fit.cosine),
    )
    if signal.score is None:
        return view.word("detail.unknown").format(detail=told)
    return told + _open(view, fit) if signal.name == "gap_fill" else told


def _key(signal: Signal) -> str:
    """The name of a signal with the level of its score, where its words have levels."""
    if signal.score is None or signal.name not in _LEVELS:
        return signal.name
    low, high = _LEVELS[signal.name]
    level = "low" if signal.score < low else "middle" if signal.score < high else "high"
    return f"{signal.name}.{level}"


def _closes(view: View, fit: Fit) -> str:
    """The gaps that it closes best by how they press, each with what it weighs in the score."""
    gaps = {gap.technology: gap for gap in view.source.gaps}
    most = max(map(_pressing, gaps.values()), default=0) or 1
    weights = {
        one.technology: _pressing(gaps[one.technology]) / most if one.technology in gaps else 0
        for one in fit.closes
    }
    some = any(gap.stated for gap in gaps.values())
    told = []
    for one in sorted(fit.closes, key=lambda one: -one.share * weights[one.technology]):
        stated = not some or (one.technology in gaps and gaps[one.technology].stated)
        text = view.word("detail.closes" if stated else "detail.closes_inferred")
        weight = f"{weights[one.technology]:.2f}"
        topic = view.topic(one.technology)
        told.append(text.format(technology=topic, share=percent(one.share), weight=weight))
    return view.join(told)


def _open(view: View, fit: Fit) -> str:
    """The gaps that the client stated and that it does not cover."""
    left = [
        view.topic(gap.technology)
        for gap in view.source.gaps
        if gap.stated and gap.technology not in fit.covered
    ]
    return view.word("detail.open").format(gaps=view.join(left)) if left else ""


def _pressing(gap: Gap) -> float:
    return (gap.size or 0) * gap.wanted


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
