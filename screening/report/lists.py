"""The sheets that are lists: shortlist, score detail, long list, excluded, evidence."""

from collections.abc import Iterator, Sequence

from screening.records import Company, Evidence, Fit, Screening
from screening.report.book import Book, Column, Value
from screening.report.cells import known, short
from screening.report.details import detail
from screening.report.names import language_name
from screening.report.view import View, best, said_by, shortlist, signal_names, signal_score

_QUOTES, _QUOTE = 3, 300


def _signals(names: Sequence[str], view: View, width: float) -> list[Column]:
    return [
        Column(
            key="score",
            width=width,
            kind="score",
            title=view.named("signal", name),
            note=view.named("signal_note", name),
        )
        for name in names
    ]


def _names(company: Company) -> list[Value]:
    return [company.name, company.name_zh, company.name_local]


def _seat(view: View, company: Company) -> list[Value]:
    return [view.country(company.country), company.city or None]


def _owner(view: View, company: Company) -> list[Value]:
    return [view.owner(company), company.ownership.as_of or None]


def _scores(view: View, names: Sequence[str], fit: Fit) -> list[Value]:
    return [_score(view, name, signal_score(fit.signals, name)) for name in names]


def _score(view: View, name: str, score: float | None) -> Value:
    return view.no_score(name) if known(score) is None else score


def write_shortlist(book: Book, screening: Screening) -> None:
    """The best fits, one row each, with up to three quotes and the feasibility beside them."""
    view, names = book.view, signal_names(screening)
    columns = [
        Column(key="rank", width=6, kind="integer"),
        Column(key="interval", width=10),
        Column(key="name_en", width=22, kind="bold"),
        Column(key="name_zh", width=14, kind="wrap"),
        Column(key="name_local", width=16, kind="wrap"),
        Column(key="country", width=12, kind="wrap"),
        Column(key="city", width=12, kind="wrap"),
        Column(key="total", width=9, kind="total"),
        Column(key="fit_sure", width=10),
        Column(key="top_10", width=10, kind="share"),
        *_signals(names, view, 12),
        Column(key="covered", width=22, kind="wrap"),
        Column(key="quote", width=64, kind="wrap"),
        Column(key="band", width=15, kind="wrap"),
        Column(key="band_rule", width=26, kind="wrap", note=view.word("note.shown_rule")),
        Column(key="timing", width=30, kind="wrap"),
        Column(key="flags", width=30, kind="wrap"),
        Column(key="owner", width=20, kind="wrap"),
        Column(key="owner_as_of", width=11),
        Column(key="employees", width=11, kind="integer"),
        Column(key="size", width=16, kind="wrap"),
        Column(key="website", width=25, kind="wrap"),
        Column(key="lane", width=14, kind="wrap"),
        Column(key="missing", width=26, kind="wrap"),
        Column(key="know_how", width=34, kind="wrap"),
        Column(key="verdicts", width=40, kind="wrap"),
        Column(key="contact", width=30, kind="wrap"),
    ]

    def row(fit: Fit) -> list[Value]:
        company = view.find(fit.company_id)
        return [
            fit.rank,
            view.interval(fit),
            *_names(company),
            *_seat(view, company),
            fit.total,
            view.sure(fit),
            fit.top_10,
            *_scores(view, names, fit),
            view.covered(fit),
            "\n".join(_quote(view, one, fit.covered) for one in best(fit, _QUOTES)) or None,
            view.band(fit),
            view.rule(fit.band_rule),
            view.timing(fit.company_id) or None,
            view.flags(fit.company_id) or None,
            *_owner(view, company),
            company.size.employees,
            view.size(company),
            company.website or None,
            view.lane(fit),
            view.missing(fit),
            "\n".join(view.word("colon").join(one) for one in view.know_how(fit)) or None,
            view.verdicts(fit.company_id),
            view.contact(fit.company_id) or None,
        ]

    sheet = book.sheet("shortlist", "large")
    sheet.list(columns, (row(fit) for fit in shortlist(screening)), frozen=3)


def _quote(view: View, evidence: Evidence, covered: Sequence[str]) -> str:
    return f"[{view.speaks_for(evidence, covered)}] {short(evidence.quote, _QUOTE)}"


def write_signals(book: Book, screening: Screening) -> None:
    """What each score of the shortlist was made of, one row per target and signal."""
    view = book.view
    columns = [
        Column(key="rank", width=7, kind="integer"),
        Column(key="company", width=30, kind="bold"),
        Column(key="signal", width=16),
        Column(key="score", width=10, kind="score"),
        Column(key="detail", width=60, kind="wrap"),
        Column(key="evidence_ids", width=42, kind="wrap"),
    ]
    rows = (
        [
            fit.rank,
            view.name(fit.company_id),
            view.named("signal", signal.name),
            _score(view, signal.name, signal.score),
            detail(view, fit, signal),
            ", ".join(signal.evidence),
        ]
        for fit in shortlist(screening)
        for signal in fit.signals
    )
    book.sheet("signals").list(columns, rows, frozen=2)


