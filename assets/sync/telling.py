"""What a sync tells people: a line in the log for each account, counts in the catalogue, why a step fails."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from assets.calling.spending import MICRO
from assets.sync.ledger import OK, PARTIAL, Attempt
from warehouse.activity import note
from warehouse.home import Home
from warehouse.profiling import markdown


def log(context: dg.AssetExecutionContext, home: Home, attempt: Attempt) -> None:
    """Says in the run's log and in the home's what became of one account; a warning where it is not well."""
    said = f"{attempt.who}: {attempt.status}, {attempt.rows:,} rows in {attempt.calls:,} calls"
    for word, text in (("", attempt.reason), ("left: ", attempt.left), ("lost: ", attempt.lost)):
        said += f"; {word}{text}" if text else ""
    say = context.log.info if attempt.status == OK else context.log.warning
    say(said + (f"; {attempt.remarks}" if attempt.remarks else ""))
    note(home, "sync", said)


def failed(made: Sequence[Attempt]) -> str | None:
    """Why the step fails, account by account; None where it does not."""
    found = [attempt for attempt in made if attempt.is_failure]
    told = "; ".join(f"{attempt.business_id}/{attempt.account_id}: {attempt.reason}" for attempt in found)
    return f"{len(found)} of {len(made)} accounts could not be read: {told}" if found else None


def counts(made: Sequence[Attempt]) -> dict[str, Any]:
    """The metadata of the asset: accounts, rows, calls, money, the newest data, and what is not well."""
    newest = [attempt.newest_data for attempt in made if attempt.newest_data]
    wrong = [attempt for attempt in made if attempt.reason or attempt.lost]
    cells = [(one.business_id, one.account_id, one.status, one.reason or "", one.lost or "") for one in wrong]
    table = markdown(["business", "account", "status", "reason", "lost"], cells) if wrong else "nothing"
    return {
        "accounts": len(made),
        "rows": sum(attempt.rows for attempt in made),
        "refused": sum(attempt.refused for attempt in made),
        "calls": sum(attempt.calls for attempt in made),
        "usd": round(sum(attempt.cost_microusd for attempt in made) / MICRO, 4),
        "partial": sum(attempt.status == PARTIAL for attempt in made),
        "newest_data": max(newest).isoformat() if newest else "nothing new",
        "problems": dg.MetadataValue.md(table),
        "reasons_of_sync": dg.MetadataValue.json([f"{one.who}: {one.reason or one.lost}" for one in wrong]),
    }
