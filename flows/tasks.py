"""One task per pipeline verb; what goes in and out is paths, ids and counts."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.blocks.system import Secret
from prefect.context import TaskRunContext
from prefect.logging import get_run_logger

from screening import assets, pipeline, report, settings
from screening.errors import NotReadyError, StoreError
from screening.pipeline.embed import Part
from screening.protocols import Progress
from screening.records import Company

_ROWS = 50


@cache
def workspace(data_dir: str, language: str) -> pipeline.Workspace:
    """The workspace of this process: its encoder is loaded once, not once per task."""
    flags = {"data_dir": data_dir or None, "language": language or None}
    return pipeline.open_workspace(settings.load(flags))


def _progress() -> Progress:
    log = get_run_logger()

    def show(what: str, done: int, total: int) -> None:
        log.info("%s: %d of %d", what, done, total) if total else log.info("%s: %d", what, done)

    return show


def _file_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str | None:
    """The corpus as it stands, the code and the file's content; none for a corpus without any.

    The corpus version is part of it, since a file that comes back after another one of its name
    must be read again.
    """
    place = workspace(parameters["data_dir"], parameters["language"])
    path = Path(parameters["path"])
    try:
        corpus = f"{place.corpus.id}-{place.version()}-{assets.code_version()}"
        with path.open("rb") as file:
            return f"ingest-{corpus}-{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except (NotReadyError, OSError):
        return None


def _part_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    place = workspace(parameters["data_dir"], parameters["language"])
    number, count = parameters["part"]
    corpus = f"{place.corpus.id}-{place.version()}"
    return f"embed-{corpus}-{place.encoder_key}-{number}-{count}"


def _worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """A busy or full store may get better by waiting; nothing else does."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, StoreError | OSError) and not isinstance(error, NotReadyError)


_again: Any = {
    "retries": 2,
    "retry_delay_seconds": [5, 30],
    "retry_condition_fn": _worth_another_try,
}


@task(cache_key_fn=_file_key, persist_result=True, **_again)
def ingest(path: str, data_dir: str, language: str) -> dict[str, Any]:
    """Read one file, or the files of a folder or archive, into the corpus."""
    place, show, outer = workspace(data_dir, language), _progress(), Path(path)
    with pipeline.unpacked(outer) as files:
        found = [
            pipeline.ingest(place, f.path, name=f.name, outer=outer, unread=f.unread, progress=show)
            for f in files
        ]
    return {
        "file": Path(path).name,
        "companies": sum(one.companies for one in found),
        "rejects": sum(one.rejects for one in found),
    }


@task(**_again)
def fetch(source: str, words: list[str], data_dir: str, language: str) -> str:
    """Ask an online source; gives back the path of the file with what it gave.

    The keys are Prefect's Secret blocks ``screening-ops-key``, ``screening-ops-secret`` and
    ``screening-lens-token``, else those of the settings; neither is a parameter of the task.
    """
    place = workspace(data_dir, language)
    keys = {name: _secret(name) for name in place.settings.keys}
    return str(pipeline.fetch(place, source, words, keys=keys, progress=_progress()))


def _secret(name: str) -> str:
    """The value of a Secret block, empty where there is none."""
    try:
        block: Any = Secret.load(f"screening-{name.replace('_', '-')}")
    except ValueError:
        return ""
    return str(block.get())


@task(**_again)
def resolve(data_dir: str, language: str) -> int:
    """Find companies that stand there under several names; gives back how many pairs are merged."""
    return pipeline.resolve(workspace(data_dir, language), progress=_progress()).merged


@task(cache_key_fn=_part_key, persist_result=True, **_again)
def embed_part(part: Part, data_dir: str, language: str) -> int:
    """Encode one part of the passages; gives back how many were new."""
    place = workspace(data_dir, language)
    return pipeline.embed(place, part=part, progress=_progress()).new


@task(**_again)
def embed_rest(data_dir: str, language: str) -> str:
    """Encode what is left and name the corpus version."""
    return pipeline.embed(workspace(data_dir, language), progress=_progress()).corpus_version


@task(**_again)
def profile(mandate: str, data_dir: str, language: str) -> str:
    """Measure every company on the mandate's technologies; gives back the profile's key."""
    place = workspace(data_dir, language)
    return pipeline.profile(place, pipeline.mandate(mandate), progress=_progress()).key


@task(**_again)
def score(mandate: str, data_dir: str, language: str) -> str:
    """Rank the targets and store the Run; gives back its id."""
    place = workspace(data_dir, language)
    found = pipeline.score(place, pipeline.mandate(mandate), progress=_progress())
    shown = pipeline.for_export(place, found)
    create_table_artifact(
        key="shortlist",
        table=report.artifact_rows(shown, place.settings.language, top=_ROWS),
        description=f"Run {found.run.id}: the first {_ROWS} of {len(found.fits)}",
    )
    return found.run.id


@task(**_again)
def write_report(run_id: str, data_dir: str, language: str) -> str:
    """Write the workbook of a Run; gives back its path."""
    path = pipeline.report(workspace(data_dir, language), run_id)
    create_markdown_artifact(key="workbook", markdown=f"Workbook of run {run_id}: `{path}`")
    return str(path)


@task(**_again)
def score_text(
    text: str, name: str, country: str, mandate: str, data_dir: str, language: str
) -> dict[str, Any]:
    """Score one target from its text; nothing is stored."""
    place = workspace(data_dir, language)
    company = Company(name=name, country=country.upper())
    found = pipeline.score_text(place, pipeline.mandate(mandate), company, text)
    quotes = [evidence.quote for evidence in found.fit.evidence]
    create_markdown_artifact(
        key="target",
        markdown=f"**{name}**: {found.fit.total:.1f}, {found.above} of {found.among} stand above"
        + "".join(f"\n\n> {quote}" for quote in quotes),
    )
    return {
        "name": name,
        "total": found.fit.total,
        "above": found.above,
        "among": found.among,
        "covered": list(found.fit.covered),
        "evidence": quotes,
        "band": found.fit.band,
    }
