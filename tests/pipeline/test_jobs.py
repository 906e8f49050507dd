"""A screening asked of a server: how far it is, and why it failed."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from screening import pipeline
from screening.pipeline import Job, Jobs, Workspace


@pytest.fixture
def jobs(shipped: Workspace) -> Iterator[Jobs]:
    opened = Jobs(shipped)
    yield opened
    opened.close()


def ended(jobs: Jobs, job: Job) -> Job:
    deadline = time.monotonic() + 120
    while jobs.all()[job.run_id].state in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.05)
    return jobs.all()[job.run_id]


def test_a_mandate_is_scored_once_however_often_it_is_asked_for(
    jobs: Jobs, shipped: Workspace
) -> None:
    mandate = replace(pipeline.mandate("robots"), name="asked twice")
    job = jobs.start(mandate)
    assert jobs.start(mandate).run_id == job.run_id
    assert len(jobs.all()) == 1
    done = ended(jobs, job)
    assert (done.state, done.error) == ("done", "")
    assert shipped.ledger.load(job.run_id).mandate.name == "asked twice"


def test_what_fails_says_why_and_the_next_goes_on(jobs: Jobs) -> None:
    nobody = replace(pipeline.mandate("robots"), name="nobody", leaders=("No Such Leader",))
    failed = ended(jobs, jobs.start(nobody))
    assert failed.state == "failed"
    assert "No Such Leader" in failed.error
    good = replace(pipeline.mandate("robots"), name="after a failure")
    assert ended(jobs, jobs.start(good)).state == "done"
