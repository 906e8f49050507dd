"""Which records are the same company, and how sure that is.

Deterministic keys first (LEI, unified social credit code, numbers of vendors). Then a
Fellegi-Sunter model (Fellegi and Sunter 1969) in splink on DuckDB, with the weights of
``models/resolve/names-2.json``: they were estimated once and stay as they are, so that the same
records give the same links.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any, Literal

from screening import assets
from screening.records import Company
from screening.resolve.clusters import Pair, groups
from screening.resolve.names import fold, homophones, known
from screening.resolve.places import ambiguous
from screening.text import domain

MODEL = "names-2"
SAME = 0.99
REVIEW = 0.5
_NO_KEYS = ("figi", "register")  # of shares; given by many courts
_CHINESE = frozenset(("CN", "HK", "MO", "TW", ""))
_PROOF = frozenset(("same ISIN", "same website"))
_SAID = frozenset(("same ISIN", "same FIGI", "same text", "similar text", "much the same words"))
_KIN = frozenset(("other country", "nearly the same name", "similar name"))
_GROUP = 0.95  # at most, where such firms share no number and no text
_MIXED = "fits two with different numbers"
_HEARD = 0.9  # at most, where two Chinese names sound alike and are written otherwise
_TELLING = 40  # characters from which on an equal text says something
_TEXT = 160  # characters of a description that are compared
_TOLD = 700  # and those whose words are
_FEW = 6
_ALIKE = 3
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile("[a-z]{4,}")
_SUBJECT = re.compile(
    r"((?:[A-Z0-9ÄÖÜÉ][^\s,;:]*|and|of|de|et|&|-)(?:,?\s(?:[A-Z0-9ÄÖÜÉ(&-][^\s,;:]*|and|of|de|et|y|in)){0,7}?)"
    r",?\s(?:is|are|was|has|an?|the|together|through|along|engages?|operates?|provides?|develops?"
    r"|designs?|manufactures?|offers?|produces?|focuses|specializes|explores|invests|owns|makes)\b"
)
_SAID_BY_ALL = frozenset(
    """company companies provides provide services service products product operates operate engages
    engaged business through together subsidiaries including various also which with from that
    headquartered based founded under brand names name offers offering solutions incorporated
    formerly known limited group focused focuses industry industries segments segment worldwide
    internationally global international other such well related leading their they have been
    this""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Link:
    """Two records (ids in order) that are, or may be, one company.

    ``decision`` is ``same`` from a probability of 0.99 on, else ``review``; ``reasons`` say what
    agrees and what does not.
    """

    left: str
    right: str
    probability: float
    decision: Literal["same", "review"]
    reasons: tuple[str, ...]


