"""One small file per export that can be read, with companies that are plainly made up."""

from pathlib import Path

import pytest

from screening import assets, readers

EXPORTS = sorted(assets.shipped("data", "samples", "exports").iterdir())
LAYOUT = {
    "companies.csv": "companies",
    "companies.xlsx": "companies",
    "companies.jsonl": "companies",
}


def test_every_layout_has_a_sample() -> None:
    assert {readers.open_source(path).layout for path in EXPORTS} == set(readers.layouts())


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_a_sample_is_taken_for_what_it_is_and_read_whole(path: Path) -> None:
    source = readers.open_source(path)
    assert source.layout == LAYOUT.get(path.name, path.stem)
    found = list(readers.read(path, source))
    assert len(found) >= 2
    for one in found:
        if isinstance(one, readers.CompanyRow):
            names = one.company.names
            assert one.documents
        else:
            assert isinstance(one, readers.DocumentRow)
            document = one.document
            patent, event = document.patent, document.event
            names = patent.applicants if patent else (event.company if event else "",)
        assert all("sample" in n.casefold() or "示例" in n or "サンプル" in n or n == "SFS"
                   for n in names), names  # fmt: skip
