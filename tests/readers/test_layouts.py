import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import assets, readers
from screening.errors import InputError
from screening.readers import layout
from screening.records import Company, Event, Listing, Ownership, Patent, Size

KNOWN = {
    "companies": {field.name for record in (Company, Size, Ownership) for field in fields(record)}
    | {"owner_since", "owner_as_of", "revenue_currency", "revenue_year", "location", "address"}
    | {"uscc", "bvd", "ashare", "register", "figi", "shareholder", "shareholder_share"},
    "events": {field.name for field in fields(Event)} | {"event", "date"},
    "listings": {field.name for field in fields(Listing)} | {"date"},
    "patents": {field.name for field in fields(Patent)}
    | {"title", "abstract", "claims", "language", "title_language", "abstract_language"},
}
ASIDE = {"sector", "sign"}  # read for nothing but to tell rows or exports apart


@pytest.mark.parametrize("name", readers.layouts())
def test_a_layout_names_only_fields_that_are_read(name: str) -> None:
    one = layout.load(name)
    known = KNOWN[one.kind] | {"ownership", "source", "as_of"} | ASIDE
    assert set(one.columns) <= known
    assert set(one.fixed) <= known
    assert set(one.joined) <= known
    assert set(one.required) <= {*one.columns, *one.composed, *one.joined, layout.TEXT}
    assert set(one.filled) <= set(one.required)
    assert {field for rule in one.rejects for field in rule.empty} <= known | {layout.TEXT}
    assert one.missing == {marker.casefold() for marker in one.missing}


@pytest.mark.parametrize("name", readers.layouts())
def test_a_required_header_alone_is_enough(name: str) -> None:
    one = layout.load(name)
    header = [*(a for field in one.required for a in _needed(one, field)), *one.signature]
    assert layout.lay(one, header).lacking == ()
    for missing in header:
        assert layout.lay(one, [column for column in header if column != missing]).lacking


def _needed(one: layout.Layout, field: str) -> list[str]:
    if field in one.composed:
        return re.findall(r"\{(.+?)\}", one.composed[field])
    return [one.aliases(field)[0]]


@given(st.text(max_size=12), st.sampled_from([" ", "_", "\n", "\u3000", "\t "]))
def test_a_column_key_ignores_case_space_and_width(name: str, gap: str) -> None:
    assert layout.key(gap.join(name)) == layout.key(name)
    assert layout.key(layout.key(name)) == layout.key(name) or "\u0345" in name


def test_full_width_and_chinese_columns(write: Callable[..., Path]) -> None:
    source = readers.open_source(
        write(
            "ＮＡＭＥ,COUNTRY\nCode,经营_范围,unheard of\nAcme,DE,x,y\n".replace(
                "COUNTRY\nCode", '"Country\nCode"'
            )
        )
    )
    assert dict(source.mapped) == {
        "ＮＡＭＥ": "name",
        "Country Code": "country",
        "经营_范围": "description",
    }
    assert source.unmapped == ("unheard of",)


def test_the_layout_that_asks_for_most_is_taken(write: Callable[..., Path]) -> None:
    lens = "Display Key,Jurisdiction,Title,Applicants,Publication Year,IPCR Classifications\n"
    source = readers.open_source(write(lens + "US 1 A,US,Robot,ACME,2020,B25J9/16\n"))
    assert (source.layout, source.kind) == ("lens", "patents")
    assert "would also fit: patents" in source.why
    fewer = lens.replace("Publication Year", "Year")
    source = readers.open_source(write(fewer + "US 1 A,US,Robot,ACME,2020,B25J9/16\n"))
    assert source.layout == "patents"


def test_an_unknown_layout_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="unknown layout 'pitchbock'; known: cninfo, "):
        layout.load("pitchbock")


def test_a_wrong_layout_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.toml").write_text('kind = "companies"\ntitel = "x"\n')
    monkeypatch.setattr(layout, "_FOLDER", tmp_path)
    with pytest.raises(Exception, match=r"(?s)layout new.toml is wrong.*titel"):
        layout.load("new")


def test_a_new_export_is_a_new_file(
    tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vendor.toml").write_text(
        'kind = "companies"\ntitle = "Vendor"\nrequired = ["name"]\nfilled = ["name"]\n'
        'missing = ["", "(blank)"]\n[columns]\nname = ["Firma"]\n[fixed]\ncountry = "AT"\n'
        '[[texts]]\ncolumns = ["Tätigkeit"]\nlanguage = "de"\n'
    )
    monkeypatch.setattr(layout, "_FOLDER", tmp_path)
    path = write("Firma;Tätigkeit\nEbner;Baut Öfen.\n(blank);Nichts\n")
    first, second = readers.read(path, readers.open_source(path))
    assert isinstance(first, readers.CompanyRow)
    assert (first.company.country, first.documents[0].language.declared) == ("AT", "de")
    assert not isinstance(second, readers.CompanyRow)


def test_every_layout_and_generic_column_is_documented() -> None:
    root = assets.checkout()
    assert root is not None
    text = (root / "docs" / "formats.md").read_text("utf-8")
    for name in readers.layouts():
        assert f"| `{name}` |" in text
    for name in ("companies", "patents", "events", "listings"):
        for field in layout.load(name).columns:
            assert f"`{field}`" in text, field
