"""The sheets beside the score: who at home closes the gap, how a deal may be made, which rules."""

from collections.abc import Sequence

from screening.records import Access, Fit, HomeSource, Region, Rule, Screening, Sensitivity
from screening.report.book import Book, Column, Value
from screening.report.view import View, shortlist

_MODES = ("control", "minority", "assets", "licence", "patent-assignment", "joint-venture")


def write_home(book: Book, screening: Screening) -> None:
    """Gap by gap, who in the province and in the rest of the country may close it already."""
    view = book.view
    columns = [
        Column(key="technology", width=30, kind="bold"),
        Column(key="enough", width=16, kind="wrap"),
        Column(key="supplier", width=26, kind="wrap"),
        Column(key="home_province", width=14),
        Column(key="home_strength", width=11, kind="score"),
        Column(key="leader_strength", width=12, kind="score"),
        Column(key="products", width=34, kind="wrap"),
        Column(key="home_note", width=60, kind="wrap"),
        Column(key="home_as_of", width=12),
        Column(key="source", width=22, kind="wrap"),
    ]
    leaders = {gap.technology: gap.leader for gap in screening.gaps}
    rows = (_home(view, one, leaders[one.technology]) for one in screening.home)
    book.sheet("home", "large").list(columns, rows, frozen=1)


def _home(view: View, one: HomeSource, leader: float | None) -> list[Value]:
    supplier = one.supplier
    return [
        view.topic(one.technology),
        view.word("home.enough") if one.enough else "",
        view.supplier(one),
        view.province(supplier.province),
        one.coverage,
        leader,
        supplier.products_zh,
        (supplier.note_zh if view.language == "zh" else "") or supplier.note_en,
        supplier.as_of or None,
        view.taken_from(supplier.source) or None,
    ]


def write_deals(book: Book, screening: Screening) -> None:
    """How each deal mode stands with each target of the shortlist, and what is advised."""
    view = book.view
    columns = [
        Column(key="rank", width=6, kind="integer"),
        Column(key="company", width=22, kind="bold"),
        Column(key="country", width=10, kind="wrap"),
        Column(key="advice", width=14, kind="wrap"),
        Column(key="advice_why", width=32, kind="wrap"),
        Column(key="integration", width=20, kind="wrap"),
        Column(key="obtainable", width=22, kind="wrap"),
        Column(key="affordable", width=10),
        *(
            Column(
                key="mode",
                width=12,
                kind="wrap",
                title=view.named("deal", mode),
                field=view.word("mandate.modes"),
            )
            for mode in _MODES
        ),
        Column(key="mode_rules", width=48, kind="wrap"),
        Column(key="second", width=16, kind="wrap"),
        Column(key="owner", width=24, kind="wrap"),
        Column(key="owner_as_of", width=11),
        Column(key="timing", width=24, kind="wrap"),
    ]
    sheet = book.sheet("deals", "large")
    home = ["–", view.word("deals.home"), "", "", "", "", "", ""]
    told: list[Value] = [*home, *_bands(view, screening.outbound), "", "", "", ""]
    rows = [told, *(_deal(view, screening, fit) for fit in shortlist(screening))]
    sheet.list(columns, rows if screening.outbound else rows[1:], frozen=2)


def _deal(view: View, screening: Screening, fit: Fit) -> list[Value]:
    company = view.find(fit.company_id)
    advice = fit.advice
    return [
        fit.rank,
        view.company(company),
        view.country(company.country),
        *(view.advice(advice) if advice else [None] * 5),
        *_bands(view, view.access(fit.company_id)),
        view.name(fit.second) if fit.second else None,
        view.owner(company),
        company.ownership.as_of or None,
        view.timing(fit.company_id) or None,
    ]


def _bands(view: View, access: Sequence[Access]) -> list[Value]:
    known = {one.mode: one for one in access}
    bands = [view.deal(known[mode]) if mode in known else None for mode in _MODES]
    return [*bands, view.access_rules(access) or None]


