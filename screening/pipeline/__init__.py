"""One function per verb: ingest, embed, profile, score, judge, report. They need no Prefect."""

from screening.pipeline.accounts import ACCOUNT_ROLES, Accounts
from screening.pipeline.assignment import (
    FieldEntry,
    field_mandate,
    fields,
    mandate,
    mandate_of,
    reference_files,
    samples,
    shipped_mandate,
)
from screening.pipeline.board import BANDS, DISAGREE, NOT_JUDGED, Ask, Board, Said, Weighed
from screening.pipeline.changes import Change, Changes, changes
from screening.pipeline.desk import Desk
from screening.pipeline.editions import Edition
from screening.pipeline.embed import Embedded, embed, parts
from screening.pipeline.emerging import emerging
from screening.pipeline.evaluate import Arm, Evaluation, choices, evaluate
from screening.pipeline.ingest import Ingested, Preview, fetch, ingest, preview
from screening.pipeline.insiders import insiders
from screening.pipeline.jobs import Job, Jobs
from screening.pipeline.judge import JUDGEMENTS, ROLES, ROUTES, STATUSES, contact, judge, ranked
from screening.pipeline.masks import code_name, for_export
from screening.pipeline.match import match
from screening.pipeline.office import Office
from screening.pipeline.profile import Profile, profile
from screening.pipeline.report import newest, report, write
from screening.pipeline.resolve import Group, Resolved, decide, group, resolve
from screening.pipeline.room import Brief, Room
from screening.pipeline.score import (
    LEARNED,
    Scored,
    eligible,
    score,
    score_company,
    score_text,
    scorer,
    stamp,
    unmatched,
    weights_of,
)
from screening.pipeline.workspace import Workspace, open_workspace
from screening.readers import parts as unpacked
from screening.readers.remote import SOURCES

__all__ = [
    "ACCOUNT_ROLES",
    "BANDS",
    "DISAGREE",
    "JUDGEMENTS",
    "LEARNED",
    "NOT_JUDGED",
    "ROLES",
    "ROUTES",
    "SOURCES",
    "STATUSES",
    "Accounts",
    "Arm",
    "Ask",
    "Board",
    "Brief",
    "Change",
    "Changes",
    "Desk",
    "Edition",
    "Embedded",
    "Evaluation",
    "FieldEntry",
    "Group",
    "Ingested",
    "Job",
    "Jobs",
    "Office",
    "Preview",
    "Profile",
    "Resolved",
    "Room",
    "Said",
    "Scored",
    "Weighed",
    "Workspace",
    "changes",
    "choices",
    "code_name",
    "contact",
    "decide",
    "eligible",
    "embed",
    "emerging",
    "evaluate",
    "fetch",
    "field_mandate",
    "fields",
    "for_export",
    "group",
    "ingest",
    "insiders",
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
    "score_company",
    "score_text",
    "scorer",
    "shipped_mandate",
    "stamp",
    "unmatched",
    "unpacked",
    "weights_of",
    "write",
]
