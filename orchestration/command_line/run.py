"""`almanac run` and `almanac sync`: a whole cycle, or only the reading of files and platforms."""

from typing import Annotated

import typer

from orchestration.command_line.console import AsOf, Json, fail, show
from orchestration.command_line.cycle import connected_sources, cycle, ingested, opened, waiting_sources
from orchestration.command_line.demo_twin import connected_to_twin
from orchestration.command_line.results import exit_code, gathered, told
from orchestration.names import SOURCES
from warehouse.home import Home

Businesses = Annotated[list[str] | None, typer.Option("--business", help="Only accounts of this business.")]
DaysBack = Annotated[
    int | None, typer.Option(min=1, help="How many days back to read; else what is missing.")
]


def run(as_of: AsOf = None, json: Json = False) -> None:
    """One whole cycle: take what has arrived, read what is due, build, judge and publish, write insights."""
    home = Home.from_environment()
    with connected_to_twin(home):
        # What the platforms show now was not known at an earlier moment.
        result = cycle(home, as_of, json, reads_platforms=as_of is None)
    show(result, json, told)
    raise typer.Exit(exit_code(result))


def sync(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; all if none is named.")] = None,
    business: Businesses = None,
    days_back: DaysBack = None,
    json: Json = False,
) -> None:
    """Take what has arrived and read the platforms, for some sources or for all; builds nothing."""
    unknown = sorted(set(sources or []) - set(SOURCES))
    if unknown:
        fail(f"no such source: {', '.join(unknown)}; expected some of {', '.join(SOURCES)}", json)
    home = Home.from_environment()
    configuration = opened(home)
    for name in business or []:
        configuration.business(name)
    asked = {"businesses": business or [], "days_back": days_back}
    found = sources or [*waiting_sources(home, configuration), *connected_sources(configuration)]
    with connected_to_twin(home):
        result = gathered([ingested(home, source, None, json, asked) for source in dict.fromkeys(found)])
    show(result, json, told)
    raise typer.Exit(exit_code(result))
