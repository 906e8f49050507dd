"""PatentsView's tables (g_patent.tsv and its companions) → one table, a row for each patent.

Joined by DuckDB, which spills to disk; columns are those of PatentsView's data dictionary.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from screening.errors import FileError
from screening.readers.containers import Part

# Names of PatentsView's tables; those that add nothing here are left aside.
_TABLE = re.compile(r"(g_[a-z_]+?)(?:_\d{4})?(?:\.tsv|\.txt|\.csv)")
_MAIN = "g_patent"
# What each companion adds: SQL for the value of one patent, in the order of its sequence column.
_COMPANIONS = {
    "g_patent_abstract": {"abstract": "any_value(patent_abstract)"},
    "g_application": {"filing_date": "min(filing_date)"},
    "g_assignee_disambiguated": {
        "assignees": "string_agg(coalesce(nullif(disambig_assignee_organization, ''),"
        " concat_ws(' ', disambig_assignee_individual_name_first,"
        " disambig_assignee_individual_name_last)), ';;'"
        " order by try_cast(assignee_sequence as int))",
    },
    "g_inventor_disambiguated": {
        "inventors": "string_agg(concat_ws(' ', disambig_inventor_name_first,"
        " disambig_inventor_name_last), ';;' order by try_cast(inventor_sequence as int))",
    },
    "g_cpc_current": {"cpc": "string_agg(cpc_group, ';;' order by try_cast(cpc_sequence as int))"},
    "g_us_patent_citation": {
        "cites": "string_agg('US' || citation_patent_id, ';;' order by citation_patent_id)"
    },
}


def is_set(found: Sequence[Part]) -> bool:
    """Whether the files are PatentsView's, the main table among them."""
    return _MAIN in _tables(found)


def joined(found: Sequence[Part], folder: Path) -> tuple[Part, ...]:
    """One part with all tables joined, then the files that are none of PatentsView's.

    FileError names a table whose columns are not those of the data dictionary.
    """
    import duckdb

    tables = _tables(found)
    target = folder / "patentsview.csv"
    with duckdb.connect() as db:
        db.execute("set memory_limit='1GB'; set threads=2")
        db.execute(f"set temp_directory='{folder}'")
        try:
            db.execute(_statement(tables, target))
        except duckdb.Error as error:
            raise FileError(
                f"{tables[_MAIN].name}: the tables of PatentsView cannot be joined"
                f" ({str(error).splitlines()[0]}); fetch them again, with their header"
            ) from None
    others = (part for part in found if not _TABLE.match(PurePosixPath(part.name).name))
    return (Part(tables[_MAIN].name, target), *others)


def _tables(found: Sequence[Part]) -> Mapping[str, Part]:
    tables: dict[str, Part] = {}
    for part in found:
        name = _TABLE.match(PurePosixPath(part.name).name)
        if name and name[1] in (_MAIN, *_COMPANIONS):
            tables.setdefault(name[1], part)
    return tables


def _statement(tables: Mapping[str, Part], target: Path) -> str:
    joins, columns = [], []
    for number, (name, values) in enumerate(_COMPANIONS.items()):
        if name not in tables:
            continue
        chosen = ", ".join(f"{sql} as {as_}" for as_, sql in values.items())
        joins.append(
            f"left join (select patent_id, {chosen} from {_source(tables[name])}"
            f" group by patent_id) t{number} using (patent_id)"
        )
        columns += [f"t{number}.{as_}" for as_ in values]
    chosen = ", ".join(["m.*", *columns])
    return (
        f"copy (select {chosen} from {_source(tables[_MAIN])} m {' '.join(joins)}"
        f" order by patent_id) to '{target}' (header, delimiter ',')"
    )


def _source(part: Part) -> str:
    path = str(part.path).replace("'", "''")
    return f"read_csv('{path}', delim='\t', header=true, all_varchar=true, quote='\"')"