def write_longlist(book: Book, screening: Screening) -> None:
    """Every ranked company on one line each."""
    view, names = book.view, signal_names(screening)
    columns = [
        Column(key="rank", width=8, kind="integer"),
        Column(key="interval", width=12),
        Column(key="name_en", width=34),
        Column(key="name_zh", width=18),
        Column(key="name_local", width=20),
        Column(key="country", width=18),
        Column(key="city", width=16),
        Column(key="total", width=9, kind="total"),
        Column(key="fit_sure", width=10),
        *_signals(names, view, 11),
        Column(key="covered", width=36),
        Column(key="fields", width=30),
        Column(key="band", width=15),
        Column(key="band_rule", width=15),
        Column(key="timing", width=30),
        Column(key="flags", width=30),
        Column(key="owner", width=26),
        Column(key="owner_as_of", width=12),
        Column(key="employees", width=11, kind="integer"),
        Column(key="website", width=28),
        Column(key="lane", width=16),
        Column(key="missing", width=40),
    ]

    def row(fit: Fit) -> list[Value]:
        company = view.find(fit.company_id)
        return [
            fit.rank,
            view.interval(fit),
            *_names(company),
            *_seat(view, company),
            fit.total,
            view.sure(fit),
            *_scores(view, names, fit),
            view.covered(fit),
            view.fields(fit) if fit.fields else None,
            view.band(fit),
            fit.band_rule,
            view.timing(fit.company_id) or None,
            view.flags(fit.company_id) or None,
            *_owner(view, company),
            company.size.employees,
            company.website or None,
            view.lane(fit),
            view.missing(fit),
        ]

    sheet = book.sheet("longlist", "large")
    sheet.list(columns, (row(fit) for fit in screening.fits), frozen=3)


def write_excluded(book: Book, screening: Screening) -> None:
    """Who was left out, with the rule, the value and the threshold."""
    view = book.view
    columns = [
        Column(key="company", width=34, kind="bold"),
        Column(key="country", width=18),
        Column(key="rule", width=30),
        Column(key="value", width=24, kind="wrap"),
        Column(key="threshold", width=28, kind="wrap"),
        Column(key="owner", width=30, kind="wrap"),
        Column(key="owner_as_of", width=14),
    ]
    rows = (
        [
            view.name(one.company_id),
            view.country(view.find(one.company_id).country),
            view.named("rule", one.rule),
            view.value(one),
            view.threshold(one),
            one.owner or view.owner(view.find(one.company_id)),
            one.as_of or None,
        ]
        for one in screening.excluded
    )
    book.sheet("excluded").list(columns, rows, frozen=1)


def write_evidence(book: Book, screening: Screening) -> None:
    """Every quote with its place in the source: of the gaps first, then of the targets."""
    view = book.view
    columns = [
        Column(key="role", width=14, kind="wrap"),
        Column(key="rank", width=7, kind="integer"),
        Column(key="company", width=24, kind="bold"),
        Column(key="technology", width=22, kind="wrap"),
        Column(key="quote_text", width=80, kind="wrap"),
        Column(key="language", width=12),
        Column(key="similarity", width=11, kind="score"),
        Column(key="source", width=26, kind="wrap"),
        Column(key="file", width=20, kind="wrap"),
        Column(key="row", width=8, kind="integer"),
        Column(key="evidence_id", width=20),
        Column(key="document_hash", width=16),
        Column(key="document", width=20),
    ]
    rows = (
        [
            view.word(f"said_by.{role}"),
            rank,
            view.name(one.company_id),
            view.topic(one.technology),
            one.quote,
            language_name(one.language, view.language),
            one.similarity,
            view.taken_from(one.source) or None,
            one.file or None,
            one.row or None,
            one.id,
            one.document_hash,
            one.document_id,
        ]
        for role, rank, one in _every_quote(view, screening)
    )
    book.sheet("evidence", "large").list(columns, rows, frozen=3)


def _every_quote(view: View, screening: Screening) -> Iterator[tuple[str, Value, Evidence]]:
    for gap in view.gaps():
        yield from ((said_by(one, screening), "", one) for one in gap.evidence)
    for fit in screening.fits:
        yield from (("target", fit.rank, one) for one in fit.evidence)
