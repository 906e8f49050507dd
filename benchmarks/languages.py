"""How well texts find each other across languages, with and without what sets the languages apart.

Two tasks, since a remedy that helps the one may ruin the other. *Same company*: a Chinese profile
finds its own English summary among all A-share listings that have one; names, years, numbers,
places and Latin letters are masked. *Target*: the Chinese gap of a past deal finds its target
among all overseas companies of FinanceDatabase. Needs ``../shared/data`` beside the checkout;
without it, it says so and does nothing. Figures go to ``benchmarks/README.md`` by hand.

    python benchmarks/languages.py [ENCODER ...]
"""

import bz2
import csv
import json
import os
import platform
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening import embedding
from screening.text import sentences

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
EQUITIES = DATA / "financedatabase" / "equities.bz2"
CHINESE = DATA / "companies-zh" / "a-share-sichuan-chongqing.csv"
DEALS = ROOT / "data" / "benchmarks" / "deals.jsonl"
DEFAULT = "use-multilingual-v3"
NEIGHBOURS, DRAWS = 10, 2_000
Floats = NDArray[np.float32]
Row = Mapping[str, str]

PROVINCES = {
    **{"北京": "Beijing", "天津": "Tianjin", "上海": "Shanghai", "重庆": "Chongqing"},
    **{"河北": "Hebei", "山西": "Shanxi", "辽宁": "Liaoning", "吉林": "Jilin", "江苏": "Jiangsu"},
    **{"浙江": "Zhejiang", "安徽": "Anhui", "福建": "Fujian", "江西": "Jiangxi", "河南": "Henan"},
    **{"山东": "Shandong", "湖北": "Hubei", "湖南": "Hunan", "广东": "Guangdong", "海南": "Hainan"},
    **{"四川": "Sichuan", "贵州": "Guizhou", "云南": "Yunnan", "陕西": "Shaanxi", "甘肃": "Gansu"},
    **{"青海": "Qinghai", "台湾": "Taiwan", "广西": "Guangxi", "西藏": "Tibet", "宁夏": "Ningxia"},
    **{"新疆": "Xinjiang", "香港": "Hong Kong", "澳门": "Macau", "内蒙古": "Inner Mongolia"},
    **{"黑龙江": "Heilongjiang", "中国": "China", "成都": "Chengdu", "全国": "PRC"},
}
FORMS = r"\b(co|company|corp|corporation|inc|limited|ltd|group|holdings?|joint|stock)\b[.,]?"


def main() -> None:
    if not EQUITIES.is_file():
        print(f"skipped: {EQUITIES.relative_to(ROOT.parent)} is not there")
        return
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    listed = list(rows(EQUITIES))
    for name in sys.argv[1:] or [DEFAULT]:
        encoder = embedding.load(name)
        same_company(encoder, name, listed)
        targets(encoder, name, listed)


def rows(path: Path) -> list[Row]:
    with bz2.open(path, "rt", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["summary"].strip()]


def same_company(encoder: embedding.SentenceEncoder, name: str, listed: Sequence[Row]) -> None:
    """The first task, each view of the texts as it is and with the gap of languages removed."""
    english = [row for row in listed if re.fullmatch(r"\d{6}\.(SZ|SS)", row["symbol"])]
    place = {row["symbol"][:6]: number for number, row in enumerate(english)}
    with CHINESE.open(encoding="utf-8-sig", newline="") as file:
        every = list(csv.DictReader(file))
    chinese = [row for row in every if row["A股代码"].zfill(6) in place]
    wanted = np.array([place[row["A股代码"].zfill(6)] for row in chinese])
    here, there = masks(every, english)
    queries = Texts(encoder, [in_chinese(row, here) for row in chinese], "zh")
    pool = Texts(encoder, [in_english(row, there) for row in english], "en")
    heading(f"{name}: a Chinese profile among {len(english):,} English summaries", len(chinese))
    for view, scores in views(queries, pool).items():
        show(view, standing(scores, wanted))


