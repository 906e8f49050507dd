"""A file → rows → Company | Document | Reject. A new export is a new file in ``layouts/``.

``open_source`` finds out how a file is packed and which layout it has; ``read`` gives its rows.
"""

from screening.readers.containers import Part
from screening.readers.countries import code_fault
from screening.readers.deals import Deal, read_deals
from screening.readers.layout import names as layouts
from screening.readers.mandates import Known, mandate_hash, read_mandate, read_mandate_text
from screening.readers.pages import Page, legible, read_page
from screening.readers.parts import parts
from screening.readers.rows import CompanyRow, DocumentRow
from screening.readers.sources import Source, open_source, read
from screening.readers.values import languages

__all__ = [
    "CompanyRow",
    "Deal",
    "DocumentRow",
    "Known",
    "Page",
    "Part",
    "Source",
    "code_fault",
    "languages",
    "layouts",
    "legible",
    "mandate_hash",
    "open_source",
    "parts",
    "read",
    "read_deals",
    "read_mandate",
    "read_mandate_text",
    "read_page",
]
