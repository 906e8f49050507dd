"""Seconds and memory of every reader per megabyte of file, and a CSV of millions of rows.

Each sample export is grown to some megabytes by repeating its last record under new texts, and
read in a process of its own. Asked: at most 10 s and at most 20 times the file. ``--rows N``
streams one generated CSV instead. Figures go to ``benchmarks/README.md`` by hand.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from screening import assets, readers
from screening.readers import layout

SIZE = 2_000_000
MEASURE = """
import re, sys, time
from pathlib import Path
import numpy, openpyxl  # what is loaded once does not count
from screening import readers
path, name = Path(sys.argv[1]), sys.argv[2]
def peak():
    found = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024
def read(path):
    with readers.parts(path) as parts:
        for part in parts:
            source = readers.open_source(part.path, name=part.name)
            yield from readers.read(part.path, source)
for _ in read(Path(sys.argv[3])): pass
before, start, count = peak(), time.perf_counter(), 0
for _ in read(path): count += 1
print(count, time.perf_counter() - start, peak() - before)
"""


def main() -> None:
    if "--rows" in sys.argv:
        stream(int(sys.argv[sys.argv.index("--rows") + 1]))
        return
    print(f"{'sample':24}{'MB':>6}{'rows':>9}{'s/MB':>8}{'memory / file':>15}")
    with tempfile.TemporaryDirectory() as folder:
        for sample in sorted(assets.shipped("data", "samples", "exports").iterdir()):
            grown = Path(folder, sample.name)
            if not sample.is_file() or not grow(sample, grown):
                print(f"{sample.name:24}{'not grown':>15}")
                continue
            size = grown.stat().st_size
            rows, seconds, memory = measured(grown, sample)
            print(
                f"{sample.name:24}{size / 1e6:6.2f}{rows:9,}{seconds / size * 1e6:8.2f}"
                f"{memory / size:15.1f}",
                flush=True,
            )
            grown.unlink()


def measured(path: Path, sample: Path) -> tuple[int, float, float]:
    """Rows, seconds and bytes that reading took, after the small sample has been read."""
    command = [sys.executable, "-c", MEASURE, str(path), sample.name, str(sample)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, seconds, memory = found.stdout.split()
    return int(rows), float(seconds), float(memory)


def grow(sample: Path, grown: Path) -> bool:
    """Write ``sample`` with its last record repeated to SIZE bytes; False where that is unknown."""
    if sample.suffix in (".csv", ".jsonl"):
        written = "gb18030" if sample.name == "companies-cn.csv" else "utf-8-sig"
        lines = sample.read_text(written).splitlines(keepends=True)
        last = lines[-1].rstrip("\n") + "\n"
        count = SIZE // len(last.encode())
        body = "".join(changed(last, k) for k in range(count))
        grown.write_text("".join(lines) + body, written.removesuffix("-sig"))
        return True
    if sample.suffix == ".xml":
        return grow_xml(sample, grown)
    if sample.suffix == ".xlsx":
        return grow_workbook(sample, grown)
    return False


def changed(text: str, number: int) -> str:
    """Another word in place of ``Sample`` and ``示例``, so that no two records are alike."""
    noise = hashlib.sha256(str(number).encode()).hexdigest()[:24]
    return text.replace("Sample", f"Sample{noise}").replace("示例", f"示例{noise}")


def grow_xml(sample: Path, grown: Path) -> bool:
    text = sample.read_text("utf-8")
    record = layout.load(readers.open_source(sample).layout).record
    found = re.findall(rf"<(?:\w+:)?{record}[ >].*?</(?:\w+:)?{record}>", text, re.DOTALL)
    if not found:
        return False
    last = found[-1]
    count = SIZE // len(last.encode())
    grown.write_text(text.replace(last, "\n".join(changed(last, k) for k in range(count))), "utf-8")
    return True


def grow_workbook(sample: Path, grown: Path) -> bool:
    book = openpyxl.load_workbook(sample)
    sheet = book.worksheets[0]
    last = [cell.value for cell in sheet[sheet.max_row]]
    for number in range(20_000):
        sheet.append([changed(v, number) if isinstance(v, str) else v for v in last])
    book.save(grown)
    return True


def stream(rows: int) -> None:
    """Read one generated CSV of so many rows, and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8") as file:
            file.write("name,country,description\n")
            for k in range(rows):
                file.write(f"Sample Works {k},DE,It makes gear number {k}.\n")
        small = Path(folder, "small.csv")
        small.write_text("name,country,description\nSample,DE,It makes gears.\n", "utf-8")
        start = time.perf_counter()
        count, seconds, memory = measured(path, small)
        size = path.stat().st_size
        print(json.dumps({"rows": count, "MB": size / 1e6, "s": seconds, "grown_MB": memory / 1e6}))
        print(f"{time.perf_counter() - start:.0f} s in all")


if __name__ == "__main__":
    main()
