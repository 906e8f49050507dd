"""One small file per export that can be read, with companies that are plainly made up.

What each gives stands in ``golden/``; ``WRITE_GOLDEN=1`` writes it anew, to be looked at.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from screening import assets, readers
from screening.readers.sources import Record
from screening.records import Reject
from screening.store.codec import to_record

EXPORTS = sorted(assets.shipped("data", "samples", "exports").iterdir())
GOLDEN = Path(__file__).with_name("golden")


def _read(path: Path) -> tuple[str, list[Record]]:
    with readers.parts(path) as found:
        (part,) = found
        source = readers.open_source(part.path, name=part.name)
        assert not source.unmapped
        return source.layout, list(readers.read(part.path, source))


def _plain(record: Record) -> dict[str, Any]:
    if isinstance(record, readers.CompanyRow):
        documents = [to_record(one) for one in record.documents]
        address = {"address": record.address} if record.address else {}
        return {"company": to_record(record.company), "documents": documents, **address}
    if isinstance(record, Reject):
        return {"reject": to_record(record)}
    return {"document": to_record(record.document)}


def test_every_layout_has_a_sample() -> None:
    assert {_read(path)[0] for path in EXPORTS} == set(readers.layouts())


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_a_sample_gives_what_is_written_down(path: Path) -> None:
    layout, found = _read(path)
    assert path.stem in (layout, f"{layout}-2") or layout == "companies"
    assert len(found) >= 2
    given = [_plain(one) for one in found]
    golden = GOLDEN / f"{path.name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(json.dumps(given, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert given == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_a_sample_names_only_companies_that_are_plainly_made_up(path: Path) -> None:
    for one in _read(path)[1]:
        if isinstance(one, readers.CompanyRow):
            names = one.company.names
            assert one.documents or one.company.source in ("GLEIF", "Wikidata")
        elif isinstance(one, readers.DocumentRow):
            patent, event, listing = one.document.patent, one.document.event, one.document.listing
            names = patent.applicants if patent else (event.company if event else "",)
            names = (listing.name,) if listing else names
        else:
            continue
        assert all(_made_up(name) for name in names), names


def _made_up(name: str) -> bool:
    words = ("sample", "示例", "サンプル", "샘플")
    return (
        any(word in name.casefold() for word in words) or name in ("SFS", "SLD") or name.isdigit()
    )
