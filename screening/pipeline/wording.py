"""Which words companies share with technologies and with firms, as far as both speak English.

What a text says that its company lacks does not count.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from screening.records import Document
from screening.scoring.lexical import Lexicon, Terms
from screening.text import had, language

Floats = NDArray[np.float32]

HEAD = 600
"""Letters of a company's English texts that are read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Queries as the texts of a corpus weigh them; None where a query has no English text."""

    technologies: tuple[Terms | None, ...]
    firms: tuple[Terms | None, ...]

    def of(self, text: str) -> tuple[Floats, Floats]:
        """Shares of one text, of shapes (1, K) and (1, F); NaN where either speaks no English."""
        spoken = english([text])
        return _row(spoken, self.technologies), _row(spoken, self.firms)

    def dump(self) -> str:
        """As JSON, to be kept beside the strengths."""
        return json.dumps([[asdict(t) if t else None for t in s] for s in self._both])

    @property
    def _both(self) -> tuple[tuple[Terms | None, ...], ...]:
        return self.technologies, self.firms


def stored(text: str) -> Wording:
    """What ``dump`` wrote."""
    first, second = ([Terms(**one) if one else None for one in part] for part in json.loads(text))
    return Wording(technologies=tuple(first), firms=tuple(second))


def english(texts: Iterable[str]) -> str:
    """Those of the texts that are in English, as one."""
    return "\n".join(text for text in texts if text and language(text).code == "en")


def spoken(documents: Mapping[str, Document], ids: Sequence[str]) -> list[str]:
    """The English texts of each company, "" where it has none."""
    told: dict[str, list[str]] = {}
    for document in documents.values():
        if document.kind in ("description", "patent") and document.language.code == "en":
            for one in document.company_ids:
                told.setdefault(one, []).append(had(document.full_text, "en"))
    return ["\n".join(told.get(one, ())) for one in ids]


def head(text: str) -> str:
    """The first ``HEAD`` letters of a text, "" where it is not English."""
    return had(english([text]), "en")[:HEAD]


def heads(documents: Mapping[str, Document]) -> dict[str, str]:
    """The first ``HEAD`` letters of each company's English texts, descriptions before patents."""
    found: dict[str, str] = {}
    for kind in ("description", "patent"):
        for document in documents.values():
            if document.kind == kind and document.language.code == "en":
                for one in document.company_ids:
                    before = found.get(one, "")
                    if len(before) < HEAD:
                        text = had(document.full_text, "en")
                        found[one] = f"{before}\n{text}".strip()[:HEAD]
    return found


def shares(
    lexicon: Lexicon, texts: Sequence[str], queries: Sequence[str]
) -> tuple[Floats, tuple[Terms | None, ...]]:
    """Share of each query that each text has, (texts, queries), NaN where either is empty."""
    silent = np.array([not text for text in texts])
    found = np.full((len(texts), len(queries)), np.nan, np.float32)
    terms: list[Terms | None] = []
    for k, query in enumerate(queries):
        share, known = lexicon.shares(query)
        terms.append(known if query else None)
        if query:
            found[:, k] = np.where(silent, np.nan, share)
    return found, tuple(terms)


def _row(text: str, queries: Sequence[Terms | None]) -> Floats:
    values = [one.share(text) if one and text else np.nan for one in queries]
    return np.array(values, np.float32)[None, :]
