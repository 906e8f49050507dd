"""Which records are the same company, under whatever name, and where in China it sits."""

from screening.resolve.clusters import Pair, groups
from screening.resolve.model import Link, links
from screening.resolve.names import dictionary, equivalents
from screening.resolve.natures import nature
from screening.resolve.owners import holders, subsidiaries
from screening.resolve.places import province

__all__ = [
    "Link",
    "Pair",
    "dictionary",
    "equivalents",
    "groups",
    "holders",
    "links",
    "nature",
    "province",
    "subsidiaries",
]
