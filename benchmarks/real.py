"""The robot mandate on every listed company of FinanceDatabase: time, memory, and who is found.

Run with ``make bench-real``. Needs ``../shared/data`` beside the checkout; without it, it says so
and does nothing. Figures go to ``benchmarks/README.md`` by hand, with machine and date.
"""

import bz2
import csv
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EQUITIES = ROOT.parent / "shared" / "data" / "financedatabase" / "equities.bz2"
WANTED = ("Harmonic Drive Systems", "Nabtesco", "Nissei Corp")
NEED = {
    "en": "high-precision speed reducers for the joints of industrial robots, with low backlash",
    "zh": "工业机器人关节用高精密减速器，背隙小、寿命长，目前依赖进口",
}


def main() -> None:
    if not EQUITIES.is_file():
        print(f"skipped: {EQUITIES.relative_to(ROOT.parent)} is not there")
        return
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d')}\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [reference("leaders.csv"), reference("zhejiang.csv"), str(EQUITIES)]
        heading()
        for label, what, data in (
            ("pipeline, first run", "pipeline", "a"),
            ("pipeline, second run", "pipeline", "a"),
            ("Prefect flow, second run", "flow", "a"),
        ):
            row(label, child(what, folder / data, files))
        print("\nreducers, company names masked: rank among the overseas companies", flush=True)
        masked = mask(folder)
        for language, need in NEED.items():
            mandate = stated(folder, language, need)
            show = child("ranks", folder / "c", [*files[:2], str(masked)], mandate)
            print(f"  gap stated in {language}: {show['ranks']}  top: {show['top']}", flush=True)
        print(f"  TF-IDF (en): {tfidf(masked)}")


def reference(name: str) -> str:
    return str(ROOT / "data" / "reference" / name)


def child(what: str, data: Path, files: list[str], mandate: Path | None = None) -> dict[str, Any]:
    command = [sys.executable, __file__, what, str(data), str(mandate or ""), *files]
    answer = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SCREENING_HOME": str(data)},
    )
    result: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return result


STAGES = ("open", "ingest", "embed", "score", "report")


def heading() -> None:
    print(f"{'seconds':26}" + "".join(f"{name:>9}" for name in (*STAGES, "total", "peak MB")))


def row(label: str, found: dict[str, Any]) -> None:
    cells = [found["seconds"].get(name) for name in STAGES]
    shown = "".join(f"{'' if c is None else f'{c:.1f}':>9}" for c in [*cells, found["total"]])
    print(f"{label:26}{shown}{found['peak']:>9.0f}  {found['facts']}", flush=True)


def mask(folder: Path) -> Path:
    """The same file with every company's own name taken out of its summary."""
    path = folder / "masked.csv"
    with (
        bz2.open(EQUITIES, "rt", encoding="utf-8", newline="") as given,
        path.open("w", encoding="utf-8", newline="") as out,
    ):
        rows = csv.DictReader(given)
        writer = csv.DictWriter(out, rows.fieldnames or [])
        writer.writeheader()
        for row in rows:
            row["summary"] = masked_text(row["summary"], row["name"])
            writer.writerow(row)
    return path


def masked_text(text: str, name: str) -> str:
    stem = re.sub(
        r"[\s,]+(Co\.?,?\s*Ltd\.?|Inc\.?|Corp(oration|\.)?|AG|SE|Ltd\.?|Limited|plc)\.?$",
        "",
        name.strip(),
        flags=re.I,
    )
    for part in sorted({name.strip(), stem, " ".join(stem.split()[:2])}, key=len, reverse=True):
        if len(part) > 3:
            text = re.sub(re.escape(part), "The company", text, flags=re.I)
    return text


def stated(folder: Path, language: str, need: str) -> Path:
    path = folder / f"reducers-{language}.toml"
    path.write_text(
        f'name = "reducers-{language}"\nprovince = "Zhejiang"\n'
        'leaders = ["ABB", "FANUC", "Yaskawa", "KUKA"]\n'
        f'[[gaps]]\ntechnology = "precision-reducers"\n{language} = "{need}"\n',
        encoding="utf-8",
    )
    return path


def tfidf(masked: Path) -> dict[str, int]:
    """Rank of the wanted companies by TF-IDF cosine of the English need to whole summaries."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    with masked.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["summary"] and r["country"] != "China"]
    unique = {r["summary"]: r["name"] for r in rows}
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2))
    matrix = vectors.fit_transform(unique)
    order = np.argsort(-(matrix @ vectors.transform([NEED["en"]]).T).toarray()[:, 0], kind="stable")
    names = list(unique.values())
    return ranks([names[i] for i in order])


def ranks(names: list[str]) -> dict[str, int]:
    return {w: next((i for i, n in enumerate(names, 1) if n.startswith(w)), 0) for w in WANTED}


def run_pipeline(data: str, mandate: str, files: list[str]) -> dict[str, Any]:
    from screening import pipeline, settings

    started = time.perf_counter()
    seconds: dict[str, float] = {}

    def timed(name: str, work: Any) -> Any:
        at = time.perf_counter()
        result = work()
        seconds[name] = seconds.get(name, 0) + time.perf_counter() - at
        return result

    place = timed("open", lambda: pipeline.open_workspace(settings.load({"data_dir": data})))
    assignment = pipeline.mandate(mandate or "robots")
    for path in files:
        timed("ingest", lambda path=path: pipeline.ingest(place, Path(path)))
    embedded = timed("embed", lambda: pipeline.embed(place))
    found = timed("score", lambda: pipeline.score(place, assignment))
    if not mandate:
        timed("report", lambda: pipeline.report(place, found.run.id))
    names = [found.companies[f.company_id].name for f in found.fits]
    return {
        "seconds": seconds,
        "total": time.perf_counter() - started,
        "facts": f"{len(found.fits)} ranked, {embedded.texts} distinct passages",
        "ranks": ranks(names),
        "top": names[:10],
    }


def run_flow(data: str, files: list[str]) -> dict[str, Any]:
    started = time.perf_counter()
    from flows.screen import screen

    screen(files=files, data_dir=data)
    return {"seconds": {}, "total": time.perf_counter() - started, "facts": ""}


def measured() -> None:
    what, data, mandate, *files = sys.argv[1:]
    found = run_flow(data, files) if what == "flow" else run_pipeline(data, mandate, files)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    measured() if len(sys.argv) > 1 else main()
