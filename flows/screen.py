"""The flows: a whole screening, and one target scored ad hoc."""

from typing import Annotated, Any, Literal

from prefect import flow
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from pydantic import Field

from flows import tasks
from screening import pipeline

Language = Literal["", "en", "zh"]
Name = Annotated[str, Field(min_length=1)]


@flow(name="screening", log_prints=False)
def screen(
    mandate: Name = "robots",
    files: list[str] = [],  # noqa: B006  (Prefect builds its form from it and never changes it)
    sources: dict[str, list[str]] = {},  # noqa: B006
    data_dir: str = "",
    language: Language = "",
) -> dict[str, str]:
    """Fetch, ingest, resolve, embed, profile, score, report: the run id and the workbook's path.

    Args:
        mandate: a mandate file, the name of a shipped sample, or a field such as new-displays
        files: files to ingest first; empty: the shipped reference data
        sources: online sources to ask first, each with its words: {"gleif": ["KUKA AG"]}
        data_dir: where corpus, ledger and workbooks live; empty: as configured
        language: language of the workbook; empty: as configured
    """
    place = {"data_dir": data_dir, "language": language}
    progress: Any = create_progress_artifact(progress=0.0, key="screening-progress")
    fetched = [tasks.fetch(source, words, **place) for source, words in sources.items()]
    given = files or [str(path) for path in pipeline.reference_files()]
    for path in [*given, *fetched]:
        tasks.ingest(path, **place)
    tasks.resolve(**place)
    update_progress_artifact(progress, 20.0)
    for part in pipeline.parts(tasks.workspace(**place)):
        tasks.embed_part(part, **place)
    tasks.embed_rest(**place)
    update_progress_artifact(progress, 70.0)
    tasks.profile(mandate, **place)
    run_id = tasks.score(mandate, **place)
    book = tasks.write_report(run_id, **place)
    update_progress_artifact(progress, 100.0)
    return {"run": run_id, "workbook": book}


@flow(name="score-target", log_prints=False)
def score_target(
    text: Name,
    name: str = "target",
    country: Annotated[str, Field(max_length=2)] = "",
    mandate: Name = "robots",
    data_dir: str = "",
    language: Language = "",
) -> dict[str, Any]:
    """Score one target from its text, without storing it.

    Args:
        text: what the target does, in any language
        name: its name
        country: its seat, two letters
        mandate: a mandate file, the name of a shipped sample, or a field such as new-displays
        data_dir: where corpus and ledger live; empty: as configured
        language: language of the output; empty: as configured
    """
    return tasks.score_text(text, name, country, mandate, data_dir, language)
