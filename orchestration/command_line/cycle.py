"""`almanac run` and `almanac sync`: a whole cycle, or only the taking of what has arrived."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.command_line.console import FAILED, QUARANTINED, Json, fail, out, show, working
from orchestration.dagster_home import prepare
from orchestration.names import SOURCES, ingest
from warehouse import dbt
from warehouse.activity import note
from warehouse.configuration.loading import Configuration, load
from warehouse.home import Home
from warehouse.times import now

if TYPE_CHECKING:
    from orchestration.runner import Outcome

MOST_REASONS = 12
COUNTS = {
    "files": "files",
    "duplicates": "duplicates",
    "rows": "rows",
    "rejected": "rejected",
    "quarantined_files": "quarantined",
}
AsOf = Annotated[datetime | None, typer.Option(help="Show the marts as of this moment (UTC) instead of now.")]


def run(as_of: AsOf = None, json: Json = False) -> None:
    """One whole cycle: take what has arrived, build the marts, judge and publish them, write insights."""
    home, moment = Home.from_environment(), as_of or now()
    result = cycle(home, moment, json)
    show(result, json, told)
    raise typer.Exit(exit_code(result))


def sync(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; all if none is named.")] = None,
    json: Json = False,
) -> None:
    """Take what has arrived for some sources, or for all, without building anything."""
    unknown = sorted(set(sources or []) - set(SOURCES))
    if unknown:
        fail(f"no such source: {', '.join(unknown)}; expected some of {', '.join(SOURCES)}", json)
    home = Home.from_environment()
    configuration = opened(home)
    result = gathered([ingested(home, source, now(), json) for source in sources or due(home, configuration)])
    show(result, json, told)
    raise typer.Exit(exit_code(result))


def opened(home: Home) -> Configuration:
    """The configuration of a home that is ready to work in: folders there, key there, everything valid."""
    configuration = load(home)
    home.create()
    for business in configuration.businesses:
        (home.inbox / business.id).mkdir(exist_ok=True)
    prepare(home)
    return configuration


def cycle(home: Home, moment: datetime, quiet: bool) -> dict[str, Any]:
    """Runs every job of a cycle; later jobs run although an earlier one failed, as far as they can."""
    if home.config_file.is_file():
        dbt.warm_up(home, moment, dbt.engine_from_environment())
    try:
        configuration = opened(home)
        outcomes = [ingested(home, source, moment, quiet) for source in due(home, configuration)]
        outcomes.append(_job(home, "publish", moment, quiet, "building"))
        outcomes.append(_job(home, "insights", moment, quiet, "insights"))
    finally:
        dbt.cool_down()
    result = gathered(outcomes)
    note(home, "run", f"{'well' if result['success'] else 'failed'}: {summary(result)}")
    return result


def due(home: Home, configuration: Configuration) -> list[str]:
    """Sources for which files are waiting in the inbox."""
    from assets.inbox.kinds import ALL_KINDS
    from warehouse.intake.inbox import waiting

    found = {file.kind.source for file in waiting(home, configuration, ALL_KINDS, 0)}
    return [source for source in SOURCES if source in found]


def ingested(home: Home, source: str, moment: datetime, quiet: bool) -> "Outcome":
    """Runs the ingest job of a source."""
    return _job(home, ingest(source), moment, quiet, f"taking {source}")


def _job(home: Home, name: str, moment: datetime, quiet: bool, what: str) -> "Outcome":
    with working(what, quiet):
        from orchestration.runner import run_job

        return run_job(home, name, moment)


def gathered(outcomes: "list[Outcome]") -> dict[str, Any]:
    """The outcomes as one JSON-able result: jobs, files and rows taken, what went to quarantine, what was
    published."""
    assets = {key: values for outcome in outcomes for key, values in outcome.assets.items()}
    taken = [values for values in assets.values() if "quarantined" in values]
    published = assets.get("publishing/published", {})
    return {
        "success": all(outcome.success for outcome in outcomes),
        "jobs": [
            {"job": o.job, "run_id": o.run_id, "success": o.success, "seconds": o.seconds} for o in outcomes
        ],
        "errors": [error for outcome in outcomes for error in outcome.errors],
        **{name: sum(values[counted] for values in taken) for name, counted in COUNTS.items()},
        "reasons": [reason for values in taken for reason in values["reasons"]],
        "version": published.get("version"),
        "as_of": published.get("as_of"),
        "insights": assets.get("insights/insights", {}).get("dagster/row_count"),
    }


def exit_code(result: dict[str, Any]) -> int:
    """0 when all is well, 1 when a job failed, 3 when something went to quarantine."""
    if not result["success"]:
        return FAILED
    return QUARANTINED if result["rejected"] or result["quarantined_files"] else 0


def summary(result: dict[str, Any]) -> str:
    """What was taken, in one line."""
    said = f"{result['files']} files, {result['rows']} rows"
    if result["rejected"] or result["quarantined_files"]:
        said += f"; {result['rejected']} rows and {result['quarantined_files']} files to quarantine"
    return said


def told(result: dict[str, Any]) -> None:
    """Tells a person what a cycle did."""
    out.print(f"Taken      {summary(result)}")
    for reason in result["reasons"][:MOST_REASONS]:
        out.print(f"           {reason}", style="yellow", markup=False)
    if result["version"] is not None:
        out.print(f"Published  version {result['version']}, as of {result['as_of']} UTC")
    if result["insights"] is not None:
        out.print(f"Insights   {result['insights']}")
    for error in result["errors"]:
        out.print(f"Failed     {error}", style="red", markup=False)
    seconds = sum(job["seconds"] for job in result["jobs"])
    out.print(f"{len(result['jobs'])} jobs in {seconds:.1f} s", style="dim")
