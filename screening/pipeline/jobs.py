"""Screenings that run behind a server, one after the other, with how far they are."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import Literal

from screening.errors import ScreeningError
from screening.pipeline.embed import embed
from screening.pipeline.score import score, stamp
from screening.pipeline.workspace import Workspace
from screening.records import Mandate

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A screening asked for: its ``run_id`` is the one that the Run will have, if nothing changes
    in between. ``stage``, ``done`` and ``total`` say how far it is; ``error`` why it failed."""

    run_id: str
    mandate: str
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    asked_at: str = ""


class Jobs:
    """What was asked for since the server started, by run id; one is worked on at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="screening")

    def all(self) -> Mapping[str, Job]:
        """Every job, the newest last."""
        with self._lock:
            return dict(self._jobs)

    def start(self, mandate: Mandate) -> Job:
        """Ask for a mandate to be scored; one that waits or runs already is not asked for twice."""
        run = stamp(self._workspace, mandate)
        with self._lock:
            known = self._jobs.get(run.id)
            if known is not None and known.state in ("waiting", "running"):
                return known
            asked = Job(run_id=run.id, mandate=mandate.name, asked_at=self._workspace.clock())
            self._jobs.pop(run.id, None)
            self._jobs[run.id] = asked
        self._worker.submit(self._work, run.id, mandate)
        return asked

    def close(self) -> None:
        """Begin nothing new; what runs is finished."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _work(self, run_id: str, mandate: Mandate) -> None:
        self._note(run_id, state="running")

        def progress(what: str, done: int, total: int) -> None:
            self._note(run_id, stage=what, done=done, total=total)

        try:
            embed(self._workspace, progress=progress)
            score(self._workspace, mandate, progress=progress)
        except ScreeningError as error:
            self._note(run_id, state="failed", error=str(error))
        except Exception:
            self._note(run_id, state="failed", error="an unexpected fault; see the server's log")
            raise
        else:
            self._note(run_id, state="done")

    def _note(self, run_id: str, **facts: object) -> None:
        with self._lock:
            self._jobs[run_id] = replace(self._jobs[run_id], **facts)  # type: ignore[arg-type]
