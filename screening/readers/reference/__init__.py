"""Checks of the shipped reference data: every cell, every row, and what holds between rows.

``faults`` gives back what is wrong in a reference folder, each with file, row, column and what to
do about it. docs/data.md is the dictionary of the columns.
"""

from screening.readers.reference.deals import deal_faults
from screening.readers.reference.faults import Fault
from screening.readers.reference.folder import faults

__all__ = ["Fault", "deal_faults", "faults"]
