"""Which words companies share with technologies and with firms, as far as both speak English.

What a text says that its company lacks does not count.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from screening import gloss
from screening.records import Document
from screening.scoring.lexical import Lexicon, Terms, counted
from screening.text import had_each, language

Floats = NDArray[np.float32]

Passage = tuple[int, int, bool]
"""Where a sentence begins and ends in its document, and whether it tells what somebody does."""
Sentence = tuple[str, bool]
"""A sentence, and whether it tells what somebody does."""
HEAD = 600
"""Letters of a company's English texts that are read again."""
_ENOUGH = 200  # letters that tell enough without phrases that any company uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for, in English and in Chinese; "" where it is not said in one of them."""

    english: str = ""
    chinese: str = ""

    @property
    def closely(self) -> str:
        """What a second encoder, which reads English, is given of it."""
        return "\n".join(one for one in (self.english, gloss.gloss(self.chinese)) if one)

    def terms(self, lexicon: Lexicon) -> tuple[Terms, ...]:
        """Its words as an index weighs them, language by language."""
        said = (lexicon.terms(self.english) if self.english else None,)
        meant = (lexicon.senses(gloss.words(self.chinese)) if self.chinese else None,)
        return tuple(one for one in (*said, *meant) if one and one.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Queries as the texts of a corpus weigh them, and what a second encoder reads of each.

    A query has terms in each language in which it is said; none where it speaks neither.
    ``landscape`` are the technologies of the whole taxonomy.
    """

    technologies: tuple[tuple[Terms, ...], ...]
    firms: tuple[tuple[Terms, ...], ...]
    landscape: tuple[tuple[Terms, ...], ...]
    closely: tuple[tuple[str, ...], tuple[str, ...]]

    def of(self, text: str) -> tuple[Floats, Floats, Floats]:
        """Shares of one text, of shapes (1, K), (1, F) and (1, B); NaN where either speaks no
        English."""
        spoken = english([text])
        told = counted(spoken) if spoken else None
        first, second, third = (
            np.array([_share(told, one) for one in queries], np.float32)[None, :]
            for queries in (self.technologies, self.firms, self.landscape)
        )
        return first, second, third

    def dump(self) -> str:
        """As JSON, to be kept beside the strengths."""
        return json.dumps(asdict(self))


def stored(text: str) -> Wording:
    """What ``dump`` wrote."""
    return TypeAdapter(Wording).validate_json(text)


def asked(texts: Iterable[str]) -> Query:
    """A need, as said in each language."""
    told = [text for text in texts if text]
    return Query(english=english(told), chinese="\n".join(filter(gloss.chinese, told)))


def products(texts: Iterable[str]) -> Query:
    """What a firm makes: by its English texts, else by the Chinese ones."""
    told = asked(texts)
    return replace(told, chinese="") if told.english else told


def english(texts: Iterable[str]) -> str:
    """Those of the texts that are in English, as one."""
    spoken = (text for text in texts if text and not gloss.chinese(text))
    return "\n".join(text for text in spoken if language(text).code == "en")


def spoken(documents: Mapping[str, Document], ids: Sequence[str]) -> list[str]:
    """The English texts of each company, "" where it has none."""
    told = _told(documents, {"en"})
    return ["\n".join(told.get(one, ())) for one in ids]


def made(documents: Mapping[str, Document], firms: Sequence[str]) -> list[Query]:
    """What each firm makes."""
    among = frozenset(firms)
    theirs = {k: one for k, one in documents.items() if not among.isdisjoint(one.company_ids)}
    told = _told(theirs, {"en", "zh"})
    return [products(told.get(one, ())) for one in firms]


def heads(
    documents: Mapping[str, Document], passages: Mapping[str, Iterable[Passage]]
) -> dict[str, str]:
    """What is read again of each company: the head of what it says in English, descriptions before
    patents. ``passages`` are those of each document, in order."""
    said: dict[str, list[Sentence]] = {}
    for document in _in(documents, {"en"}):
        text = document.full_text
        told = [(text[start:end], tells) for start, end, tells in passages.get(document.id, ())]
        for one in document.company_ids if told else ():
            said.setdefault(one, []).extend(told)
    return {one: head(every) for one, every in said.items()}


def head(said: Iterable[Sentence]) -> str:
    """The first ``HEAD`` letters of the sentences that tell what somebody does, so that no welcome
    takes the place of what is made; where these are few (``_ENOUGH``), of all others behind them.

    >>> head([("Welcome.", False), ("It makes gears.", True), ("It makes motors.", True)])
    'It makes gears. It makes motors. Welcome.'
    """
    every = list(said)
    telling = " ".join(text for text, tells in every if tells)
    if len(telling) < _ENOUGH:
        telling = " ".join(filter(None, (telling, *(text for text, tells in every if not tells))))
    return telling[:HEAD]


def _in(documents: Mapping[str, Document], languages: Collection[str]) -> list[Document]:
    """Descriptions in some languages, and behind them patents."""
    return [
        document
        for kind in ("description", "patent")
        for document in documents.values()
        if document.kind == kind and document.language.code in languages
    ]


def _told(documents: Mapping[str, Document], languages: Collection[str]) -> dict[str, list[str]]:
    """The texts of each company in some languages, each once, descriptions before patents."""
    every = _in(documents, languages)
    texts = had_each([one.full_text for one in every], [one.language.code for one in every])
    told: dict[str, dict[str, None]] = {}
    for document, text in zip(every, texts, strict=True):
        for one in document.company_ids if text else ():
            told.setdefault(one, {})[text] = None
    return {one: list(said) for one, said in told.items()}


def shares(
    lexicon: Lexicon, texts: Sequence[str], queries: Sequence[Query]
) -> tuple[Floats, tuple[tuple[Terms, ...], ...]]:
    """Share of each query that each text has, (texts, queries), NaN where either is empty.

    A query in two languages counts the mean of both: the second says in other words what is meant.
    """
    silent = np.array([not text for text in texts])
    found = np.full((len(texts), len(queries)), np.nan, np.float32)
    every = tuple(query.terms(lexicon) for query in queries)
    for k, terms in enumerate(every):
        if terms:
            share = np.mean([lexicon.share(one) for one in terms], axis=0, dtype=np.float32)
            found[:, k] = np.where(silent, np.nan, share)
    return found, every


def share(text: str, terms: Sequence[Terms]) -> float:
    """Share of a query that a text has, NaN where either is empty."""
    return _share(counted(text) if text else None, terms)


def _share(told: Counter[str] | None, terms: Sequence[Terms]) -> float:
    if told is None or not terms:
        return np.nan
    return float(np.mean([one.share(told) for one in terms]))