def masks(
    chinese: Sequence[Row], english: Sequence[Row]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Places as Chinese and as English write them."""
    units = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|区|县|自治区|自治州|新区)")
    here = {*PROVINCES, *(r["区域"] for r in chinese)}
    here |= {m for r in chinese for m in units.findall(r["注册地址"] + " " + r["办公地址"])}
    there = {*PROVINCES.values(), "Chinese", "People's Republic of China"}
    there |= {row[column].strip() for row in english for column in ("city", "state")}
    return pattern(here), pattern(there, r"\b")


def pattern(words: set[str], edge: str = "") -> re.Pattern[str]:
    longest = sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)
    return re.compile(f"{edge}(?:{'|'.join(longest)}){edge}", re.IGNORECASE)


def in_chinese(row: Row, places: re.Pattern[str]) -> str:
    """Profile and scope of business without names, places, numbers and Latin letters."""
    text = f"{row['公司简介']}。{row['经营范围']}"
    short = re.sub(r"基本信息|^\*?ST", "", row["short_name"])
    core = re.sub(r"股份|有限|责任|公司|集团|科技|实业", "", places.sub("", row["公司名称"]))
    for part in (row["公司名称"], short, core, core[:2]):
        text = text.replace(part, "") if len(part) > 1 else text
    return re.sub(
        r"[A-Za-z0-9.%]+|[一二三四五六七八九十〇零百千万亿]+(?=[年月日家个项名余多])",
        "",
        places.sub("", text),
    )


def in_english(row: Row, places: re.Pattern[str]) -> str:
    """Summary without names, places and numbers."""
    text, name = row["summary"], row["name"]
    bare = re.sub(FORMS, "", name, flags=re.IGNORECASE).strip(" ,.-")
    first = name.split()[0] if name.split() else ""
    for part in (name, bare, first if len(first) > 4 else ""):
        text = re.sub(re.escape(part), "the company", text, flags=re.I) if part else text
    return re.sub(r"[0-9][0-9,.%]*", "", places.sub("", text))


class Texts:
    """Vectors of whole texts, of their sentences, and the mean of the sentences of each."""

    def __init__(self, encoder: embedding.SentenceEncoder, texts: Sequence[str], code: str) -> None:
        pieces, owner = [], []
        for number, text in enumerate(texts):
            for start, end in list(sentences(text, code)) or [(0, len(text))]:
                pieces.append(text[start:end] or ".")
                owner.append(number)
        self.first = np.flatnonzero(np.diff([-1, *owner]))
        self.whole = unit(encoder.encode(texts, "passage"))
        self.sentences = unit(encoder.encode(pieces, "passage"))
        self.mean = unit(np.add.reduceat(self.sentences, self.first))


def views(queries: Texts, pool: Texts) -> dict[str, Floats]:
    """Scores (queries, pool) of each view before and after, and of the views together."""
    found: dict[str, Floats] = {}
    for view in ("whole", "mean"):
        left, right = getattr(queries, view), getattr(pool, view)
        found |= both(view, left @ right.T, centred(left) @ centred(right).T)
    found |= both(
        "each sentence's best",
        late(queries.sentences, pool.sentences, queries.first, pool.first),
        late(centred(queries.sentences), centred(pool.sentences), queries.first, pool.first),
    )
    together = [found[name] for name in found if name.endswith("less the mean of its language")]
    total = np.sum([standard(one) for one in together], axis=0)
    found["all three, less the mean of its language"] = total
    found["all three, less mean and neighbourhood"] = scaled(total)
    return found


def both(view: str, before: Floats, after: Floats) -> dict[str, Floats]:
    return {
        view: before,
        f"{view}, less the mean of its language": after,
        f"{view}, less mean and neighbourhood": scaled(after),
    }


def late(queries: Floats, pool: Floats, first: Any, starts: Any) -> Floats:
    """Mean over a query's sentences of the best sentence in each text (MaxSim, Khattab 2020)."""
    best = np.maximum.reduceat(queries @ pool.T, starts, axis=1)
    counts = np.diff([*first, len(queries)])
    mean: Floats = np.add.reduceat(best, first) / counts[:, None]
    return mean


def scaled(scores: Floats) -> Floats:
    """Less how near each stands to its neighbours anyway (CSLS, Conneau et al. 2018)."""
    near = np.sort(scores, axis=1)[:, -NEIGHBOURS:].mean(axis=1, keepdims=True)
    sought = np.sort(scores, axis=0)[-NEIGHBOURS:].mean(axis=0, keepdims=True)
    found: Floats = 2 * scores - near - sought
    return found


def centred(vectors: Floats) -> Floats:
    return unit(vectors - vectors.mean(axis=0))


def unit(vectors: Floats) -> Floats:
    found: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return found


def standard(scores: Floats) -> Floats:
    found: Floats = (scores - scores.mean(axis=1, keepdims=True)) / scores.std(
        axis=1, keepdims=True
    )
    return found


def targets(encoder: embedding.SentenceEncoder, name: str, listed: Sequence[Row]) -> None:
    """The second task: whole texts only, which is where removing the mean was seen to ruin it."""
    with DEALS.open(encoding="utf-8") as file:
        deals = [json.loads(line) for line in file]
    abroad = {r["summary"] for r in listed if r["country"] not in ("China", "Hong Kong", "")}
    pool = unit(encoder.encode([*(d["target"]["profile"] for d in deals), *abroad], "passage"))
    gaps = [[gap["zh"] for gap in deal["gaps"]] for deal in deals]
    vectors = unit(encoder.encode([text for several in gaps for text in several], "passage"))
    edges = np.cumsum([0, *map(len, gaps[:-1])])
    heading(f"{name}: a Chinese gap among {len(pool):,} overseas companies", len(deals))
    plain, after = vectors @ pool.T, centred(vectors) @ centred(pool).T
    for view, scores in both("whole", plain, after).items():
        mean = np.add.reduceat(scores, edges) / np.array([*map(len, gaps)])[:, None]
        show(view, standing(mean, np.arange(len(deals))))


def standing(scores: Floats, wanted: NDArray[Any]) -> NDArray[Any]:
    """Rank of the wanted text of each query; a tie counts against it."""
    own = scores[np.arange(len(wanted)), wanted][:, None]
    ranks: NDArray[Any] = (scores >= own).sum(axis=1)
    return ranks


def heading(title: str, count: int) -> None:
    print(f"\n{title} ({count} queries)\n{'':52}{'MRR':>6} {'95 %':>13}  R@1   R@10  median")


def show(view: str, ranks: NDArray[Any]) -> None:
    draw = np.random.default_rng(1).integers(0, len(ranks), (DRAWS, len(ranks)))
    low, high = np.quantile((1 / ranks)[draw].mean(axis=1), (0.025, 0.975))
    print(
        f"{view:52}{(1 / ranks).mean():6.3f} {low:6.3f}–{high:.3f}  {(ranks == 1).mean():.2f}"
        f"  {(ranks <= 10).mean():.2f}  {np.median(ranks):5.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
