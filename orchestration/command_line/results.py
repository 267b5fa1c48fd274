"""What a cycle came to: the outcomes of its jobs as one result, in numbers, in words, and as an exit code."""

from typing import TYPE_CHECKING, Any

from orchestration.command_line.console import FAILED, QUARANTINED, out

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
SYNC_COUNTS = {"synced_rows": "rows", "calls": "calls", "refused": "refused", "partial": "partial"}


def gathered(outcomes: "list[Outcome]") -> dict[str, Any]:
    """The outcomes as one JSON-able result: jobs, files and rows taken, what platforms gave, what went to
    quarantine, what was published."""
    assets = {key: values for outcome in outcomes for key, values in outcome.assets.items()}
    taken = [values for values in assets.values() if "quarantined" in values]
    synced = [values for values in assets.values() if "reasons_of_sync" in values]
    published = assets.get("publishing/published", {})
    return {
        "success": all(outcome.success for outcome in outcomes),
        "jobs": [
            {"job": o.job, "run_id": o.run_id, "success": o.success, "seconds": o.seconds} for o in outcomes
        ],
        "errors": [error for outcome in outcomes for error in outcome.errors],
        **{name: sum(values[counted] for values in taken) for name, counted in COUNTS.items()},
        **{name: sum(values[counted] for values in synced) for name, counted in SYNC_COUNTS.items()},
        "usd": round(sum(values["usd"] for values in synced), 4),
        "reasons": [reason for values in taken for reason in values["reasons"]],
        "sync_reasons": [reason for values in synced for reason in values["reasons_of_sync"]],
        "version": published.get("version"),
        "as_of": published.get("as_of"),
        "insights": assets.get("insights/insights", {}).get("dagster/row_count"),
    }


def exit_code(result: dict[str, Any]) -> int:
    """0 when all is well, 1 when a job failed, 3 when something went to quarantine or is left for later."""
    if not result["success"]:
        return FAILED
    left = ("rejected", "quarantined_files", "refused", "partial")
    return QUARANTINED if any(result[name] for name in left) else 0


def summary(result: dict[str, Any]) -> str:
    """What was taken, in one line."""
    said = f"{result['files']} files, {result['rows']} rows"
    if result["calls"]:
        said += f"; {result['synced_rows']} rows from platforms in {result['calls']} calls"
    if result["usd"]:
        said += f" (${result['usd']:,.2f})"
    rejected = result["rejected"] + result["refused"]
    if rejected or result["quarantined_files"]:
        said += f"; {rejected} rows and {result['quarantined_files']} files to quarantine"
    return said


def told(result: dict[str, Any]) -> None:
    """Tells a person what a cycle did."""
    out.print(f"Taken      {summary(result)}")
    for reason in [*result["reasons"][:MOST_REASONS], *result["sync_reasons"][:MOST_REASONS]]:
        out.print(f"           {reason}", style="yellow", markup=False)
    if result["version"] is not None:
        out.print(f"Published  version {result['version']}, as of {result['as_of']} UTC")
    if result["insights"] is not None:
        out.print(f"Insights   {result['insights']}")
    for error in result["errors"]:
        out.print(f"Failed     {error}", style="red", markup=False)
    seconds = sum(job["seconds"] for job in result["jobs"])
    out.print(f"{len(result['jobs'])} jobs in {seconds:.1f} s", style="dim")
