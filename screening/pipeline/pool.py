"""The pool of an evaluation: the companies of the corpus, and the deals' own, kept nowhere."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from screening import embedding, taxonomy
from screening.embedding import Bridge
from screening.errors import InputError
from screening.pipeline import wording
from screening.pipeline.profile import axes_of, links_of, spoken_of
from screening.pipeline.reading import Ahead, bridge, expected
from screening.pipeline.resolve import Merged, merged
from screening.pipeline.score import scorer
from screening.pipeline.unnamed import unnamed
from screening.pipeline.workspace import Workspace, unit
from screening.readers.deals import Deal
from screening.records import Patent, Technology
from screening.scoring import profile as scoring
from screening.scoring.candidates import HOME
from screening.scoring.lexical import Lexicon
from screening.scoring.patents import speaks
from screening.text import digest, had_each, lacks, language, name_key, sentences

Floats = NDArray[np.float32]
_HOME = HOME - {"MO"}  # past deals are ranked against Macao's companies as well
_RIVALS = 40  # acquirers that private synergy compares with


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The pool, then the targets of the deals, then their acquirers, as one set of companies.

    ``size`` companies of the corpus; ``vectors`` of all passages and ``links`` from them; ``kin``
    (N, deals) cosines of the texts of all with those of each acquirer; ``base`` and ``areas`` as in
    Strengths; ``sought`` (deals, B) which technologies a deal's classes stand for; ``texts`` in
    English and ``heads``, what is read again of them; ``bearers``: name key → numbers of the
    companies of the corpus and of the targets that bear it; ``buyers`` name key and number of every
    acquirer once, in an order that the file does not set; ``asked`` gives the vectors of needs;
    ``likely`` what the second encoder may be expected to make of each.
    """

    size: int
    deals: int
    vectors: NDArray[np.float16]
    links: scoring.Links
    known: scoring.Ground
    lexicon: Lexicon
    kin: Floats
    base: Floats
    areas: NDArray[np.int64]
    sought: NDArray[np.bool_]
    texts: Sequence[str]
    heads: Sequence[str]
    bearers: Mapping[str, list[int]]
    buyers: Sequence[tuple[str, int]]
    background: Floats
    asked: "Passing"
    read: Ahead
    likely: Floats | None

    @cached_property
    def at_work(self) -> NDArray[np.bool_]:
        """In which fields each is at work, (N, fields)."""
        return scoring.at_work(self.base, self.areas, int(self.areas.max()) + 1)

    @cached_property
    def direction(self) -> Floats:
        """The bases at length 1, zeros where a company shows nothing, (N, technologies)."""
        length = np.linalg.norm(self.base, axis=1, keepdims=True)
        found: Floats = self.base / np.maximum(length, 1e-3)
        return found

    def out(self, number: int, deal: Deal) -> NDArray[np.bool_]:
        """Who does not count for a deal: all acquirers, and whoever else bears the name of one of
        its two, in the corpus or as the target of another deal."""
        left_out = np.zeros(self.size + 2 * self.deals, bool)
        left_out[self.size + self.deals :] = True
        for name in (deal.target, deal.acquirer):
            left_out[self.bearers.get(name_key(name), [])] = True
        left_out[self.size + number] = False
        return left_out

    def others(self, deal: Deal) -> list[int]:
        """Who might have bought as well: other acquirers, none twice, at most 40."""
        own = {name_key(deal.acquirer), name_key(deal.target)}
        return [row for key, row in self.buyers if key not in own][:_RIVALS]


