"""The process that waits for scheduled and asked-for runs and starts them."""

from typing import Annotated, Any

import typer
from prefect import serve as prefect_serve
from prefect.schedules import Cron, Interval

from flows.screen import score_target, screen


def run(
    cron: Annotated[str, typer.Option(help="when the nightly screening runs")] = "0 2 * * *",
    every: Annotated[int, typer.Option(help="run it every so many seconds instead")] = 0,
) -> None:
    """Serve both deployments until stopped; schedules stay active when it stops."""
    when = Interval(every) if every else Cron(cron, timezone="Asia/Shanghai")
    nightly: Any = screen.to_deployment(name="nightly", tags=["screening"], schedules=[when])
    ad_hoc: Any = score_target.to_deployment(name="ad-hoc", tags=["screening"])
    prefect_serve(nightly, ad_hoc, pause_on_shutdown=False, limit=1)


if __name__ == "__main__":
    typer.run(run)
