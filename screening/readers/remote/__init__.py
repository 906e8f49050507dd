"""Online sources, one module each: ``fetch`` writes a file of JSON Lines that the readers read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from screening.errors import InputError, SourceError, unknown
from screening.protocols import Progress, silent
from screening.readers.remote import akshare, financedatabase, gleif, lens, ops, wikidata
from screening.readers.remote.web import Asking, forget, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An online source: what it gives for which words, its keys, its terms of use."""

    name: str
    title: str
    gives: str
    words: str
    keys: tuple[str, ...] = ()
    extra: str = ""
    terms: str


SOURCES: tuple[Source, ...] = (
    Source(
        name="financedatabase",
        title="FinanceDatabase",
        gives="all listed companies with a summary, some 69,000",
        words="none",
        extra="financedatabase",
        terms="MIT licence, github.com/JerBouma/FinanceDatabase",
    ),
    Source(
        name="akshare",
        title="cninfo, by akshare",
        gives="profiles of A-share companies",
        words="share codes, or a place such as 浙江, or none for all",
        extra="akshare",
        terms="for academic research, akshare.akfamily.xyz; cninfo's own terms, www.cninfo.com.cn",
    ),
    Source(
        name="gleif",
        title="GLEIF",
        gives="legal names in all scripts, seat, LEI and parent",
        words="names, LEIs or ISINs",
        terms="CC0, www.gleif.org/en/meta/lei-data-terms-of-use",
    ),
    Source(
        name="wikidata",
        title="Wikidata",
        gives="names in all scripts, seat, owner, website",
        words="names, or items such as Q123",
        terms="CC0, www.wikidata.org/wiki/Wikidata:Licensing",
    ),
    Source(
        name="ops",
        title="EPO OPS",
        gives="patents of an applicant, with classes, families and abstracts",
        words="applicants, or a CQL query with =",
        keys=("ops_key", "ops_secret"),
        extra="ops",
        terms="fair use, a weekly quota; www.epo.org, Open Patent Services",
    ),
    Source(
        name="lens",
        title="The Lens",
        gives="patents of an applicant, with citations and legal status",
        words="applicants, or a Lens query with :",
        keys=("lens_token",),
        terms="by your own subscription, about.lens.org/policies",
    ),
)
_FETCH: Mapping[str, Any] = {
    "akshare": akshare,
    "gleif": gleif,
    "wikidata": wikidata,
    "ops": ops,
    "lens": lens,
}
_ARGUMENT = {"ops_key": "key", "ops_secret": "secret", "lens_token": "token"}
_NEEDS_WORDS = ("gleif", "wikidata", "ops", "lens")


def source(name: str) -> Source:
    """One source by its name; InputError lists the known ones."""
    for one in SOURCES:
        if one.name == name:
            return one
    raise InputError(unknown("online source", name, [one.name for one in SOURCES]))


def fetch(
    name: str,
    words: Sequence[str],
    folder: Path,
    *,
    keys: Mapping[str, str],
    limit: int = 100,
    fresh: bool = False,
    progress: Progress = silent,
) -> Path:
    """The file in ``folder`` with what a source has on ``words``, at most ``limit`` of each.

    The same answers give the same bytes. What was asked within a week is not asked again, unless
    ``fresh``. Raises InputError for an unknown source, a missing key or package, SourceError where
    the source does not answer; what came before stays, and the next try goes on from there.
    """
    one = source(name)
    words = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if name == "financedatabase":
        return financedatabase.download(folder)
    if name in _NEEDS_WORDS and not words:
        raise InputError(f"{one.title} needs words to look for: {one.words}")
    forget(folder / "cache")
    module = _FETCH[name]
    ask = Asking(source=one.title, folder=folder / "cache" / name, pause=module.PAUSE, fresh=fresh)
    found = module.fetch(ask, words, limit, **_credentials(one, keys))
    lines = list(_lines(found, one.title, progress))
    if not lines:
        raise SourceError(f"{one.title} has nothing on {', '.join(words) or 'any company'}")
    path = folder / f"{name}-{_slug(words)}.jsonl"
    write(path, "".join(lines))
    return path


def _lines(found: Iterator[dict[str, Any]], title: str, progress: Progress) -> Iterator[str]:
    for number, record in enumerate(found, start=1):
        progress(f"fetch {title}", number, 0)
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _credentials(one: Source, keys: Mapping[str, str]) -> dict[str, str]:
    missing = [key for key in one.keys if not keys.get(key)]
    if missing:
        names = " and ".join(f"SCREENING_{key.upper()}" for key in missing)
        raise InputError(f"{one.title} needs your own key: set {names} in the environment")
    return {_ARGUMENT[key]: keys[key] for key in one.keys}


def _slug(words: Sequence[str]) -> str:
    """A file name that tells the words: letters and digits of the first few, in any script."""
    joined = "-".join(words)
    plain = "".join(c if c.isalnum() else "-" for c in joined).strip("-").lower()
    return "-".join(islice((p for p in plain.split("-") if p), 8))[:80] or "all"


__all__ = ["SOURCES", "Source", "fetch", "source"]
