"""One function per verb: ingest, embed, profile, score, judge, report. They need no Prefect."""

from screening.pipeline.assignment import (
    FieldEntry,
    fields,
    mandate,
    mandate_of,
    reference_files,
    samples,
    shipped_mandate,
)
from screening.pipeline.board import BANDS, DISAGREE, NOT_JUDGED, Ask, Board, Said, Weighed
from screening.pipeline.changes import Change, Changes, changes
from screening.pipeline.embed import Embedded, embed, parts
from screening.pipeline.evaluate import Arm, Evaluation, evaluate
from screening.pipeline.ingest import Ingested, Preview, fetch, ingest, preview
from screening.pipeline.jobs import Job, Jobs
from screening.pipeline.judge import JUDGEMENTS, ROLES, ROUTES, STATUSES, contact, judge, ranked
from screening.pipeline.match import match
from screening.pipeline.profile import Profile, profile
from screening.pipeline.report import newest, report
from screening.pipeline.resolve import Group, Resolved, decide, group, resolve
from screening.pipeline.room import Brief, Room
from screening.pipeline.score import Scored, eligible, score, score_text, stamp, weights_of
from screening.pipeline.workspace import Workspace, open_workspace
from screening.readers import parts as unpacked
from screening.readers.remote import SOURCES

__all__ = [
    "BANDS",
    "DISAGREE",
    "JUDGEMENTS",
    "NOT_JUDGED",
    "ROLES",
    "ROUTES",
    "SOURCES",
    "STATUSES",
    "Arm",
    "Ask",
    "Board",
    "Brief",
    "Change",
    "Changes",
    "Embedded",
    "Evaluation",
    "FieldEntry",
    "Group",
    "Ingested",
    "Job",
    "Jobs",
    "Preview",
    "Profile",
    "Resolved",
    "Room",
    "Said",
    "Scored",
    "Weighed",
    "Workspace",
    "changes",
    "contact",
    "decide",
    "eligible",
    "embed",
    "evaluate",
    "fetch",
    "fields",
    "group",
    "ingest",
    "judge",
    "mandate",
    "mandate_of",
    "match",
    "newest",
    "open_workspace",
    "parts",
    "preview",
    "profile",
    "ranked",
    "reference_files",
    "report",
    "resolve",
    "samples",
    "score",
    "score_text",
    "shipped_mandate",
    "stamp",
    "unpacked",
    "weights_of",
]
