"""The workbook of a run: one file, native charts, no macros, the same bytes for the same run."""

from screening.records import Screening
from screening.report import deals, lists, matrix, summary
from screening.report.book import open_book


def workbook(screening: Screening, language: str, *, when: str) -> bytes:
    """The Excel workbook of a Screening in ``en`` or ``zh``.

    ``when`` (ISO 8601) is the date that the file says it was made on; it is the only clock.
    Raises InputError for another language or a date that is none.
    """
    book = open_book(screening, language, when)
    summary.write_cover(book, screening)
    summary.write_funnel(book, screening)
    deals.write_home(book, screening)
    lists.write_shortlist(book, screening)
    deals.write_deals(book, screening)
    lists.write_signals(book, screening)
    lists.write_longlist(book, screening)
    lists.write_excluded(book, screening)
    matrix.write_matrix(book, screening)
    deals.write_regions(book, screening)
    deals.write_sensitivity(book, screening)
    lists.write_evidence(book, screening)
    deals.write_rules(book, screening)
    summary.write_quality(book, screening)
    summary.write_notes(book, screening)
    return book.bytes()