def write_regions(book: Book, screening: Screening) -> None:
    """What each country holds for the gaps: how much, how strong, how open."""
    view = book.view
    columns = [
        Column(key="country", width=20, kind="bold"),
        Column(key="region_ranked", width=12, kind="integer"),
        Column(key="complementary", width=16, kind="integer"),
        Column(key="region_strength", width=14, kind="total"),
        Column(key="region_best", width=34, kind="wrap"),
        Column(key="band", width=16),
        Column(key="band_rule", width=44, kind="wrap", note=view.word("note.shown_rule")),
        Column(key="priority", width=20, kind="wrap"),
    ]
    rows = (_region(view, one) for one in screening.regions)
    book.sheet("regions").list(columns, rows, frozen=1)


def _region(view: View, one: Region) -> list[Value]:
    return [
        view.country(one.country),
        one.ranked,
        one.complementary,
        one.strength,
        view.name(one.best),
        view.named("band", one.band),
        view.rule(one.band_rule),
        view.named("priority", one.priority) if one.priority else "",
    ]


def write_sensitivity(book: Book, screening: Screening) -> None:
    """What becomes of the first ten when one weight alone is changed."""
    view = book.view
    columns = [
        Column(key="signal", width=20, kind="bold"),
        Column(key="change", width=11),
        Column(key="kept", width=14, kind="integer"),
        Column(key="entered", width=44, kind="wrap"),
        Column(key="gone", width=44, kind="wrap"),
        Column(key="leads", width=26, kind="wrap"),
    ]
    rows = (_changed(view, one) for one in screening.sensitivity)
    book.sheet("sensitivity").list(columns, rows, frozen=1)


def _changed(view: View, one: Sensitivity) -> list[Value]:
    return [
        view.named("signal", one.signal),
        f"{one.change:+.0%}".replace("-", "−"),
        one.kept,
        view.join([view.name(other) for other in one.entered]) or view.word("none"),
        view.join([view.name(other) for other in one.gone]) or view.word("none"),
        view.name(one.first),
    ]


def write_rules(book: Book, screening: Screening) -> None:
    """Every rule that a band of the run rests on, as it stood on the day of the run."""
    view = book.view
    columns = [
        Column(key="band_rule", width=24, kind="bold"),
        Column(key="rule_country", width=16),
        Column(key="regime", width=34, kind="wrap"),
        Column(key="rule_band", width=16),
        Column(key="rule_modes", width=30, kind="wrap"),
        Column(key="rule_class", width=24, kind="wrap"),
        Column(key="rule_stake", width=10, kind="share"),
        Column(key="rule_note", width=64, kind="wrap"),
        Column(key="valid_from", width=12),
        Column(key="valid_to", width=12),
        Column(key="checked_on", width=16, kind="wrap"),
        Column(key="rule_confidence", width=16),
        Column(key="rule_source", width=40, kind="wrap"),
    ]
    rows = (_rule(view, one, screening.run.started_at[:10]) for one in screening.rules)
    book.sheet("rules", "large").list(columns, rows, frozen=1)


def _rule(view: View, rule: Rule, on: str) -> list[Value]:
    stale = view.word("rules.stale") if view.stale(rule, on) else ""
    return [
        rule.id,
        view.word("rules.eu") if rule.country == "EU" else view.country(rule.country),
        rule.regime,
        view.named("band", rule.band),
        view.join([view.named("deal", mode) for mode in rule.deal_modes]),
        view.join([view.named("investor", one) for one in rule.investor_class]),
        "" if rule.stake is None else rule.stake,
        rule.note_zh if view.language == "zh" else rule.note_en,
        rule.valid_from,
        rule.valid_to,
        view.facts([rule.checked_on, stale]) or None,
        view.named("confidence", rule.confidence),
        view.taken_from(rule.source),
    ]
