"""One function per verb: ingest, embed, profile, score, report. They need no Prefect."""

from screening.pipeline.assignment import mandate, reference_files, sample_mandate
from screening.pipeline.embed import Embedded, embed, parts
from screening.pipeline.ingest import Ingested, download_financedatabase, ingest
from screening.pipeline.profile import Profile, profile
from screening.pipeline.report import report
from screening.pipeline.score import Scored, score, score_text, stamp
from screening.pipeline.workspace import Workspace, open_workspace

__all__ = [
    "Embedded",
    "Ingested",
    "Profile",
    "Scored",
    "Workspace",
    "download_financedatabase",
    "embed",
    "ingest",
    "mandate",
    "open_workspace",
    "parts",
    "profile",
    "reference_files",
    "report",
    "sample_mandate",
    "score",
    "score_text",
    "stamp",
]
