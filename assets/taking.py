"""The shared body of the assets that the inbox feeds: takes files, tells the catalogue what came."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from warehouse import landing
from warehouse.activity import note
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.inbox import Kind
from warehouse.intake.outcomes import CHANGING, DUPLICATE, FAILED, LANDED, QUARANTINED, Taken
from warehouse.profiling import PREVIEW_ROWS, markdown
from warehouse.resources import Warehouse

OWNERS = ["team:growth"]
KINDS = {"parquet", "file"}
MOST_REASONS = 20


def take(
    context: dg.AssetExecutionContext, warehouse: Warehouse, kind: Kind
) -> Iterator[dg.MaterializeResult]:
    """Takes what waits for the kind, logs it file by file, and gives the counts.

    Broken files and rows do not fail the run: they are in quarantine, and said. What failed for a reason of
    ours (disk full, a bug) fails the step, after everything else is done.
    """
    taken = intake.take(warehouse.home, warehouse.configuration(), kind, warehouse.as_of(context))
    _log(context.log, warehouse.home, taken)
    yield dg.MaterializeResult(
        metadata={**_counts(taken), **described(warehouse.home, kind.source, kind.stream)}
    )
    failed = taken.of(FAILED)
    if failed:
        names = "; ".join(f"{file.business_id}/{file.name}: {file.reason}" for file in failed)
        raise dg.Failure(
            f"{len(failed)} of {len(taken.files)} files could not be taken and wait in the inbox: {names}"
        )


def described(home: Home, source: str, stream: str) -> dict[str, Any]:
    """What the catalogue shows of a stream: how many rows, and the five newest."""
    rows = landing.newest(home, source, stream, PREVIEW_ROWS)
    shown = markdown(list(rows[0]), [tuple(row.values()) for row in rows]) if rows else "no data yet"
    return {"dagster/row_count": landing.count(home, source, stream), "preview": dg.MetadataValue.md(shown)}


def _log(log: dg.DagsterLogManager, home: Home, taken: Taken) -> None:
    for file in taken.files:
        what = (
            f"{file.business_id}/{file.name}: {file.status}, {file.rows:,} rows, {file.rejected:,} rejected"
        )
        say = log.info if file.status in (LANDED, DUPLICATE) and not file.rejected else log.warning
        said = f"{what} ({file.reason})" if file.reason else what
        say(said)
        note(home, "inbox", said)


def _counts(taken: Taken) -> dict[str, Any]:
    return {
        "files": len(taken.of(LANDED)),
        "rows": taken.rows,
        "rejected": taken.rejected,
        "quarantined": len(taken.of(QUARANTINED)),
        "duplicates": len(taken.of(DUPLICATE)),
        "still_changing": len(taken.of(CHANGING)),
        "newest_data": taken.newest.isoformat() if taken.newest else "nothing new",
        "reasons": dg.MetadataValue.json(_reasons(taken)),
        "refused": dg.MetadataValue.md(_refused(taken)),
    }


def _reasons(taken: Taken) -> list[str]:
    """A line for every file and reason, the commonest first within a file. No value of a row is in them."""
    return [
        f"{file.business_id}/{file.name}: {name}: {reason} ({rows:,} {severity})"
        for file in taken.files
        for (severity, name, reason), rows in file.reasons.most_common(MOST_REASONS)
    ]


def _refused(taken: Taken) -> str:
    counted = taken.reasons.most_common(MOST_REASONS)
    if not counted:
        return "nothing"
    return markdown(["severity", "field", "reason", "rows"], [(*reason, rows) for reason, rows in counted])
