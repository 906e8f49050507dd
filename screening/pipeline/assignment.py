"""What a screening starts from: a mandate file, a sample or a field, and the reference files."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from screening import assets, readers, taxonomy
from screening.errors import FileError
from screening.records import Field, Filters, Mandate, Technology
from screening.scoring import signals

REFERENCE = ("leaders.csv", "zhejiang.csv", "overseas.csv", "patents.csv", "events.csv")
LARGEST = 20_000
"""Employees beyond which a company is out of reach in the mandate of a whole field (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """A field with its technologies (sub-technologies after their parent) and its leaders."""

    field: Field
    technologies: tuple[Technology, ...]
    leaders: tuple[str, ...]


def fields() -> tuple[FieldEntry, ...]:
    """The fields of the shipped taxonomy, in its order."""
    shared = _taxonomy()
    return tuple(
        FieldEntry(
            field=one,
            technologies=tuple(t for t in shared.technologies.values() if t.field == one.id),
            leaders=_leaders(one.id),
        )
        for one in shared.fields.values()
    )


def reference_files() -> tuple[Path, ...]:
    """The shipped companies, patents and events, in the order in which they are ingested."""
    return tuple(assets.shipped("data", "reference", name) for name in REFERENCE)


def mandate(given: str | Path) -> Mandate:
    """The mandate of a file, of a shipped sample by name, or of a field of the taxonomy.

    It is checked against the taxonomy; one that names no leaders is measured against those that
    ``leads.csv`` gives for its field. Raises FileError when there is none such.
    """
    path = Path(given)
    if path.suffix != ".toml" and not path.exists():
        sample = assets.shipped("data", "samples") / f"{given}.toml"
        if not sample.is_file():
            return field_mandate(str(given))
        path = sample
    shared = _taxonomy()
    return _led(shared, readers.read_mandate(path, _known(shared)))


def shipped_mandate(name: str) -> Mandate:
    """The mandate of a shipped sample or a field, by name alone: never a file of the machine.

    Raises FileError for any other name.
    """
    if Path(name).name != name or name.endswith(".toml"):
        raise FileError(f"{name!r} is no sample and no field; see: screening fields")
    text = samples().get(name)
    return mandate_of(text) if text else field_mandate(name)


def field_mandate(name: str) -> Mandate:
    """The province as a whole, measured in a field of the taxonomy, with nothing stated.

    Raises FileError where there is no such field.
    """
    shared = _taxonomy()
    if name not in shared.fields:
        samples = sorted(p.stem for p in assets.shipped("data", "samples").glob("*.toml"))
        raise FileError(
            f"no mandate file, sample or field {name!r}; samples: {', '.join(samples)};"
            f" fields: {', '.join(shared.screened)}"
        )
    field = shared.field(name)
    return Mandate(
        name=f"Zhejiang: {field.name_en} · 浙江省{field.name_zh}",
        purpose=(
            f"为浙江省{field.name_zh}产业寻找技术互补的海外标的。\n"
            f"Find overseas companies whose technology complements what Zhejiang lacks in:"
            f" {field.name_en}."
        ),
        province="Zhejiang",
        investor_class="state-influenced",
        field=field.id,
        leaders=_leaders(field.id),
        deal_modes=("control", "minority", "licence", "joint-venture"),
        filters=Filters(exclude_countries=("CN", "HK"), max_employees=LARGEST),
    )


def mandate_of(text: str) -> Mandate:
    """The mandate that a text in the form of a mandate file says, checked like a file."""
    shared = _taxonomy()
    return _led(shared, readers.read_mandate_text(text.encode(), _known(shared), "mandate"))


def samples() -> dict[str, str]:
    """The shipped mandates by name, as text."""
    found = sorted(assets.shipped("data", "samples").glob("*.toml"))
    return {path.stem: path.read_text(encoding="utf-8") for path in found}


def _known(shared: taxonomy.Taxonomy) -> readers.Known:
    return readers.Known(
        fields=shared.fields,
        technologies=[t.id for t in shared.technologies.values() if t.field in shared.screened],
        signals=signals.NAMES,
    )


def _led(shared: taxonomy.Taxonomy, found: Mandate) -> Mandate:
    shared.field(found.field)
    return found if found.leaders else replace(found, leaders=_leaders(found.field))


def _taxonomy() -> taxonomy.Taxonomy:
    return taxonomy.load(assets.shipped("data", "reference"))


def _leaders(field: str) -> tuple[str, ...]:
    path = assets.shipped("data", "reference", "leads.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row["company"] for row in csv.DictReader(file) if row["field"] == field)
