"""Fits in, bytes out: what a run found, for a reader of English or Chinese. Computes nothing."""

from screening.report.names import country_name
from screening.report.one import scored
from screening.report.plain import artifact_rows, fields_page, json_bytes, region_text, regions_page
from screening.report.plain import to_markdown as markdown
from screening.report.register import register, register_table
from screening.report.terminal import (
    contact_lines,
    emerging_table,
    field_tree,
    filled_lines,
    flag_line,
    gaps_table,
    matches_table,
    regions_table,
    shortlist_table,
    table,
    unmatched_line,
    verdicts_table,
)
from screening.report.words import word
from screening.report.workbook import workbook

__all__ = [
    "artifact_rows",
    "contact_lines",
    "country_name",
    "emerging_table",
    "field_tree",
    "fields_page",
    "filled_lines",
    "flag_line",
    "gaps_table",
    "json_bytes",
    "markdown",
    "matches_table",
    "region_text",
    "regions_page",
    "regions_table",
    "register",
    "register_table",
    "scored",
    "shortlist_table",
    "table",
    "unmatched_line",
    "verdicts_table",
    "word",
    "workbook",
]
