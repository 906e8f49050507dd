"""How well companies are told apart and together, and how quickly, beside simpler ways.

Needs ``../shared/data`` beside the checkout; without it, it says so and does nothing. Labels are
FinanceDatabase's: one ISIN or FIGI is one company, two ISINs under similar names are two. Once
neither is shown to the model, once both are, as in use: then recall is what the model makes of a
number, and a number that is wrong counts as right. Figures go to ``benchmarks/README.md`` by hand,
with machine and date.
"""

import csv
import itertools
import os
import platform
import re
import resource
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd

from screening.readers import countries
from screening.records import Company
from screening.resolve import dictionary, equivalents, links
from screening.resolve.names import fold
from screening.text import name_key

ROOT = Path(__file__).resolve().parent.parent
EQUITIES = ROOT.parent / "shared" / "data" / "financedatabase" / "equities.bz2"
PAIRS = ROOT / "data" / "benchmarks" / "names.csv"
NUMBERS = ("isin", "figi", "composite_figi", "shareclass_figi")
CERTIFICATE = re.compile(r"OE T[LS]\.Z\.|ETP|ETF|ETC\b|TURBO|\bLG FTSE\b|UND\.")
Pair = tuple[int, int]


def main() -> None:
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    if PAIRS.is_file():
        by_hand()
    if not EQUITIES.is_file():
        print(f"skipped: {EQUITIES.relative_to(ROOT.parent)} is not there")
        return
    listings()


def listings() -> None:
    table = pd.read_csv(EQUITIES, dtype=str, keep_default_na=False)
    sure = merged(table, "hidden")
    shown = merged(table, "shown")
    same = labelled(table)
    kin = {pair for pair in same if akin(table, *pair)}
    print(
        f"\npairs of one ISIN or FIGI: {len(same):,}; cleaned (names begin alike, or one website):"
        f" {len(kin):,}"
    )
    exact = together(table, lambda row: (name_key(row["name"]), row["country"]))
    folded = together(table, lambda row: (fold(row["name"]).compact, row["country"]))
    other = rivals(table, same)
    print(f"pairs of two ISINs under similar, not equal names: {len(other):,}")
    for label, ours in (
        ("splink, numbers hidden", sure),
        ("splink, numbers shown", shown),
        ("folded name + country", folded),
        ("exact name + country", exact),
    ):
        for what, truth in (("as labelled", same), ("cleaned", kin)):
            show(f"{label}, {what}", len(ours & truth), len(ours & other), len(truth))
        print(f"    and {len(ours & (same - kin)):,} pairs that cleaning leaves out")


def merged(table: pd.DataFrame, numbers: Literal["hidden", "shown"]) -> set[Pair]:
    """The pairs of rows that are one company for sure; prints how long that took."""
    companies = [
        Company(
            id=f"{n:05d}",
            name=r.title,
            country=country(r.country),
            city=r.city,
            website=r.website,
            isin=r.isin if numbers == "shown" else "",
            registry_ids=figi(r.shareclass_figi) if numbers == "shown" else (),
        )
        for n, r in enumerate(table.rename(columns={"name": "title"}).itertuples())
        if r.title
    ]
    texts = {f"{n:05d}": text for n, text in enumerate(table["summary"])}
    started = time.perf_counter()
    found = links(companies, texts=texts)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(companies):,} listings, numbers {numbers}: {seconds:.1f} s, peak so far"
        f" {peak:,.0f} MB (asked: 120 s, 2 GB)"
    )
    sure = {(int(one.left), int(one.right)) for one in found if one.decision == "same"}
    print(f"{len(sure):,} pairs sure, {len(found) - len(sure):,} to review")
    return sure


def figi(number: str) -> tuple[str, ...]:
    return (f"figi:{number}",) if number else ()


def country(name: str) -> str:
    try:
        return countries.country(name) if name else ""
    except ValueError:
        return ""


def labelled(table: pd.DataFrame) -> set[Pair]:
    """Pairs of rows that share a number; certificates and funds, which are no companies, aside."""
    found: set[Pair] = set()
    for number in NUMBERS:
        for rows in table[table[number] != ""].groupby(number).groups.values():
            kept = [
                r for r in rows if table["name"][r] and not CERTIFICATE.search(table["name"][r])
            ]
            found |= set(itertools.combinations(sorted(kept), 2))
    return found


def akin(table: pd.DataFrame, one: int, other: int) -> bool:
    """Whether a label can be right: names that begin alike, or one website.

    FinanceDatabase gives one ISIN to firms that have nothing to do with one another.
    """
    names = (fold(table["name"][n]).compact[:3] for n in (one, other))
    site = table["website"][one]
    return len(set(names)) == 1 or bool(site and site == table["website"][other])


def together(table: pd.DataFrame, key: Callable[[pd.Series], object]) -> set[Pair]:
    """Pairs of rows with the same key."""
    groups: dict[object, list[int]] = defaultdict(list)
    for number, row in zip(table.index, table[["name", "country"]].to_dict("records"), strict=True):
        if row["name"]:
            groups[key(row)].append(number)
    return {pair for rows in groups.values() for pair in itertools.combinations(rows, 2)}


def rivals(table: pd.DataFrame, same: set[Pair]) -> set[Pair]:
    """Two companies by their numbers, though names of one country begin with six equal letters.

    One name with two ISINs is left out: mostly two classes of shares of one company.
    """
    isin, names = table["isin"].to_list(), [fold(name).compact for name in table["name"]]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (name, country) in enumerate(zip(names, table["country"], strict=True)):
        if isin[number] and country and not CERTIFICATE.search(table["name"][number]):
            groups[country, name[:6]].append(number)
    pairs = {pair for rows in groups.values() for pair in itertools.combinations(rows, 2)}
    return {(a, b) for a, b in pairs - same if isin[a] != isin[b] and names[a] != names[b]}


def by_hand() -> None:
    """The pairs across scripts, with and without the names that the product ships.

    All sides are compared at once; only what is said of the two of a pair counts.
    """
    rows = list(csv.DictReader(PAIRS.open(encoding="utf-8", newline="")))
    sides = [
        Company(id=f"{number:04d} {side}", name=row[f"{side}_name"], country=row[f"{side}_country"],
                city=row[f"{side}_city"], website=row[f"{side}_website"])
        for number, row in enumerate(rows) for side in ("left", "right")
    ]  # fmt: skip
    for label, known in (("shipped names known", shipped()), ("no names known", {})):
        found = links(sides, known_names=known)
        pairs = {frozenset((one.left, one.right)) for one in found if one.decision == "same"}
        hits = [
            row["same"]
            for left, right, row in zip(sides[::2], sides[1::2], rows, strict=True)
            if {left.id, right.id} in pairs
        ]
        total = sum(row["same"] == "1" for row in rows)
        show(f"{len(rows)} pairs by hand, {label}", hits.count("1"), hits.count("0"), total)


def shipped() -> dict[str, str]:
    """The names of the companies under data/reference."""
    groups = []
    for name in ("leaders.csv", "zhejiang.csv", "overseas.csv"):
        with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                told = ("name", "legal_name", "name_zh", "name_local")
                groups.append([*(row[one] for one in told), *row["aliases"].split(";")])
    return equivalents([*dictionary(ROOT / "data" / "reference" / "names.csv"), *groups])


def show(label: str, tp: int, fp: int, total: int) -> None:
    precision, recall = tp / max(tp + fp, 1), tp / max(total, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"  {label}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.3f} ({fp} false)")


if __name__ == "__main__":
    main()
