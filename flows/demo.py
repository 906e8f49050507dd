"""The worked example as a Prefect flow: ``python -m flows.demo`` (this is ``make demo``)."""

from flows import tasks
from flows.screen import screen
from screening.cli import show


def main() -> None:
    """Run the flow on the shipped data, then show the gaps, the shortlist and the workbook."""
    with show.errors():
        found = screen()
        place = tasks.workspace("", "")
        screening = place.ledger.load(found["run"])
        show.gaps(screening, place.settings.language)
        show.shortlist(screening, place.settings.language)
        show.out.print(f"workbook: {found['workbook']}", soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
