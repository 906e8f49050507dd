"""The worked example as a Prefect flow: ``python -m flows.demo [FIELD]`` (``make demo``)."""

import sys

from flows import tasks
from flows.screen import screen
from screening import pipeline
from screening.cli import show


def main() -> None:
    """Run the flow on the shipped data, then show the gaps, the shortlist and the workbook."""
    field = sys.argv[1] if len(sys.argv) > 1 else "robots"
    with show.errors():
        pipeline.mandate(field)
        found = screen(field)
        place = tasks.workspace("", "")
        screening = place.ledger.load(found["run"])
        show.gaps(screening, screening.mandate, place.settings.language)
        show.shortlist(screening, place.settings.language)
        show.out.print(f"workbook: {found['workbook']}", soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