def links(
    companies: Sequence[Company],
    *,
    known_names: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> tuple[Link, ...]:
    """The links between companies, in order of their ids; the order of ``companies`` is nothing.

    ``known_names`` is what ``equivalents`` gives of a dictionary of names; ``texts`` a description
    of each company by id.
    """
    ordered = sorted(companies, key=lambda one: one.id)
    by_id = {one.id: one for one in ordered}
    certain = {(one.left, one.right): one for one in _certain(ordered)}
    probable = {
        (one.left, one.right): _related(_heard(one, by_id[one.left], by_id[one.right]))
        for one in _probable(ordered, known_names or {}, texts or {})
    }
    kept = (
        link
        for (left, right), link in (probable | certain).items()
        if not _conflict(by_id[left], by_id[right])
    )
    return _unchained(sorted(kept, key=lambda one: (one.left, one.right)), certain, by_id)


def _unchained(
    found: Sequence[Link],
    certain: Mapping[tuple[str, str], Link],
    by_id: Mapping[str, Company],
) -> tuple[Link, ...]:
    """The links, to be reviewed where together they would join two firms of different numbers.

    A record that fits both of two such firms is neither's. Links by a number stay.
    """
    sure = [Pair(one.left, one.right, one.probability) for one in found if one.decision == "same"]
    stands = groups(sure)
    numbered: dict[str, list[Company]] = {}
    for one in sorted({*stands, *stands.values()}):
        if any(_keys(by_id[one])):
            numbered.setdefault(stands.get(one, one), []).append(by_id[one])
    mixed = {
        group
        for group, members in numbered.items()
        if any(_conflict(a, b) for a, b in combinations(members, 2))
    }
    return tuple(
        replace(one, decision="review", reasons=(*one.reasons, _MIXED))
        if one.decision == "same"
        and stands.get(one.left, one.left) in mixed
        and (one.left, one.right) not in certain
        else one
        for one in found
    )


def _keys(company: Company) -> list[str]:
    """The numbers that only one firm has, the official ones first."""
    numbers = [one for one in company.registry_ids if one.partition(":")[0] not in _NO_KEYS]
    lei = [f"lei:{company.lei.upper()}"] if company.lei else []
    return [*lei, *sorted(numbers, key=lambda one: not one.startswith("uscc:"))]


def _certain(companies: Sequence[Company]) -> Iterator[Link]:
    holders: dict[str, list[str]] = {}
    for company in companies:
        for key in _keys(company):
            holders.setdefault(key, []).append(company.id)
    for key, ids in holders.items():
        for left, right in pairwise(dict.fromkeys(ids)):
            yield Link(left, right, 1.0, "same", (f"same {key.partition(':')[0]}",))


def _conflict(left: Company, right: Company) -> bool:
    """Whether of the first kind of number that both have, none is the same: two for certain."""
    ours, theirs = _by_kind(left), _by_kind(right)
    shared = next((kind for kind in ours if kind in theirs), "")
    return bool(shared) and not ours[shared] & theirs[shared]


def _by_kind(company: Company) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in _keys(company):
        found.setdefault(key.partition(":")[0], set()).add(key)
    return found


def _heard(link: Link, left: Company, right: Company) -> Link:
    """The link, to be reviewed where it rests on Chinese names that merely sound alike."""
    chinese = {left.country, right.country} <= _CHINESE
    if link.decision != "same" or not chinese or _PROOF & set(link.reasons):
        return link
    if not homophones(left.names, right.names):
        return link
    told = (*link.reasons, "other characters")
    return replace(link, probability=_HEARD, decision="review", reasons=told)


def _related(link: Link) -> Link:
    """The link, to be reviewed where it may be one within a group, which shares its website.

    So it may where the countries differ or the names are merely similar (*KUKA*, *KUKA Systems*),
    and neither a number nor a text says more.
    """
    told = set(link.reasons)
    if link.decision != "same" or not told & _KIN or told & _SAID:
        return link
    return replace(link, probability=min(link.probability, _GROUP), decision="review")


def frame(
    companies: Sequence[Company], known_names: Mapping[str, str], texts: Mapping[str, str]
) -> Any:
    """A data frame with a row for each distinct name of each company: what splink compares."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for company in companies:
        told = texts.get(company.id, "")
        figi = [one for one in company.registry_ids if one.startswith("figi:")]
        shared = {
            "company": company.id,
            "country": company.country or None,
            "city": _city(company),
            "domain": domain(company.website) or None,
            "isin": company.isin or None,
            "figi": figi or None,
            "text": told[:_TEXT].casefold() if len(told) >= _TELLING else None,
            "topics": _topics(told, company.names),
        }
        seen: dict[str, dict[str, Any]] = {}
        for name in (*company.names, *_subject(told, company.name)):
            folded = fold(name)
            meant = known(name, known_names) or None
            words = folded.core.split()
            seen[folded.script] = {
                **shared,
                "script": folded.script,
                "core": folded.core,
                "compact": folded.compact,
                "heart": folded.heart,
                "sorted": " ".join(sorted(words)),
                "digits": "".join(c for c in folded.core if c.isdigit()),
                "known": meant,
                "first": words[0] if words else folded.core,
            }
        rows += seen.values()
    table = pd.DataFrame(rows)
    table.insert(0, "unique_id", range(len(table)))
    return table


def _city(company: Company) -> str | None:
    """The city in Latin letters; nothing where its script does not say how it is spoken.

    With its province where two share the name, such as Taizhou; nothing where that is unknown.
    """
    if company.country == "CN" and (name := ambiguous(company.city)):
        return f"{name} {company.province.casefold()}" if company.province else None
    if company.city and (company.city.isascii() or company.country in ("CN", "")):
        return fold(company.city).core
    return fold(company.city).core if company.city and not _CJK.search(company.city) else None


def _subject(told: str, name: str) -> Iterator[str]:
    """Whom a description speaks of, where that is the name written out (*MUENCH.RUECKVERS*)."""
    found = _SUBJECT.match(told)
    if found and fold(found[1]).compact[:_ALIKE] == fold(name).compact[:_ALIKE]:
        yield found[1]


def _topics(told: str, names: Sequence[str]) -> list[str] | None:
    """What an English description is about: its longer words, without those of the name."""
    start = told[:_TOLD].casefold()
    if len({"the", "and", "of", "in", "is"} & set(start.split())) < 2:
        return None
    own = {word[:4] for name in names for word in _WORD.findall(name.casefold())}
    words = {w for w in _WORD.findall(start) if w not in _SAID_BY_ALL and w[:4] not in own}
    return sorted(words) if len(words) >= _FEW else None


def settings() -> dict[str, Any]:
    """The released model, as splink reads it."""
    path = assets.shipped("models", "resolve", f"{MODEL}.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _probable(
    companies: Sequence[Company], known_names: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[Link]:
    if len(companies) < 2:
        return
    best: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = {}
    for row in predicted(frame(companies, known_names, texts), settings(), REVIEW):
        pair = tuple(sorted((row["company_l"], row["company_r"])))
        found = (round(float(row["match_probability"]), 6), _reasons(row))
        best[pair[0], pair[1]] = max(best.get((pair[0], pair[1]), found), found)
    for (left, right), (probability, reasons) in best.items():
        decision: Literal["same", "review"] = "same" if probability >= SAME else "review"
        yield Link(left, right, probability, decision, reasons)


def predicted(table: Any, model: Mapping[str, Any], threshold: float) -> list[dict[str, Any]]:
    """The pairs of rows that splink finds at least so probable, as rows of its answer."""
    import logging

    import duckdb
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    with duckdb.connect() as connection:
        connection.execute(
            "set memory_limit='1GB'; set threads=2; set lambda_syntax='ENABLE_SINGLE_ARROW'"
        )
        database = DuckDBAPI(connection)
        linker = Linker(database.register(table), dict(model), log_level=logging.ERROR)
        answer = linker.inference.predict(threshold_match_probability=threshold)
        found: list[dict[str, Any]] = answer.as_record_list()
    return found


_AGREE = {
    "name": ("", "same name", "name known", "same but for place and trade", "same words",
             "abbreviated name", "name without vowels", "name cut short", "nearly the same name",
             "similar name"),
    "country": ("", "same country"),
    "city": ("", "same city"),
    "domain": ("", "same website"),
    "isin": ("", "same ISIN"),
    "figi": ("", "same FIGI", "same FIGI"),
    "text": ("", "same text", "similar text", "much the same words", "some of the same words"),
}  # fmt: skip
_DIFFER = {"country": "other country", "city": "other city", "domain": "other website",
           "isin": "other ISIN"}  # fmt: skip


def _reasons(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What splink's levels say; level 0 is *differs*, -1 *missing*, the highest the best."""
    found = []
    for column, words in _AGREE.items():
        level = int(row[f"gamma_{column}"])
        if level > 0:
            found.append(words[len(words) - level])
        elif level == 0 and column in _DIFFER:
            found.append(_DIFFER[column])
    return tuple(found)
