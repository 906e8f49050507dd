"""Layouts: which columns of an export mean what. One TOML file each, in ``layouts/``."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from screening.errors import FileError, InputError, ScreeningError, unknown
from screening.readers import measures, values
from screening.readers.measures import Measure

Kind = Literal["companies", "patents", "events", "listings"]
TEXT = "description"
_SHOWN = 8
_FOLDER = Path(__file__).with_name("layouts")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(_Part):
    """Columns that hold descriptions, and how their language is declared.

    ``language`` is fixed, ``language_from`` lists columns that name it; ``prefix`` takes every
    column ``<prefix>_<ISO 639-1 code>``. None of these: not declared.
    """

    columns: tuple[str, ...] = ()
    prefix: str = ""
    language: str = ""
    language_from: tuple[str, ...] = ()


class Rule(_Part):
    """Rows to refuse: those in which all of these fields are empty."""

    empty: tuple[str, ...]
    reason: str


class Layout(_Part):
    """One export: column names, in order of preference, for each field; see docs/formats.md.

    A file has this layout when it has a column for each ``required`` field (``a|b``: for one of
    them) and every column of ``signature``, or as many as ``enough`` says: names that tell this
    export from others. Where they give no field they are read for nothing, like those of
    ``ignored`` (``*`` stands for any part of a name). ``unnamed`` is the field that a column
    without a header holds, where no other does.
    ``fixed`` gives the value of a field where the row has none, ``units`` what its numbers are
    counted in where the header does not say, ``values`` what the vendor's words (in lower case)
    mean, ``formats`` how its dates are written (as for strptime); ``composed`` makes a field of
    several columns, each named in braces, ``joined`` one of those of its columns that are filled,
    with a blank between (given names, then surname). A row in which all fields of ``continued``
    are empty goes on with the record of the row above. ``record`` is the XML element that makes a
    row. ``issued`` is where the file tells its own date ahead of its rows: an XML element or
    attribute by its path below the root, else the first cell of a line; it is the field ``as_of``.
    """

    name: str
    kind: Kind
    title: str
    signature: tuple[str, ...] = ()
    enough: int | None = None
    unnamed: str = ""
    required: tuple[str, ...]
    filled: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    separators: tuple[str, ...] = (";",)
    missing: frozenset[str] = frozenset(("",))
    columns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    fixed: Mapping[str, str] = Field(default_factory=dict)
    units: Mapping[str, str] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    continued: tuple[str, ...] = ()
    record: str = ""
    issued: str = ""
    composed: Mapping[str, str] = Field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    formats: Mapping[str, str] = Field(default_factory=dict)
    texts: tuple[Texts, ...] = ()
    rejects: tuple[Rule, ...] = ()

    def aliases(self, field: str) -> tuple[str, ...]:
        """The column names that stand for ``field``."""
        if field == TEXT and field not in self.columns:
            return tuple(name for texts in self.texts for name in texts.columns)
        return self.columns.get(field) or self.joined.get(field, ())

    def dated(self, as_of: str) -> "Layout":
        """This layout for a file of that date (ISO 8601; empty: it tells none)."""
        fixed = {**self.fixed, "as_of": as_of} if as_of else self.fixed
        return self.model_copy(update={"fixed": fixed})

    def seated(self, country: str) -> "Layout":
        """This layout for firms that sit in ``country`` (ISO 3166 alpha-2) where a row does not
        say; empty: not known. A country that the layout itself gives stays."""
        if not country or self.kind not in ("companies", "events"):
            return self
        place = "location" if "location" in self.columns else "country"
        required = tuple(field for field in self.required if field != place)
        fixed = {place: country, **self.fixed}
        return self.model_copy(update={"required": required, "fixed": fixed})


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Where a description stands: its column, its language or the column that names it."""

    index: int
    language: str = ""
    language_index: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A layout laid over a header: the column indices of each field, and of all ``used``.

    Of several columns the first that is filled counts; ``measures`` gives the unit of a column;
    ``marks`` are the columns of the signature that are there.
    """

    layout: Layout
    fields: Mapping[str, tuple[int, ...]]
    measures: Mapping[int, Measure]
    composed: Mapping[str, tuple[int | str, ...]]
    joined: Mapping[str, tuple[int, ...]]
    texts: tuple[TextColumn, ...]
    mapped: tuple[tuple[str, str], ...]
    used: tuple[int, ...]
    unmapped: tuple[str, ...]
    marks: tuple[str, ...]
    lacking: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The names of the layouts there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load(name: str) -> Layout:
    """One layout by name; InputError lists the known ones."""
    if name not in names():
        raise InputError(unknown("layout", name, names()))
    content = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    try:
        return Layout.model_validate({"name": name, **content})
    except ValidationError as error:
        raise ScreeningError(f"layout {name}.toml is wrong: {error}") from None


def key(column: str) -> str:
    """A column name without the differences that do not count.

    >>> key("Company_Name") == key("company name") == key("Company\\nName") == "companyname"
    True
    """
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", column).casefold())


def lay(layout: Layout, header: Sequence[str]) -> Plan:
    """The layout laid over a header; ``lacking`` holds the required fields without a column."""
    places: dict[str, int] = {}
    for index, column in enumerate(header):
        places.setdefault(key(column), index)
    units: dict[int, Measure] = {}
    fields = {
        field: tuple(dict.fromkeys(places[key(a)] for a in aliases if key(a) in places))
        for field, aliases in layout.columns.items()
    }
    for field in _QUANTITIES & set(layout.columns):
        measured = _measured(layout, field, header)
        units |= measured
        fields[field] = tuple(dict.fromkeys((*fields[field], *measured)))
    fields = {field: found for field, found in fields.items() if found}
    composed = {
        field: parts
        for field, template in layout.composed.items()
        if (parts := _composed(template, places))
    }
    joined = {
        field: parts
        for field, columns in layout.joined.items()
        if (parts := tuple(places[key(name)] for name in columns if key(name) in places))
    }
    texts = _texts(layout, places)
    mapped = {i: field for field, found in fields.items() for i in found}
    for field, parts in composed.items():
        mapped |= {part: field for part in parts if isinstance(part, int)}
    for field, places_of in joined.items():
        mapped |= dict.fromkeys(places_of, field)
    for text in texts:
        mapped[text.index] = TEXT + (f" ({text.language})" if text.language else "")
        if text.language_index is not None:
            mapped[text.language_index] = "language"
    ignored = [key(name).replace("[", "[[]") for name in (*layout.ignored, *layout.signature)]
    given = set(fields) | set(composed) | set(joined) | ({TEXT} if texts else set())
    marks = tuple(column for column in layout.signature if key(column) in places)
    return Plan(
        layout=layout,
        fields=fields,
        measures=units,
        composed=composed,
        joined=joined,
        texts=texts,
        mapped=tuple((header[i], mapped[i]) for i in sorted(mapped)),
        used=tuple(sorted(mapped)),
        unmapped=tuple(
            column
            for index, column in enumerate(header)
            if index not in mapped
            and column.strip()
            and not any(fnmatchcase(key(column), pattern) for pattern in ignored)
        ),
        marks=marks,
        lacking=(
            *(one for one in layout.required if given.isdisjoint(one.split("|"))),
            *_unmarked(layout, marks),
        ),
    )


def _unmarked(layout: Layout, marks: Sequence[str]) -> tuple[str, ...]:
    """What the signature still needs: its columns, or so many more of them."""
    others = tuple(column for column in layout.signature if column not in marks)
    if layout.enough is None:
        return others
    more = layout.enough - len(marks)
    return (f"{more} more of its columns: {', '.join(others[:_SHOWN])} …",) if more > 0 else ()


def refuse_twins(path: Path, header: Sequence[str]) -> None:
    """FileError when two columns have the same name, since it is not known which one counts."""
    counted = Counter(key(column) for column in header if column.strip())
    twins = [column for column in header if counted[key(column)] > 1]
    if twins:
        raise FileError(
            f"{path}: columns with the same name: {', '.join(map(repr, twins))}; rename or remove"
            " all but one of each"
        )


def record_tags() -> tuple[str, ...]:
    """The XML elements that some layout reads."""
    return tuple(dict.fromkeys(tag for name in names() if (tag := load(name).record)))


def _composed(template: str, places: Mapping[str, int]) -> tuple[int | str, ...]:
    """Column indices and the text between them; empty when a column is not there.

    Of ``{a|b}`` the first that is there counts.
    """
    found: list[int | str] = []
    for number, part in enumerate(re.split(r"\{([^{}]+)\}", template)):
        if number % 2:
            there = [places[key(name)] for name in part.split("|") if key(name) in places]
            if not there:
                return ()
            found.append(there[0])
        elif part:
            found.append(part)
    return tuple(found)


_QUANTITIES = frozenset(("employees", "revenue"))


def _measured(layout: Layout, field: str, header: Sequence[str]) -> dict[int, Measure]:
    """The columns of a quantity, by their name without unit and year: the newest year first."""
    names = {key(alias) for alias in layout.aliases(field)}
    usual = measures.header(layout.units.get(field, ""))[1]
    found = {}
    for index, column in enumerate(header):
        name, unit = measures.header(column)
        if key(column) in names:
            found[index] = usual
        elif key(name) in names:
            found[index] = (
                unit if unit.scale != 1 or unit.currency else replace(usual, year=unit.year)
            )
    newest = sorted(found, key=lambda i: -(found[i].year or 9999))
    return {index: found[index] for index in newest}


def _texts(layout: Layout, places: Mapping[str, int]) -> tuple[TextColumn, ...]:
    found: dict[int, TextColumn] = {}
    for texts in layout.texts:
        declared = [places[key(name)] for name in texts.language_from if key(name) in places]
        for name in texts.columns:
            if key(name) in places:
                index = places[key(name)]
                column = TextColumn(index, texts.language, declared[0] if declared else None)
                found.setdefault(index, column)
        for place, index in places.items():
            code = place.removeprefix(key(texts.prefix)) if texts.prefix else ""
            if code != place and code in values.languages():
                found.setdefault(index, TextColumn(index, code))
    return tuple(found[index] for index in sorted(found))
