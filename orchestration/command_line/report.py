"""`almanac report`: writes the weekly report of one business, or of all, now or as of an earlier moment."""

from datetime import datetime
from typing import Annotated, Any

import typer

from orchestration.command_line.console import FAILED, AsOf, Json, fail, out, show, working
from orchestration.command_line.cycle import opened
from orchestration.names import report_config
from warehouse.home import Home
from warehouse.times import now


def report(
    businesses: Annotated[
        list[str] | None, typer.Argument(help="Business ids; all if none is named.")
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Write the weekly report (HTML and text) from the published marts."""
    home = Home.from_environment()
    known = [business.id for business in opened(home).businesses]
    unknown = sorted(set(businesses or []) - set(known))
    if unknown:
        fail(f"no such business: {', '.join(unknown)}; expected some of {', '.join(known)}", json)
    result = reported(home, businesses or known, as_of or now(), json)
    show(result, json, told)
    if not result["success"]:
        raise typer.Exit(FAILED)


def reported(home: Home, businesses: list[str], moment: datetime, quiet: bool) -> dict[str, Any]:
    """Runs the report job for the businesses; gives back the paths of what was written."""
    with working("report", quiet):
        from orchestration.runner import run_job

        outcome = run_job(home, "weekly_report", moment, report_config(businesses))
    paths = (
        [str(home.reports / business / "latest.html") for business in businesses] if outcome.success else []
    )
    return {"success": outcome.success, "run_id": outcome.run_id, "reports": paths, "errors": outcome.errors}


def told(result: dict[str, Any]) -> None:
    """Tells a person where the reports lie."""
    for path in result["reports"]:
        out.print(f"Report     {path}")
    for error in result["errors"]:
        out.print(f"Failed     {error}", style="red", markup=False)
