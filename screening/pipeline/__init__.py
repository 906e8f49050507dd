"""One function per verb: ingest, embed, profile, score, judge, report. They need no Prefect."""

from screening.pipeline.assignment import FieldEntry, fields, mandate, reference_files
from screening.pipeline.embed import Embedded, embed, parts
from screening.pipeline.evaluate import Arm, Evaluation, evaluate
from screening.pipeline.ingest import Ingested, Preview, fetch, ingest, preview
from screening.pipeline.judge import judge
from screening.pipeline.match import match
from screening.pipeline.profile import Profile, profile
from screening.pipeline.report import newest, report
from screening.pipeline.resolve import Group, Resolved, decide, group, resolve
from screening.pipeline.score import Scored, score, score_text, stamp
from screening.pipeline.workspace import Workspace, open_workspace
from screening.readers import parts as unpacked
from screening.readers.remote import SOURCES

__all__ = [
    "SOURCES",
    "Arm",
    "Embedded",
    "Evaluation",
    "FieldEntry",
    "Group",
    "Ingested",
    "Preview",
    "Profile",
    "Resolved",
    "Scored",
    "Workspace",
    "decide",
    "embed",
    "evaluate",
    "fetch",
    "fields",
    "group",
    "ingest",
    "judge",
    "mandate",
    "match",
    "newest",
    "open_workspace",
    "parts",
    "preview",
    "profile",
    "reference_files",
    "report",
    "resolve",
    "score",
    "score_text",
    "stamp",
    "unpacked",
]