class Passing:
    """Vectors of needs, (texts, dimension), as ``Workspace.query_vectors`` gives them but stored
    nowhere: each text is encoded once and forgotten with the evaluation."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        new = sorted(set(texts) - set(self._seen))
        vectors = self._workspace.encoder.encode(new, "query").astype(np.float16)
        self._seen.update(zip(new, unit(vectors.astype(np.float32)), strict=True))
        return np.stack([self._seen[text] for text in texts])


def pool_of(workspace: Workspace, deals: Sequence[Deal], source: str, read: Ahead) -> Pool:
    """The overseas companies of the corpus with a text (of ``source``), and those of the deals,
    which ``read`` begins to read."""
    snapshot = merged(workspace, workspace.version())
    texts = [masked(deal.profile, deal) for deal in deals]
    profiles = [[masked(text, deal) for text in deal.profiles.values()] for deal in deals]
    with ThreadPoolExecutor(max_workers=1) as aside:
        told = aside.submit(_encoded, workspace, [*([text] for text in texts), *profiles])
        stock = _stock(workspace, snapshot, source)
        given = had_each([*texts, *map(_english, deals)], ["en"] * (2 * len(deals)))
        spoken = [*stock.texts, *given]
        lexicon = Lexicon(spoken)
        own = told.result()
    joined, links = _joined(stock, own)
    count = stock.size + 2 * len(deals)
    shared = taxonomy.load(workspace.reference)
    every = tuple(shared.technologies.values())
    landscape = axes_of(workspace, shared, every)
    known = scoring.ground(joined, links, count, np.stack([one.query for one in landscape]))
    words = [wording.Query(english=one.description_en) for one in every]
    said, _ = wording.shares(lexicon, spoken, words)
    fields = {name: number for number, name in enumerate(shared.fields)}
    over = bridge(workspace, scorer().reader)
    behind = known.telling[len(stock.vectors) :]
    heads = [*stock.heads(known.telling), *own.heads(behind, 2 * len(deals))]
    read.name(heads[stock.size :])
    return Pool(
        size=stock.size,
        deals=len(deals),
        vectors=joined,
        links=links,
        known=known,
        kin=scoring.cosines(known.centre, known.centre[stock.size + len(deals) :]),
        base=scoring.bases(landscape, joined, links, known, said),
        areas=np.array([fields[one.field] for one in every], np.int64),
        sought=np.array([[_stands_for(deal, one) for one in every] for deal in deals]),
        lexicon=lexicon,
        texts=spoken,
        heads=heads,
        bearers=_bearers(stock, deals),
        buyers=_buyers(deals, profiles, stock.size + len(deals)),
        background=workspace.query_vectors(list(shared.background)),
        asked=Passing(workspace),
        read=read,
        likely=_likely(workspace, over, known.centre, heads, stock.size) if over else None,
    )


def _bearers(stock: "_Stock", deals: Sequence[Deal]) -> Mapping[str, list[int]]:
    found = {key: list(rows) for key, rows in stock.bearers.items()}
    for number, deal in enumerate(deals):
        found.setdefault(name_key(deal.target), []).append(stock.size + number)
    return found


def _buyers(
    deals: Sequence[Deal], profiles: Sequence[Sequence[str]], first: int
) -> list[tuple[str, int]]:
    """Name key and row of each acquirer, by a digest of its texts; ``first`` is the first row."""
    order = sorted(range(len(deals)), key=lambda k: digest([deals[k].acquirer, *profiles[k]]))
    found: dict[str, int] = {}
    for k in order:
        found.setdefault(name_key(deals[k].acquirer), first + k)
    return list(found.items())


def _likely(
    workspace: Workspace, over: Bridge, centre: Floats, heads: Sequence[str], size: int
) -> Floats:
    """What reading may be expected to find; of the ``size`` companies of the corpus it is kept."""
    stock = expected(workspace, over, centre[:size], heads[:size])
    return np.concatenate([stock, over(centre[size:], heads[size:])])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    """The pool as the corpus has it: ``size`` companies, their passages and English texts."""

    size: int
    vectors: NDArray[np.float16]
    links: scoring.Links
    texts: Sequence[str]
    bearers: Mapping[str, list[int]]
    heads: Callable[[NDArray[np.bool_]], Sequence[str]]


def _stock(workspace: Workspace, snapshot: Merged, source: str) -> _Stock:
    companies = snapshot.companies()
    languages = embedding.card(workspace.settings.encoder).languages
    sources: dict[str, set[str]] = {}
    described = snapshot.documents_of("description")
    for document in described.values():
        for one in document.company_ids:
            sources.setdefault(one, set()).add(document.source.casefold())
    ids = [
        one
        for one, company in companies.items()
        if company.country not in _HOME
        and one in sources
        and (not source or source.casefold() in sources[one])
    ]
    if not ids:
        raise InputError(f"no overseas company with a text of {source or 'any source'!r}")
    _, _, linked = links_of(snapshot, snapshot.documents(), tuple(companies), languages)
    number = np.full(len(companies), -1)
    row = {one: place for place, one in enumerate(companies)}
    number[[row[one] for one in ids]] = np.arange(len(ids))
    links = linked.links
    kept = number[links.company] >= 0
    bearers: dict[str, list[int]] = {}
    for place, one in enumerate(ids):
        for key in {name_key(name) for name in companies[one].names}:
            bearers.setdefault(key, []).append(place)
    theirs = scoring.Links(
        passage=links.passage[kept],
        company=number[links.company[kept]],
        language=links.language[kept],
    )

    def heads(telling: NDArray[np.bool_]) -> list[str]:
        found = wording.heads(described, spoken_of(snapshot, theirs, telling))
        return [found.get(one, "") for one in ids]

    return _Stock(
        size=len(ids),
        vectors=snapshot.get(workspace.encoder_key, linked.hashes),
        links=theirs,
        texts=wording.spoken(described, ids),
        bearers=bearers,
        heads=heads,
    )


def _joined(stock: _Stock, own: "_Own") -> tuple[NDArray[np.float16], scoring.Links]:
    """The passages of the pool and behind them those of the deals, and of whom they speak."""
    vectors = np.concatenate([stock.vectors, own.vectors])
    links = scoring.Links(
        passage=np.concatenate([stock.links.passage, np.arange(len(stock.vectors), len(vectors))]),
        company=np.concatenate([stock.links.company, stock.size + own.whose]),
        language=np.concatenate([stock.links.language, own.voice]),
    )
    return vectors, links


def _stands_for(deal: Deal, technology: Technology) -> bool:
    return speaks(Patent(publication_number=deal.id, cpc=deal.cpc), technology)


def masked(text: str, deal: Deal) -> str:
    """A text without the names of the two companies of its deal."""
    return unnamed(text, (deal.acquirer, deal.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """Sentences of the deals: their vectors, whose each is, of which of its texts, and the words
    of those in English."""

    vectors: NDArray[np.float16]
    whose: NDArray[np.int64]
    voice: NDArray[np.int64]
    english: Sequence[str]

    def heads(self, telling: NDArray[np.bool_], count: int) -> list[str]:
        """What is read again of each of ``count`` companies."""
        said: list[list[wording.Sentence]] = [[] for _ in range(count)]
        for place, text, tells in zip(self.whose, self.english, telling, strict=True):
            if text:
                said[place].append((text, bool(tells)))
        return [wording.head(one) for one in said]


def _encoded(workspace: Workspace, companies: Sequence[Sequence[str]]) -> _Own:
    """The sentences of each company's texts, but for those on what it lacks."""
    pieces, english, whose, voice = [], [], [], []
    for place, texts in enumerate(companies):
        for number, text in enumerate(texts):
            spoken = bool(wording.english([text]))
            for start, end in sentences(text, language(text).code):
                if not lacks(text[start:end]):
                    pieces.append(text[start:end])
                    english.append(text[start:end] if spoken else "")
                    whose.append(place)
                    voice.append(number)
    distinct = sorted(set(pieces))
    row = {text: number for number, text in enumerate(distinct)}
    vectors = unit(workspace.encoder.encode(distinct, "passage")).astype(np.float16)
    return _Own(
        vectors=vectors[[row[text] for text in pieces]],
        whose=np.array(whose, np.int64),
        voice=np.array(voice, np.int64),
        english=english,
    )


def _english(deal: Deal) -> str:
    return wording.english([masked(text, deal) for text in deal.profiles.values()])
